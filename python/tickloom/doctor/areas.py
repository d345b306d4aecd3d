"""All that the doctor looks at, in the order in which it is told."""

from __future__ import annotations

from typing import Final

from . import (
    clock,
    configuration,
    disk,
    engine,
    home,
    keychain,
    libraries,
    logs,
    permissions,
    ports,
    store,
    versions,
)
from .check import Area

AREAS: Final = (
    Area("versions", versions.look),
    Area("libraries", libraries.look, silent="warn"),
    Area("config", configuration.look),
    Area("home", home.look),
    Area("permissions", permissions.look),
    Area("disk", disk.look, silent="warn"),
    # A store of many thousand files on a slow disk takes its time.
    Area("store", store.look, seconds=60.0),
    # A client leaves who says nothing after five seconds; only then is it known what the run file leads to.
    Area("engine", engine.look, seconds=9.0),
    Area("ports", ports.look),
    Area("logs", logs.look, silent="warn"),
    Area("keychain", keychain.look, seconds=6.0, silent="warn"),
    Area("clock", clock.look, silent="warn"),
)
"""Nothing here depends on what another has found."""
