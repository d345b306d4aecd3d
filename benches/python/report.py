"""The readable face of a result: targets first, then every figure beside its best peer."""

from collections.abc import Iterable, Sequence
from typing import Any

from bare_limits import Line
from quiet import NOISY_CORES
from targets import targets

Result = dict[str, Any]
Row = Sequence[str]

QUESTIONS = {
    "import/csv": (
        "CSV to a queryable store",
        "whole process; Tickloom checks rows, cuts into days and syncs each; peers write one Parquet file",
    ),
    "bars-1m": ("1m bars of all ticks", "first answer of a fresh process over the same Parquet files"),
    "bars-nine": (
        "all nine timeframes",
        "the same; Tickloom in one call, peers each timeframe from a shorter one",
    ),
    "bars-in-memory": (
        "all nine timeframes of ticks in memory",
        "from arrays of numpy, after a call on ten ticks; two threads, numba one loop",
    ),
    "bars-by-tick": ("all nine timeframes tick by tick", "one call from Python for every tick"),
    "one-day": ("the ticks of one day out of all", "the same; peers skip files by folder name"),
    "import/csv-large": ("CSV to a queryable store, 100 M ticks", "whole process, once"),
}


def readable(result: Result) -> str:
    """The whole report as Markdown."""
    parts = [
        f"# Benches of {result['date']}, commit {result['commit']}",
        _where(result),
        "## What was asked for",
        _table(("what", "asked", "measured", ""), targets(result["figures"], result["rust"])),
        "## Beside its peers",
        *_questions(result["figures"]),
        "## In Rust, beside the bare limit",
        _table(("bench", "size", "median", "lowest", "runs"), map(_rust_row, result["rust"])),
    ]
    return "\n\n".join(parts) + "\n"


def _where(result: Result) -> str:
    machine, versions = result["machine"], result["versions"]
    changed = ", with changes not committed" if result["changed_since"] else ""
    told = "" if result["profile"] == "release" else " **Not a release build: these numbers say nothing.**"
    return (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['os']}, "
        f"{machine['kernel']}. {_noise(machine['others_cores'])} "
        f"Profile {result['profile']}{changed}.{told}\n\n"
        f"Versions: {', '.join(f'{name} {number}' for name, number in versions.items())}.\n\n"
        "Two threads each, contenders in turn, medians; every result is asserted equal before it counts. "
        "The ticks are generated, the same in every run."
    )


def _noise(others: float | None) -> str:
    if others is None:
        return "How much other programs took meanwhile is not known."
    told = f"Other programs took {others} cores meanwhile"
    return f"{told}." if others < NOISY_CORES else f"**{told}: measure again on a quiet machine.**"


def _questions(figures: list[Result]) -> Iterable[str]:
    for question, (title, note) in QUESTIONS.items():
        answers = [figure for figure in figures if figure["question"] == question]
        if answers:
            header = ("", "seconds", "range", "M ticks/s", "beside", "process s", "cpu s", "peak MiB")
            yield f"### {title}\n\n`{question}`: {note}.\n\n{_table(header, _answers(answers))}"


def _answers(figures: list[Result]) -> Iterable[Row]:
    mine = next(figure["seconds"] for figure in figures if figure["contender"] == "tickloom")
    best = min((figure["seconds"] for figure in figures if figure["contender"] != "tickloom"), default=mine)
    for figure in figures:
        is_mine = figure["contender"] == "tickloom"
        beside = (
            f"{best / mine:.2f} x the best peer" if is_mine else f"{figure['seconds'] / mine:.2f} x as long"
        )
        yield (
            figure["contender"],
            f"{figure['seconds']:.3f}",
            f"{figure['fastest']:.3f}-{figure['slowest']:.3f}",
            f"{figure['ticks'] / figure['seconds'] / 1e6:.1f}",
            beside,
            f"{figure['wall']:.2f}",
            f"{figure['cpu']:.2f}",
            f"{figure['peak_bytes'] / 2**20:.0f}",
        )


def _rust_row(line: Line) -> Row:
    return (line["name"], line["size"], _rate(line, "median"), _rate(line, "min"), str(line["n"]))


def _rate(line: Line, which: str) -> str:
    value = float(line[which])
    if line["unit"] != "ticks/s":
        return f"{value:.2f} {line['unit']}"
    return f"{value / 1e6:,.1f} M ticks/s ({1e9 / value:,.2f} ns)"


def _table(header: Row, rows: Iterable[Row]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
