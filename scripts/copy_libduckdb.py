"""Copies the DuckDB library that the core is linked with beside the extension module, which looks there.

Editable installs and wheels need it there alike; run it once before ``maturin develop`` or ``maturin build``.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "python" / "tickloom"
NAMES = {"linux": "libduckdb.so", "darwin": "libduckdb.dylib", "win32": "duckdb.dll"}


def folders() -> list[Path]:
    """Where the library may lie: the folder that cargo was told of, or any of npm's packages."""
    told = [Path(os.environ["DUCKDB_LIB_DIR"])] if "DUCKDB_LIB_DIR" in os.environ else []
    return told + sorted((ROOT / "node_modules" / "@duckdb").glob("node-bindings-*"))


def main() -> None:
    """Copies it, or says what is missing."""
    name = NAMES[sys.platform]
    found = next((folder / name for folder in folders() if (folder / name).is_file()), None)
    if found is None:
        sys.exit(f"{name} is missing: run `npm ci`, or set DUCKDB_LIB_DIR to the folder that holds it")
    print(f"{shutil.copy2(found, PACKAGE / name)}")


if __name__ == "__main__":
    main()
