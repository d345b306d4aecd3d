"""A store that is open: what every part of a workspace stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _core
from ..closing import Closes
from ..errors import StoreOwned
from ..home import resolve

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from ..attached import AttachedStore


class Opened(Closes):
    """One way into a store, to be closed; others in this process may be open on the same one."""

    def __init__(self, home: str | os.PathLike[str] | None = None) -> None:
        """As ``tickloom.open``."""
        from ..config import load
        from ..logs import follow

        self._settings = load()
        follow(self._settings.logs)
        self._core = _opened(resolve(home, self._settings))

    @property
    def home(self) -> Path:
        """The folder of the store, absolute."""
        return self._core.home

    @property
    def closed(self) -> bool:
        """Whether the workspace was closed."""
        return self._core.closed

    def close(self) -> None:
        """Gives the store up; every call after that raises ``StoreClosed``. Closing again does nothing.

        Calls that other threads are in meanwhile end first. The home is free for other processes when its
        last workspace is closed.
        """
        self._core.close()

    def __repr__(self) -> str:
        return f"<tickloom workspace {str(self.home)!r}{', closed' if self.closed else ''}>"


def _opened(home: Path) -> _core.Store | AttachedStore:
    """The store, or the way to the engine that owns it."""
    try:
        return _core.Store(home)
    except StoreOwned:
        # Most stores are opened here, and need nothing of this.
        from ..attached import attached

        if (store := attached(home)) is None:
            raise
        return store
