from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Kind, Page
from tracker.rules.crossposts import Copy
from tracker.rules.manners import HttpSettings
from tracker.sources import Finds
from tracker.sources.note import Note, account, read, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

KEY = "n0a1b2c3d4e5f"
URL = f"https://note.com/mio_m/n/{KEY}"
POST = Article("a", "https://mio.example/a/", "二文字検索", syndication=(URL,))
COPY = Copy(KEY, KEY, URL, {Kind.REPLY: 1, Kind.LIKE: 1})
LIST, COMMENTS, LIKES = (
    "/api/v2/creators/mio_m/contents",
    f"/api/v3/notes/{KEY}/note_comments",
    f"/api/v3/notes/{KEY}/likes",
)


def user(key: str = "k7", name: str = "aoi_s", **more: object) -> dict[str, Any]:
    return {"key": key, "urlname": name, "nickname": "葵", "profile_image_url": "https://img.example/7"} | more


def post(comments: object = 0, likes: object = 0, **more: object) -> dict[str, Any]:
    told = {"key": KEY, "name": "写し", "noteUrl": URL, "user": {"urlname": "mio_m", "nickname": "澪"}}
    return told | {"commentCount": comments, "likeCount": likes, "publishAt": "2026-10-15T09:00:00+09:00"} | more


def listed(*rows: object, last: object = True) -> dict[str, object]:
    return {"data": {"contents": list(rows), "isLastPage": last}}


def comment(key: str, replies: int = 0, **more: object) -> dict[str, Any]:
    return {
        "key": key,
        "comment": "縁",
        "user": user(),
        "created_at": "2026-10-16T09:00:00+09:00",
        "reply_count": replies,
    } | more


def pulled(
    answers: Mapping[str, object], cursor: str | None = None, name: str = "mio_m"
) -> tuple[list[Page], list[str]]:
    """Return the pages, and what was asked for: paths, with the page and the comment that was answered."""

    def handler(request: Request) -> Reply:
        told = answers.get(spelled(request), answers.get(request.path, 404))
        return (told, {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))

    with serve(handler) as server, way_out() as http:
        pages = list(Note(server.url, name).pages([POST], cursor, http))
    return pages, [spelled(request) for request in server.requests]


def spelled(request: Request) -> str:
    return "?".join(filter(None, (request.path, request.query.get("page"), request.query.get("parent_key"))))


def ids(pages: Sequence[Page], kind: Kind) -> list[str]:
    return [one.id for page in pages for one in page.interactions if one.kind is kind]


def counts(pages: Sequence[Page], kind: Kind) -> list[Count]:
    return [count for page in pages for count in page.counts if kind in count.kinds]


def test_answers_are_asked_for_below_each_comment_that_has_some() -> None:
    answers = {
        LIST: listed(post(4)),
        f"{COMMENTS}?1": {"data": [comment("a", 1)], "next_page": 2},
        f"{COMMENTS}?2": {"data": [comment("b")], "next_page": None},
        f"{COMMENTS}?1?a": {"data": [comment("a1", user=user("k1", "mio_m"))], "next_page": 2},
        f"{COMMENTS}?2?a": {"data": [comment("a2")], "next_page": None},
    }
    pages, asked = pulled(answers)
    assert asked == [f"{LIST}?1", f"{COMMENTS}?1", f"{COMMENTS}?2", f"{COMMENTS}?1?a", f"{COMMENTS}?2?a"]
    told = [(one.id, one.parent, one.thread) for page in pages for one in page.interactions if one.kind is Kind.REPLY]
    top = f"copy:{KEY}"
    assert told == [("a", top, "a"), ("b", top, "b"), ("a1", "a", "a"), ("a2", "a", "a")]
    assert counts(pages, Kind.REPLY) == [Count("a", 4, 4, kinds=(Kind.REPLY,))]


def test_comments_alone_are_less_than_what_is_counted() -> None:
    pages, _asked = pulled({LIST: listed(post(3)), COMMENTS: {"data": [comment("a")]}})
    [count] = counts(pages, Kind.REPLY)
    assert (count.seen, count.claimed, count.complete) == (1, 3, False)


def test_answers_that_are_refused_leave_the_comments_and_prove_nothing() -> None:
    pages, _asked = pulled(
        {LIST: listed(post(2)), COMMENTS: 404, f"{COMMENTS}?1": {"data": [comment("a", 1)]}} | {f"{COMMENTS}?1?a": 404}
    )
    assert ids(pages, Kind.REPLY) == ["a"]
    assert counts(pages, Kind.REPLY) == []
    assert len([problem for page in pages for problem in page.problems]) == 1


