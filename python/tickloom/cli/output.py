"""Where data goes: stdout, or a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import typer

from .exits import CommandError, own_code
from .options import Format

if TYPE_CHECKING:
    from tickloom import Table
    from tickloom.tables import Format as FileFormat


def chosen_format(wanted: Format | None, json: bool, path: Path | None) -> Format:
    """The format that the options ask for; a file's ending counts where nothing is said."""
    if json and wanted not in (None, Format.JSON):
        raise typer.BadParameter("--json and --format contradict each other")
    if json:
        return Format.JSON
    return wanted or _format_of_ending(path)


def write_tables(tables: Iterable["Table"], form: Format, path: Path | None) -> None:
    """Writes tables of equal columns as one, without holding more than a few of them."""
    from tickloom.joining import joined

    from .preview import preview

    pieces = preview(tables) if form == Format.TABLE else joined(tables, cast("FileFormat", form.value))
    write(pieces, form, path)


def write(pieces: Iterable[bytes], form: Format, path: Path | None) -> None:
    """Writes bytes to a file or stdout; binary formats are not poured over a terminal."""
    if path is None and form.is_binary and sys.stdout.isatty():
        raise typer.BadParameter(f"{form} is not for a terminal: name a file with -o FILE, or pipe it on")
    with standard_output() if path is None else _whole_file(path) as out:
        out.writelines(pieces)


def _format_of_ending(path: Path | None) -> Format:
    ending = path.suffix.lstrip(".").lower() if path else ""
    return Format(ending) if ending in list(Format) else Format.TABLE


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Stdout for bytes; ends without a word where nobody reads any more."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_reads()
        raise typer.Exit from None
    except OSError as error:
        # What was to be written has failed, as by an engine that has gone, and not the writing.
        if own_code(error):
            raise
        raise _stdout_unwritable(error) from error


def put(text: str) -> None:
    """Writes a text to stdout. Where nobody reads any more the command goes on: how it ends still counts."""
    try:
        typer.echo(text)
    except BrokenPipeError:
        _nobody_reads()
    except OSError as error:
        raise _stdout_unwritable(error) from error


def _nobody_reads() -> None:
    # Whoever read has seen enough; Python would complain once more when it flushes at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stdout_unwritable(error: OSError) -> CommandError:
    return CommandError("output.not_writable", f"stdout cannot be written: {error.strerror}")


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    unfinished = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        if own_code(error):
            raise
        raise unwritable(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> CommandError:
    """The error to tell when a file cannot be written."""
    if not path.parent.is_dir():
        return CommandError(
            "output.folder_not_found", f"there is no folder {path.parent} to write {path.name} in"
        )
    return CommandError("output.not_writable", f"{path} cannot be written: {error.strerror}")
