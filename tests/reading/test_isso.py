from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tracker.errors import NotAsExpected
from tracker.model import Account, Claim
from tracker.reading.isso import digest, kept, listed, name

URL = "https://mio.example/a/"
AT = 1792022400.25


def row(number: int, **more: object) -> dict[str, Any]:
    """Return a comment as the server lists it, or as the file keeps it."""
    told = {"id": number, "parent": None, "created": AT + number, "modified": None, "mode": 1, "text": f"縁 {number}"}
    return told | {"author": None, "website": None} | more


def uid(number: int) -> str:
    return f"{number}@{AT + number:.6f}"


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def shown(**more: object) -> Account | None:
    """Return whose a comment is shown to be."""
    [one] = listed({"replies": [row(1, **more)]}, "a", URL).page.interactions
    return one.account


def test_replies_belong_to_the_comment_they_stand_below() -> None:
    told = listed(
        {
            "replies": [
                row(1, replies=[row(3), row(4)], total_replies=2, hidden_replies=0),
                row(2, replies=[], total_replies=0, hidden_replies=0),
            ],
            "total_replies": 4,
            "hidden_replies": 0,
        },
        "a",
        URL,
    )
    assert [(one.id, one.parent, one.thread) for one in told.page.interactions] == [
        (uid(1), "", uid(1)),
        (uid(3), uid(1), uid(1)),
        (uid(4), uid(1), uid(1)),
        (uid(2), "", uid(2)),
    ]
    assert (told.total, told.level, told.below, told.more) == (4, 2, {uid(1): 2, uid(2): 0}, False)
    assert told.deeper == ()
    assert told.last == AT + 2


def test_what_is_left_to_ask_for_is_told() -> None:
    told = listed(
        {"replies": [row(1, replies=[row(3)], total_replies=7, hidden_replies=6)], "hidden_replies": 2}, "a", URL
    )
    assert [(one.number, one.id) for one in told.deeper] == [(1, uid(1))]
    assert (told.level, told.more) == (3, True)


def test_replies_that_were_asked_for_by_themselves_stand_below_their_comment() -> None:
    told = listed({"id": 1, "replies": [row(3)], "hidden_replies": 0}, "a", URL, uid(1))
    assert [(one.id, one.parent, one.thread) for one in told.page.interactions] == [(uid(3), uid(1), uid(1))]


def test_a_comment_that_was_deleted_is_gone_and_its_replies_stay_below_it() -> None:
    told = listed({"replies": [row(1, mode=4, text="", replies=[row(2)])]}, "a", URL)
    assert told.page.gone == (uid(1),)
    assert [(one.id, one.parent, one.thread) for one in told.page.interactions] == [(uid(2), uid(1), uid(1))]
    assert told.ids == {uid(1), uid(2)}


def test_an_id_that_is_given_again_names_another_comment() -> None:
    assert name(row(4)) != name(row(4, created=AT + 60))
    assert name(row(4, created=1792022404)) == "4@1792022404.000000"


@pytest.mark.parametrize(
    "more",
    [
        {"id": None},
        {"id": 0},
        {"id": "x"},
        {"created": None},
        {"created": "2026"},
        {"created": -1},
        {"created": True},
        {"created": 10**400},
        {"created": float("inf")},
        {"created": float("nan")},
    ],
)
def test_a_comment_that_says_too_little_costs_a_line(more: dict[str, object]) -> None:
    told = listed({"replies": [row(1) | more, "oops", row(2)]}, "a", URL)
    assert [one.id for one in told.page.interactions] == [uid(2)]
    assert len(told.page.problems) == 2
    assert told.level == 3


@pytest.mark.parametrize("data", [None, [], {}, {"replies": None}, {"replies": {}}])
def test_what_is_no_list_of_comments_is_an_error(data: object) -> None:
    with pytest.raises(NotAsExpected):
        listed(data, "a", URL)


