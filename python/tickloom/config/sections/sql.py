"""What a query may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..setting import Range, setting


@dataclass(frozen=True, slots=True)
class Sql:
    """The section ``sql``."""

    max_rows: Annotated[int, Range(1, 1_000_000_000)] | None = setting(
        None,
        "A query that finds more is refused; without it, what fits into 2 GiB is an answer.",
        unit="rows",
        live=True,
    )
    timeout: Annotated[float, Range(0.001, 86_400)] | None = setting(
        None, "How long a query may take; as long as it needs if there is none.", unit="s", live=True
    )
