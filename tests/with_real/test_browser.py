"""The site in Debian's Chromium: what no parser can tell of how it is read."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.with_real import installed
from tests.with_real.install import HERE, REAL
from tests.with_real.site_server import site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.servers import Server
    from tests.site.site import Site

pytestmark = pytest.mark.real_server

ARTICLE, TRANSLATION = "/ja/2025/11/everything/", "/en/2025/11/everything/"
LONGEST = "/ja/2026/10/two-character-search/"
PAGES = {
    "home": "/",
    "home in English": "/en/",
    "article": ARTICLE,
    "article in English": TRANSLATION,
    "archives": "/ja/archives/",
    "archives in English": "/en/archives/",
    "tags": "/ja/tags/",
    "tags in English": "/en/tags/",
    "tag": f"/ja/tags/{quote('検索')}/",
    "tag in English": "/en/tags/search/",
    "search": "/ja/search/",
    "search in English": "/en/search/",
    "page": "/ja/about/",
    "page in English": "/en/about/",
    "not found": "/404.html",
}
SCORED = {"article": LONGEST, "home": "/", "archives": "/en/archives/"}
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 5
"""Lighthouse multiplies the time it took: others at work on the machine only ever make it worse."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Site]]:
    if not os.environ.get("ENISHI_REAL_SERVERS"):
        pytest.skip("it takes minutes: make test-real, or ENISHI_REAL_SERVERS=1")
    installed("browser", "chromium")
    with site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def looked(served: tuple[Server, Site]) -> dict[str, Any]:
    """Everything that the browser found, looked for once."""
    server, _ = served
    server.requests.clear()
    found: dict[str, Any] = run("look", base=server.url, pages=list(PAGES.values()), article=ARTICLE, weighed=LONGEST)
    return found


def run(script: str, **plan: object) -> Any:  # noqa: ANN401 - what it says is as different as the scripts
    """Run one of the browser's scripts; return what it says."""
    done = subprocess.run(
        [installed("browser", "node"), HERE / "browser" / f"{script}.mjs"],
        input=json.dumps(plan),
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "ENISHI_BROWSER": str(REAL / "browser")},
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, looked: dict[str, Any]) -> dict[str, Any]:
    """What was found on one page."""
    found: dict[str, Any] = looked["pages"][PAGES[request.param]]
    return found


# --- every template, in both languages ---------------------------------------------------------------


@pytest.mark.parametrize("how", ["light", "dark", "narrow"])
def test_axe_finds_nothing(page: dict[str, Any], how: str) -> None:
    assert page[f"axe {how}"] == []


@pytest.mark.parametrize("where", ["than 320", "at 200 %", "with letters of 200 %"])
def test_nobody_scrolls_sideways(page: dict[str, Any], where: str) -> None:
    assert page[f"wider {where}"] <= 0


def test_nothing_moves_while_a_page_is_read(page: dict[str, Any]) -> None:
    assert (page["shifts"], page["shifts narrow"]) == (0, 0)


def test_nothing_on_a_page_is_against_its_policy(page: dict[str, Any]) -> None:
    assert page["violations"] == []


@pytest.mark.parametrize("name", [name for name in PAGES if "search" not in name])
def test_without_a_script_the_same_can_be_read(looked: dict[str, Any], name: str) -> None:
    """The search page says something else then: test_search.py."""
    page = looked["pages"][PAGES[name]]
    assert page["text without script"] == page["text with script"]
    assert len(page["text without script"]) > 50


def test_every_file_is_valid_html(served: tuple[Server, Site]) -> None:
    _, built = served
    assert run("valid", files=[str(built.folder / name) for name in built.pages]) == []


# --- what a page weighs --------------------------------------------------------------------------------


def test_an_article_is_three_requests_and_few_bytes(looked: dict[str, Any]) -> None:
    own = [one for one in looked["weighed"] if one["type"] != "Image"]
    assert sorted(one["type"] for one in own) == ["Document", "Script", "Stylesheet"]
    assert sum(one["bytes"] for one in own) <= 35 * 1024
    assert sum(one["bytes"] for one in own if one["type"] == "Script") <= 6 * 1024


