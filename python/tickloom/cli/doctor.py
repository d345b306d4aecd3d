"""``tickloom doctor``: looks at everything that has to be right, and says what to do where it is not."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from .exits import CommandError
from .options import Json, Settings
from .output import put

if TYPE_CHECKING:
    from tickloom.doctor import Check

WIDTH = 11


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check the installation, the machine and the store.

    Each line is ok, warn or fail, with what to do about it. Nothing is changed but what opening a
    store puts right, and a look that hangs is given up after its time. Ends with 6 if anything fails.
    """
    from tickloom.doctor import examine

    settings: Settings = context.obj
    checks = examine(settings.home)
    failed = any(check.status == "fail" for check in checks)
    if as_json:
        put(json.dumps({"ok": not failed, "checks": [asdict(check) for check in checks]}))
    else:
        put("\n".join(map(_line, checks)))
    if failed:
        raise CommandError("doctor.failed", "something is not as it has to be; its line says what to do")


def _line(check: "Check") -> str:
    advice = f"; {check.advice}" if check.advice else ""
    return f"{check.status:<4}  {check.name:<{WIDTH}}  {check.found}{advice}"
