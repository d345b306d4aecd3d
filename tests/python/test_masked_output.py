"""What is printed comes out in order and whole, and without a secret, however it was written."""

from __future__ import annotations

import io
import sys
import threading
import traceback
from typing import TYPE_CHECKING

import pytest

from tickloom import _core
from tickloom.masked_output import LEFT_OUT, MOST_OF_A_LINE, MaskedStream, masked_output

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = f"printed{2**70}Önly ünder OfThisFile"
_core.keep_out_of_logs(SECRET)


def letter_by_letter(stream: MaskedStream) -> None:
    for letter in SECRET:
        stream.write(letter)
        stream.flush()


def raise_and_show(stream: MaskedStream) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        traceback.print_exc(file=stream)


WAYS: dict[str, Callable[[MaskedStream], object]] = {
    "at once": lambda stream: stream.write(SECRET),
    "letter by letter": letter_by_letter,
    "as lines": lambda stream: stream.writelines([SECRET[:9], SECRET[9:], "\n"]),
    "by print": lambda stream: print("key", SECRET, sep="=", file=stream),
    "as bytes": lambda stream: stream.buffer.write(SECRET.encode()),
    "byte by byte": lambda stream: [stream.buffer.write(bytes([byte])) for byte in SECRET.encode()],
    "in a traceback": raise_and_show,
    "across the cut": lambda stream: stream.write("x" * (MOST_OF_A_LINE - 5) + SECRET),
    "after the cut": lambda stream: [stream.write("x" * (MOST_OF_A_LINE + 1)), stream.write(SECRET)],
}


@pytest.mark.parametrize("way", WAYS)
def test_no_secret_comes_out_however_it_is_written(way: str) -> None:
    inner = io.StringIO()
    stream = MaskedStream(inner)
    WAYS[way](stream)
    stream.close()
    assert SECRET[-10:] not in inner.getvalue()
    assert "[secret]" in inner.getvalue() or LEFT_OUT in inner.getvalue()


def test_everything_else_comes_out_as_it_is_and_in_order() -> None:
    inner = io.StringIO()
    stream = MaskedStream(inner)
    assert stream.write("a\n\nb") == 4
    stream.flush()
    assert inner.getvalue() == "a\n\n"
    stream.write("c")
    stream.close()
    assert inner.getvalue() == "a\n\nbc\n"
    assert not inner.closed


def test_bytes_that_are_no_text_are_shown_as_what_they_are() -> None:
    inner = io.StringIO()
    stream = MaskedStream(inner)
    for content in (b"a\xff", b"b\xc3", b"\xb6\n\xe2\x82"):
        assert stream.buffer.write(content) == len(content)
    stream.close()
    assert inner.getvalue() == "a\\xffbö\n\\xe2\\x82\n"


def test_lines_of_several_threads_stay_whole() -> None:
    inner = io.StringIO()
    stream = MaskedStream(inner)
    threads = [
        threading.Thread(target=lambda letter=letter: [stream.write(letter * 50 + "\n") for _ in range(200)])
        for letter in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(inner.getvalue().split()) == sorted(letter * 50 for letter in "abcd" * 200)


def test_standard_output_and_error_come_back(capfd: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout, sys.stderr
    with masked_output():
        print(SECRET, "out")
        print("err", SECRET, file=sys.stderr, end="")
        assert sys.stderr.fileno() == before[1].fileno()
    assert (sys.stdout, sys.stderr) == before
    assert capfd.readouterr() == ("[secret] out\n", "err [secret]\n")
