"""The configuration from all places: read whole, checked whole, and told whole if anything is wrong."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from . import files
from .checking import problem_of_name
from .environment import stage as stage_of
from .environment import variables
from .judging import judged
from .keys import keys, text_of
from .parsing import parsed
from .places import Entry, Origin, Problem
from .refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .files import File
    from .settings import Settings

DEFAULT = Origin("default", "")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, and where each is from."""

    settings: Settings
    """What holds."""
    stage: str
    """What ``TICKLOOM_ENV`` says: development, ci or production."""
    files: tuple[File, ...]
    """Those that may be there, the first of which counts."""
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """What was said of each setting, by its name; the first counts."""

    def origin(self, name: str) -> Origin:
        """Where the value of a setting is from.

        >>> read({"sql.timeout": 5}).origin("sql.timeout").source
        'flag'
        """
        said = self.entries.get(name)
        return said[0].origin if said else DEFAULT

    def value(self, name: str) -> object:
        """The value of a setting by its name, as ``sql.timeout``."""
        found: object = self.settings
        for part in name.split("."):
            found = getattr(found, part)
        return found


def read(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user: Path | None = None,
    instead: bytes | None = None,
) -> Configuration:
    """The configuration of this process: flags, environment, the project's files, the user's, defaults.

    ``flags`` are options that were given, by the names of settings; None among them counts as not given.
    ``environ``, ``folder`` and ``user`` stand for the environment, the current folder and the user's file,
    ``instead`` for what stands in the latter. Nothing is made, and no library is loaded if nothing is
    configured.

    Raises ``InvalidConfig`` with all that is wrong.
    """
    environ = os.environ if environ is None else environ
    stage = stage_of(environ)
    wrong = [stage] if isinstance(stage, Problem) else []
    places = files_of(environ, folder, user)
    found = [*wrong, *_of_flags(flags or {}), *_of_environment(environ)]
    for file in places:
        found += of_file(file, instead if file.is_ours_alone else None)
    settings, entries, problems = judged(found)
    if problems:
        raise refusal(problems)
    return Configuration(settings, str(stage), places, entries)


def files_of(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, user: Path | None = None
) -> tuple[File, ...]:
    """The files that may say something, the first of which counts; arguments as of ``read``."""
    stage = stage_of(os.environ if environ is None else environ)
    name = None if isinstance(stage, Problem) else stage
    return tuple(files.listed(name, folder or Path(), user or files.file_of_user()))


def of_file(file: File, instead: bytes | None = None) -> Iterator[Entry | Problem]:
    """What a file says, and what is wrong with it or with names in it; nothing if it is not there."""
    try:
        content = files.content(file) if instead is None else files.of_size(instead)
    except files.Unreadable as error:
        yield Problem(file.label, "", error.what, error.fix)
        return
    for found in parsed(content, file) if content is not None else ():
        yield (isinstance(found, Entry) and problem_of_name(found, file)) or found


def _of_environment(environ: Mapping[str, str]) -> Iterator[Entry | Problem]:
    for entry in variables(environ):
        yield problem_of_name(entry, None) or entry


def _of_flags(flags: Mapping[str, object]) -> Iterator[Entry]:
    for name, value in flags.items():
        if value is not None:
            key = keys()[name]
            yield Entry(key.variable, text_of(value), Origin("flag", key.about.flag or name))
