"""Every setting with its value and where that is from, for pages, terminals and the wire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .keys import Key, keys, text_of

if TYPE_CHECKING:
    from .places import Origin
    from .reading import Configuration


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is."""

    key: Key
    """What it is and may be."""
    value: object
    """What holds."""
    origin: Origin
    """Where that is from."""

    @property
    def text(self) -> str:
        """The value as a file would have it."""
        return text_of(self.value)

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "key": self.key.name,
            "variable": self.key.variable,
            "value": plain(self.value),
            "default": plain(self.key.default),
            "allowed": self.key.allowed,
            "unit": self.key.about.unit,
            "about": self.key.about.text,
            "origin": self.origin.source,
            "place": self.origin.place,
            "live": self.key.about.is_live,
        }


def listed(configuration: Configuration) -> list[Setting]:
    """All settings, in the order of the sections. Secrets are no settings.

    >>> from .reading import read
    >>> [setting.text for setting in listed(read({"sql.timeout": 5})) if setting.key.name == "sql.timeout"]
    ['5']
    """
    return [
        Setting(key, configuration.value(name), configuration.origin(name)) for name, key in keys().items()
    ]


def plain(value: object) -> object:
    """A value as JSON has it: paths are texts.

    >>> plain(("app://a", "app://b")), plain(None)
    (['app://a', 'app://b'], None)
    """
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value
