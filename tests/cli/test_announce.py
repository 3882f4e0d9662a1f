"""`enishi announce` and `enishi login`, `record`, `responses copies`, typed at a desk."""

from __future__ import annotations

import io
import json
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from tests.places import said
from tests.servers import serve
from tracker.model import Account

if TYPE_CHECKING:
    from tests.cli.desk import Desk
    from tests.servers import Reply, Request

POST = "https://social.example/@mio/109501234"


def test_an_announcement_is_kept_listed_and_taken_back(empty: Desk) -> None:
    assert empty.type("announce").out == "None is known. `enishi announce --find` looks for them.\n"
    told = empty.type(f"announce comment-found-the-bug {POST}")
    assert told.out == f"{POST} announces “A comment found the bug my tests could not”.\n"
    assert "was known to announce" in empty.type(f"announce comment-found-the-bug {POST}").out
    listed = empty.type("announce").out
    assert POST in listed
    assert "you said so" in listed
    assert empty.type("announce --json").rows[0] | {"posted": None} == {
        "article": "tag:mio.example,2026:comment-found-the-bug-en",
        "title": "A comment found the bug my tests could not",
        "url": POST,
        "by": "human",
        "posted": None,
    }
    assert "no more" in empty.type(f"announce comment-found-the-bug {POST} --remove").out
    assert "did not announce" in empty.type(f"announce comment-found-the-bug {POST} --remove").out


@pytest.mark.parametrize("line", ["announce queue", "announce --find queue x", "announce --remove"])
def test_what_is_half_said_is_a_usage_error(empty: Desk, line: str) -> None:
    told = empty.type(line)
    assert told.code == 2
    assert "enishi announce ARTICLE URL" in told.err


def test_what_is_no_address_says_what_one_looks_like(empty: Desk) -> None:
    told = empty.type("announce queue 'my toot'")
    assert told.code == 1
    assert told.err.splitlines() == [
        "Error: “my toot” is no address of a post.",
        "Give the address of your post there, such as https://social.example/@mio/109501.",
    ]


def test_the_site_is_handed_what_was_announced(empty: Desk) -> None:
    empty.type(f"announce comment-found-the-bug {POST}")
    empty.type("responses export")
    (file,) = (empty.blog / "content" / "_responses").glob("*.json")
    assert json.loads(file.read_text("utf-8"))["syndication"] == [POST]
    empty.type(f"announce comment-found-the-bug {POST} --remove")
    empty.type("responses export")
    assert list((empty.blog / "content" / "_responses").glob("*.json")) == []


class Keyring(ModuleType):
    """A keyring in memory, in the shape of the library."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, user: str) -> str | None:
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, value: str) -> None:
        self.kept[service, user] = value

    def delete_password(self, service: str, user: str) -> None:
        del self.kept[service, user]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made, errors = Keyring(), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]  # as the library has it
    monkeypatch.setitem(sys.modules, "keyring", made)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.delenv("ENISHI_WEBMENTIONIO_TOKEN", raising=False)
    return made


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_secret_goes_into_the_keyring_and_out_again(
    empty: Desk, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "s3cret\n")
    told = empty.type("login webmentionio")
    assert told.code == 0
    assert "s3cret" not in told.out + told.err
    assert keyring.kept == {("enishi", "webmentionio.token"): "s3cret"}
    assert "token" in empty.type("login webmentionio --remove").out
    assert keyring.kept == {}
    assert "had nothing" in empty.type("login webmentionio --remove").out


def test_nothing_typed_keeps_nothing(empty: Desk, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "\n")
    told = empty.type("login webmentionio")
    assert (told.code, keyring.kept) == (2, {})
    assert "Nothing was typed" in told.err


def test_without_a_keyring_the_variable_is_the_way(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    typed(monkeypatch, "s3cret\n")
    told = empty.type("login webmentionio")
    assert told.code == 3
    assert "There is no keyring" in told.err
    assert "environment variable" in told.err
    assert "s3cret" not in told.out + told.err


def test_a_source_without_secrets_has_nothing_to_keep(empty: Desk) -> None:
    told = empty.type("login hatena")
    assert (told.code, "has no secret to keep" in told.err) == (3, True)


def test_a_recording_is_written_without_anybody_in_it(empty: Desk) -> None:
    def hatena(request: Request) -> Reply:
        if request.path == "/count/entries":
            return 200, {}, json.dumps({request.query["url"]: 1})
        row = {"user": "hanako_x", "comment": "花子より", "tags": [], "timestamp": "2026/10/15 08:31"}
        return 200, {}, json.dumps({"eid": "17", "count": 1, "bookmarks": [row]})

    with serve(hatena) as server:
        empty.configure(
            f'[network]\nallow = ["127.0.0.1"]\n[sources.hatena]\naddress = "{server.url}"\n'
            f'count_address = "{server.url}"\n'
        )
        file = empty.home / "recorded.json"
        told = empty.type(f"record hatena --most 5 --to {file}")
    assert told.out == f"2 answers in {file}. Look it over before you share it.\n"
    written = file.read_text("utf-8")
    assert "hanako" not in written
    assert "花子" not in written
    assert json.loads(written)["exchanges"][1]["body"]["bookmarks"][0]["user"] == "person1"


def test_copies_are_listed_unfolded_and_folded_again(empty: Desk) -> None:
    sora = Account("mastodon", "https://a.example/users/sora", "空", url="https://a.example/@sora")
    typed_in = Account("web", "https://a.example/@sora", "空", url="https://a.example/@sora")
    page = "https://a.example/@sora/109501235"
    empty.hear(said("1", url=page, account=sora), said("2", url=page, account=typed_in), said("3"))
    assert empty.type("who search").out.count("空") == 1
    listed = empty.type("responses copies c2").out.splitlines()
    assert [line.split()[0] for line in listed] == ["c1", "c2"]
    assert "stands for all" in listed[0]
    assert "by rule" in listed[1]
    assert [row["id"] for row in empty.type("responses copies c2 --json").rows] == ["c1", "c2"]
    assert len(empty.type("responses unfold c2").out.splitlines()) == 1
    assert [row["kinds"] for row in empty.type("who search --json").rows if row["name"] == "空"] == [{"reply": 2}]
    assert "you said so" in empty.type("responses fold c2 c1").out
    assert len(empty.type("responses fold c2 --rule").out.splitlines()) == 2
    for line in ("responses fold c2", "responses fold c2 c1 --rule"):
        assert empty.type(line).code == 2
