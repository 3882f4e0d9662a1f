from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tracker.model import Article, Kind
from tracker.rules import crossposts
from tracker.rules.crossposts import Copy, Memory, Named, Reading, Spot
from tracker.rules.urls import Pages

POST = Article("a", "https://mio.example/a/", "二文字検索", older_urls=("https://old.example/a.html",))
OTHER = Article("b", "https://mio.example/b/", "Small tools")
OURS = Pages([POST, OTHER])


def copy(key: str = "k", **more: Any) -> Copy:  # noqa: ANN401 - whatever a copy has
    return Copy(key, key, f"https://place.example/mio/{key}", {Kind.REPLY: 1})._replace(**more)


def spot(url: str) -> Spot | None:
    return Spot("mio", url.rpartition("/")[2]) if url.startswith("https://place.example/") else None


def test_an_article_names_its_copies_among_its_other_announcements() -> None:
    post = Article(
        "a", "https://mio.example/a/", syndication=("https://social.example/1", "https://place.example/mio/k")
    )
    assert crossposts.named([post], spot) == {"k": Named("a", "https://place.example/mio/k", Spot("mio", "k"))}


@pytest.mark.parametrize(
    ("item", "uid"),
    [
        (copy("named", original=OTHER.url, links=(OTHER.url,)), "a"),
        (copy(original="http://old.example/a.html?utm_source=x", links=(OTHER.url,)), "a"),
        (copy(links=("https://other.example/", "https://mio.example/b", OTHER.url)), "b"),
        (copy(links=(POST.url, OTHER.url)), ""),
        (copy(links=(POST.url, OTHER.url), title="small  TOOLS"), "b"),
        (copy(title=POST.title), ""),
        (copy(original="https://place.example/mio/k"), ""),
    ],
)
def test_what_proves_that_an_item_is_a_copy(item: Copy, uid: str) -> None:
    names = {"named": Named("a", "https://place.example/mio/named", Spot("mio", "named"))}
    assert crossposts.article_of(item, OURS, names) == uid


def test_a_title_suggests_one_article_or_none() -> None:
    assert crossposts.suggested(copy(title="ＳＭＡＬＬ tools"), [POST, OTHER]) == "b"
    assert crossposts.suggested(copy(title="Other"), [POST, OTHER]) == ""
    assert crossposts.suggested(copy(), [Article("c", "https://mio.example/c/")]) == ""
    assert crossposts.suggested(copy(title=POST.title), [POST, Article("c", "https://c.example/", POST.title)]) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="https://mio.example/a/?x=1&amp;y=2">a</a>', ("https://mio.example/a/?x=1&y=2",)),
        (
            "[元](https://mio.example/a/)。**https://mio.example/b**",
            ("https://mio.example/a/", "https://mio.example/b"),
        ),
        ("「https://mio.example/縁/」と https://mio.example/縁/", ("https://mio.example/縁/",)),
        ("mio.example/a/", ()),
    ],
)
def test_links_in_html_and_markdown(text: str, found: tuple[str, ...]) -> None:
    assert crossposts.links(text) == found


def test_a_state_is_another_one_when_a_count_or_a_mark_is() -> None:
    one, two = copy("x", mark="9"), copy("y", counts={Kind.REPLY: 2, Kind.LIKE: 4})
    assert crossposts.state([two, one], Kind.REPLY) == "x=1@9 y=2"
    assert crossposts.state([two], Kind.LIKE) == "y=4"


@pytest.mark.parametrize("count", [None, "3", -1, True, 1.5])
def test_a_count_that_is_not_stated_is_no_zero(count: object) -> None:
    assert crossposts.counted({"likes": count, "comments": 1}, {Kind.LIKE: "likes", Kind.REPLY: "comments"}) is None
    assert crossposts.counted({"comments": 0}, {Kind.REPLY: "comments"}) == {Kind.REPLY: 0}


def test_a_cursor_remembers_what_was_read() -> None:
    memory = Memory({"like-of a": Reading("k=3", 2, 3)})
    assert Memory.of(memory.text("abc")) == Memory({"like-of a": Reading("k=3", 2, 3)}, "abc")
    assert Memory.of(None) == Memory()
    assert json.loads(memory.text())["settled"] == ""
    assert memory.knows("like-of a", "k=3")
    assert not memory.knows("like-of a", "k=4")
    assert not memory.knows("like-of b", "k=3")
    assert memory.readings["like-of a"].is_short


def test_other_addresses_of_articles_are_another_digest() -> None:
    told = crossposts.digest([POST, OTHER])
    assert crossposts.digest([OTHER, POST]) == told
    named = Article("b", OTHER.url, OTHER.title, syndication=("https://place.example/mio/k",))
    assert crossposts.digest([POST, named]) != told


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("aoi-s", "https://x.example/aoi-s"),
        (" @aoi.s ", "https://x.example/aoi.s"),
        ("", ""),
        (None, ""),
        ("https://x.example/aoi", ""),
        ("葵", ""),
        ("\ud800", ""),
    ],
)
def test_a_name_elsewhere_is_an_address_there(name: object, url: str) -> None:
    assert crossposts.elsewhere("https://x.example/{}", name) == url


@pytest.mark.parametrize(
    ("value", "told"),
    [("n0a1-b_2", "n0a1-b_2"), (501, "501"), ("../me", ""), ("a b", ""), ("縁", ""), ("\ud800", ""), (None, "")],
)
def test_what_is_asked_for_is_one_part_of_a_path(value: object, told: str) -> None:
    assert crossposts.handle(value) == told


def test_the_newest_item_comes_first_and_one_without_a_time_last() -> None:
    old, new = copy("o", at=datetime(2026, 1, 1, tzinfo=UTC)), copy("n", at=datetime(2026, 2, 1, tzinfo=UTC))
    assert [one.key for one in crossposts.newest_first([copy("u"), old, new])] == ["n", "o", "u"]


def test_a_copy_is_told_of_as_a_mention_by_who_posted_it() -> None:
    one = copy(title="T").itself("a")
    assert (one.id, one.kind, one.article, one.title, one.text, one.thread) == (
        "copy:k",
        "mention-of",
        "a",
        "T",
        "",
        one.id,
    )
