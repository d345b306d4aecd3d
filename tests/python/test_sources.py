"""Sources beyond paths: bytes under names, and downloads from a server on this machine."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import tickloom as tl

HEADER = b"timestamp,bid,ask\n"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def feed(data: Path) -> Iterator[str]:
    """The address of a server that has the real day."""
    handler = partial(_Quiet, directory=str(data / "dukascopy-bi5"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_bytes_are_imported_under_the_name_of_the_file_that_they_would_be(ws: tl.Workspace) -> None:
    rows = [b"2019-02-04T00:00:00.994Z,1.14541,1.14545\n", b"2019-02-05T00:00:01.000Z,1.14541,1.14546\n"]
    files = [(f"day-{number}.csv", HEADER + row) for number, row in enumerate(rows)]
    report = ws.import_ticks("EURUSD", files, progress=False)
    assert (report.files, report.stored) == (2, 2)
    bad = ws.import_ticks("EURUSD", [("bad.csv", HEADER + rows[0] + b"never,1,2\n")], progress=False)
    assert bad.first_refused[0].source == "bad.csv"
    with pytest.raises(tl.errors.ImportRefused, match=r"notes\.pdf"):
        ws.import_ticks("EURUSD", [("notes.pdf", b"")], progress=False)


def test_bytes_and_paths_go_together(ws: tl.Workspace, data: Path) -> None:
    hours = data / "dukascopy-bi5" / "EURUSD" / "2019" / "01" / "04"
    hour = (hours / "07h_ticks.bi5").read_bytes()
    named = ("EURUSD/2019/01/04/07h_ticks.bi5", hour)
    report = ws.import_ticks("EURUSD", [named, hours / "08h_ticks.bi5"], progress=False)
    assert (report.files, report.refused) == (2, 0)


def test_a_download_tells_of_every_hour_and_imports_them(
    ws: tl.Workspace, day: tl.Workspace, feed: str
) -> None:
    moments: list[tl.Progress] = []
    report = ws.download_ticks(
        "EURUSD", "2019-02-04", "2019-02-05", server=tl.Server(feed, connections=2), progress=moments.append
    )
    assert report.is_complete
    assert (report.hours, report.fetched, report.requests) == (24, 24, 24)
    assert report.folder == ws.home / "downloads"
    assert moments[0].files_total == 24
    assert report.imported is not None
    assert report.imported.stored == report.ticks
    assert ws.instruments()[0].content_hash == day.instruments()[0].content_hash


def test_a_download_without_hours_imports_nothing(ws: tl.Workspace, feed: str) -> None:
    report = ws.download_ticks("EURUSD", "2018-01-01", "2018-01-02", server=feed, progress=False)
    assert (len(report.missing), report.imported) == (24, None)
    assert report.missing[0] == "2018-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("connections", "attempts", "timeout"),
    [(0, 1, 1.0), (17, 1, 1.0), (1, 0, 1.0), (1, 1, 0.0), (1, 1, 1e9), (1, 1, float("nan"))],
)
def test_a_server_is_asked_in_moderation(connections: int, attempts: int, timeout: float) -> None:
    with pytest.raises(ValueError, match=r"a download has|is asked for|a request takes"):
        tl.Server("http://127.0.0.1", connections, attempts, timeout)


def test_what_a_callback_raises_ends_the_download(ws: tl.Workspace, feed: str) -> None:
    def fail(_: tl.Progress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        ws.download_ticks("EURUSD", "2019-02-04", "2019-02-05", server=feed, progress=fail)
    assert ws.download_ticks("EURUSD", "2019-02-04", "2019-02-05", server=feed, progress=False).is_complete
