"""What is private stays where it belongs; what may be shown is what was approved."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.places import QUEUE, said
from tracker.model import Account, Claim, Kind

if TYPE_CHECKING:
    from tests.cli.desk import Desk

NOTE, NAME, MAIL, HER_MAIL, TOKEN = (
    *("canary-note", "canary-name", "canary@mail.example", "her-canary@mail.example", "canary-token"),
)
REASON = "canary-reason"
NAMED = ("who", "inbox", "people", "responses", "draft")
"""Commands whose purpose is to call people as the author calls them."""
EVERYTHING = [
    *("who", "who --json", "who --csv", "who --all", "inbox", "inbox --json", "inbox done c4", "inbox reopen c4"),
    *("people list", "people list --json", "responses list", "responses list --json", "responses approve c4 c5"),
    *("responses export", "responses export --json", "draft c4 --no-edit", "draft c5 --json", "draft", "sources"),
    *("sources --json", "sources webmentionio", "doctor", "doctor --json", "pull", "pull --json", "pull --full"),
    *(
        "pull --dry-run",
        "pull --try",
        "who nothing",
        "people show nobody-like-it",
        "people merge p1 p1",
        "draft c999",
        "help",
    ),
    *("pull nowhere", "sources nowhere", "-C / who", "--ledger /dev/null/x who", "who --since soon"),
]


@pytest.fixture
def secret(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with something private in every place there is for it."""
    settings = (desk.blog / "enishi.toml").read_text("utf-8")
    desk.configure(settings.replace("[me]\n", f'[me]\nemails = ["{MAIL}"]\n'))
    account = Account("place", "1", name="Rei", claims=(Claim("email", HER_MAIL, "declared"),))
    desk.hear(said("1", account=account))
    monkeypatch.setenv("ENISHI_FEED_TOKEN", TOKEN)
    for line in (f"people note p4 {NOTE}", f"people name p4 {NAME}", f"people merge p4 p5 --why {REASON}"):
        assert desk.type(line).code == 0
    monkeypatch.setenv("ENISHI_WEBMENTIONIO_TOKEN", TOKEN)
    return desk


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_secrets_are_in_no_output(lang: str, secret: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", lang)
    for line in EVERYTHING:
        _code, screen = secret.type_merged(line)
        assert screen
        for canary in (NOTE, MAIL, HER_MAIL, TOKEN, REASON):
            assert canary not in screen, line
        if line.split()[0] not in NAMED:
            assert NAME not in screen, line


def test_they_are_where_they_belong(secret: Desk) -> None:
    shown = secret.type("people show p4").out
    assert NOTE in shown
    assert NAME in shown
    assert REASON in shown
    assert REASON in secret.type("people why p4 p5").out
    assert NAME in secret.type("inbox").out


def test_no_file_but_the_ledger_has_them(secret: Desk) -> None:
    for line in EVERYTHING:
        secret.type(line)
    for path in secret.home.rglob("*"):
        if path.is_file() and not path.name.startswith("ledger.db") and path.name != "enishi.toml":
            content = path.read_text("utf-8")
            assert not [one for one in (NOTE, NAME, MAIL, HER_MAIL, TOKEN, REASON) if one in content], path


def test_a_token_is_in_no_error_of_its_place(secret: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for token in (TOKEN, f"{TOKEN}\n", f"“{TOKEN}”"):
        monkeypatch.setenv("ENISHI_WEBMENTIONIO_TOKEN", token)
        for line in ("pull webmentionio", "pull webmentionio --json", "sources"):
            _code, screen = secret.type_merged(line)
            assert TOKEN not in screen


# --- what the site may show -----------------------------------------------------------------------


def shown(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """What the site is handed, by the article's uid."""
    assert desk.type("responses export").code == 0
    folder = desk.blog / "content" / "_responses"
    feeds = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return {feed["uid"]: feed["children"] for feed in feeds}


def texts(desk: Desk) -> list[str]:
    return [one["content"]["text"] for children in shown(desk).values() for one in children]


def number(desk: Desk, text: str) -> str:
    """The id of the response that says so."""
    return next(str(one["id"]) for one in desk.type("responses list --json").rows if one["text"] == text)


def test_nothing_is_shown_until_it_is_approved(empty: Desk) -> None:
    empty.hear(said("1", "First?"), said("2", "Second?"))
    assert texts(empty) == []
    empty.type(f"responses approve {number(empty, 'Second?')}")
    assert texts(empty) == ["Second?"]
    empty.type(f"responses hide {number(empty, 'Second?')}")
    assert texts(empty) == []


def test_what_is_edited_after_its_approval_is_held_again(empty: Desk) -> None:
    empty.hear(said("1", "Kind words."))
    empty.type("responses approve c1")
    assert texts(empty) == ["Kind words."]
    empty.hear(said("1", "Buy pills at https://pills.example/"))
    assert texts(empty) == []
    assert "held: edited" in empty.type("responses list").out
    empty.type("responses approve c1")
    assert texts(empty) == ["Buy pills at https://pills.example/"]


@pytest.mark.parametrize("way", ["--person p1", "--domain place.example", "--domain https://place.example/x"])
def test_what_is_private_is_never_shown_however_wide_the_approval(way: str, empty: Desk) -> None:
    empty.hear(said("1", "In private.", private=True, by="rei"), said("2", "In public.", by="rei"))
    assert empty.type(f"responses approve {way}").code == 0
    assert texts(empty) == ["In public."]
    assert empty.type("responses list --approved --json").rows[0]["text"] == "In public."


def test_what_becomes_private_is_taken_off(empty: Desk) -> None:
    one = said("1", "Said too much.")
    empty.hear(one)
    empty.type("responses approve c1")
    assert texts(empty) == ["Said too much."]
    empty.hear(replace(one, private=True))
    assert texts(empty) == []


def test_what_a_domain_says_can_be_hidden_and_is_not_counted(empty: Desk) -> None:
    like = {"kind": Kind.LIKE, "text": ""}
    empty.hear(said("1", url="https://spam.example/1", **like), said("2", **like), said("3", "Fine."))
    empty.type("responses approve c3")
    counts = "responses export --json"
    assert empty.type(counts).rows[0]["shown"] == 1
    folder = empty.blog / "content" / "_responses"
    assert json.loads(next(folder.glob("*.json")).read_text("utf-8"))["counts"] == {"like-of": 2}
    empty.type("responses hide --domain SPAM.example")
    empty.type(counts)
    assert json.loads(next(folder.glob("*.json")).read_text("utf-8"))["counts"] == {"like-of": 1}


def test_the_site_shows_a_person_as_the_place_does(empty: Desk) -> None:
    empty.hear(said("1", account=Account("place", "1", name="Rei", url="https://rei.example/")))
    for line in (f"people name p1 {NAME}", "responses approve c1"):
        empty.type(line)
    [[child]] = shown(empty).values()
    assert child["author"] == {"type": "card", "name": "Rei", "url": "https://rei.example/"}


def test_a_decision_about_a_person_follows_a_merge(empty: Desk) -> None:
    empty.hear(said("1", "One.", by="rei"), said("2", "Two.", by="rei_"))
    empty.type("responses approve --person p2")
    assert texts(empty) == ["Two."]
    empty.type("people merge p1 p2")
    assert sorted(texts(empty)) == ["One.", "Two."]


OWN = [
    Account("place", "mio", name="森川 澪", url="https://mio.example/"),
    Account("web", "https://mio.example/", name="森川 澪"),
    Account("hatena", "mio_yohaku_", name="mio_yohaku_"),
    Account("place", "m", name="Mio", claims=(Claim("url", "https://mio.example/about/", "verified"),)),
]


@pytest.mark.parametrize("account", OWN, ids=["url", "web", "account", "claim"])
def test_the_authors_own_are_never_listed(account: Account, empty: Desk) -> None:
    empty.hear(said("1", "My own words?", account=account), said("2", "Hers?", article=QUEUE))
    for line in ("who", "who --json", "who --csv", "inbox", "people list", "responses list", "responses export"):
        screen = empty.type(line).out
        assert account.label not in screen, line
        assert "My own words" not in screen, line
    empty.type("responses approve c1 --person p1")
    assert texts(empty) == []


def test_a_name_alone_makes_nobody_the_author(empty: Desk) -> None:
    empty.hear(said("1", account=Account("place", "other", name="森川 澪")))
    assert "森川 澪" in empty.type("who").out
