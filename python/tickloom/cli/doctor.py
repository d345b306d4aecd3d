"""``tickloom doctor``: looks at everything that has to be right, and says what to do where it is not."""

import json
from dataclasses import asdict

import typer

from .exits import Exit
from .options import Json, Settings


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check the installation and the store.

    Each line is ok, warn or fail, with what to do about it. Ends with 6 if anything fails.
    """
    from .checks import examine

    settings: Settings = context.obj
    checks = examine(settings.home)
    failed = any(check.status == "fail" for check in checks)
    if as_json:
        typer.echo(json.dumps({"ok": not failed, "checks": [asdict(check) for check in checks]}))
    else:
        typer.echo("\n".join(_line(check.status, check.name, check.found, check.advice) for check in checks))
    raise typer.Exit(Exit.UNUSABLE if failed else Exit.DONE)


def _line(status: str, name: str, found: str, advice: str) -> str:
    return f"{status:<4}  {name:<11}  {found}{f'; {advice}' if advice else ''}"
