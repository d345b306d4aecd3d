"""All parts of a bundle but the logs, in reading order."""

from __future__ import annotations

from typing import Final

from ..part import Part
from . import configuration, credentials, engine, findings, home, store, versions

PARTS: Final = (
    Part("doctor.json", "what the doctor finds", findings.made, seconds=70.0),
    Part("versions.json", "versions of the package, its libraries, Python and the system", versions.made),
    Part(
        "configuration.json", "every setting and where it is from, or all that is wrong", configuration.made
    ),
    Part("credentials.json", "names and states of credentials, and the audit trail", credentials.made),
    Part("home.json", "names, sizes and modes of what lies on top of the home", home.made),
    Part("store.json", "health and sizes of the store", store.made, seconds=60.0),
    Part("engine.json", "health, services and counts of the engine that owns the home", engine.made),
    Part("metrics.txt", "what that engine counts, as Prometheus reads it", engine.metrics),
)
