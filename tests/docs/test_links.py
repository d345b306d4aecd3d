"""Follows every link between the pages: to files that exist and to headings that stand there."""

import re
from pathlib import Path

LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")


def test_every_link_leads_somewhere(page: Path) -> None:
    dead = [target for target in _targets(page) if not _is_alive(page, target)]
    assert dead == []


def _targets(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    return [target for target in LINK.findall(text) if "://" not in target]


def _is_alive(page: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = (page.parent / path) if path else page
    return file.exists() and (not heading or heading in _headings(file))


def _headings(file: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
