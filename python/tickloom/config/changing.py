"""Changes of a configuration that is in use: checked whole, kept in the user's file, taken over."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .. import file_lock, private_files
from ..errors import ConfigNotKept, InvalidConfig
from .checking import shown, suggestion
from .editing import edited
from .files import Unreadable, content
from .keys import keys
from .places import Problem
from .reading import read
from .refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .files import File
    from .reading import Configuration
    from .settings import Settings

Effect = Literal["live", "restart", "overruled"]
"""Whether a change holds now, from the next start on, or not while another place says something else."""

SECONDS = 2.0
"""How long a change waits for those of other processes, which take milliseconds."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change."""

    key: str
    """The setting."""
    effect: Effect
    """Whether it holds."""
    place: str | None = None
    """What overrules it."""


class Changing:
    """The configuration of a process that runs on. Safe to use from several threads."""

    def __init__(
        self, started: Configuration, flags: Mapping[str, object], apply: Callable[[Settings], None]
    ) -> None:
        """Begins with what was read at the start; ``apply`` takes over live settings, which may be new."""
        self._flags, self._apply = flags, apply
        self._lock = threading.Lock()
        self.started = started
        """What was read at the start: settings that are not live stand in it as they hold."""
        self.latest = started
        """What was read last: live settings stand in it as they hold."""

    def pending(self) -> Configuration:
        """What a start would read now, edits by hand too; what was read last while these are wrong."""
        try:
            return read(self._flags, user=self.started.files[-1].path)
        except InvalidConfig:
            return self.latest

    def change(self, texts: Mapping[str, str | None]) -> list[Changed]:
        """Changes settings by name to what a file would have, None to what would hold without; all or none.

        What was edited by hand since the last time is taken over, and told, too.

        Raises ``InvalidConfig`` with all that is wrong, ``ConfigNotKept`` if the file cannot be written.
        """
        file = self.started.files[-1]
        if wrong := list(_refused(texts, file)):
            raise refusal(wrong)
        with self._lock, _alone(file):
            before = _text(file)
            text = edited(before, {keys()[name].variable: value for name, value in texts.items()})
            latest = read(self._flags, user=file.path, instead=_bytes(text))
            if text != before:
                _write(file, text)
            others = [
                name for name in keys() if name not in texts and latest.value(name) != self.latest.value(name)
            ]
            self.latest = latest
            self._apply(latest.settings)
            return [*map(self._asked, texts), *map(_taken, others)]

    def _asked(self, name: str) -> Changed:
        origin = self.latest.origin(name)
        is_kept = origin.source in {"user", "default"}
        return _taken(name) if is_kept else Changed(name, "overruled", origin.place)


def _taken(name: str) -> Changed:
    return Changed(name, "live" if keys()[name].about.is_live else "restart")


def _refused(texts: Mapping[str, str | None], file: File) -> Iterator[Problem]:
    for name in texts:
        if name not in keys():
            yield Problem("config.set", shown(name), "no such setting", suggestion(name))
        elif not keys()[name].about.is_remote:
            fix = f"change it in {file.path}, and start the engine again"
            yield Problem("config.set", name, "clients cannot change it", fix)


def _text(file: File) -> str:
    # What is no UTF-8 is told when the changed file is read, with its line.
    try:
        return (content(file) or b"").decode("utf-8-sig", "surrogateescape")
    except Unreadable as error:
        raise refusal([Problem(file.label, "", error.what, error.fix)]) from None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


@contextmanager
def _alone(file: File) -> Iterator[None]:
    """Has other processes that change the file wait: each begins with what the one before has kept."""
    with ExitStack() as lock:
        try:
            file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.enter_context(file_lock.held(file.path.with_name(f"{file.path.name}.lock"), SECONDS))
        except OSError as error:
            raise _not_kept(file, error) from error
        yield


def _write(file: File, text: str) -> None:
    # A link, as to a folder of such files under version control, stays one.
    try:
        private_files.write(file.path.resolve(), _bytes(text))
    except OSError as error:
        raise _not_kept(file, error) from error


def _not_kept(file: File, error: OSError) -> ConfigNotKept:
    if isinstance(error, TimeoutError):
        return ConfigNotKept(f"other programs are changing {file.path}; try again when they have ended")
    return ConfigNotKept(f"{file.path} cannot be written: {error.strerror}; make it writable")
