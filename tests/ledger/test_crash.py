"""What was committed outlives a killed process and a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import SEARCH, reply, store
from tracker.errors import LedgerFull
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from tests.ledger.given import reply, store
from tracker.ledger import Ledger

ledger = Ledger.open(Path(sys.argv[1]))
for page in range(int(sys.argv[2])):
    store(ledger, "webmention", *(reply(f"{page}-{number}") for number in range(20)))
    ledger.cursors.put("webmention", str(page))
with ledger.transaction():
    store(ledger, "webmention", *(reply(f"lost-{number}", text="途中。" * 2000) for number in range(200)))
    ledger.cursors.put("webmention", "lost")
    print("inside", flush=True)
    sys.stdin.read()
"""
FILLER = """
import resource, signal, sys
from pathlib import Path
from tests.ledger.given import reply, store
from tracker.errors import LedgerFull
from tracker.ledger import Ledger

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger.open(Path(sys.argv[1])) as ledger:
    store(ledger, "webmention", reply("kept"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for page in range(1000):
            store(ledger, "webmention", *(reply(f"{page}-{number}", text="長い。" * 500) for number in range(20)))
            print(page, flush=True)
    except LedgerFull as error:
        print(error.message)
"""


@pytest.mark.parametrize("pages", [0, 1, 7])
def test_a_killed_process_loses_nothing_it_had_committed(path: Path, pages: int) -> None:
    writer = [sys.executable, "-c", WRITER, str(path), str(pages)]
    with subprocess.Popen(writer, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == b"inside\n"
        os.kill(killed.pid, signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    with Ledger.open(path) as ledger:
        assert ledger.trouble() == ""
        assert len(ledger.interactions.by_article(SEARCH.uid)) == pages * 20
        assert ledger.cursors.get("webmention") == (str(pages - 1) if pages else None)
        assert ledger.interactions.marks("webmention", ["lost-0"]) == {}


def test_a_full_disk_costs_the_page_and_nothing_before_it(path: Path) -> None:
    filler = [sys.executable, "-c", FILLER, str(path)]
    said = subprocess.run(filler, check=True, capture_output=True, text=True).stdout.splitlines()
    assert said[-1].startswith(str(path))
    stored = len(said) - 1
    with Ledger.open(path) as ledger:
        assert ledger.trouble() == ""
        assert len(ledger.interactions.by_article(SEARCH.uid)) == 1 + stored * 20
        store(ledger, "webmention", reply("room again"))


def test_a_full_file_says_so_and_stays_usable(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("kept"))
    pages = ledger._database.number("PRAGMA page_count")
    ledger._database.rows(f"PRAGMA max_page_count = {pages}")
    before = list(ledger.export())
    with pytest.raises(LedgerFull, match="full"):
        store(ledger, "webmention", *(reply(str(number), text="長い。" * 500) for number in range(200)))
    assert list(ledger.export()) == before
    assert ledger.trouble() == ""
    ledger._database.rows("PRAGMA max_page_count = 1000000")
    store(ledger, "webmention", reply("room again"))
    assert len(ledger.interactions.by_article(SEARCH.uid)) == 2


def too_much(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.cursors.put("webmention", "lost")
        store(ledger, "webmention", *(reply(str(number), text="長い。" * 500) for number in range(200)))


def test_a_full_file_inside_a_longer_transaction_takes_all_of_it_back(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("kept"))
    before = list(ledger.export())
    ledger._database.rows(f"PRAGMA max_page_count = {ledger._database.number('PRAGMA page_count')}")
    with pytest.raises(LedgerFull):
        too_much(ledger)
    assert list(ledger.export()) == before
