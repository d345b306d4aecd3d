"""Takes out of a bundle what nobody else should read: secrets, known or likely, and who the user is."""

from __future__ import annotations

import getpass
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..secret import MASK

if TYPE_CHECKING:
    from typing import Self

MOST_BYTES_OF_A_LINE = 1 << 20
MOST_DEPTH = 32

_SECRETIVE = (
    r"passw(?:or)?d|passphrase|secret|token|nonce|(?:api|access|private)[_-]?key|[_-]key(?![a-z])"
    "|authorization|cookie"
)
_NAME = re.compile(rf"{_SECRETIVE}|^TICKLOOM_CREDENTIAL_", re.IGNORECASE)

# Nothing here may look far ahead from each place of a text: a line is as long as whoever wrote it liked.
# What is quoted, and was cut off before its end, goes to the end of the text.
_ESCAPED = r"""(?P<escapes>\\+)"[\s\S]*?(?:(?<!\\)(?P=escapes)"|\Z)"""
_QUOTED = rf"""{_ESCAPED}|"(?:[^"\\]|\\[\s\S])*(?:"|\\?\Z)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?\Z)"""
_BARE = r"""[^\s"',;&}\])]"""
# What was masked before is a value, too, and ends in a bracket.
_VALUE = rf"""(?:bearer|basic)\s+[^\s"',;]+|{_QUOTED}|{re.escape(MASK)}{_BARE}*|{_BARE}+"""
_BETWEEN = r"""[\w.-]{0,64}\\{0,8}["']?\s*[:=]\s*"""
# A header's value may be several words.
_HEADER = rf"""((?:authorization|cookie){_BETWEEN})(?:{_QUOTED}|[^\r\n]+)"""
_NAMED = rf"""((?:{_SECRETIVE}|TICKLOOM_CREDENTIAL_){_BETWEEN})(?:{_VALUE})"""
_PATTERNS = (
    (re.compile(_HEADER, re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(_NAMED, re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(r"(://)[^/\s]{1,512}@"), rf"\1{MASK}@"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {MASK}"),
    (
        re.compile(
            r"-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,32}KEY-----|\Z)", re.DOTALL
        ),
        MASK,
    ),
)


@dataclass(frozen=True, slots=True)
class Masking:
    """What is masked: secrets of this process, what is named like one, and folder and name of the user."""

    folders: tuple[str, ...] = ()
    """The user's, as it may be written; ``~`` stands for each."""
    user: str = ""
    """The user's name; ``user`` stands for it in paths."""

    @classmethod
    def of_this_user(cls) -> Self:
        """Of whoever runs this process, as far as the system knows them."""
        return cls(tuple(sorted(_folders_of_user(), key=len, reverse=True)), _name_of_user())

    def known(self, text: str) -> str:
        """The text without secrets that were registered in this process."""
        from .._core import redact

        return redact(text)

    def text(self, text: str) -> str:
        """The text without secrets, known or likely, and without the user.

        >>> Masking(("/home/ann",), "ann").text("password=hunter2 in /home/ann/x and /media/ann/disk")
        'password=[secret] in ~/x and /media/user/disk'
        >>> Masking().text("password=[secret]")
        'password=[secret]'
        """
        text = self.known(text)
        for pattern, mask in _PATTERNS:
            text = pattern.sub(mask, text)
        for folder in self.folders:
            text = re.sub(rf"{re.escape(folder)}(?![\w-])", "~", text)
        if self.user:
            text = re.sub(rf"(?<=[/\\]){re.escape(self.user)}(?![\w-])", "user", text)
        return text

    def value(self, value: Any, depth: int = 0) -> Any:
        """The same of what JSON can hold; what stands behind a secretive name is masked whole.

        A text that is the user's name is none.

        >>> Masking().value({"token": [1, 2], "at": "a", "deep": {"api_key": None}})
        {'token': '[secret]', 'at': 'a', 'deep': {'api_key': None}}
        """
        if depth > MOST_DEPTH:
            return "…"
        if isinstance(value, dict):
            named = ((str(name), inner) for name, inner in value.items())
            return {self.text(name): self._named(name, inner, depth) for name, inner in named}
        if isinstance(value, list | tuple):
            return [self.value(inner, depth + 1) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return "user" if self.user and value == self.user else self.text(str(value))

    def lines(self, text: str) -> str:
        """The same of lines, each of which may be JSON."""
        # Other ends of lines than \n stand within the texts of JSON.
        lines = (line.removesuffix("\n") for line in io.StringIO(text))
        return "".join(f"{self._line(line)}\n" for line in lines)

    def _named(self, name: str, value: Any, depth: int) -> Any:
        is_secret = _NAME.search(name) is not None and not isinstance(value, bool | None)
        return MASK if is_secret else self.value(value, depth + 1)

    def _line(self, line: str) -> str:
        if len(line) > MOST_BYTES_OF_A_LINE:
            return f"[a line of {len(line):,} characters]"
        try:
            parsed = json.loads(line)
        except (ValueError, RecursionError):
            return self.text(line)
        return self.known(json.dumps(self.value(parsed), ensure_ascii=False))


def _folders_of_user() -> set[str]:
    """The user's folder in every way of writing it."""
    try:
        home = Path.home()
    except RuntimeError:
        return set()
    written = {str(home), str(home.resolve()), str(home).replace("\\", "\\\\"), home.as_posix()}
    return {folder for folder in written if len(folder) > 1}


def _name_of_user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, OSError, KeyError):
        return ""
