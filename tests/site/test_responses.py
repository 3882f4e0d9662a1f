from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from responses import Response, read, threads

from tests.site.site import ARTICLE_EN, ARTICLE_JA, BLOG, attributes
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.site.site import Site

REPLY = Response(id="c1", kind=Kind.REPLY, url="", name="Ines", author_url="", text="Yes.", published=None, parent="")


def exported() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((BLOG / "_responses/two-character-words.json").read_text(encoding="utf-8"))
    return data


# --- on the page -----------------------------------------------------------------------------------


def test_replies_are_shown_as_a_thread(published: Site) -> None:
    page = published.page(ARTICLE_JA)
    assert attributes(page.css(".thread > li"), "id") == ["c11", "c13"]
    assert attributes(page.css(".thread > li > ol > li"), "id") == ["c12"]
    assert attributes(page.css(".thread > li > ol > li > ol > li"), "id") == ["c14"]


def test_lines_of_a_reply_stay_lines(published: Site) -> None:
    text = published.page(ARTICLE_JA).css_first("#c12 > .row .e-content")
    assert text is not None
    assert text.text() == "ありがとうございます。長音は畳んでいません。\n次の版で試します。"


def test_what_is_only_counted_is_counted(published: Site) -> None:
    counts = [node.text(strip=True) for node in published.page(ARTICLE_JA).css(".counts li")]
    assert counts == ["いいね 3", "再共有 1", "ブックマーク 12"]


def test_a_mention_says_where_it_links_from(published: Site) -> None:
    (mention,) = published.page(ARTICLE_JA).css(".mentions li")
    assert [node.text() for node in mention.css("a")] == ["weekly.example.org"]
    assert "Search Weekly" in mention.text()


def test_links_of_strangers_lend_them_no_weight(published: Site) -> None:
    links = published.page(ARTICLE_JA).css(".thread a, .mentions a")
    assert len(links) == 7
    assert set(attributes(links, "rel")) == {"nofollow ugc"}


def test_text_of_strangers_stays_text(published: Site) -> None:
    html = published.text(ARTICLE_JA)
    page = published.page(ARTICLE_JA)
    assert not page.css("script:not([type='application/ld+json']), .thread img, .thread [onerror]")
    assert "javascript:" not in html
    text = page.css_first("#c13 .e-content")
    assert text is not None
    assert text.text() == "</p><script>alert('x')</script> & \"quotes\""
    assert not page.css("#c13 a")


def test_the_language_of_a_reply_is_never_claimed_wrongly(published: Site) -> None:
    langs = [node.attributes.get("lang") for node in published.page(ARTICLE_JA).css(".thread .e-content")]
    assert langs == ["ja", "ja", "", ""]


def test_a_post_nobody_answered_shows_no_empty_lists(published: Site) -> None:
    page = published.page(ARTICLE_EN)
    assert page.css(".responses h2")
    assert not page.css(".thread, .counts, .mentions")


def test_what_is_not_exported_is_nowhere_in_the_site(published: Site) -> None:
    assert not [name for name in published.names if "_responses" in name]


# --- reading a file --------------------------------------------------------------------------------


def test_kinds_with_text_are_listed_and_others_counted() -> None:
    found = read(exported())
    assert [reply.id for reply in flat(found.replies)] == ["c11", "c12", "c14", "c13"]
    assert [mention.id for mention in found.mentions] == ["c20"]
    assert found.counts == {Kind.LIKE: 3, Kind.REPOST: 1, Kind.BOOKMARK: 12}


def test_addresses_that_are_not_the_web_are_dropped() -> None:
    found = {reply.id: reply for reply in flat(read(exported()).replies)}
    assert found["c13"].url == ""
    assert found["c13"].author_url == ""
    assert found["c13"].host == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [("ひらがな", "ja"), ("Plain words", ""), ("感謝", None), ("", ""), ("What of the “・” in names?", "")],
)
def test_the_language_of_a_text(text: str, lang: str | None) -> None:
    assert replace(REPLY, text=text).lang == lang


@pytest.mark.parametrize(
    "change",
    [
        {"children": None},
        {"counts": {"applause": 1}},
        {"counts": {"like-of": "many"}},
        {"children": [{"type": "entry"}]},
        {"children": [{"id": "c1", "kind": "shout"}]},
        {"children": [{"id": "c1", "kind": "in-reply-to", "published": "yesterday"}]},
        {"children": [{"id": "c1", "kind": "in-reply-to", "author": "Ines"}]},
    ],
)
def test_a_file_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        read(exported() | change)


# --- threads ---------------------------------------------------------------------------------------


def flat(replies: Iterable[Response]) -> list[Response]:
    return [found for reply in replies for found in (reply, *flat(reply.replies))]


def test_a_reply_to_something_not_shown_stands_at_the_top() -> None:
    (only,) = threads([replace(REPLY, parent="c99")])
    assert only.id == "c1"


def test_replies_that_answer_each_other_in_a_circle_are_all_shown() -> None:
    shown = threads([replace(REPLY, id="c1", parent="c2"), replace(REPLY, id="c2", parent="c1")])
    assert [reply.id for reply in flat(shown)] == ["c1", "c2"]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), unique_by=lambda pair: pair[0], max_size=9))
def test_whatever_answers_whatever_each_reply_is_shown_exactly_once(pairs: list[tuple[int, int]]) -> None:
    replies = [replace(REPLY, id=f"c{own}", parent=f"c{parent}") for own, parent in pairs]
    assert sorted(reply.id for reply in flat(threads(replies))) == sorted(reply.id for reply in replies)
