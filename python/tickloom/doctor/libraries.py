"""Whether the libraries that the package asks for are there, in versions that are known to work."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

OPTIONAL = ("numpy", "pandas", "polars", "pyarrow")
"""Libraries that tables can be handed to, and nothing else needs."""

_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[[^]]*\])?\s*([^;]*)(?:;\s*(.*))?")
_PLATFORM = re.compile(r"sys_platform\s*(==|!=)\s*['\"](\w+)['\"]")
_BOUND = re.compile(r"(>=|<|!=)\s*(\d+(?:\.\d+)*)")


def look(_home: Path) -> Iterator[Check]:
    """The needed ones in one line if all are right, and each of the optional ones."""
    needed, optional = _asked_for(requires("tickloom") or ())
    wrong = [check for name, bounds in needed.items() if (check := _wrong(name, bounds))]
    yield from wrong or [Check("libraries", "ok", f"all {len(needed)} that are needed")]
    for name in OPTIONAL:
        yield _optional(name, optional.get(name, ""))


def _asked_for(requirements: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Bounds of versions by name, as the package's own description has them: needed, and optional ones."""
    needed: dict[str, str] = {}
    optional: dict[str, str] = {}
    for requirement in requirements:
        if found := _REQUIREMENT.fullmatch(requirement.strip()):
            name, bounds, condition = found[1], found[2], found[3] or ""
            if _is_for(condition, sys.platform):
                (optional if "extra" in condition else needed)[name.lower()] = bounds.strip()
    return needed, optional


def _is_for(condition: str, platform: str) -> bool:
    """Whether a library is asked for on a platform.

    >>> _is_for("sys_platform == 'linux'", "win32"), _is_for("sys_platform != 'linux'", "win32")
    (False, True)
    """
    named = _PLATFORM.findall(condition)
    return all((found == platform) == (relation == "==") for relation, found in named)


def _optional(name: str, bounds: str) -> Check:
    if find_spec(name) is None:
        return Check(name, "ok", "not installed", f"pip install {name} if you want it")
    return _wrong(name, bounds) or Check(name, "ok", version(name))


def _wrong(name: str, bounds: str) -> Check | None:
    advice = f'pip install "{name}{bounds.replace(" ", "")}"'
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Check(name, "fail", "not installed", advice)
    if fits(installed, bounds):
        return None
    return Check(name, "warn", f"{installed}, which is not known to work ({bounds})", advice)


def fits(installed: str, bounds: str) -> bool:
    """Whether a version lies within bounds such as ``>=0.15,<0.29``; of pre-releases the numbers count.

    >>> fits("0.28.1", ">=0.15,<0.29"), fits("0.29.0", ">=0.15,<0.29"), fits("3", ">=3.0")
    (True, False, True)
    """
    held = {
        ">=": lambda bound: _release(installed) >= _release(bound),
        "<": lambda bound: _release(installed) < _release(bound),
        "!=": lambda bound: _release(installed) != _release(bound),
    }
    return all(held[relation](bound) for relation, bound in _BOUND.findall(bounds))


def _release(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", text)
    numbers = [int(number) for number in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
