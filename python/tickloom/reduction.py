"""Fewer points for a chart than there are, without hiding an extreme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .arrays import column_array, nanos_array
from .tables import array_of, library
from .times import Moment, nanos

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from .tables import Array


def reduce(
    times: ArrayLike,
    values: ArrayLike,
    width: int,
    start: Moment | None = None,
    end: Moment | None = None,
) -> Array:
    """Positions, int64 and ascending, of the points that a line ``width`` pixels wide needs.

    The range from ``start`` up to ``end``, by default all there is, is cut into ``width`` buckets of equal
    length. Of each the first, the last, the lowest and the highest point are kept (M4, Jugel et al., VLDB
    2014): four at most, and the line through them paints what a line through all points would. Times ascend:
    ``datetime64`` or whole nanoseconds. Values are numbers; NaN is no point. Arrays of int64, float64 and
    ``datetime64[ns]`` are read where they lie, while other Python threads run.

    Raises ``InvalidColumns`` for no width, times out of order, or another number of values than of times,
    ``InvalidTime``, ``InvalidRange``, ``TypeError`` for what are no numbers, ``ImportError`` without numpy.

    >>> ticks = ws.ticks("EURUSD")
    >>> kept = reduce(ticks["timestamp"], ticks["bid"], width=800)
    >>> len(ticks), len(kept), bool(ticks["bid"][kept].max() == ticks["bid"].max())
    (638263, 3128, True)
    """
    from . import _core

    numpy = library("numpy")
    moments, numbers = nanos_array(numpy, times), _numbers(numpy, values)
    first, last = _ends(moments, start, end)
    reduced = _core.reduce_floats if numbers.dtype.kind == "f" else _core.reduce_integers
    return array_of(reduced(moments, numbers, max(width, 0), first, last))


def _ends(moments: Any, start: Moment | None, end: Moment | None) -> tuple[int, int]:
    """The range asked for; where nothing was asked it begins with the first point and ends after the last."""
    first = int(moments[0]) if len(moments) else 0
    last = min(int(moments[-1]) + 1, 2**63 - 1) if len(moments) else first
    return (first if start is None else nanos(start), last if end is None else nanos(end))


def _numbers(numpy: Any, values: object) -> Any:
    array = numpy.asarray(values)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"values are numbers, not {array.dtype}")
    # Unsigned numbers of 64 bits have no larger whole type.
    is_whole = array.dtype.kind == "i" or (array.dtype.kind == "u" and array.dtype.itemsize < 8)
    return column_array(numpy, array, "int64" if is_whole else "float64")
