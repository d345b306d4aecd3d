"""``tickloom credentials``: secrets by name, from a prompt or standard input; none is ever shown."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandError
from .options import Json
from .output import put
from .verbs import group
from .words import counted, say

if TYPE_CHECKING:
    from tickloom.credentials.health import Health
    from tickloom.credentials.store import CredentialStore

credentials = group("Keep secrets in the keychain of the operating system, or an encrypted file.")

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="The credential, as venue_key.", show_default=False),
]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read the value from standard input, to its end.")]
PassphraseStdin = Annotated[
    bool,
    typer.Option(
        "--passphrase-stdin",
        help="The first line of standard input is the passphrase of the encrypted file.",
    ),
]


@credentials.callback()
def _prepare() -> None:
    from tickloom.secret import prepare

    prepare()


@credentials.command("set")
def set_(name: Name, stdin: Stdin = False, passphrase_stdin: PassphraseStdin = False) -> None:
    """Keep a value; one that was there before is forgotten.

    It is asked for twice and not shown. It cannot be given as an argument, which other programs could read.
    """
    from .asking import value_of

    with _store(passphrase_stdin) as store:
        store.set(_checked(name), value_of(name, stdin=stdin))
    say(f"{name} is set")


@credentials.command()
def rotate(
    name: Name,
    stdin: Stdin = False,
    finish: Annotated[bool, typer.Option("--finish", help="Forget the value before.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the value before.")] = False,
    passphrase_stdin: PassphraseStdin = False,
) -> None:
    """Keep a new value beside the old one, which stays until --finish or the next rotation.

    Programs that read meanwhile get one of the two, whole.
    """
    from .asking import value_of

    if finish and undo:
        raise typer.BadParameter("--finish and --undo contradict each other")
    with _store(passphrase_stdin) as store:
        if finish:
            store.finish(name)
        elif undo:
            store.undo(name)
        else:
            store.rotate(_checked(name), value_of(name, stdin=stdin))
    say(_rotated(name, finish=finish, undo=undo))


@credentials.command()
def delete(name: Name, passphrase_stdin: PassphraseStdin = False) -> None:
    """Forget all values of a credential."""
    with _store(passphrase_stdin) as store:
        store.delete(name)
    say(f"{name} is deleted")


@credentials.command()
def passphrase(passphrase_stdin: PassphraseStdin = False) -> None:
    """Seal the encrypted file under another passphrase, which is asked for twice.

    With --passphrase-stdin the new one is the second line. Programs that run need the new one, too.
    """
    from tickloom.credentials import change_passphrase

    from . import asking

    if passphrase_stdin:
        said = asking.passphrase_said()
        change_passphrase(lambda _is_new: said, asking.passphrase_said)
    else:
        change_passphrase(asking.passphrase, asking.new_passphrase)
    say("the encrypted file has a new passphrase")


@credentials.command("list")
def list_(as_json: Json = False) -> None:
    """Show which credentials there are, where, since when, and which are missing. No value is read."""
    from tickloom.credentials.health import listed

    with _store() as store:
        _show(listed(store), as_json=as_json)


@credentials.command()
def check(as_json: Json = False, passphrase_stdin: PassphraseStdin = False) -> None:
    """Read every credential and hold it against its age and the validator of its integration.

    Ends with 6 if any is missing, unreadable or refused. One that is old still works.
    """
    from tickloom import config
    from tickloom.credentials.health import checked

    with _store(passphrase_stdin) as store:
        found = checked(store, config.load().credentials.max_age * 24 * 3600)
    _show(found, as_json=as_json)
    if bad := [health.name for health in found if not health.is_usable]:
        what = f"{counted(len(bad), 'credential')} cannot be used: {', '.join(bad)}"
        raise CommandError("credentials.unhealthy", what)


@credentials.command()
def audit(
    last: Annotated[
        int, typer.Option("--last", min=0, help="Show so many lines, the latest; 0 for all.")
    ] = 50,
    as_json: Json = False,
) -> None:
    """Show who did what to which credential, and check that nobody has changed the trail.

    Ends with 6 if a line was changed, removed, added or put elsewhere.
    """
    from tickloom.credentials.opening import folder
    from tickloom.credentials.trail import check as check_trail
    from tickloom.credentials.trail import lines

    from .trail import damage, texts

    shown = list(lines(folder()))[-last:]
    put("\n".join(json.dumps(asdict(line)) for line in shown) if as_json else texts(shown))
    if findings := check_trail(folder()):
        raise damage(folder(), findings)


def _store(passphrase_stdin: bool = False) -> "CredentialStore":
    from tickloom.credentials import open_store

    from .asking import passphrase, passphrase_said

    if passphrase_stdin:
        said = passphrase_said()  # before the value, which is all that follows it
        return open_store(lambda _is_new: said)
    return open_store(passphrase)


def _checked(name: str) -> str:
    """Before anybody is asked for a value."""
    from tickloom.credentials.names import checked_name

    return checked_name(name)


def _rotated(name: str, *, finish: bool, undo: bool) -> str:
    if finish or undo:
        return f"{name} has the {'new' if finish else 'old'} value alone"
    return (
        f"{name} has a new value; when all programs work with it: tickloom credentials rotate {name} --finish"
    )


def _show(found: "list[Health]", *, as_json: bool) -> None:
    if as_json:
        put(json.dumps([asdict(health) for health in found]))
        return
    from tickloom.alignment import aligned

    if rows := [_row(health) for health in found]:
        put("\n".join(line.rstrip() for line in aligned(rows)))
    else:
        say("there are no credentials: tickloom credentials set NAME")


def _row(health: "Health") -> tuple[str, ...]:
    age = "" if health.since is None else _age(health.since)
    both = "both values" if health.has_previous else ""
    return (health.state, health.name, health.backend, age, both, health.advice)


def _age(since: int) -> str:
    from tickloom.credentials.index import now

    seconds = max(0, now() - since) // 10**9
    for unit, length in (("day", 24 * 3600), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return counted(seconds // length, unit)
    return counted(seconds, "second")
