"""What stands beside every number: machine, commit and versions; no names of hosts or folders."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

PEERS = ("duckdb", "numba", "polars", "pyarrow")


def machine() -> dict[str, object]:
    """Processor, cores, memory and operating system."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "os": _os(),
        "kernel": f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}",
    }


def _cpu() -> str:
    described = Path("/proc/cpuinfo")
    text = described.read_text() if described.exists() else ""
    found = dict(re.findall(r"^(model name|cpu family|model|stepping)\s*:\s*(.+)$", text, re.MULTILINE))
    if not found:
        return platform.processor()
    # Virtual machines often hide the model's name; its numbers still tell it.
    numbers = ", ".join(
        f"{key.split()[-1]} {found.get(key, '?')}" for key in ("cpu family", "model", "stepping")
    )
    return f"{found.get('model name', '')} ({numbers})"


def _os() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def versions(rust: str) -> dict[str, str]:
    """Python, the peers and the compiler."""
    return {"python": platform.python_version(), "rustc": rust, **{peer: version(peer) for peer in PEERS}}


def commit(root: Path) -> dict[str, object]:
    """The commit that was measured, and whether measured code had been changed since."""
    measured = ("Cargo.lock", "Cargo.toml", "crates", "python", "benches/src")
    changed = _said(root, "git", "status", "--porcelain", "--", *measured)
    return {"commit": _said(root, "git", "rev-parse", "--short=10", "HEAD"), "changed_since": bool(changed)}


def rustc(root: Path) -> str:
    """The compiler's version."""
    return _said(root, "rustc", "--version").split()[1]


def _said(root: Path, *command: str) -> str:
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.strip()
