"""`make bench`: start-up, storing, listing; medians of several runs, as ratios to named baselines."""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import guard
from benchmarks.flood import Flood, articles
from tracker.http import Http, HttpSettings
from tracker.ledger import Ledger
from tracker.verbs.pull import Pull, Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from tracker.verbs.pull import Kept

BARE = (sys.executable, "-c", "import click, sqlite3")
ENISHI = (str(Path(sys.executable).with_name("enishi")),)
SETTINGS = '[site]\nurl = "https://bench.example"\n[me]\nurls = ["https://bench.example/"]\n'
SCALES = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
MANY, FEW = 100_000, 10_000
RUNS = 9


def main() -> None:
    """Measure everything in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="enishi-bench-") as scratch:
        folder = Path(scratch)
        (folder / "enishi.toml").write_text(SETTINGS, "utf-8")
        few, many = folder / "few.db", folder / "many.db"
        filled(few, FEW)
        stored = filled(many, MANY)
        held = own_memory()
        bare = executed(many, folder / "bare.db")
        report("storing 100,000 interactions", stored, "executemany of the same rows", bare, 4)
        start_up(folder, few)
        listing(folder, many)
        print(f"peak memory of storing 100,000: {held:.0f} MB")
    guard.main()


def start_up(folder: Path, few: Path) -> None:
    """Time help and a real list against Python with the two imports nobody can do without."""
    helped, bare = paired((*ENISHI, "who", "--help"), BARE, folder, few)
    report("enishi who --help", helped, "python -c 'import click, sqlite3'", bare, 2.0)
    listed, bare = paired((*ENISHI, "who"), BARE, folder, few)
    report("enishi who over 10,000", listed, "python -c 'import click, sqlite3'", bare, 2.5)


def listing(folder: Path, many: Path) -> None:
    """Time a list over a hundred thousand, and what it needs of memory."""
    listed, bare = paired((*ENISHI, "who"), BARE, folder, many, runs=3)
    report("enishi who over 100,000", listed, "python -c 'import click, sqlite3'", bare, None)
    peak, bare = (peak_memory(command, folder, many) for command in ((*ENISHI, "who"), BARE))
    print(f"peak memory of enishi who over 100,000: {peak:.0f} MB = {peak / bare:.1f} x the same ({bare:.0f} MB)")


def filled(path: Path, total: int) -> float:
    """Pull a flood into a new ledger through the real path; return the seconds it took."""
    started = time.perf_counter()
    with Ledger.open(path) as ledger:
        Pull(ledger, _connect, lambda: datetime(2026, 11, 1, tzinfo=UTC))(
            Request({"flood": Flood(total=total)}, articles(120))
        )
    return time.perf_counter() - started


def executed(full: Path, empty: Path) -> float:
    """Insert the rows of `full` into tables and indices of the same shape; return the seconds it took."""
    with closing(sqlite3.connect(full)) as source, closing(sqlite3.connect(empty)) as target:
        schema = source.execute(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        for (statement,) in schema:
            target.execute(statement)
        rows = {table: _rows(source, table) for table in ("articles", "accounts", "interactions")}
        started = time.perf_counter()
        for table, found in rows.items():
            target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)  # noqa: S608
        target.commit()
        return time.perf_counter() - started


def _rows(source: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    generated = {row[1] for row in source.execute(f"PRAGMA table_xinfo({table})") if row[6]}
    columns = [row[1] for row in source.execute(f"PRAGMA table_xinfo({table})") if row[1] not in generated]
    return source.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()  # noqa: S608 - our own names


def paired(
    command: Sequence[str], other: Sequence[str], folder: Path, ledger: Path, runs: int = RUNS
) -> tuple[float, float]:
    """Run two commands in turn and return the median wall seconds of each."""
    times = [(_timed(command, folder, ledger), _timed(other, folder, ledger)) for _run in range(runs + 1)][1:]
    return statistics.median(one for one, _two in times), statistics.median(two for _one, two in times)


def _timed(command: Sequence[str], folder: Path, ledger: Path) -> float:
    started = time.perf_counter()
    surroundings = {**os.environ, "ENISHI_LEDGER": str(ledger)}
    subprocess.run(command, cwd=folder, env=surroundings, check=True, capture_output=True)
    return time.perf_counter() - started


def report(what: str, seconds: float, baseline: str, bare: float, aim: float | None) -> None:
    """Print one ratio."""
    ratio = seconds / bare
    verdict = "" if aim is None else f", aim {aim} {'reached' if ratio <= aim else 'MISSED'}"
    print(f"{what}: {seconds * 1000:.0f} ms = {ratio:.2f} x {baseline} ({bare * 1000:.0f} ms){verdict}")


def _connect(kept: Kept, _stop: Event) -> Http:
    return Http(HttpSettings("bench"), kept)


def peak_memory(command: Sequence[str], folder: Path, ledger: Path) -> float:
    """Run a command below a small process, since a fork of a large one counts as large; return megabytes."""
    surroundings = {**os.environ, "ENISHI_LEDGER": str(ledger)}
    weighed = (sys.executable, "-c", SCALES, *command)
    done = subprocess.run(weighed, cwd=folder, env=surroundings, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def own_memory() -> float:
    """Return the most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
