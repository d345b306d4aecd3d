"""The three words that make methods of a service: how each of them answers."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    from .service import Service

Answer = Literal["once", "parts", "events"]
F = TypeVar("F", bound="Callable[..., Any]")
_MARK = "_tickloom_answer"


@dataclass(frozen=True, slots=True)
class Method:
    """A method as the engine takes it."""

    answer: Answer
    """How it answers."""
    name: str
    """Its name on the wire: that of the service, a dot, and that of the function."""
    about: str
    """What it does: the first line of its docstring."""
    seconds: float | None
    """Within which time; None for the usual."""
    call: Callable[..., Any]
    """The function, which takes a request."""


@overload
def once(function: F) -> F: ...
@overload
def once(*, seconds: float) -> Callable[[F], F]: ...
def once(function: F | None = None, *, seconds: float | None = None) -> Any:
    """A method that answers a request by one reply: the mapping that it returns, or nothing for an empty one.

    ``seconds`` is within which time, 30 if not given. The client is told when it is over; the function is not
    ended, but can ask ``request.is_cancelled``.
    """
    return _marked("once", function, seconds)


@overload
def parts(function: F) -> F: ...
@overload
def parts(*, seconds: float) -> Callable[[F], F]: ...
def parts(function: F | None = None, *, seconds: float | None = None) -> Any:
    """A generator whose mappings are parts of one result, each sent when the client has read those before.

    ``seconds`` is within which time the last is made, 600 if not given.
    """
    return _marked("parts", function, seconds)


@overload
def events(function: F) -> F: ...
@overload
def events(*, seconds: float) -> Callable[[F], F]: ...
def events(function: F | None = None, *, seconds: float | None = None) -> Any:
    """A generator whose mappings are the events of one subscription, on a thread of its own until it returns.

    Each is sent as it is, or replaces an older one if it is a ``Latest``. When nobody listens any more the
    generator is closed at its next ``yield``; one that waits for long does so with ``request.wait``.
    """
    return _marked("events", function, seconds)


def methods_of(service: Service) -> list[Method]:
    """The methods of a service, in the order in which they stand in its classes.

    Raises ``TypeError`` if ``parts`` or ``events`` marks what is no generator.
    """
    names = dict.fromkeys(name for kind in reversed(type(service).__mro__) for name in vars(kind))
    functions = ((name, getattr(type(service), name)) for name in names)
    return [_method(service, name) for name, function in functions if hasattr(function, _MARK)]


def _marked(answer: Answer, function: F | None, seconds: float | None) -> Any:
    def mark(function: F) -> F:
        setattr(function, _MARK, (answer, seconds))
        return function

    return mark if function is None else mark(function)


def _method(service: Service, name: str) -> Method:
    function = getattr(service, name)
    answer, seconds = getattr(function, _MARK)
    if answer != "once" and not inspect.isgeneratorfunction(function):
        raise TypeError(f"{type(service).__name__}.{name} is marked with {answer}, but yields nothing")
    about = (inspect.getdoc(function) or "").partition("\n")[0]
    return Method(answer, f"{service.name}.{name}", about, seconds, function)
