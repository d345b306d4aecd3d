"""Writes the settings into docs/configuration.md: ``python -m tickloom.config.reference [--check]``."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from .keys import Key, keys, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = Path(__file__).parents[3] / "docs" / "configuration.md"
"""The page, in a checkout."""
BEGIN = "<!-- settings: written by `make codegen` -->\n"
END = "<!-- end of settings -->\n"


def reference() -> str:
    """All settings as Markdown, a table for each section."""
    sections = groupby(keys().values(), lambda key: key.name.rpartition(".")[0])
    return "\n".join("\n".join(_section(name, list(group))) + "\n" for name, group in sections)


def page(text: str) -> str:
    """A page with its table brought up to date. Raises ``ValueError`` if it has no place for one."""
    before, began, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (began and ended):
        raise ValueError("the page does not say where its table begins and ends")
    return f"{before}{BEGIN}\n{reference()}\n{END}{after}"


def main(words: Sequence[str]) -> int:
    """Writes the page, or with ``--check`` only tells whether it is up to date."""
    text = PAGE.read_text(encoding="utf-8")
    wanted = page(text)
    if text == wanted:
        return 0
    if "--check" in words:
        print(f"{PAGE.name} is not what the settings say: make codegen", file=sys.stderr)
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def _section(name: str, group: list[Key]) -> Iterator[str]:
    yield f"### {name or 'Home'}\n"
    yield "| variable | default | may be | what it does | a change |"
    yield "|---|---|---|---|---|"
    yield from map(_row, group)


def _row(key: Key) -> str:
    default = text_of(key.default)
    unit = f" ({key.about.unit})" if key.about.unit else ""
    flag = f" Option: `{key.about.flag}`." if key.about.flag else ""
    cells = (
        f"`{key.variable}`",
        f"`{default}`" if default else "nothing",
        f"{key.allowed}{unit}",
        f"{key.about.text}{flag}",
        f"{'live' if key.about.is_live else 'restart'}{'' if key.about.is_remote else ', by hand'}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
