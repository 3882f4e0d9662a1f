"""Files that are not what they should be: the settings, the list of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blogs import is_told
from tests.servers import serve
from tests.towns import Town, as_json, town
from tracker import sources
from tracker.journeys.demo.cast import Cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.blogs import Blog
    from tests.servers import Reply

FEED_WANTED = "A JSON Feed, an Atom or RSS feed, or a sitemap is wanted."
BUILD_FIRST = "Run `enishi build` first, or point `articles` in [site] of enishi.toml to a feed or sitemap."
CORRECT = "Correct that line and run the command again."
CORRECT_IT = "Correct it in enishi.toml and run the command again."


@pytest.fixture(scope="module")
def places() -> Iterator[Town]:
    with town(Cast.generated(articles=1, people=6, interactions=40)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pulled(places: Town, tmp_path_factory: pytest.TempPathFactory) -> Blog:
    blog = places.blog(tmp_path_factory.mktemp("pulled"))
    assert blog.run("pull").code == 0
    return blog


@pytest.fixture
def blog(places: Town, pulled: Blog, tmp_path: Path) -> Blog:
    return places.blog(tmp_path, pulled)


# --- the list of articles ------------------------------------------------------------------------

HTML = {"Content-Type": "text/html"}
LISTS: dict[str, tuple[Reply, str]] = {
    "a page": ((200, HTML, "<!doctype html><title>404</title>"), "an HTML page"),
    "nothing": ((200, {}, b""), "nothing in it"),
    "truncated": ((200, {}, '{"version": "x",\n "items": [{"id": "tag'), "JSON that breaks off or is wrong in line 2"),
    "no feed": (as_json({"articles": []}), "JSON without a list of items"),
    "a list": (as_json([1, 2]), "JSON without a list of items"),
    "other XML": ((200, {}, "<?xml version='1.0'?><opml/>"), "XML of another kind, <opml>"),
    "words": ((200, {}, "No such page."), "neither JSON nor XML"),
    "broken feed": ((200, {}, "<rss version='2.0'><chan"), "a feed that breaks off or is wrong"),
    "another charset": ((200, {}, '{"title": "縁", "items": []}'.encode("cp932")), "JSON that is not UTF-8 text"),
    "broken gzip": ((200, {}, b"\x1f\x8bnot packed"), "a broken gzip file"),
    "brackets": ((200, {}, "[" * 100_000), "JSON without a list of items"),
}


@pytest.mark.parametrize(("reply", "found"), LISTS.values(), ids=LISTS)
def test_an_address_that_is_no_list_of_articles(places: Town, blog: Blog, reply: Reply, found: str) -> None:
    before = blog.exported()
    with places.only("articles", reply):
        ended = blog.run("pull")
    assert (ended.code, ended.out) == (3, "")
    said, hint = ended.err.splitlines()
    assert said.startswith(
        f"Error: http://{places.address('articles')}/articles.json is not a list of articles: {found}"
    )
    assert hint == FEED_WANTED
    assert blog.exported() == before
    assert blog.run("pull").code == 0


@pytest.mark.parametrize(("reply", "found"), LISTS.values(), ids=LISTS)
def test_a_file_that_is_no_list_of_articles(blog: Blog, reply: Reply, found: str) -> None:
    before = blog.exported()
    body = reply[2]
    file = blog.folder / "articles.json"
    assert isinstance(body, str | bytes)
    file.write_bytes(body.encode() if isinstance(body, str) else body)
    replaced(blog, '/articles.json"', "articles.json")
    ended = blog.run("pull")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith(f"Error: {file} is not a list of articles: {found}")
    assert ended.err.endswith(f"\n{FEED_WANTED}\n")
    assert blog.exported() == before


def test_a_list_of_articles_that_is_not_there(places: Town, blog: Blog) -> None:
    where = f"http://{places.address('articles')}/articles.json"
    with places.only("articles", (404, {}, "")):
        is_told(blog.run("pull"), 3, f"The list of articles was not found at {where}.", BUILD_FIRST)
    replaced(blog, '/articles.json"', "output/articles.json")
    where = str(blog.folder / "output" / "articles.json")
    is_told(blog.run("pull"), 3, f"The list of articles was not found at {where}.", BUILD_FIRST)


def test_a_list_of_articles_that_does_not_answer(places: Town, blog: Blog) -> None:
    hint = "The place does not let us in: see `enishi sources`."
    with places.only("articles", (403, {}, "")):
        is_told(blog.run("pull"), 4, f"{places.address('articles')} answered with status 403.", hint)
    with serve(lambda _request: (200, {}, "")) as server:
        closed = server.url
    replaced(blog, '/articles.json"', f"{closed}/articles.json")
    hint = "Check the connection and run the command again; what was read is kept."
    host = closed.removeprefix("http://")
    is_told(blog.run("pull"), 4, f"{host} did not answer: it refused the connection.", hint)


def test_items_that_lack_something_cost_themselves(places: Town, blog: Blog) -> None:
    (article,) = places.stage.cast.articles.values()
    items = [{"id": article.uid, "url": article.url}, {"title": "No address"}, "縁", {"url": "mailto:a@site.example"}]
    with places.only("articles", as_json({"version": "https://jsonfeed.org/version/1.1", "items": items})):
        ended = blog.run("pull")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "Item 2 (“No address”) has no web address and was left out.",
        "Item 3 (“”) has no web address and was left out.",
        "Item 4 (“”) has no web address and was left out.",
    ]


# --- enishi.toml ---------------------------------------------------------------------------------


def replaced(blog: Blog, line_with: str, value: str) -> None:
    """Give the setting on the line that holds `line_with` another value."""
    file = blog.folder / "enishi.toml"
    lines = file.read_text("utf-8").splitlines()
    new = [f'{line.split(" = ")[0]} = "{value}"' if line_with in line else line for line in lines]
    file.write_text("\n".join(new), "utf-8")


SETTINGS = {
    "a key": (
        '[site]\nurll = "https://mio.example"',
        "[site] has no setting “urll”.",
        "Did you mean “url”? It has: articles, responses, url.",
    ),
    "a section": (
        "[sit]",
        "enishi.toml has no setting “sit”.",
        "Did you mean “site”? It has: me, network, privacy, publish, site, sources.",
    ),
    "a source": (
        "[sources.hackernew]",
        "There is no source “hackernew”.",
        f"Did you mean “hackernews”? There are: {', '.join(sources.names())}.",
    ),
    "a setting of a source": (
        '[sources.hatena]\nadress = "https://b.hatena.ne.jp"',
        "[sources.hatena] has no setting “adress”.",
        "Did you mean “address”? It has: address, count_address, star_address, stars.",
    ),
    "a number for a text": (
        "[site]\nurl = 5",
        "“url” in [site] should be a text in quotes, but is 5.",
        CORRECT_IT,
    ),
    "a text for a list": (
        '[sources.feed]\nfeeds = "https://mio.example/feed/"',
        '“feeds” in [sources.feed] should be a list of texts, but is "https://mio.example/feed/".',
        CORRECT_IT,
    ),
    "a text for a number": (
        '[sources.webmentionio]\nper_page = "many"',
        '“per_page” in [sources.webmentionio] should be a whole number, but is "many".',
        CORRECT_IT,
    ),
    "no network": (
        '[network]\nallow = ["everything"]',
        '“allow” in [network] should be a list of IP addresses or networks, but is "everything".',
        CORRECT_IT,
    ),
    "a value for a section": (
        "sources = 3",
        "“sources” in enishi.toml should be a section, but is 3.",
        CORRECT_IT,
    ),
    "a secret": (
        '[sources.webmentionio]\ntoken = "s3cret-of-mine"',
        "“token” in [sources.webmentionio] is a secret and is never read from a file.",
        "Remove the line, and set the environment variable ENISHI_WEBMENTIONIO_TOKEN instead.",
    ),
}


@pytest.mark.parametrize(("text", "said", "hint"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_are_wrong(blog: Blog, text: str, said: str, hint: str) -> None:
    before = blog.exported()
    (blog.folder / "enishi.toml").write_text(text, "utf-8")
    ended = blog.run("pull")
    is_told(ended, 3, said, hint)
    assert "s3cret" not in ended.err
    assert blog.exported() == before


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"[site\n", "Expected ']' at the end of a table declaration (at line 1, column 6)"),
        (b'[site]\nurl = "https://mio.example\n', "Illegal character '\\n' (at line 2, column 27)"),
        (b"[site]\n[site]\n", "Cannot declare ('site',) twice (at line 2, column 6)"),
        ('[me]\nname = "森川"\n'.encode("cp932"), "line 2 is not UTF-8 text"),
        ("[site]\n".encode("utf-16"), "line 1 is not UTF-8 text"),
    ],
    ids=["a bracket", "a quote", "twice", "another charset", "UTF-16"],
)
def test_settings_that_cannot_be_read(blog: Blog, raw: bytes, reason: str) -> None:
    file = blog.folder / "enishi.toml"
    file.write_bytes(raw)
    is_told(blog.run("pull"), 3, f"{file} cannot be read: {reason}.", CORRECT)


def test_settings_that_are_wrong_are_told_in_japanese_too(blog: Blog) -> None:
    (blog.folder / "enishi.toml").write_text("[sit]\n", "utf-8")
    english, japanese = (blog.run("pull", ENISHI_LANG=code) for code in ("en", "ja"))
    assert english.code == japanese.code == 3
    assert japanese.err != english.err
    assert "sit" in japanese.err
