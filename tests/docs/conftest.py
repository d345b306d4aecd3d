"""Finds the pages, and prepares what their examples work on: a home that holds the synthetic week."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WITH_EXAMPLES = [page for page in PAGES if {"```console", "```python"} & {*page.read_text().splitlines()}]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests run for every ``page``, or for every ``page_with_examples``, whichever they take."""
    for name, pages in {"page": PAGES, "page_with_examples": WITH_EXAMPLES}.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, pages, ids=[str(page.relative_to(ROOT)) for page in pages])


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample in ``sample`` and its ticks in ``home``; tests copy it."""
    import tickloom as tl
    from tickloom import sample

    folder = tmp_path_factory.mktemp("week")
    sample.write(folder / "sample")
    with tl.open(folder / "home") as workspace:
        workspace.import_ticks("EURUSD", folder / "sample" / "EURUSD", progress=False)
    return folder


@pytest.fixture
def desk(week: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the sample and the home."""
    return shutil.copytree(week, tmp_path / "desk")
