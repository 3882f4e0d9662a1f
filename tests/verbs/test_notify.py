"""Which webmentions are sent, and when: never twice, only what is published, again when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mentions import NOW, Sender, Town, came_of, comment, form, street
from tests.places import ARTICLES
from tracker.errors import NoSuchArticle, NothingBuilt, NotPublished, Refused
from tracker.ledger import Ledger
from tracker.rules.outgoing import Status, Why
from tracker.verbs import notify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.mentions import Blog
    from tracker.rules.outgoing import Sent
    from tracker.verbs.notify import Held, Report


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Blog, Town]]:
    with street(tmp_path, Town()) as (blog, town):
        yield blog, town


@pytest.fixture
def blog(place: tuple[Blog, Town]) -> Blog:
    return place[0]


@pytest.fixture
def town(place: tuple[Blog, Town]) -> Town:
    return place[1]


@pytest.fixture
def send(ledger: Ledger, blog: Blog) -> Sender:
    return Sender(ledger, blog)


def held(report: Report) -> list[str]:
    return [f"{one.source.rsplit('/', 2)[1]}: {one.error}" for one in report.held]


# --- what is sent, and that it is sent once -------------------------------------------------------


def test_a_link_is_told_once_with_a_form_and_our_name(blog: Blog, town: Town, send: Sender) -> None:
    """S5, S6: form-encoded, and a User-Agent that says what for."""
    target = town.page("/a?b=c&d=e")
    town.pages["/a"] = town.pages.pop("/a?b=c&d=e")
    source = blog.publish("post", target.replace("&", "&amp;"))
    assert came_of(send()) == {"a?b=c&d=e": "sent"}
    (post,) = town.posts
    assert form(post) == {"source": source, "target": target}
    assert post.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert town.server
    assert {one.headers["User-Agent"] for one in town.server.requests} == {"Enishi/1 (+https://mio.example) Webmention"}
    assert send.later(days=300)().told == ()
    assert len(town.posts) == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_success(status: int, blog: Blog, town: Town, send: Sender) -> None:
    """S6; a 201 that names no status page is one too."""
    town.endpoints["/webmention"] = (status, {}, "")
    blog.publish("post", town.page("/a"))
    (one,) = send().told
    assert (one.status, one.code, one.sent_at) == (Status.SENT, status, NOW)


def test_the_query_of_an_endpoint_stays_out_of_the_body(blog: Blog, town: Town, send: Sender) -> None:
    """S4."""
    blog.publish("post", town.page("/a", endpoint="/take?token=t&source=no"))
    send()
    assert town.told == [("/take?token=t&source=no", "/a")]
    assert set(form(town.posts[0])) == {"source", "target"}


def test_one_mention_is_sent_of_two_links_to_parts_of_one_page(blog: Blog, town: Town, send: Sender) -> None:
    target = town.page("/a")
    blog.publish("post", f"{target}#one", f"{target}#two")
    send()
    assert [form(one)["target"] for one in town.posts] == [f"{target}#one"]
    blog.publish("post", f"{target}#two")
    send.later(hours=1)()
    assert [form(one)["target"] for one in town.posts][1:] == [f"{target}#two"]
    assert send.later(hours=2)().told == ()


def test_what_was_told_before_an_interruption_is_not_told_again(
    blog: Blog, town: Town, send: Sender, ledger: Ledger
) -> None:
    blog.publish("post", *(town.page(f"/{name}") for name in "abc"))

    def interrupt(one: Sent | Held) -> None:
        if not isinstance(one, notify.Held) and one.target.endswith("/b"):
            raise KeyboardInterrupt

    mentions = notify.plan(ledger, notify.published(blog.output), NOW)
    with send.ways() as ways, pytest.raises(KeyboardInterrupt):
        notify.send(ledger, mentions, ways, interrupt)
    assert came_of(send()) == {"c": "sent"}
    assert [target for _endpoint, target in town.told] == ["/a", "/b", "/c"]


def test_planning_asks_nobody(blog: Blog, town: Town, ledger: Ledger) -> None:
    source = blog.build("post", town.page("/a"))
    (one,) = notify.plan(ledger, notify.published(blog.output), NOW)
    assert (one.source, one.target, one.why) == (source, town.url + "/a", Why.NEW)
    assert town.server
    assert blog.server
    assert town.server.requests + blog.server.requests == []


def test_one_article_alone_is_chosen_by_what_was_typed(blog: Blog, town: Town, ledger: Ledger) -> None:
    first, _second = blog.build("one", town.page("/a")), blog.build("two", town.page("/b"))
    built = notify.published(blog.output)
    assert notify.sources_of("search", ARTICLES, ()) == {ARTICLES[0].url.rstrip("/")}
    with pytest.raises(NoSuchArticle):
        notify.sources_of(first, ARTICLES, ())
    rows = notify.assume(ledger, notify.plan(ledger, built, NOW), NOW)
    only = notify.sources_of(first, ARTICLES, rows)
    blog.delete("one")
    due = notify.plan(ledger, notify.published(blog.output), NOW, only=only)
    assert [(one.source, one.why) for one in due] == [(first, Why.DELETED)]


def test_what_is_assumed_is_not_sent_until_it_changes(blog: Blog, town: Town, send: Sender, ledger: Ledger) -> None:
    blog.publish("post", town.page("/a"))
    notify.assume(ledger, notify.plan(ledger, notify.published(blog.output), NOW), NOW)
    assert send(again=True).told == ()
    blog.publish("post", text="No link any more.")
    assert came_of(send.later(hours=1)()) == {"a": "sent"}


def test_without_a_built_site_no_link_counts_as_gone(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", town.page("/a"))
    send()
    blog.delete("post")
    with pytest.raises(NothingBuilt, match="no posts of a built site"):
        send()


# --- only what the world sees ---------------------------------------------------------------------


def test_nothing_is_sent_for_a_link_that_is_not_published(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("other")
    blog.build("post", town.page("/a"))
    report = send()
    assert held(report) == [
        f"post: Nothing was sent for {blog.url}/en/post/: its link to {town.url}/a is not published yet."
    ]
    assert isinstance(report.held[0].error, NotPublished)
    assert (report.told, town.posts) == ((), [])
    blog.upload()
    assert came_of(send()) == {"a": "sent"}


def test_one_page_that_is_not_published_holds_no_other(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("one", town.page("/a"))
    blog.build("two", town.page("/b"))
    report = send()
    assert (came_of(report), len(report.held)) == ({"a": "sent"}, 1)


def test_a_link_that_is_removed_here_but_not_there_is_not_told_of(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", town.page("/a"))
    send()
    blog.build("post", text="Nothing.")
    assert [said.split(": ")[2] for said in held(send())] == [f"its link to {town.url}/a is still published."]
    blog.delete("post")
    blog.build("other")
    assert "is still published" in held(send())[0]
    assert len(town.posts) == 1
    blog.live["/en/post/"] = 404
    assert came_of(send()) == {"a": "sent"}


def test_a_change_that_is_not_published_is_not_told(blog: Blog, town: Town, send: Sender) -> None:
    target = town.page("/a")
    blog.publish("post", target)
    send()
    blog.build("post", target, text="I was wrong about {}.")
    assert [said.split(": ")[2] for said in held(send())] == ["it is still published as it was before."]
    blog.upload()
    assert came_of(send.later(hours=1)()) == {"a": "sent"}
    assert len(town.posts) == 2


def test_a_site_that_does_not_answer_is_said_to(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", town.page("/a"))
    blog.live["/en/post/"] = 403
    report = send()
    assert isinstance(report.held[0].error, Refused)
    assert town.posts == []


def test_a_page_that_moved_is_told_from_both_of_its_addresses(blog: Blog, town: Town, send: Sender) -> None:
    """Who follows the redirect finds the link where it is now."""
    target = town.page("/a")
    old = blog.publish("old", target)
    send()
    blog.delete("old")
    new = blog.publish("new", target)
    blog.moved["/en/old/"] = "/en/new/"
    assert came_of(send.later(hours=1)()) == {"a": "sent"}
    assert [form(one)["source"] for one in town.posts] == [old, new, old]


# --- again, when something changed ----------------------------------------------------------------


def test_all_targets_are_told_when_a_response_appears_below(blog: Blog, town: Town, send: Sender) -> None:
    """S10 (salmention): once for each publication, and not for the responders' own pages."""
    target = town.page("/a")
    blog.publish("post", target)
    send()
    blog.publish("post", target, below=comment(town.page("/reader"), "I think so too."))
    assert came_of(send.later(days=1)()) == {"a": "sent"}
    assert send.later(days=2)().told == ()
    blog.publish("post", target, below=comment(town.url + "/reader", "I no longer think so."))
    send.later(days=3)()
    assert [where for _endpoint, where in town.told] == ["/a", "/a", "/a"]


