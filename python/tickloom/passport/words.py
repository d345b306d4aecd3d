"""Numbers and lengths of time as people read them."""

from __future__ import annotations

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def length(seconds: float) -> str:
    """A length of time in its two largest units.

    >>> length(93_600), length(125), length(59.5)
    ('1 d 2 h', '2 min 5 s', '59.5 s')
    """
    if seconds < 60:
        return f"{seconds:g} s"
    rest, parts = int(seconds), []
    for size, unit in _UNITS:
        if rest >= size:
            parts.append(f"{rest // size} {unit}")
            rest %= size
    return " ".join([*parts, *([f"{rest} s"] if rest else [])][:2])


def percent(part: float) -> str:
    """A part of a whole; what is not quite all of it never looks as if it were.

    >>> percent(1.0), percent(0.99999), percent(0.5)
    ('100 %', '99.99 %', '50.00 %')
    """
    if part >= 1:
        return "100 %"
    return f"{int(part * 10_000) / 100:.2f} %"


def moment(text: str) -> str:
    """A time of a document without its marks.

    >>> moment("2019-02-04T00:00:00.994Z")
    '2019-02-04 00:00:00.994'
    """
    return text.replace("T", " ").removesuffix("Z").removesuffix(".000")


def size(count: int) -> str:
    """Bytes.

    >>> size(1_234_567)
    '1.2 MB'
    """
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
