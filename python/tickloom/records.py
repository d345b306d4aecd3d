"""Work beside the ticks: typed records of backtests, trades, positions and more, kept in the catalogue.

Times are UTC nanoseconds since the UNIX epoch. A record's key is its first field, or fields.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import InvalidRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ._core import Store
    from .attached import AttachedStore

_JSON_INSIDE = {"is_json": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """One run of a backtest, by ``id``.

    ``status`` is ``planned``, ``running``, ``done`` or ``failed``; ``data_hash`` is the content hash of the
    ticks that it ran on; ``parameters`` and ``metrics`` hold whatever JSON can.
    """

    id: str
    name: str
    symbol: str
    timeframe: str
    created: int
    status: str = "planned"
    finished: int | None = None
    data_hash: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict, metadata=_JSON_INSIDE)
    metrics: Mapping[str, Any] = field(default_factory=dict, metadata=_JSON_INSIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A position from its opening to its closing, by ``id``: of a backtest, or of an account if that is None.

    ``direction`` is ``long`` or ``short``; ``quantity`` is over 0, in the instrument's unit; prices are whole
    points; ``commission`` and ``profit`` (commission taken off) are in the account's currency.
    """

    id: str
    symbol: str
    direction: str
    quantity: float
    opened: int
    open_price: int
    backtest_id: str | None = None
    closed: int | None = None
    close_price: int | None = None
    commission: float = 0.0
    profit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What an account holds of a symbol, by ``id``; ``quantity`` is negative when short.

    ``average_price`` is in quote currency, ``realised_profit`` in the account's.
    """

    id: str
    account: str
    symbol: str
    quantity: float
    average_price: float
    updated: int
    realised_profit: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedBar:
    """A bar kept for reuse, by symbol, timeframe, side and ``open_time``.

    Prices are whole units of the side: points, half points for mid. ``content_hash`` is that of the ticks it
    was built from; another hash makes it stale.
    """

    symbol: str
    timeframe: str
    side: str
    open_time: int
    open: int
    high: int
    low: int
    close: int
    volume: float
    ticks: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One run of an import, by ``id``; every import leaves one.

    ``status`` is ``running``, ``done``, ``refused`` (something was), ``failed`` or ``interrupted``; ``error``
    is the code of what ended it. The counts are those of ``ImportReport``.
    """

    id: str
    symbol: str
    started: int
    status: str
    finished: int | None = None
    files: int = 0
    bytes: int = 0
    rows: int = 0
    stored: int = 0
    duplicates: int = 0
    refused: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """Everything of one kind that one import noticed, by import and code such as ``finding.crossed``.

    ``severity`` is ``info``, ``warning`` or ``error``; ``count`` is exact; ``rule`` says what happened to the
    rows. ``source``, ``line``, ``byte``, ``time`` and ``what`` are those of the first place.
    """

    import_id: str
    code: str
    symbol: str
    severity: str
    count: int
    rule: str
    source: str | None = None
    line: int | None = None
    byte: int | None = None
    time: int | None = None
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRecord:
    """What is known of a symbol: decimals of its price, and its market: fx, metal, crypto or other."""

    symbol: str
    digits: int
    kind: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRecord:
    """When the market of a symbol is open; a symbol without one has the usual calendar of its kind.

    ``rules`` are those of docs/quality.md: ``name``, ``zone``, ``sessions`` and, if need be, ``day_start``,
    ``daily_break`` and ``holidays``.
    """

    symbol: str
    rules: Mapping[str, Any] = field(metadata=_JSON_INSIDE)


R = TypeVar(
    "R",
    Backtest,
    Trade,
    Position,
    CachedBar,
    ImportRecord,
    FindingRecord,
    InstrumentRecord,
    CalendarRecord,
)

_PAGE = 1_000


class RecordTable(Generic[R]):
    """The records of one kind: create, get, list, update, delete, and iterate in the order of their keys.

    >>> from tickloom.records import Position
    >>> holding = Position(
    ...     id="main-eurusd", account="main", symbol="EURUSD", quantity=1000, average_price=1.1454, updated=0
    ... )
    >>> ws.positions.create(holding)
    >>> ws.positions.get("main-eurusd") == holding
    True
    >>> ws.positions.delete("main-eurusd")
    True
    """

    def __init__(self, core: Store | AttachedStore, name: str, kind: type[R]) -> None:
        """The table of this name in an open store."""
        self._core = core
        self._name = name
        self._kind: type[R] = kind

    def create(self, record: R) -> None:
        """Stores a new record. Raises ``RecordExists`` or ``InvalidRecord``."""
        self._core.create(self._name, self._to_json(record))

    def get(self, *key: str | int) -> R | None:
        """The record with this key, whose parts are the record's first fields; None if there is none.

        Raises ``InvalidRecord`` if the key has not as many parts as the table's.
        """
        found = self._core.get(self._name, [str(part) for part in key])
        return None if found is None else self._of_fields(json.loads(found))

    def list(self, limit: int = _PAGE, offset: int = 0) -> Sequence[R]:
        """At most ``limit`` records in the order of their keys, after skipping ``offset``."""
        return [self._of_fields(found) for found in json.loads(self._core.list(self._name, limit, offset))]

    def update(self, record: R) -> None:
        """Replaces the record that has this one's key. Raises ``RecordNotFound`` or ``InvalidRecord``."""
        self._core.update(self._name, self._to_json(record))

    def delete(self, *key: str | int) -> bool:
        """Removes the record with this key; False if there was none. Raises ``InvalidRecord``."""
        return self._core.delete(self._name, [str(part) for part in key])

    def __iter__(self) -> Iterator[R]:
        """All records in the order of their keys."""
        offset = 0
        while page := self.list(_PAGE, offset):
            yield from page
            offset += len(page)

    def __repr__(self) -> str:
        return f"<tickloom records of {self._name}>"

    def _to_json(self, record: R) -> str:
        values = asdict(record)
        try:
            return json.dumps(values | self._inside(values, _strict), allow_nan=False)
        except (TypeError, ValueError) as error:
            raise InvalidRecord(f"not a record of {self._name}: {error}") from error

    def _of_fields(self, values: dict[str, Any]) -> R:
        record: R = self._kind(**(values | self._inside(values, json.loads)))
        return record

    def _inside(self, values: dict[str, Any], convert: Callable[[Any], Any]) -> dict[str, Any]:
        """The fields that travel as JSON inside the record's own."""
        return {part.name: convert(values[part.name]) for part in fields(self._kind) if part.metadata}


def _strict(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), allow_nan=False)
