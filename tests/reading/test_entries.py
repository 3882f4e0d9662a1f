from __future__ import annotations

import pytest

from tests.mentions import PAGE, TOMBSTONE, comment
from tracker.reading.entries import read

URL = "https://mio.example/ja/2026/10/post/"


def page(text: str = "", below: str = "") -> bytes:
    return PAGE.format(url=URL, text=text, below=below).encode()


def links(text: str = "", below: str = "") -> tuple[str, ...]:
    entry = read(page(text, below))
    assert entry
    return entry.links


def fingerprint(text: str = "", below: str = "") -> str:
    entry = read(page(text, below))
    assert entry
    return entry.fingerprint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="https://a.example/x?y=1&amp;z#part">a</a>', ("https://a.example/x?y=1&z#part",)),
        ('<a href="HTTPS://A.example/%7Ex/../?">a</a>', ("HTTPS://A.example/%7Ex/../?",)),  # letter by letter
        ('<a href=" //a.example/x ">a</a>', ("https://a.example/x",)),
        ('<a href="https://a.example/">a</a><a href="https://a.example/">b</a>', ("https://a.example/",)),
        ('<a href="/en/">a</a><a href="../">b</a><a href="#x">c</a><a href="https://mio.example/">d</a>', ()),
        ('<a href="mailto:a@a.example">a</a><a href="tel:1">b</a><a href="javascript:x">c</a><a name="x">d</a>', ()),
        ('<a href="https://[">a</a><a href="">b</a><a href>c</a>', ()),
        ('<a rel="nofollow" href="https://a.example/">a</a>', ()),
        ('<a rel="noopener UGC" href="https://a.example/">a</a>', ()),
        ('<a rel="noopener external" href="https://a.example/">a</a>', ("https://a.example/",)),
        ('<a class="x nomention" href="https://a.example/">a</a>', ()),
        ('<img src="https://a.example/i.png"><video src="https://a.example/v"></video>', ()),
        ('<!-- <a href="https://a.example/">a</a> --><code>&lt;a href="https://a.example/"></code>', ()),
    ],
)
def test_the_links_of_a_text(text: str, found: tuple[str, ...]) -> None:
    assert links(text) == found


def test_what_is_answered_is_linked_and_what_answers_is_not() -> None:
    below = (
        '<p>In reply to <a class="u-in-reply-to" href="https://a.example/1">a</a></p>'
        '<div class="u-bookmark-of h-cite"><a class="p-author h-card" href="https://a.example/me">b</a>'
        '<a class="u-url" href="https://a.example/2">c</a></div>'
        '<a class="u-syndication" href="https://social.example/1">d</a>'
        + comment("https://reader.example/1", 'See <a href="https://spam.example/">this</a>')
        + '<div class="u-comment h-cite"><a class="u-in-reply-to" href="https://a.example/3">e</a></div>'
    )
    assert links(below=below) == ("https://a.example/1", "https://a.example/2")


def test_lists_of_posts_and_pages_without_an_address_are_none() -> None:
    one = '<article class="h-entry"><div class="e-content"><a href="https://a.example/">a</a></div></article>'
    canonical = f'<link rel="canonical" href="{URL}">'
    assert read(f'{canonical}<div class="h-feed">{one}</div>'.encode()) is None
    assert read(one.encode()) is None
    assert read(f'<link rel="canonical" href="/ja/">{one}'.encode()) is None
    assert read(f"{canonical}<p>About</p>".encode()) is None
    assert read(b"") is None
    here = read(one.encode(), URL)
    assert here
    assert (here.url, here.links) == (URL, ("https://a.example/",))


@pytest.mark.parametrize("content", ["410 Gone", " 410", "404 Not Found"])
def test_a_page_says_itself_that_it_was_deleted(content: str) -> None:
    """S11, where the server cannot."""
    gone = read(TOMBSTONE.replace("410 Gone", content).encode(), URL)
    assert gone
    assert (gone.url, gone.gone, gone.links) == (URL, True, ())


def test_other_statuses_delete_nothing() -> None:
    meta = '<meta http-equiv="Status" content="200 OK"><meta http-equiv="refresh" content="410">'
    there = read(meta.encode() + page())
    assert there
    assert not there.gone


def test_words_links_and_responses_make_another_page() -> None:
    plain = fingerprint("Words")
    others = (
        fingerprint("Other words"),
        fingerprint('<a href="https://a.example/">Words</a>'),
        fingerprint('<a href="/elsewhere/">Words</a>'),
        fingerprint("Words", comment("https://reader.example/1", "yes")),
        fingerprint("Words", comment("https://reader.example/1", "no")),
    )
    assert len({plain, *others}) == 6


def test_mark_up_alone_makes_none() -> None:
    dressed = '\n <strong class="x">Wor</strong>ds <script src="x"></script><img src="a.avif" alt="">'
    assert fingerprint("Words") == fingerprint(dressed)
    assert fingerprint('<a href="/x/">W</a>') == fingerprint('<a href="https://mio.example/x/" class="y">W</a>')


def test_a_base_moves_where_addresses_begin() -> None:
    html = page('<a href="x">a</a>').replace(b"<head>", b'<head><base href="https://a.example/b/">')
    entry = read(html)
    assert entry
    assert entry.links == ("https://a.example/b/x",)
