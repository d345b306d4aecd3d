"""A backup put in the place of a store that nobody has open, or an engine that ends for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _core
from .errors import StoreOwned
from .home import resolve
from .progress import observer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from .backup import CopyCallback


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """A store that was brought back: as it was when the backup was ``taken``.

    ``taken`` is in UTC nanoseconds since the UNIX epoch. ``before`` is the folder to which the store of
    before went, None if there was none: it may be opened as a home, or deleted. ``elapsed`` is in seconds.
    """

    taken: int
    files: int
    bytes: int
    before: Path | None
    elapsed: float


def restore(
    folder: str | os.PathLike[str],
    home: str | os.PathLike[str] | None = None,
    *,
    progress: CopyCallback | bool | None = None,
) -> RestoreReport:
    """Makes what a backup holds the store of a home, all of it or nothing; the store of before is kept.

    ``home`` is that of ``open``, and is made if it is missing. Until every file is copied and held against
    the hash that the backup names, the store is as it was. ``progress`` is that of ``Workspace.backup``.
    An engine that owns the home brings the backup itself, and ends; this returns when it has.

    Raises ``StoreOwned`` if anybody else has the store open; ``BackupUnusable`` if the folder holds no whole
    backup; ``StoreUnusable``; ``Interrupted`` on Ctrl-C, after which the store is as it was. Where an engine
    brings the backup, it may have all of it by then: it ends, and the store is the backup's.

    >>> import tickloom as tl
    >>> ws.backup("before-the-update").taken == tl.restore("before-the-update", "elsewhere").taken
    True
    """
    with observer(progress) as observe:
        return RestoreReport(**_restored(resolve(home), folder, observe))


def _restored(
    home: Path,
    folder: str | os.PathLike[str],
    observe: Callable[[_core.CopyProgressFields], object] | None,
) -> _core.RestoreFields:
    try:
        return _core.restore(home, folder, observe)
    except StoreOwned:
        # Most stores are nobody's, and need nothing of this.
        from .attached.restoring import restored

        if (report := restored(home, folder, observe)) is None:
            raise
        return report
