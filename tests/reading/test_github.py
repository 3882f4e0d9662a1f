from __future__ import annotations

from typing import Any

import pytest

from tracker.model import Count, Kind
from tracker.reading.github import About, Heard, Longer, Subject, account

POST = About("a", "https://mio.example/a/")
AOI = {"login": "aoi-t", "id": 2, "html_url": "https://github.com/aoi-t", "type": "User"}
REASONS = {Kind.REACTION: "only the first"}


def heard(*rows: object, top: str = "", thread: str = "") -> Heard:
    one = Heard(POST)
    one.comments(list(rows), top, thread)
    return one


def rest(uid: int = 1, **more: object) -> dict[str, Any]:
    told = {"id": uid, "url": "https://api.github.com/x", "html_url": f"https://github.com/c#{uid}", "user": AOI}
    return told | {"created_at": "2026-10-03T04:00:00Z", "body": "so", "reactions": {"total_count": 0}} | more


def graphql(uid: int = 1, **more: object) -> dict[str, Any]:
    told = {"id": f"DC_{uid}", "databaseId": uid, "url": f"https://github.com/c#{uid}", "bodyHTML": "<p>so</p>"}
    empty: dict[str, object] = {"totalCount": 0, "nodes": []}
    return told | {"createdAt": "2026-10-03T04:00:00Z", "author": None, "reactions": empty, "replies": empty} | more


def reactions(*rows: object, total: object = None) -> dict[str, object]:
    return {"totalCount": len(rows) if total is None else total, "nodes": list(rows)}


def hearts(*uids: int) -> list[dict[str, object]]:
    return [{"content": "HEART", "databaseId": 9, "user": {"login": f"u{uid}", "databaseId": uid}} for uid in uids]


def test_an_account_is_its_number_in_both_apis() -> None:
    told = account(
        {"__typename": "User", "login": "aoi-t", "databaseId": 2, "url": "https://github.com/aoi-t", "name": None}
    )
    assert told == account(AOI)
    assert told is not None
    assert (told.key, told.handle, told.url) == (("github", "2"), "aoi-t", "https://github.com/aoi-t")


@pytest.mark.parametrize(
    "user",
    [
        None,
        {},
        {"login": "ghost", "id": 10137},
        {"login": "aoi-t"},
        {"login": "aoi-t", "id": "U_kgDO"},
        {"login": "", "id": 2},
        {"login": "a/b", "id": 2},
        {"login": "\ud800", "id": 2},
    ],
)
def test_nobody_any_more_and_what_is_no_account_is_nobody(user: object) -> None:
    assert account(user) is None


@pytest.mark.parametrize(
    "user",
    [
        {"login": "helper[bot]", "id": 3, "type": "User"},
        {"login": "helper", "id": 3, "type": "Bot"},
        {"login": "helper", "databaseId": 3, "__typename": "Bot"},
    ],
)
def test_a_bot_is_one_and_claims_nothing(user: object) -> None:
    told = account(user)
    assert told is not None
    assert (told.bot, told.claims) == (True, ())


@pytest.mark.parametrize(
    ("bio", "asked"), [("縁。 #NoBot", True), ("#nobridge", True), ("#nobottle", False), (None, False)]
)
def test_who_asks_not_to_be_collected_is_marked(bio: object, asked: object) -> None:
    told = account(AOI | {"bio": bio})
    assert told is not None
    assert told.opted_out is asked


def test_an_address_is_the_one_for_people() -> None:
    told = account(AOI | {"url": "https://api.github.com/users/aoi-t"})
    assert told is not None
    assert told.url == "https://github.com/aoi-t"
    bare = account({"login": "aoi-t", "id": 2, "html_url": "javascript:x"})
    assert bare is not None
    assert bare.url == "https://github.com/aoi-t"


def test_both_apis_tell_the_same_comment() -> None:
    [one] = heard(rest(user=None)).page().interactions
    [other] = heard(graphql()).page().interactions
    assert (one.id, one.url, one.text, one.published) == (other.id, other.url, other.text, other.published)
    assert (one.thread, other.thread) == ("a", "1")


def test_the_text_is_what_is_shown_else_what_was_typed() -> None:
    html = "<p>縁　<code>x &lt; y</code><br>\n<g-emoji class='g'>👍</g-emoji></p>"
    assert heard(rest(body_html=html, body="*no*")).page().interactions[0].text == "縁　x < y\n👍"
    assert heard(rest(body="一\r\n\r\n二")).page().interactions[0].text == "一\n\n二"


def test_replies_answer_the_comment_above_them_and_share_its_thread() -> None:
    one = heard(graphql(1, replies=reactions(graphql(2) | {"replyTo": {"id": "DC_1"}}, graphql(3))))
    told = {each.id: (each.parent, each.thread) for each in one.page().interactions}
    assert told == {"1": ("", "1"), "2": ("1", "1"), "3": ("1", "1")}
    assert (one.replies.seen, one.replies.claimed) == (3, 2)  # the discussion claims the one above


