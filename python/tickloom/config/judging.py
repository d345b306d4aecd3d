"""From what places say to settings: every text held against its key, the overruled ones too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .contradictions import CONTRADICTIONS
from .keys import by_variable, keys
from .places import Entry, Problem
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .keys import Key

Entries = dict[str, tuple[Entry, ...]]


def judged(found: Iterable[Entry | Problem]) -> tuple[Settings, Entries, list[Problem]]:
    """The settings, what was said of each by its name, and all that is wrong.

    Of ``found``, what counts more comes first. Entries that are no settings, or whose text is empty, count
    as not said.
    """
    found = list(found)
    problems = [each for each in found if isinstance(each, Problem)]
    entries = _by_key(each for each in found if isinstance(each, Entry))
    # A text that is overruled today counts tomorrow: it is told of now.
    layers = [_layer(entries, depth) for depth in range(max(map(len, entries.values()), default=0))]
    settings = Settings()
    for depth, layer in reversed(list(enumerate(layers))):
        settings, wrong = _settings(layer)
        problems += [_of_value(entries[name][depth], keys()[name]) for name in wrong]
    return settings, entries, problems or list(_contradictions(settings, entries))


def _by_key(entries: Iterable[Entry]) -> Entries:
    found: Entries = {}
    for entry in entries:
        if entry.text and (key := by_variable().get(entry.name)):
            found[key.name] = (*found.get(key.name, ()), entry)
    return found


def _layer(entries: Entries, depth: int) -> dict[str, str]:
    return {name: said[depth].text for name, said in entries.items() if depth < len(said)}


def _settings(texts: Mapping[str, str]) -> tuple[Settings, list[str]]:
    # Where nothing but the home is named, which any text may be, a command need not load a library for it.
    if texts.keys() == {"home"}:
        return Settings(home=Path(texts["home"])), []
    from .model import settings_of

    return settings_of(texts)


def _of_value(entry: Entry, key: Key) -> Problem:
    return Problem(entry.origin.place, entry.name, "it has no such value", f"make it {key.allowed}")


def _contradictions(settings: Settings, entries: Entries) -> Iterator[Problem]:
    for contradiction in CONTRADICTIONS:
        if (found := contradiction(settings)) is not None:
            names, what, fix = found
            said = [entries[name][0] for name in names if name in entries]
            place = ", ".join(dict.fromkeys(str(entry.origin) for entry in said))
            yield Problem(place, ", ".join(keys()[name].variable for name in names), what, fix)
