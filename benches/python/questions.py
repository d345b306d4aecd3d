"""The questions that are put to every contender in turn, and the check that all give the same answer."""

import json
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from places import ENVIRONMENT, THREADS, Work, contender, tickloom
from processes import Taken, run

Start = Callable[[], Taken]


class UnequalError(Exception):
    """Two contenders do not give the same answer."""


@dataclass(frozen=True)
class Figure:
    """What a contender took for one question: medians of its processes."""

    question: str
    contender: str
    ticks: int
    seconds: float
    """What the ratio is of: the whole process for imports, the answer alone for reads."""
    fastest: float
    slowest: float
    wall: float
    cpu: float
    peak_bytes: int
    n: int
    time_left_error: float | None = None
    """How wrong the time left was at worst after the first tenth, as a share of the time taken; if told."""

    @classmethod
    def of(cls, question: str, name: str, ticks: int, runs: list[tuple[float, Taken]]) -> "Figure":
        """The figure of some runs, each with the seconds that count."""
        seconds = [counted for counted, _ in runs]
        taken = [one for _, one in runs]
        return cls(
            question=question,
            contender=name,
            ticks=ticks,
            seconds=statistics.median(seconds),
            fastest=min(seconds),
            slowest=max(seconds),
            wall=statistics.median(one.wall for one in taken),
            cpu=statistics.median(one.cpu for one in taken),
            peak_bytes=max(one.peak_bytes for one in taken),
            n=len(runs),
        )


def in_turn(repeat: int, starts: Mapping[str, Start]) -> dict[str, list[Taken]]:
    """Runs everyone as often, in turn, so that a machine whose speed drifts drifts for all."""
    taken: dict[str, list[Taken]] = {name: [] for name in starts}
    for _ in range(repeat):
        for name, start in starts.items():
            taken[name].append(start())
    return taken


def imports(work: Work, ticks: int, repeat: int) -> list[Figure]:
    """CSV to a store: whole processes, from a file to files on disk."""
    peers = {name: _peer_import(work, name) for name in ("duckdb", "polars", "pyarrow")}
    taken = in_turn(repeat, {"tickloom": lambda: import_ticks(work), **peers})
    _assert_equal_imports(work, ticks)
    walls = {name: [(one.wall, one) for one in runs] for name, runs in taken.items()}
    return [Figure.of("import/csv", name, ticks, runs) for name, runs in walls.items()]


def import_ticks(work: Work) -> Taken:
    """Tickloom's import into a new home, by the command that users run."""
    home = work.written(work.home.name)
    return run([tickloom(), "--home", home, "import", "EURUSD", work.csv, "--threads", str(THREADS)])


def _peer_import(work: Work, name: str) -> Start:
    def start() -> Taken:
        target = work.written(f"{name}.parquet")
        return run(contender(f"with_{name}", "import", work.csv, target), ENVIRONMENT)

    return start


def _assert_equal_imports(work: Work, ticks: int) -> None:
    mine = _totals("duckdb", f"{work.home}/ticks/*/*/ticks.parquet")
    if mine["rows"] != ticks:
        raise UnequalError(f"{mine['rows']} of {ticks} rows were imported")
    for name, reader in (("duckdb", "pyarrow"), ("polars", "duckdb"), ("pyarrow", "duckdb")):
        theirs = _totals(reader, str(work.folder / f"{name}.parquet"))
        for field, value in mine.items():
            tolerance = 1e-9 * abs(value) if "volume" in field else 0
            if abs(value - theirs[field]) > tolerance:
                raise UnequalError(f"{name} has {theirs[field]} and not {value} as {field}")


def _totals(reader: str, pattern: str) -> dict[str, float]:
    totals: dict[str, float] = json.loads(run(contender("totals", reader, pattern)).output)
    return totals


PEERS = {
    "bars-1m": ("duckdb", "polars"),
    "bars-nine": ("duckdb", "polars"),
    "bars-in-memory": ("polars", "numba"),
    "bars-by-tick": (),
    "one-day": ("duckdb", "polars"),
}
"""The questions that are only read, and who answers each beside Tickloom."""


def reads(work: Work, ticks: int, repeat: int, day: str) -> Iterator[Figure]:
    """Bars and one day's ticks out of the same Parquet files or arrays: first answers of fresh processes."""
    for question in PEERS:
        yield from _read(work, question, ticks, repeat, day)


def _read(work: Work, question: str, ticks: int, repeat: int, day: str) -> Iterator[Figure]:
    digests = _equal_answers(work, question, day)
    starts = {name: _reading(work, question, name, day) for name in digests}
    for name, runs in in_turn(repeat, starts).items():
        answers = [(json.loads(one.output), one) for one in runs]
        if any(answer["digest"] != digests[name] for answer, _ in answers):
            raise UnequalError(f"{name} does not answer {question} always the same")
        read = answers[0][0]["rows"] if question == "one-day" else ticks
        yield Figure.of(question, name, read, [(answer["seconds"], one) for answer, one in answers])


def _reading(work: Work, question: str, name: str, *words: str) -> Start:
    return lambda: run(contender(f"with_{name}", question, work.home, *words), ENVIRONMENT)


def _equal_answers(work: Work, question: str, day: str) -> dict[str, str]:
    """The digest of everyone's answer, once all answers were found to be equal; also warms the page cache.

    What is told tick by tick has no peers; it is held against what the same ticks give at once.
    """
    digests = {}
    first = "bars-in-memory" if question == "bars-by-tick" else question
    for name in ("tickloom", *PEERS[question]):
        kept = str(work.folder / f"{question}-{name}.npz")
        digests[name] = json.loads(_reading(work, question, name, day, kept)().output)["digest"]
        run(contender("compare", work.folder / f"{first}-tickloom.npz", kept))
    return digests
