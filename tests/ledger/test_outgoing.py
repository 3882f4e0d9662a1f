from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.ledger.given import NOW
from tracker.rules.outgoing import Sent, Status

if TYPE_CHECKING:
    from tracker.ledger import Ledger

FIRST = Sent("https://mio.example/a/", "https://a.example/x#one", "f1", "f1", Status.SENT, NOW)
WHOLE = FIRST._replace(
    status=Status.WAITING,
    endpoint="https://a.example/w",
    code=201,
    status_url="https://a.example/s",
    error="why",
    tried=2,
    sent_at=NOW,
    next_try=NOW + timedelta(hours=1),
)


def test_what_is_put_comes_back(ledger: Ledger) -> None:
    ledger.outgoing.put(WHOLE)
    assert ledger.outgoing.all() == (WHOLE,)


def test_of_two_parts_of_one_page_the_last_is_known(ledger: Ledger) -> None:
    other = FIRST._replace(target="https://a.example/x#two", told=None)
    for one in (FIRST, other):
        ledger.outgoing.put(one)
    assert ledger.outgoing.all() == (other,)


def test_those_tried_last_come_first(ledger: Ledger) -> None:
    later = FIRST._replace(target="https://b.example/", tried_at=NOW + timedelta(days=1))
    for one in (FIRST, later):
        ledger.outgoing.put(one)
    assert ledger.outgoing.all() == (later, FIRST)


def test_an_address_that_no_text_can_be_is_kept_as_one_that_can(ledger: Ledger) -> None:
    ledger.outgoing.put(FIRST._replace(target="https://a.example/\ud800", error="\0"))
    (kept,) = ledger.outgoing.all()
    assert (kept.page, kept.error) == ("https://a.example/\ufffd\ufffd\ufffd", "\ufffd")


def test_it_is_in_the_export(ledger: Ledger) -> None:
    ledger.outgoing.put(WHOLE)
    assert [row for row in ledger.export() if row["type"] == "mention sent"] == [
        {
            "type": "mention sent",
            "source": "https://mio.example/a/",
            "target": "https://a.example/x#one",
            "wanted": "f1",
            "told": "f1",
            "status": "waiting",
        }
    ]
