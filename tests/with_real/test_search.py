"""The search page in Debian's Chromium, used as a reader uses it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.site import corpus
from tests.site.site import built, gallery
from tests.with_real import installed
from tests.with_real.site_server import site
from tests.with_real.test_browser import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server
    from tests.site.site import Site

pytestmark = pytest.mark.real_server

JA, EN, NONE, COMMON = "二文字の", "queue", "whalesong", "records"
INVENTED = 24
FAILED = "The index could not be loaded. Check the connection and load this page again."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Site]]:
    if not os.environ.get("ENISHI_REAL_SERVERS"):
        pytest.skip("it takes a minute: make test-real, or ENISHI_REAL_SERVERS=1")
    installed("browser", "chromium")
    with site(tmp_path_factory.mktemp("search"), posts=INVENTED) as running:
        yield running


@pytest.fixture(scope="module")
def used(served: tuple[Server, Site], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything that was seen, looked for once."""
    content = gallery(tmp_path_factory.mktemp("preview") / "content")
    file = built(content, content.with_name("output"), "pelicanconf.py").folder / "ja/search/index.html"
    plan = {"ja": JA, "en": EN, "none": NONE, "common": COMMON, "file": file.as_uri()}
    found: dict[str, Any] = run("search", base=served[0].url, **plan)
    return found


@pytest.mark.parametrize("how", ["ja", "ja dark", "ja narrow", "en", "none", "one letter", "slipped"])
def test_axe_finds_nothing_and_nothing_is_against_the_policy(used: dict[str, Any], how: str) -> None:
    assert (used[how]["axe"], used[how]["violations"]) == ([], [])
    assert used[how]["wider"] <= 0
    assert min(used[how]["targets"]) >= 24


def test_japanese_is_found_with_its_place_shown(used: dict[str, Any]) -> None:
    found = used["ja"]
    assert found["titles"][0] == "二文字で引けない検索"
    assert found["links"][0] == "/ja/2026/10/two-character-search/"
    assert found["days"][0] == ["2026-10-14", "2026年10月14日"]
    assert set(found["marks"]) == {JA}
    assert all(JA in text for text in found["excerpts"])
    assert (found["search"], found["other"]) == ("?q=%E4%BA%8C%E6%96%87%E5%AD%97%E3%81%AE",) * 2


def test_what_was_found_is_said_once_and_politely(used: dict[str, Any]) -> None:
    assert used["en"]["said"] == f"{len(used['en']['titles'])} posts found."
    assert used["en"]["spoken"] == [used["en"]["said"]]
    assert used["none"]["said"] == "No post holds “whalesong”. Try fewer letters, or another spelling."
    assert used["none"]["titles"] == []
    assert used["one letter"]["titles"]


def test_only_the_files_that_a_query_needs_are_fetched_and_from_nobody_else(
    served: tuple[Server, Site], used: dict[str, Any]
) -> None:
    server, built_site = served
    folder = f"{server.url}/ja/search/"
    asked = [url for url in used["ja"]["asked"] if url != f"{server.url}/theme/icon.svg"]
    assert all(url.startswith(folder) for url in asked), asked
    kinds = [url.removeprefix(folder).split("/")[0].split(".")[0] for url in asked]
    assert kinds.count("index") == 1
    assert 1 <= kinds.count("words") <= len(JA) - 1
    assert kinds.count("posts") <= 10
    assert len([name for name in built_site.names if name.startswith("ja/search/words/")]) > len(JA)
    assert all(url.startswith(server.url) for how in ("ja", "en", "none") for url in used[how]["all"])


def test_a_word_that_is_being_converted_is_not_looked_for(used: dict[str, Any]) -> None:
    assert used["composed"]["during"] == 0
    assert "二文字で引けない検索" in used["composed"]["titles"]


def test_a_query_can_be_linked_and_taken_back(used: dict[str, Any]) -> None:
    assert used["linked"]["titles"] == used["ja"]["titles"]
    assert (used["cleared"]["said"], used["cleared"]["titles"], used["cleared"]["search"]) == ("", [], "")


def test_enter_searches_at_once_and_leaves_the_page_where_it_is(used: dict[str, Any]) -> None:
    assert used["entered"]["loads"] == 1
    assert used["entered"]["titles"] == used["en"]["titles"]


def test_there_is_more_where_the_page_ends(used: dict[str, Any]) -> None:
    first, then = used["more"]["first"], used["more"]["then"]
    assert (len(first["titles"]), first["more"]) == (10, True)
    assert used["more"]["focus"] == 10, "the reader goes on with the first of them"
    assert len(set(then["links"])) == len(then["links"]) == INVENTED // 2
    assert (then["said"], then["more"]) == (f"{INVENTED // 2} posts found.", False)


@pytest.mark.parametrize("part", ["/search/index.", "/search/words/", "/search/posts/"])
def test_what_cannot_be_fetched_is_said_and_asked_for_again(used: dict[str, Any], part: str) -> None:
    assert used[f"broken {part}"] == [FAILED, len(used["en"]["titles"])]


def test_without_a_script_the_page_says_where_else_to_look(used: dict[str, Any]) -> None:
    assert "検索にはJavaScriptを使います" in used["unscripted"]["text"]
    assert "すべてのタグ" in used["unscripted"]["text"]
    assert used["unscripted"]["form"] is False, "no button is dead"


def test_a_page_opened_as_a_file_says_that_it_cannot_search(used: dict[str, Any]) -> None:
    assert used["file"]["said"].startswith("手元のファイルとして開いているあいだは検索できません。")


def test_the_invented_posts_are_there(served: tuple[Server, Site]) -> None:
    assert f"ja/2012/01/{corpus.slug(1)}/index.html" in served[1].names
