"""`enishi check --leaks` and `--allow`, as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.places import said
from tracker.model import Account, Kind

if TYPE_CHECKING:
    from tests.cli.desk import Desk

EN = "the Rotterdam office will close its bakery"


def leak(desk: Desk, shown: str = EN) -> None:
    """Hear something in private, and build it."""
    mail = Account("mail", "rei@rei.example", name="Rei")
    desk.hear(said("1", f"Please keep it: {EN}. 090-1234-5678", kind=Kind.MAIL, account=mail, private=True))
    for name in ("index.html", "a.html", "b.html", "c.html"):
        (desk.blog / "output" / name).write_text(f"<p>\n{shown}</p>", "utf-8")


def test_what_is_private_is_named_and_never_shown(empty: Desk) -> None:
    leak(empty, f"{EN} +81 90 1234 5678 rei at rei dot example, zebra")
    for_eyes, for_programs = empty.type("check --leaks"), empty.type("check --leaks --json")
    assert (for_eyes.code, for_programs.code) == (7, 7)
    assert sorted(row["what"] for row in for_programs.rows) == ["address", "mail", "phone"]
    assert {tuple(row) for row in for_programs.rows} == {("key", "item", "what", "clear", "length", "places")}
    assert for_programs.error["code"] == "LeaksFound"
    for text in (for_eyes.out, for_eyes.err, for_programs.out, for_programs.err):
        assert not any(word in text for word in ("Rotterdam", "rotterdam", "bakery", "1234", "rei@", "rei.example"))
    assert "a.html:2" in for_eyes.out
    assert "and 1 place more" in for_eyes.out
    assert "3 clear leaks, 0 to look at" in for_eyes.out
    assert "c1 (mail): a.html" in for_eyes.err


def test_what_is_allowed_lets_the_site_through(empty: Desk) -> None:
    leak(empty)
    keys = [row["key"] for row in empty.type("check --leaks --json").rows]
    assert len(keys) == 1
    allowed = empty.type(f"check --allow {keys[0]}")
    assert allowed.code == 0
    assert "1 finding is allowed: nothing private in them." in allowed.out.replace("\n", " ")
    assert empty.type("check --leaks").code == 0
    assert empty.type("check --leaks --json").out == ""


def test_several_are_allowed_in_one_line(empty: Desk) -> None:
    leak(empty, f"{EN} 090-1234-5678")
    keys = [row["key"] for row in empty.type("check --leaks --json").rows]
    assert len(keys) == 2
    assert empty.type(f"check --allow {' '.join(keys)}").code == 0


def test_a_key_that_was_not_found_is_refused(empty: Desk) -> None:
    leak(empty)
    assert (empty.type("check --allow x").code, empty.type("check --allow x --json").error["code"]) == (6, "NoSuchLeak")


def test_a_site_that_was_not_built_is_no_clean_one(empty: Desk) -> None:
    (empty.blog / "output" / "articles.json").unlink()
    assert empty.type("check --leaks --json").error["code"] == "NotBuilt"
    assert empty.type("check --leaks").code == 3
