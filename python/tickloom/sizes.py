"""What a store takes on the disk, symbol by symbol and beside the ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from ._core import SizesFields


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolSize:
    """What is stored of a symbol: ``partitions`` are its tick files, one for each UTC day."""

    symbol: str
    partitions: int
    ticks: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What a store takes on the disk; ``symbols`` in the order of their names.

    ``kept_bytes`` are those of files that are kept for caution only, which ``clean`` removes;
    ``free_bytes`` can still be written to the disk.
    """

    symbols: tuple[SymbolSize, ...]
    catalogue_bytes: int
    kept_bytes: int
    free_bytes: int

    @classmethod
    def of(cls, fields: SizesFields) -> Self:
        """The sizes that the core tells."""
        plain: Any = {**fields, "symbols": tuple(SymbolSize(**symbol) for symbol in fields["symbols"])}
        return cls(**plain)
