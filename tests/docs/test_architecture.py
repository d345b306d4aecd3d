"""Holds docs/architecture.md together with the repository: the paths it names and the arrows it draws."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDERS = ("crates/", "python/", "ui/", "tests/", "docs/", "scripts/", "benches/", ".")
ENDINGS = (".rs", ".py", ".pyi", ".ts", ".mjs", ".sql", ".toml", ".md", ".sh")


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "architecture.md").read_text()


def test_every_path_that_the_page_names_exists(root: Path, text: str) -> None:
    named = list(_paths(text))
    assert len(named) > 80
    missing = [path for folder, path in named if not _exists(root, folder, path)]
    assert missing == []


def test_the_arrows_are_those_of_the_manifests(root: Path, text: str) -> None:
    assert _drawn(text) == {
        manifest.parent.name: _dependencies(manifest) for manifest in root.glob("crates/*/Cargo.toml")
    }


def test_every_crate_has_its_section_and_what_it_must_not_know(root: Path, text: str) -> None:
    for crate in sorted(path.parent.name for path in root.glob("crates/*/Cargo.toml")):
        section = text.partition(f"### `crates/{crate}/`\n")[2].partition("\n### ")[0]
        assert "*Must not know:*" in section, crate


def _paths(text: str) -> Iterator[tuple[str, str]]:
    """Code spans that are paths, with the folder of the section in which they stand."""
    folder = ""
    for line in re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE).splitlines():
        if line.startswith("## "):
            folder = ""
        if heading := re.match(r"### `([^`]+)`", line):
            folder = heading[1]
        for span in re.findall(r"`([^`\s]+)`", line):
            if _is_path(span):
                yield folder, span


def _is_path(span: str) -> bool:
    # What lies in a home is no path of the repository.
    inside_home = span.startswith(("staging/", "tickloom.lock", "tickloom.pid"))
    return not inside_home and (span.endswith(("/", *ENDINGS)) or ("/" in span and span.startswith(FOLDERS)))


def _exists(root: Path, folder: str, path: str) -> bool:
    places = [root, root / folder, root / folder / "src"]
    return any((place / path).exists() for place in places)


def _drawn(text: str) -> dict[str, set[str]]:
    block = re.search(r"^```arrows\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert block is not None
    lines = (line.partition("──▶") for line in block[1].splitlines())
    return {crate.strip(): set(used.split()) for crate, _, used in lines}


def _dependencies(manifest: Path) -> set[str]:
    used = tomllib.loads(manifest.read_text())["dependencies"]
    return {name.removeprefix("tickloom-") for name in used if name.startswith("tickloom-")}
