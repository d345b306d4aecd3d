"""A backup put in the place of a store that an engine owns: the engine brings it, and ends."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from .. import _core, run_file
from ..errors import StoreOwned
from ..processes import is_running
from . import attached
from .asking import interrupted

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

_PATIENCE = 60.0
"""Seconds that an engine may take to end: clients are answered and services stop before."""

_LOOK = 0.05


def restored(
    home: Path,
    folder: str | os.PathLike[str],
    observe: Callable[[_core.CopyProgressFields], object] | None,
) -> _core.RestoreFields | None:
    """As ``_core.restore``, once the engine has ended; None if no engine owns the home.

    Raises ``StoreOwned`` if the engine does not end; the backup then becomes the store when it does.
    """
    owner = run_file.read(home)
    if owner is None or (store := attached(home)) is None:
        return None
    kept = _kept(home)
    with closing(store):
        told = store.restore(folder, observe)
    with interrupted("it is too late to interrupt: the backup becomes the store when the engine has ended"):
        _finish(home, owner.pid)
    return {
        "taken": told["taken"],
        "files": told["files_done"],
        "bytes": told["bytes_done"],
        "before": max(_kept(home) - kept, default=None),
        "elapsed": told["elapsed"],
    }


def _kept(home: Path) -> set[Path]:
    return set(home.glob("before-restore-*"))


def _finish(home: Path, owner: int) -> None:
    """Opens the store when its owner has left it, which puts the backup there; or somebody else does."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return _core.Store(home).close()
        except StoreOwned:
            if not is_running(owner):
                return None
            if time.monotonic() > until:
                raise
        time.sleep(_LOOK)
