"""`enishi notify`, typed at a desk: our blog and the site it links to are served on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mentions import Town, street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.desk import Desk
    from tests.mentions import Blog

SETTINGS = '[site]\nurl = "{url}"\n[network]\nallow = ["127.0.0.1"]\n'


@pytest.fixture
def place(empty: Desk) -> Iterator[tuple[Blog, Town]]:
    with street(empty.blog, Town()) as (blog, town):
        empty.configure(SETTINGS.format(url=blog.url))
        yield blog, town


@pytest.fixture
def blog(place: tuple[Blog, Town]) -> Blog:
    return place[0]


@pytest.fixture
def town(place: tuple[Blog, Town]) -> Town:
    return place[1]


def test_it_says_what_it_would_send_then_sends_it_then_has_nothing_to_send(empty: Desk, blog: Blog, town: Town) -> None:
    source = blog.publish("post", town.page("/a"), town.page("/b", endpoint=""))
    rehearsed = empty.type("notify --dry-run")
    assert (rehearsed.code, town.posts) == (0, [])
    assert [line.split() for line in rehearsed.out.splitlines()] == [
        ["new", "link", source, f"{town.url}/a"],
        ["new", "link", source, f"{town.url}/b"],
    ]
    assert empty.type("notify --dry-run --json").rows[0] == {
        "source": source,
        "target": f"{town.url}/a",
        "why": "new",
    }
    told = empty.type("notify")
    assert (told.code, told.err) == (0, "")
    assert [" ".join(line.split()) for line in told.out.splitlines()] == [
        f"sent {source} → {town.url}/a",
        f"no endpoint {source} → {town.url}/b",
        "sent: 1, no endpoint: 1",
    ]
    nothing = "There is nothing to tell: no link is new, and nothing has changed.\n"
    assert empty.type("notify").out == empty.type("notify --dry-run").out == nothing
    assert len(town.posts) == 1


def test_what_was_sent_is_listed(empty: Desk, blog: Blog, town: Town) -> None:
    assert empty.type("notify --sent").out == "Nothing was sent yet.\n"
    town.endpoints["/webmention"] = (503, {}, "")
    blog.publish("post", town.page("/a"), town.page("/b", endpoint=""))
    failed = empty.type("notify")
    assert failed.code == 4
    listed = empty.type("notify --sent").out.splitlines()
    assert listed[0].split("  ")[0] == "last try"
    assert listed[1].split()[:2] == ["2026-11-22", "failed"]
    row = empty.type("notify --sent --json").rows[0]
    assert (row["status"], row["code"], row["tried"]) == ("failed", 503, 1)
    assert row["next_try"] == "2026-11-22T04:00:00+00:00"
    assert row["endpoint"] == f"{town.url}/webmention"


def test_a_page_that_is_not_uploaded_is_held_with_what_to_do(empty: Desk, blog: Blog, town: Town) -> None:
    source = blog.build("post", town.page("/a"))
    said = empty.type("notify")
    assert said.code == 7
    assert " ".join(said.out.splitlines()[0].split()) == (
        f"held Nothing was sent for {source}: its link to {town.url}/a is not published yet. "
        "Upload the site; then run `enishi notify` again."
    )
    (row,) = empty.type("notify --json").rows
    assert (row["source"], row["status"], row["error"]["code"]) == (source, "held", "NotPublished")
    assert town.posts == []


def test_for_programs_each_one_is_a_line(empty: Desk, blog: Blog, town: Town) -> None:
    source = blog.publish("post", town.page("/a"))
    said = empty.type("notify --json")
    assert said.code == 0
    assert [(row["source"], row["target"], row["status"]) for row in said.rows] == [(source, f"{town.url}/a", "sent")]


def test_links_of_before_are_taken_as_told(empty: Desk, blog: Blog, town: Town) -> None:
    blog.publish("post", town.page("/a"), town.page("/b"))
    assert empty.type("notify --assume").out == "2 links are taken as told.\n"
    assert "nothing to tell" in empty.type("notify").out
    assert empty.type("notify --assume --json").out == ""
    assert "taken as told" in empty.type("notify --sent").out
    assert town.posts == []


def test_one_article_is_named_by_its_address(empty: Desk, blog: Blog, town: Town) -> None:
    first = blog.publish("one", town.page("/a"))
    blog.publish("two", town.page("/b"))
    empty.type("notify --assume")
    blog.publish("one", town.url + "/a", text="Changed: {}")
    blog.publish("two", town.url + "/b", text="Changed: {}")
    assert [row["source"] for row in empty.type(f"notify {first} --json").rows] == [first]
    assert [row["source"] for row in empty.type(f"notify {first} --sent --json").rows] == [first]
    assert empty.type("notify nothing-like-it").code == 6


def test_without_a_built_site_it_says_how_to_build_one(empty: Desk, place: tuple[Blog, Town]) -> None:
    assert place
    said = empty.type("notify")
    assert said.code == 3
    assert "enishi build --production" in said.err


@pytest.mark.parametrize("line", ["notify --sent --dry-run", "notify --assume --dry-run", "notify --sent --again"])
def test_what_does_not_go_together_is_a_usage_error(empty: Desk, line: str) -> None:
    assert empty.type(line).code == 2


def test_a_strangers_words_do_not_drive_the_terminal(empty: Desk, blog: Blog, town: Town) -> None:
    town.endpoints["/webmention"] = (201, {"Location": "/s"}, "")
    town.pages["/s"] = (200, {}, '{"status": "error", "message": "\\u001b[2Jgone"}')
    blog.publish("post", town.page("/a"))
    said = empty.type("notify")
    assert "gone" in said.out
    assert "\x1b" not in said.out + empty.type("notify --sent").out
