"""A server on this machine that offers a folder as Dukascopy's feed does."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Feed(ThreadingHTTPServer):
    """Answers with files, each after a pause, and counts how often which was asked for."""

    daemon_threads = True

    def __init__(self, folder: Path, pause: float) -> None:
        """Listens on a port of its own."""
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.pause = pause
        self.asked: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """What to give to ``--base-url``."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(SimpleHTTPRequestHandler):
    server: Feed

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        time.sleep(self.server.pause)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def serving(folder: Path, pause: float = 0.0) -> Iterator[Feed]:
    """A server that runs for as long as the block."""
    with Feed(folder, pause) as feed:
        thread = Thread(target=feed.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield feed
        finally:
            feed.shutdown()
            thread.join()
