"""The command, disturbed in a process of its own: `python -m tests.disturbed before 3 pull`.

`before N` and `after N` kill it at its N-th commit (0: never); `room BYTES` lets no file grow larger.
How many commits there were is the last line of stderr.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

from tracker.cli import run
from tracker.ledger.database import Database

if TYPE_CHECKING:
    from tracker.ledger.database import Values

execute = Database.execute


class Disturbed:
    """What `Database.execute` does meanwhile: the same, with commits counted."""

    def __init__(self, how: str, number: int) -> None:
        self._how, self._number, self.commits = how, number, 0

    def execute(self, database: Database, sql: str, values: Values = ()) -> int:
        if sql != "COMMIT":
            return execute(database, sql, values)
        self.commits += 1
        self._die("before")
        changed = execute(database, sql, values)
        self._die("after")
        return changed

    def _die(self, moment: str) -> None:
        if (moment, self.commits) == (self._how, self._number):
            os.kill(os.getpid(), signal.SIGKILL)


def main(how: str, number: str, *arguments: str) -> int:
    if how == "room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(number), int(number)))
    disturbed = Disturbed(how, int(number))

    def stand_in(self: Database, sql: str, values: Values = ()) -> int:
        return disturbed.execute(self, sql, values)

    Database.execute = stand_in  # type: ignore[method-assign] # that is the disturbance
    code = run(list(arguments))
    sys.stderr.write(f"{disturbed.commits}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
