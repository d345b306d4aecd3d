"""The errors that no table could write: the base of all others, and the one that programs do not catch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from ..imports import ImportReport


class TickloomError(Exception):
    """The base of every error of this package; ``str(error)`` says what was wrong and what to try.

    >>> from tickloom.times import nanos
    >>> try:
    ...     nanos("yesterday")
    ... except TickloomError as error:
    ...     print(error.code, error.retryable)
    time.invalid False
    """

    # The name by which it is caught, pickled and shown in tracebacks.
    __module__ = "tickloom.errors"

    codes: ClassVar[tuple[str, ...]] = ()
    """The codes that this class stands for; one that ends in a dot stands for all that begin with it."""

    code: str
    """Names the kind of this error; the same in Rust, Python, on the wire and in the user interface."""

    details: dict[str, Any] | None = None
    """Facts for programs, if an engine sent some."""

    _retryable: bool | None = None

    request: str | None = None
    """The request's id in the logs of engine and client, if an engine refused one."""

    def __init__(self, message: str, code: str | None = None) -> None:
        """Keeps the message, and the code where the class has more than one."""
        super().__init__(message)
        self.code = code if code is not None else self.codes[0]

    def __reduce__(self) -> tuple[Any, ...]:
        """Lets errors cross to other processes with their code."""
        return (type(self), (str(self), self.code), {**self.__dict__})

    @property
    def retryable(self) -> bool:
        """Whether the same, asked again later, may succeed without a change of what is asked.

        What changes something may have been done before the error came: `tickloom explain CODE` says so.
        """
        if self._retryable is not None:
            return self._retryable
        from .catalogue import find

        known = find(self.code)
        return known is not None and known.retryable

    @retryable.setter
    def retryable(self, is_so: bool) -> None:
        """What an engine says counts before the catalogue, which may be of another version."""
        self._retryable = is_so


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during an import or a query, raised when the work has ended safely.

    Not a ``TickloomError``: like every ``KeyboardInterrupt`` it passes by ``except Exception``. What an
    import had stored stays stored; ``report`` says how much. Importing the same files again goes on from
    there.
    """

    __module__ = "tickloom.errors"

    codes: ClassVar[tuple[str, ...]] = ("interrupted",)

    report: ImportReport | None = None
    """What an import did until then; none if a query was interrupted."""

    details: dict[str, Any] | None = None
    """Facts for programs, if an engine sent some."""

    retryable: bool = False
    """Whoever pressed Ctrl-C does not want it asked again."""

    request: str | None = None
    """The request's id in the logs of engine and client, if an engine refused one."""

    def __init__(self, message: str, code: str = "interrupted") -> None:
        """Keeps the message beside the code."""
        super().__init__(message)
        self.code = code
