"""A build that does only what is needed gives what a build from nothing gives, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.quick import Blog, tree

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = "en/2026/01/post-0/index.html"


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog.begun(tmp_path / "blog")


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_nothing_changed_nothing_is_rendered_or_written(blog: Blog) -> None:
    first = blog.build()
    assert len(first.rendered) == len(blog.site().pages)
    assert first.untold == []
    before = times(blog.output)
    assert blog.build().rendered == []
    assert times(blog.output) == before
    assert tree(blog.output) == blog.clean()


def test_of_a_text_that_changed_its_page_is_rendered_and_no_other(blog: Blog) -> None:
    blog.write(0, more="Summary: The same as before.")
    blog.build()
    blog.write(0, more="Summary: The same as before.", text="Another text.")
    before = times(blog.output)
    assert {*blog.build().rendered} == {ARTICLE, "en/search/index.html"}
    now = times(blog.output)
    changed = {Path(name).relative_to(blog.output).as_posix() for name in now if before.get(name) != now[name]}
    assert {ARTICLE, "articles.json", "feeds/en.atom.xml"} <= changed
    assert all(name.startswith(("feeds/en", "en/search/")) for name in changed - {ARTICLE, "articles.json"})
    assert tree(blog.output) == blog.clean()


def test_a_title_is_changed_wherever_it_stands(blog: Blog) -> None:
    blog.build()
    blog.write(0, title="Another title")
    rendered = blog.build().rendered
    assert {ARTICLE, "en/index.html", "en/archives/index.html", "en/2026/02/post-1/index.html"} <= {*rendered}
    assert "404.html" not in rendered, "it neither links to it nor stands beside it"
    assert tree(blog.output) == blog.clean()


def test_every_template_counts(blog: Blog) -> None:
    blog.write(3, more="Status: draft")
    blog.answer(0, likes=2)
    blog.build()
    for path in sorted((blog.folder / "theme/templates").glob("*.html")):
        path.write_text(path.read_text("utf-8") + "<!-- more -->", encoding="utf-8")
        blog.build()
        assert tree(blog.output) == blog.clean(), path.name


def test_answers_change_the_page_they_answer(blog: Blog) -> None:
    blog.build()
    blog.answer(2, likes=3)
    rendered = blog.build().rendered
    assert "en/2026/03/post-2/index.html" in rendered
    assert ARTICLE not in rendered
    assert tree(blog.output) == blog.clean()


def test_a_page_changed_by_hand_is_made_anew(blog: Blog) -> None:
    blog.build()
    (blog.output / ARTICLE).write_text("spoilt", encoding="utf-8")
    (blog.output / "en/index.html").unlink()
    assert {*blog.build().rendered} == {ARTICLE, "en/index.html"}
    assert tree(blog.output) == blog.clean()


def test_a_copy_that_is_newer_than_another_original_is_replaced(blog: Blog) -> None:
    blog.build()
    figure = blog.content / "images/figure.svg"
    figure.write_text("<svg />", encoding="utf-8")
    os.utime(figure, (1, 1))
    blog.build()
    assert (blog.output / "images/figure.svg").read_text("utf-8") == "<svg />"


def test_files_that_somebody_else_made_stay(blog: Blog) -> None:
    blog.build()
    page = blog.output / "en/2026/04/post-3/index.html"
    (blog.output / "CNAME").write_text("mio.example", encoding="utf-8")
    (blog.output / "ja/2026/02/post-1/index.html").write_text("by hand", encoding="utf-8")
    blog.path(3).unlink()
    blog.path(1, "ja").unlink()
    blog.build()
    assert not page.parent.exists()
    assert (blog.output / "CNAME").is_file()
    assert (blog.output / "ja/2026/02/post-1/index.html").read_text("utf-8") == "by hand"


def test_the_list_that_lay_in_the_output_is_followed_once_more(blog: Blog) -> None:
    (blog.output / "old").mkdir(parents=True)
    for name in ("old/page.html", "index.html", "mine.html"):
        (blog.output / name).write_text("old", encoding="utf-8")
    (blog.output / ".written").write_text("index.html\nold/page.html\n", encoding="utf-8")
    blog.build()
    assert not (blog.output / "old").exists()
    assert not (blog.output / ".written").exists()
    assert (blog.output / "mine.html").is_file()


# --- whatever is done to it -----------------------------------------------------------------------


def retitle(blog: Blog, number: int) -> None:
    blog.write(number % 4, title=f"Title {number}")


def rewrite(blog: Blog, number: int) -> None:
    blog.write(number % 4, text=f"Other words, {number}.\n\n| a | b |\n|---|---|\n| 1 | {number} |")


def retag(blog: Blog, number: int) -> None:
    blog.write(number % 4, tags=("one", "three, 縁", "two, Two words")[number % 3])


def unpublish(blog: Blog, number: int) -> None:
    blog.write(number % 4, more=("Status: draft", "Status: hidden", "Summary: Short.")[number % 3])


def remove(blog: Blog, number: int) -> None:
    blog.path(1 + number % 3).unlink(missing_ok=True)  # the first is linked to


def rename(blog: Blog, number: int) -> None:
    old = blog.path(1 + number % 3)
    if old.is_file():
        old.rename(old.with_name(f"{number}-renamed.en.md"))


def translate(blog: Blog, number: int) -> None:
    blog.write(number % 4, lang="ja", title=f"題{number}", text="文章の一行目\n二行目です。{余白|よはく}。")


def answer(blog: Blog, number: int) -> None:
    blog.answer(0, likes=number)


def change_template(blog: Blog, number: int) -> None:
    name = ("article.html", "_entry.html", "base.html", "tags.html")[number % 4]
    path = blog.folder / "theme/templates" / name
    path.write_text(path.read_text("utf-8") + f"<!-- {number} -->", encoding="utf-8")


def change_style(blog: Blog, number: int) -> None:
    path = blog.folder / "theme/static/css/site.css"
    path.write_text(path.read_text("utf-8") + f"/* {number} */", encoding="utf-8")


def change_settings(blog: Blog, number: int) -> None:
    blog.settings |= (
        {"HOME_LENGTH": number % 5 + 1},
        {"SITENAMES": {"ja": f"名{number}", "en": f"Name {number}"}},
        {"RELATIVE_URLS": number % 2 == 0},
    )[number % 3]


def spoil(blog: Blog, number: int) -> None:
    pages = sorted(blog.output.rglob("*.html"))
    pages[number % len(pages)].write_text("spoilt", encoding="utf-8")


ACTS: tuple[Callable[[Blog, int], None], ...] = (
    retitle,
    rewrite,
    retag,
    unpublish,
    remove,
    rename,
    translate,
    answer,
    change_template,
    change_style,
    change_settings,
    spoil,
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), min_size=3, max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_changed_the_quick_build_is_the_clean_build(
    steps: list[tuple[Callable[[Blog, int], None], int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    blog = Blog.begun(tmp_path_factory.mktemp("changed") / "blog")
    blog.build()
    for act, number in steps:
        act(blog, number)
        if outcome(blog.clean) is None:
            assert outcome(blog.build) is None, "what cannot be built from nothing cannot be built"
            return
        blog.build()
        assert tree(blog.output) == tree(blog.folder / "clean"), act.__name__


def outcome(run: Callable[[], object]) -> object:
    """What comes of a build; None when it fails, as it may: a link to a draft, a slug said twice."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same in both
        print(error)  # noqa: T201 - shown when the test fails
        return None
