"""Values of frames: the same bytes as another library writes, and no way out of their bounds."""

from __future__ import annotations

from collections import OrderedDict
from types import MappingProxyType
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickloom._core import pack, unpack

NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False)
SINGLE = st.none() | st.booleans() | NUMBERS | st.text() | st.binary()
VALUES = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner, max_size=20)
)


@given(VALUES)
def test_any_value_is_the_bytes_that_another_library_writes(value: Any) -> None:
    packed = pack(value)
    assert packed == msgpack.packb(value)
    assert unpack(packed) == value


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ((1, 2), [1, 2]),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (np.int64(-7), -7),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (True, True),
    ],
)
def test_what_is_like_a_plain_value_is_written_as_one(value: Any, same: Any) -> None:
    assert pack(value) == msgpack.packb(same)


def test_the_order_of_fields_is_kept() -> None:
    assert list(unpack(pack({"z": 1, "a": 2}))) == ["z", "a"]


def _within_itself() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (object(), TypeError, "not object"),
        ({1: 2}, TypeError, "keys must be text"),
        (2**64, TypeError, "64 bits"),
        (-(2**63) - 1, TypeError, "64 bits"),
        ("\ud800", TypeError, "surrogates"),
        (_within_itself(), TypeError, "more than 32 deep"),
        ([0] * 300_000, ValueError, "262,?144"),
    ],
)
def test_what_no_frame_can_hold_is_refused(value: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        pack(value)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xc1", b"\x91", b"\x01\x02", b"\x91" * 1_000_000, b"\xdd\xff\xff\xff\xff"],
    ids=["nothing", "no type", "cut off", "two values", "nested", "a lie of its length"],
)
def test_bytes_that_are_no_value_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unpack(data)


def test_text_that_is_no_utf_8_comes_as_bytes() -> None:
    assert unpack(b"\xa1\xff") == b"\xff"
