"""Every setting by name, as a table: what is asked of a value, for messages, pages and the wire."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from .names import PREFIX
from .setting import About, Form, Range
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BETWEEN = "__"
"""What stands between a section and its setting."""
NONE = "none"
"""The word for a setting that is taken away, where it may be."""


@dataclass(frozen=True, slots=True)
class Key:
    """A setting."""

    name: str
    """Its section, a dot and its field, as ``sql.max_rows``; ``home`` alone has no section."""
    default: object
    """Its value if nobody says another."""
    kind: type
    """The type of its value, of each of them if it is a list: int, float, str or Path."""
    is_list: bool
    """Whether it has any number of values, separated by commas."""
    is_optional: bool
    """Whether it may be ``none``."""
    range: Range | None
    """Its bounds, if it is a number."""
    choices: tuple[str, ...]
    """The words that it may be, if it is one of some."""
    form: Form | None
    """What it looks like, if it is a text that has to look like something."""
    about: About
    """What its declaration says."""

    @property
    def variable(self) -> str:
        """Its name in the environment and in files, as ``TICKLOOM_SQL__MAX_ROWS``."""
        return PREFIX + self.name.replace(".", BETWEEN).upper()

    @property
    def allowed(self) -> str:
        """What it may be, for people.

        >>> keys()["downloads.connections"].allowed
        'a whole number from 1 to 16'
        """
        many = ", several separated by commas" if self.is_list else ""
        return f"{self._one}{many}{f', or {NONE}' if self.is_optional else ''}"

    @property
    def word(self) -> str:
        """The kind of its value in one word, as programs that show it need to know."""
        if self.is_list or self.choices:
            return "list" if self.is_list else "word"
        kinds: dict[type, str] = {bool: "truth", int: "whole", float: "number", str: "text"}
        return kinds.get(self.kind, "folder")

    @property
    def _one(self) -> str:
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.form is not None:
            return self.form.words
        if self.range is not None:
            noun = "a whole number" if self.kind is int else "a number"
            return f"{noun} from {self.range.least:,.10g} to {self.range.most:,.10g}"
        return {bool: "true or false", str: "text"}.get(self.kind, "a folder")


@cache
def keys() -> Mapping[str, Key]:
    """All settings by name, in the order of the sections."""
    return {key.name: key for key in _keys(Settings, "")}


@cache
def by_variable() -> Mapping[str, Key]:
    """The same by the names that they have in the environment and in files."""
    return {key.variable: key for key in keys().values()}


def text_of(value: object) -> str:
    """A value as it is written in a file.

    >>> text_of(None), text_of(5.0), text_of(("app://a", "app://b"))
    ('none', '5', 'app://a,app://b')
    """
    if value is None:
        return NONE
    if isinstance(value, tuple):
        return ",".join(map(text_of, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _keys(kind: type, section: str) -> Iterator[Key]:
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        hint = hints[field.name]
        if isinstance(hint, type) and is_dataclass(hint):
            yield from _keys(hint, f"{field.name}.")
        else:
            yield _key(section + field.name, hint, field.default, field.metadata[About])


def _key(name: str, hint: Any, default: object, about: About) -> Key:
    one, is_optional = _without_none(hint)
    is_list = get_origin(one) is tuple
    one = get_args(one)[0] if is_list else one
    kind, *marks = get_args(one) if get_origin(one) is Annotated else (one,)
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    return Key(
        name,
        default,
        str if choices else kind,
        is_list,
        is_optional,
        next((mark for mark in marks if isinstance(mark, Range)), None),
        choices,
        next((mark for mark in marks if isinstance(mark, Form)), None),
        about,
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    parts = get_args(hint) if NoneType in get_args(hint) else ()
    rest = [part for part in parts if part is not NoneType]
    return (rest[0], True) if rest else (hint, False)
