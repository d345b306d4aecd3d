"""What the parts of an answer are together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import _core

NOTHING: Mapping[str, Any] = {}
"""The parameters of methods that take none."""


def record(answer: _core.Answer) -> dict[str, Any]:
    """The record with which a method answers."""
    last: dict[str, Any] = answer.parts()[-1]
    return last


def table(answer: _core.Answer, params: Mapping[str, Any]) -> Table:
    """The only table, or the first of several."""
    return Table(answer.tables(_side(params))[0][1])


def tables(answer: _core.Answer, params: Mapping[str, Any]) -> dict[str, Table]:
    """Each timeframe's table."""
    return {timeframe or "": Table(core) for timeframe, core, _ in answer.tables(_side(params))}


def _side(params: Mapping[str, Any]) -> str:
    """Prices of mid have one decimal more."""
    side: str = params.get("side", "bid")
    return side
