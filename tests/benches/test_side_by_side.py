"""The benches run, and all whom they measure give the same answers; how fast is not asked here."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PEERS = ["duckdb", "polars"]
IN_MEMORY = {"bars-in-memory": ["tickloom", "polars", "numba"], "bars-by-tick": ["tickloom"]}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the results of a small run; a run fails where answers differ."""
    folder = tmp_path_factory.mktemp("results")
    command: list[str | Path] = [ROOT / "benches/run.sh", "--quick", "--profile", "dev", "--results", folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def result(written: Path) -> dict[str, Any]:
    """What the run wrote for programs."""
    (path,) = written.glob("*.json")
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def test_every_question_was_put_to_every_contender(result: dict[str, Any]) -> None:
    asked: dict[str, list[str]] = {}
    for figure in result["figures"]:
        asked.setdefault(figure["question"], []).append(figure["contender"])
    reads = {question: ["tickloom", *PEERS] for question in ("bars-1m", "bars-nine", "one-day")}
    assert asked == {"import/csv": ["tickloom", *PEERS, "pyarrow"], **reads, **IN_MEMORY}


def test_every_rust_bench_says_what_it_measured(result: dict[str, Any]) -> None:
    topics = {"/".join(line["name"].split("/")[:2]) for line in result["rust"]}
    assert topics == {
        "bars/build-1m",
        "bars/nine-timeframes-live",
        "bi5/decode-vs-bare-liblzma",
        "calendar/gaps",
        "calendar/walk",
        "encode/bytes-per-tick",
        "encode/commit-one-thread",
        "encode/stage-one-thread",
        "engine/day",
        "engine/day-in-python",
        "engine/import",
        "engine/large",
        "engine/large-in-python",
        "engine/mtf-event",
        "engine/mtf-event-inside",
        "engine/ping",
        "engine/python-client",
        "engine/python-service",
        "ipc/round-trip",
        "ipc/thousand",
        "quality/checks",
        "quality/stored",
        "read/minutes",
        "read/partition",
        "reduce/chart",
        "replay/nine-timeframes",
    }
    assert all(line["median"] >= line["min"] > 0 and line["profile"] == "dev" for line in result["rust"])


def test_a_number_stands_beside_its_machine_commit_and_versions_and_no_folder(
    written: Path, result: dict[str, Any]
) -> None:
    assert {"cpu", "cores", "memory_gib", "os", "others_cores"} <= set(result["machine"])
    assert set(result["versions"]) == {"python", "rustc", *PEERS, "pyarrow", "numba"}
    (page,) = written.glob("*.md")
    text = page.read_text()
    assert result["commit"] in text
    assert "Not a release build" in text
    assert str(ROOT) not in text + json.dumps(result)


def test_a_stored_tick_takes_less_than_a_tenth_of_its_csv(result: dict[str, Any]) -> None:
    sizes = {line["name"]: line["median"] for line in result["rust"] if line["unit"] == "bytes/tick"}
    assert sizes["encode/bytes-per-tick/tickloom"] * 10 < sizes["encode/bytes-per-tick/csv"]
