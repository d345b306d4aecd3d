"""Moments become exact nanoseconds, whoever wrote them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickloom.errors import InvalidTime
from tickloom.times import MAX, MIN, bounds, is_moment, iso, nanos

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = 1549238400000000000


@pytest.mark.parametrize(
    "moment",
    [
        MONDAY,
        "2019-02-04",
        "2019-02-04T00:00:00Z",
        "2019-02-04T05:30+05:30",
        date(2019, 2, 4),
        datetime(2019, 2, 4),  # noqa: DTZ001 - naive times are UTC
        datetime(2019, 2, 4, tzinfo=UTC),
        datetime(2019, 2, 4, 5, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    ],
    ids=repr,
)
def test_everyone_s_way_to_write_a_monday_is_the_same_moment(moment: Any) -> None:
    assert nanos(moment) == MONDAY


@pytest.mark.parametrize(
    "moment",
    [
        "",
        "yesterday",
        "2019-02-30",
        True,
        1.5,
        None,
        b"2019",
        2**63,
        -(2**63) - 1,
        date(9999, 1, 1),
        datetime(1600, 1, 1, tzinfo=UTC),
        [],
    ],
    ids=repr,
)
def test_what_is_no_moment_is_refused(moment: Any) -> None:
    with pytest.raises(InvalidTime) as refused:
        nanos(moment)
    assert refused.value.code == "time.invalid"


def test_what_is_missing_in_a_range_is_the_beginning_and_the_end_of_all_times() -> None:
    assert bounds(None, None) == (MIN, MAX)
    assert bounds("2019-02-04", 5) == (MONDAY, 5)


def test_numbers_and_texts_are_no_moments_by_their_type() -> None:
    found = [is_moment(value) for value in (date(2019, 2, 4), datetime.now(UTC), 5, "2019-02-04", None)]
    assert found == [True, True, False, False, False]


@given(st.integers(MIN, MAX))
def test_a_moment_survives_its_text(moment: int) -> None:
    assert nanos(iso(moment)) == moment


_EARLIEST, _LATEST = datetime(1678, 1, 1), datetime(2262, 1, 1)  # noqa: DTZ001 - hypothesis asks for naive ones


@given(st.datetimes(_EARLIEST, _LATEST, timezones=st.just(UTC)))
def test_datetimes_are_exact_to_the_microsecond(moment: datetime) -> None:
    text: Callable[[], str] = moment.isoformat
    assert nanos(moment) == nanos(text())