def test_another_dress_is_no_other_text(blog: Blog, town: Town, send: Sender) -> None:
    target = town.page("/a")
    blog.publish("post", target, text="<span>Read</span> this: {}")
    send()
    blog.publish("post", target, text='\n  <em class="new">Read\n</em> this: <img src="x.avif" alt="">{}')
    assert send.later(days=1)().told == ()


def test_a_link_that_comes_back_is_told_again(blog: Blog, town: Town, send: Sender) -> None:
    target = town.page("/a")
    for hours, links in enumerate(((target,), (), (target,), ())):
        blog.publish("post", *links)
        assert came_of(send.later(hours=hours)()) == {"a": "sent"}
    assert len(town.posts) == 4


def test_whoever_never_heard_of_a_link_need_not_hear_that_it_is_gone(blog: Blog, town: Town, send: Sender) -> None:
    town.endpoints["/webmention"] = (400, {}, "")
    blog.publish("post", town.page("/a"), town.page("/b", endpoint=""))
    assert came_of(send()) == {"a": "refused", "b": "no-endpoint"}
    blog.publish("post")
    assert send.later(days=9)().told == ()


# --- what failed ----------------------------------------------------------------------------------


def test_what_failed_is_tried_again_with_longer_and_longer_pauses(blog: Blog, town: Town, send: Sender) -> None:
    town.endpoints["/webmention"] = (503, {}, "")
    blog.publish("post", town.page("/a"))
    hours, tried = 0.0, []
    for _try in range(6):
        (one,) = send.later(hours=hours)().told
        tried.append(one.tried)
        assert one.status is Status.FAILED
        if one.next_try is None:
            break
        wait = (one.next_try - send.now).total_seconds() / 3600
        assert send.later(hours=wait - 0.1)().told == ()
        hours = wait
    assert (tried, hours) == ([1, 2, 3, 4, 5, 6], 1 + 4 + 16 + 64 + 256)
    assert send.later(days=900)().told == ()
    del town.endpoints["/webmention"]
    assert came_of(send.later(days=900)(again=True)) == {"a": "sent"}


