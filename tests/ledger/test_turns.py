from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tracker.errors import LedgerBusy

if TYPE_CHECKING:
    from tracker.ledger import Ledger

pytest.importorskip("fcntl")

HOLDS = """
import sys, time
from pathlib import Path
from tracker.ledger.turns import turn
with turn(Path(sys.argv[1]), "publish"):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_two_take_turns_and_one_that_was_killed_holds_nothing(ledger: Ledger) -> None:
    command = [sys.executable, "-c", HOLDS, str(ledger.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(LedgerBusy, match="in use by another command"), ledger.turn("publish"):
            pytest.fail("it was not its turn")
        with ledger.turn("something else"):
            pass
        other.kill()
    with ledger.turn("publish"):
        pass


def test_the_lock_is_for_nobody_elses_eyes(ledger: Ledger) -> None:
    with ledger.turn("publish"):
        file = ledger.path.with_name(f"{ledger.path.name}.publish")
        assert file.stat().st_mode & 0o777 == 0o600
