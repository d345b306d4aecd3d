"""Asks all areas at once, so that one that hangs holds up no other, and gives up on it in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bounded import NoAnswer, Started
from .check import Area, Check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def answers(areas: Sequence[Area], home: Path) -> Iterator[Check]:
    """What the areas find, in their order; each has its own time, which begins now for all.

    >>> import time
    >>> from pathlib import Path
    >>> [check.found for check in answers([Area("nap", lambda _: time.sleep(9), 0.1)], Path())]
    ['did not answer in 0.1 s']
    """
    for asked in [_Asked(area, home) for area in areas]:
        yield from asked.answer()


class _Asked:
    def __init__(self, area: Area, home: Path) -> None:
        self._area = area
        self._found: list[Check] = []
        self._looking = Started(lambda: self._found.extend(area.look(home)), f"doctor-{area.name}")

    def answer(self) -> list[Check]:
        """Also what was found before it hung or broke."""
        try:
            self._looking.result(self._area.seconds)
        except NoAnswer as error:
            return [*self._found, _silence(self._area, error)]
        except Exception as error:  # noqa: BLE001 - one area that breaks must not hide what others found
            return [*self._found, _defect(self._area, error)]
        return self._found


def _silence(area: Area, error: NoAnswer) -> Check:
    advice = "look at what it stands on (a disk, a network, a keychain that waits for its password)"
    return Check(area.name, area.silent, str(error), advice)


def _defect(area: Area, error: Exception) -> Check:
    return Check(area.name, "fail", f"could not be looked at: {type(error).__name__}: {error}")
