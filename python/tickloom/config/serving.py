"""The service ``config``: what an engine is set to, and changes of it, for the desktop's settings."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import InvalidParameters
from ..services import Request, Service, events, once
from .keys import text_of
from .listing import Setting, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .changing import Changed, Changing

REMEMBERED = 1_000
"""Changes that wait for a client that reads slowly; people make few."""
_SECONDS_BETWEEN_LOOKS = 0.1


class ConfigService(Service):
    """The configuration of the engine in which it runs."""

    name: ClassVar[str] = "config"

    def __init__(self, changing: Changing) -> None:
        """Serves what it says."""
        self._changing = changing
        self._lock = threading.Lock()
        self._made: deque[tuple[float, dict[str, Any]]] = deque(maxlen=REMEMBERED)

    @once
    def show(self, _request: Request) -> dict[str, Any]:
        """Every setting with its value and where that is from."""
        changing = self._changing
        started, latest, pending = map(listed, (changing.started, changing.latest, changing.pending()))
        return {
            "settings": list(map(_record, started, latest, pending)),
            "stage": changing.started.stage,
            "file": str(changing.started.files[-1].path),
        }

    @once
    def set(self, request: Request) -> dict[str, Any]:
        """Changes settings, all or none."""
        told = {"settings": [_told(changed) for changed in self._changing.change(_changes(request))]}
        with self._lock:
            self._made.append((time.perf_counter(), told))
        return told

    @events
    def changed(self, request: Request) -> Iterator[dict[str, Any]]:
        """Changes as they are made."""
        # Whoever subscribed is told since then, however late this begins.
        seen = time.perf_counter() - request.age
        while request.wait(_SECONDS_BETWEEN_LOOKS):
            with self._lock:
                new = [(moment, told) for moment, told in self._made if moment > seen]
            for moment, told in new:
                yield told
                seen = moment


def _changes(request: Request) -> dict[str, str | None]:
    asked = request.params.get("changes")
    if not isinstance(asked, list) or not all(map(_is_change, asked)):
        raise InvalidParameters(
            "config.set takes `changes`, a list of `key` with `value`", "protocol.bad_params"
        )
    changes = {change["key"]: change.get("value") for change in asked}
    if len(changes) < len(asked):
        raise InvalidParameters("config.set takes one change of a setting, not two", "protocol.bad_params")
    return changes


def _is_change(change: object) -> bool:
    if not isinstance(change, dict) or not isinstance(change.get("key"), str):
        return False
    return isinstance(change.get("value"), (str, type(None)))


def _told(changed: Changed) -> dict[str, Any]:
    told = {"key": changed.key, "effect": changed.effect}
    return told | ({"place": changed.place} if changed.place else {})


def _record(started: Setting, latest: Setting, pending: Setting) -> dict[str, Any]:
    """A setting as the wire has it: what holds in the engine, and what would after a start."""
    key = started.key
    held = latest if key.about.is_live else started
    record = {
        "key": key.name,
        "variable": key.variable,
        "about": key.about.text,
        "kind": key.word,
        "value": _scalar(held.value),
        "pending": pending.text if pending.text != held.text else None,
        "default": _scalar(key.default),
        "allowed": key.allowed,
        "unit": key.about.unit,
        "least": float(key.range.least) if key.range else None,
        "most": float(key.range.most) if key.range else None,
        "choices": list(key.choices) or None,
        "is_optional": key.is_optional,
        "origin": held.origin.source,
        "place": held.origin.place or None,
        "is_live": key.about.is_live,
        "is_changeable": key.about.is_remote,
    }
    always = ("value", "default")
    return {name: value for name, value in record.items() if value is not None or name in always}


def _scalar(value: object) -> object:
    return value if value is None or isinstance(value, (bool, int, float)) else text_of(value)
