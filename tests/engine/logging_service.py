"""A service that logs in every way that Python has, and says what it must not say."""

from __future__ import annotations

import logging
import tempfile
import threading
from typing import Any

import tickloom
from tickloom import logs
from tickloom.secret import Secret
from tickloom.services import Service, once

log = logs.get(__name__)


class Logging(Service):
    """See above."""

    name = "logging"

    @once
    def work(self, _request: Any) -> dict[str, Any]:
        """Works with a store, and says so."""
        log.info("work begins", symbol="EURUSD")
        with tempfile.TemporaryDirectory() as home, tickloom.open(home):
            logging.getLogger("a_library").warning("worked with %s", home)
        return {"request": logs.request_id()}

    @once
    def tell(self, request: Any) -> None:
        """Says a secret everywhere, and fails with it."""
        text = request.params["secret"]
        tickloom._core.keep_out_of_logs(text)
        log.warning(text, secret_in_a_text=f"is {text}", nested={text: [text, {text}]})
        log.warning("bytes and objects", data=text.encode(), holder=Secret(text), kind=type(text))
        log.warning("pieces", first=text[:7], second=text[7:])
        logging.getLogger(text).error("from %s", text, extra={"text": text})
        logging.getLogger("a_library").error("%d arguments", text)
        self._fail_apart(text)
        try:
            self._fail(text)
        except ValueError:
            log.exception("it has failed", url=f"https://host/{text}")
        self._fail(text)

    @once
    def dig(self, _request: Any) -> None:
        """Fails far below."""
        self._dig(300)

    def _dig(self, depth: int) -> float:
        return self._dig_on(depth) if depth else 1 / depth

    def _dig_on(self, depth: int) -> float:
        return self._dig(depth - 1)

    def left(self, session: str) -> None:
        """Nothing of it is kept."""

    def _fail(self, text: str) -> None:
        raise ValueError(f"with {text} in it")

    def _fail_apart(self, text: str) -> None:
        class Unraisable:
            def __del__(self) -> None:
                raise ValueError(text)

        thread = threading.Thread(target=self._fail, args=[text], name=text)
        thread.start()
        thread.join()
        del thread
        Unraisable()
