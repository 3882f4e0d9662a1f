from __future__ import annotations

from typing import Any

import pytest

from tests.real import ROOT, mastodon
from tracker.model import Article, Claim, Interaction, Kind
from tracker.reading.fediverse import MOST_CLAIMS, Reader, links, ours
from tracker.rules.urls import Pages

READER = Reader("mastodon.example")
OPEN = Reader("mastodon.example", unindexed=True)


def person(**more: object) -> dict[str, Any]:
    told = {
        "id": "109000000000000002",
        "username": "aoi",
        "acct": "aoi@fedi.example",
        "display_name": "田中 葵",
        "uri": "https://fedi.example/users/aoi",
        "url": "https://fedi.example/@aoi",
        "avatar": "https://fedi.example/aoi.png",
        "note": "",
        "fields": [],
    }
    return told | more


def post(**more: object) -> dict[str, Any]:
    told = {
        "id": "115000000000000102",
        "uri": "https://fedi.example/users/aoi/statuses/115000000000000102",
        "url": "https://fedi.example/@aoi/115000000000000102",
        "created_at": "2026-10-15T09:10:00.000Z",
        "content": "<p>縁</p>",
        "visibility": "public",
        "account": person(),
    }
    return told | more


def account(reader: Reader = READER, **more: Any) -> Any:  # noqa: ANN401 - the tests look at its fields
    return reader.account(person(**more))


def read(**more: object) -> Interaction:
    told = READER.post(post(**more), "article")
    assert told is not None
    return told


def urls(basis: str, **more: Any) -> list[str]:  # noqa: ANN401 - JSON is any shape
    return [value for kind, value, on in account(**more).claims if (kind, on) == ("url", basis)]


def field(value: str, verified_at: str | None = None, name: str = "web") -> dict[str, object]:
    return {"name": name, "value": value, "verified_at": verified_at}


def test_a_person_is_known_by_the_actor_and_named_by_the_handle() -> None:
    told = account()
    assert (told.place, told.id, told.handle) == ("mastodon", "https://fedi.example/users/aoi", "aoi@fedi.example")
    assert (told.name, told.url, told.photo) == ("田中 葵", "https://fedi.example/@aoi", "https://fedi.example/aoi.png")
    assert told.claims[:3] == (
        Claim("acct", "aoi@fedi.example", "native"),
        Claim("url", "https://fedi.example/@aoi", "native"),
        Claim("url", "https://fedi.example/users/aoi", "native"),
    )


def test_no_name_is_read_out_of_an_actors_address() -> None:
    told = account(uri="https://mastodon.example/ap/users/109000000000000001", acct="Mio", username="Mio")
    assert (told.id, told.handle) == ("https://mastodon.example/ap/users/109000000000000001", "Mio@mastodon.example")
    assert Claim("acct", "mio@mastodon.example", "native") in told.claims


def test_servers_before_4_2_tell_only_the_profile() -> None:
    assert account(uri=None).id == "https://fedi.example/@aoi"
    assert READER.account(person(uri=None, url="aoi")) is None
    assert READER.account("aoi") is None


def test_a_profile_on_another_host_than_the_actor_is_only_declared() -> None:
    told = account(url="https://mio.example/")
    assert told.url == "https://fedi.example/users/aoi"
    assert Claim("url", "https://mio.example/", "declared") in told.claims
    assert Claim("url", "https://mio.example/", "native") not in told.claims


def test_a_verified_link_is_verified_and_any_other_declared() -> None:
    link = '<a href="{}" rel="me nofollow"><span class="invisible">https://</span>{}</a>'
    told = {
        "fields": [
            field(link.format("https://github.com/aoi-t", "github.com/aoi-t")),
            field(link.format("https://aoi.example", "aoi.example"), "2026-02-03T04:05:06.000+00:00"),
            field("https://plain.example/aoi"),
            field("she/her"),
        ],
        "note": '<a href="https://ren.example/">friend</a> <a class="mention hashtag" href="https://fedi.example/tags/x">#x</a>'
        ' <a class="u-url mention" href="https://social.example/@ren">@ren</a>',
    }
    assert urls("verified", **told) == ["https://aoi.example/"]
    assert urls("declared", **told) == [
        "https://github.com/aoi-t",
        "https://plain.example/aoi",
        "https://ren.example/",
    ]


