"""One pull in a process of its own, so that what it needs can be weighed; prints what became of it."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.town.places import load
from tracker.http import Clock, Http, HttpSettings, Pace
from tracker.ledger import Ledger
from tracker.model import Article
from tracker.verbs.pull import Pull, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Event

    from tracker.verbs.pull import Kept, Outcome

HEAVY = ("requests", "feedparser", "selectolax.lexbor", "tracker.reading.feeds", "tracker.ledger.copies")
"""What a pull loads when it is needed: an idle process must have it too, to be compared."""
STATUS = Path("/proc/self/status")


@dataclass
class Plan:
    """What a process is to do, as it comes on the command line."""

    servers: Mapping[str, str]
    site: str
    """A file with our articles."""
    ledger: str
    now: str
    idle: bool = False
    """Only load what a pull loads."""
    http: dict[str, float] = field(default_factory=dict)
    """Limits of a session that differ from the usual ones."""


@dataclass
class Visit:
    """What became of it."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    """Megabytes."""
    stored: int = 0
    changes: int = 0
    """New, edited, returned, missing and gone, all together."""
    complaints: dict[str, list[str]] = field(default_factory=dict)
    """Problems and errors, by source."""
    ended: dict[str, float] = field(default_factory=dict)
    """Seconds after which each source had ended."""


def main() -> None:
    """Do what the command line says."""
    plan = Plan(**json.loads(sys.argv[1]))
    visit = Visit()
    if plan.idle:
        for name in HEAVY:
            import_module(name)
        sources(plan)
    else:
        _pull(plan, visit)
    visit.peak = _peak()
    print(json.dumps(asdict(visit)))


def sources(plan: Plan) -> dict[str, object]:
    """Return the sources, as their user sets them up."""
    return {name: load(name, server).source() for name, server in plan.servers.items()}


def _pull(plan: Plan, visit: Visit) -> None:
    began, worked = time.perf_counter(), time.process_time()
    start = datetime.fromisoformat(plan.now)
    asked = Request({name: load(name, server).source() for name, server in plan.servers.items()}, _articles(plan.site))
    with Ledger.open(Path(plan.ledger)) as ledger:
        outcomes = Pull(ledger, _Connector(plan), lambda: start + _since(began))(asked)
        last = {name: ledger.pulls.last(name) for name in plan.servers}
    visit.seconds, visit.cpu = time.perf_counter() - began, time.process_time() - worked
    visit.stored = sum(one.new for one in outcomes)
    visit.changes = sum(_changes(one) for one in outcomes)
    visit.complaints = {one.source: _complaints(one) for one in outcomes if _complaints(one)}
    visit.ended = {name: (one.finished - start).total_seconds() for name, one in last.items() if one}


def _changes(one: Outcome) -> int:
    return one.new + one.edited + one.returned + one.missing + one.gone


def _complaints(one: Outcome) -> list[str]:
    partial = [one.why] if one.why else []
    return [*one.problems, *partial, *([one.error.message] if one.error else [])]


class _Connector:
    """Gives each source its way out, as the command does; loopback is allowed."""

    def __init__(self, plan: Plan) -> None:
        self._settings = HttpSettings("bench", allow=(ip_network("127.0.0.0/8"),), **plan.http)  # type: ignore[arg-type]  # figures all
        self._pace = Pace()

    def __call__(self, kept: Kept, stop: Event, /) -> Http:
        return Http(self._settings, kept, self._pace, Clock(stop))


def _articles(site: str) -> list[Article]:
    rows = json.loads(Path(site).read_text("utf-8"))
    return [
        Article(
            **row | {"published": datetime.fromisoformat(row["published"]), "syndication": tuple(row["syndication"])}
        )
        for row in rows
    ]


def _since(began: float) -> timedelta:
    return timedelta(seconds=time.perf_counter() - began)


def _peak() -> float:
    """Return the most that this process held; what `resource` says begins with what its parent held."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
