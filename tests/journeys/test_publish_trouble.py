"""Publishing in trouble: what is refused, killed, cut off or late, and the next run that goes on."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.mentions import NOW
from tests.press import Blog, press, served, told
from tracker.errors import (
    NotPublished,
    NotSeen,
    NotWritten,
    SourceError,
)
from tracker.journeys.publish import TELLING, Step
from tracker.journeys.publish.steps import Mentioned, Rungs, Seen
from tracker.ledger import Ledger
from tracker.targets.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.press import Press
    from tests.servers import Reply, Request
    from tracker.journeys.publish import Outcome
    from tracker.targets import Changes, Files

ALL = tuple(Step)


class Refusing(Folder):
    """A place that takes two files and no more."""

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        for name in changes.written[:2]:
            file = self._top / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(site.read(name))
            tell(name)
        raise self.ended

    ended: BaseException = NotWritten("folder", "no space left on device")


class Killed(Refusing):
    """A place whose publisher is interrupted after two files."""

    ended = KeyboardInterrupt()


def test_a_target_that_refuses_is_told_of_and_the_next_run_goes_on(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready.target = Refusing(ready.blog.home / "source", path=str(ready.blog.www))
    outcome = ready()
    assert (outcome.done, outcome.left) == ((Step.CHECK, Step.BUILD, Step.GUARD, Step.CHANGES), ALL[5:])
    assert outcome.exit_code == NotWritten.exit_code == 4
    assert (told(ready), ready.blog.rung) == ([], [])
    assert ready.ledger.publications.all() == ()
    ready.target = None
    assert ready().done == ALL
    assert len(told(ready)) == 1


def test_ended_half_way_it_knows_what_is_its_own(ready: Press) -> None:
    """What was put there by a run that was killed is removed when it no longer belongs; what is not ours stays."""
    ready.blog.www.mkdir()
    (ready.blog.www / "CNAME").write_text("mio.example", "utf-8")
    ready.blog.write("a-first")
    ready.target = Killed(ready.blog.home / "source", path=str(ready.blog.www))
    with pytest.raises(KeyboardInterrupt):
        ready()
    assert (ready.blog.www / "en.atom.xml").exists()
    left = {path.name for path in ready.blog.www.iterdir()}
    ready.target = None
    del ready.blog.posts["a-first"]
    ready.blog.write("another")
    assert ready().done == ALL
    assert not (ready.blog.www / "en/a-first").exists()
    assert "CNAME" in left & {path.name for path in ready.blog.www.iterdir()}


def test_the_network_goes_between_upload_and_webmentions(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready.blog.stands_in = lambda _request: (503, {}, "")
    outcome = ready()
    assert outcome.done == (Step.CHECK, Step.BUILD, Step.GUARD, Step.CHANGES, Step.DEPLOY)
    assert outcome.left == TELLING
    assert isinstance(ready.watching.errors[Step.VISIBLE], NotSeen)
    assert outcome.exit_code == SourceError.exit_code
    assert (told(ready), ready.blog.rung) == ([], [])
    before = served(ready)
    ready.blog.stands_in = None
    again = ready.later(hours=1)
    assert again().done == ALL
    assert served(ready) == before
    assert again.watching.results[Step.VISIBLE] == Seen(1)  # it still looks before it tells
    assert (told(ready), ready.blog.rung) == ([("/webmention", "/a")], ["/en.atom.xml"])
    assert [one.told for one in ready.ledger.publications.all()] == [NOW + timedelta(hours=1)]


def test_it_waits_for_a_cache_on_the_way(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready()
    old, looks = (ready.blog.www / "en/post/index.html").read_bytes(), iter(range(3))

    def stale(request: Request) -> Reply:
        late = request.path == "/en/post/" and next(looks, None) is not None
        return (200, {}, old) if late else ready.blog.served(request)

    ready.blog.stands_in = stale
    ready.blog.write("post", ready.town.url + "/a", text="Better: {}")
    again = ready.later(hours=1)
    assert again().done == ALL
    assert [one.reason for one in again.watching.waited] == ["it is still published as it was before"] * 3
    assert again.waited.waits[:3] == [1, 2, 4]
    assert len(told(ready)) == 2


def test_a_page_that_should_be_gone_is_waited_for(ready: Press) -> None:
    """By its address in the ledger: the page itself does not say where it is."""
    ready.blog.write("post", ready.town.page("/a"))
    ready()
    live = (ready.blog.www / "en/post/index.html").read_bytes()
    ready.blog.posts["post"].gone = True
    ready.blog.stands_in = lambda request: (200, {}, live) if "post" in request.path else (404, {}, "")
    again = ready.later(hours=1)
    assert again().left == TELLING
    assert "it is still there" in again.watching.errors[Step.VISIBLE].message


def test_a_page_that_is_not_there_at_all(ready: Press) -> None:
    ready.blog.write("post")
    ready.blog.stands_in = lambda _request: (404, {}, "")
    ready()
    assert "it is not there" in ready.watching.errors[Step.VISIBLE].message


def test_a_hub_that_fails_keeps_nothing_else_from_being_told(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready.blog.hub_says = 503
    outcome = ready()
    assert outcome.failed[0][0] is Step.HUBS
    assert Step.MENTIONS in outcome.done
    assert outcome.exit_code == 4
    rungs = ready.watching.results[Step.HUBS]
    assert isinstance(rungs, Rungs)
    assert [one.error is None for one in rungs.rungs] == [False]
    assert ready.ledger.publications.all()[0].told is None
    ready.blog.hub_says = 204
    again = ready.later(hours=1)
    assert again().done == ALL
    assert (len(told(ready)), len(ready.blog.rung)) == (1, 2)
    assert ready.ledger.publications.all()[0].told == NOW + timedelta(hours=1)


def test_a_hub_is_not_told_of_a_feed_that_is_not_there_yet(ready: Press) -> None:
    ready.blog.write("post")
    ready.blog.stands_in = lambda request: (
        (200, {}, "<feed/>") if request.path == "/en.atom.xml" else ready.blog.served(request)
    )
    assert isinstance(dict(ready().failed)[Step.HUBS], NotPublished)
    assert ready.blog.rung == []


def test_mentions_that_cannot_be_sent_are_left(ready: Press) -> None:
    """The page is seen, then it is not: what was held is told in the next run."""
    ready.blog.write("post", ready.town.page("/a"))
    looks = iter(range(1))

    def flickers(request: Request) -> Reply:
        gone = request.path == "/en/post/" and next(looks, None) is None
        return (503, {}, "") if gone else ready.blog.served(request)

    ready.blog.stands_in = flickers
    outcome = ready()
    assert dict(outcome.failed).keys() == {Step.MENTIONS}
    mentioned = ready.watching.results[Step.MENTIONS]
    assert isinstance(mentioned, Mentioned)
    assert len(mentioned.report.held) == 1
    ready.blog.stands_in = None
    assert ready.later(hours=1)().done == ALL
    assert told(ready) == [("/webmention", "/a")]


def test_every_cut_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    """Interrupted at each thing it says, then run again: everything is there and told once."""

    class Cut(Exception):
        """It ends here."""

    def run(after: int) -> Outcome | None:
        count = 0

        def heard(*_said: object) -> None:
            nonlocal count
            count += 1
            if count == after:
                raise Cut

        with press_of(tmp_path / f"cut-{after}") as one:
            one.blog.write("post", one.town.page("/a"))
            with one._journey() as journey:
                watching = one.watching
                for name in ("begins", "done", "put", "told"):
                    setattr(watching, name, heard)
                try:
                    outcome: Outcome | None = journey()
                except Cut:
                    outcome = None
            assert one.later(hours=1)().done == ALL
            assert (told(one), one.blog.rung) == ([("/webmention", "/a")], ["/en.atom.xml"])
            assert len(served(one)) == 4
            publications = one.ledger.publications.all()
            assert publications, f"cut at {after}: nothing tells that it was published"
            assert all(publication.told for publication in publications)
        return outcome

    after = 1
    while run(after) is None:
        after += 1
    assert after > 15


def test_what_is_told_after_a_cut_is_waited_for_however_old_it_is(ready: Press) -> None:
    """The upload ended half-way, so that the next run finds everything in place; the world sees it late."""
    for days in range(5):
        ready.blog.write(f"post-{days}", published=NOW - timedelta(days=days))
    ready()
    ready.blog.write("post-4", ready.town.page("/late"), published=NOW - timedelta(days=4))
    old = (ready.blog.www / "en/post-4/index.html").read_bytes()
    assert ready.later(hours=1)(tell=False).exit_code == 0
    again, looks = ready.later(hours=2), 0

    def late(request: Request) -> Reply:
        nonlocal looks
        if request.path != "/en/post-4/":
            return ready.blog.served(request)
        looks += 1
        return (200, {"Content-Type": "text/html"}, old) if looks < 3 else ready.blog.served(request)

    ready.blog.stands_in = late
    assert again().done == ALL
    assert again.watching.results[Step.VISIBLE] == Seen(4)
    assert told(ready) == [("/webmention", "/late")]


def test_that_a_post_is_gone_is_waited_for(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready.blog.write("other")
    ready()
    old = (ready.blog.www / "en/post/index.html").read_bytes()
    ready.blog.posts["post"].gone = True
    again, looks = ready.later(hours=1), 0

    def late(request: Request) -> Reply:
        nonlocal looks
        looks += request.path == "/en/post/"
        is_late = request.path == "/en/post/" and looks < 3
        return (200, {"Content-Type": "text/html"}, old) if is_late else ready.blog.served(request)

    ready.blog.stands_in = late
    assert again().done == ALL
    assert again.watching.results[Step.VISIBLE] == Seen(1)
    assert {one.reason for one in again.watching.waited} == {"it is still there"}
    assert told(ready) == [("/webmention", "/a")] * 2


@contextmanager
def press_of(home: Path) -> Iterator[Press]:
    """A press with a ledger of its own."""
    home.mkdir()
    with Ledger.open(home / "ledger.db") as ledger, press(ledger, home) as made:
        yield made


def test_a_site_that_does_not_answer_at_all_is_not_waited_for_so_long(ready: Press) -> None:
    ready.blog.write("post")
    ready.patience = 600
    ready.blog.stands_in = lambda _request: (503, {}, "")
    ready()
    assert 570 < ready.watching.waited[-1].seconds <= 600
    assert ready.blog.server
    other = Blog(
        ready.blog.home, ready.blog.posts, replace(ready.blog.server, url="http://127.0.0.1:1"), ready.blog.hub
    )
    silent = replace(ready.later(hours=1), blog=other)
    silent()
    assert 30 < silent.watching.waited[-1].seconds <= 60
