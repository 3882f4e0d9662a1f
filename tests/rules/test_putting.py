from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.putting import (
    FILE,
    FOLDER,
    LINK,
    above,
    below_links,
    blocked,
    emptied,
    folders,
    in_the_way,
    shrinks,
    waves,
)

NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)
FILES = st.sets(st.tuples(NAMES, st.sampled_from(["", ".html", ".css", ".xml", ".HTML"])).map("".join))


def test_assets_come_first_then_new_pages_then_what_leads_to_them() -> None:
    assert waves(["b.html", "a.css", "feed.xml"], ["index.html", "c.JS"]) == (
        ("a.css", "c.JS"),
        ("b.html",),
        ("feed.xml", "index.html"),
    )
    assert waves([], []) == ()
    assert waves(["a.css"], []) == (("a.css",),)


@given(FILES, FILES)
def test_every_name_is_in_one_wave_and_no_page_before_an_asset(added: set[str], changed: set[str]) -> None:
    groups = waves(added, changed - added)
    names = [name for group in groups for name in group]
    assert sorted(names) == sorted(added | changed)
    pages = [name.lower().endswith((".html", ".xml")) for name in names]
    assert pages == sorted(pages)
    html = [name for name in names if name.lower().endswith(".html")]
    assert [name in added for name in html] == sorted((name in added for name in html), reverse=True)


def test_the_folders_of_a_file() -> None:
    assert list(above("a/b/c")) == ["a", "a/b"]
    assert list(above("a")) == []
    assert folders(["a/b/c", "d", "a/e"]) == {"a", "a/b"}
    assert emptied(["a/b/c", "d", "e/f"]) == (("a/b",), ("a", "e"))


def test_what_turns_into_a_folder_or_a_file_goes_first() -> None:
    assert in_the_way(["about", "notes/a", "old"], ["about/index.html", "notes"]) == ("about", "notes/a")
    assert in_the_way(["ab"], ["abc", "a/b"]) == ()


def test_what_is_reached_through_a_link() -> None:
    kinds = {"a": LINK, "b": FOLDER, "b/c": LINK, "f": LINK}
    assert below_links(kinds, ["a/x", "a", "b/x", "b/c/d/e", "b/c", "f"]) == {"a/x", "b/c/d/e"}


def test_what_stands_where_a_file_or_its_folder_belongs() -> None:
    assert blocked({"a": FOLDER}, ["a/b"], []) is None
    assert blocked({"a": LINK}, ["a/b"], ["a"]) == ("a", LINK)
    assert blocked({"a": FILE}, ["a/b"], []) == ("a", FILE)
    assert blocked({"a": FILE}, ["a/b"], ["a"]) is None
    assert blocked({"a": LINK}, ["a"], []) is None
    assert blocked({"a": FOLDER}, ["a"], []) is None
    assert blocked({"a": FOLDER, "a/b": FOLDER, "a/b/c": FILE}, ["a"], []) == ("a", FOLDER)
    assert blocked({"a": FOLDER, "a/b": FILE, "a/c": LINK}, ["a"], ["a/b"]) == ("a", FOLDER)
    assert blocked({"a": FOLDER, "a/b": FILE}, ["a"], ["a/b"]) is None


def test_a_site_shrinks_when_most_of_it_would_go_but_not_for_a_few_files() -> None:
    assert [shrinks(removed, 5) for removed in (0, 5)] == [False, False]
    assert [shrinks(removed, 20) for removed in (10, 11, 20)] == [False, True, True]
    assert shrinks(6, 6)