def test_the_same_link_is_claimed_once_by_its_strongest_evidence() -> None:
    twice = [field('<a href="http://aoi.example">a</a>'), field('<a href="https://aoi.example/">a</a>', "2026-02-03")]
    assert urls("verified", fields=twice) == ["https://aoi.example/"]
    assert urls("declared", fields=twice) == []


def test_another_account_in_a_field_is_declared() -> None:
    told = [field('<a class="u-url mention" href="https://social.example/@aoi">@aoi</a>')]
    assert urls("declared", fields=told) == ["https://social.example/@aoi"]


def test_where_somebody_moved_to_is_declared() -> None:
    assert urls("declared", moved=person(url="https://new.example/@aoi")) == ["https://new.example/@aoi"]


def test_a_bridge_is_nobodys_home() -> None:
    told = account(
        uri="https://bsky.brid.gy/ap/did:plc:noralindqvist234567abcdef",
        url="https://bsky.brid.gy/r/https://bsky.app/profile/nora.example.org",
        acct="nora.example.org@bsky.brid.gy",
        note='<a href="https://fed.brid.gy/bsky/nora.example.org">bridged</a>',
    )
    assert told.claims[0] == Claim("account", "bluesky:did:plc:noralindqvist234567abcdef", "bridge")
    assert not [claim for claim in told.claims if claim.basis == "declared"]


def test_a_long_profile_is_cut() -> None:
    note = " ".join(f'<a href="https://site{n}.example/">x</a>' for n in range(100))
    assert len(account(note=note).claims) == MOST_CLAIMS


@pytest.mark.parametrize(
    "asked",
    [
        {"noindex": True},
        {"note": '<p>…<a class="mention hashtag" href="https://x/tags/NoBot" rel="tag">#<span>NoBot</span></a></p>'},
        {"fields": [{"name": "#nobridge", "value": ""}]},
        {"fields": [{"name": "", "value": "please: #nobot"}]},
    ],
    ids=str,
)
def test_who_asks_not_to_be_collected_is_never_kept(asked: dict[str, Any]) -> None:
    assert account(**asked).opted_out
    assert account(OPEN, **asked).opted_out


def test_who_is_not_in_the_search_is_kept_only_when_the_author_says_so() -> None:
    assert account(indexable=False).opted_out
    assert not account(OPEN, indexable=False).opted_out
    for open_to_all in ({"indexable": True}, {"indexable": None}, {}, {"noindex": False}):
        assert not account(**open_to_all).opted_out


def test_machines_and_groups_are_no_people() -> None:
    assert (account(bot=True).bot, account(group=True).bot, account(bot=False, group=False).bot) == (True, True, False)


def test_a_server_s_own_pictures_are_no_part_of_a_name() -> None:
    emojis = [{"shortcode": "sprout", "url": "https://x/s.png"}, None, {"shortcode": 7}]
    assert account(display_name="葵 :sprout:", emojis=emojis).name == "葵"
    assert account(display_name=":sprout:", emojis=emojis).name == "aoi"
    assert account(display_name="2:1", emojis=emojis).name == "2:1"


def test_somebody_suspended_or_limited_is_still_somebody() -> None:
    told = account(display_name="", avatar="https://mastodon.example/avatars/original/missing.png", suspended=True)
    assert (told.name, told.photo) == ("aoi", "")
    assert account(limited=True) == account()


