from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.publicity import HOOK, NOW, publicity
from tests.recordings import way_out
from tracker.errors import (
    DraftChanged,
    LinkMissing,
    MaybeSent,
    NoSuchArticle,
    Refused,
    SourceError,
    TooLong,
    Unreachable,
)
from tracker.ledger import Ledger
from tracker.model import Announcement, Article
from tracker.model.posts import Limits, Posting, Preview, Sent, Stage
from tracker.verbs import posting
from tracker.verbs.posting import Due, Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.publicity import Publicity
    from tracker.http import Http


@pytest.fixture
def town() -> Iterator[Publicity]:
    with publicity() as opened:
        yield opened


@pytest.fixture
def http() -> Iterator[Http]:
    with way_out() as opened:
        yield opened


def know(ledger: Ledger, *articles: Article) -> tuple[Article, ...]:
    ledger.articles.remember(articles, NOW)
    return articles


def dues(ledger: Ledger, town: Publicity, *articles: Article, visible: bool = True) -> list[tuple[str, str]]:
    found = posting.due(ledger, know(ledger, *articles), town.outlets, NOW, lambda _one: visible)
    return [(each.article.uid.partition(":")[2].partition(":")[2], each.place) for each in found]


def begun(ledger: Ledger, town: Publicity, http: Http, place: str = "mastodon") -> tuple[Posting, Preview, Way]:
    """Draft an announcement of an article that is out."""
    (article,) = know(ledger, town.publish("search"))
    told = posting.look(article, http)
    assert told
    outlet = town.outlets[place]
    way = Way(outlet, http, outlet.limits(http))
    return posting.draft(ledger, Due(article, place), told, way.limits, NOW), told, way


# --- what is due ----------------------------------------------------------------------------------


def test_what_came_out_lately_is_due_in_each_place(ledger: Ledger, town: Publicity) -> None:
    articles = [
        town.publish("new", days=1),
        town.publish("fortnight", days=14),
        town.publish("old", days=15),
        town.publish("scheduled", days=-1),
        Article("home", town.blog_url),
    ]
    assert dues(ledger, town, *articles) == [
        ("new-ja", "mastodon"),
        ("new-ja", "bluesky"),
        ("fortnight-ja", "mastodon"),
        ("fortnight-ja", "bluesky"),
    ]


def test_what_nobody_sees_yet_is_not_due_and_is_looked_at_once(ledger: Ledger, town: Publicity) -> None:
    assert dues(ledger, town, town.publish("new"), visible=False) == []
    asked: list[str] = []
    articles = know(ledger, town.publish("a"), town.publish("old", days=30))

    def is_visible(one: Article) -> bool:
        asked.append(one.uid)
        return False

    posting.due(ledger, articles, town.outlets, NOW, is_visible)
    assert asked == [articles[0].uid]


