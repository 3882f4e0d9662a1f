"""Starts Pelican without docutils, which reads reStructuredText: a site of Markdown never asks for it.

To import it takes a quarter of Pelican's start, and it opens Pillow. Called as Pelican is:
`python plugins/start.py --settings pelicanconf.py …`; a site that has such texts is built by Pelican as it comes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

REST = ("*.rst", "*.rest")
LEFT_OUT = (
    "docutils",
    "docutils.core",
    "docutils.io",
    "docutils.parsers",
    "docutils.parsers.rst",
    "docutils.parsers.rst.languages",
    "docutils.writers",
    "docutils.writers.html4css1",
    "pelican.rstdirectives",
)
"""What Pelican imports of it, whatever it reads."""


class Nothing:
    """Stands for a class or a function of such a module: Pelican derives from it, and calls it once."""

    def __init__(self, *_: object) -> None: ...


class LeftOut(ModuleType):
    """Stands for a module that is not imported: it is false, which Pelican takes for "not installed"."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


def _go_back(pelican: Any) -> None:
    """Before anything was read, start again as Pelican comes if there is anything that only docutils can read."""
    folder = Path(pelican.settings["PATH"])
    if any(path for kind in REST for path in folder.rglob(kind)):
        os.execv(sys.executable, [sys.executable, "-m", "pelican", *sys.argv[1:]])  # noqa: S606 - ourselves


def main() -> None:
    """Build the site as the arguments say."""
    sys.path[0] = os.getcwd()  # noqa: PTH109 - as `python -m pelican` has it: settings import what lies beside them
    sys.modules.update({name: LeftOut(name) for name in LEFT_OUT})
    sys.argv[0] = "pelican"
    from pelican import main as build  # noqa: PLC0415 - after what it shall not import
    from pelican import signals  # noqa: PLC0415 - as above

    signals.initialized.connect(_go_back)
    build()


if __name__ == "__main__":
    main()
