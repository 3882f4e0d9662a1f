from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ledger.given import AOI, NOW, REN, REN_HN, later, like, reply, same, store
from tracker.ledger import Ledger
from tracker.model import Account, Claim, Kind
from tracker.rules.leaks.findings import Private, What

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_private_is_there_as_it_was_and_as_it_is(ledger: Ledger) -> None:
    first = reply("1", text="Before.", private=True, title="Subject")
    store(ledger, "mail", first, reply("2", AOI, "Mail.", kind=Kind.MAIL), reply("3", text="In public."))
    store(ledger, "mail", replace(first, text="After."), at=later(1))
    ledger.contacts.note(1, "A note.", later(2))
    ledger.drafts.save(3, "A draft.", later(3), lang="en", parent_fingerprint="f")
    said = first.published
    assert said is not None
    assert list(ledger.leaks.private()) == [
        Private("c1", What.PRIVATE, "Subject\nAfter.", said, 1),
        Private("c2", What.MAIL, "Mail.", said, 2),
        Private("c1", What.PRIVATE, "Subject\nBefore.", said, 1),
        Private("p1", What.NOTE, "A note.", later(2), 1),
        Private("c3", What.DRAFT, "A draft.", later(3)),
    ]


def test_a_mail_was_there_when_it_was_first_seen_at_the_latest(ledger: Ledger) -> None:
    store(ledger, "mail", reply("1", private=True, published=later(9), received=None), at=later(5))
    assert [one.since for one in ledger.leaks.private()] == [later(5)]


def test_a_note_is_called_by_the_person_it_is_about_now(ledger: Ledger) -> None:
    store(ledger, "hn", like("1", REN), like("2", REN_HN))
    ledger.contacts.note(2, "A note.", NOW)
    ledger.links.add(same(1, 2))
    assert [one.item for one in ledger.leaks.private()] == ["p1"]


def test_what_was_said_in_public_is_looked_up_by_its_words(ledger: Ledger) -> None:
    store(
        ledger,
        "hn",
        reply("1", text="The Zebra left."),
        reply("2", AOI, "zebra", private=True),
        reply("3", text="二匹の猫"),
    )
    store(ledger, "hn", reply("1", text="It left."), at=later(1))
    ledger.contacts.rename(1, "Zebra Smith", NOW)
    assert {text.strip() for text in ledger.leaks.public(["zebra"])} == {"The Zebra left.", "Zebra Smith"}
    assert [text.strip() for text in ledger.leaks.public(["猫"])] == ["二匹の猫"]
    everything = {"The Zebra left.", "It left.", "二匹の猫", "Zebra Smith", "Ren Sato", "青木 あおい"}
    assert {text.strip() for text in ledger.leaks.public(map(str, range(200, 300)))} == everything
    assert list(ledger.leaks.public([])) == []


def test_mail_addresses_of_accounts_and_their_hashes(ledger: Ledger) -> None:
    claims = (Claim("email_sha256", "ab", "native"), Claim("url", "mailto:b@b.example", "linked"))
    store(ledger, "x", like("1", Account("mail", "a@a.example")), like("2", Account("web", "mailto:c@c.example")))
    store(ledger, "x", like("3", Account("x", "id@handle", claims=claims)))
    assert sorted(ledger.leaks.addresses()) == [(1, "a@a.example"), (2, "c@c.example"), (3, "b@b.example")]
    assert ledger.leaks.hashes() == {"ab": 3}


def test_what_is_allowed_and_the_secret_stay(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.leaks.allow(["b", "a", "b"], NOW)
        secret = ledger.leaks.secret()
        assert len(secret) == 16
    with Ledger.open(path) as ledger:
        ledger.leaks.allow(["a"], later(1))
        assert ledger.leaks.allowed() == {"a", "b"}
        assert ledger.leaks.secret() == secret
