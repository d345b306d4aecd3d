"""Configurations of which something is wrong, with what has to be said of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "hunter2-Zq8"  # noqa: S105 - it opens nothing
"""Stands wherever a value must not be shown."""


@dataclass(frozen=True)
class Broken:
    """A configuration."""

    name: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    says: tuple[tuple[str, str, str], ...] = ()
    """Each thing that is wrong: its place, its key, and a part of what to do."""


def variable(name: str, key: str, text: str, fix: str) -> Broken:
    """One that is wrong in the environment."""
    return Broken(name, environment={key: text}, says=((key, key, fix),))


def line(
    name: str, content: str | bytes, where: int, key: str, fix: str, file: str = ".env.development"
) -> Broken:
    """One that is wrong in a line of a file."""
    place = f"{file}:{where}" if where else file
    return Broken(name, files={file: content}, says=((place, key, fix),))


THREADS = "TICKLOOM_IMPORTS__THREADS"
TIMEOUT = "TICKLOOM_SQL__TIMEOUT"
ROWS = "TICKLOOM_SQL__MAX_ROWS"
SERVER = "TICKLOOM_DOWNLOADS__BASE_URL"
PROXY = "TICKLOOM_DOWNLOADS__PROXY"
ORIGINS = "TICKLOOM_ENGINE__ORIGINS"
FEWER = "TICKLOOM_ENGINE__CONNECTIONS"
VENUE = "TICKLOOM_CREDENTIAL_VENUE"
MORE = "TICKLOOM_ENGINE__HANDSHAKES"

TYPES = (
    variable("a word for a whole number", THREADS, SECRET, "a whole number from 1 to 256"),
    variable("a fraction for a whole number", THREADS, "1.5", "a whole number from 1 to 256"),
    variable("two numbers for one", THREADS, "1 2", "a whole number from 1 to 256"),
    variable("a number as JSON text", THREADS, '"4"', "a whole number from 1 to 256"),
    variable("a word for a number", TIMEOUT, SECRET, "a number from 0.001 to 86,400"),
    variable("a time with its unit", TIMEOUT, "5s", "a number from 0.001 to 86,400"),
    variable("none where there must be one", "TICKLOOM_DOWNLOADS__TIMEOUT", "none", "a number from 0.001"),
    variable("a level that is none", "TICKLOOM_LOGS__LEVEL", "loud", "one of error"),
    variable("a backend that is none", "TICKLOOM_CREDENTIALS__BACKEND", "paper", "one of keychain"),
    variable("an address without a scheme", SERVER, "ticks.example", "http:// or https:// address"),
    variable("an address of another scheme", SERVER, "ftp://ticks.example", "http:// or https:// address"),
    variable("a password in an address", SERVER, f"http://me:{SECRET}@x", "without a name or a password"),
    variable("a password in a proxy", PROXY, f"http://me:{SECRET}@x", "without a name or a password"),
    variable("an origin with a path", ORIGINS, "app://bundle/page", "an origin such as app://bundle"),
    variable("one wrong origin of two", ORIGINS, "app://bundle,bundle", "an origin such as app://bundle"),
    variable("a list that ends in a comma", ORIGINS, "app://bundle,", "an origin such as app://bundle"),
)

RANGES = (
    variable("no threads", THREADS, "0", "from 1 to 256"),
    variable("too many threads", THREADS, "257", "from 1 to 256"),
    variable("a negative number", THREADS, "-4", "from 1 to 256"),
    variable("a number beyond all bounds", ROWS, "9" * 400, "from 1 to 1,000,000,000"),
    variable("no time", TIMEOUT, "0", "from 0.001"),
    variable("an endless time", TIMEOUT, "inf", "from 0.001"),
    variable("a time that is no number", TIMEOUT, "nan", "from 0.001"),
    variable("too many connections", "TICKLOOM_DOWNLOADS__CONNECTIONS", "17", "from 1 to 16"),
)

NAMES = (
    variable("a letter too few", "TICKLOOM_SQL__MAX_ROW", "5", f"did you mean {ROWS}?"),
    variable("a section too much", "TICKLOOM_ENGINE__SQL__TIMEOUT", "5", f"did you mean {TIMEOUT}?"),
    variable("one underscore for two", "TICKLOOM_SQL_TIMEOUT", "5", f"did you mean {TIMEOUT}?"),
    variable("in lower case", "tickloom_sql__timeout", "5", f"did you mean {TIMEOUT}?"),
    variable("a section alone", "TICKLOOM_SQL", "{}", "config show lists all"),
    variable("nothing like it", "TICKLOOM_COLOUR_OF_THE_WALL", SECRET, "remove it"),
    variable("the prefix alone", "TICKLOOM_", "5", "remove it"),
    variable("a stage that is none", "TICKLOOM_ENV", "staging", "development, ci, production"),
    line(
        "unknown in a project's file",
        "A=1\n\nTICKLOOM_SQL__ROWS=5\n",
        3,
        "TICKLOOM_SQL__ROWS",
        "did you mean",
    ),
    line(
        "unknown in the user's file",
        "# mine\nSQL__TIMEOUT=5\n",
        2,
        "SQL__TIMEOUT",
        "did you mean",
        "tickloom.env",
    ),
    line("the stage in a file", "TICKLOOM_ENV=ci\n", 1, "TICKLOOM_ENV", "in the environment"),
    line("debugging in a file", "TICKLOOM_DEBUG=1\n", 1, "TICKLOOM_DEBUG", "in the environment"),
)

SECRETS = (
    line("a credential in a project's file", f"{VENUE}={SECRET}\n", 1, VENUE, "tickloom credentials set"),
    line(
        "a credential in the user's file",
        f"{VENUE}={SECRET}\n",
        1,
        VENUE,
        "tickloom credentials set",
        "tickloom.env",
    ),
    line(
        "a password in a project's file",
        f"{TIMEOUT}=5\nDB_PASSWORD={SECRET}\n",
        2,
        "DB_PASSWORD",
        "tickloom credentials set",
    ),
    line(
        "a token in the user's file",
        f"VENUE_TOKEN='{SECRET}'\n",
        1,
        "VENUE_TOKEN",
        "tickloom credentials set",
        "tickloom.env",
    ),
    line(
        "a key among settings",
        f"TICKLOOM_SQL__API_KEY={SECRET}\n",
        1,
        "TICKLOOM_SQL__API_KEY",
        "tickloom credentials set",
    ),
    line(
        "a setting like a secret in .env",
        f"TICKLOOM_SQL__TOKEN={SECRET}\n",
        1,
        "TICKLOOM_SQL__TOKEN",
        "tickloom credentials set",
        ".env",
    ),
    variable("a secret in a variable that is none", "TICKLOOM_API_KEY", SECRET, "tickloom credentials set"),
)

FILES = (
    line("twice in a file", f"{TIMEOUT}=5\n{TIMEOUT}=6\n", 2, TIMEOUT, "keep one of the two"),
    line("no value", f"{TIMEOUT}\n", 1, TIMEOUT, "or remove the line"),
    line("quotes that do not end", f"{THREADS}=2\n{TIMEOUT}='5\n", 2, "", "with the value in quotes"),
    line("a line that is none", f"{TIMEOUT}=5\nwhat is this\n", 2, "", "write NAME=value", "tickloom.env"),
    line("not UTF-8", f"{THREADS}=2\n# caf\xe9\n".encode("latin-1"), 2, "", "save it as UTF-8"),
    line("a zero byte", f"{THREADS}=2\n{TIMEOUT}=5\0\n", 2, "", "save it as text"),
    line("too long", f"{TIMEOUT}=5\n" + "#" * 70_000, 0, "", "keep in it what is set"),
    line(
        "a wrong value behind a comment",
        f"# slow\n\n  export {TIMEOUT} = 'soon'  # or later\n",
        3,
        TIMEOUT,
        "from 0.001",
    ),
    line("a wrong value behind a text of lines", f"A='1\n2\n3'\n{TIMEOUT}=soon\n", 4, TIMEOUT, "from 0.001"),
    line("a wrong value with an editor's mark", f"\ufeff{TIMEOUT}=soon\n", 1, TIMEOUT, "from 0.001"),
    Broken(
        "overruled, and wrong",
        {".env.development": f"{TIMEOUT}=soon\n"},
        {TIMEOUT: "5"},
        ((".env.development:1", TIMEOUT, "from 0.001"),),
    ),
)

TOGETHER = (
    Broken(
        "more that wait than can come",
        environment={FEWER: "10", MORE: "20"},
        says=((FEWER, MORE, "raise the second"),),
    ),
    Broken(
        "the same from two places",
        {".env.development": f"{MORE}=20\n"},
        {FEWER: "10"},
        ((".env.development:1", MORE, "raise the second"),),
    ),
    Broken(
        "many things in many places",
        {
            ".env": f"{THREADS}=0\n",
            ".env.development": f"{TIMEOUT}=soon\nMY_SECRET={SECRET}\n",
            "tickloom.env": "COLOUR=red\n",
        },
        {"TICKLOOM_SQL__MAX_ROW": "5", "TICKLOOM_LOGS__LEVEL": SECRET},
        (
            (".env:1", THREADS, "from 1 to 256"),
            (".env.development:1", TIMEOUT, "from 0.001"),
            (".env.development:2", "MY_SECRET", "tickloom credentials set"),
            ("tickloom.env:1", "COLOUR", "remove it"),
            ("TICKLOOM_SQL__MAX_ROW", "TICKLOOM_SQL__MAX_ROW", "did you mean"),
            ("TICKLOOM_LOGS__LEVEL", "TICKLOOM_LOGS__LEVEL", "one of error"),
        ),
    ),
)

ALL = (*TYPES, *RANGES, *NAMES, *SECRETS, *FILES, *TOGETHER)
