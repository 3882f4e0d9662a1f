from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.writing.texts import NOW, post
from tracker.rules.writing.gate import Outside, Surroundings, outside, remarks
from tracker.rules.writing.places import Addresses, pages
from tracker.rules.writing.targets import Targets

if TYPE_CHECKING:
    from tracker.rules.writing.manuscript import Manuscript

AROUND = Surroundings(
    ("ja", "en"),
    NOW,
    Addresses(),
    Targets({"2026/10-a-post.md"}, {}, lambda _file: set(), "mio.example"),
    lambda _f: None,
)


def about(one: Manuscript) -> list[tuple[str, int]]:
    return [(found.rule, found.line) for found in remarks(one, AROUND)]


def test_a_note_is_fine_as_it_is() -> None:
    assert about(post()) == []


def test_everything_is_looked_at() -> None:
    one = post("# Again\n\nSee [it](gone.md) and the the ![](https://x.example/a.png)\n\nText\u200b[^1].", tags="a, a")
    assert {rule for rule, _line in about(one)} == {
        *("heading-title", "link-broken", "image-alt", "image-elsewhere", "footnote-missing", "en-doubled"),
        *("invisible", "tag-twice"),
    }


def test_a_text_is_there_and_its_code_ends() -> None:
    assert about(post("")) == [("body-empty", 9)]
    assert about(post("## Only a heading")) == [("body-empty", 9), ("section-empty", 9)]
    assert ("fence-open", 11) in about(post("Text.\n\n```\nx = 1"))


ANYTHING = st.text(alphabet="ab `~*_[](){}<>!|#->=\n\t0.:あは。、漢ｶＡ１\u200b\u3099'\"^/&;\\?？「」", max_size=150)


@given(ANYTHING, st.sampled_from(["ja", "en"]))
@settings(deadline=None)
def test_whatever_is_written_is_looked_at_to_its_end(text: str, lang: str) -> None:
    one = post(text, lang=lang)
    last = one.first + text.count("\n") + 1
    assert all(0 <= found.line <= last and found.message for found in remarks(one, AROUND))


def test_a_draft_is_listed_with_what_it_lacks() -> None:
    text = "<!-- What happened? -->\n\n## Empty\n\n<!-- What went wrong? -->\n\n<!-- enishi: allow ja-long why -->"
    (found,) = remarks(post(text, summary="", status="draft"), AROUND)
    assert (found.rule, found.message) == ("draft", "A draft.")
    assert found.fix == ("“Summary:” says nothing. There is no text. 1 section is empty. 2 prompts are still there.")
    (done,) = remarks(post(status="draft"), AROUND)
    assert done.fix == "Finished? Remove “Status: draft”."


def test_a_post_to_come_is_listed() -> None:
    (found,) = remarks(post(date="2026-12-09 08:30 +0900"), AROUND)
    assert (found.rule, found.message) == ("scheduled", "It will be published on 2026-12-09 08:30.")


def test_exceptions_hold_here() -> None:
    assert about(post("<!-- enishi: allow en-doubled it is about that -->\nThe the.")) == []
    shown = "`<!-- enishi: allow en-doubled x -->`\n\n```\n<!-- enishi: allow nothing -->\n```\n\nThe the."
    assert [rule for rule, _line in about(post(shown))] == ["en-doubled"]


def test_what_is_asked_of_a_post_is_not_asked_of_a_reply() -> None:
    text = "I read it.\n\nIt is so.\n\nIt is not so."
    assert [rule for rule, _line in about(post(text))] == ["no-question", "nothing-went-wrong"]
    assert about(post(text, **{"in-reply-to": "https://svenja.example/x"})) == []


def test_links_that_leave_the_site() -> None:
    one = post(
        "[a](https://a.example/x#y) [b](//b.example/) [c](/c/) ![d](https://d.example/e.png) [f](https://mio.example/)",
        **{"in-reply-to": "https://svenja.example/x"},
    )
    assert list(outside(one, "mio.example")) == [
        Outside("https://a.example/x", one.name, one.first),
        Outside("https://b.example/", one.name, one.first),
        Outside("https://svenja.example/x", one.name, one.line("in-reply-to")),
    ]


def test_where_texts_are_read() -> None:
    one, patterns = post(aliases="/old/"), Addresses("ja", article_lang="{slug}.{lang}.html")
    assert patterns.of(one) == "/a-post.en.html"
    assert Addresses().of(one) == "/en/2026/10/a-post/"
    assert Addresses().of(post(date="someday")) == ""
    assert Addresses(article="{category}/{slug}/").of(one) == ""
    assert Addresses().of(post(slug="")) == ""
    found = pages([one], Addresses(), ["en"])
    assert found["/old/"] == found["/en/2026/10/a-post/"] == one.name
    assert found["/"] == found["/en/archives/"] == ""


def test_nobody_reads_what_is_gone() -> None:
    assert about(post("See [it](gone.md) and the the.", status="gone", tags="a, a")) == [("tag-twice", 8)]
