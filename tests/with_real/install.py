"""Install the real servers that the tests of this folder talk to, each into a place of its own.

`python tests/with_real/install.py [SERVER…]` is silent about what is there already.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    _apt({"chromium": "chromium", "npm": "npm", "fc-list": "fontconfig"})
    _run("npm", "ci", "--silent", "--ignore-scripts", "--prefix", str(folder))
    (folder / "bin").mkdir(exist_ok=True)
    for name in ("chromium", "node"):
        link = program(folder, name)
        link.unlink(missing_ok=True)
        link.symlink_to(shutil.which(name) or name)
    ready.write_text(lock, "utf-8")


def _apt(wanted: Mapping[str, str]) -> None:
    """Install the packages whose programs are absent, and Japanese letters where there are none."""
    absent = [package for name, package in wanted.items() if not shutil.which(name)]
    if not shutil.which("fc-list") or not _run("fc-list", ":lang=ja"):
        absent.append("fonts-noto-cjk")
    if absent:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-qq", "-y", "--no-install-recommends", *absent)


def _run(name: str, *arguments: str) -> bytes:
    return subprocess.run([shutil.which(name) or name, *arguments], check=True, stdout=subprocess.PIPE).stdout


SERVERS: dict[str, Callable[[Path], None]] = {"browser": browser, "isso": isso}
"""What installs each into its folder, and does nothing when it is there."""


def program(folder: Path, name: str) -> Path:
    """Return a program of an environment."""
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / name


def main(names: Sequence[str]) -> None:
    """Install these servers, or all."""
    for name in names or SERVERS:
        SERVERS[name](REAL / name)


if __name__ == "__main__":
    main(sys.argv[1:])
