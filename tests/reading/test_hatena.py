from __future__ import annotations

import pytest

from tracker.model import Kind
from tracker.reading.hatena import Starred, key, read_stars

PAGE = "https://mio.example/a/"
BOOKMARK = "https://b.hatena.ne.jp/aoi/20261015#bookmark-7"
GIVEN = {key(PAGE): Starred("a", PAGE), key(BOOKMARK): Starred("a", BOOKMARK, "7:aoi")}


def entry(*stars: object, uri: str = BOOKMARK, **colors: list[object]) -> dict[str, object]:
    colored = [{"color": color, "stars": given} for color, given in colors.items()]
    return {"uri": uri, "stars": list(stars), "colored_stars": colored}


def star(name: str, quote: str = "", **more: object) -> dict[str, object]:
    return {"name": name, "quote": quote, **more}


def test_all_stars_of_a_person_are_one_reaction() -> None:
    told = read_stars([entry(star("ren", "二文字"), star("mei"), star("ren"), green=[star("ren", count=3)])], GIVEN)
    ren, mei = told.page.interactions
    assert (ren.title, ren.text, ren.kind) == ("★×2 green★×3", "二文字", Kind.REACTION)
    assert (mei.title, mei.text) == ("★", "")
    assert (ren.id, ren.thread, ren.parent, ren.url) == ("7:aoi:star:ren", "7:aoi", "7:aoi", BOOKMARK)
    assert mei.account
    assert (mei.account.place, mei.account.id) == ("hatena", "mei")


def test_stars_of_an_article_are_in_no_thread() -> None:
    (one,) = read_stars([entry(star("ren"), uri=PAGE)], GIVEN).page.interactions
    assert (one.id, one.thread, one.target, one.url) == ("https://mio.example/a:star:ren", "", PAGE, "")


def test_an_address_that_comes_back_with_another_scheme_is_the_same() -> None:
    told = read_stars([entry(star("ren"), uri=BOOKMARK.replace("https", "http"))], GIVEN)
    assert [one.parent for one in told.page.interactions] == ["7:aoi"]


@pytest.mark.parametrize(("stars", "unnamed"), [([11], 11), ([None], 1), (["x", {}, {"name": 7}], 3), ([], 0)])
def test_stars_that_are_only_counted_are_counted(stars: list[object], unnamed: int) -> None:
    told = read_stars([entry(star("ren"), *stars)], GIVEN)
    assert (len(told.page.interactions), told.unnamed["a"]) == (1, unnamed)


@pytest.mark.parametrize("bad", [None, "x", {}, {"uri": 7}, entry(star("ren"), uri="https://other.example/")])
def test_what_was_not_asked_for_costs_a_line(bad: object) -> None:
    told = read_stars([bad, entry(star("ren"))], GIVEN)
    assert len(told.page.problems) == 1
    assert len(told.page.interactions) == 1


def test_entries_may_be_anything() -> None:
    for broken in ({"stars": 7, "colored_stars": [7, {"color": 7, "stars": None}]}, {"stars": None}):
        assert read_stars([{"uri": PAGE, **broken}], GIVEN).page.interactions == ()