def test_a_text_is_as_typed_and_html_only_where_an_old_server_made_it() -> None:
    said = ["**太字**\r\n> 引用", "<p>とても<strong>太い</strong></p>", "List:\n<ul><li>a</li></ul><p>b</p>", "1 < 2"]
    told = listed({"replies": [row(number, text=text) for number, text in enumerate(said, 1)]}, "a", URL)
    assert [one.text for one in told.page.interactions] == [
        "**太字**\n> 引用",
        "とても太い",
        "List:\n\n- a\n\nb",
        "1 < 2",
    ]


def test_somebody_is_known_by_an_address_of_their_own_else_by_the_comment_alone() -> None:
    assert shown(author="葵 &amp; 蓮", website="https://aoi.example/?a=1&amp;b=2") == Account(
        "web", "https://aoi.example/?a=1&b=2", name="葵 & 蓮", url="https://aoi.example/?a=1&b=2"
    )
    assert shown(author="葵") == Account("isso", uid(1), name="葵")
    assert shown(author="葵", website="not an address") == Account("isso", uid(1), name="葵")
    assert shown() is None


def test_a_picture_is_evidence_only_when_it_is_made_of_an_address_of_mail() -> None:
    picture = "https://www.gravatar.com/avatar/{}?d=identicon&s=55"
    of_mail = shown(author="葵", gravatar_image=picture.format(md5("aoi@aoi.example")))
    assert of_mail == Account(
        "isso", uid(1), name="葵", claims=(Claim("gravatar", md5("aoi@aoi.example"), "declared"),)
    )
    assert shown(author="葵", gravatar_image=picture.format(md5("葵"))) == Account("isso", uid(1), name="葵")
    assert shown(author="A &amp; B", gravatar_image=picture.format(md5("A &amp; B"))) == Account(
        "isso", uid(1), name="A & B"
    )
    assert shown(gravatar_image=picture.format(md5(""))) is None
    assert shown(gravatar_image="https://pictures.example/none.png") is None


def test_the_hash_is_no_evidence_for_it_may_be_that_of_a_network() -> None:
    assert shown(author="葵", hash="4505c1eeda98") == shown(author="葵", hash="041ffbe8fc51")


def test_the_file_has_addresses_of_mail_and_keeps_them_as_hashes() -> None:
    [one] = kept([row(1, email=" Aoi@Aoi.example ")], "a", URL).interactions
    sha = hashlib.sha256(b"aoi@aoi.example").hexdigest()
    assert one.account == Account(
        "isso",
        uid(1),
        claims=(Claim("email_sha256", sha, "declared"),),
    )
    assert kept([row(1, email="no address")], "a", URL).interactions[0].account is None


def test_the_file_tells_the_same_of_a_comment_as_the_server() -> None:
    rows = [row(1), row(2, mode=4, text=""), row(3, parent=1), row(4, parent=2)]
    page = kept(rows, "a", URL)
    served = listed({"replies": [rows[0] | {"replies": [rows[2]]}, rows[1] | {"replies": [rows[3]]}]}, "a", URL).page
    assert sorted(page.interactions, key=lambda one: one.id) == sorted(served.interactions, key=lambda one: one.id)
    assert page.gone == served.gone


def test_what_waits_for_moderation_is_private() -> None:
    waiting, live = kept([row(1, mode=2), row(2, parent=1)], "a", URL).interactions
    assert (waiting.private, live.private) == (True, False)
    assert (live.parent, live.thread) == (uid(1), uid(1))


def test_deeper_threads_of_an_old_file_are_one_conversation() -> None:
    page = kept([row(1), row(2, parent=1), row(3, parent=2), row(4, parent=99), row(5, created=None)], "a", URL)
    assert [(one.parent, one.thread) for one in page.interactions] == [
        ("", uid(1)),
        (uid(1), uid(1)),
        (uid(2), uid(1)),
        ("", uid(4)),
    ]
    assert len(page.problems) == 1


@pytest.mark.parametrize(
    "more", [{"text": "edited"}, {"modified": AT}, {"created": AT}, {"author": "蓮"}, {"website": "\ud800"}]
)
def test_a_digest_tells_an_edit_and_another_comment_of_the_same_id(more: dict[str, object]) -> None:
    assert digest(row(1) | more) != digest(row(1))
    assert digest(row(1) | {"likes": 3}) == digest(row(1))