def test_whoever_asks_to_be_left_alone_is(blog: Blog, town: Town, send: Sender) -> None:
    town.endpoints["/webmention"] = (429, {"Retry-After": "90000"}, "")
    blog.publish("post", town.page("/a"))
    (one,) = send().told
    assert one.next_try
    assert (one.status, round((one.next_try - NOW).total_seconds())) == (Status.FAILED, 90000)


def test_a_refusal_stands_until_the_page_changes(blog: Blog, town: Town, send: Sender) -> None:
    town.endpoints["/webmention"] = (400, {}, "")
    target = town.page("/a")
    blog.publish("post", target)
    assert came_of(send()) == {"a": "refused"}
    assert send.later(days=30)().told == ()
    assert came_of(send(again=True)) == {"a": "refused"}
    del town.endpoints["/webmention"]
    blog.publish("post", target, text="Better: {}")
    assert came_of(send.later(days=31)()) == {"a": "sent"}


def test_a_site_that_is_down_costs_itself_only(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", "http://127.0.0.1:1/down", town.page("/a"))
    assert came_of(send()) == {"down": "failed", "a": "sent"}


def test_a_removal_that_failed_is_tried_again(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", town.page("/a"))
    send()
    blog.publish("post")
    town.endpoints["/webmention"] = (500, {}, "")
    assert came_of(send.later(hours=1)()) == {"a": "failed"}
    del town.endpoints["/webmention"]
    assert send.later(hours=1.5)().told == ()
    assert came_of(send.later(hours=3)()) == {"a": "sent"}
    assert send.later(hours=99)().told == ()


def test_two_runs_from_two_ledgers_agree(blog: Blog, town: Town, tmp_path: Path) -> None:
    """What is remembered survives the file: opened anew, nothing is sent."""
    blog.publish("post", town.page("/a"))
    for sent in ({"a": "sent"}, {}):
        with Ledger.open(tmp_path / "again.db") as ledger:
            assert came_of(Sender(ledger, blog)()) == sent
