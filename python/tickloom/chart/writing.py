"""Puts bars into the built page, and the page onto the disk as a whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import PageNotBuilt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .data import ChartData

_TEMPLATE = Path(__file__).with_name("page.html")
_DATA_OPENS = '<script type="application/json" id="tickloom-data">'

# Inside a script element only "<" can end it early; JSON may spell it as an escape anywhere in a string.
_LESS_THAN = ("<", "\\u003c")


def page(chart: ChartData) -> str:
    """The whole page as HTML text: script, style and bars inside, nothing loaded from anywhere.

    Raises ``PageNotBuilt`` if the template is missing.
    """
    before, opening, after = _template().partition(_DATA_OPENS)
    return "".join((before, opening, _json(chart), after))


def write_page(path: str | os.PathLike[str], chart: ChartData) -> Path:
    """Writes the page to a file and returns its path; a file that was there is replaced in one step.

    The folder must exist. Raises ``PageNotBuilt`` if the template is missing, ``OSError`` if the file cannot
    be written; the old file, if any, is then still there unharmed.
    """
    target = Path(path)
    content = page(chart).encode()
    unfinished = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        _write_durably(unfinished, content)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return target


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _template() -> str:
    try:
        return _TEMPLATE.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PageNotBuilt from None


def _json(chart: ChartData) -> str:
    fields: dict[str, object] = {
        "symbol": chart.symbol,
        "timeframe": chart.timeframe,
        "side": chart.side,
        "digits": chart.digits,
        "version": chart.version,
        "open_time": _whole(chart.open_time),
        "open": _prices(chart.open, chart.digits),
        "high": _prices(chart.high, chart.digits),
        "low": _prices(chart.low, chart.digits),
        "close": _prices(chart.close, chart.digits),
        "volume": _volumes(chart.volume),
        "ticks": _whole(chart.ticks),
    }
    return json.dumps(fields, separators=(",", ":"), allow_nan=False).replace(*_LESS_THAN)


def _whole(values: Sequence[int]) -> list[int]:
    return [int(value) for value in values]


def _prices(values: Sequence[float], digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]


def _volumes(values: Sequence[float]) -> list[float]:
    # Sums of float32 volumes carry noise behind their ninth digit, which would double the size of the page.
    return [float(f"{value:.9g}") for value in values]
