"""How a store is: sizes, counts, free space, and what the last look at its files found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from .cleaning import LostDay

if TYPE_CHECKING:
    from ._core import HealthFields


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A tick file that cannot be read, and what is wrong with it; its ticks are left out of every answer."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of a store at the moment ``checked``, in UTC nanoseconds since the UNIX epoch.

    ``tick_bytes`` and ``catalogue_bytes`` are what the store takes on disk, ``free_bytes`` what is left
    there; ``cached_bars`` counts the bars in the catalogue that are kept for reuse; ``repaired`` counts
    entries of the catalogue that this look corrected from the files; ``set_aside`` names damaged catalogues
    that were put aside when the store was opened. ``damaged`` files were put aside; ``lost`` are the days
    that were stored and are not any more.
    """

    home: str
    symbols: int
    partitions: int
    ticks: int
    tick_bytes: int
    catalogue_bytes: int
    cached_bars: int
    free_bytes: int
    schema_version: int
    engine_version: str
    checked: int
    repaired: int
    damaged: tuple[DamagedFile, ...]
    lost: tuple[LostDay, ...]
    set_aside: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing needs a user's attention."""
        return not self.lost and not self.set_aside

    @classmethod
    def of(cls, fields: HealthFields) -> Self:
        """The health that the core tells."""
        damaged = tuple(DamagedFile(**file) for file in fields["damaged"])
        lost = tuple(LostDay(**day) for day in fields["lost"])
        plain: Any = {**fields, "damaged": damaged, "lost": lost, "set_aside": tuple(fields["set_aside"])}
        return cls(**plain)
