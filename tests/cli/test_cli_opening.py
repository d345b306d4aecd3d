"""A command's store opens while the package loads: shared, given back, and not open where it cannot be."""

from pathlib import Path

import pytest
from running import Tickloom

import tickloom as tl
from tickloom.errors import StoreUnusable
from tickloom.opening import ahead


def test_who_opens_a_store_that_is_opened_ahead_shares_it_and_has_it_to_himself_after(
    tickloom: Tickloom, tmp_path: Path
) -> None:
    """Until he closes it, and then it is free for other processes."""
    home = tmp_path / "home"
    with ahead(home):
        workspace = tl.open(home)
    with workspace:
        assert workspace.instruments() == []
        assert tickloom("symbols").code == 5
    assert tickloom("symbols").code == 0


def test_a_store_that_nobody_opens_after_all_is_free_again(tickloom: Tickloom, tmp_path: Path) -> None:
    """As when a command ends early."""
    with ahead(tmp_path / "home"):
        pass
    assert tickloom("symbols").code == 0


def test_whoever_opens_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """Nobody else is."""
    (tmp_path / "home").write_text("a file")
    with ahead(tmp_path / "home"), pytest.raises(StoreUnusable):
        tl.open(tmp_path / "home")
