"""Whether the libraries that the package asks for are there, in versions that are known to work."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from packaging.requirements import Requirement

OPTIONAL = ("numpy", "pandas", "polars", "pyarrow")
"""Libraries that tables can be handed to, and nothing else needs."""


def look(_home: Path) -> Iterator[Check]:
    """The needed ones in one line if all are right, and each of the optional ones."""
    needed, optional = _asked_for(requires("tickloom") or ())
    wrong = [check for name, bounds in needed.items() if (check := _wrong(name, bounds))]
    yield from wrong or [Check("libraries", "ok", f"all {len(needed)} that are needed")]
    for name in OPTIONAL:
        yield _optional(name, optional.get(name, ""))


def _asked_for(requirements: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Bounds of versions by name that the package asks for on this platform: needed, and optional ones."""
    from packaging.requirements import Requirement

    needed: dict[str, str] = {}
    optional: dict[str, str] = {}
    for asked in map(Requirement, requirements):
        if _applies(asked):
            needed[asked.name] = str(asked.specifier)
        elif any(_applies(asked, extra) for extra in OPTIONAL):
            optional[asked.name] = str(asked.specifier)
    return needed, optional


def _applies(asked: Requirement, extra: str = "") -> bool:
    return asked.marker is None or asked.marker.evaluate({"extra": extra})


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
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        return SpecifierSet(bounds).contains(Version(installed).base_version)
    except InvalidVersion:
        return False
