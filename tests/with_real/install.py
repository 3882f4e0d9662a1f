"""Install the real servers that the tests of this folder talk to, each into a place of its own.

`python tests/with_real/install.py [SERVER…]` is silent about what is there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
REAL = HERE.parents[1] / ".venv" / "real"
"""Below which each server has its folder."""


def isso(folder: Path) -> None:
    """Isso: it pins old packages, so it gets an environment of its own."""
    constraints = HERE / "isso-constraints.txt"
    ready = folder / "installed.txt"
    if ready.exists() and ready.read_text("utf-8") == constraints.read_text("utf-8"):
        return
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(program(folder, "python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(constraints), "isso==0.14.*"], check=True)
    ready.write_text(constraints.read_text("utf-8"), "utf-8")


def dovecot(_folder: Path) -> None:
    """Dovecot, from the packages of the system, which takes root."""
    if system_program("dovecot"):
        return
    if not _apt("install", "--yes", "--no-install-recommends", "dovecot-imapd"):
        _apt("update")
        if not _apt("install", "--yes", "--no-install-recommends", "dovecot-imapd"):
            sys.exit("apt-get could not install dovecot-imapd")


def _apt(*asked: str) -> bool:
    """Run Debian's package manager; return whether it did what it was asked."""
    apt = shutil.which("apt-get")
    told = [apt or "apt-get", "--quiet", "--quiet", *asked]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return bool(apt) and subprocess.run(told, check=False, capture_output=True, env=environment).returncode == 0


SERVERS: dict[str, Callable[[Path], None]] = {"isso": isso, "dovecot": dovecot}
"""What installs each into its folder, and does nothing when it is there."""


def program(folder: Path, name: str) -> Path:
    """Return a program of an environment."""
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / name


def system_program(name: str) -> Path | None:
    """Return a program of the system; a server's is not always on the path."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin")))
    return Path(found) if found else None


def main(names: Sequence[str]) -> None:
    """Install these servers, or all."""
    for name in names or SERVERS:
        SERVERS[name](REAL / name)


if __name__ == "__main__":
    main(sys.argv[1:])
