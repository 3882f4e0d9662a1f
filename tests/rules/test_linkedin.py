from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.rules import linkedin
from tracker.rules.linkedin import Me, Person, Row

MIO, AOI = "https://www.linkedin.com/in/mio", "https://www.linkedin.com/in/aoi-91"


def message(name: str, profile: str = "", text: str = "so", **more: str) -> Row:
    told = {"from": name, "to": "x", "date": "2026-10-16 21:30:00 UTC", "content": text}
    return told | ({"senderprofileurl": profile} if profile else {}) | more


def invitation(direction: str, inviter: str, invitee: str) -> Row:
    told = {"from": "A", "to": "B", "sentat": "9/5/26, 1:12 AM", "message": "", "direction": direction}
    return told | {"inviterprofileurl": inviter, "inviteeprofileurl": invitee}


PROFILE = [{"firstname": "澪", "lastname": "森川"}]


@pytest.mark.parametrize(
    ("tables", "me"),
    [
        ({"profile": PROFILE}, Me(("澪 森川", "森川 澪"))),
        ({"invitations": [invitation("OUTGOING", MIO, AOI), invitation("INCOMING", AOI, MIO)]}, Me(("A",), MIO)),
        ({"profile": PROFILE, "messages": [message("森川澪", MIO)]}, Me(("森川澪", "澪 森川", "森川 澪"), MIO)),
        ({"messages": [message("M", MIO), message("A", AOI, recipientprofileurls=MIO)]}, Me(("M",), MIO)),
        ({"messages": [message("M", MIO), message("A", AOI)]}, Me()),
        ({}, Me()),
    ],
)
def test_whose_archive_it_is_stands_in_it(tables: dict[str, list[Row]], me: Me) -> None:
    assert linkedin.me(tables) == me


def test_what_the_user_says_of_it_counts_more() -> None:
    assert linkedin.me({"messages": [message("A", AOI)]}, MIO) == Me((), MIO)


@pytest.mark.parametrize(
    ("row", "sent"),
    [
        (message("Mio M.", f"{MIO}/"), True),
        (message("澪 森川", AOI), False),
        (message("森川　澪"), True),
        (message("Somebody"), False),
        (message("Somebody", direction="OUTGOING"), True),
        (message("澪 森川", MIO, direction="INCOMING"), False),
    ],
)
def test_a_message_is_the_users_by_its_direction_its_profile_or_its_name(row: Row, sent: bool) -> None:  # noqa: FBT001 - a row
    assert Me(("澪 森川", "森川 澪"), MIO).sent(row) is sent


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7458194261025673216", "7458194261025673216"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7458194261025673216?x=1", "7458194261025673216"),
        ("https://www.linkedin.com/posts/mio_small-tools-activity-7458194261025673216-Ab", "7458194261025673216"),
        ("https://www.linkedin.com/feed/update/urn:li:share:7458194261025673216", "7458194261025673216"),
        ("https://www.linkedin.com/in/mio", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_post_tells_its_number(url: str, number: str) -> None:
    assert linkedin.post(url) == number


def test_one_post_has_several_numbers_made_within_a_moment() -> None:
    share = (1_700_000_000_000 << 22) + 5
    assert linkedin.is_same(str(share), str(share + (90 << 22)))
    assert not linkedin.is_same(str(share), str(share + (60_000 << 22)))
    assert not linkedin.is_same("", str(share))


def test_a_comment_has_a_number_where_its_address_tells_it() -> None:
    post = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7419712621010075648"
    number = "?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7419712621010075648%2C7420073522481229825%29"
    assert linkedin.comment(post + number) == "7420073522481229825"
    assert linkedin.comment(post) == ""


@pytest.mark.parametrize(
    ("more", "sent"),
    [
        ({}, True),
        ({"folder": "ARCHIVE", "ismessagedraft": "No", "isconversationdraft": "No"}, True),
        ({"ismessagedraft": "Yes"}, False),
        ({"isconversationdraft": "yes"}, False),
        ({"folder": "SPAM"}, False),
    ],
)
def test_drafts_and_spam_are_no_messages(more: dict[str, str], sent: bool) -> None:  # noqa: FBT001 - a row
    assert linkedin.is_sent(message("A", AOI, **more)) is sent


def test_conversations_are_in_the_order_of_time_and_what_says_none_is_alone() -> None:
    rows = [
        message("A", AOI, "2", conversationid="c1", date="2026-10-16 22:00:00 UTC"),
        message("B", MIO, "3", conversationid="c2"),
        message("B", MIO, "1", conversationid="c1"),
        message("B", MIO, "1", conversationid="c1"),
        message("B", MIO, "4", conversationid="c1", date="yesterday"),
    ]
    assert [[row["content"] for row in chat] for chat in linkedin.chats(rows)] == [["1", "2"], ["3"], ["4"]]


def test_before_there_were_ids_a_conversation_is_who_wrote_to_whom() -> None:
    rows = [message("A", to="B", text="1"), message("B", to="A", text="2"), message("A", to="C", text="3")]
    assert [[row["content"] for row in chat] for chat in linkedin.chats(rows)] == [["1", "2"], ["3"]]


def test_a_time_without_a_zone_is_exact_to_the_day_unless_the_file_is_known_for_its_zone() -> None:
    placed = linkedin.when("2026-10-15 09:00:05", placed=True)
    assert placed
    assert (placed.at, placed.precision) == (datetime(2026, 10, 15, 9, 0, 5, tzinfo=UTC), "second")
    for said in ("2026-10-15 09:00:05", "10/15/26, 9:00 AM"):
        day = linkedin.when(said, placed=False)
        assert day
        assert day.precision == "day"
    told = linkedin.when("2026-10-15 09:00:05 UTC", placed=False)
    assert told
    assert told.precision == "second"
    assert linkedin.when("", placed=True) is None


def test_somebody_is_known_by_a_profile_else_by_a_name() -> None:
    assert Person("Aoi", f"{AOI}/").key == AOI
    assert Person("Aoi").key == "Aoi"
    assert linkedin.sender(message(" Aoi \n T.", AOI)) == Person("Aoi T.", AOI)
    assert linkedin.sender(message("Aoi", "not an address")) == Person("Aoi")
    assert linkedin.handle("https://www.linkedin.com/in/%E6%BE%AA-mio/") == "澪-mio"
