"""A service that does with a secret everything that a service should not."""

import ctypes
import faulthandler
import logging
import os
import subprocess
import sys
import threading
import traceback
import warnings
from typing import Any, NoReturn

from tickloom.errors import UnknownSymbol
from tickloom.services import Request, Service, once

PR_GET_DUMPABLE = 3
"""As Linux has it."""


class Leaky(Service):
    """Says its secret wherever it can."""

    name = "leaky"

    def health(self) -> str | None:
        """To everybody who asks."""
        return f"cannot sign in with {self._secret}"

    @once
    def prints(self, request: Request) -> None:
        """Where programs print."""
        print(f"printed {self._secret}")
        print("in parts:", self._secret, file=sys.stderr)
        for letter in f"letter by letter {self._secret}\n":
            sys.stderr.write(letter)
        sys.stderr.writelines(["lines ", self._secret, "\n"])
        sys.stderr.flush()

    @once
    def logs(self, request: Request) -> None:
        """Where programs log."""
        logging.getLogger("leaky").warning("logged %s", self._secret)
        logging.getLogger("leaky").error("logged", extra={"key": self._secret})
        try:
            self._fail()
        except ValueError:
            logging.getLogger("leaky").exception("caught with %s", self._secret)

    @once
    def logs_at_bounds(self, request: Request) -> None:
        """Where a log may cut what is too long: in the midst of the secret, if it cuts before it masks."""
        for power in range(6, 18):
            for before in (len(self._secret), len(self._secret) // 2, 17, 1):
                filled = "x" * ((1 << power) - before)
                logging.getLogger("leaky").warning("%s%s", filled, self._secret)
                logging.getLogger("leaky").warning("cut", extra={"field": filled + self._secret + filled})
        deep: Any = self._secret
        for _ in range(50):
            deep = {self._secret: [deep]}
        logging.getLogger("leaky").warning("deep", extra={"field": deep})

    @once
    def warns(self, request: Request) -> None:
        """As libraries do."""
        warnings.warn(f"deprecated: {self._secret}", stacklevel=1)

    @once
    def raises(self, request: Request) -> None:
        """By a defect, with the secret in the text and as a cause."""
        try:
            self._fail()
        except ValueError as error:
            raise RuntimeError(f"could not sign in with {self._secret!r}") from error

    @once
    def refuses(self, request: Request) -> None:
        """With an error that clients are told."""
        raise UnknownSymbol(f"no such key: {self._secret}")

    @once
    def hides_in_a_key(self, request: Request) -> None:
        """As a KeyError shows a key."""
        raise KeyError(self._secret)

    @once
    def fails_on_a_thread(self, request: Request) -> None:
        """Where nobody catches it."""
        thread = threading.Thread(target=self._fail, name=f"thread-{self._secret}")
        thread.start()
        thread.join()

    @once
    def fails_unseen(self, request: Request) -> None:
        """Where nothing can be raised."""

        class Unraisable:
            def __del__(inner) -> NoReturn:  # noqa: N805
                self._fail()

        Unraisable()

    @once
    def shows_its_stack(self, request: Request) -> None:
        """With the values of all variables."""
        held = self._secret
        traceback.print_stack()
        stack = traceback.StackSummary.extract(traceback.walk_stack(None), capture_locals=True)
        sys.stderr.write("".join(stack.format()))
        assert held

    @once
    def dumps(self, request: Request) -> None:
        """What every thread does."""
        held = self._secret
        faulthandler.dump_traceback(sys.__stderr__ or 2)
        assert held

    @once
    def shows(self, request: Request) -> dict[str, Any]:
        """What the secrets look like."""
        return {"repr": repr(self.credentials), "str": str(self.credentials), "vars": repr(vars(self))}

    @once
    def starts_a_program(self, request: Request) -> dict[str, Any]:
        """Which inherits what is inherited."""
        done = subprocess.run(
            [sys.executable, "-c", "import os; print(dict(os.environ))"], check=True, capture_output=True
        )
        return {"said": done.stdout.decode()}

    @once
    def asks_the_system(self, request: Request) -> dict[str, Any]:
        """What becomes of the memory of this process, and how large cores of programs from here may be."""
        may_be_dumped = ctypes.CDLL(None).prctl(PR_GET_DUMPABLE)
        program = "import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))"
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        return {"may_be_dumped": may_be_dumped, "core_of_a_program": done.stdout.split()}

    @once
    def crashes(self, request: Request) -> None:
        """By touching what is nobody's."""
        ctypes.string_at(8)

    @once
    def aborts(self, request: Request) -> None:
        """As C code does that finds a defect."""
        faulthandler.enable(sys.__stderr__ or 2)
        os.abort()

    @property
    def _secret(self) -> str:
        value: Any = self.credentials["venue"]
        return str(value.reveal() if hasattr(value, "reveal") else value)

    def _fail(self) -> NoReturn:
        raise ValueError(f"refused: {self._secret}")
