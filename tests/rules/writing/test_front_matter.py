from __future__ import annotations

import pytest

from tests.rules.writing.texts import HEAD, NOW, post, rules, said
from tracker.rules.writing.front_matter import Rules, remarks, twice
from tracker.rules.writing.manuscript import Manuscript, read

ALLOWED = Rules(("ja", "en"), NOW)


def about(one: Manuscript) -> list[str]:
    return rules(remarks(one, ALLOWED))


def told(one: Manuscript) -> tuple[str, str]:
    """Message and fix of the only remark."""
    (only,) = remarks(one, ALLOWED)
    return only.message, only.fix


def test_nothing_is_said_about_what_is_right() -> None:
    assert about(post()) == []
    everything = post(
        lang="ja",
        modified="2026-11-01 08:30 +0900",
        status="published",
        series="Queues",
        aliases="/2026/10/old.html, /older/",
        syndication="https://social.example/@mio/1, https://x.example/2",
        **{"in-reply-to": "https://svenja.example/outage", "x-mood": "fine", "category": "post"},
    )
    assert about(everything) == []


@pytest.mark.parametrize("key", ["title", "date", "lang", "slug", "uid"])
def test_what_must_be_there(key: str) -> None:
    message, fix = told(post(**{key: ""}))
    assert message == f"There is no “{key.title()}:” before the text."
    assert fix.startswith(f"Add it: {key.title()}: ")


def test_a_line_that_says_nothing_is_missing_too() -> None:
    assert about(read("a.md", HEAD.replace("Slug: a-post", "Slug:") + "\nText.", NOW.tzinfo)) == ["key-missing"]  # type: ignore[arg-type] # it has a zone


def test_a_page_has_neither_date_nor_uid() -> None:
    text = "Title: About\nLang: en\nSlug: about\nSummary: Who writes.\n\nText.\n"
    assert about(read("pages/about.md", text, NOW.tzinfo, page=True)) == []  # type: ignore[arg-type] # it has a zone


@pytest.mark.parametrize(
    ("key", "value", "rule", "fix"),
    [
        ("date", "2026-13-40", "date", "2026-10-14 08:30 +0900"),
        ("date", "yesterday", "date", "2026-10-14 08:30 +0900"),
        ("modified", "2026-10-01", "date", "Correct “Modified:” or “Date:”."),
        ("modified", "2026-12-24", "date", "Correct it."),
        ("lang", "de", "lang", "It is written in ja, en."),
        ("lang", "JA", "lang", "Write ja."),
        ("status", "pubished", "status", "Did you mean “published”?"),
        ("status", "???", "status", "There are: published, draft, hidden, skip, gone."),
        ("slug", "Two Words", "slug", "two-character-search"),
        ("slug", "a/b", "slug", "two-character-search"),
        ("uid", "my post", "address", "tag:"),
        ("in-reply-to", "svenja.example", "address", "https://"),
        ("syndication", "https://a.example/1, b", "address", "https://"),
        ("aliases", "old.html", "address", "/2026/07/lock.html"),
        ("tags", '[a, "b"]', "key-list", "Tags: a, b"),
        ("tags", "a, b, A", "tag-twice", "Leave one."),
        ("tags", "", "", ""),
        ("title", '"Quoted"', "key-quoted", "Write Quoted."),
        ("titel", "A", "key-unknown", "Did you mean “Title”?"),
        ("lastmod", "2026-10-20", "key-unknown", "Did you mean “Modified”?"),
        ("weather", "rain", "key-foreign", "X-Weather:"),
        ("x-weather", "rain", "", ""),
    ],
)
def test_what_each_line_may_say(key: str, value: str, rule: str, fix: str) -> None:
    found = list(remarks(post(**{key: value}), ALLOWED))
    assert [one.rule for one in found] == ([rule] if rule else [])
    assert all(fix in one.fix for one in found)


def test_japanese_tags_are_parted_by_commas() -> None:
    assert told(post(lang="ja", tags="検索、運用"))[1] == "Tags: 検索, 運用"


def test_a_line_that_stands_there_twice() -> None:
    one = post(head=HEAD + "Tags: more\n")
    assert said(remarks(one, ALLOWED)) == [("key-twice", 8)]


def test_a_line_that_is_none_ends_the_front_matter() -> None:
    one = read("a.md", HEAD.replace("Lang: en", "Lang en") + "\nText.", NOW.tzinfo)  # type: ignore[arg-type] # it has a zone
    found = list(remarks(one, ALLOWED))
    assert [one.rule for one in found] == ["head-line", "key-missing", "key-missing", "key-missing", "key-empty"]
    assert found[0].message == "“Lang en” is no line of the front matter, so all from here on is text."
    listed = read("a.md", "Title: A\nTags:\n- one\n- two\n\nText.", NOW.tzinfo)  # type: ignore[arg-type] # it has a zone
    assert next(iter(remarks(listed, ALLOWED))).fix == "Write lists in one line: Tags: one, two"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("Just text.\n", "Begin the file with its lines"),
        ("", "Begin the file with its lines"),
        ('+++\ntitle = "A"\n+++\n\nText.', "instead of “title = …”"),
    ],
)
def test_a_text_without_any_line(text: str, fix: str) -> None:
    message, told_fix = told(read("a.md", text, NOW.tzinfo))  # type: ignore[arg-type] # it has a zone
    assert message == "The text begins without a title."
    assert fix in told_fix


def test_yaml_dashes_around_it_are_fine() -> None:
    assert about(read("a.md", f"---\n{HEAD}---\n\nText.", NOW.tzinfo)) == []  # type: ignore[arg-type] # it has a zone


def test_a_summary_is_wanted() -> None:
    assert about(post(summary="")) == ["key-empty"]
    assert about(read("a.md", HEAD.replace("What it is about.", "") + "\nText.", NOW.tzinfo)) == ["key-empty"]  # type: ignore[arg-type] # it has a zone


def test_no_two_texts_have_one_uid_or_one_address() -> None:
    first = post(name="2026/10-a.md")
    again = post(name="2026/11-b.md", slug="other")
    same = post(name="2026/12-c.md", uid="tag:mio.example,2026:c")
    found = {(name, one.rule): one for name, one in twice((first, again, same))}
    assert set(found) == {
        ("2026/10-a.md", "uid-twice"),
        ("2026/11-b.md", "uid-twice"),
        ("2026/10-a.md", "slug-twice"),
        ("2026/12-c.md", "slug-twice"),
    }
    assert found["2026/12-c.md", "slug-twice"].message == (
        "“Slug: a-post” stands in 2026/10-a.md too, in the same language."
    )


def test_a_translation_and_a_page_may_share_a_slug() -> None:
    page = read("pages/a.md", "Title: A\nLang: en\nSlug: a-post\n\nText.", NOW.tzinfo, page=True)  # type: ignore[arg-type] # it has a zone
    assert list(twice((post(), post(lang="ja", uid="tag:x.example,2026:b"), page))) == []
