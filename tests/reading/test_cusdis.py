from __future__ import annotations

from typing import Any

from tracker.model import Account
from tracker.reading.cusdis import Sheet

URL = "https://mio.example/a/"


def comment(uid: str, *replies: object, **more: object) -> dict[str, Any]:
    told = {"id": uid, "createdAt": "2026-10-15T08:31:05.325Z", "content": f"縁 **{uid}**", "by_nickname": "葵"}
    return told | {"moderatorId": None, "replies": {"data": [*replies], "commentCount": len(replies)}} | more


def read(*pages: list[object]) -> Sheet:
    sheet = Sheet("a", URL)
    for rows in pages:
        sheet.add(rows)
    return sheet


def threads(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(one.id, one.parent, one.thread) for one in sheet.page().interactions]


def test_a_reply_stands_below_its_comment() -> None:
    sheet = read([comment("1", comment("2", comment("3")))])
    assert threads(sheet) == [("1", "", "1"), ("2", "1", "1"), ("3", "2", "1")]


def test_a_reply_that_is_also_listed_beside_its_comment_is_one_reply() -> None:
    three = comment("3")
    two = comment("2", three)
    sheet = read([three, two], [comment("1", two)])
    assert sorted(threads(sheet)) == [("1", "", "1"), ("2", "1", "1"), ("3", "2", "1")]
    assert threads(read([comment("1", two), two])) == threads(read([comment("1", two)]))


def test_older_servers_list_replies_without_pages() -> None:
    sheet = read([comment("1", replies=[comment("2", replies=[])])])
    assert threads(sheet) == [("1", "", "1"), ("2", "1", "1")]


def test_a_comment_without_an_id_costs_a_line_and_its_replies_stay() -> None:
    sheet = read([comment("1", comment("", comment("2"))), "oops"])
    assert threads(sheet) == [("1", "", "1"), ("2", "1", "1")]
    assert len(sheet.page().problems) == 2


def test_a_moderator_has_an_account_and_others_a_name_alone() -> None:
    sheet = read(
        [
            comment("1", moderatorId="u1", moderator={"displayName": "森川 澪"}, by_nickname="mio"),
            comment("2", moderatorId="u1"),
            comment("3"),
            comment("4", by_nickname=None),
            comment("5", moderator={"displayName": "nobody's"}),
        ]
    )
    assert [one.account for one in sheet.page().interactions] == [
        Account("cusdis", "u1", name="森川 澪"),
        Account("cusdis", "u1", name="葵"),
        Account("cusdis", "3", name="葵"),
        None,
        Account("cusdis", "5", name="葵"),
    ]


def test_a_text_is_as_typed_else_what_was_made_of_it() -> None:
    sheet = read([comment("1"), comment("2", content=None, parsedContent="<p>縁 <strong>2</strong></p>")])
    assert [one.text for one in sheet.page().interactions] == ["縁 **1**", "縁 2"]


def test_a_comment_has_no_address_that_would_be_that_of_all() -> None:
    assert {(one.url, one.target) for one in read([comment("1"), comment("2")]).page().interactions} == {("", URL)}
