from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.real import ROOT
from tests.sky import facet
from tracker.model import Claim
from tracker.rules import atproto

DID = "did:plc:aoi222222222222222222222"
URI = f"at://{DID}/app.bsky.feed.post/3mabc"
PAGE = "https://mio.example/ja/2026/10/search/"


def linking(text: str, shown: str, address: str = PAGE) -> dict[str, Any]:
    return {"text": text, "facets": [facet(text, shown, address)]}


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("https://bsky.app/profile/mio.example/post/3mabc", "mio.example"),
        ("https://bsky.app/profile/Mio.Example/post/3mabc/?ref=x#y", "mio.example"),
        (f"https://bsky.app/profile/{DID}/post/3mabc", DID),
        ("https://bsky.app/profile/did%3Aplc%3Aaoi222222222222222222222/post/3mabc", DID),
        ("http://staging.bsky.app/profile/mio.example/post/3mabc", "mio.example"),
        (f" {URI} ", DID),
        ("at://mio.example/app.bsky.feed.post/3mabc", "mio.example"),
    ],
)
def test_a_post_under_any_of_its_addresses(address: str, whose: str) -> None:
    assert atproto.named(address) == (whose, "3mabc")


@pytest.mark.parametrize(
    "address",
    [
        "https://bsky.app/profile/mio.example",
        "https://bsky.app/profile/mio/post/3mabc",
        "https://bsky.app/profile/handle.invalid/post/3mabc",
        "https://notbsky.app/profile/mio.example/post/3mabc",
        f"at://{DID}/app.bsky.feed.like/3mabc",
        "https://social.example/@mio/1",
        "",
    ],
)
def test_what_is_no_post(address: str) -> None:
    assert atproto.named(address) is None


def test_the_page_of_a_post_outlives_a_handle() -> None:
    assert atproto.permalink(URI) == f"https://bsky.app/profile/{DID}/post/3mabc"
    assert (atproto.author(URI), atproto.permalink("x"), atproto.author("x")) == (DID, "", "")


@pytest.mark.parametrize("text", ["書きました👩‍💻🇯🇵 {}。読んでね", "{}", "è {} é", "か\u3099 {} \ufeff"])
def test_offsets_are_bytes(text: str) -> None:
    """A letter of Japanese is three bytes, a face four, and one that is put together many more."""
    shown = "mio.example/ja/2026/1..."
    assert atproto.written(linking(text.format(shown), shown)) == text.format(PAGE)


@pytest.mark.parametrize(
    "shown", ["mio.example/ja/…", "https://mio.example/ja/20...", "www.mio.example", "mio.example"]
)
def test_a_shortened_address_is_written_whole(shown: str) -> None:
    assert atproto.written(linking(f"「{shown}」", shown)) == f"「{PAGE}」"


@pytest.mark.parametrize("shown", ["ここ", "the post", "mio", PAGE, "https://mio.example/", "https://other.example/…"])
def test_words_and_whole_addresses_stay_as_they_were_written(shown: str) -> None:
    assert atproto.written(linking(f"読む：{shown}", shown)) == f"読む：{shown}"


def test_several_links_are_each_in_its_place() -> None:
    text = "一 a.example/1... 二 b.example/2... 三"
    facets = [
        facet(text, "b.example/2...", "https://b.example/22"),
        facet(text, "a.example/1...", "https://a.example/11"),
    ]
    record = {"text": text, "facets": facets}
    assert atproto.written(record) == "一 https://a.example/11 二 https://b.example/22 三"
    assert atproto.addresses(record) == ("https://a.example/11", "https://b.example/22")


@pytest.mark.parametrize(
    "index",
    [
        {"byteStart": 1, "byteEnd": 11},
        {"byteStart": 3, "byteEnd": 9999},
        {"byteStart": -3, "byteEnd": 14},
        {"byteStart": 14, "byteEnd": 3},
        {"byteStart": True, "byteEnd": "14"},
        {},
        None,
    ],
)
def test_offsets_that_cannot_be_change_nothing(index: object) -> None:
    record = linking("縁 mio.example", "mio.example")
    record["facets"][0]["index"] = index
    assert atproto.written(record) == "縁 mio.example"


