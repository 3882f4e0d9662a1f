"""`make bench-site`: stock Pelican, Hugo and ours build the same blog in turn; `--posts 5000` for more of it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.site import places
from benchmarks.site.searching import index_sizes
from benchmarks.site.watching import saved_to_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.site.places import Place

USUAL = (120, 1000)
ROUNDS = 3
SAVES = 100
WEIGH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""


@dataclass(frozen=True)
class Run:
    """What one build took."""

    wall: float
    cpu: float
    memory: float
    """The most that one of its processes held, in MiB."""


def main() -> None:
    """Measure every size that is asked for."""
    parser = argparse.ArgumentParser(description="Builders side by side.")
    parser.add_argument("--posts", type=int, nargs="*", default=USUAL)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--saves", type=int, default=SAVES)
    asked = parser.parse_args()
    for posts in asked.posts:
        with tempfile.TemporaryDirectory(prefix="enishi-bench-site-") as scratch:
            measured(Path(scratch), posts, asked.rounds, asked.saves)


def measured(scratch: Path, posts: int, rounds: int, saves: int) -> None:
    """Build a blog of so many posts in every way, and print the ratios."""
    print(f"\n{posts} posts, best of {rounds}; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    hugo, stock = places.hugo(scratch / "hugo", posts), places.stock(scratch / "stock", posts)
    ours, full = places.ours(scratch / "ours", posts), places.full(scratch / "full", posts)
    large = posts >= 1000  # noqa: PLR2004 - the aims are set for a thousand
    cold = turns((hugo, stock, ours, full), rounds, lambda place, _: place.empty(cache=True))
    told("cold", cold, hugo, {"ours": 2.2} if large else {})
    told("cold", {name: cold[name] for name in (stock.name, ours.name)}, stock, {"ours": 0.55} if large else {})
    one = turns((hugo, ours, full), rounds, lambda place, turn: place.edit(turn))
    told("one post edited", one, hugo, {"ours": 0.35} if large else {})
    if not large:
        aim("one post edited, ours", one["ours"].wall, 0.5, "s")
    every = turns((hugo, ours, full), rounds, _restored)
    told("cache restored, every template changed", every, hugo, {"ours": 1.0} if large else {})
    aim("memory, ours, cold", cold["ours"].memory, 200, "MiB")
    index_sizes(full)
    for place in (ours, full):
        seen = sorted(saved_to_seen(place, saves))
        aim(f"saved to seen, {place.name}, 95 of 100", seen[int(len(seen) * 0.95) - 1], 0.1, "s")


def _restored(place: Place, turn: int) -> None:
    place.empty(cache=False)
    place.restyle(turn)


def turns(builders: Sequence[Place], rounds: int, prepare: Callable[[Place, int], None]) -> dict[str, Run]:
    """Let the builders build in turn, so that what else the machine does is shared; return the best of each."""
    runs: dict[str, list[Run]] = {place.name: [] for place in builders}
    for turn in range(rounds):
        for place in builders:
            prepare(place, turn)
            runs[place.name].append(timed(place))
    return {name: min(found, key=lambda run: run.wall) for name, found in runs.items()}


def timed(place: Place) -> Run:
    """Build once, below a small process that weighs it."""
    started = time.perf_counter()
    weighed = (sys.executable, "-c", WEIGH, *place.command)
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(weighed, cwd=place.folder, env=usual, check=True, capture_output=True, text=True)
    cpu, memory = map(float, done.stdout.split()[-2:])
    return Run(time.perf_counter() - started, cpu, memory)


def told(what: str, runs: dict[str, Run], against: Place, aims: dict[str, float]) -> None:
    """Print what each took, and how that compares."""
    base = runs[against.name]
    for name, run in runs.items():
        ratio = run.wall / base.wall
        verdict = f", aim {aims[name]}: {'reached' if ratio <= aims[name] else 'MISSED'}" if name in aims else ""
        print(
            f"{what:40} {name:14} {run.wall:6.2f} s ({run.cpu:6.2f} s cpu, {run.memory:4.0f} MiB) = "
            f"{ratio:.2f} x {against.name} ({run.cpu / base.cpu:.2f} of its cpu){verdict}"
        )
    print(f"{'':40} load average {os.getloadavg()[0]:.1f}")


def aim(what: str, figure: float, wanted: float, unit: str) -> None:
    """Print one figure beside what it should be."""
    verdict = "reached" if figure <= wanted else "MISSED"
    print(f"{what:40} {figure:.3g} {unit}, aim {wanted} {unit}: {verdict}; load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
