"""`make bench-pull`: twelve places at once, what a second pull asks, and what trouble at one costs the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from benchmarks.town import story
from benchmarks.town.places import NAMES, load
from benchmarks.town.server import DOWN, SECONDS, SILENT
from benchmarks.town.visit import Plan, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

RUNS = 2
SLOWEST_AIM, AGAIN_AIM = 1.2, 0.05
TROUBLE = {"isso": DOWN, "devto": SILENT}
IMPATIENT = {"read_seconds": 4.0, "total_seconds": 10.0, "retries": 1}
"""So that silence does not take a minute; a real pull waits longer."""


@dataclass
class Pulled:
    """One pull, as the visitor and as the town saw it."""

    visit: Visit
    calls: Mapping[str, int]
    busy: Mapping[str, float]

    @property
    def asked(self) -> int:
        """All requests."""
        return sum(self.calls.values())

    @property
    def slowest(self) -> str:
        """The place whose answers took longest, all together."""
        return max(self.busy, key=self.busy.__getitem__)

    @property
    def ratio(self) -> float:
        """How much longer it took than the answers of the slowest place."""
        return self.visit.seconds / self.busy[self.slowest]


class Town:
    """The town, from outside."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._lines, self._folder = _pipes(process), folder
        self.servers: dict[str, str] = json.loads(self._lines[1].readline())
        self._site = folder / "articles.json"
        self._site.write_text(json.dumps(list(_articles(self.servers)), default=str), "utf-8")

    def pull(self, ledger: str, now: datetime, **unusual: Mapping[str, object]) -> Pulled:
        """Pull into a ledger; `trouble` in the town and `http` of the visitor may be unusual."""
        self._turn(now, unusual.get("trouble", {}))
        visit = self.visit(ledger, now, http=unusual.get("http", {}))
        counted = self._turn(now, {})
        calls = {name: int(count) for name, count in counted["calls"].items()}
        return Pulled(visit, calls=calls, busy=counted["busy"])

    def visit(self, ledger: str, now: datetime, **more: object) -> Visit:
        """Run a process that pulls, or that is idle."""
        plan = Plan(self.servers, str(self._site), str(self._folder / ledger), now.isoformat(), **more)  # type: ignore[arg-type]  # as they are
        command = (sys.executable, "-m", "benchmarks.town.visit", json.dumps(asdict(plan)))
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return Visit(**json.loads(done.stdout))

    def _turn(self, now: datetime, trouble: Mapping[str, object]) -> dict[str, dict[str, float]]:
        asked, told = self._lines
        print(json.dumps({"now": now.isoformat(), "trouble": trouble}), file=asked, flush=True)
        counted: dict[str, dict[str, float]] = json.loads(told.readline())
        return counted


def main() -> None:
    """Measure everything in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="enishi-town-") as scratch, opened(Path(scratch)) as town:
        runs = [town.pull(f"{run}.db", story.NOW) for run in range(RUNS)]
        for each in runs:
            expect(stored=(each.visit.stored, story.TOTAL), complaints=(each.visit.complaints, {}))
        first = min(runs, key=lambda each: each.ratio)
        tell_first(first, town.visit("", story.NOW, idle=True).peak)
        for when, later in (("right after", timedelta(minutes=1)), ("a day later", timedelta(days=1))):
            tell_again(when, town.pull("0.db", story.NOW + later), first)
        tell_trouble(town.pull("trouble.db", story.NOW, trouble=TROUBLE, http=IMPATIENT), first)


@contextmanager
def opened(folder: Path) -> Iterator[Town]:
    """Run the town until the block is left: it ends with its standard input."""
    command = (sys.executable, "-m", "benchmarks.town.server")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Town(process, folder)


def tell_first(first: Pulled, idle: float) -> None:
    """Print what the first pull took."""
    name, visit = first.slowest, first.visit
    calls, busy = first.calls[name], first.busy[name]
    print(
        f"pulling {story.TOTAL:,} interactions of {story.ARTICLES} articles from {len(NAMES)} places: "
        f"{visit.seconds:.1f} s = {first.ratio:.2f} x the answers of the slowest place "
        f"({name}, {calls} of {SECONDS * 1000:.0f} ms: {busy:.1f} s){verdict(first.ratio, SLOWEST_AIM)}; "
        f"load {load_now()}"
    )
    one_by_one = sum(first.busy.values())
    print(
        f"  one place after the other, the answers alone would take {one_by_one:.1f} s = "
        f"{one_by_one / visit.seconds:.1f} x"
    )
    print(f"  CPU: {visit.cpu:.1f} s = {visit.cpu / first.asked * 1000:.1f} ms a request, and what came with it")
    print(f"  requests: {first.asked:,} ({', '.join(f'{one} {count}' for one, count in first.calls.items())})")
    print(
        f"  peak memory: {visit.peak:.0f} MB = {visit.peak / idle:.2f} x an idle process with the same modules "
        f"({idle:.0f} MB)"
    )


def tell_again(when: str, again: Pulled, first: Pulled) -> None:
    """Print what a second pull asked, where nothing is new."""
    expect(changes=(again.visit.changes, 0), complaints=(again.visit.complaints, {}))
    share = again.asked / first.asked
    print(
        f"second pull {when}, nothing new: {again.asked} requests = {share:.1%} of the first"
        f"{verdict(share, AGAIN_AIM)}; {again.visit.seconds:.1f} s, CPU {again.visit.cpu:.1f} s; load {load_now()}"
    )
    print(f"  ({', '.join(f'{one} {count}' for one, count in again.calls.items())})")


def tell_trouble(disturbed: Pulled, first: Pulled) -> None:
    """Print what two places in trouble cost the others."""
    expect(in_trouble=(set(disturbed.visit.complaints), set(TROUBLE)))
    others = [name for name in NAMES if name not in TROUBLE]
    later = max(disturbed.visit.ended[name] / first.visit.ended[name] for name in others)
    told = ", ".join(f"{name} {trouble} ({disturbed.visit.ended[name]:.1f} s)" for name, trouble in TROUBLE.items())
    print(
        f"with {told}: each of the {len(others)} others took at most {later:.2f} x as long as before; load {load_now()}"
    )


def verdict(ratio: float, aim: float) -> str:
    """Say whether an aim is reached."""
    return f", aim {aim} {'reached' if ratio <= aim else 'MISSED'}"


def expect(**pairs: tuple[object, object]) -> None:
    """Stop where something was found that is not what is wanted: a figure of it would mean nothing."""
    for name, (found, wanted) in pairs.items():
        if found != wanted:
            sys.exit(f"{name}: {found}, not {wanted}")


def load_now() -> str:
    """How busy the machine is."""
    return f"{os.getloadavg()[0]:.1f}"


def _articles(servers: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Yield our articles, with all that places need to be named by."""
    places = [load(name, server) for name, server in servers.items()]
    for number in range(story.ARTICLES):
        feeds = "".join(place.comments_feed(number) for place in places)
        own = tuple(filter(None, (place.announcement(number) for place in places)))
        row = asdict(story.article(number, feeds, own))
        yield row | {"published": story.published(number).isoformat()}


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError
    return process.stdin, process.stdout


if __name__ == "__main__":
    main()
