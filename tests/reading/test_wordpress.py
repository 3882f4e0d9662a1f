from __future__ import annotations

from typing import Any

import pytest

from tracker.model import Account, Article, Claim, Interaction, Kind
from tracker.reading.wordpress import Comments, from_feed, numbered
from tracker.rules.urls import Pages

NEW, OLD = "https://mio.example/a/", "https://wp.mio.example/?p=27"
MD5 = "0bc83cb571cd1c50ba6f3e8a78ef1346"


def row(number: int, parent: int = 0, /, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    told = {
        "id": number,
        "parent": parent,
        "author": 0,
        "author_name": "Ana",
        "author_url": "",
        "date_gmt": "2026-10-15T08:31:00",
        "content": {"rendered": "<p>so</p>\n"},
        "link": f"{NEW}#comment-{number}",
        "status": "approved",
        "type": "comment",
    }
    return told | said


def read(*rows: object) -> list[Interaction]:
    return list(reader().take(rows).interactions)


def reader() -> Comments:
    return Comments("mio.example", Pages([Article("a", NEW, older_urls=(OLD,))]))


def test_answers_are_known_over_several_pages() -> None:
    comments = reader()
    comments.take([row(1), row(2, 1)])
    told = comments.take([row(3, 2), row(4)]).interactions
    assert [(one.id, one.parent, one.thread) for one in told] == [("3", "2", "1"), ("4", "", "4")]


@pytest.mark.parametrize(
    "other",
    [
        row(1, link="https://mio.example/about/#comment-1"),
        row(1, status="hold"),
        row(1, type="pingback"),
        row(7),
    ],
)
def test_an_answer_to_what_is_not_told_answers_the_article(other: dict[str, Any]) -> None:
    told = read(other, row(2, 1))[-1]
    assert (told.id, told.parent, told.thread) == ("2", "", "2")


@pytest.mark.parametrize(
    "link",
    [
        f"{NEW}#comment-1",
        "http://mio.example/a#comment-1",
        f"{NEW}comment-page-2/#comment-1",
        f"{NEW}?cpage=2#comment-1",
        f"{NEW}?utm_source=x#comment-1",
        f"{NEW}?unapproved=1&moderation-hash=x#comment-1",
        f"{OLD}#comment-1",
        f"{OLD}&cpage=2#comment-1",
        "https://wp.mio.example/?cpage=2&p=27#comment-1",
    ],
)
def test_a_comment_is_about_the_page_it_stands_on(link: str) -> None:
    assert [one.article for one in read(row(1, link=link))] == ["a"]


@pytest.mark.parametrize("link", ["https://mio.example/b/#comment-1", "", None, "mailto:mio@mio.example"])
def test_what_stands_elsewhere_is_listed_and_not_told(link: str | None) -> None:
    comments = reader()
    assert comments.take([row(1, link=link)]).interactions == ()
    assert comments.listed == {"1": ""}


@pytest.mark.parametrize("status", ["hold", "spam", "trash"])
def test_what_is_not_approved_is_not_told(status: str) -> None:
    assert read(row(1, status=status)) == []


@pytest.mark.parametrize("bad", [None, 7, "oops", [], {}, {"id": "x"}, {"id": -1}])
def test_a_comment_without_a_number_costs_a_line(bad: object) -> None:
    comments = reader()
    page = comments.take([bad, row(1)])
    assert [one.id for one in page.interactions] == ["1"]
    assert page.problems == ("A comment on mio.example has no number and was left out.",)
    assert comments.unread == 1


@pytest.mark.parametrize("kind", ["pingback", "trackback"])
def test_a_linkback_is_a_mention_by_the_page_that_links(kind: str) -> None:
    page = "https://blog.example.net/2026/notes/"
    (one,) = read(row(1, type=kind, author_name="Notes &#8211; a blog", author_url=page))
    assert (one.kind, one.title, one.url, one.thread) == (Kind.MENTION, "Notes – a blog", page, "")
    assert one.account == Account("web", "https://blog.example.net/", url="https://blog.example.net/")


def test_names_are_without_the_entities_they_are_stored_with() -> None:
    (one,) = read(row(1, author_name="Kaya &amp; Ren "))
    assert one.account
    assert one.account.name == "Kaya & Ren"


def test_a_user_is_known_by_number_and_the_website_is_a_claim() -> None:
    (one,) = read(row(1, author=3, author_url="http://aoi.example.net"))
    assert one.account
    assert one.account.key == ("wordpress", "mio.example#3")
    assert one.account.claims == (Claim("url", "https://aoi.example.net/", "declared"),)


def test_a_website_is_who_somebody_is_and_a_name_alone_is_nobodys() -> None:
    told = read(row(1, author_url="http://aoi.example.net"), row(2), row(3, author_name=""))
    assert [one.account and one.account.key for one in told] == [
        ("web", "https://aoi.example.net/"),
        ("wordpress", "mio.example#comment-2"),
        None,
    ]


@pytest.mark.parametrize("site", ["javascript:alert(1)", "aoi", "http://", None, 7])
def test_a_website_that_is_none_is_not_kept(site: object) -> None:
    (one,) = read(row(1, author_url=site))
    assert one.account
    assert (one.account.key, one.account.url) == (("wordpress", "mio.example#comment-1"), "")


@pytest.mark.parametrize("who", [{}, {"author": 3}, {"author_url": "https://aoi.example.net/"}, {"author_name": ""}])
def test_a_gravatar_is_a_claim(who: dict[str, object]) -> None:
    photo = f"https://secure.gravatar.com/avatar/{MD5}?s=96&d=mm&r=g"
    (one,) = read(row(1, **who, author_avatar_urls={"24": photo.replace("96", "24"), "96": photo}))
    assert one.account
    assert one.account.photo == photo
    assert Claim("gravatar", MD5, "declared") in one.account.claims


def test_times_are_those_of_greenwich() -> None:
    told = read(row(1), row(2, date_gmt="0000-00-00T00:00:00"))
    assert [one.published and one.published.isoformat() for one in told] == ["2026-10-15T08:31:00+00:00", None]


@pytest.mark.parametrize(
    ("address", "number"),
    [("https://mio.example/?p=27#comment-12", "12"), (f"{NEW}#comment-3", "3"), (NEW, ""), (f"{NEW}#comment-x", "")],
)
def test_a_feed_and_the_list_name_a_comment_by_one_number(address: str, number: str) -> None:
    assert numbered(address) == number


def test_what_a_feed_tells_is_told_as_the_list_would() -> None:
    guid = "https://mio.example/?p=27#comment-"
    told = Interaction(
        id=f"{guid}12",
        kind=Kind.REPLY,
        article="a",
        account=Account("feed", f"{guid}12", name="Ana"),
        url=f"{NEW}#comment-12",
        parent=f"{guid}11",
        thread=f"{guid}10",
    )
    page = from_feed([told, Interaction("tag:x", Kind.REPLY, "a", target=NEW)], "mio.example")
    (one,) = page.interactions
    assert (one.id, one.parent, one.thread) == ("12", "11", "10")
    assert one.account == Account("wordpress", "mio.example#comment-12", name="Ana")
    assert page.problems == ("A comment on /a/ has no number and was left out.",)


def test_a_feed_without_parents_keeps_the_article_for_a_thread() -> None:
    told = Interaction(f"{NEW}#comment-7", Kind.REPLY, "a", account=None, thread="a")
    assert from_feed([told], "mio.example").interactions[0].thread == "a"
