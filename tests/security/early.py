"""A service whose module takes hold of standard output and error before any service of it is made."""

import logging
import sys

from leaky import Leaky

from tickloom.services import Request, once

print("printed while the module was loaded")
logging.basicConfig()
OUTPUT, ERROR = sys.stdout, sys.stderr


class Early(Leaky):
    """Says its secret where it once took hold."""

    name = "early"

    @once
    def says(self, request: Request) -> None:
        """By everything that was kept."""
        print("to what was output", self._secret, file=OUTPUT)
        print("to what was error", self._secret, file=ERROR)
        logging.getLogger("early").error("to what logs %s", self._secret)
