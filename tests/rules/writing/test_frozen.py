from __future__ import annotations

from tests.rules.writing.texts import post
from tracker.rules.writing.frozen import Published, remarks, vanished
from tracker.rules.writing.places import Addresses

UID = "tag:mio.example,2026:a-post-en"
WAS = Published(UID, "/en/2026/10/a-post/", "2026/10-a-post.md")
OF = Addresses().of


def test_a_post_that_stays_where_it_is() -> None:
    assert list(remarks([post()], [WAS], OF)) == []
    assert list(remarks([post()], [Published("tag:x,2026:gone", "/x/")], OF)) == []
    assert list(remarks([post()], [WAS._replace(address="")], OF)) == []


def test_a_slug_that_changed_after_publication() -> None:
    one = post(slug="better")
    ((name, found),) = remarks([one], [WAS, WAS], OF)
    assert (name, found.rule, found.line) == ("2026/10-a-post.md", "slug-frozen", one.line("slug"))
    assert found.message == "It was published at /en/2026/10/a-post/, and would move to /en/2026/10/better/."
    assert found.fix.endswith("Aliases: /en/2026/10/a-post/")


def test_an_alias_lets_it_move() -> None:
    for alias in ("/en/2026/10/a-post/", "https://mio.example/en/2026/10/a-post/", "/x/, /en/2026/10/a-post/"):
        assert list(remarks([post(slug="better", aliases=alias)], [WAS], OF)) == []
    ((_name, found),) = remarks([post(slug="better", aliases="/x/")], [WAS], OF)
    assert found.fix.endswith("Aliases: /x/, /en/2026/10/a-post/")


def test_a_date_or_language_moves_it_too() -> None:
    assert [found.rule for _name, found in remarks([post(date="2026-11-01")], [WAS], OF)] == ["slug-frozen"]
    assert [found.rule for _name, found in remarks([post(lang="ja")], [WAS], OF)] == ["slug-frozen"]


def test_its_uid_never_changes() -> None:
    one = post(uid="tag:mio.example,2026:better")
    ((name, found),) = remarks([one], [WAS], OF)
    assert (name, found.rule, found.line) == ("2026/10-a-post.md", "uid-frozen", one.line("uid"))
    assert UID in found.message


def test_a_post_that_was_published_does_not_vanish_without_a_word() -> None:
    ((name, found),) = vanished([], [WAS], OF, ())
    assert (name, found.rule) == ("", "post-vanished")
    assert "/en/2026/10/a-post/" in found.message
    assert "Status: gone" in found.fix
    assert list(vanished([], [WAS], OF, {WAS.address})) == []
    assert list(vanished([], [WAS._replace(address="")], OF, ())) == []
    elsewhere = post(uid="tag:mio.example,2026:other", slug="other")
    assert len(list(vanished([elsewhere], [WAS], OF, ()))) == 1
    for still in (post(), post(status="gone"), post(uid="tag:mio.example,2026:other")):
        assert list(vanished([still], [WAS], OF, ())) == []
    for alias in ("/en/2026/10/a-post/", "https://mio.example/en/2026/10/a-post/"):
        moved = post(uid="tag:mio.example,2026:other", slug="other", aliases=alias)
        assert list(vanished([moved], [WAS], OF, ())) == []
