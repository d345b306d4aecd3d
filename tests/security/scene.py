"""Runs the program where everything that it leaves can be searched afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tickloom.client import Client

if TYPE_CHECKING:
    import signal

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))
SECONDS = 60


@dataclass(frozen=True)
class Scene:
    """Folders of a user who has nothing else."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> Scene:
        """With empty folders."""
        scene = cls(folder)
        for inner in ("config", "runtime", "work", "said", "data"):
            (folder / inner).mkdir(mode=0o700)
        return scene

    @property
    def home(self) -> Path:
        """The home, which is made when it is needed."""
        return self.folder / "home"

    @property
    def work(self) -> Path:
        """The current folder of all processes; core files would lie there."""
        return self.folder / "work"

    @property
    def environment(self) -> dict[str, str]:
        """Variables of the environment; services of the tests can be imported."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("TICKLOOM_")}
        return plain | {
            "TICKLOOM_HOME": str(self.home),
            "HOME": str(self.folder / "data"),
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "PYTHONPATH": str(Path(__file__).parent),
        }

    def run(
        self, *arguments: object, said: str = "", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """A command, to its end."""
        return subprocess.run(
            [TICKLOOM, *map(str, arguments)],
            env=self.environment | environment, cwd=self.work, input=said.encode(),
            capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip


class Engine:
    """An engine that was started with a pipe."""

    def __init__(
        self,
        scene: Scene,
        *arguments: object,
        said: bytes = b"",
        environment: dict[str, str] | None = None,
    ) -> None:
        """Starts it, and says something to it."""
        number = len(list((scene.folder / "said").iterdir()))
        self.errors = scene.folder / "said" / f"stderr-{number}"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [TICKLOOM, "engine", *map(str, arguments)], env=scene.environment | (environment or {}),
                cwd=scene.work, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,

            )  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(said)
        self.process.stdin.flush()

    @cached_property
    def first(self) -> list[str]:
        """The words of what it says when it is ready, which is waited for; none if it ends before."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode().split()

    def connect(self) -> Client:
        """A client."""
        _, port, nonce = self.first
        return Client(find=lambda: (int(port), nonce))

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What a method answers to a client that does nothing else."""
        with self.connect() as client:
            return client.ask(method, params, timeout=SECONDS)

    @property
    def said(self) -> bytes:
        """All that stands on standard error."""
        return self.errors.read_bytes()

    def wait(self) -> int:
        """Its exit code."""
        return self.process.wait(SECONDS)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal."""
        self.process.send_signal(number)

    def end(self) -> None:
        """Whatever it does, it is gone then."""
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait()