def test_a_post_says_what_it_says() -> None:
    told = read(
        content="<p>一行目<br>二行目</p><p>三</p>",
        spoiler_text="ネタバレ",
        language="ja",
        edited_at="2026-10-15T09:31:00.000Z",
    )
    assert (told.title, told.text, told.lang) == ("ネタバレ", "一行目\n二行目\n\n三", "ja")
    assert told.published is not None
    assert told.published.isoformat() == "2026-10-15T09:10:00+00:00"
    assert told.id == told.thread == "https://fedi.example/users/aoi/statuses/115000000000000102"


def test_a_shortened_link_is_read_whole() -> None:
    html = (
        '<a href="https://mio.example/ja/2026/10/search/"><span class="invisible">https://</span>'
        '<span class="ellipsis">mio.example/ja/2026</span><span class="invisible">/10/search/</span></a>'
    )
    assert read(content=html).text == "https://mio.example/ja/2026/10/search/"


@pytest.mark.parametrize(
    ("visibility", "private"),
    [("public", False), ("unlisted", False), ("private", True), ("direct", True), ("local", True), (None, True)],
)
def test_what_is_not_said_to_be_public_is_private(visibility: str | None, private: bool) -> None:  # noqa: FBT001 - of the table
    assert read(visibility=visibility).private is private


def test_what_stands_in_for_a_quote_is_not_said() -> None:
    html = '<p class="quote-inline">RE: <a href="https://x.example/1">x</a></p><p>いい</p>'
    assert read(content=html, quote={"state": "accepted"}).text == "いい"
    assert read(content=html).text == "RE: x\n\nいい"


def test_a_post_without_a_page_is_read_at_its_own_address() -> None:
    told = read(url=None)
    assert told.url == told.id
    assert READER.post(post(uri=None, url=None), "article") is None


def test_a_like_is_told_apart_as_bridges_do() -> None:
    root = read()
    like, boost = (READER.gift(person(), kind, root) for kind in (Kind.LIKE, Kind.REPOST))
    assert like is not None
    assert boost is not None
    assert like.url == f"{root.url}#favorited-by-109000000000000002"
    assert boost.url == f"{root.url}#reblogged-by-109000000000000002"
    assert like.id == f"{root.id} like https://fedi.example/users/aoi"
    assert (like.thread, like.parent, like.published) == (root.id, "", None)
    assert READER.gift({}, Kind.LIKE, root) is None


def test_an_article_is_found_by_the_links_of_a_post_and_by_its_card() -> None:
    pages = Pages([Article("a", "https://mio.example/a/"), Article("b", "https://mio.example/b/")])
    linked = post(content='<a href="http://mio.example/a?utm_source=x">a</a> <a href="https://else.example/">b</a>')
    assert ours(linked, pages) == {"a": "http://mio.example/a?utm_source=x"}
    assert ours(linked | {"card": {"url": "https://mio.example/b/"}}, pages).keys() == {"a", "b"}
    assert ours(post(card={"url": 7}), pages) == {}


def test_links_are_web_addresses() -> None:
    html = '<a href="mailto:x@y.example">m</a><a href="/about">a</a><a>n</a><a href="https://x.example/">x</a>'
    assert links(html) == ["https://x.example/"]


@pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
def test_every_real_account_is_read_with_its_evidence() -> None:
    rows = mastodon.accounts()
    read_ones = {uri: OPEN.account(row) for uri, row in rows.items()}
    verified = {uri for uri, row in rows.items() if any(each.get("verified_at") for each in row["fields"])}
    assert len(rows) >= 159
    for uri, told in read_ones.items():
        assert told is not None
        assert told.handle.count("@") == 1
        assert (told.id, told.url) == (uri, rows[uri]["url"])
        assert any(claim.basis == "verified" for claim in told.claims) == (uri in verified)
    bridged = [told for told in read_ones.values() if told and told.claims[0].basis == "bridge"]
    assert len(bridged) == sum("brid.gy" in uri for uri in rows)