def test_nobody_else_is_asked_for_anything(served: tuple[Server, Site], looked: dict[str, Any]) -> None:
    server, _ = served
    assert all(one["url"].startswith(f"{server.url}/") for one in looked["weighed"])
    assert len(server.requests) > len(PAGES)


@pytest.mark.parametrize("path", SCORED.values(), ids=SCORED)
def test_lighthouse_has_nothing_to_say(served: tuple[Server, Site], path: str) -> None:
    server, _ = served
    found = best(server.url, path)
    assert {name: min(least, found["scores"][name]) for name, least in LEAST.items()} == LEAST, (
        found["speed"],
        found["lost"],
    )


def best(base: str, path: str) -> dict[str, Any]:
    """Return the first scores that are enough, else the last."""
    found: dict[str, Any] = {}
    for _ in range(TRIES):
        found = run("score", base=base, pages=[path])[path]
        if all(found["scores"][name] >= least for name, least in LEAST.items()):
            break
    return found


# --- an article ----------------------------------------------------------------------------------------


def test_where_there_is_room_notes_stand_beside_their_numbers(looked: dict[str, Any]) -> None:
    beside = looked["beside"]
    assert beside["contents"], "and the contents are open in the other margin"
    assert all(note["left"] > beside["text"] for note in beside["notes"])
    assert [abs(beside["notes"][at]["top"] - beside["numbers"][at]) < 16 for at in (0, 3)] == [True, True]


def test_no_line_ends_before_the_number_of_a_note_or_begins_with_what_follows_it(looked: dict[str, Any]) -> None:
    assert looked["torn"] == []


def test_notes_close_to_each_other_do_not_overlap(looked: dict[str, Any]) -> None:
    notes: Sequence[dict[str, float]] = looked["beside"]["notes"]
    assert len(notes) == 4
    assert all(above["bottom"] < below["top"] for above, below in pairwise(notes))


@pytest.mark.parametrize("how", ["notes", "notes without script"])
def test_on_a_phone_a_number_opens_its_note(looked: dict[str, Any], how: str) -> None:
    assert (looked[how]["open"], looked[how]["shown"]) == ("note:one", True)
    below = [note["top"] for note in looked[how]["boxes"][1:]]
    assert below == sorted(below), "the others wait below the text"


def test_the_keyboard_alone_is_enough(looked: dict[str, Any]) -> None:
    assert looked["keyboard"]["first"] == {"link": "skip", "top": 0}
    assert looked["keyboard"]["landed"] == "s-text"
    assert looked["keyboard"]["unseen"] == [], "these were reached and not shown to be"


def test_the_colours_a_reader_chose_are_there_before_the_page_is(looked: dict[str, Any]) -> None:
    scheme = looked["scheme"]
    assert scheme["light"] != scheme["turned"] == scheme["kept"]
    assert (scheme["pressed"], scheme["before"]) == ("true", "dark")
    assert scheme["stored"] == 0, "what the system says anyway is not stored"
    assert scheme["without"] == [scheme["turned"], False], "without a script the system decides, and no button is dead"


def test_what_somebody_slipped_into_a_page_is_neither_run_nor_fetched(looked: dict[str, Any]) -> None:
    assert looked["held"]["ran"] is False
    assert looked["held"]["coloured"] != "rgb(255, 0, 0)"
    directives = [one.split()[0] for one in looked["held"]["violations"]]
    assert directives == ["script-src-elem", "style-src-attr", "img-src"]


def test_paper_is_white_and_says_where_links_lead(looked: dict[str, Any]) -> None:
    printed = looked["printed"]
    assert (printed["paper"], printed["ink"]) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    assert printed["shown"] == [".footnote", ".thread"]
    assert "https://example.org/" in printed["address"]
    assert printed["note"] == "relative", "notes are printed below the text"
