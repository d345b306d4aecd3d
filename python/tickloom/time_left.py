"""How long work will take that is measured in bytes."""

from __future__ import annotations


def time_left(elapsed: float, done: int, total: int) -> float | None:
    """Seconds that are left by the pace of the bytes so far; None before the first.

    >>> time_left(2.0, done=50, total=200)
    6.0
    """
    return elapsed * (total - done) / done if done else None
