"""A pull that is killed, interrupted, crowded or out of room, and run again, ends as one that was left alone."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.blogs import Blog, Ended
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.journeys.demo.roles import Mention

NOW = Cast.generated(articles=4, people=25, interactions=200)
TIMES = 8
"""How often a run is disturbed: at its first request or commit, at its last, and evenly between them."""
KILLED = -signal.SIGKILL
BESIDE = {"blog.db", "blog.db-wal", "blog.db-shm", "blog.db-journal"}
"""A killed run leaves what SQLite goes on from, and nothing else."""
SIZE = 4096
"""Bytes of a page of the ledger."""


def is_edited(one: Mention) -> bool:
    return bool(one.text) and one.id % 5 == 2


def before() -> Cast:
    """Half of what there is now; some of it edited since, and some deleted."""
    half = NOW.mentions[: len(NOW.mentions) // 2]
    mentions = [replace(one, text=f"{one.text} (sic)") if is_edited(one) else one for one in half]
    return replace(
        NOW,
        mentions=tuple(mentions),
        stories=tuple(replace(one, remarks=one.remarks[: len(one.remarks) // 2]) for one in NOW.stories),
        entries=tuple(replace(one, bookmarks=one.bookmarks[: len(one.bookmarks) // 2]) for one in NOW.entries),
        threads=tuple(replace(one, comments=one.comments[: len(one.comments) // 2]) for one in NOW.threads),
    )


def after() -> Cast:
    """What there is now: of the earliest mentions some are edited, and two are deleted."""
    edited = [replace(one, updated=NOW.mentions[-1].received) if is_edited(one) else one for one in NOW.mentions]
    edited[2:4] = [replace(one, deleted=one.received) for one in edited[2:4]]
    return replace(NOW, mentions=tuple(edited))


@dataclass
class Trap:
    """Does something at the k-th request from when it was set."""

    number: int = 0
    requests: int = 0
    act: Callable[[], object] = field(default=lambda: None)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, number: int, act: Callable[[], object]) -> None:
        with self.lock:
            self.number, self.requests, self.act = number, 0, act

    def __call__(self, _number: int, _target: str) -> None:
        with self.lock:
            self.requests += 1
            due = self.requests == self.number
        if due:
            self.act()


@dataclass
class World:
    """The stage, and how an undisturbed run goes on it."""

    stage: Stage
    trap: Trap
    early: Blog
    """With what there was before."""
    requests: dict[tuple[str, ...], int] = field(default_factory=dict)
    commits: dict[tuple[str, ...], int] = field(default_factory=dict)
    exports: dict[tuple[str, ...], str] = field(default_factory=dict)

    def blog(self, folder: Path, arguments: tuple[str, ...]) -> Blog:
        """Return a new blog; unless this is its first pull, it has been pulled before."""
        made = Blog.made(folder / "blog", NOW, self.stage.url)
        if arguments != FIRST:
            shutil.copy(self.early.ledger, made.ledger)
        return made

    def killed_at_request(self, blog: Blog, number: int, *arguments: str, kill: int = signal.SIGKILL) -> Ended:
        """Run the command and send it a signal when the stage is asked for the k-th time."""
        begun: list[subprocess.Popen[str]] = []
        started = threading.Event()

        def act() -> None:
            started.wait(10)
            begun[0].send_signal(kill)

        self.trap.set(number, act)
        begun.append(blog.begun(*arguments))
        started.set()
        ended = Ended.of(begun[0])
        self.trap.set(0, lambda: None)
        return ended


FIRST, NEWS, FULL = ("pull", "feed", "hatena", "hackernews", "webmentionio"), ("pull",), ("pull", "--full")
"""The first pull of all; one of what came since; one of everything again."""
RUNS = (FIRST, NEWS, FULL)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    trap = Trap()
    with Stage(before(), on_request=trap) as stage:
        early = Blog.made(tmp_path_factory.mktemp("early") / "blog", NOW, stage.url)
        assert early.ended("pull").code == 0
        stage.show(after())
        world = World(stage, trap, early)
        for arguments in RUNS:
            blog = world.blog(tmp_path_factory.mktemp("undisturbed"), arguments)
            trap.set(0, lambda: None)
            ended = blog.ended(*arguments, by=("tests.disturbed", "after", "0"))
            assert (ended.code, blog.files()) == (0, {"blog.db"}), ended
            world.requests[arguments], world.commits[arguments] = trap.requests, int(ended.err.split()[-1])
            world.exports[arguments] = blog.exported()
        yield world


def spread(total: int, step: int, steps: int) -> int:
    return 1 + (total - 1) * step // (steps - 1)


def goes_on(world: World, blog: Blog, arguments: tuple[str, ...]) -> None:
    """Check that nothing is broken, and that the next run ends where an undisturbed one does."""
    assert blog.files() <= BESIDE
    again = blog.run(*arguments)
    assert (again.code, again.err) == (0, "")
    assert blog.files() == {"blog.db"}
    assert blog.trouble() == "ok"
    assert blog.exported() == world.exports[arguments]


@dataclass(frozen=True)
class Cut:
    """Where a run is cut: at the first of so many places, at the last, or in between."""

    arguments: tuple[str, ...]
    step: int
    steps: int

    def among(self, total: int) -> int:
        return spread(total, self.step, self.steps)

    def __str__(self) -> str:
        return f"{named(self.arguments)} {self.step + 1} of {self.steps}"


def cuts(first: int, later: int) -> list[Cut]:
    """Return where each of the runs is cut."""
    counts = {FIRST: first, NEWS: later, FULL: later}
    return [Cut(run, step, steps) for run, steps in counts.items() for step in range(steps)]


def named(value: object) -> str | None:
    return {FIRST: "first", NEWS: "news", FULL: "full"}.get(value) if isinstance(value, tuple) else None


def test_the_runs_differ_and_are_long_enough_to_be_cut(world: World) -> None:
    assert world.exports[FIRST] != world.exports[NEWS] == world.exports[FULL]
    assert '"state": "gone"' in world.exports[NEWS]
    assert '"type": "version"' in world.exports[NEWS]
    assert min(world.requests.values()) > TIMES
    assert min(world.commits.values()) > TIMES


@pytest.mark.parametrize("cut", cuts(TIMES, 3), ids=str)
def test_killed_at_a_request(world: World, tmp_path: Path, cut: Cut) -> None:
    blog = world.blog(tmp_path, cut.arguments)
    number = cut.among(world.requests[cut.arguments])
    assert world.killed_at_request(blog, number, *cut.arguments).code == KILLED
    goes_on(world, blog, cut.arguments)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("cut", cuts(TIMES, 2), ids=str)
def test_killed_at_a_commit(world: World, tmp_path: Path, cut: Cut, moment: str) -> None:
    blog = world.blog(tmp_path, cut.arguments)
    number = cut.among(world.commits[cut.arguments])
    assert blog.ended(*cut.arguments, by=("tests.disturbed", moment, str(number))).code == KILLED
    goes_on(world, blog, cut.arguments)


@pytest.mark.parametrize("step", range(3))
def test_a_trial_that_is_killed_leaves_the_ledger_as_it_was(world: World, tmp_path: Path, step: int) -> None:
    blog = world.blog(tmp_path, NEWS)
    bytes_before = blog.ledger.read_bytes()
    number = spread(world.requests[NEWS], step, 3)
    assert world.killed_at_request(blog, number, "pull", "--try").code == KILLED
    assert blog.ledger.read_bytes() == bytes_before
    goes_on(world, blog, NEWS)


def test_a_trial_leaves_the_ledger_as_it_was(world: World, tmp_path: Path) -> None:
    blog = world.blog(tmp_path, NEWS)
    bytes_before = blog.ledger.read_bytes()
    ended = blog.ended("pull", "--try")
    assert ended.code == 0
    assert ended.out.endswith("Nothing was kept: this was a trial.\n")
    assert blog.ledger.read_bytes() == bytes_before
    assert blog.files() == {"blog.db"}


@pytest.mark.parametrize("step", range(3))
def test_interrupted_it_says_so_and_goes_on_the_next_time(world: World, tmp_path: Path, step: int) -> None:
    blog = world.blog(tmp_path, FIRST)
    number = spread(world.requests[FIRST], step, 3)
    ended = world.killed_at_request(blog, number, *FIRST, kill=signal.SIGINT)
    said = "Interrupted. What was stored is kept; run the command again to go on."
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", said)
    assert blog.files() <= {"blog.db"}
    goes_on(world, blog, FIRST)


@pytest.mark.parametrize("arguments", [FIRST, NEWS], ids=named)
def test_several_at_once_lose_nothing(world: World, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    blog = world.blog(tmp_path, arguments)
    begun = [blog.begun(*arguments) for _one in range(3)]
    for process in begun:
        ended = Ended.of(process)
        assert ended.code in (0, 5)
        assert "Traceback" not in ended.err
        assert ended.code == 0 or "is in use by another command." in ended.err
    goes_on(world, blog, arguments)


@pytest.mark.parametrize("step", range(2))
def test_a_ledger_that_is_being_written_is_busy_and_loses_nothing(world: World, tmp_path: Path, step: int) -> None:
    blog = world.blog(tmp_path, NEWS)
    other = sqlite3.connect(blog.ledger, isolation_level=None, check_same_thread=False)
    world.trap.set(spread(world.requests[NEWS], step, 3), lambda: other.execute("BEGIN IMMEDIATE"))
    began = time.monotonic()
    ended = blog.ended("pull")
    waited = time.monotonic() - began
    other.close()
    world.trap.set(0, lambda: None)
    assert (ended.code, ended.out) == (5, "")
    assert ended.err == (
        f"Error: {blog.ledger} is in use by another command.\n"
        "Wait until it has finished, then run this one again; nothing was lost.\n"
    )
    assert waited < 10
    goes_on(world, blog, NEWS)


@pytest.mark.parametrize("pages", [0, 1, 20, 40, 150])
def test_out_of_room_it_says_so_and_keeps_what_was_committed(world: World, tmp_path: Path, pages: int) -> None:
    blog = world.blog(tmp_path, FIRST)
    ended = blog.ended(*FIRST, by=("tests.disturbed", "room", str(pages * SIZE)))
    assert (ended.code, ended.out) == (5, "")
    *said, _commits = ended.err.splitlines()
    assert said == [
        f"Error: {blog.ledger} could not be written: disk I/O error.",
        "Make room or mend the permissions and run the command again; what was stored before is intact.",
    ]
    assert blog.trouble() == "ok"
    kept = blog.exported().splitlines()
    assert {one for one in kept if '"type": "interaction"' in one} <= set(world.exports[FIRST].splitlines())
    goes_on(world, blog, FIRST)


def test_out_of_room_what_an_earlier_pull_stored_is_intact(world: World, tmp_path: Path) -> None:
    blog = world.blog(tmp_path, NEWS)
    facts = blog.exported()
    ended = blog.ended("pull", by=("tests.disturbed", "room", str(SIZE)))
    assert ended.code == 5
    assert blog.exported() == facts
    goes_on(world, blog, NEWS)
