from __future__ import annotations

from typing import Any

import pytest

from tracker.model import Claim, Kind
from tracker.reading.discourse import Posts, Topic, numbered

FORUM = "https://forum.mio.example"
TOPIC = Topic(FORUM, "57", "a", "https://mio.example/a/")
EMBEDDED = Topic(FORUM, "57", "a", "https://mio.example/a/", embedded=True)


def post(place: int, to: int | None = None, /, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    """Return a post whose id is 900 more than its number."""
    told = {
        "id": 900 + place,
        "post_number": place,
        "reply_to_post_number": to,
        "post_type": 1,
        "user_id": 12,
        "username": "aoi",
        "name": "あおい",
        "created_at": "2026-10-15T08:31:00.123Z",
        "cooked": "<p>so</p>",
    }
    return told | said


def test_the_first_post_announces_and_the_others_answer() -> None:
    page = Posts(TOPIC, "縁の話").take([post(1), post(2), post(3, 2), post(4, 3), post(5, 1)])
    assert [(one.id, one.kind, one.parent, one.thread) for one in page.interactions] == [
        ("901", Kind.MENTION, "", "901"),
        ("902", Kind.REPLY, "901", "902"),
        ("903", Kind.REPLY, "902", "902"),
        ("904", Kind.REPLY, "903", "902"),
        ("905", Kind.REPLY, "901", "905"),
    ]
    assert [one.title for one in page.interactions] == ["縁の話", "", "", "", ""]


def test_the_first_post_of_an_embedded_topic_is_the_article_itself() -> None:
    page = Posts(EMBEDDED).take([post(1), post(2), post(3, 1), post(4, 3)])
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [
        ("902", "", "902"),
        ("903", "", "903"),
        ("904", "903", "903"),
    ]


def test_answers_are_known_over_several_answers_of_the_forum() -> None:
    posts = Posts(TOPIC)
    posts.take([post(1), post(2)])
    (one,) = posts.take([post(30, 2)]).interactions
    assert (one.parent, one.thread) == ("902", "902")
    assert posts.seen == {"901", "902", "930"}


def test_what_the_forum_itself_says_is_nobodys_word() -> None:
    own = post(1, user_id=-1), post(2, post_type=3), post(3, user_id=-2)
    posts = Posts(TOPIC)
    page = posts.take([*own, post(4, 2), post(5, 1)])
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [("904", "", "904"), ("905", "", "905")]
    assert len(posts.seen) == 5


@pytest.mark.parametrize("gone", [{"user_deleted": True}, {"deleted_at": "2026-10-16T00:00:00Z"}, {"hidden": True}])
def test_what_was_taken_away_is_gone_and_may_have_been_answered(gone: dict[str, object]) -> None:
    page = Posts(TOPIC).take([post(1), post(2, **gone), post(3, 2)])
    assert page.gone == ("902",)
    assert [(one.id, one.parent, one.thread) for one in page.interactions][1:] == [("903", "902", "902")]


def test_a_whisper_is_private_and_so_is_all_that_only_the_key_opens() -> None:
    told = Posts(TOPIC).take([post(1), post(2, post_type=4)]).interactions
    assert [one.private for one in told] == [False, True]
    hidden = Topic(FORUM, "57", "a", "", private=True)
    assert [one.private for one in Posts(hidden).take([post(1), post(2)]).interactions] == [True, True]


def test_a_post_of_the_staff_in_colour_is_a_post() -> None:
    assert len(Posts(TOPIC).take([post(1), post(2, post_type=2)]).interactions) == 2


def test_likes_are_those_of_the_first_post() -> None:
    posts = Posts(TOPIC)
    liked = [{"id": 2, "count": 3}, {"id": 8, "count": 1}]
    posts.take([post(1, actions_summary=liked), post(2, actions_summary=liked)])
    assert posts.likes == 3


@pytest.mark.parametrize("bad", [None, 7, "oops", [], {}, {"id": "x"}, {"id": None, "post_number": 2}])
def test_a_post_without_a_number_costs_a_line(bad: object) -> None:
    posts = Posts(TOPIC)
    page = posts.take([post(1), bad])
    assert [one.id for one in page.interactions] == ["901"]
    assert page.problems == (f"A post in {FORUM}/t/57 has no number and was left out.",)
    assert posts.seen == {"901"}


def test_a_person_is_known_by_number() -> None:
    template = "/user_avatar/forum.mio.example/aoi/{size}/5_2.png"
    (one,) = Posts(TOPIC).take([post(1, avatar_template=template)]).interactions
    assert one.account
    assert one.account.key == ("discourse", "forum.mio.example#12")
    assert (one.account.name, one.account.handle, one.account.url) == ("あおい", "aoi", f"{FORUM}/u/aoi")
    assert one.account.photo == f"{FORUM}/user_avatar/forum.mio.example/aoi/96/5_2.png"


@pytest.mark.parametrize(
    ("template", "photo"),
    [
        ("//img.example/{size}.png", "https://img.example/96.png"),
        ("https://img.example/{size}.png", "https://img.example/96.png"),
        ("//[", ""),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_a_picture_is_an_address(template: str | None, photo: str) -> None:
    (one,) = Posts(TOPIC).take([post(1, avatar_template=template)]).interactions
    assert one.account
    assert one.account.photo == photo


def test_a_gravatar_is_a_claim() -> None:
    md5 = "0bc83cb571cd1c50ba6f3e8a78ef1346"
    (one,) = (
        Posts(TOPIC).take([post(1, avatar_template=f"//www.gravatar.com/avatar/{md5}.png?s={{size}}")]).interactions
    )
    assert one.account
    assert one.account.claims == (Claim("gravatar", md5, "declared"),)


def test_without_a_name_the_login_is_one_and_without_a_number_nobody_is() -> None:
    told = Posts(TOPIC).take([post(1, name=""), post(2, user_id=None)]).interactions
    assert [one.account.name if one.account else None for one in told] == ["aoi", None]


def test_a_picture_in_a_post_says_no_name_and_size() -> None:
    cooked = (
        '<p>See:</p><div class="lightbox-wrapper"><a class="lightbox" href="/a.png"><img src="/a.png" alt="plan">'
        '<div class="meta"><span class="filename">a.png</span><span class="informations">690×388</span></div></a></div>'
    )
    (one,) = Posts(TOPIC).take([post(1, cooked=cooked)]).interactions
    assert one.text == "See:\n\nplan"


@pytest.mark.parametrize(
    ("url", "topic"),
    [
        (f"{FORUM}/t/a-slug/57", "57"),
        (f"{FORUM}/t/a-slug/57/3?u=aoi", "57"),
        (f"{FORUM}/t/57/", "57"),
        (f"{FORUM}/t/57/3", "57"),
        ("http://FORUM.mio.example/t/縁/57#post_2", "57"),
        (f"{FORUM}/t/a-slug", ""),
        (f"{FORUM}/c/news/57", ""),
        ("https://other.example/t/a-slug/57", ""),
        ("https://forum.mio.example.evil.example/t/a-slug/57", ""),
        ("", ""),
    ],
)
def test_a_topic_is_known_by_its_address(url: str, topic: str) -> None:
    assert numbered(url, FORUM) == topic


def test_a_forum_may_live_below_a_site() -> None:
    assert numbered("https://mio.example/forum/t/a/57", "https://mio.example/forum/") == "57"
    assert numbered("https://mio.example/t/a/57", "https://mio.example/forum/") == ""
