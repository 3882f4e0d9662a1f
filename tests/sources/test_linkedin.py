from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.recordings import way_out
from tracker.errors import UnreadableExport
from tracker.model import Announcement, Article, Kind, Page
from tracker.rules.owner import Owner
from tracker.sources.linkedin import LinkedIn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.model import Interaction

A, B = "https://mio.example/a/", "https://mio.example/b/"
ARTICLES = (Article("a", A, "二文字検索のつくりかた"), Article("b", B, "Small tools, kept small"))
MIO, AOI = "https://www.linkedin.com/in/mio", "https://www.linkedin.com/in/aoi-91"
POST = (1_790_000_000_000 << 22) + 1
LINK = "https://www.linkedin.com/feed/update/urn%3Ali%3A"
SHARES = ("Date", "ShareLink", "ShareCommentary", "SharedUrl", "Visibility")
COMMENTS = ("Date", "Link", "Message")
MESSAGES = ("CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "DATE", "SUBJECT", "CONTENT", "FOLDER")
INVITATIONS = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")


def table(head: Sequence[str], *rows: Sequence[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue()


def share(number: int = POST, text: str = "", url: str = A, visibility: str = "PUBLIC") -> tuple[str, ...]:
    return ("2026-10-15 09:00:05", f"{LINK}share%3A{number}", text, url, visibility)


def message(day: int, text: str, by: str = "Aoi", chat: str = "c1") -> tuple[str, ...]:
    profile = {"Aoi": AOI, "Mio": MIO}.get(by, "")
    return (chat, by, profile, "x", f"2026-10-{day:02} 09:00:00 UTC", "", text, "INBOX")


def packed(path: Path, **files: str) -> Path:
    with ZipFile(path / "archive.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"Complete/{name}.csv", content)
    return path / "archive.zip"


def pulled(
    archive: Path, cursor: str | None = None, articles: Sequence[Article] = ARTICLES, **settings: object
) -> list[Page]:
    with way_out() as http:
        return list(LinkedIn(str(archive), **settings).pages(articles, cursor, http))  # type: ignore[arg-type] # as set


def told(pages: Sequence[Page]) -> list[Interaction]:
    return [one for page in pages for one in page.interactions]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_posts_that_link_to_an_article_are_the_authors_and_announce_it(tmp_path: Path) -> None:
    rows = (
        share(),
        share(POST + (9 << 40), url="", text=f"また書きました {B}を読んで"),
        share(7, url="https://x.example/"),
    )
    archive = packed(tmp_path, Shares=table(SHARES, *rows))
    first, second = told(pulled(archive))
    assert [(one.article, one.kind) for one in (first, second)] == [("a", Kind.MENTION), ("b", Kind.MENTION)]
    assert first.account
    assert Owner(site="https://mio.example/").owns(first.account)
    with way_out() as http:
        found = list(LinkedIn(str(archive)).announced(ARTICLES, http))
    assert found == [Announcement(one.article, one.url, one.published) for one in (first, second)]


def test_a_comment_below_such_a_post_is_in_its_thread_whichever_number_names_it(tmp_path: Path) -> None:
    activity = f"{LINK}activity%3A{POST + (100 << 22)}"
    rows = (("2026-10-16 10:00:00", activity, r"I said so"), ("2026-10-16 10:00:00", f"{LINK}activity%3A77", "Nice"))
    archive = packed(tmp_path, Shares=table(SHARES, share()), Comments=table(COMMENTS, *rows))
    post, comment = told(pulled(archive))
    assert (comment.kind, comment.parent, comment.thread) == (Kind.REPLY, post.id, post.id)


def test_a_post_that_an_article_names_is_about_it_without_any_link(tmp_path: Path) -> None:
    named = Article("a", A, syndication=(f"https://www.linkedin.com/posts/mio_x-activity-{POST + (50 << 22)}-Ab",))
    comments = table(COMMENTS, ("2026-10-16 10:00:00", f"{LINK}activity%3A{POST}", "Thanks all"))
    archive = packed(tmp_path, Shares=table(SHARES, share(url="", text="https://lnkd.in/x")), Comments=comments)
    assert [one.article for one in told(pulled(archive, articles=[named]))] == ["a", "a"]
    (comment,) = told(pulled(packed(tmp_path, Comments=comments), articles=[named]))
    assert (comment.kind, comment.parent) == (Kind.REPLY, "")


def test_shortened_links_are_told_of(tmp_path: Path) -> None:
    pages = pulled(packed(tmp_path, Shares=table(SHARES, share(url="", text="new: https://lnkd.in/gX1"))))
    assert told(pages) == []
    assert "lnkd.in" in problems(pages)[0]


def test_only_a_post_to_connections_is_private(tmp_path: Path) -> None:
    rows = [
        share(POST + (n << 40), visibility=seen) for n, seen in enumerate(("PUBLIC", "MEMBER_NETWORK", "Connections"))
    ]
    assert [one.private for one in told(pulled(packed(tmp_path, Shares=table(SHARES, *rows))))] == [False, False, True]


def test_a_message_with_a_link_and_the_answers_of_some_days_are_one_private_thread(tmp_path: Path) -> None:
    rows = (
        message(29, "Lunch?"),
        message(12, "Thank you!", by="Mio"),
        message(11, f"I read {A} and\nliked it"),
        message(10, "Hello"),
        message(11, "Another conversation", chat="c2"),
    )
    first, second = told(pulled(packed(tmp_path, messages=table(MESSAGES, *rows)), profile=MIO))
    assert [one.text for one in (first, second)] == [f"I read {A} and\nliked it", "Thank you!"]
    assert (first.kind, first.private, second.private) == (Kind.MAIL, True, True)
    assert (second.parent, second.thread, first.thread) == (first.id, first.id, first.id)
    assert [one.account.id if one.account else "" for one in (first, second)] == [AOI, MIO]


def test_how_long_answers_are_waited_for_is_set(tmp_path: Path) -> None:
    rows = (message(11, A), message(13, "so"), message(29, "later"))
    archive = packed(tmp_path, messages=table(MESSAGES, *rows))
    assert [len(told(pulled(archive, follow_days=days))) for days in (0, 5, 30)] == [1, 2, 3]


def test_a_conversation_that_turns_to_another_article_is_another_thread(tmp_path: Path) -> None:
    rows = (message(11, A), message(12, "so"), message(13, B), message(14, "and so"))
    found = told(pulled(packed(tmp_path, messages=table(MESSAGES, *rows))))
    assert [one.article for one in found] == ["a", "a", "b", "b"]
    assert [one.thread for one in found] == [found[0].id, found[0].id, found[2].id, found[2].id]


def test_a_message_that_an_editor_wrote_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    rows = (
        message(11, f'<p class="x">Hi&nbsp;there</p><p>See <a href="{A}">{A}</a></p>'),
        message(12, f"a &lt; b &amp;\nc {A}", chat="c2"),
    )
    found = told(pulled(packed(tmp_path, messages=table(MESSAGES, *rows))))
    assert [one.text for one in found] == [f"Hi\N{NO-BREAK SPACE}there\n\nSee {A}", f"a < b &\nc {A}"]


def test_an_invitation_that_names_an_article_by_its_title_is_a_letter(tmp_path: Path) -> None:
    rows = (
        ("Aoi", "Mio", "10/16/26, 1:12 AM", "I enjoyed “Small tools, kept small”", "INCOMING", AOI, MIO),
        ("Mio", "Aoi", "10/17/26, 1:12 AM", f"See {A}", "OUTGOING", MIO, AOI),
        ("Ren", "Mio", "10/17/26, 1:12 AM", "", "INCOMING", "", MIO),
    )
    found = told(pulled(packed(tmp_path, Invitations=table(INVITATIONS, *rows))))
    assert [(one.article, one.kind, one.private, one.precision) for one in found] == [
        ("b", Kind.MAIL, True, "day"),
        ("a", Kind.MAIL, True, "day"),
    ]
    assert [one.account.id if one.account else "" for one in found] == [AOI, MIO]


def test_an_unchanged_archive_is_not_read_again_until_we_have_other_addresses(tmp_path: Path) -> None:
    archive = packed(tmp_path, Shares=table(SHARES, share()))
    first = pulled(archive)
    assert pulled(archive, first[-1].cursor) == []
    moved = (Article("a", A, "T", older_urls=("https://mio.example/old/",)),)
    assert told(pulled(archive, first[-1].cursor, moved))
    assert told(pulled(packed(tmp_path, Shares=table(SHARES, share(POST + (9 << 40)))), first[-1].cursor))


def test_of_an_unpacked_archive_and_one_in_parts_each_file_is_read(tmp_path: Path) -> None:
    for place, number in (("Basic", POST), ("Complete/inner", POST + (9 << 40))):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "Shares_155814142.csv").write_text(table(SHARES, share(number)), "utf-8-sig")
    (tmp_path / "guide_messages.csv").write_text(table(MESSAGES, message(11, A)))
    assert len(told(pulled(tmp_path))) == 2


def test_what_cannot_be_read_costs_a_line_and_the_archive_is_read_again(tmp_path: Path) -> None:
    comments = table(COMMENTS, ("2026-10-16 10:00:00", f"{LINK}activity%3A{POST}", "so"), ("only", "two"))
    broken = table(SHARES, share()) + '"2026-10-16 10:00:00","https://www.linkedin.com/feed'
    pages = pulled(packed(tmp_path, Shares=broken, Comments=comments, messages="<!doctype html>"))
    assert len(told(pages)) == 2
    assert problems(pages) == [
        "Complete/Comments.csv: 1 row has too few or too many fields and was left out.",
        "Complete/Shares.csv breaks off; the rows before that were read.",
        "Complete/messages.csv has no row with the names of its columns and was left out.",
    ]
    assert pages[-1].cursor is None


def test_another_archive_than_linkedins_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport, match="neither Shares") as caught:
        pulled(packed(tmp_path, Connections="First Name,Last Name\n", Profile="First Name,Last Name\n"))
    assert "download-my-data" in caught.value.hint
    with pytest.raises(UnreadableExport, match="No such file"):
        pulled(tmp_path / "nowhere.zip")


def test_who_is_gone_is_nobody_and_who_has_no_profile_is_known_by_name(tmp_path: Path) -> None:
    rows = (message(11, A, by="LinkedIn Member"), message(12, A, by="Kaya Nordlund", chat="c2"))
    gone, kaya = told(pulled(packed(tmp_path, messages=table(MESSAGES, *rows))))
    assert gone.account is None
    assert kaya.account
    assert (kaya.account.id, kaya.account.url) == ("Kaya Nordlund", "")
