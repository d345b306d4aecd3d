"""Asks all areas at once, so that one that hangs holds up no other, and gives up on it in time."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING

from .check import Area, Check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def answers(areas: Sequence[Area], home: Path) -> Iterator[Check]:
    """What the areas find, in their order; each has its own time, which begins now for all.

    >>> from pathlib import Path
    >>> [check.found for check in answers([Area("nap", lambda _: time.sleep(9), 0.1)], Path())]
    ['did not answer in 0.1 s']
    """
    begun = time.monotonic()
    for asked in [_Asked(area, home) for area in areas]:
        yield from asked.answer(begun)


class _Asked:
    def __init__(self, area: Area, home: Path) -> None:
        self._area = area
        self._found: list[Check] = []
        # What hangs in the system cannot be ended; a daemon at least lets the process end.
        self._thread = Thread(target=self._look, args=(home,), daemon=True, name=f"doctor-{area.name}")
        self._thread.start()

    def answer(self, begun: float) -> list[Check]:
        self._thread.join(max(0.0, begun + self._area.seconds - time.monotonic()))
        found = list(self._found)
        if self._thread.is_alive():
            found.append(_silence(self._area))
        return found

    def _look(self, home: Path) -> None:
        try:
            for check in self._area.look(home):
                self._found.append(check)
        except Exception as error:  # noqa: BLE001 - one area that breaks must not hide what others found
            self._found.append(_defect(self._area, error))


def _silence(area: Area) -> Check:
    advice = "look at what it stands on (a disk, a network, a keychain that waits for its password)"
    return Check(area.name, area.silent, f"did not answer in {area.seconds:g} s", advice)


def _defect(area: Area, error: Exception) -> Check:
    return Check(area.name, "fail", f"could not be looked at: {type(error).__name__}: {error}")
