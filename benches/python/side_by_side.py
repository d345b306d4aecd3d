"""Measures Tickloom beside its peers: the same generated file, the same run, equal results asserted.

Writes one JSON and one readable file to benches/results, named after the day and the commit.
"""

import argparse
import json
import tempfile
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import bare_limits
import machine
import services
from places import RESULTS, ROOT, Work
from questions import Figure, import_ticks, imports, reads
from quiet import Others
from report import readable
from time_left import worst_error

MILLION = 1_000_000
DAY = "2018-01-03"
"""A whole weekday that the smallest run has too."""


def main() -> None:
    """Runs everything and writes the results."""
    chosen = options()
    others = Others()
    lines = bare_limits.measure(chosen.profile, chosen.rows, chosen.bi5_rows, chosen.repeat)
    lines += services.measure(chosen.profile, chosen.rows, chosen.repeat)
    figures = measure(chosen)
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        **machine.commit(ROOT),
        "profile": chosen.profile,
        "rows": chosen.rows,
        "machine": {**machine.machine(), "others_cores": others.cores()},
        "versions": machine.versions(machine.rustc(ROOT)),
        "figures": [asdict(figure) for figure in figures],
        "rust": lines,
    }
    write(chosen.results, result)


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10 * MILLION, help="ticks of the generated CSV")
    parser.add_argument("--bi5-rows", type=int, default=10 * MILLION, help="ticks of the .bi5 files")
    parser.add_argument("--repeat", type=int, default=5, help="counted runs of each contender")
    parser.add_argument("--large", action="store_true", help="also import 100 M ticks")
    parser.add_argument("--quick", action="store_true", help="1 M ticks, once: shows that it works")
    parser.add_argument("--profile", default="release", help="cargo profile of the Rust benches")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rows, chosen.bi5_rows, chosen.repeat = MILLION, MILLION // 5, 1
    return chosen


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Everything that has peers, and the large import if asked for."""
    work_folder = ROOT / "build"
    work_folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=work_folder) as folder:
        work = Work(Path(folder))
        generate(chosen.profile, work, chosen.rows)
        figures = imports(work, chosen.rows, chosen.repeat)
        figures += reads(work, chosen.rows, chosen.repeat, DAY)
        if chosen.large:
            figures.append(large(chosen.profile, work))
        return figures


def generate(profile: str, work: Work, rows: int) -> None:
    """Writes the CSV that everyone imports."""
    bare_limits.binary(profile, "csv", str(rows), work.csv)


def large(profile: str, work: Work) -> Figure:
    """Tickloom's import of ten times as much, once."""
    rows = 100 * MILLION
    generate(profile, work, rows)
    taken = import_ticks(work)
    figure = Figure.of("import/csv-large", "tickloom", rows, [(taken.wall, taken)])
    return replace(figure, time_left_error=worst_error(taken.words))


def write(folder: Path, result: dict[str, object]) -> None:
    """Writes both files and shows the readable one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result['date']}-{result['commit']}"
    path.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
    text = readable(result)
    path.with_suffix(".md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
