"""Rows of text as lines whose columns stand under each other, for terminals and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def aligned(rows: Iterable[Sequence[str]], right: Collection[int] = frozenset()) -> list[str]:
    """One line a row; ``right`` names the columns that end together, all others begin together.

    >>> aligned([("a", "10"), ("bcd", "7")], right={1})
    ['a    10', 'bcd   7']
    """
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths, right) for row in rows]


def numeric(header: Sequence[str], rows: Collection[Sequence[str]]) -> frozenset[int]:
    """The columns that hold nothing but numbers, which read best when they end together; none without rows.

    >>> numeric(("symbol", "digits"), [("EURUSD", "5"), ("XAUUSD", "")])
    frozenset({1})
    """
    columns = range(len(header)) if rows else ()
    return frozenset(column for column in columns if all(_is_number(row[column]) for row in rows))


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    cells = zip(row, widths, strict=True)
    padded = (
        cell.rjust(width) if column in right else cell.ljust(width)
        for column, (cell, width) in enumerate(cells)
    )
    return "  ".join(padded).rstrip()


def _is_number(text: str) -> bool:
    try:
        float(text or "0")
    except ValueError:
        return False
    return True