def test_what_was_handed_over_without_an_answer_is_due_however_old(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    town.instance.cuts = True
    with pytest.raises(Unreachable):
        posting.send(ledger, one, told, way, NOW)
    articles, later = ledger.articles.all(), NOW + timedelta(days=100)
    found = posting.due(ledger, articles, town.outlets, later, lambda _one: True)
    assert [(each.place, each.stage) for each in found] == [("mastodon", Stage.SENDING)]


def test_what_is_announced_there_is_not_due_there_whoever_says_so(ledger: Ledger, town: Publicity) -> None:
    said = town.publish("said", syndication=("https://mastodon.example/@mio/1150001",))
    found = town.publish("found")
    know(ledger, said, found)
    post = "https://bsky.app/profile/mio.example/post/3l2a"
    ledger.announcements.say(Announcement(found.uid, post), NOW)
    assert dues(ledger, town, said, found) == [("said-ja", "bluesky"), ("found-ja", "mastodon")]
    ledger.announcements.take_back(Announcement(found.uid, post), NOW)
    assert ("found-ja", "bluesky") in dues(ledger, town, said, found)


def test_what_was_declined_is_due_no_more_but_may_be_asked_for(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    posting.decline(ledger, one, NOW)
    (article,) = [each for each in ledger.articles.all() if each.uid == one.article]
    assert [place for _uid, place in dues(ledger, town, article)] == ["bluesky"]
    wanted = posting.wanting(ledger, article, town.outlets, NOW)
    assert [(each.place, each.stage) for each in wanted] == [("mastodon", Stage.DECLINED), ("bluesky", None)]
    again = posting.draft(ledger, wanted[0], told, way.limits, NOW + timedelta(seconds=1))
    assert again.stage is Stage.DRAFT


def test_an_old_article_may_be_asked_for_but_none_that_is_to_come(ledger: Ledger, town: Publicity) -> None:
    old, later = know(ledger, town.publish("old", days=300), town.publish("later", days=-1))
    assert len(posting.wanting(ledger, old, town.outlets, NOW)) == 2
    assert posting.wanting(ledger, later, town.outlets, NOW) == ()


# --- what a page says -----------------------------------------------------------------------------


def test_a_page_says_what_it_is_about_and_shows_a_picture(town: Publicity, http: Http) -> None:
    article = town.publish("search")
    told = posting.look(article, http)
    assert told
    assert (told.url, told.title, told.lang, told.hook) == (article.url, article.title, "ja", HOOK)
    assert told.tags == ("検索", "open source")
    assert told.picture_type == "image/png"
    assert posting.look(replace(article, title="", lang=""), http) == told


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_page_that_nobody_sees_says_nothing(status: int, town: Publicity, http: Http) -> None:
    article = town.publish("search")
    town.pages["/ja/search/"] = (status, {}, "")
    assert posting.look(article, http) is None


def test_a_page_that_says_it_is_gone_is_gone(town: Publicity, http: Http) -> None:
    article = town.publish("search")
    gone = '<!DOCTYPE html><meta http-equiv="Status" content="410 Gone"><title>Deleted</title>'
    town.pages["/ja/search/"] = (200, {"Content-Type": "text/html"}, gone)
    assert posting.look(article, http) is None


def test_a_site_that_is_down_is_an_error(town: Publicity, http: Http) -> None:
    article = town.publish("search")
    town.pages["/ja/search/"] = (503, {}, "")
    with pytest.raises(Refused):
        posting.look(article, http)


@pytest.mark.parametrize("answer", [(404, {}, ""), (200, {"Content-Type": "image/png"}, b"no picture")])
def test_a_picture_that_is_none_is_left_out(answer: Any, town: Publicity, http: Http) -> None:  # noqa: ANN401 - a reply
    article = town.publish("search")
    town.pages["/covers/a.png"] = answer
    told = posting.look(article, http)
    assert told
    assert (told.picture, told.picture_type) == (b"", "")
    bare = posting.look(town.publish("bare", picture=""), http)
    assert bare
    assert bare.picture == b""


# --- from the draft to the address ----------------------------------------------------------------


@pytest.mark.parametrize("place", ["mastodon", "bluesky"])
def test_it_is_drafted_sent_once_and_kept_as_an_announcement(
    place: str, ledger: Ledger, town: Publicity, http: Http
) -> None:
    one, told, way = begun(ledger, town, http, place)
    assert (one.stage, one.lang, one.url) == (Stage.DRAFT, "ja", "")
    assert HOOK in one.text
    assert posting.draft(ledger, Due(ledger.articles.all()[0], place), told, way.limits, NOW) == one
    done = posting.send(ledger, one, told, way, NOW)
    assert (done.stage, way.outlet.has(done.url)) == (Stage.SENT, True)
    assert posting.send(ledger, done, told, way, NOW) == done
    assert len(town.instance.statuses) + len(town.sky.records) == 1
    assert [each.announcement.url for each in ledger.announcements.all()] == [done.url]
    assert ledger.articles.all()[0].syndication == (done.url,)
    assert place not in {each.place for each in posting.wanting(ledger, ledger.articles.all()[0], town.outlets, NOW)}
    assert posting.open_posts(ledger) == ()


def test_what_was_sent_is_not_offered_again_when_its_address_is_taken_back(
    ledger: Ledger, town: Publicity, http: Http
) -> None:
    one, told, way = begun(ledger, town, http)
    done = posting.send(ledger, one, told, way, NOW)
    ledger.announcements.take_back(Announcement(one.article, done.url), NOW)
    article = ledger.articles.all()[0]
    assert [each.place for each in posting.wanting(ledger, article, town.outlets, NOW)] == ["bluesky"]
    assert posting.draft(ledger, Due(article, "mastodon"), told, way.limits, NOW).stage is Stage.SENT


def test_what_a_human_wrote_is_what_is_sent(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    changed = posting.edit(ledger, one, f"書きました。\r\n\n\n\n{told.url}  ", NOW, (told.url, way.limits))
    assert changed.text == f"書きました。\n\n{told.url}"
    assert changed.key != one.key
    posting.send(ledger, changed, told, way, NOW)
    assert "書きました。" in town.instance.statuses[0]["content"]


@pytest.mark.parametrize(("text", "error"), [("No link.", LinkMissing), ("", LinkMissing), ("長" * 600, TooLong)])
def test_what_cannot_be_sent_is_not_kept(
    text: str, error: type[Exception], ledger: Ledger, town: Publicity, http: Http
) -> None:
    one, told, way = begun(ledger, town, http)
    written = f"{text} {told.url}" if error is TooLong else text
    with pytest.raises(error):
        posting.edit(ledger, one, written, NOW, (told.url, way.limits))
    assert posting.open_posts(ledger) == (one,)
    with pytest.raises(TooLong):
        posting.send(ledger, one, told, way._replace(limits=Limits(20)), NOW)
    assert posting.open_posts(ledger) == (one,)


def test_only_the_text_that_was_shown_is_sent(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    posting.edit(ledger, one, f"もう一つの窓で。{told.url}", NOW, (told.url, way.limits))
    with pytest.raises(DraftChanged):
        posting.send(ledger, one, told, way, NOW)
    with pytest.raises(DraftChanged):
        posting.decline(ledger, one, NOW)
    with pytest.raises(DraftChanged):
        posting.edit(ledger, one, told.url, NOW, (told.url, way.limits))
    with pytest.raises(DraftChanged):
        posting.send(ledger, one._replace(place="bluesky"), told, way, NOW)
    assert town.instance.statuses == []


@pytest.mark.parametrize("status", [401, 403, 422])
def test_a_refusal_leaves_a_draft_under_another_key(status: int, ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    town.instance.refuses = status
    with pytest.raises(SourceError):
        posting.send(ledger, one, told, way, NOW)
    (left,) = posting.open_posts(ledger)
    assert (left.stage, left.text) == (Stage.DRAFT, one.text)
    assert left.key != one.key
    assert ledger.announcements.all() == ()
    town.instance.refuses = 0
    assert posting.send(ledger, left, told, way, NOW).stage is Stage.SENT


@pytest.mark.parametrize("place", ["mastodon", "bluesky"])
@pytest.mark.parametrize("later", [0, 2])
def test_an_unclear_end_is_found_out_and_never_posts_twice(
    later: int, place: str, ledger: Ledger, town: Publicity, http: Http
) -> None:
    one, told, way = begun(ledger, town, http, place)
    town.instance.cuts = True
    town.sky.cuts.add("createRecord")
    with pytest.raises(Unreachable):
        posting.send(ledger, one, told, way, NOW)
    (left,) = posting.open_posts(ledger)
    assert left == one._replace(stage=Stage.SENDING)
    with pytest.raises(MaybeSent):
        posting.edit(ledger, left, f"別の。{told.url}", NOW, (told.url, way.limits))
    if later:
        town.instance.forget()
    done = posting.send(ledger, left, told, way, NOW + timedelta(hours=later))
    assert done.stage is Stage.SENT
    assert len(town.instance.statuses) + len(town.sky.records) == 1
    with pytest.raises(MaybeSent):
        posting.decline(ledger, done, NOW)


def test_what_is_unclear_stays_so_when_the_second_try_is_refused(ledger: Ledger, town: Publicity, http: Http) -> None:
    """It may have been posted the first time: only the same text may go out, until the place has said."""
    one, told, way = begun(ledger, town, http)
    town.instance.cuts = True
    with pytest.raises(Unreachable):
        posting.send(ledger, one, told, way, NOW)
    (left,) = posting.open_posts(ledger)
    way.outlet.limits(http)
    town.instance.scopes = frozenset({"write:statuses"})
    with pytest.raises(SourceError):
        posting.send(ledger, left, told, way, NOW)
    assert posting.open_posts(ledger) == (left,)
    assert posting.decline(ledger, left, NOW).stage is Stage.DECLINED


class Crash(BaseException):
    """The machine goes off."""


class Crashing:
    """An outlet whose process ends before the place is called, or after."""

    def __init__(self, outlet: Any, path: Path, *, after: bool) -> None:  # noqa: ANN401 - any outlet
        self.outlet, self.path, self.after = outlet, path, after
        self.stages: list[Stage] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the outlet
        return getattr(self.outlet, name)

    def send(self, *told: Any) -> Sent:  # noqa: ANN401 - as the outlet takes it
        with Ledger.open(self.path) as other:
            self.stages += [one.stage for one in other.posts.all()]
        if self.after:
            self.outlet.send(*told)
        raise Crash


@pytest.mark.parametrize("place", ["mastodon", "bluesky"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_before_or_after_the_call_costs_no_second_post(
    when: str,
    place: str,
    ledger: Ledger,
    town: Publicity,
    http: Http,
) -> None:
    one, told, way = begun(ledger, town, http, place)
    crashing = Crashing(way.outlet, ledger.path, after=when == "after")
    with pytest.raises(Crash):
        posting.send(ledger, one, told, way._replace(outlet=crashing), NOW)
    assert crashing.stages == [Stage.SENDING]
    with Ledger.open(ledger.path) as again:
        (left,) = posting.open_posts(again)
        town.instance.forget()
        assert posting.send(again, left, told, way, NOW).stage is Stage.SENT
        assert len(again.announcements.all()) == 1
    assert len(town.instance.statuses) + len(town.sky.records) == 1


def test_no_secret_is_in_the_ledger(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    posting.send(ledger, one, told, way, NOW)
    kept = ledger.path.read_bytes() + b"".join(file.read_bytes() for file in ledger.path.parent.glob("*-wal"))
    assert b"read-and-write" not in kept


def test_a_post_belongs_to_an_article_that_is_known(ledger: Ledger) -> None:
    with pytest.raises(NoSuchArticle):
        ledger.posts.put(Posting("nobody", "mastodon", Stage.DRAFT, "ja", "x", "k", "", NOW))
    assert ledger.posts.find("nobody", "mastodon") is None


def test_drafts_and_posts_are_exported(ledger: Ledger, town: Publicity, http: Http) -> None:
    one, told, way = begun(ledger, town, http)
    done = posting.send(ledger, one, told, way, NOW)
    (row,) = [each for each in ledger.export() if each["type"] == "post"]
    assert (row["place"], row["state"], row["url"], row["text"]) == ("mastodon", "sent", done.url, one.text)
