"""Opens a command's store on a thread while the rest of the package loads: both take as long."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread


@contextmanager
def ahead(home: Path | None) -> Iterator[None]:
    """The store of a home is open, or opening, in the block; whoever opens it there shares it.

    If it cannot be opened nothing is raised: whoever opens it next is told why.
    """
    from ._core import Store
    from .config import load
    from .home import resolve
    from .logs import follow

    opened: list[Store] = []

    def open_store() -> None:
        with suppress(Exception):
            settings = load()
            follow(settings.logs)
            opened.append(Store(resolve(home, settings)))

    # An interrupted command ends without waiting for it.
    opening = Thread(target=open_store, daemon=True)
    opening.start()
    yield
    opening.join()
    for store in opened:
        store.close()
