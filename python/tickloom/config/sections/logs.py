"""How much is written down of what happens, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from ..setting import Form, Range, setting

Level = Literal["error", "warning", "info", "debug", "trace", "off"]
"""The least that a record must matter; with ``off`` there is none."""

Target = Annotated[
    str,
    Form(
        r"[A-Za-z_][A-Za-z0-9_.:]*=(error|warning|info|debug|trace|off)",
        "a module and a level, such as tickloom_store=debug",
    ),
]
"""A part of the program with a level of its own."""


@dataclass(frozen=True, slots=True)
class Logs:
    """The section ``logs``."""

    level: Level = setting(
        "info", "The least that a record must matter to be written to the file.", live=True
    )
    targets: tuple[Target, ...] = setting(
        (), "Other levels for parts of the program, such as tickloom_store=debug.", live=True
    )
    terminal: Level | None = setting(
        None,
        "The least to be shown on stderr; if not given, warning in an engine and off elsewhere.",
        live=True,
        flag="--log-level",
    )
    format: Literal["text", "json"] = setting(
        "text", "How it is shown there: for people, or as in the file.", live=True
    )
    folder: Path | None = setting(
        None, "Where the files lie; the folder logs of the home if there is none.", remote=False
    )
    file_size: Annotated[int, Range(1, 1_024)] = setting(
        8, "How large a file gets before a new one begins.", unit="MiB"
    )
    files: Annotated[int, Range(1, 100)] = setting(
        5, "How many files are kept, the one that is written among them.", unit="files"
    )
