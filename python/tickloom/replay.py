"""Stored ticks played again: a clock over a workspace, and the bars that were known at each moment."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from . import _core, times
from .bar_changes import BarChange
from .closing import Closes
from .errors import Interrupted, StoreClosed
from .tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .attached.replaying import AttachedReplay
    from .times import Moment

Event = TypeVar("Event")

_LONGEST_NAP = 0.02
"""Seconds after which a player looks again whether somebody changed the speed or stopped it."""


class ReplayTick(NamedTuple):
    """A tick that was played."""

    symbol: str
    timestamp: int
    """UTC nanoseconds since 1970."""
    bid: float
    ask: float
    bid_volume: float
    ask_volume: float


class Replay(Closes):
    """Ticks of some symbols in one order: by time, equal times in the order of symbols, then as stored.

    Iterating gives tick after tick. At every moment ``state`` holds what would have been known live: the bars
    that were complete, and the one in progress. ``Workspace.replay`` makes one. What is played is what was
    stored at that time: a day that is imported again meanwhile raises ``ReplayChanged`` when its turn comes.

    >>> replay = ws.replay("EURUSD", "2024-01-08T09:00", "2024-01-08T17:00", timeframes=["5m", "1h"])
    >>> next(replay).bid
    1.18183
    >>> replay.step("5m")
    True
    >>> times.iso(replay.now)
    '2024-01-08T09:05:00.000Z'
    >>> replay.seek("2024-01-08T12:30")
    >>> len(replay.state("EURUSD", "1h")), replay.state("EURUSD", "1h")["complete"].tolist()
    (4, [True, True, True, False])
    """

    def __init__(self, core: _core.Replay | AttachedReplay) -> None:
        """Wraps the core's replay, or an engine's."""
        self._core = core
        self._symbols, self._timeframes = core.symbols, core.timeframes
        self._pace = _core.Pace(1.0, core.start)
        self._began = time.monotonic_ns()
        self._is_playing = False

    @property
    def symbols(self) -> list[str]:
        """The symbols, in the order in which their ticks of one moment are played."""
        return self._symbols

    @property
    def timeframes(self) -> list[str]:
        """The timeframes whose bars are kept."""
        return self._timeframes

    @property
    def start(self) -> int:
        """What the clock shows at first: where the range starts, or its first tick; UTC nanoseconds."""
        return self._core.start

    @property
    def end(self) -> int:
        """What the clock shows at last: where the range ends, or its last tick; UTC nanoseconds."""
        return self._core.end

    @property
    def now(self) -> int:
        """What the clock shows, UTC nanoseconds: bars that end by then are complete."""
        return self._core.position()[0]

    @property
    def played(self) -> int:
        """Ticks played since the start of the range."""
        return self._core.position()[1]

    @property
    def ticks(self) -> int:
        """Ticks in the range."""
        return self._core.position()[2]

    @property
    def progress(self) -> float:
        """Which part of the ticks was played, from 0 to 1."""
        _, played, ticks = self._core.position()
        return played / ticks

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ReplayTick:
        for event in self._core.advance(times.MAX, ticks=True, bars=False):
            if isinstance(tick := self._named(event), ReplayTick):
                return tick
        raise StopIteration

    def step(self, step: str) -> bool:
        """Goes one ``"tick"`` on, or until a ``"session"`` ends or a bar is complete; False at the end.

        A bar is named by one of the timeframes, and any symbol's counts. A session is that of the symbol
        whose tick comes next. Both end before the ticks of the moment at which they end.

        Raises ``InvalidStep``.
        """
        return self._core.step(step)

    def run_until(self, moment: Moment) -> None:
        """Plays everything up to a moment, its ticks too; nothing if the clock shows a later one."""
        self._core.advance(times.nanos(moment), ticks=False, bars=False)

    def seek(self, moment: Moment) -> None:
        """Goes to any moment, back or forth, as if everything up to it had been played from the start.

        A moment outside the range means its start or its end.
        """
        self._core.seek(times.nanos(moment))
        self._pace.jump(self.now, self._elapsed())

    def state(self, symbol: str, timeframe: str, *, detail: bool = False) -> Table:
        """The bars that are known now, oldest first: the last complete ones and the one in progress.

        Columns are those of ``Workspace.bars``, ``available_at`` and ``complete``, which is False for the bar
        in progress; ``detail`` adds those of the spread.

        Raises ``UnknownSymbol`` or ``InvalidState`` for what is not played.
        """
        return Table(self._core.state(symbol, timeframe, detail))

    def play(
        self,
        speed: float = math.inf,
        *,
        until: Moment | None = None,
        on_tick: Callable[[ReplayTick], object] | None = None,
        on_bar: Callable[[BarChange], object] | None = None,
    ) -> None:
        """Plays at a speed: 1 is real time, 60 a minute a second, infinity as fast as it goes.

        ``on_bar`` is told of completed bars as ``MultiTimeframe`` tells of them. Callbacks are told in the
        order in which things were known, and may ask ``state``, change ``speed``, ``pause``, ``seek`` and
        ``stop``; so may other threads. Returns at ``until``, or at the end. Ctrl-C raises ``Interrupted``;
        the replay stands where it came to, and can go on. Raises ``InvalidSpeed``.

        >>> replay = ws.replay("EURUSD", "2024-01-08T09:00", "2024-01-08T09:10", timeframes=["5m"])
        >>> replay.play(on_bar=lambda change: print(change.timeframe, change.bar.close, change.bar.ticks))
        5m 1.18172 785
        5m 1.18166 648
        """
        end = self.end if until is None else min(times.nanos(until), self.end)
        self._began = time.monotonic_ns()
        self._pace = _core.Pace(speed, self.now)
        self._is_playing = True
        try:
            while self._is_playing and self._play_some(end, on_tick, on_bar):
                pass
        except KeyboardInterrupt as pressed:
            raise Interrupted(
                "the replay was interrupted: it stands where it came to, and can go on"
            ) from pressed
        finally:
            self._is_playing = False

    @property
    def speed(self) -> float:
        """The speed at which it is played, or was last; may be changed meanwhile."""
        return self._pace.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if math.isinf(self._pace.speed):
            self._pace.jump(self.now, self._elapsed())
        self._pace.set_speed(speed, self._elapsed())

    def pause(self) -> None:
        """Lets the market stand still while it is played."""
        self._pace.pause(self._elapsed())

    def resume(self) -> None:
        """Lets the market go on."""
        self._pace.resume(self._elapsed())

    def stop(self) -> None:
        """Ends ``play`` after what it is telling."""
        self._is_playing = False

    def close(self) -> None:
        """Gives the store up; every call after that raises ``StoreClosed``. Closing again does nothing."""
        self._core.close()

    def __repr__(self) -> str:
        try:
            return (
                f"<replay of {' '.join(self.symbols)} at {times.iso(self.now)}, {self.progress:.1%} played>"
            )
        except StoreClosed:
            return "<replay, closed>"

    def _play_some(
        self,
        end: int,
        on_tick: Callable[[ReplayTick], object] | None,
        on_bar: Callable[[BarChange], object] | None,
    ) -> bool:
        """Plays to the next event that somebody wants to hear of, or as far as the pace allows."""
        due = min(self._pace.market_time(self._elapsed()), end)
        events = self._core.advance(due, ticks=on_tick is not None, bars=on_bar is not None)
        for event in map(self._named, events):
            if isinstance(event, BarChange):
                _tell(on_bar, event)
            else:
                _tell(on_tick, event)
        if not events and due < end:
            self._sleep()
        return bool(events) or due < end

    def _sleep(self) -> None:
        """Until the next tick is due, or for a moment: the pace may change, and bars end without ticks."""
        following = self._core.next_time()
        wait = None if following is None else self._pace.wait(following, self._elapsed())
        time.sleep(_LONGEST_NAP if wait is None else min(wait, _LONGEST_NAP))

    def _elapsed(self) -> int:
        return time.monotonic_ns() - self._began

    def _named(self, event: _core._ReplayTick | _core.ChangeFields) -> ReplayTick | BarChange:
        if isinstance(event, dict):
            return BarChange.of(event)
        symbol, *_ = event
        return ReplayTick(self._symbols[symbol], *event[1:])


def _tell(callback: Callable[[Event], object] | None, event: Event) -> None:
    if callback is not None:
        callback(event)
