"""Tells how much of the machine other programs took while something was measured."""

import os
import time
from pathlib import Path

STATISTICS = Path("/proc/stat")
NOISY_CORES = 0.1
"""From here on figures, most of all those of two threads, say more about the others."""


class Others:
    """Counts from when it is made; only Linux tells."""

    def __init__(self) -> None:
        """Starts counting."""
        self._started, self._theirs = time.monotonic(), _busy_seconds_of_others()

    def cores(self) -> float | None:
        """How many cores the others kept busy on average until now."""
        now = _busy_seconds_of_others()
        if now is None or self._theirs is None:
            return None
        return round(max(0.0, now - self._theirs) / (time.monotonic() - self._started), 2)


def _busy_seconds_of_others() -> float | None:
    if not STATISTICS.exists():
        return None
    user, nice, system, _idle, _waiting, *interrupts = map(int, STATISTICS.read_text().split()[1:9])
    busy = (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")
    mine = os.times()
    return busy - (mine.user + mine.system + mine.children_user + mine.children_system)
