"""What is known of a symbol, and what is stored of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A symbol that has ticks, and how many, from when to when.

    ``first`` and ``last`` are the times of its first and last tick in UTC nanoseconds since the UNIX epoch,
    ``days`` counts UTC days that have ticks, ``bytes`` is the size of its files, ``digits`` the decimals of
    its price. Equal ``content_hash`` means equal ticks, in whichever format they came.
    """

    symbol: str
    digits: int
    kind: str
    ticks: int
    days: int
    first: int
    last: int
    bytes: int
    content_hash: str

    @property
    def bytes_per_tick(self) -> float:
        """How much space a tick takes on disk, on average."""
        return self.bytes / self.ticks
