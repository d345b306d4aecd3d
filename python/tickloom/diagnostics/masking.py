"""Takes out of a bundle what nobody else should read: secrets, known or likely, and who the user is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..secret import MASK

if TYPE_CHECKING:
    from typing import Self

MOST_BYTES_OF_A_LINE = 1 << 20
MOST_DEPTH = 32

_SECRETIVE = (
    r"passw(?:or)?d|passphrase|secret|token|nonce|(?:api|access|private)[_-]?key|authorization|cookie"
)
_NAME = re.compile(rf"{_SECRETIVE}|^TICKLOOM_CREDENTIAL_", re.IGNORECASE)

# Nothing here may look far ahead from each place of a text: a line is as long as whoever wrote it liked.
_QUOTED = r"""\\+"[^"\\]*\\+"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_BARE = r"""[^\s"',;&}\])]"""
# What was masked before is a value, too, and ends in a bracket.
_VALUE = rf"""(?:bearer|basic)\s+[^\s"',;]+|{_QUOTED}|{re.escape(MASK)}{_BARE}*|{_BARE}+"""
_NAMED = rf"""((?:{_SECRETIVE}|TICKLOOM_CREDENTIAL_)[\w.-]{{0,64}}\\?["']?\s*[:=]\s*)(?:{_VALUE})"""
_PATTERNS = (
    (re.compile(_NAMED, re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(r"(://)[^/\s:@]{0,256}:[^/\s@]{1,256}@"), rf"\1{MASK}@"),
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
        """Of whoever runs this process."""
        import getpass
        from pathlib import Path

        try:
            home = Path.home()
            user = getpass.getuser()
        except (RuntimeError, OSError, KeyError):
            return cls()
        written = {str(home), str(home.resolve()), str(home).replace("\\", "\\\\"), home.as_posix()}
        folders = sorted((folder for folder in written if len(folder) > 1), key=len, reverse=True)
        return cls(tuple(folders), user)

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
        return value if value is None or isinstance(value, bool | int | float) else self.text(str(value))

    def lines(self, text: str) -> str:
        """The same of lines, each of which may be JSON."""
        return "".join(f"{self._line(line)}\n" for line in text.splitlines())

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