def test_links_that_overlap_are_not_written_twice() -> None:
    text = "mio.example/a..."
    wide, narrow = facet(text, text, "https://mio.example/abc"), facet(text, "example/a...", "https://example/abc")
    assert atproto.written({"text": text, "facets": [wide, narrow, wide]}) in (
        "https://mio.example/abc",
        "mio.https://example/abc",
    )


@given(st.text(), st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=4))
def test_no_offsets_break_a_text(text: str, spans: list[tuple[int, int]]) -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://mio.example/"}
    facets = [{"index": {"byteStart": start, "byteEnd": end}, "features": [feature]} for start, end in spans]
    written = atproto.written({"text": text, "facets": facets})
    assert written == text or "https://mio.example/" in written


def test_addresses_are_those_of_the_text_and_of_the_card() -> None:
    card = {"external": {"uri": "https://mio.example/card"}}
    record = {**linking("ここ、https://typed.example/を", "ここ"), "embed": {"media": card, "record": {}}}
    assert atproto.addresses(record) == (PAGE, "https://mio.example/card", "https://typed.example/")
    assert atproto.addresses({"text": 7, "facets": [3], "embed": {"external": {"uri": "javascript:1"}}}) == ()


def test_a_quotation_alone_and_beside_a_picture() -> None:
    inner = {"uri": URI, "cid": "x"}
    assert atproto.quoted({"embed": {"record": inner}}) == URI
    assert atproto.quoted({"embed": {"record": {"record": inner}, "media": {}}}) == URI
    assert atproto.quoted({"embed": {"record": {"uri": f"at://{DID}/app.bsky.graph.list/1"}}}) == ""


def test_a_domain_as_handle_is_proved_and_a_website_is_said() -> None:
    native = [Claim("url", f"https://bsky.app/profile/{one}", "native") for one in (DID, "ren.example")]
    verified = Claim("url", "https://ren.example/", "verified")
    declared = Claim("url", "https://ren.example/about", "declared")
    assert atproto.claims(DID, "ren.example", "https://ren.example/about") == (*native, verified, declared)


@pytest.mark.parametrize("handle", ["aoi.bsky.social", "", "a-b.social.example.ap.brid.gy", "x.brid.gy"])
def test_a_name_that_was_given_proves_nothing(handle: str) -> None:
    assert {claim.basis for claim in atproto.claims(DID, handle, "")} == {"native"}


def test_whom_a_bridge_stands_for() -> None:
    assert atproto.claims(DID, "nils.social.example.ap.brid.gy", "")[-1] == Claim(
        "acct", "nils@social.example", "bridge"
    )
    assert atproto.claims(DID, "ren.example.web.brid.gy", "")[-1] == Claim("url", "https://ren.example/", "bridge")


@pytest.mark.parametrize(
    ("said", "handle"),
    [
        ("@Mio.Example ", "mio.example"),
        ("handle.invalid", ""),
        ("mio", ""),
        ("mio..example", ""),
        (7, ""),
        ("縁.example", ""),
    ],
)
def test_handles(said: object, handle: str) -> None:
    assert atproto.handle(said) == handle


def test_a_label_may_be_taken_back() -> None:
    label = {"val": "bot", "src": DID}
    assert atproto.is_labelled({"labels": [label]}, "bot")
    assert not atproto.is_labelled({"labels": [{**label, "neg": True}, 7]}, "bot")


@pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
def test_every_link_of_real_posts_is_cut_between_letters() -> None:
    from tests.real.bluesky import records  # noqa: PLC0415 - reads the real answers

    links = [(record, link) for record in records() for link in atproto._links(record)]
    assert links
    for record, link in links:
        shown = record["text"].encode()[link.start : link.end].decode()
        assert shown == shown.strip()
        assert not shown.endswith("...") or link.uri in atproto.written(record)
