from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.ledger.given import NOW
from tracker.ledger.publications import Publication

if TYPE_CHECKING:
    from tracker.ledger import Ledger

HERE, THERE = "folder /srv/www", "rsync web.example:/srv/www"


def test_what_is_about_to_be_put_there_counts_as_ours_until_it_is_known_what_is(ledger: Ledger) -> None:
    publications = ledger.publications
    publications.finish(HERE, {"a": "1", "b": "1"}, NOW, (2, 0, 0))
    publications.begin(HERE, {"b": "2", "c": "1"})
    assert publications.files(HERE) == {"a": "1", "b": "2", "c": "1"}
    publications.finish(HERE, {"b": "2", "c": "1"}, NOW, (1, 1, 1))
    assert publications.files(HERE) == {"b": "2", "c": "1"}


def test_each_target_has_its_own(ledger: Ledger) -> None:
    ledger.publications.finish(HERE, {"a": "1"}, NOW, (1, 0, 0))
    ledger.publications.finish(THERE, {"b": "1"}, NOW, (1, 0, 0))
    assert ledger.publications.files(HERE) == {"a": "1"}
    assert ledger.publications.files(THERE) == {"b": "1"}
    assert ledger.publications.files("elsewhere") == {}


def test_each_time_is_kept_the_last_first(ledger: Ledger) -> None:
    later = NOW + timedelta(hours=1)
    ledger.publications.finish(HERE, {"a": "1"}, NOW, (1, 0, 0))
    ledger.publications.told(NOW)
    ledger.publications.finish(HERE, {"a": "2"}, later, (0, 1, 0))
    assert ledger.publications.all() == (
        Publication(2, HERE, later, 0, 1, 0),
        Publication(1, HERE, NOW, 1, 0, 0, NOW),
    )
    ledger.publications.told(later)
    assert [one.told for one in ledger.publications.all()] == [later, NOW]


def test_feeds_are_known_by_what_their_hubs_were_told_last(ledger: Ledger) -> None:
    assert ledger.pinged.all() == {}
    ledger.pinged.put("https://mio.example/a", "1", NOW)
    ledger.pinged.put("https://mio.example/a", "2", NOW)
    assert ledger.pinged.all() == {"https://mio.example/a": "2"}


def test_both_are_in_the_export(ledger: Ledger) -> None:
    ledger.publications.finish(HERE, {"a": "1"}, NOW, (1, 0, 0))
    ledger.pinged.put("https://mio.example/a", "2", NOW)
    assert list(ledger.export()) == [
        {"type": "published file", "target": HERE, "name": "a", "digest": "1"},
        {"type": "feed told", "feed": "https://mio.example/a", "digest": "2"},
    ]
