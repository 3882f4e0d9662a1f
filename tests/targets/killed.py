"""A publish in a process of its own that is killed at its k-th step on the disk: `folder k`.

A step is whatever Python tells its auditors of: opening a file to write, renaming, removing, making a folder.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from tracker.targets import files
from tracker.targets.folder import Folder

STEPS = frozenset({"open", "os.chmod", "os.mkdir", "os.rename", "os.remove", "os.rmdir"})


def main(folder: Path, at: int) -> None:
    """Publish what is built in `folder`; say how many steps it took when it was not killed."""
    top, taken = folder / "www 置き場", 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal taken
        if event not in STEPS or not str(arguments[0]).startswith(str(top)):
            return
        if event == "open" and arguments[1] in ("r", "rb"):
            return
        taken += 1
        if taken == at:
            os.kill(os.getpid(), signal.SIGKILL)

    site, target = files(folder / "blog" / "output"), Folder(folder / "blog", path=str(top))
    ours = json.loads((folder / "ours.json").read_text("utf-8"))
    changes = target.changes(site, ours)
    sys.addaudithook(count)
    target.put(site, changes, lambda _name: None)
    sys.stdout.write(str(taken))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