@pytest.mark.parametrize("hidden", [{"deletedAt": "2026-10-04T00:00:00Z"}, {"isMinimized": True}])
def test_what_is_deleted_or_hidden_is_gone_and_replies_to_it_stay(hidden: dict[str, object]) -> None:
    one = heard(graphql(1, replies=reactions(graphql(2)), reactions=reactions(*hearts(5)), **hidden))
    page = one.page()
    assert page.gone == ("1",)
    assert [(each.id, each.parent, each.thread) for each in page.interactions] == [("2", "1", "a")]
    assert one.counts({})[1] == Count("a", 0, 0, kinds=(Kind.REACTION,))


def test_one_persons_emojis_are_reactions_of_their_own() -> None:
    given = [*hearts(5), {"content": "ROCKET", "user": {"login": "u5", "databaseId": 5}}, *hearts(6)]
    told = heard(graphql(1, reactions=reactions(*given))).page().interactions[1:]
    assert [each.id for each in told] == ["1:heart:5", "1:rocket:5", "1:heart:6"]
    assert [each.title for each in told] == ["❤️", "🚀", "❤️"]
    assert {(each.parent, each.thread, each.text) for each in told} == {("1", "", "")}
    assert len({each.url for each in told}) == 3


def test_a_reaction_of_nobody_is_told_by_its_own_number() -> None:
    given = [{"content": "HEART", "databaseId": 9, "user": None}, {"content": "HEART", "databaseId": 8, "user": None}]
    told = heard(graphql(1, reactions=reactions(*given))).page().interactions[1:]
    assert [(each.id, each.account) for each in told] == [("1:heart:nobody-9", None), ("1:heart:nobody-8", None)]


def test_a_reaction_keeps_its_id_when_only_the_login_is_unreadable() -> None:
    given = {"content": "HEART", "databaseId": 9, "user": {"login": None, "databaseId": 5}}
    [told] = heard(graphql(1, reactions=reactions(given))).page().interactions[1:]
    assert (told.id, told.account) == ("1:heart:5", None)


@pytest.mark.parametrize(
    "bad",
    [
        "oops",
        None,
        {},
        {"content": 7, "databaseId": 1},
        {"content": "HEART", "user": None},
        {"content": "HEART", "databaseId": 9, "user": "x"},
    ],
)
def test_a_reaction_that_says_nothing_costs_a_line(bad: object) -> None:
    one = heard(graphql(1, reactions=reactions(bad, *hearts(5))))
    page = one.page()
    assert [each.id for each in page.interactions] == ["1", "1:heart:5"]
    assert len(page.problems) == 1
    assert one.counts(REASONS)[1] == Count("a", 1, 2, "only the first", kinds=(Kind.REACTION,))


@pytest.mark.parametrize("bad", ["oops", None, [], {}, {"id": "DC_1"}, {"id": None, "databaseId": True}])
def test_a_comment_without_a_number_costs_a_line(bad: object) -> None:
    one = heard(bad, rest(2))
    page = one.page()
    assert [each.id for each in page.interactions] == ["2"]
    assert len(page.problems) == 1
    assert one.replies.seen == 1


def test_a_reaction_that_is_new_has_a_word_for_an_emoji() -> None:
    [told] = heard(graphql(1, reactions=reactions({"content": "SALUTE", "databaseId": 1}))).page().interactions[1:]
    assert told.title == "salute"


def test_what_rest_only_counts_is_left_to_ask_for() -> None:
    one = heard(rest(1, reactions={"total_count": 2, "heart": 2}), rest(2))
    assert one.reacted == [Subject("1", "https://github.com/c#1", "1")]
    assert one.reactions.claimed == 2


def test_a_list_that_begins_earlier_is_left_to_ask_for_until_it_stands_still() -> None:
    turn = {"hasPreviousPage": True, "startCursor": "r9"}
    one = heard(graphql(1, replies=reactions(graphql(2), total=3) | {"pageInfo": turn}))
    assert one.longer == [Longer("DC_1", "r9", "1", "1")]
    one.more({"pageInfo": turn}, one.longer.pop())
    assert one.longer == []


@pytest.mark.parametrize("told", [None, {}, {"totalCount": None, "nodes": []}, {"totalCount": "2", "nodes": []}, []])
def test_where_the_place_does_not_say_how_much_there_is_nothing_is_proved(told: object) -> None:
    replies, given = heard(graphql(1, reactions=told, replies=told)).counts({})
    assert (replies.claimed, given.claimed) == (None, None)


def test_while_a_reply_is_unread_nothing_is_proved_about_reactions() -> None:
    one = heard(graphql(1, reactions=reactions(*hearts(5)), replies=reactions("oops", total=1)))
    one.replies.claim(1)
    replies, given = one.counts({})
    assert (replies.seen, replies.claimed) == (1, 2)
    assert (given.seen, given.claimed) == (1, None)


def test_what_comes_twice_was_seen_once() -> None:
    one = heard(rest(1), rest(1))
    one.listed(hearts(5, 5), Subject("1", ""))
    assert (one.replies.seen, one.reactions.seen) == (1, 1)


def test_a_page_hands_over_what_is_new() -> None:
    one = heard(rest(1))
    one.problem("oops")
    assert (len(one.page().interactions), len(one.page().interactions), one.page().problems) == (1, 0, ())
    assert not one.failed
    one.fail("no")
    assert (one.page().problems, one.failed) == (("no",), True)
