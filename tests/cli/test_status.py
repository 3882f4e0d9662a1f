"""`enishi status`: how the month stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_check import POST, write
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from tests.cli.desk import Desk


NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def dated(day: str, more: str = "") -> str:
    slug = f"post-{day}"
    return POST.replace("2026-10-14 08:30", f"{day} 08:30").replace("a-post", slug).replace("Tags:", f"{more}Tags:")


@pytest.mark.parametrize(
    ("day", "more", "first", "last"),
    [
        ("2026-11-13", "", "2026-11: “A post” is out, since 2026-11-13.", "Nothing waits."),
        ("2026-11-29", "", "2026-11: “A post” will be out on 2026-11-29.", "Nothing waits."),
        ("2026-11-13", "Status: draft\n", "2026-11: “A post” is a draft.", "Next: enishi check content/2026/a.md"),
        ("2026-09-13", "", "2026-11: no post yet.", 'Next: enishi new "…"'),
    ],
)
def test_the_months_post(day: str, more: str, first: str, last: str, empty: Desk) -> None:
    write(empty, dated(day, more), "2026/a.md")
    said = empty.type("status")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert (lines[0], lines[-1]) == (first, last)
    assert lines[1].endswith("This month: 8 days left.")


def test_the_months_kept(empty: Desk) -> None:
    for month in ("08", "09", "10"):
        write(empty, dated(f"2026-{month}-13"), f"2026/{month}-a.md")
    assert "Kept: 3 months in a row." in empty.type("status").out
    write(empty, dated("2026-11-13"), "2026/11-a.md")
    assert "Kept: 4 months in a row." in empty.type("status").out


def test_what_waits_and_what_to_type(desk: Desk) -> None:
    write(desk, dated("2026-11-13"), "2026/11-a.md")
    assert desk.type("draft c3 --no-edit").code in (0, 1)
    assert desk.type("draft c4 --no-edit").code == 0
    waiting = len(desk.type("inbox --json").rows)
    held = len(desk.type("responses list --held --json").rows)
    said = desk.type("status")
    assert f"{waiting} wait for an answer  enishi inbox" in said.out
    assert f"{held} responses are undecided  enishi responses list --held" in said.out
    assert "1 answer is begun  enishi draft" in said.out
    assert said.out.splitlines()[-1] == "Next: enishi inbox"
    (row,) = desk.type("status --json").rows
    assert (row["waiting"], row["held"], row["replies"]) == (waiting, held, 1)


def test_for_programs(empty: Desk) -> None:
    write(empty, dated("2026-11-29"), "2026/11-a.md")
    write(empty, dated("2026-11-20", "Status: draft\n"), "2026/11-b.md")
    (row,) = empty.type("status --json").rows
    assert row == {
        "month": "2026-11",
        "state": "scheduled",
        "title": "A post",
        "file": "2026/11-a.md",
        "date": "2026-11-29T08:30:00+09:00",
        "streak": 0,
        "days_left": 8,
        "last": None,
        "drafts": ["2026/11-b.md"],
        "waiting": None,
        "replies": None,
        "held": None,
        "published": None,
        "untold": None,
    }


def test_looking_makes_no_ledger(empty: Desk) -> None:
    write(empty, POST)
    assert empty.type("status").code == 0
    assert not empty.ledger.exists()


def test_without_texts_there_is_no_month(empty: Desk) -> None:
    assert empty.type("status").code == 3
    (empty.blog / "content").mkdir()
    assert empty.type("status").out.splitlines()[0] == "2026-11: no post yet."


def test_when_the_site_was_published_and_whether_somebody_is_to_be_told(desk: Desk) -> None:
    write(desk, dated("2026-11-13"), "2026/11-a.md")
    assert desk.type("status --json").rows[0]["published"] is None
    with Ledger.open(desk.ledger) as ledger:
        ledger.publications.finish("folder /srv/www", {}, NOW, (1, 0, 0))
    assert "Published on 2026-11-20; somebody is still to be told  enishi publish" in desk.type("status").out
    assert desk.type("status --json").rows[0]["untold"] is True
    with Ledger.open(desk.ledger) as ledger:
        ledger.publications.told(NOW)
    assert "Published on 2026-11-20.\n" in desk.type("status").out
