from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mails import ARTICLES, SEARCH, TOOLS
from tracker.model import Article
from tracker.rules.belonging import Articles, Place, Threads, ancestors_first

OURS = Articles(ARTICLES, ["Mio@mio.example", "blog-{slug}@mio.example"])
BARE = SEARCH.url.removeprefix("https://")


@pytest.mark.parametrize(
    "text",
    [
        SEARCH.url,
        f"See {SEARCH.url}.",
        f"（{SEARCH.url}）を読みました。",
        f"{SEARCH.url}を読みました",
        f"記事は{BARE}です",
        f"<{SEARCH.url}>",
        f"<{SEARCH.url[:40]}\n   {SEARCH.url[40:]}>",
        f"[記事]({SEARCH.url})",
        f"*{SEARCH.url}*",
        f'<a href="{SEARCH.url}#more">x</a>',
        "http://MIO.example/ja/2026/10/two-character-search/index.html?utm_source=mail",
        "https://mio.example/2026/10/search.html",
        f"https://www.google.com/url?q={SEARCH.url}&sa=D&source=editors",
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(SEARCH.url, safe='')}&data=05%7C01",
        f"https://urldefense.com/v3/__{SEARCH.url}__;!!abc$",
        f"{SEARCH.url}?replytocom=5",
    ],
)
def test_an_article_is_named_in_many_spellings(text: str) -> None:
    assert [found.article for found in OURS.named(text)] == [SEARCH]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://mio.example/",
        "https://mio.example/about/",
        f"https://other.example/{BARE.partition('/')[2]}",
        f"https://notmio.example/{BARE.partition('/')[2]}",
        f"https://mio.example.evil.example/{BARE.partition('/')[2]}",
        "mio@mio.example",
        "mio.example",
    ],
)
def test_other_pages_are_no_article(text: str) -> None:
    assert OURS.named(text) == ()


def test_every_article_named_is_told_in_order_and_as_it_is_spelled() -> None:
    found = OURS.named(f"{TOOLS.url}#x and http://{BARE} and {TOOLS.url}")
    assert [(one.article, one.url) for one in found] == [(TOOLS, f"{TOOLS.url}#x"), (SEARCH, f"http://{BARE}")]


def test_an_article_with_a_name_in_japanese_is_named_encoded_or_not() -> None:
    ours = Articles([Article("a", "https://澪.example/記事/二文字/")])
    for url in (
        "https://澪.example/記事/二文字/",
        f"https://{'澪'.encode('idna').decode()}.example/%E8%A8%98%E4%BA%8B/%E4%BA%8C%E6%96%87%E5%AD%97",
    ):
        assert [one.article.uid for one in ours.named(f"読みました {url} です")] == ["a"]


def test_a_text_may_name_us_only_where_the_host_is_in_it() -> None:
    assert OURS.may_be_named("<A HREF='HTTPS://MIO.EXAMPLE/A'>")
    assert not OURS.may_be_named("nothing of ours")
    assert not Articles([]).may_be_named("anything")
    assert Articles([]).named("https://x.example/") == ()


def english() -> str:
    return "en"


@pytest.mark.parametrize(
    ("address", "uid"),
    [
        ("mio+two-character-search@mio.example", "search"),
        ("mio+small-tools@mio.example", "tools"),
        ("blog-small-tools@mio.example", "tools"),
        ("mio+search@mio.example", "search"),
        ("mio+small-tools.html@mio.example", "tools"),
        ("mio+other@mio.example", None),
        ("mio@mio.example", None),
        ("aoi+small-tools@mio.example", None),
        ("mio+small-tools@other.example", None),
        ("xmio+small-tools@mio.example", None),
    ],
)
def test_an_address_may_be_made_for_an_article(address: str, uid: str | None) -> None:
    found = OURS.addressed(["x@y", address], english)
    assert (found.uid if found else None) == uid


def test_of_translations_the_one_in_the_mail_s_language_is_meant() -> None:
    told = [
        Article("ja", "https://mio.example/ja/2026/10/queue/", lang="ja"),
        Article("en", "https://mio.example/en/2026/10/queue/", lang="en"),
    ]
    ours = Articles(told, ["mio@mio.example"])
    for lang, uid in (("ja", "ja"), ("en", "en"), ("und", "ja")):
        found = ours.addressed(["mio+queue@mio.example"], lambda lang=lang: lang)  # type: ignore[misc]  # bound
        assert found
        assert found.uid == uid


def test_a_thread_is_known_by_the_nearest_of_what_is_answered() -> None:
    threads = Threads()
    threads.put("a@x", Place("a@x", "search"))
    threads.put("b@x", Place("b@x", "tools"))
    assert threads.find(["?", "b@x", "a@x"]) == Place("b@x", "tools")
    assert threads.find(["?"]) is None
    assert threads.knows("a@x")
    assert not threads.knows("c@x")


def test_what_is_read_anew_is_known_only_once_it_was() -> None:
    threads = Threads()
    threads.put("a@x", Place("a@x", "search"))
    threads.wait_for(["a@x"])
    assert not threads.knows("a@x")
    assert threads.knew("a@x")
    threads.put("a@x", Place("a@x", "search"))
    assert threads.knows("a@x")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abc"), st.sampled_from("xy")), unique_by=lambda t: t[0]
    )
)
def test_threads_survive_a_cursor_and_any_order(told: list[tuple[str, str, str]]) -> None:
    one, other = Threads(), Threads()
    for uid, root, article in told:
        one.put(uid, Place(root, article))
    for uid, root, article in reversed(told):
        other.put(uid, Place(root, article))
    assert json.dumps(one.told()) == json.dumps(other.told())
    back = Threads(json.loads(json.dumps(one.told())))
    assert [back.find([uid]) for uid, _root, _article in told] == [Place(root, article) for _uid, root, article in told]
    assert back.told() == one.told()


def test_what_is_answered_comes_first() -> None:
    mails = [("c", ["b"]), ("a", []), ("b", ["a", "?"]), ("", ["c"]), ("", [])]
    assert [mails[at][0] for at in ancestors_first(mails)] == ["a", "b", "c", "", ""]


@given(
    st.lists(st.tuples(st.sampled_from(["", *"abcdefg"]), st.lists(st.sampled_from("abcdefg"), max_size=3)), max_size=9)
)
def test_every_mail_comes_once_whatever_answers_whatever(mails: list[tuple[str, list[str]]]) -> None:
    assert sorted(ancestors_first(mails)) == list(range(len(mails)))


@given(st.permutations(range(9)))
def test_a_chain_is_put_in_order_from_any_order(order: list[int]) -> None:
    mails = [(str(number), [str(number - 1)] if number else []) for number in order]
    assert [mails[at][0] for at in ancestors_first(mails)] == [str(number) for number in range(9)]


def test_a_long_chain_is_no_deeper_than_the_stack() -> None:
    mails = [(str(number), [str(number + 1)]) for number in range(5000)]
    assert ancestors_first(mails)[0] == 4999
