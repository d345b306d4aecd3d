"""A secret is shown by nothing that is not meant to show it."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

PLANTED = "p1anted-s3cret"


@dataclasses.dataclass
class Holder:
    key: Secret


SHOWN: dict[str, Callable[[Secret], str]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "an f-string": lambda secret: f"{secret} {secret!r} {secret!s} {secret:>40} {secret:.3} {secret:d}",
    "the percent sign": lambda secret: "%s %r" % (secret, secret),  # noqa: UP031
    "format": lambda secret: "{} {!r} {:x}".format(secret, secret, secret),  # noqa: UP032
    "a template": lambda secret: str({"a": [secret, (secret,)]}),
    "a dataclass": lambda secret: repr(Holder(secret)),
    "a dataclass as a mapping of its fields": lambda secret: repr(vars(Holder(secret))),
    "pprint": lambda secret: pprint.pformat({"key": secret}),
    "json with a default": lambda secret: json.dumps({"key": secret}, default=str),
    "a line of logging": lambda secret: logging.Formatter().format(
        logging.LogRecord("a", logging.INFO, "b", 1, "key=%s", (secret,), None)
    ),
    "the names of what it has": lambda secret: repr([*dir(secret), getattr(secret, "__dict__", None)]),
}

REFUSED: dict[str, Callable[[Secret], Any]] = {
    **{
        f"pickle protocol {protocol}": lambda secret, protocol=protocol: pickle.dumps(secret, protocol)  # type: ignore[misc]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    },
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "the fields of a dataclass, which are copied": lambda secret: dataclasses.asdict(Holder(secret)),
    "json": json.dumps,
    "hash": hash,
    "a set": lambda secret: {secret},
    "bytes": bytes,  # type: ignore[dict-item]
    "its length": len,  # type: ignore[dict-item]
    "its letters": list,  # type: ignore[dict-item]
    "adding to it": lambda secret: secret + "",  # type: ignore[operator]
    "order": lambda secret: secret < Secret(PLANTED),  # type: ignore[operator]
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_what_shows_it_shows_a_mask(show: Callable[[Secret], str]) -> None:
    assert PLANTED not in show(Secret(PLANTED))


@pytest.mark.parametrize("use", REFUSED.values(), ids=REFUSED)
def test_what_would_take_it_elsewhere_is_refused_without_showing_it(use: Callable[[Secret], Any]) -> None:
    with pytest.raises(TypeError) as refused:
        use(Secret(PLANTED))
    assert PLANTED not in str(refused.value)


@pytest.mark.parametrize("value", [b"bytes", None, 7, bytearray(b"x")])
def test_what_is_no_text_is_refused_without_showing_it(value: Any) -> None:
    with pytest.raises(TypeError, match=f"^a secret is a str, not {type(value).__name__}$"):
        Secret(value)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("a", "a", True), ("a", "b", False), ("a", "aa", False), ("€", "€", True), ("", "", True)],
)
def test_two_are_equal_if_their_values_are(one: str, other: str, equal: bool) -> None:
    assert (Secret(one) == Secret(other)) is equal
    assert (Secret(one) != Secret(other)) is not equal


def test_it_equals_no_plain_text() -> None:
    assert Secret("a") != "a"


def test_a_text_that_is_no_unicode_is_compared_and_revealed_like_any() -> None:
    assert Secret("\ud800") == Secret("\ud800")
    assert Secret("\ud800").reveal() == "\ud800"


def test_a_traceback_with_its_locals_shows_the_mask() -> None:
    def fails(key: Secret) -> None:
        raise ValueError(f"it does not work with {key}")

    with pytest.raises(ValueError, match="it does not work") as raised:
        fails(Secret(PLANTED))
    text = "".join(traceback.TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "[secret]" in text
    # The line of this test that makes the secret names it by a constant, never by its value.
    assert PLANTED not in text.replace(f"PLANTED = {PLANTED!r}", "")
