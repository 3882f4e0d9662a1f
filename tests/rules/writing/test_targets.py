from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.rules.writing.links import Link
from tracker.rules.writing.targets import Targets, outside, remarks, static

NAME, ADDRESS = "2026/10-here.md", "/en/2026/10/here/"
FILES = {NAME, "2026/09-there.md", "images/Lock.svg", "images/a b.png", "pages/about.md"}
PAGES = {"/": "", "/en/": "", ADDRESS: NAME, "/en/2026/09/there/": "2026/09-there.md", "/old.html": "2026/09-there.md"}
IDS = {NAME: {"one", "二"}, "2026/09-there.md": {"two"}}


def there(*built: str) -> Targets:
    return Targets(FILES, PAGES, lambda file: IDS.get(file, set()), "mio.example", frozenset(built))


def about(where: str, *built: str, image: bool = False) -> list[tuple[str, str]]:
    link = Link(where, 1, "words", image)
    return [(one.rule, one.fix) for one in remarks(link, NAME, ADDRESS, there(*built))]


@pytest.mark.parametrize(
    "where",
    [
        *(
            "{filename}09-there.md",
            "{filename}/2026/09-there.md#two",
            "{filename}../pages/about.md",
            "|filename|09-there.md",
        ),
        *(
            "{static}/images/a%20b.png",
            "{static}../images/a b.png",
            "#one",
            "#%E4%BA%8C",
            "#top",
            "{tag}search",
            "{index}",
        ),
        *("/en/2026/09/there/", "/en/2026/09/there", "/en/2026/09/there/index.html#two", "/old.html", "/", "/en/"),
        *("https://mio.example/en/2026/09/there/#two", "../../09/there/", "/images/Lock.svg"),
        *("https://elsewhere.example/x", "mailto:mio@mio.example", "tel:1", "//cdn.example/x"),
    ],
)
def test_what_leads_somewhere(where: str) -> None:
    assert about(where) == []


@pytest.mark.parametrize(
    ("where", "rule", "fix"),
    [
        ("{filename}09-their.md", "link-broken", "Did you mean 09-there.md?"),
        ("{filename}/nowhere/else/at/all.md", "link-broken", "Put it there, or correct the path."),
        ("{filename}09-there.md#tow", "link-anchor", "Did you mean #two?"),
        ("#three", "link-anchor", "{#three}"),
        ("09-there.md", "link-relative", "Write {filename}09-there.md."),
        ("../images/Lock.svg", "link-relative", "Write {static}../images/Lock.svg."),
        ("08-gone.md", "link-broken", "Did you mean"),
        ("/en/2026/09/their/", "link-unknown", "Did you mean /en/2026/09/there/?"),
        ("https://mio.example/en/2026/09/there/#three", "link-anchor", ""),
        ("", "link-empty", "Write its address"),
    ],
)
def test_what_leads_nowhere(where: str, rule: str, fix: str) -> None:
    (found,) = about(where)
    assert found[0] == rule
    assert fix in found[1]


def test_what_was_built_is_known_for_certain() -> None:
    assert about("/search/", "/", "/search/") == []
    assert [rule for rule, _fix in about("/search/", "/")] == ["link-broken"]
    assert [rule for rule, _fix in about("/search/")] == ["link-unknown"]


def test_a_picture_is_a_file_of_ours() -> None:
    assert about("{static}/images/lock.svg", image=True) == [("image-missing", "Did you mean ../images/Lock.svg?")]
    assert about("../images/Lock.svg", image=True) == [("image-missing", "Write {static}../images/Lock.svg.")]
    assert static("{static}/images/Lock.svg", NAME) == "images/Lock.svg"
    assert static("https://elsewhere.example/a.png", NAME) == ""


@pytest.mark.parametrize(
    ("where", "leaves"),
    [
        ("https://elsewhere.example/", True),
        ("//elsewhere.example/x", True),
        ("https://mio.example/x", False),
        ("/x", False),
        ("mailto:a@b.example", False),
    ],
)
def test_what_leaves_the_site(where: str, leaves: bool) -> None:  # noqa: FBT001 - a case
    assert outside(Link(where, 1), "mio.example") is leaves


@pytest.mark.parametrize(
    "where", ["{filename}09-there.md#two", "/en/2026/09/there", "https://mio.example/old.html", "/en/2026/05/lost/#x"]
)
def test_nothing_leads_to_what_is_gone(where: str) -> None:
    gone = frozenset(("2026/09-there.md", "/en/2026/05/lost/"))
    found = list(remarks(Link(where, 3, "words", image=False), NAME, ADDRESS, replace(there(), gone=gone)))
    assert [(one.rule, one.line) for one in found] == [("link-gone", 3)]
