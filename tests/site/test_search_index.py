"""The index that the build writes: words, posts, files; and that no more is done than has to be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_posts import HEADING, MANY, ONCE, TITLE, Post, plain
from search_shards import SHARE, changed, changes, files_for, inverted, shard_of, written
from search_words import folded, runs, tokens

from tests.site.quick import Blog, tree
from tests.site.site import ADDRESS, ROOT, SEARCHES, Site, attributes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCRIPTS = ("find.js", "search.js")
POST = Post("鯨の話", "ja/2026/10/鯨/", "2026-10-14", "2026年10月14日", ("海", "C++"), "要約。", "<p>鯨を見た。</p>")


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("ＳＱＬｉｔｅの索引", ["sqlite", "の索引"]),
        ("サーバーとサーバ、ｻｰﾊﾞｰ", ["さーばーとさーば", "さーばー"]),
        ("一ヶ月、一ヵ月、一カ月、一か月", ["一か月"] * 4),
        ("病院はびょういん", ["病院はびょういん"]),
        ("naïve Straße don’t don't", ["naive", "strasse", "dont", "dont"]),
        ("葛\U000e0100城 か\u3099き ①㍻ 10²", ["葛城", "がき", "1", "平成", "102"]),
        ("a_b-c.d/e☕😀、。・", ["a", "b", "c", "d", "e"]),
        (" \u3000\n", []),
    ],
)
def test_a_text_is_folded_and_cut(text: str, cut: list[str]) -> None:
    assert runs(text) == cut


def test_words_are_found_whole_and_other_runs_by_their_characters_and_pairs() -> None:
    assert sorted(tokens("SQLiteの索引")) == sorted(["sqlite", "の", "索", "引", "の索", "索引"])


@given(st.text(max_size=30))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert runs(" ".join(runs(text))) == runs(text)
    assert all(folded(folded(character)) == folded(character) for character in text if len(folded(character)) == 1)


@given(st.text("かサ予算ab 、", max_size=12), st.text("かサ予算ab 、", max_size=12))
def test_what_stands_in_a_part_is_found_in_the_whole(one: str, other: str) -> None:
    whole = {*tokens(f"{one} {other}")}
    assert {*tokens(one)} | {*tokens(other)} == whole


# --- posts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一<strong>二</strong><code>三</code></p><p>四</p>", "一二三 四"),
        ("<ruby>余白<rp>（</rp><rt>よはく</rt><rp>）</rp></ruby>の<em>記録</em>", "余白の記録"),
        ('10<sup>2</sup> x<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>。', "102 x。"),
        ('<li id="fn:a"><p>注 <a class="footnote-backref" href="#fnref:a">↩</a></p></li>', "注"),
        ('<img alt="a > b"><svg><text>no</text></svg><!-- <b>no</b> -->&lt;b&gt;&amp;', "<b>&"),
        ("<pre><span>a</span>(<span>b</span>)\n<span>c</span></pre>", "a(b) c"),
        ("<blockquote>a</blockquote><button>b</button><hr>c<br>d", "a b c d"),
    ],
)
def test_markup_goes_and_only_what_begins_a_line_begins_a_word(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_browser_is_given_what_it_shows() -> None:
    assert json.loads(POST.kept()) == {
        "title": "鯨の話",
        "url": quote("ja/2026/10/鯨/"),
        "day": "2026-10-14",
        "date": "2026年10月14日",
        "tags": ["海", "C++"],
        "text": "要約。 鯨を見た。",
    }


def test_a_summary_that_stands_in_the_text_is_not_said_twice() -> None:
    assert Post("", "", "", "", (), "鯨を  見た。", "<p>空。鯨を 見た。</p>").text == "空。鯨を 見た。"
    assert Post("", "", "", "", (), "", "").text == ""


def test_words_weigh_by_where_they_stand() -> None:
    html = "<h2>見出し</h2><h3>Part</h3><p>犬と鳥。犬、犬。part</p>"
    weights = Post("鯨の話", "", "", "", ("海",), "", html).weights()
    expected = {"鯨": TITLE, "の話": TITLE, "海": TITLE, "見出": HEADING, "part": HEADING, "犬": MANY, "鳥": ONCE}
    assert {word: weights[word] for word in expected} == expected


# --- files --------------------------------------------------------------------------------------------

WEIGHTS = st.dictionaries(st.sampled_from(["予", "予算", "sql", "sea", "か", "constructor"]), st.integers(0, 3))


def read(shards: list[dict[str, list[int]]]) -> list[dict[str, int]]:
    """The posts of an index, as a browser reads it."""
    posts: dict[int, dict[str, int]] = {}
    for shard in shards:
        for word, numbers in shard.items():
            at = -1
            for number in numbers:
                at += number >> 2
                posts.setdefault(at, {})[word] = number & 3
    return [posts.get(number, {}) for number in range(max(posts, default=-1) + 1)]


@given(st.lists(WEIGHTS, max_size=5), st.sampled_from([1, 2, 8]))
def test_an_index_says_which_words_stand_in_which_posts(posts: list[dict[str, int]], count: int) -> None:
    shards = inverted(posts, count)
    while posts and not posts[-1]:
        posts = posts[:-1]
    assert read(shards) == posts
    assert all(shard_of(word, count) == at for at, shard in enumerate(shards) for word in shard)


@given(st.lists(WEIGHTS, min_size=1, max_size=5), WEIGHTS, st.data())
def test_an_index_that_is_changed_is_the_one_that_is_made(
    posts: list[Mapping[str, int]], now: Mapping[str, int], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(posts)))
    before = posts[number] if number < len(posts) else {}
    new = inverted([*posts[:number], now, *posts[number + 1 :]], 1)
    assert written(changed(inverted(posts, 1)[0], changes(number, before, now))) == written(new[0])


def test_there_are_as_many_files_as_posts_need() -> None:
    sizes = (0, 1, SHARE, SHARE + 1, 2 * SHARE, 2 * SHARE + 1, 100 * SHARE)
    assert [files_for(size) for size in sizes] == [1, 1, 1, 2, 2, 4, 128]


# --- in the build -------------------------------------------------------------------------------------


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog.begun(tmp_path / "blog")


def files(blog: Blog, lang: str = "en") -> dict[str, bytes]:
    return {name: data for name, data in tree(blog.output / lang / "search").items() if name.endswith(".json")}


def words(blog: Blog) -> set[str]:
    found: set[str] = set()
    for name, data in files(blog).items():
        if name.startswith("words/"):
            found |= json.loads(data).keys()
    return found


def test_every_file_is_named_by_another_and_the_first_by_the_page(published: Site) -> None:
    for page in SEARCHES:
        folder = page.removesuffix("index.html")
        (head,) = attributes(published.page(page).css("form.search"), "data-index")
        listed: dict[str, list[str]] = json.loads(published.text(folder + head))
        named = {f"{folder}{kind}/{name}.json" for kind, names in listed.items() for name in names} | {folder + head}
        assert {name for name in published.names if name.startswith(folder) and name.endswith(".json")} == named
        urls = [json.loads(published.text(f"{folder}posts/{name}.json"))["url"] for name in listed["posts"]]
        assert urls == sorted(urls), "the oldest first"
        assert all(f"{url}index.html" in published.names for url in urls)


def test_nothing_is_found_of_drafts_and_of_posts_that_are_hidden_or_gone(blog: Blog) -> None:
    for number, status in enumerate(("draft", "hidden", "gone"), start=1):
        blog.write(number, more=f"Status: {status}", text=f"Secret{number} word.")
    blog.write(0, text="Public word. <!-- Remark -->")
    blog.answer(0, likes=2)
    blog.build()
    assert {"public", "word"} <= words(blog)
    assert not {"secret1", "secret2", "secret3", "remark", "yes"} & words(blog)
    said = b"".join(data for name, data in files(blog).items() if name.startswith("posts/"))
    assert b"Secret" not in said
    assert b"Yes." not in said


def test_of_an_edited_text_only_the_files_with_its_words_are_written(blog: Blog) -> None:
    blog.write(2, text="Long ago. " * 3000)
    blog.build()
    before = files(blog)
    assert len([name for name in before if name.startswith("words/")]) == 2
    blog.write(0, text="Text 0. newword")
    blog.build()
    now = files(blog)
    new = sorted(name.split("/")[0].split(".")[0] for name in now.keys() - before.keys())
    assert new == ["index", "posts", "words"]
    assert tree(blog.output) == blog.clean()


@pytest.mark.parametrize("number", [0, 3, 4])
def test_a_post_that_comes_anywhere_or_goes_is_in_the_index_or_is_not(blog: Blog, number: int) -> None:
    blog.build()
    blog.write(number, text="Whalesong.", title="Whales")
    blog.build()
    assert "whalesong" in words(blog)
    assert tree(blog.output) == blog.clean()
    if number:
        blog.path(number).unlink()
        blog.build()
        assert "whalesong" not in words(blog)
        assert tree(blog.output) == blog.clean()


def test_what_was_kept_of_the_index_is_lost_or_spoilt_and_it_is_made_anew(blog: Blog) -> None:
    blog.build()
    first = files(blog)
    for spoil in (b"", b"{}", b"[]", b'{"en/search": 3}', b'{"en/search": [[["a"]], []]}'):
        (path,) = blog.cache.rglob("search.json")
        path.write_bytes(spoil)
        blog.build()
        assert files(blog) == first
    for path in (blog.cache / "search").iterdir():
        path.write_bytes(b"x")
    blog.write(0, text="Other.")
    blog.build()
    assert tree(blog.output) == blog.clean()


def test_a_file_that_somebody_removed_is_written_again(blog: Blog) -> None:
    blog.build()
    first = files(blog)
    for name in first:
        (blog.output / "en/search" / name).unlink()
        blog.build()
        assert files(blog) == first, name


def test_what_no_list_knows_goes_from_the_folder_of_the_index_alone(blog: Blog) -> None:
    blog.build()
    first = files(blog)
    folder = blog.output / "en/search"
    for name in ("index.0123456789ab.json", "words/0123456789ab.json", "posts/0123456789ab.json"):
        (folder / name).write_bytes(b"{}")
    (folder / "note.txt").write_bytes(b"mine")
    blog.build()
    assert set(files(blog)) == {*first}
    assert (folder / "note.txt").is_file()


def test_an_empty_blog_can_be_searched_in_vain(blog: Blog) -> None:
    for path in blog.content.rglob("2026/*.md"):
        path.unlink()
    blog.build()
    assert sorted(data for name, data in files(blog, "ja").items() if name.startswith("words/")) == [b"{}"]


# --- the page -----------------------------------------------------------------------------------------


def test_the_page_can_be_sent_without_a_script_and_names_another_way(published: Site) -> None:
    for name, lang, other in zip(SEARCHES, ("ja", "en"), ("en", "ja"), strict=True):
        page = published.page(name)
        (form,) = page.css("form[role=search][method=get]")
        assert form.attributes["action"] == f"{ADDRESS}/{lang}/search/"
        assert attributes(page.css("form input"), "name") == ["q"]
        assert attributes(page.css("form label"), "for") == attributes(page.css("form input"), "id")
        links = attributes(page.css("main .inline a"), "href")
        assert links == [f"{ADDRESS}/{lang}/tags/", f"{ADDRESS}/{lang}/archives/", f"{ADDRESS}/{other}/search/"]
        assert page.css_first("noscript") is not None
        assert page.css_first("[role=status]") is not None


def test_what_the_script_says_has_the_places_it_fills_in(published: Site) -> None:
    for name in SEARCHES:
        (form,) = published.page(name).css("form.search")
        said: dict[str, Any] = form.attributes
        assert all("{count}" in said[f"data-{key}"] for key in ("one", "many", "least"))
        assert "{query}" in said["data-none"]


def test_every_page_leads_to_the_search_and_no_search_engine_does(published: Site) -> None:
    for name in published.pages:
        lang = "en" if name.startswith("en/") else "ja"
        assert attributes(published.page(name).css(".masthead li:not(.tongue) a[href$='/search/']"), "href") == [
            f"{ADDRESS}/{lang}/search/"
        ]
        assert attributes(published.page(name).css("link[rel=search]"), "href") == [
            f"{ADDRESS}/{lang}/search/opensearch.xml"
        ]
    for name in SEARCHES:
        assert f"<loc>{published.address(name)}" not in published.text("sitemap.xml")
        assert attributes(published.page(name).css("meta[name=robots]"), "content") == ["noindex"]


def test_a_browser_is_told_how_to_ask(published: Site) -> None:
    text = published.text("ja/search/opensearch.xml")
    assert f'template="{ADDRESS}/ja/search/?q={{searchTerms}}"' in text
    assert "<ShortName>余白の記録</ShortName>" in text


def test_no_script_writes_markup() -> None:
    for name in SCRIPTS:
        text = (ROOT / "theme/static/js" / name).read_text(encoding="utf-8")
        assert not [
            bad for bad in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(") if bad in text
        ]
        assert "keydown" not in text, "no key is taken from the reader"
