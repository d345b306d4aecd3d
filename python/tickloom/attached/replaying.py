"""A replay of an engine: the methods of ``_core.Replay``, with ticks that are read ahead."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from .asking import Asking, interrupted
from .played import Happened, Names, Place, events, moments

if TYPE_CHECKING:
    from pathlib import Path

    from .. import _core
    from .played import Event

_MOST = 1000
"""Ticks that are asked for at once, at most: a question to the engine costs as much as a hundred of them."""

_INTERRUPTED = "the replay was interrupted: it stands where it came to, and can go on"


class AttachedReplay(Asking):
    """A replay that an engine plays; for any number of threads, one at a time.

    While ticks are taken one after the other, the engine plays some more of them than were taken, twice as
    many each time. Whoever asks for anything else sends it back to where the last one that was taken left it.
    """

    def __init__(self, home: Path, connection: _core.Connection, request: _core.ReplayRequest) -> None:
        """Opens it on a connection, which closes with it."""
        super().__init__(home, connection, "the replay")
        self._lock = threading.RLock()
        self._ahead: deque[Happened] = deque()
        self._watched = (False, False)
        self._most = 0
        self._stands: Place | None = None
        self._reached: Place | None = None
        try:
            self._opened = self._record("replay.open", **request)
        except BaseException:
            self.close()
            raise
        self._names = Names(self._opened["symbols"], self._opened["timeframes"])
        self._side = request["side"]
        self._note(self._opened["position"])

    @property
    def symbols(self) -> list[str]:
        """As ``_core.Replay.symbols``."""
        return list(self._names.symbols)

    @property
    def timeframes(self) -> list[str]:
        """As ``_core.Replay.timeframes``."""
        return list(self._names.timeframes)

    @property
    def start(self) -> int:
        """As ``_core.Replay.start``."""
        return self._of_opened("start")

    @property
    def end(self) -> int:
        """As ``_core.Replay.end``."""
        return self._of_opened("end")

    def position(self) -> tuple[int, int, int]:
        """As ``_core.Replay.position``."""
        with self._lock, self._gate, interrupted(_INTERRUPTED):
            return (*self._standing(), self._ticks)

    def next_time(self) -> int | None:
        """As ``_core.Replay.next_time``."""
        with self._lock, interrupted(_INTERRUPTED):
            self._go_back()
            following: int | None = self._move("replay.position").get("next")
            return following

    def advance(self, until: int, ticks: bool, bars: bool) -> list[Event]:
        """As ``_core.Replay.advance``."""
        with self._lock, self._gate, interrupted(_INTERRUPTED):
            if self._watched != (ticks, bars) or self._is_beyond(until):
                self._go_back()
            if not self._ahead:
                self._watched = (ticks, bars)
                self._play(until, ticks, bars)
            if not self._ahead:
                self._stands = self._reached
                return []
            self._stands, told = self._ahead.popleft()
            return told

    def step(self, name: str) -> bool:
        """As ``_core.Replay.step``."""
        with self._lock, interrupted(_INTERRUPTED):
            self._go_back()
            moved: bool = self._move("replay.step", step=name)["moved"]
            return moved

    def seek(self, time: int) -> None:
        """As ``_core.Replay.seek``."""
        with self._lock, interrupted(_INTERRUPTED):
            self._ahead.clear()
            self._move("replay.seek", time=time)

    def state(self, symbol: str, timeframe: str, detail: bool) -> _core.Table:
        """As ``_core.Replay.state``."""
        which = {"symbol": symbol, "timeframe": timeframe, "detail": detail}
        with self._lock, interrupted(_INTERRUPTED):
            self._go_back()
            return self._tables("mtf.state", {"session": self._opened["session"], **which}, self._side)[0]

    def _of_opened(self, name: str) -> int:
        with self._gate:
            value: int = self._opened[name]
            return value

    def _is_beyond(self, time: int) -> bool:
        """Whether the engine has played on, and to later than that."""
        reached = self._ahead[0].place if self._ahead else self._reached
        return self._stands != self._reached and (reached is None or reached.now > time)

    def _play(self, until: int, ticks: bool, bars: bool) -> None:
        """Lets the engine play, and keeps what it tells: of ticks some more than are wanted now."""
        before = self._standing().played
        self._most = min(max(1, 2 * self._most), _MOST) if ticks else 0
        what = {"until": until, "ticks": ticks, "bars": bars, "most": self._most or 1, "detail": bars}
        self._reached = None
        if not ticks:
            # Interrupted, it stands where it came to, and who asks is told.
            self._stands = None
        told = self._record("replay.advance", session=self._opened["session"], **what)
        self._reached = _place(told["position"])
        if ticks:
            self._ahead.extend(moments(told, self._names, before))
        elif found := list(events(told, self._names)):
            self._ahead.append(Happened(self._reached, found))

    def _go_back(self) -> None:
        """Has the engine stand where its last event that was taken has left it."""
        self._most = 0
        self._ahead.clear()
        if self._stands is not None and self._stands != self._reached:
            self._move("replay.seek", time=self._stands.now, played=self._stands.played)

    def _standing(self) -> Place:
        """Where it stands for who takes events; asked for, if it was moved and nobody heard where to."""
        return _place(self._move("replay.position")) if self._stands is None else self._stands

    def _move(self, method: str, **params: object) -> dict[str, Any]:
        """Asks for something that tells where the replay stands then."""
        self._stands = self._reached = None
        answer = self._record(method, session=self._opened["session"], **params)
        self._note(answer.get("position", answer))
        return answer

    def _note(self, position: dict[str, Any]) -> None:
        self._stands = self._reached = _place(position)
        self._ticks: int = position["ticks"]


def _place(position: dict[str, Any]) -> Place:
    return Place(position["now"], position["played"])
