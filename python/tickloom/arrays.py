"""Columns that users hold as numpy arrays, as the core reads them: one dimension, one piece, few types."""

from __future__ import annotations

from typing import Any


def nanos_array(numpy: Any, times: object) -> Any:
    """Times as int64 nanoseconds: ``datetime64`` of any unit, pandas' with a zone, or whole nanoseconds.

    Raises ``TypeError`` for what are no times.
    """
    array = numpy.asarray(times)
    if array.dtype.kind == "O":
        # Times with a zone, as pandas has them, become UTC's only when asked for.
        array = numpy.asarray(times, dtype="datetime64[ns]")
    if array.dtype.kind == "M":
        array = array.astype("datetime64[ns]", copy=False).view("int64")
    if array.dtype.kind not in "iu":
        raise TypeError(f"times are datetime64 or whole nanoseconds, not {array.dtype}")
    return column_array(numpy, array, "int64")


def column_array(numpy: Any, array: Any, dtype: str) -> Any:
    """An array as a column of a type, itself where it is one already. Raises ``TypeError``."""
    if array.ndim != 1:
        raise TypeError(f"a column has one dimension, not {array.ndim}")
    return numpy.ascontiguousarray(array, dtype=dtype)
