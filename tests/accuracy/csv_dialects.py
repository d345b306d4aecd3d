"""How each source writes its CSV: columns, times, marks, and what must be told of it."""

from __future__ import annotations

from dataclasses import dataclass

from csv_times import TimeFormat


@dataclass(frozen=True)
class Dialect:
    """How files of some source look: the names of their columns, in order, and what is behind the names."""

    name: str
    header: str
    columns: str
    times: tuple[TimeFormat, ...]
    separator: str = ","
    has_header: bool = True
    zone: str = "UTC"
    asks_zone: bool = False
    sparse: bool = False


def _civil(*dates: str, zoned: bool = False, clock: str = "s") -> tuple[TimeFormat, ...]:
    return tuple(TimeFormat(date=date, clock=clock, zoned=zoned) for date in dates)


def _counts(*units: str) -> tuple[TimeFormat, ...]:
    return tuple(TimeFormat(count=unit) for unit in units)


_ASK_FIRST = "time ask bid ask_volume bid_volume"
_BID_FIRST = "time bid ask bid_volume ask_volume"
_PLAIN = _civil("d.m.y", "y.m.d", "y-m-d", "y/m/d", "ymd")
_ZONED = _civil("d.m.y", "y.m.d", "y-m-d", "y/m/d", "ymd", zoned=True)
_MINUTES = (*_civil("d.m.y", "y.m.d", "y-m-d", clock="m"), *_civil("y-m-d", clock="m", zoned=True))
_ANY = (*_PLAIN, *_ZONED, *_MINUTES, *_counts("seconds", "milliseconds", "microseconds", "nanoseconds"))

DIALECTS = (
    Dialect("dukascopy-website", "Gmt time,Ask,Bid,AskVolume,BidVolume", _ASK_FIRST, _civil("d.m.y")),
    Dialect("dukascopy-export", "Time,Ask,Bid,AskVolume,BidVolume", _ASK_FIRST, _civil("d.m.y")),
    Dialect(
        "dukascopy-website-local",
        "Local time,Ask,Bid,AskVolume,BidVolume",
        _ASK_FIRST,
        _civil("d.m.y", zoned=True),
    ),
    Dialect(
        "local, told", "Local time,Ask,Bid", "time ask bid", _PLAIN, zone="Europe/Athens", asks_zone=True
    ),
    Dialect("zone, told", "Time,Bid,Ask", "time bid ask", _PLAIN, zone="-03:30", asks_zone=True),
    Dialect(
        "dukascopy-node",
        "timestamp,askPrice,bidPrice,askVolume,bidVolume",
        _ASK_FIRST,
        _counts("milliseconds"),
    ),
    Dialect("duka", "time,ask,bid,ask_volume,bid_volume", _ASK_FIRST, _civil("y-m-d", "d.m.y")),
    Dialect("fx-data", "", "time bid ask ask_volume bid_volume", _civil("y.m.d"), has_header=False),
    Dialect("iso-ask-first", "UTC,AskPrice,BidPrice", "time ask bid", _civil("y-m-d", zoned=True)),
    Dialect("iso-bid-first", "Time,Bid,Ask,BidVolume,AskVolume", _BID_FIRST, _civil("y-m-d", zoned=True)),
    Dialect(
        "tickstory",
        "Timestamp,Bid price,Ask price,Bid volume,Ask volume",
        _BID_FIRST,
        _civil("y-m-d", zoned=True),
    ),
    Dialect("quant-data-manager", "DateTime,Bid,Ask,Volume", "time bid ask bid_volume", _civil("ymd")),
    Dialect(
        "histdata",
        "",
        "time bid ask bid_volume",
        _civil("ymd", clock="compact"),
        has_header=False,
        zone="-05:00",
    ),
    Dialect("truefx", "timestamp,bid,ask", "time bid ask", _civil("y-m-d", zoned=True)),
    Dialect("lean", "", "time bid ask", _counts("of day"), has_header=False),
    Dialect("lean-fxcm", "", "time bid ask", _counts("of day"), has_header=False, zone="-05:00"),
    Dialect(
        "mt5",
        "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>",
        "date clock bid ask other other other",
        _civil("y.m.d"),
        separator="\t",
        zone="Europe/Athens",
        asks_zone=True,
        sparse=True,
    ),
    Dialect(
        "mt5-semicolons",
        "<DATE>;<TIME>;<BID>;<ASK>;<LAST>;<VOLUME>",
        "date clock bid ask other other",
        _civil("y.m.d"),
        separator=";",
        zone="+02:00",
        asks_zone=True,
        sparse=True,
    ),
    Dialect(
        "date-time-spread",
        "DATE;TIME;ASK;BID;SPREAD",
        "date clock ask bid other",
        _civil("y.m.d"),
        separator=";",
    ),
    Dialect(
        "symbol-semicolons",
        "symbol;time;ask;bid;askvol;bidvol",
        "symbol time ask bid ask_volume bid_volume",
        _civil("y-m-d"),
        separator=";",
    ),
    Dialect("tickloom", "timestamp,bid,ask,bid_volume,ask_volume", _BID_FIRST, _civil("y-m-d", zoned=True)),
    Dialect("any times", "Timestamp,Ask,Bid,AskVolume,BidVolume", _ASK_FIRST, _ANY),
    Dialect(
        "any times, tabs",
        "Time\tBid\tAsk\tBidVol\tAskVol\tFlags",
        f"{_BID_FIRST} other",
        _ANY,
        separator="\t",
    ),
    Dialect("any times, semicolons", "Gmt time;Bid;Ask", "time bid ask", (*_PLAIN, *_MINUTES), separator=";"),
    Dialect(
        "shuffled",
        "bid size,x,Bid,Time (UTC),Ask,ask size",
        "bid_volume other bid time ask ask_volume",
        _PLAIN,
    ),
)
