"""One process at a time changes the files of credentials."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tickloom import file_lock, private_files
from tickloom.errors import CredentialsUnavailable, RunFileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 2.0
"""How long one waits for the others; what is done under the lock takes milliseconds."""


@contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Keeps other threads and processes out of what ``name`` stands for; a dead owner's lock is gone.

    Makes the folder, for this user alone, if it is not there. Raises ``CredentialsUnavailable`` if the folder
    cannot be trusted or others stay in it for longer than ``SECONDS``.
    """
    with ExitStack() as lock:
        try:
            lock.enter_context(file_lock.held(private_files.folder(folder) / f"{name}.lock", SECONDS))
        except TimeoutError:
            what = f"other programs are at work on the credentials in {folder}; try again"
            raise CredentialsUnavailable(what, "credentials.busy") from None
        except (OSError, RunFileRefused) as error:
            raise unusable(folder, error) from None
        yield


def unusable(folder: Path, error: OSError | RunFileRefused) -> CredentialsUnavailable:
    """The error to raise where the folder or a file in it cannot be used."""
    why = error.strerror if isinstance(error, OSError) else error
    return CredentialsUnavailable(
        f"the credentials in {folder} cannot be used: {why}", "credentials.folder_unusable"
    )
