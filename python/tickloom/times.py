"""Moments as everyone writes them, turned into nanoseconds since the UNIX epoch in UTC, and back.

Taken are whole nanoseconds, ISO 8601 text, ``datetime`` and ``date`` of the standard library, numpy's
``datetime64`` and pandas' ``Timestamp``; neither library is loaded for that. What names no offset is UTC.
"""

from __future__ import annotations

import operator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, SupportsIndex, TypeAlias

from .errors import InvalidTime

if TYPE_CHECKING:
    import numpy as np

Moment: TypeAlias = "SupportsIndex | str | datetime | date | np.datetime64"
"""Anything that ``nanos`` takes."""

MIN: Final = -(2**63)
MAX: Final = 2**63 - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def nanos(moment: Moment) -> int:
    """Nanoseconds since 1970-01-01T00:00Z, exact, from 1677-09-21 to 2262-04-11.

    Raises ``InvalidTime`` for what is no moment, or lies further away.

    >>> nanos("2019-02-04") == nanos(date(2019, 2, 4)) == nanos(datetime(2019, 2, 4)) == 1549238400000000000
    True
    >>> nanos("2019-02-04T02:00+02:00") == nanos("2019-02-04")
    True
    """
    found = _nanos(moment)
    if not MIN <= found <= MAX:
        raise _invalid(moment)
    return found


def bounds(start: Moment | None, end: Moment | None) -> tuple[int, int]:
    """A half-open range in nanoseconds; what is missing is the beginning or the end of all times.

    >>> bounds(None, "1970-01-01T00:00:01Z") == (MIN, 1_000_000_000)
    True
    """
    return (MIN if start is None else nanos(start), MAX if end is None else nanos(end))


def iso(moment: Moment) -> str:
    """ISO 8601 in UTC with three decimals, or six or nine where three would lose something.

    >>> iso(1549238400994000000)
    '2019-02-04T00:00:00.994Z'
    """
    from ._core import format_time

    return format_time(nanos(moment))


def is_moment(value: object) -> bool:
    """Whether a value is a moment by its type alone; plain numbers and texts are not."""
    return isinstance(value, date) or _is_datetime64(value)


def _nanos(moment: Any) -> int:
    if isinstance(moment, str):
        from ._core import parse_time

        return parse_time(moment)
    if isinstance(moment, datetime):
        return _of_datetime(moment)
    if isinstance(moment, date):
        return (moment.toordinal() - _EPOCH.toordinal()) * 86_400_000_000_000
    if _is_datetime64(moment):
        return _of_datetime64(moment)
    return _of_number(moment)


def _of_datetime(moment: datetime) -> int:
    if moment != moment:  # noqa: PLR0124 - only pandas' NaT, which is a datetime, differs from itself
        raise _invalid(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    # A pandas Timestamp is a datetime with three more digits.
    return (aware - _EPOCH) // _MICROSECOND * 1000 + int(getattr(moment, "nanosecond", 0))


def _is_datetime64(value: object) -> bool:
    kind = type(value)
    return kind.__module__ == "numpy" and kind.__name__ == "datetime64"


def _of_datetime64(moment: np.datetime64) -> int:
    in_nanos = moment.astype("datetime64[ns]")
    # numpy overflows without a word; NaT differs from itself.
    if in_nanos.astype(moment.dtype) != moment:
        raise _invalid(moment)
    return int(in_nanos.astype("int64"))


def _of_number(moment: Any) -> int:
    if isinstance(moment, bool):
        raise _invalid(moment)
    try:
        return operator.index(moment)
    except TypeError:
        raise _invalid(moment) from None


def _invalid(moment: object) -> InvalidTime:
    return InvalidTime(
        f"{moment!r} is not a time: use nanoseconds since 1970 (int), ISO 8601 text, a datetime, a date, "
        "numpy.datetime64 or pandas.Timestamp between 1677-09-22 and 2262-04-11"
    )
