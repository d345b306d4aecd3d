"""A passport as one web page that opens from disk, without script and without a network."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .heat_map import heat_map, legend
from .levels import hours
from .session_chart import session_chart
from .words import length, moment, percent, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .document import Passport

# Nothing may be loaded or run, whatever the names in the document say.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = Path(__file__).with_name("page.css")
_OPEN_SOURCES = 8
_MOST_SOURCES = 1_000


def page(passport: Passport) -> str:
    """The whole page; every text of the document is escaped."""
    fields = passport.fields
    title = f"{escape(passport.symbol)} {escape(passport.month)}"
    body = "".join(
        [
            _header(passport),
            _tiles(passport),
            _section("Every hour, in UTC", _card(heat_map(hours(fields["days"])) + legend())),
            _section(
                "The session day", _card(session_chart(fields["session_hours"]) + _session_note(fields))
            ),
            _section("Suspicious gaps", _card(_gaps(fields["gaps"], passport))),
            _section("Findings in the stored ticks", _card(_findings(fields["findings"]))),
            _section(
                "Figures",
                f'<div class="columns">{_card(_figures(fields))}{_card(_calendar(fields["calendar"]))}</div>',
            ),
            _section("Where the ticks came from", _card(_sources(fields["provenance"]))),
            _imports(fields["provenance"]),
            _section("Hashes", _card(_hashes(passport))),
            _footer(fields),
        ]
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}: data passport</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def _header(passport: Passport) -> str:
    first, last = (moment(passport.fields["ticks"][end])[:19] for end in ("first", "last"))
    return (
        f"<header><h1>{escape(passport.symbol)}<small>{escape(passport.month)}</small></h1>"
        f"<p>{first} to {last} UTC</p></header>"
    )


def _tiles(passport: Passport) -> str:
    missing, suspicious = len(passport.missing_days), passport.suspicious_gaps
    grave = sum(finding["count"] for finding in passport.fields["findings"] if finding["severity"] != "info")
    return (
        '<div class="tiles">'
        + "".join(
            [
                _tile(f"{passport.ticks:,}", "ticks", ""),
                _tile(
                    percent(passport.covered),
                    "of open time covered",
                    "good" if passport.covered >= 0.999 else "bad",
                ),
                _tile(
                    f"{passport.received_hours:,} / {passport.expected_hours:,}",
                    "hours received / expected",
                    "",
                ),
                _tile(f"{suspicious:,}", "suspicious gaps", "bad" if suspicious else "good"),
                _tile(f"{missing:,}", "days without a tick", "bad" if missing else "good"),
                _tile(f"{grave:,}", "findings to look at", "warn" if grave else "good"),
            ]
        )
        + "</div>"
    )


def _tile(number: str, text: str, look: str) -> str:
    return f'<div class="tile {look}"><b>{number}</b><span>{text}</span></div>'


def _section(title: str, content: str) -> str:
    return f"<h2>{title}</h2>{content}"


def _card(content: str) -> str:
    return f'<div class="card">{content}</div>'


def _session_note(fields: Mapping[str, Any]) -> str:
    calendar = fields["calendar"]
    start, zone = escape(calendar["day_start"]), escape(calendar["zone"])
    return f'<p class="legend">ticks in an hour of open time, by hours since {start} {zone}</p>'


def _gaps(gaps: Mapping[str, Any], passport: Passport) -> str:
    named = [
        (moment(gap["start"]), moment(gap["end"]), length(gap["seconds"]), gap["session_day"])
        for gap in gaps["longest_suspicious"]
    ]
    table = _table(("from", "to", "length", "session day"), named, right={2}) if named else _none("None.")
    more = gaps["suspicious"]["count"] - len(named)
    rest = f'<p class="none">and {more:,} shorter ones</p>' if more else ""
    days = ", ".join(map(str, passport.missing_days))
    missing = f'<p class="error">No tick at all on {days}.</p>' if days else ""
    return table + rest + missing


def _findings(findings: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        (
            finding["severity"],
            finding["code"].removeprefix("finding.").replace("_", " "),
            f"{finding['count']:,}",
            _first(finding),
        )
        for finding in findings
    ]
    return _table(("", "what", "count", "first"), rows, right={2}) if rows else _none("None.")


def _first(finding: Mapping[str, Any]) -> str:
    return "; ".join(f"{moment(place['time'])}: {place['what']}" for place in finding["first"][:1])


def _figures(fields: Mapping[str, Any]) -> str:
    figures, gaps, coverage = fields["statistics"], fields["gaps"], fields["coverage"]
    spread = figures["spread_points"]
    return _pairs(
        [
            ("bid open", figures["bid_open"]),
            ("bid high", figures["bid_high"]),
            ("bid low", figures["bid_low"]),
            ("bid close", figures["bid_close"]),
            ("spread, median", f"{spread['median']} points"),
            ("spread, mean", f"{spread['mean']} points"),
            ("spread, 99 % up to", f"{spread['highest_of_99_percent']} points"),
            ("spread, lowest to highest", f"{spread['lowest']} to {spread['highest']} points"),
            ("bid volume", _thousands(figures["bid_volume"])),
            ("ask volume", _thousands(figures["ask_volume"])),
            ("market open", length(coverage["open_seconds"])),
            *(
                (f"{kind} gaps", f"{gaps[kind]['count']:,}, {length(gaps[kind]['seconds'])}")
                for kind in ("quiet", "closed", "holiday")
            ),
        ]
    )


def _calendar(calendar: Mapping[str, Any]) -> str:
    sessions = ", ".join(calendar["sessions"])
    holidays = [
        (holiday["name"], f"{holiday['date']}, {holiday['hours']}") for holiday in calendar["holidays"]
    ]
    return _pairs(
        [
            ("calendar", calendar["name"]),
            ("zone", calendar["zone"]),
            ("open", sessions),
            ("days begin", calendar["day_start"]),
            *holidays,
        ]
    )


def _sources(provenance: Mapping[str, Any]) -> str:
    sources = provenance["sources"]
    if len(sources) <= _OPEN_SOURCES:
        return _source_table(sources) if sources else _none("Not known.")
    bytes_of_all = sum(source["bytes"] for source in sources)
    hidden = len(sources) - _MOST_SOURCES
    rest = _none(f"and {hidden:,} more, all of them in the JSON") if hidden > 0 else ""
    summary = f"<summary>{len(sources):,} sources, {size(bytes_of_all)}</summary>"
    return f"<details>{summary}{_source_table(sources[:_MOST_SOURCES])}{rest}</details>"


def _source_table(sources: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        (
            source["name"],
            source["format"],
            f"{source['ticks']:,}",
            size(source["bytes"]),
            source["blake3"][:16] + "…",
        )
        for source in sources
    ]
    return _table(("source", "format", "ticks", "size", "BLAKE3"), rows, right={2, 3})


def _imports(provenance: Mapping[str, Any]) -> str:
    rows = [
        (
            finding["severity"],
            finding["code"].removeprefix("finding.").replace("_", " "),
            f"{finding['count']:,}",
            _place(finding),
            finding["rule"],
        )
        for finding in provenance["import_findings"]
    ]
    if not rows:
        return ""
    return _section(
        "What imports noticed", _card(_table(("", "what", "count", "first", "rule"), rows, right={2}))
    )


def _place(finding: Mapping[str, Any]) -> str:
    where = finding["source"] or ""
    return f"{where}:{finding['line']}" if finding["line"] else where


def _hashes(passport: Passport) -> str:
    rows = (("ticks", passport.content_hash), ("this passport", passport.passport_hash))
    body = "".join(f"<tr><td>{name}</td><td><code>{escape(value)}</code></td></tr>" for name, value in rows)
    return f'<table class="hash">{body}</table>'


def _footer(fields: Mapping[str, Any]) -> str:
    provenance = fields["provenance"]
    rules, writers = ", ".join(provenance["merge_rules"]), ", ".join(provenance["writers"])
    return (
        f"<footer>Made by {escape(fields['made_by'])}; ticks written by {escape(writers)}, "
        f"merged by rules {escape(rules)}. "
        "Times are UTC. Equal hashes of ticks mean equal ticks.</footer>"
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], right: set[int]) -> str:
    head = "".join(_cell("th", text, column in right) for column, text in enumerate(header))
    body = "".join(
        f"<tr>{''.join(_cell('td', text, column in right) for column, text in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(tag: str, text: str, right: bool) -> str:
    look = "n" if right else text if text in {"error", "warning"} else ""
    return f'<{tag} class="{look}">{escape(text)}</{tag}>' if look else f"<{tag}>{escape(text)}</{tag}>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
        + "</dl>"
    )


def _none(text: str) -> str:
    return f'<p class="none">{text}</p>'


def _thousands(number: str) -> str:
    return f"{float(number):,.2f}"
