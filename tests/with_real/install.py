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
    _environment(folder, HERE / "isso-constraints.txt", "isso==0.14.*")


def moto(folder: Path) -> None:
    """Moto, a store that speaks as S3 does; it brings a web server, so it gets an environment of its own too."""
    _environment(folder, HERE / "moto-constraints.txt", "moto[s3]", "flask", "flask-cors")


def _environment(folder: Path, constraints: Path, *packages: str) -> None:
    ready = folder / "installed.txt"
    if ready.exists() and ready.read_text("utf-8") == constraints.read_text("utf-8"):
        return
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(program(folder, "python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(constraints), *packages], check=True)
    ready.write_text(constraints.read_text("utf-8"), "utf-8")


def sshd(_folder: Path) -> None:
    """Sshd and rsync, from the packages of the system, which takes root."""
    wanted = {"sshd": "openssh-server", "ssh": "openssh-client", "rsync": "rsync"}
    _packages(*(package for name, package in wanted.items() if not system_program(name)))


def dovecot(_folder: Path) -> None:
    """Dovecot, from the packages of the system, which takes root."""
    if not system_program("dovecot"):
        _packages("dovecot-imapd")


def browser(folder: Path) -> None:
    """Debian's Chromium with Japanese letters, and what looks at pages through it, at locked versions."""
    named = HERE / "browser"
    lock = (named / "package-lock.json").read_text("utf-8")
    ready = folder / "installed.txt"
    if ready.exists() and ready.read_text("utf-8") == lock:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(named / name, folder / name)
    wanted = {"chromium": "chromium", "npm": "npm", "fc-list": "fontconfig"}
    absent = [package for name, package in wanted.items() if not shutil.which(name)]
    if not shutil.which("fc-list") or not _run("fc-list", ":lang=ja"):
        absent.append("fonts-noto-cjk")
    _packages(*absent)
    _run("npm", "ci", "--silent", "--ignore-scripts", "--prefix", str(folder))
    (folder / "bin").mkdir(exist_ok=True)
    for name in ("chromium", "node"):
        link = program(folder, name)
        link.unlink(missing_ok=True)
        link.symlink_to(shutil.which(name) or name)
    ready.write_text(lock, "utf-8")


def _packages(*names: str) -> None:
    """Install packages of the system; their lists may have to be fetched first."""
    asked = ("install", "--yes", "--no-install-recommends", *names)
    if names and not _apt(*asked):
        _apt("update")
        if not _apt(*asked):
            sys.exit(f"apt-get could not install {' '.join(names)}")


def _apt(*asked: str) -> bool:
    """Run Debian's package manager; return whether it did what it was asked."""
    apt = shutil.which("apt-get")
    told = [apt or "apt-get", "--quiet", "--quiet", *asked]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return bool(apt) and subprocess.run(told, check=False, capture_output=True, env=environment).returncode == 0


def _run(name: str, *arguments: str) -> bytes:
    return subprocess.run([shutil.which(name) or name, *arguments], check=True, stdout=subprocess.PIPE).stdout


def microformats(folder: Path) -> None:
    """Another reader of microformats than ours, in JavaScript, at locked versions."""
    named, ready = HERE / "microformats", folder / "installed.txt"
    lock = (named / "package-lock.json").read_text("utf-8")
    if ready.exists() and ready.read_text("utf-8") == lock:
        return
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        sys.exit("npm and node are needed: apt-get install npm")
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "read.mjs"):
        shutil.copy(named / name, folder / name)
    subprocess.run([npm, "ci", "--silent", "--ignore-scripts", "--prefix", str(folder)], check=True)
    link = program(folder, "node")
    link.unlink(missing_ok=True)
    link.symlink_to(node)
    ready.write_text(lock, "utf-8")


SERVERS: dict[str, Callable[[Path], None]] = {
    "isso": isso,
    "dovecot": dovecot,
    "sshd": sshd,
    "moto": moto,
    "browser": browser,
    "microformats": microformats,
}
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
