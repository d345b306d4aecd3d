"""Holds the pages of docs/adr/ to their template, and their list to the pages."""

import re
from pathlib import Path

PARTS = ("**Context", "**Choice", "**Price", "**What would change our mind")


def test_every_decision_is_dated_and_complete_and_listed(root: Path) -> None:
    folder = root / "docs" / "adr"
    listed = re.findall(
        r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \|$", (folder / "README.md").read_text(), re.MULTILINE
    )
    pages = sorted(page.name for page in folder.glob("0*.md"))
    assert [name for _, name, _ in listed] == pages
    for number, name, title in listed:
        text = (folder / name).read_text()
        assert text.startswith(f"# {number} {title}\n\nDate: 20"), name
        places = [text.find(part) for part in PARTS]
        assert -1 not in places, name
        assert places == sorted(places), name
