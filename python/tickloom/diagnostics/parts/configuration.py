"""What is configured where. Secrets are no settings, so none can be among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def made(home: Path) -> object:
    """Every setting with its origin; where the configuration is wrong, all that is wrong with it."""
    from ...config import read
    from ...config.keys import keys, text_of
    from ...errors import InvalidConfig

    try:
        found = read({"home": home})
    except InvalidConfig as error:
        return {"wrong": str(error).splitlines()}
    settings = {
        name: {"value": text_of(found.value(name)), "origin": str(found.origin(name))} for name in keys()
    }
    return {"stage": found.stage, "settings": settings}
