"""`enishi announce --post`: what a person sees, decides and sends; and that nothing goes out unseen."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.instance import TOKEN
from tests.publicity import HOOK, Terminal
from tests.sky import PASSWORD
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cli.desk import Desk, Said
    from tests.publicity import Publicity


NOTHING = "Nothing to announce: what came out in the last two weeks is announced, declined or not visible.\n"


def typed(desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: Sequence[str], line: str = "announce --post") -> Said:
    """Type a line, then the answers to what is asked."""
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{key}\n" for key in keys)))
    said = desk.type(line)
    assert TOKEN not in said.out + said.err
    assert PASSWORD not in said.out + said.err
    return said


def posts(town: Publicity) -> tuple[int, int]:
    return len(town.instance.statuses), len(town.sky.records)


def test_each_draft_is_shown_as_it_will_look_and_sent_when_somebody_says_so(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = typed(empty, monkeypatch, "ss")
    assert said.code == 0
    assert posts(town) == (1, 1)
    assert "Mastodon: “二文字で引けない検索”\n\n    二文字で引けない検索\n\n    「予算」" in said.out
    assert "of 500 characters\n" in said.out
    assert "of 300 characters; a card with the picture\n" in said.out
    assert "Sent: https://mastodon.example/@mio/115000000000000001\n" in said.out
    assert HOOK in said.out
    told = empty.type("announce --json").rows
    assert [row["by"] for row in told] == ["human", "human"]
    assert typed(empty, monkeypatch, "").out == (NOTHING)


def test_the_next_build_is_handed_what_was_posted(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = typed(empty, monkeypatch, "sl")
    assert said.err.endswith("The next build shows it as a link (u-syndication).\n")
    (file,) = (empty.blog / "content" / "_responses").glob("*.json")
    assert json.loads(file.read_text("utf-8"))["syndication"] == [town.instance.statuses[0]["url"]]


def test_a_blog_without_that_folder_is_given_none(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty.blog / "content").rmdir()
    assert typed(empty, monkeypatch, "ss").code == 0
    assert posts(town) == (1, 1)
    assert not (empty.blog / "content").exists()


def test_without_a_terminal_drafts_are_kept_and_nothing_is_sent(empty: Desk, town: Publicity) -> None:
    said = empty.type("announce --post")
    assert (said.code, posts(town)) == (0, (0, 0))
    assert f"To send it, at a terminal: enishi announce {town.blog_url}/ja/search/ --post --on mastodon\n" in said.out
    rows = empty.type("announce --post --json").rows
    told = [(row["place"], row["stage"], row["most"]) for row in rows]
    assert told == [("mastodon", "draft", 500), ("bluesky", "draft", 300)]
    assert set(rows[0]) == {
        *("article", "title", "url", "place", "stage", "lang", "text", "count", "most", "command"),
    }
    assert rows[0]["count"] < 100
    assert posts(town) == (0, 0)


def test_a_program_sends_nothing_even_at_a_terminal(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = typed(empty, monkeypatch, "ss", "announce --post --json")
    assert len(said.rows) == 2
    assert posts(town) == (0, 0)


def test_later_asks_again_and_never_does_not(empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(empty, monkeypatch, ["", "n"])
    assert "It is not announced there." in said.out
    again = typed(empty, monkeypatch, "l")
    assert "Mastodon" in again.out
    assert "Bluesky" not in again.out
    assert "Bluesky" in typed(empty, monkeypatch, "ll", "announce search --post").out
    assert posts(town) == (0, 0)


def test_what_is_no_answer_is_asked_again(empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(empty, monkeypatch, ["yes", "?", "Send it", "later"])
    assert said.out.count("[s]end, [e]dit, [l]ater, [n]ever") == 4
    assert posts(town) == (1, 0)


def test_ctrl_c_sends_nothing_more(empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(empty, monkeypatch, "s")
    assert said.code == 130
    assert posts(town) == (1, 0)


def test_a_draft_is_edited_until_it_can_be_sent(empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks = "file.write_text(text.replace('二文字で', '二字で').replace('/search/', '/'), 'utf-8')"
    monkeypatch.setenv("EDITOR", empty.editor(breaks))
    said = typed(empty, monkeypatch, "el", "announce --post --on mastodon")
    assert "does not have the link" in said.err
    assert "What would be sent is still this:" in said.err
    assert said.out.count("    二文字で引けない検索\n") == 2
    assert posts(town) == (0, 0)
    (left,) = (empty.home / "drafts").glob("*.txt")
    assert left.stat().st_mode & 0o077 == 0
    assert "二字で" in left.read_text("utf-8")
    fixes = "file.write_text(text.replace('/ja/\\n', '/ja/search/\\n') + '\\nよろしく。', 'utf-8')"
    monkeypatch.setenv("EDITOR", empty.editor(fixes))
    again = typed(empty, monkeypatch, "es", "announce --post --on mastodon")
    assert "    よろしく。\n" in again.out
    assert posts(town) == (1, 0)
    assert "二字で引けない検索" in town.instance.statuses[0]["content"]
    assert not list((empty.home / "drafts").glob("*.txt"))


def test_a_draft_that_changed_meanwhile_is_not_sent_as_it_was_shown(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(Terminal):
        """Before it answers, somebody edits the draft in another window."""

        def readline(self, *told: Any) -> str:  # type: ignore[override]  # noqa: ANN401 - as a text stream has it
            with Ledger.open(empty.ledger) as ledger:
                (one,) = ledger.posts.all()
                ledger.posts.put(one._replace(text=f"{one.text}!"))
            return super().readline(*told)

    monkeypatch.setattr(sys, "stdin", Elsewhere("s\nl\n"))
    said = empty.type("announce --post --on mastodon")
    assert "was changed while you looked at it" in said.err
    assert posts(town) == (0, 0)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("sys.exit(3)", "ended with"),
        ("file.write_bytes(b'\\xff\\xfe')", "UTF-8"),
        ("file.unlink()", "does not have the link"),
    ],
)
def test_an_editor_that_fails_costs_nothing(
    script: str, sentence: str, empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", empty.editor(script))
    said = typed(empty, monkeypatch, "es", "announce --post --on mastodon")
    assert sentence in said.err
    assert HOOK in town.instance.statuses[0]["content"]


def test_an_unclear_end_says_so_and_the_same_line_finds_out(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.instance.cuts = True
    said = typed(empty, monkeypatch, "s", "announce search --post --on mastodon")
    assert said.code == 4
    assert "Whether it arrived is not known. This finds out, and posts it once: enishi announce" in said.err
    again = typed(empty, monkeypatch, ["e", "s"], "announce search --post --on mastodon")
    assert "perhaps sent" in again.out
    assert "[s]end, [l]ater, [n]ever" in again.out
    assert (again.code, posts(town)) == (0, (1, 0))


def test_a_token_that_may_not_post_says_what_it_lacks_and_the_other_place_goes_on(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.instance.scopes = frozenset({"read"})
    said = typed(empty, monkeypatch, "ss")
    assert (said.code, posts(town)) == (4, (0, 1))
    assert "lacks the scope `write:statuses`" in said.err
    assert "not known" not in said.err


def test_a_place_that_is_no_mastodon_or_is_down_costs_itself(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.instance.kind = "misskey"
    said = typed(empty, monkeypatch, "s")
    assert (said.code, posts(town)) == (4, (0, 1))
    assert "takes no posts by Mastodon's API" in said.err


def test_a_limit_that_not_even_the_link_fits_costs_that_place(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.instance.limit = 10
    said = typed(empty, monkeypatch, "s")
    assert (said.code, posts(town)) == (7, (0, 1))
    assert "is too long" in said.err


def test_an_article_that_is_not_visible_yet_is_not_announced(empty: Desk, town: Publicity) -> None:
    town.pages.clear()
    assert empty.type("announce --post").out == NOTHING
    told = empty.type("announce search --post")
    assert (told.code, "is not published yet" in told.err) == (7, True)
    town.pages["/ja/search/"] = (503, {}, "")
    down = empty.type("announce search --post")
    assert (down.code, "status 503" in down.err) == (4, True)
    assert posts(town) == (0, 0)


def test_what_is_announced_or_to_come_is_nothing_to_post(empty: Desk, town: Publicity) -> None:
    post = "https://mastodon.example/@mio/1150001"
    assert empty.type(f"announce search {post}").code == 0
    told = empty.type("announce search --post --on mastodon")
    assert (told.code, "There is nothing to post about “二文字で引けない検索”" in told.err) == (6, True)
    town.publish("later", days=-1)
    town.settle(empty.blog)
    assert empty.type("announce later --post").code == 6


def test_an_old_article_is_announced_when_it_is_named(empty: Desk, town: Publicity) -> None:
    town.publish("old", "A first post", days=400, lang="en", hook="It began.", tags=())
    town.settle(empty.blog)
    assert "A first post" not in empty.type("announce --post").out
    assert "    A first post\n\n    It began.\n" in empty.type("announce old --post").out


@pytest.mark.parametrize(
    "line",
    [
        *("announce search https://a.example/1 --post", "announce --find --post", "announce search x --post --remove"),
        *("announce --on mastodon", "announce search --on mastodon"),
    ],
)
def test_what_goes_with_nothing_is_a_usage_error(line: str, empty: Desk, town: Publicity) -> None:
    assert empty.type(line).code == 2
    assert posts(town) == (0, 0)


def test_only_places_that_can_be_posted_to_are_taken(
    empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (empty.blog / "enishi.toml").open("a", encoding="utf-8") as file:
        file.write("[sources.hatena]\n")
    told = empty.type("announce --post --on hatena")
    assert (told.code, "hatena cannot be posted to" in told.err) == (3, True)
    assert "bluesky, mastodon" in told.err
    assert empty.type("announce --post --on devto").code == 3
    monkeypatch.delenv("ENISHI_MASTODON_TOKEN")
    assert empty.type("announce --post --on mastodon").code == 3
    assert [row["place"] for row in empty.type("announce --post --json").rows] == ["bluesky"]
    monkeypatch.delenv("ENISHI_BLUESKY_APP_PASSWORD")
    told = empty.type("announce --post")
    assert (told.code, "No place is set up that can be posted to" in told.err) == (3, True)
    assert posts(town) == (0, 0)


def test_a_source_that_has_nothing_to_do_with_it_may_lack_what_it_likes(empty: Desk, town: Publicity) -> None:
    with (empty.blog / "enishi.toml").open("a", encoding="utf-8") as file:
        file.write('[sources.giscus]\n[sources.mine]\nuse = "no.such.module"\n')
    assert len(empty.type("announce --post --json").rows) == 2
    assert posts(town) == (0, 0)


def test_a_program_is_told_what_is_in_the_way_in_a_line(empty: Desk, town: Publicity) -> None:
    town.instance.kind = "misskey"
    said = empty.type("announce --post --json")
    assert (said.code, [row["place"] for row in said.rows]) == (4, ["bluesky"])
    assert said.error["code"] == "NoPosting"


def test_the_list_of_sources_says_which_can_be_posted_to(empty: Desk) -> None:
    assert "enishi announce ARTICLE --post --on mastodon" in empty.type("sources mastodon").out
    assert "--post" not in empty.type("sources hatena").out
    assert {row["name"] for row in empty.type("sources --json").rows if row["posts"]} == {"bluesky", "mastodon"}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_escape_of_a_page_reaches_the_terminal(
    lang: str, empty: Desk, town: Publicity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENISHI_LANG", lang)
    town.publish("evil", "Ev\x1b[31mil\u202e", lang="en", hook="It \x9b2J drives.")
    town.settle(empty.blog)
    said = typed(empty, monkeypatch, "llll")
    assert not {"\x1b", "\x9b", "\u202e"} & set(said.out + said.err)
