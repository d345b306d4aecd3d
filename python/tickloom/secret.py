"""A value that must not be shown: whatever prints, logs, copies or stores it sees a mask instead."""

from __future__ import annotations

import hmac
from typing import NoReturn, final

MASK = "[secret]"
"""What stands where the value would."""


@final
class Secret:
    """A secret text, which only ``reveal`` gives back.

    Texts of it and tracebacks show a mask, and so do logs wherever the value stands in them. It is neither
    copied nor pickled, and JSON refuses it. Two are compared in a time that does not depend on where they
    differ.

    >>> key = Secret("swordfish")
    >>> f"{key} {key!r} {[key]}"
    "[secret] Secret('[secret]') [Secret('[secret]')]"
    >>> key == Secret("swordfish"), key == "swordfish"
    (True, False)
    >>> key.reveal()
    'swordfish'
    """

    __slots__ = ("__value",)

    # A hash that depends on the value would be a way to guess it.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: str) -> None:
        """Keeps the value. Raises ``TypeError`` for what is no text, without showing it."""
        if type(value) is not str:
            raise TypeError(f"a secret is a str, not {type(value).__name__}")
        from tickloom._core import keep_out_of_logs

        self.__value = value
        keep_out_of_logs(value)

    def reveal(self) -> str:
        """The value, for the one call that needs it; don't keep it in a variable that lives long."""
        return self.__value

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, _how: str) -> str:
        # A width or a cut would be one of the mask, and a format that asks for more is no reason to fail.
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self.__value), _bytes(other.__value))

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a secret is not written down")

    def __copy__(self) -> NoReturn:
        raise TypeError("a secret is not copied")

    def __deepcopy__(self, _memo: object) -> NoReturn:
        raise TypeError("a secret is not copied")


def prepare() -> None:
    """Readies a process whose whole purpose is secrets: if it crashes, it leaves no image of its memory.

    What secrets need is loaded, too: between two prompts there is then no time in which a terminal would
    show what is pasted.
    """
    from tickloom._core import leave_no_core

    leave_no_core()


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")
