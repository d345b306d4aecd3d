"""A store kept whole: verified, repaired, cleaned, backed up, and asked how it is and how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import times
from ..backup import BackupReport
from ..cleaning import CleanReport
from ..health import Health
from ..progress import observer
from ..sizes import Sizes
from ..verification import RepairReport, VerifyReport
from .arguments import listed_sources, listed_symbols
from .opened import Opened

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from ..backup import CopyCallback
    from ..times import Moment
    from ..verification import RepairCallback, VerifyCallback
    from .arguments import Paths


class Keeping(Opened):
    """What keeps a workspace's files whole."""

    def verify(
        self,
        symbols: str | Iterable[str] = (),
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        progress: VerifyCallback | bool | None = None,
    ) -> VerifyReport:
        """Reads every stored file and holds it against what was written; changes nothing.

        Any changed bit is found, and so are missing days and files that are none of the store's. Only
        ``symbols``, if any are named, and only days that touch ``[start, end)``. ``progress`` is called with
        a ``VerifyProgress`` about ten times a second; True or None shows a bar on a terminal, False none.
        Raises ``Interrupted`` on Ctrl-C.

        >>> ws.verify("EURUSD").is_good
        True
        """
        with observer(progress) as observe:
            return VerifyReport.of(
                self._core.verify(listed_symbols(symbols), *times.bounds(start, end), observe)
            )

    def repair(
        self,
        sources: Paths,
        symbols: str | Iterable[str] = (),
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        digits: int | None = None,
        dialect: str | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        progress: RepairCallback | bool | None = None,
    ) -> RepairReport:
        """Verifies, brings damaged and missing days back from files, and verifies these days again.

        No good day is touched. Files that were put out of the way stay beside the new ones until ``clean``.
        ``progress`` is called with a ``VerifyProgress`` or, while it imports, a ``Progress``; the other
        options are those of ``import_ticks``. Raises ``PathNotFound``, ``InvalidReading``,
        ``StoreUnusable``, ``Interrupted``.

        >>> ws.repair("EURUSD/2024").left
        ()
        """
        with observer(progress) as observe:
            fields = self._core.repair(
                listed_sources(sources),
                listed_symbols(symbols),
                *times.bounds(start, end),
                digits,
                dialect,
                zone,
                swap_sides,
                observe,
            )
        return RepairReport.of(fields)

    def clean(
        self,
        *,
        older_than: float = 0,
        lost: bool = False,
        cached_bars: bool = False,
        dry_run: bool = False,
    ) -> CleanReport:
        """Removes files that imports replaced and damaged files that were put aside; never stored ticks.

        Only what is older than ``older_than`` seconds. ``lost`` also forgets the days that were stored and
        are not any more, ``cached_bars`` the bars that are kept for reuse, of whatever age. A ``dry_run``
        only tells.

        >>> ws.clean(dry_run=True).bytes
        0
        """
        if not older_than >= 0:
            raise ValueError(f"older than {older_than} seconds: a time from 0 on is needed")
        return CleanReport.of(self._core.clean(older_than, lost, cached_bars, dry_run))

    def health(self) -> Health:
        """How the store is; looks at every tick file and repairs what the catalogue says of them."""
        return Health.of(self._core.health())

    def sizes(self) -> Sizes:
        """What the store takes on the disk, symbol by symbol; no tick file is read.

        >>> [(size.symbol, size.partitions) for size in ws.sizes().symbols]
        [('EURUSD', 6)]
        """
        return Sizes.of(self._core.sizes())

    def backup(
        self, folder: str | os.PathLike[str], *, progress: CopyCallback | bool | None = None
    ) -> BackupReport:
        """Copies the store to a new or empty folder, whole and as it is now, whatever goes on meanwhile.

        Every file is held against the hash with which it was stored, and read again once it is copied.
        ``tickloom.restore`` brings it back. ``progress`` is called with a ``CopyProgress`` about ten times a
        second; True or None shows a bar on a terminal, False none.

        Raises ``BackupUnusable`` if the folder is not empty or lies in the store, ``StoreUnusable`` if a
        stored file is damaged or the disk is full, ``Interrupted`` on Ctrl-C; nothing is left of it then.

        >>> ws.backup("2024-01-backup").files
        8
        """
        with observer(progress) as observe:
            return BackupReport(**self._core.backup(folder, observe))
