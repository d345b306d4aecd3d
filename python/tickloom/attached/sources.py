"""What is to be imported, as another process can have it: absolute paths, few bytes, files for the rest."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import _core

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

Offered: TypeAlias = "Sequence[str | os.PathLike[str] | tuple[str, bytes]] | _core.DownloadedHours"
"""What ``_core.Store.import_ticks`` takes."""

SENT = 8 << 20
"""So many bytes are sent in all; beyond that they lie in a file for as long as the import runs."""


class Sources:
    """Sources for a ``with`` block, as records of the wire."""

    def __init__(self, offered: Offered) -> None:
        """Sources as the core takes them."""
        self._offered = list(offered.paths()) if isinstance(offered, _core.DownloadedHours) else list(offered)
        self._sent = 0
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> list[dict[str, Any]]:
        return [self._source(offered) for offered in self._offered]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _source(self, offered: str | os.PathLike[str] | tuple[str, bytes]) -> dict[str, Any]:
        if not isinstance(offered, tuple):
            return {"path": os.path.abspath(offered)}  # noqa: PTH100 - links stay as they are named
        name, content = offered
        self._sent += len(content)
        if self._sent <= SENT:
            return {"name": name, "bytes": bytes(content)}
        return {"path": str(self._spooled(name, content))}

    def _spooled(self, name: str, content: bytes) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tickloom-", ignore_cleanup_errors=True)
        # Several may have one name.
        place = Path(self._folder.name) / str(self._sent) / Path(name).name
        place.parent.mkdir()
        place.write_bytes(content)
        return place
