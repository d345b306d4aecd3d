"""A place in which nothing is configured but a home: commands run there see nothing of who runs the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))


@dataclass(frozen=True)
class Desk:
    """Where a command is run."""

    folder: Path

    @property
    def home(self) -> Path:
        """The home that is named, which nobody has made."""
        return self.folder / "home"

    @property
    def user(self) -> Path:
        """The user's own file."""
        return self.folder / "users" / "tickloom" / "tickloom.env"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing is configured but the home."""
        plain = {name: value for name, value in os.environ.items() if not name.upper().startswith("TICKLOOM")}
        own = {"HOME": "user", "XDG_CONFIG_HOME": "users", "LOCALAPPDATA": "users", "XDG_RUNTIME_DIR": "run"}
        places = {name: str(self.folder / folder) for name, folder in own.items()}
        return plain | places | {"TICKLOOM_HOME": str(self.home)}

    def write(self, name: str, content: str | bytes) -> Path:
        """Puts a file into the current folder, or the user's in its place."""
        path = self.user if name == "tickloom.env" else self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o644)
        return path

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        return subprocess.run(
            [TICKLOOM, *words], cwd=self.folder, env=self.environment | variables, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
