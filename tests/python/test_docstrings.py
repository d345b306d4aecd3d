"""Every example in the package's docstrings runs and shows what it says."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import tickloom as tl

ROOT = Path(tl.__file__).parent
MODULES = sorted(
    ".".join(("tickloom", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path.name != "__main__.py"
)


@pytest.fixture
def examples(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What examples may use: ``ws``, a workspace on the synthetic week, in a folder that holds its files."""
    monkeypatch.chdir(sample)
    ws = tl.open(tmp_path)
    ws.import_ticks("EURUSD", next(sample.glob("*.csv")), progress=False)
    return {"ws": ws, "home": tmp_path}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name: str, examples: dict[str, object]) -> None:
    module = import_module(name)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    for test in finder.find(module, extraglobs=examples):
        runner.run(test, out=report.append)
    assert not runner.failures, "".join(report)


def test_the_way_in_and_every_question_has_an_example() -> None:
    for documented in (tl, tl.Table, tl.RecordTable, tl.Workspace.bars, tl.Workspace.ticks, tl.Workspace.sql):
        assert ">>>" in (documented.__doc__ or ""), documented
