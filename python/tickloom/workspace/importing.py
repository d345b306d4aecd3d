"""Ticks into a store: from files, from a server, from tables in memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .. import _core, times
from ..downloads import DownloadReport, Server
from ..errors import InvalidDigits
from ..frames import streamed
from ..imports import ImportReport
from ..progress import observer
from .arguments import listed_sources
from .opened import Opened

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from ..frames import ArrowStream
    from ..imports import ProgressCallback
    from ..progress import Observer
    from ..times import Moment
    from .arguments import Paths


class Importing(Opened):
    """What a workspace takes in."""

    def import_ticks(
        self,
        symbol: str,
        paths: Paths | _core.DownloadedHours,
        *,
        digits: int | None = None,
        threads: int | None = None,
        dialect: str | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        strict: bool = False,
        again: bool = False,
        progress: ProgressCallback | bool | None = None,
    ) -> ImportReport:
        """Imports ticks of one symbol from files, folders and zips; the report says what was stored.

        What is in memory is given in a list, as pairs of name and bytes: ``("EURUSD.csv", b"timestamp,…")``.
        The name says what the bytes are, as a file's would.

        Dukascopy's .bi5 and JSON, CSV, Parquet and Arrow are understood, also packed as .gz. CSV without a
        header needs its ``dialect``, such as
        ``histdata`` or ``lean`` (docs/data.md lists them); ``zone`` is that of times which name none (UTC, an
        offset such as ``-05:00``, or a name such as ``Europe/Athens``); ``swap_sides`` is for files that call
        the bid ask. ``strict`` refuses ticks that are kept otherwise, such as crossed quotes and spikes, and
        files in another unit than what is stored. Ticks of a day that is stored already are merged with it;
        importing the same bytes again changes nothing, and files that were stored whole and are unchanged are
        not even read, unless ``again`` is true. ``digits``, the decimals of a price, are needed for .bi5 of
        an instrument that is not known. ``threads`` is one for each core if neither they are given nor
        ``imports.threads`` is set. ``progress`` is called
        with a ``Progress`` about ten times a second; without it a bar is shown if stderr is a terminal or a
        notebook, and False shows nothing.

        Rows and files that are refused stand in the report and stop nothing, and so does what is odd about
        the ticks, as findings. Raises ``PathNotFound``,
        ``ImportRefused``, ``InvalidSymbol``, ``InvalidDigits`` and ``InvalidReading`` before anything is
        stored, ``StoreUnusable`` if the store fails on the way and ``Interrupted`` on Ctrl-C, both with the
        ``report`` of what is stored. What ``progress`` raises ends the import the same way.

        >>> report = ws.import_ticks("EURUSD", "EURUSD/2024", progress=False)
        >>> report.outcome, report.stored, report.duplicates > 0
        ('done', 0, True)
        >>> [finding.code for finding in report.findings]
        []
        """
        threads = self._threads(digits, threads)
        sources = paths if isinstance(paths, _core.DownloadedHours) else listed_sources(paths)
        with _watched(progress) as observe:
            fields = self._core.import_ticks(
                symbol, sources, digits, threads, dialect, zone, swap_sides, strict, again, observe
            )
        return ImportReport.of(fields)

    def download_ticks(
        self,
        symbol: str,
        start: Moment,
        end: Moment,
        *,
        server: str | Server | None = None,
        into: str | os.PathLike[str] | None = None,
        import_them: bool = True,
        digits: int | None = None,
        progress: ProgressCallback | bool | None = None,
    ) -> DownloadReport:
        """Downloads the hours that touch ``[start, end)`` from a server laid out as Dukascopy's, and imports.

        ``server`` is the address where ``SYMBOL/YYYY/MM/DD/HHh_ticks.bi5`` begins, or a ``Server`` that says
        more of how to ask it; else what is configured counts (``downloads.base_url`` and others), which has
        no default. Nothing else is ever asked. Hours are kept ``into`` a
        folder of the same layout, ``<home>/downloads`` if not given. Each is verified before it is kept and
        before it is trusted again, so the same call goes on from what is there. ``progress`` counts hours as
        files, first of the download and then of the import; the latter takes ``digits`` as ``import_ticks``
        does, and is left out with ``import_them=False`` or if no hour is there.

        Hours that could not be had stand in the report. Raises ``InvalidAddress``, ``InvalidRange``,
        ``DownloadFailed``, ``Interrupted`` on Ctrl-C, and as ``import_ticks``.

        >>> try:
        ...     ws.download_ticks("EURUSD", "2024-01-08", "2024-01-09", server="nowhere")
        ... except ValueError as error:
        ...     print(error.code)
        download.address_invalid
        """
        asked = server if isinstance(server, Server) else Server.of(self._settings.downloads, server)
        with observer(progress) as observe:
            fields = asked.download(
                symbol, times.bounds(start, end), into or self.home / "downloads", observe
            )
        imported = None
        if import_them and len(fields["kept"]):
            imported = self.import_ticks(symbol, fields["kept"], digits=digits, progress=progress)
        return DownloadReport.of(fields, imported)

    def write_ticks(
        self,
        symbol: str,
        table: ArrowStream | Mapping[str, object],
        *,
        name: str = "table",
        digits: int | None = None,
        threads: int | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        strict: bool = False,
        progress: ProgressCallback | bool | None = None,
    ) -> ImportReport:
        """Stores the ticks of a table, as ``import_ticks`` stores those of a file called ``name``.

        ``table`` is anything with ``__arrow_c_stream__`` (pyarrow, Polars, pandas since 2.2, this package's
        own tables), or columns by name. Columns are found by the names that CSV knows, such as ``timestamp``,
        ``bid``, ``ask``, ``bid_volume``, ``ask_volume``; volumes may be missing. Times are timestamps of any
        unit and zone, those without one in ``zone`` or UTC, or whole numbers since 1970; prices are floats
        or decimals, and must be one of the instrument's prices. A row that is none is refused with its
        number, and the others are stored.

        Raises ``UnreadableFile`` if the table is none of ticks, ``TypeError`` if it is no table, else as
        ``import_ticks``.

        >>> ticks = {"timestamp": [1704704400000], "bid": [1.09470], "ask": [1.09473]}
        >>> ws.write_ticks("EURUSD", ticks, progress=False).stored
        1
        """
        threads = self._threads(digits, threads)
        with _watched(progress) as observe:
            fields = self._core.write_ticks(
                symbol, streamed(table), name, digits, threads, zone, swap_sides, strict, observe
            )
        return ImportReport.of(fields)

    def _threads(self, digits: int | None, threads: int | None) -> int | None:
        if digits is not None and digits < 0:
            raise InvalidDigits(f"{digits} digits: a price has between 0 and 9 decimals")
        if threads is not None and threads < 1:
            raise ValueError(f"{threads} threads: an import needs one at least")
        return threads or self._settings.imports.threads


@contextmanager
def _watched(progress: ProgressCallback | bool | None) -> Iterator[Observer | None]:
    """What the core calls while it imports; an error that ends an import on the way gets its report."""
    with observer(progress) as observe:
        try:
            yield observe
        except BaseException as error:
            if isinstance(fields := getattr(error, "report", None), dict):
                error.report = ImportReport.of(fields)  # type: ignore[attr-defined, arg-type]
            raise
