"""Gathers the parts of a bundle all at once, each within its time, and masks what they hold."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from ..bounded import NoAnswer, Started
from ..doctor.homes import home_of
from .bundle import Bundle, BundledFile, LeftOut
from .masking import Masking
from .part import Absent
from .parts import PARTS, logs
from .readme import README

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from .part import Part

MOST_BYTES = 4 << 20
"""A part that is no log and is longer would be of no use to anybody."""

SECONDS_FOR_LOGS = 10.0
"""How long is waited to be told which logs there are."""


def gather(home: str | os.PathLike[str] | None, log_bytes: int) -> Bundle:
    """As ``collect``."""
    folder = home_of(home)
    masking = Masking.of_this_user()
    made = [*_made(PARTS, folder, masking), *_logs(folder, log_bytes, masking)]
    files = [part for part in made if isinstance(part, BundledFile)]
    left_out = [part for part in made if isinstance(part, LeftOut)]
    readme = BundledFile("README.txt", "what this is, to be read before it is sent", README.encode())
    return Bundle((readme, *files), tuple(left_out))


def _made(
    parts: tuple[Part, ...], home: Path, masking: Masking, most: int = MOST_BYTES
) -> Iterator[BundledFile | LeftOut]:
    begun = [(part, Started(partial(part.make, home), f"bundle-{part.name}")) for part in parts]
    for part, started in begun:
        try:
            content = _content(part, started.result(part.seconds), masking)
        except (Absent, NoAnswer) as error:
            yield LeftOut(part.name, masking.text(str(error)))
        except Exception as error:  # noqa: BLE001 - what cannot be had must not cost the rest
            yield LeftOut(part.name, masking.text(f"{type(error).__name__}: {error}"))
        else:
            yield _fitting(part, content, most)


def _logs(home: Path, log_bytes: int, masking: Masking) -> Iterator[BundledFile | LeftOut]:
    try:
        parts = Started(partial(logs.parts, home, log_bytes), "bundle-logs").result(SECONDS_FOR_LOGS)
    except (Absent, NoAnswer, OSError) as error:
        yield LeftOut("logs", masking.text(str(error)))
    else:
        # Masks may be longer than what they stand for.
        yield from _made(parts, home, masking, 2 * log_bytes + MOST_BYTES)


def _content(part: Part, made: object, masking: Masking) -> bytes:
    if part.name.endswith(".json"):
        return masking.known(json.dumps(masking.value(made), indent=2, default=str)).encode()
    return masking.lines(str(made)).encode("utf-8", "replace")


def _fitting(part: Part, content: bytes, most: int) -> BundledFile | LeftOut:
    if len(content) > most:
        return LeftOut(part.name, f"it has {len(content):,} bytes, and {most:,} is the most")
    return BundledFile(part.name, part.about, content)
