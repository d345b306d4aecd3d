"""How a setting is declared: a field of a section, with all that can be said of it."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")


# None here is a dataclass: every command makes these classes, and that would take it four times as long.
class About(NamedTuple):
    """What is known of a setting besides its type and its default."""

    text: str
    """What it does, in sentences."""
    unit: str | None = None
    """What its number counts, as ``s``."""
    is_live: bool = False
    """Whether a running engine takes a change; else it has to be started again."""
    is_remote: bool = True
    """Whether clients of an engine may change it; else only who can write the user's file or starts it."""
    flag: str | None = None
    """The option of the command line that goes before it."""


def setting(
    default: T,
    text: str,
    *,
    unit: str | None = None,
    live: bool = False,
    remote: bool = True,
    flag: str | None = None,
) -> T:
    """A field of a section with its default; the words are those of ``About``.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Kettle:
    ...     heat: int = setting(80, "How hot the water gets.", unit="°C")
    >>> Kettle().heat
    80
    """
    about = About(text, unit, live, remote, flag)
    made: Any = field(default=default, metadata={About: about})
    return made  # type: ignore[no-any-return]


class Range(NamedTuple):
    """Bounds of a number, both inside: ``Annotated[int, Range(1, 16)]``."""

    least: float
    most: float

    def check(self, value: float) -> float:
        """The value. Raises ``ValueError`` outside the bounds; NaN is outside of all."""
        if not self.least <= value <= self.most:
            raise ValueError("out of range")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Lets pydantic check it after the type."""
        return _checked(self.check, source, handler)


class Form(NamedTuple):
    """What a text must look like: ``Annotated[str, Form(r"https?://.+", "an address")]``."""

    pattern: str
    """A regular expression for all of it."""
    words: str
    """The same for people."""

    def check(self, value: str) -> str:
        """The value. Raises ``ValueError`` if it looks otherwise."""
        if re.fullmatch(self.pattern, value) is None:
            raise ValueError("of another form")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Lets pydantic check it after the type."""
        return _checked(self.check, source, handler)


def _checked(check: Any, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    # Sections are read without pydantic where nothing is configured.
    from pydantic_core import core_schema

    return core_schema.no_info_after_validator_function(check, handler(source))
