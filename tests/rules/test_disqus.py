from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.model import Article, Count
from tracker.rules.disqus import Index, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW, OLD, OTHER = "https://mio.example/a/", "http://mio.example/2019/a.html", "https://mio.example/b/"
ARTICLES = (Article("a", NEW, older_urls=(OLD,)), Article("b", OTHER))


def thread(number: int, link: str, **said: str) -> Row:
    return Row("thread", str(number), {"link": link, **said})


def post(number: int | str, thread: int, parent: int = 0, /, **said: str) -> Row:
    named = {"thread": str(thread)} | ({"parent": str(parent)} if parent else {})
    told = {"message": "縁", "author/name": "Ana", "createdAt": "2026-10-01T00:00:00Z"}
    return Row("post", str(number), told | named | said)


def index(*rows: Row, articles: Sequence[Article] = ARTICLES) -> Index:
    made = Index(articles)
    made.take(rows)
    return made


@pytest.mark.parametrize(
    "link",
    [
        NEW,
        "http://mio.example/a",
        f"{NEW}?utm_source=feed",
        f"{NEW}?replytocom=7#respond",
        OLD,
        "https://MIO.example/2019/a.html",
    ],
)
def test_a_thread_is_found_under_every_spelling_of_its_page(link: str) -> None:
    assert index(thread(1, link), post(7, 1)).article("7") == "a"


@pytest.mark.parametrize("name", ["27 http://mio.example/a/", "/a/", "a/", "http://mio.example/2019/a.html"])
def test_a_thread_is_found_by_what_it_was_imported_as(name: str) -> None:
    assert index(thread(1, "https://mio.example/?p=27", id=name), post(7, 1)).article("7") == "a"


@pytest.mark.parametrize("row", [thread(1, "https://mio.example/about/"), thread(1, ""), thread(2, NEW)])
def test_what_is_about_another_page_is_nobodys(row: Row) -> None:
    made = index(row, post(7, 1))
    assert (made.article("7"), made.is_shown("7"), len(made.strays())) == ("", False, 1)


def test_a_thread_may_follow_its_comments() -> None:
    assert index(post(7, 1), thread(1, NEW)).article("7") == "a"


def test_one_comment_in_two_threads_of_an_article_is_a_copy_of_the_older() -> None:
    made = index(thread(1, NEW), thread(2, OLD), post(25, 1), post(9, 2), post(30, 1, message="another"))
    assert made.originals == {"25": "9"}


@pytest.mark.parametrize(
    "other",
    [
        post(25, 2, message="えん"),
        post(25, 2, createdAt="2026-10-01T00:00:01Z"),
        post(25, 2, **{"author/name": "Bea"}),
        post(25, 2, **{"author/email": "ana@mail.example"}),
        post(25, 2, isSpam="true"),
        post(25, 1),
        post(25, 3),
    ],
)
def test_what_differs_is_no_copy(other: Row) -> None:
    made = index(thread(1, NEW), thread(2, OLD), thread(3, OTHER), post(9, 1), other)
    assert made.originals == {}


def test_a_comment_that_was_taken_away_is_no_original() -> None:
    made = index(thread(1, NEW), thread(2, OLD), post(25, 1), post(9, 2, isDeleted="true"))
    assert made.originals == {}


@pytest.mark.parametrize("flag", ["isDeleted", "isSpam"])
def test_what_is_deleted_or_spam_is_not_shown(flag: str) -> None:
    made = index(thread(1, NEW), post(7, 1, **{flag: "true"}), post(8, 1, **{flag: "false"}), post(9, 1, **{flag: "x"}))
    assert [made.is_shown(number) for number in "789"] == [False, True, True]


def test_a_deleted_thread_takes_its_comments_along() -> None:
    assert not index(thread(1, NEW, isDeleted="true"), post(7, 1)).is_shown("7")


def test_a_conversation_goes_by_what_it_began_with_even_if_that_is_gone() -> None:
    made = index(thread(1, NEW), post(7, 1, isDeleted="true"), post(8, 1, 7), post(9, 1, 8), post(10, 1))
    assert made.roots == {"7": "7", "8": "7", "9": "7", "10": "10"}
    assert [made.parent(number) for number in ("7", "8", "9", "10")] == ["", "7", "8", ""]


def test_an_answer_to_what_is_not_there_answers_the_article() -> None:
    made = index(thread(1, NEW), thread(3, OTHER), post(6, 3), post(7, 1, 99), post(8, 1, 6))
    assert [made.parent(number) for number in "78"] == ["", ""]
    assert (made.roots["7"], made.roots["8"]) == ("7", "8")


def test_answers_in_a_circle_end() -> None:
    made = index(thread(1, NEW), post(7, 1, 8), post(8, 1, 7), post(9, 1, 9))
    assert set(made.roots) == {"7", "8", "9"}


@pytest.mark.parametrize("bad", [post("", 1), post("x29", 1), post("２", 1), Row("post", "7", {"message": "so"})])
def test_a_comment_without_number_or_thread_is_counted_as_unread(bad: Row) -> None:
    made = index(thread(1, NEW), bad)
    assert (made.posts, made.unread) == ({}, 1)


def test_a_whole_file_proves_what_it_lacks() -> None:
    made = index(thread(1, NEW), post(7, 1), post(8, 1, isDeleted="true"))
    assert made.counts(proves=True) == (Count("a", 2, 2), Count("b", 0, 0))
    assert made.counts(proves=False) == (Count("a", 2), Count("b", 0))


def test_the_newest_is_the_last_that_was_written() -> None:
    made = index(thread(1, NEW), post(7, 1, createdAt="2026-10-02T00:00:00Z"), post(8, 1))
    assert made.newest == "2026-10-02T00:00:00Z"
