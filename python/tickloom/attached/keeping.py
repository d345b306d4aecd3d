"""Care for a store: health, sizes, verification, repair, cleaning, backups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .asking import Asking, data_of, interrupted
from .shapes import progress, report, whole, without_none
from .sources import Sources

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from .. import _core
    from .sources import Offered


class Keeping(Asking):
    """Orders to the service of storage."""

    def health(self) -> _core.HealthFields:
        """As ``_core.Store.health``."""
        return whole("StorageHealth", self._record("storage.health"))  # type: ignore[return-value]

    def sizes(self) -> _core.SizesFields:
        """As ``_core.Store.sizes``."""
        return whole("StorageSizes", self._record("storage.sizes"))  # type: ignore[return-value]

    def clean(self, older_than: float, lost: bool, cached_bars: bool, dry_run: bool) -> _core.CleanFields:
        """As ``_core.Store.clean``."""
        found = self._record(
            "storage.clean", older_than=older_than, lost=lost, cached_bars=cached_bars, dry_run=dry_run
        )
        return whole("CleanReport", found)  # type: ignore[return-value]

    def verify(
        self,
        symbols: Sequence[str],
        start: int,
        end: int,
        observe: Callable[[_core.VerifyProgressFields], object] | None,
    ) -> _core.VerifyFields:
        """As ``_core.Store.verify``."""
        told: dict[str, Any] = {}
        with (
            interrupted("the verification was interrupted: nothing was changed"),
            self._events("storage.verify", **_selection(symbols, start, end)) as events,
        ):
            for told in data_of(events):
                if observe is not None:
                    observe(whole("VerifyProgress", told["progress"]))  # type: ignore[arg-type]
        return whole("VerifyReport", told["report"])  # type: ignore[return-value]

    def repair(  # noqa: PLR0913, PLR0917 - those of the core
        self,
        source: Offered,
        symbols: Sequence[str],
        start: int,
        end: int,
        digits: int | None,
        dialect: str | None,
        zone: str | None,
        swap_sides: bool,
        observe: Callable[[_core.VerifyProgressFields | _core.ProgressFields], object] | None,
    ) -> _core.RepairFields:
        """As ``_core.Store.repair``."""
        told: dict[str, Any] = {}
        order = {"digits": digits, "dialect": dialect, "zone": zone, "swap_sides": swap_sides}
        selection = _selection(symbols, start, end)
        with (
            interrupted("the repair was interrupted: the same call goes on from there"),
            Sources(source) as sources,
            self._events("storage.repair", sources=sources, selection=selection, **order) as events,
        ):
            for told in data_of(events):
                if observe is not None:
                    _tell(told, observe)
        return _repaired(told["report"])

    def backup(
        self,
        folder: str | os.PathLike[str],
        observe: Callable[[_core.CopyProgressFields], object] | None,
    ) -> _core.BackupFields:
        """As ``_core.Store.backup``."""
        told: dict[str, Any] = {}
        place = Path(folder).absolute()
        with (
            interrupted("the backup was interrupted: nothing is left of it"),
            self._events("storage.backup", path=str(place)) as events,
        ):
            for told in data_of(events):
                if observe is not None:
                    observe(_copying(told))
        return _backed_up(place, told)

    def restore(
        self,
        folder: str | os.PathLike[str],
        observe: Callable[[_core.CopyProgressFields], object] | None,
    ) -> dict[str, Any]:
        """Has the engine bring a backup beside the store, which becomes it when it is opened the next time.

        Returns the last moment of that, which says of when the backup is. The engine ends then.
        """
        told: dict[str, Any] = {}
        with (
            interrupted(
                "the restoration was interrupted: the store is as it was, unless the engine ends now"
            ),
            self._events("storage.restore", path=str(Path(folder).absolute())) as events,
        ):
            for told in data_of(events):
                if observe is not None:
                    observe(_copying(told))
        return told


def _selection(symbols: Sequence[str], start: int, end: int) -> dict[str, Any]:
    return without_none({"symbols": list(symbols) or None, "start": start, "end": end})


def _tell(told: dict[str, Any], observe: Callable[[Any], object]) -> None:
    if (verifying := told.get("verifying")) is not None:
        observe(whole("VerifyProgress", verifying))
    if (importing := told.get("importing")) is not None:
        observe(progress(importing))


def _repaired(told: dict[str, Any]) -> _core.RepairFields:
    fields: Any = whole("RepairReport", told)
    fields["imports"] = [report(imported) for imported in fields["imports"]]
    return fields  # type: ignore[no-any-return]


def _copying(told: dict[str, Any]) -> _core.CopyProgressFields:
    fields: Any = whole("CopyProgress", told)
    del fields["taken"]
    return fields  # type: ignore[no-any-return]


def _backed_up(folder: Path, told: dict[str, Any]) -> _core.BackupFields:
    return {
        "folder": folder,
        "taken": told["taken"],
        "files": told["files_done"],
        "bytes": told["bytes_done"],
        "elapsed": told["elapsed"],
    }