def test_likes_come_in_pages_until_the_last() -> None:
    answers = {
        LIST: listed(post(0, 9)),
        f"{LIKES}?1": {"data": {"likes": [{"user": user("k1")}, {"user": user("k2")}]}, "is_last_page": False},
        f"{LIKES}?2": {
            "data": {"likes": [{"user": user("k3"), "created_at": "2026-10-16T09:00:00+09:00"}]},
            "is_last_page": True,
        },
    }
    pages, asked = pulled(answers)
    assert ids(pages, Kind.LIKE) == [f"{KEY}:like:{key}" for key in ("k1", "k2", "k3")]
    assert asked[1:] == [f"{LIKES}?1", f"{LIKES}?2"]


def test_likes_that_bring_nobody_new_are_the_end() -> None:
    pages, asked = pulled({LIST: listed(post(0, 9)), LIKES: {"data": {"likes": [{"user": user()}]}}})
    assert ids(pages, Kind.LIKE) == [f"{KEY}:like:k7"]
    assert len(asked) == 3


def test_a_post_by_itself_names_things_in_another_way() -> None:
    alone = {
        "key": KEY,
        "name": "写し",
        "note_url": URL,
        "comment_count": 1,
        "like_count": 0,
        "user": user("k1", "mio_m"),
    }
    pages, asked = pulled({f"/api/v3/notes/{KEY}": {"data": alone}, COMMENTS: {"data": [comment("a")]}}, name="")
    assert ids(pages, Kind.REPLY) == ["a"]
    assert asked[0] == f"{LIST}?1"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("一行目\r\nsecond  line", "一行目\nsecond  line"),
        ({"type": "root", "children": []}, ""),
        (
            {
                "children": [
                    {
                        "tag_name": "p",
                        "children": [{"type": "text", "value": "A & B"}, {"tag_name": "br", "children": []}],
                    },
                    {"tag_name": "p", "children": [{"tag_name": "a", "children": [{"type": "text", "value": "<縁>"}]}]},
                    "oops",
                ]
            },
            "A & B\n\n<縁>",
        ),
        (None, None),
        ({"value": "x"}, None),
        (7, None),
    ],
)
def test_a_comment_is_a_text_or_a_tree_of_elements(said: object, text: str | None) -> None:
    assert words(said) == text


def test_a_tower_of_elements_is_read() -> None:
    tower: dict[str, Any] = {"type": "text", "value": "縁"}
    for _level in range(5000):
        tower = {"tag_name": "span", "children": [tower]}
    assert words(tower) == "縁"


def test_a_key_is_who_they_are_and_the_author_of_a_list_is_known_by_name() -> None:
    one = account(user(id=7))
    assert one is not None
    assert (one.key, one.handle, one.url) == (("note", "k7"), "aoi_s", "https://note.com/aoi_s")
    named = account({"id": 7, "urlname": "aoi_s"})
    assert named is not None
    assert named.id == "7"
    assert account({"urlname": "aoi_s"}) is None
    pages, _asked = pulled({LIST: listed(post())})
    [copy] = [one for page in pages for one in page.interactions]
    assert copy.account is not None
    assert (copy.kind, copy.account.id, copy.account.url) == (Kind.MENTION, "@mio_m", "https://note.com/mio_m")


def test_what_says_neither_who_nor_what_is_left_out() -> None:
    assert len(read([{"key": "a"}, comment(""), 7], COPY, Kind.REPLY, "a").problems) == 3
    assert len(read([{"user": {}}, None], COPY, Kind.LIKE, "a").problems) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"contents": [post()]}},
        {"data": {"notes": []}},
        {"contents": []},
        listed(post(None, 1)),
        listed(last=None),
    ],
)
def test_a_list_in_another_shape_is_a_changed_place_never_zeros(answer: object) -> None:
    with pytest.raises(NotAsExpected):
        pulled({LIST: answer})


@pytest.mark.parametrize("answer", [{"data": None}, {"data": {"comments": []}}, {"comments": []}])
def test_comments_in_another_shape_are_a_changed_place(answer: object) -> None:
    with pytest.raises(NotAsExpected):
        pulled({LIST: listed(post(1)), COMMENTS: answer})


def test_nobody_of_that_name_is_said() -> None:
    with pytest.raises(Refused):
        pulled({})


def test_copies_are_announcements() -> None:
    with serve(lambda _request: (200, {}, json.dumps(listed(post(name="二文字検索"))))) as server, way_out() as http:
        source = Note(server.url, "mio_m")
        assert isinstance(source, Finds)
        assert [one.url for one in source.announced([POST], http)] == [URL]
        assert [
            one.article for one in source.suggested([Article("b", "https://mio.example/b/", POST.title)], http)
        ] == ["b"]


def test_places_that_never_promised_anything_are_asked_slowly() -> None:
    settings = HttpSettings("Enishi/1")
    assert [settings.seconds_between(host) for host in ("note.com", "zenn.dev", "qiita.com")] == [2.0, 2.0, 1.0]
