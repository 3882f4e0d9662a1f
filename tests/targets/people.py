"""Being somebody else than whoever runs the tests."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def nobody() -> Iterator[None]:
    """Be somebody who owns nothing; whoever is not root is that already."""
    root = os.geteuid() == 0
    if root:
        os.setegid(65534)
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
            os.setegid(0)


def reachable(folder: Path) -> None:
    """Let everybody see what lies in a test's folder."""
    top = Path(gettempdir()).resolve()
    for path in (folder, *folder.parents):
        if top in path.resolve().parents:
            path.chmod(0o755)


@contextmanager
def closed(top: Path) -> Iterator[None]:
    """Let nobody write in a folder, or in those in it."""
    folders = [top, *(path for path in top.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in folders:
            path.chmod(0o755)
