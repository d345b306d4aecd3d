"""What kind of file system a folder lies on, as far as each platform tells without being asked for long."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_REMOTE = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "afpfs",
    "webdav",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.gvfsd",
    "ceph",
)


def is_remote(kind: str) -> bool:
    """Whether files of such a file system lie on another machine.

    >>> is_remote("nfs4"), is_remote("ext4")
    (True, False)
    """
    return kind.startswith((*_REMOTE, "remote"))


if sys.platform == "win32":
    import ctypes

    _REMOTE_DRIVE = 4

    def kind_of(folder: Path) -> str:
        """The kind, as ``remote`` or ``local``; empty if it cannot be told."""
        drive = folder.resolve().anchor
        if drive.startswith("\\\\"):
            return "remote"
        kind: int = ctypes.WinDLL("kernel32").GetDriveTypeW(ctypes.c_wchar_p(drive))
        return "remote" if kind == _REMOTE_DRIVE else "local"

else:

    def kind_of(folder: Path) -> str:
        """The kind, as ``ext4``, ``apfs`` or ``nfs4``; empty if it cannot be told."""
        mounts = _mounts()
        real = folder.resolve()
        return next((mounts[str(place)] for place in (real, *real.parents) if str(place) in mounts), "")

    def _mounts() -> dict[str, str]:
        """Kinds by the folders where they are mounted; of several at one place the last counts."""
        listed = Path("/proc/self/mountinfo")
        if listed.exists():
            return dict(map(_of_linux, listed.read_text(errors="surrogateescape").splitlines()))
        # The list of macOS: device on folder (kind, options).
        shown = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=4, check=False).stdout
        return dict(re.findall(r"^.* on (/.*?) \((\w+)", shown, re.MULTILINE))

    def _of_linux(line: str) -> tuple[str, str]:
        before, _, after = line.partition(" - ")
        place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        return place, after.split(" ")[0]
