"""Publishing, over real HTTP from a folder that is served: what is done, and done once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.mentions import NOW
from tests.places import Place, connect
from tests.press import served, told
from tracker.errors import (
    LeaksFound,
    NothingToPublish,
    PostsHeldBack,
    ProgramFailed,
    SiteWouldShrink,
)
from tracker.journeys.publish import Choice, Step
from tracker.journeys.publish.steps import Differs, Mentioned, Put, Seen
from tracker.model import Account, Interaction, Kind, Page
from tracker.rules.outgoing import Why
from tracker.rules.writing.findings import Finding, Severity
from tracker.verbs.check import Checked
from tracker.verbs.guard import Findings, allow
from tracker.verbs.pull import Pull
from tracker.verbs.pull import Request as Asked

if TYPE_CHECKING:
    from tests.press import Press
    from tracker.programs.pelican import BuildReport

ALL = tuple(Step)


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
    assert [one.uid for one in ready.ledger.articles.all()] == ["post", f"{ready.blog.url}/"]

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


def test_what_another_put_there_is_named_before_it_is_replaced(ready: Press) -> None:
    ready.blog.write("post")
    ready.blog.www.mkdir(parents=True)
    for name in ("index.html", "theirs.html"):
        (ready.blog.www / name).write_text("Another site.", "utf-8")
    ready()
    differs = ready.watching.results[Step.CHANGES]
    assert isinstance(differs, Differs)
    assert differs.foreign == ("index.html",)
    ready.blog.write("other")
    again = ready.later(hours=1)
    again()
    differs = again.watching.results[Step.CHANGES]
    assert isinstance(differs, Differs)
    assert ("index.html" in differs.changes.changed, differs.foreign) == (True, ())
    assert (ready.blog.www / "theirs.html").read_text("utf-8") == "Another site."


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
    assert ready.watching.heard == [(Step.CHECK, "begins"), (Step.CHECK, "found"), (Step.CHECK, "failed")]
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


def test_the_last_post_may_be_taken_down(ready: Press) -> None:
    ready.blog.write("post", ready.town.page("/a"))
    ready()
    ready.blog.posts["post"].gone = True
    outcome, planned = ready.later(hours=1).rehearse()
    assert (outcome.exit_code, [one.why for one in planned.mentions]) == (0, [Why.DELETED])
    assert ready.later(hours=1)().done == ALL
    assert told(ready) == [("/webmention", "/a")] * 2


def test_a_site_without_posts_can_be_published(ready: Press) -> None:
    assert ready().done == ALL
