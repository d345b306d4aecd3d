"""Where the benches find what they run, and where they work."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENDERS = Path(__file__).parent / "contenders"
RESULTS = ROOT / "benches" / "results"
THREADS = 2

ENVIRONMENT = {
    "PYTHONPATH": str(ROOT / "python"),
    "POLARS_MAX_THREADS": str(THREADS),
    "RAYON_NUM_THREADS": str(THREADS),
    "OMP_NUM_THREADS": str(THREADS),
}
"""What holds every contender to the same number of threads."""


def tickloom() -> Path:
    """The command as `make build` leaves it."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    return ROOT / ".venv" / scripts / "tickloom"


def contender(name: str, *words: str | Path) -> list[str | Path]:
    """The command that runs a contender."""
    return [sys.executable, CONTENDERS / f"{name}.py", *words]


@dataclass(frozen=True)
class Work:
    """The folder of one run: the generated file, and what contenders make of it."""

    folder: Path

    @property
    def csv(self) -> Path:
        """The generated ticks."""
        return self.folder / "EURUSD.csv"

    @property
    def home(self) -> Path:
        """The store whose files all read."""
        return self.folder / "tickloom"

    def written(self, name: str) -> Path:
        """Where a contender writes its import: nothing is there yet."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        return path
