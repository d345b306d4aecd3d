"""What services print, and Python says of their errors, without the secrets of this process."""

from __future__ import annotations

import io
import sys
from codecs import getincrementaldecoder
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

MOST_OF_A_LINE = 1 << 20
"""Characters of a line that is still shown: no more of one that does not end are kept."""
LEFT_OUT = "[a line of more than a million characters]"


@contextmanager
def masked_output() -> Iterator[None]:
    """In the block nothing that Python writes to standard output or error shows a secret.

    Only whole lines are written, so that no secret slips through in parts. What is written past Python, to
    the files' numbers, is not looked at.
    """
    kept = sys.stdout, sys.stderr
    masked = [MaskedStream(stream) for stream in kept]
    sys.stdout, sys.stderr = (cast("TextIO", stream) for stream in masked)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept
        for stream in masked:
            stream.close()


class MaskedStream(io.TextIOBase):
    """A stream that masks secrets in whole lines, and then hands them on."""

    def __init__(self, inner: TextIO) -> None:
        """Hands on to ``inner``, which stays open when this one is closed."""
        self._inner = inner
        self._line = io.StringIO()
        self._is_cut = False
        self._writing = RLock()
        # A character may come in pieces, and a secret has to be whole to be known.
        self._decoder = getincrementaldecoder("utf-8")("backslashreplace")

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the stream behind."""
        return self._inner.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """That of the stream behind."""
        return self._inner.errors

    @property
    def buffer(self) -> io.RawIOBase:
        """For those who write bytes."""
        return _Bytes(self)

    def fileno(self) -> int:
        """For those who need a file: what is written there is not looked at. Raises ``OSError``."""
        return self._inner.fileno()

    def isatty(self) -> bool:
        """Whether a terminal is behind."""
        return self._inner.isatty()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Takes the text, and hands on what makes whole lines."""
        with self._writing:
            *lines, rest = text.split("\n")
            for line in lines:
                self._take(line)
                self._hand_on()
            self._take(rest)
        return len(text)

    def write_bytes(self, content: bytes) -> None:
        """Takes a text that is encoded, of which any part may come with the next."""
        with self._writing:
            self.write(self._decoder.decode(content))

    def flush(self) -> None:
        """Whole lines are handed on anyway; a part of one has to wait for the rest."""
        self._inner.flush()

    def close(self) -> None:
        """Hands on what was begun."""
        with self._writing:
            self._take(self._decoder.decode(b"", final=True))
            if self._line.tell() or self._is_cut:
                self._hand_on()
        super().close()

    def _take(self, part: str) -> None:
        if self._is_cut:
            return
        self._line.write(part)
        if self._line.tell() > MOST_OF_A_LINE:
            self._line, self._is_cut = io.StringIO(), True

    def _hand_on(self) -> None:
        from ._core import redact

        line = LEFT_OUT if self._is_cut else redact(self._line.getvalue())
        self._line, self._is_cut = io.StringIO(), False
        self._inner.write(f"{line}\n")
        self._inner.flush()


class _Bytes(io.RawIOBase):
    def __init__(self, text: MaskedStream) -> None:
        self._text = text

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer) -> int:
        read = bytes(content)
        self._text.write_bytes(read)
        return len(read)
