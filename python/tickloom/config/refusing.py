"""The error that tells of a wrong configuration: all that is wrong with it, in one text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ..errors import InvalidConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .places import Problem

_SHOWN = 50


def refusal(problems: Sequence[Problem]) -> InvalidConfig:
    """The error for these problems, not yet raised; of very many its text shows the first."""
    shown = [str(problem) for problem in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        shown.append(f"and {len(problems) - _SHOWN} more")
    error = InvalidConfig("the configuration is wrong, and nothing was started\n  " + "\n  ".join(shown))
    error.details = {"problems": [asdict(problem) for problem in problems]}
    return error
