"""Publishing, over real HTTP from a folder that is served: what is done once, what goes on after trouble."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.mentions import NOW
from tests.places import Place, connect
from tests.press import Blog, press
from tracker.errors import (
    LeaksFound,
    NothingToPublish,
    NotPublished,
    NotSeen,
    NotWritten,
    PostsHeldBack,
    ProgramFailed,
    SiteWouldShrink,
    SourceError,
)
from tracker.journeys.publish import TELLING, Choice, Step
from tracker.journeys.publish.steps import Differs, Mentioned, Put, Rungs, Seen
from tracker.ledger import Ledger
from tracker.model import Account, Interaction, Kind, Page
from tracker.rules.writing.findings import Finding, Severity
from tracker.targets.folder import Folder
from tracker.verbs.check import Checked
from tracker.verbs.guard import Findings, allow
from tracker.verbs.pull import Pull
from tracker.verbs.pull import Request as Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.press import Press
    from tests.servers import Reply, Request
    from tracker.journeys.publish import Outcome
    from tracker.programs.pelican import BuildReport
    from tracker.targets import Changes, Files

ALL = tuple(Step)


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Press]:
    with Ledger.open(tmp_path / "ledger.db") as ledger, press(ledger, tmp_path) as made:
        yield made


def told(one: Press) -> list[tuple[str, str]]:
    """What was posted to the other site, as (endpoint, target)."""
    return one.town.told


def served(one: Press) -> Mapping[str, tuple[int, bytes]]:
    """Every file that is served: when it was written, and what is in it."""
    files = (path for path in one.blog.www.rglob("*") if path.is_file())
    return {path.relative_to(one.blog.www).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_a_first_publication_then_one_that_does_nothing(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    outcome = ready()
    assert (outcome.done, outcome.failed, outcome.left, outcome.exit_code) == (ALL, (), (), 0)
    assert [step for step, what in ready.watching.heard if what == "done"] == list(ALL)
    put = ready.watching.results[Step.DEPLOY]
    assert isinstance(put, Put)
    assert set(put.changes.added) == {"index.html", "en.atom.xml", "articles.json", "en/post/index.html"}
    assert sorted(ready.watching.files) == sorted(put.changes.added)
    assert ready.watching.results[Step.VISIBLE] == Seen(1)
    assert (told(ready), ready.blog.rung) == ([("/webmention", "/a")], ["/en.atom.xml"])
    (publication,) = ready.ledger.publications.all()
    assert (publication.added, publication.changed, publication.removed, publication.told) == (4, 0, 0, NOW)
    assert [one.uid for one in ready.ledger.articles.all()] == ["post"]

    before, asked = served(ready), len(ready.blog.server.requests) if ready.blog.server else 0
    again = ready.later(days=1)
    assert again().done == ALL
    assert served(ready) == before
    assert again.watching.files == []
    assert (len(told(ready)), len(ready.blog.rung)) == (1, 1)
    assert ready.blog.server
    assert len(ready.blog.server.requests) == asked  # nothing is waited for, and nothing is asked
    assert len(ready.ledger.publications.all()) == 1


def test_what_changes_is_put_there_seen_and_told(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready()
    ready.blog.write("post", ready.town.url + "/a", ready.town.page("/b"), text="Better: {}")
    ready.blog.write("other", ready.town.page("/c"))
    again = ready.later(hours=1)
    assert again().done == ALL
    differs = again.watching.results[Step.CHANGES]
    assert isinstance(differs, Differs)
    assert differs.changes.added == ("en/other/index.html",)
    assert set(differs.changes.changed) == {"articles.json", "en.atom.xml", "en/post/index.html", "index.html"}
    assert again.watching.results[Step.VISIBLE] == Seen(2)
    assert sorted(told(ready)[1:]) == [("/webmention", "/a"), ("/webmention", "/b"), ("/webmention", "/c")]
    assert ready.blog.rung == ["/en.atom.xml"] * 2


def test_a_post_that_is_deleted_and_one_that_says_it_is_gone(ready: Press) -> None:
    for slug in ("first", "second", "third"):
        ready.blog.write(slug, ready.town.page(f"/{slug}"))
    ready()
    del ready.blog.posts["first"]
    ready.blog.posts["second"].gone = True
    again = ready.later(hours=1)
    assert again().done == ALL
    differs = again.watching.results[Step.CHANGES]
    assert isinstance(differs, Differs)
    assert differs.changes.removed == ("en/first/index.html",)
    assert not (ready.blog.www / "en/first").exists()
    assert sorted(told(ready)[3:]) == [("/webmention", "/first"), ("/webmention", "/second")]


def test_what_the_check_holds_back_is_not_built(ready: Press) -> None:
    finding = Finding("date", Severity.ERROR, "content/a.md", 2, "“soon” is no date.", "Write it.")
    ready.checked = Checked((finding,), 1, 0)
    outcome = ready()
    assert (outcome.done, outcome.left, outcome.exit_code) == ((), ALL[1:], 7)
    assert isinstance(ready.watching.errors[Step.CHECK], PostsHeldBack)
    assert ready.watching.results[Step.CHECK] == ready.checked  # so that what is wrong can be shown
    assert not ready.blog.output.exists()


def test_what_was_said_in_private_is_not_published(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready()
    articles = ready.ledger.articles.all()
    said = "the auditors will be told on Thursday that two invoices were never sent"
    mail = Interaction("m1", Kind.MAIL, articles[0].uid, Account("mail", "kaoru"), text=f"{said}.", private=True)
    Pull(ready.ledger, connect, lambda: NOW)(Asked({"place": Place((Page((mail,)),))}, articles))
    ready.blog.write("other", text=f"I heard that {said}!")
    before = served(ready)
    again = ready.later(hours=1)
    outcome = again()
    assert (outcome.done, outcome.left, outcome.exit_code) == ((Step.CHECK, Step.BUILD), ALL[3:], 7)
    error = again.watching.errors[Step.GUARD]
    assert isinstance(error, LeaksFound)
    assert "c1 (mail): en.atom.xml" in error.message
    assert "auditors" not in error.message + error.hint
    found = again.watching.results[Step.GUARD]
    assert isinstance(found, Findings)
    assert [one.what for one in found.findings] == ["mail"]
    assert served(ready) == before
    allow(ready.ledger, [found.findings[0].key], NOW, found.findings)
    assert again().done == ALL


def test_a_build_that_fails_leaves_what_is_published(ready: Press) -> None:
    def broken() -> BuildReport:
        program = "pelican"
        raise ProgramFailed(program, 1, "No such template")

    ready.built = broken
    outcome = ready()
    assert (outcome.done, outcome.left, outcome.exit_code) == ((Step.CHECK,), ALL[2:], 1)
    assert not ready.blog.www.exists()


def test_a_build_of_nothing_is_not_published(ready: Press) -> None:
    report = ready.blog.build()
    (ready.blog.output / "index.html").unlink()
    ready.built = lambda: report
    assert ready().left == ALL[4:]
    assert isinstance(ready.watching.errors[Step.CHANGES], NothingToPublish)


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
    ready.blog.write("post")
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


def test_most_of_the_site_does_not_go_by_mistake(ready: Press) -> None:
    for number in range(12):
        ready.blog.write(f"post-{number}")
    ready()
    ready.blog.posts = dict(list(ready.blog.posts.items())[:2])
    before = served(ready)
    again = ready.later(hours=1)
    assert again().left == ALL[4:]
    error = again.watching.errors[Step.CHANGES]
    assert isinstance(error, SiteWouldShrink)
    assert (error.message, error.exit_code) == ("10 of the 15 files that are published would be removed.", 7)
    assert "--shrink" in error.hint
    assert Step.CHANGES in again.watching.results
    assert served(ready) == before
    assert again(shrink=True).done == ALL
    assert len(served(ready)) == 5


LONG_AGO = NOW - timedelta(days=400)


@pytest.mark.parametrize(
    ("choice", "targets", "unsaid"),
    [(Choice.LATER, ["/b"], 1), (Choice.ASSUME, ["/b"], 0), (Choice.TELL, ["/a", "/b"], 0)],
)
def test_links_of_articles_long_out_are_asked_about(
    choice: Choice, targets: list[str], unsaid: int, ready: Press
) -> None:
    ready.blog.write("old", ready.town.page("/a"), published=LONG_AGO)
    ready.blog.write("new", ready.town.page("/b"))
    outcome = ready(choice=choice)
    assert outcome.done == ALL
    assert [one.source for one in ready.watching.asked] == [ready.blog.address("old")]
    assert sorted(target for _endpoint, target in told(ready)) == targets
    mentioned = ready.watching.results[Step.MENTIONS]
    assert isinstance(mentioned, Mentioned)
    assert mentioned.unsaid == unsaid
    again = ready.later(days=1)
    assert again(choice=choice).done == ALL
    assert len(again.watching.asked) == unsaid
    assert sorted(target for _endpoint, target in told(ready)) == targets


def test_a_rehearsal_says_who_would_be_told_and_changes_nothing_there(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    outcome, planned = ready.rehearse()
    assert outcome.done == (Step.CHECK, Step.BUILD, Step.GUARD, Step.CHANGES)
    assert [one.target for one in planned.mentions] == [ready.town.url + "/a"]
    assert [one.url for one in planned.topics] == [ready.blog.url + "/en.atom.xml"]
    assert not ready.blog.www.exists()
    assert list(ready.ledger.export()) == []
    ready.checked = Checked((Finding("date", Severity.ERROR, "a.md", 2, "x", "y"),), 1, 0)
    outcome, planned = ready.rehearse()
    assert (outcome.exit_code, planned.mentions, planned.topics) == (7, (), ())


def test_the_site_may_be_put_there_without_telling_anybody(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    outcome = ready(tell=False)
    assert outcome.done == (Step.CHECK, Step.BUILD, Step.GUARD, Step.CHANGES, Step.DEPLOY)
    assert (outcome.left, outcome.exit_code) == ((), 0)
    assert (told(ready), ready.blog.rung) == ([], [])
    assert ready.later(hours=1)().done == ALL
    assert len(told(ready)) == 1


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
        return outcome

    after = 1
    while run(after) is None:
        after += 1
    assert after > 15


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
