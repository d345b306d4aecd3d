"""The service of the configuration, whose subscriptions begin late: on a machine that has a lot to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tickloom.config import read
from tickloom.config.changing import Changing
from tickloom.config.serving import ConfigService
from tickloom.services import Request, events


class Late(ConfigService):
    """Subscriptions wait for a file."""

    name = "late"

    def __init__(self) -> None:
        """Of this process."""
        super().__init__(Changing(read(), {}, lambda _settings: None))

    @events
    def changed(self, request: Request) -> Iterator[dict[str, Any]]:
        """As its base, later."""
        while not Path("go").exists():
            request.wait(0.01)
        yield from super().changed(request)
