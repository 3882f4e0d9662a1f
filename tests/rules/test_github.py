from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tracker.errors import NotAsExpected, RateLimited, Refused
from tracker.model import Article, Claim
from tracker.rules import github
from tracker.rules.answers import Answer

API = "https://api.github.com/graphql"
POST = Article(
    "tag:mio.example,2026:search",
    "https://mio.example/ja/2026/10/search/",
    title="二文字検索",
    older_urls=("https://mio.example/2026/10/search.html", "https://mio.example/ja/2026/10/search/", "not an address"),
)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://mio.example/", "index"),
        ("https://mio.example", "index"),
        ("https://mio.example/ja/search/", "ja/search/"),
        ("https://mio.example/ja/search", "ja/search"),
        ("https://mio.example/2026/search.html?page=2#top", "2026/search"),
        ("https://mio.example/v1.2/notes", "v1.2/notes"),
        ("https://mio.example/release.1.2", "release.1"),
        ("https://mio.example/縁/", "%E7%B8%81/"),
        ("https://mio.example/%e7%b8%81/", "%e7%b8%81/"),
        ("https://mio.example/a b/c'd(e)/", "a%20b/c'd(e)/"),
    ],
)
def test_a_page_is_named_by_its_path_as_the_browser_spells_it(url: str, name: str) -> None:
    assert github.pathname(url) == name


@pytest.mark.parametrize(
    ("mapping", "template", "names"),
    [
        ("pathname", "", ["ja/2026/10/search/", "2026/10/search"]),
        ("pathname", "{title}", ["ja/2026/10/search/", "2026/10/search"]),
        ("url", "", ["https://mio.example/ja/2026/10/search/", "https://mio.example/2026/10/search.html"]),
        ("title", "", ["二文字検索"]),
        ("og:title", "{title} | 澪", ["二文字検索 | 澪"]),
        ("specific", "", ["search"]),
        ("specific", "{uid} {pathname} {nothing}", ["{0} ja/2026/10/search/ {1}", "{0} 2026/10/search {1}"]),
        ("number", "{title}", []),
    ],
)
def test_an_article_is_called_after_each_of_its_addresses(mapping: str, template: str, names: list[str]) -> None:
    wanted = [name.format(POST.uid, "{nothing}") if "{0}" in name else name for name in names]
    told = github.terms(POST, mapping, template)
    assert list(told) == wanted
    assert list(told.values()) == [POST.url, POST.older_urls[0]][: len(wanted)]


def test_an_article_without_a_title_is_not_looked_for_by_it() -> None:
    assert github.terms(Article("a", "https://mio.example/a/"), "title") == {}


def test_a_title_may_hold_what_looks_like_a_blank() -> None:
    assert list(github.terms(Article("a", "https://mio.example/a/", "{uid} {x}"), "title")) == ["{uid} {x}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ja/search/", "ja/search"),
        ("JA/Search", "ja/search"),
        ("%E7%B8%81/", "縁"),
        ("%e7%b8%81", "縁/"),
        ("https://mio.example/a/", "http://mio.example/a"),
        ("  二文字  検索 ", "二文字 検索"),
        ("か\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}", "が"),
    ],
)
def test_spellings_of_a_term_are_one(one: str, other: str) -> None:
    assert github.folded(one) == github.folded(other)


@pytest.mark.parametrize(("one", "other"), [("ja/search", "ja/search-2"), ("二文字検索", "三文字検索"), ("a", "")])
def test_what_is_only_similar_is_another_term(one: str, other: str) -> None:
    assert github.folded(one) != github.folded(other)


def test_a_mark_is_the_sha1_of_the_term_in_utf_8() -> None:
    assert github.sha1("hello-world") == "fbb969117edfa916b86dfb67fd11decf1e336df0"
    assert github.sha1("縁") != github.sha1("%E7%B8%81")
    assert len(github.sha1("\ud800")) == 40


def test_an_article_names_its_own_conversations() -> None:
    article = Article(
        "a",
        "https://mio.example/a/",
        syndication=(
            "https://github.com/Mio/Blog/discussions/12",
            "https://github.com/mio/blog/discussions/12#discussioncomment-3",
            "https://github.com/mio/blog/issues/7?x=1",
            "https://github.com/mio/blog-2/discussions/13",
            "https://github.com/mio/blog/discussions/14x",
            "https://social.example/@mio/15",
        ),
    )
    assert github.numbers(article, "mio/blog", "discussions") == (12,)
    assert github.numbers(article, "mio/blog", "issues") == (7,)


@pytest.mark.parametrize(
    ("said", "fits"),
    [("mio/blog", True), ("mio/blog.github.io", True), ("mio", False), ("a/b/c", False), ("a b/c", False)],
)
def test_a_repository_is_an_owner_and_a_name(said: str, fits: object) -> None:
    assert github.is_repository(said) is fits


def test_a_phrase_is_quoted_and_a_long_one_ends_between_words() -> None:
    assert github.phrase('say "hi" \\ bye') == '"say \\"hi\\" \\\\ bye"'
    long = "%E7%B8%81/" * 30
    short = github.phrase(long).strip('"')
    assert len(short) <= 200
    assert long.startswith(short)
    assert not short[-1].isalnum()


def test_what_an_account_declares_is_a_claim_and_its_own_address_is_native() -> None:
    person = {"websiteUrl": "aoi.example/about/", "twitterUsername": "aoi_t"}
    assert github.claims(person, "https://github.com/aoi-t") == (
        Claim("url", "https://github.com/aoi-t", "native"),
        Claim("url", "https://aoi.example/about", "declared"),
        Claim("url", "https://x.com/aoi_t", "declared"),
    )


@pytest.mark.parametrize(
    "person",
    [
        {},
        {"websiteUrl": None},
        {"websiteUrl": "none"},
        {"websiteUrl": "javascript://a.b"},
        {"twitterUsername": "no name"},
    ],
)
def test_what_is_no_address_is_no_claim(person: dict[str, object]) -> None:
    assert [claim.basis for claim in github.claims(person, "https://github.com/aoi-t")] == ["native"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("THUMBS_UP", "+1"),
        ("THUMBS_DOWN", "-1"),
        ("+1", "+1"),
        ("HOORAY", "hooray"),
        ("EYES", "eyes"),
        ("SALUTE", "salute"),
        ("", ""),
        (None, ""),
        (7, ""),
        ("\ud800", ""),
        ("a b", ""),
    ],
)
def test_rest_and_graphql_have_one_word_for_a_reaction(content: object, word: str) -> None:
    assert github.reaction(content) == word


def answer(told: object, **headers: str) -> Answer:
    return Answer(
        API, 200, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(told).encode()
    )


def test_data_comes_with_what_is_wrong_with_parts_of_it() -> None:
    data, errors = github.answered(answer({"data": {"a": None}, "errors": [{"path": ["a"]}, "oops"]}))
    assert data == {"a": None}
    assert errors == [{"path": ["a"]}, {}]


@pytest.mark.parametrize("kind", ["RATE_LIMITED", "RATE_LIMIT"])
def test_a_limit_in_an_answer_of_status_200_says_until_when(kind: str) -> None:
    said = {"data": {"a": 1}, "errors": [{"type": kind, "message": "API rate limit exceeded"}]}
    with pytest.raises(RateLimited) as caught:
        github.answered(answer(said, x_ratelimit_reset="1792000000"))
    assert caught.value.until == datetime.fromtimestamp(1792000000, UTC)
    with pytest.raises(RateLimited) as caught:
        github.answered(answer(said))
    assert caught.value.until is None


@pytest.mark.parametrize(("kind", "status"), [("NOT_FOUND", 404), ("FORBIDDEN", 403), ("INSUFFICIENT_SCOPES", 403)])
def test_errors_without_data_are_what_a_status_would_say(kind: str, status: int) -> None:
    with pytest.raises(Refused) as caught:
        github.answered(answer({"data": None, "errors": [{"type": kind, "message": "no"}]}))
    assert caught.value.status == status


def test_any_other_error_is_told_in_githubs_words() -> None:
    message = "Something went\nwrong.\x1b[2J" + "x" * 500
    with pytest.raises(NotAsExpected) as caught:
        github.answered(answer({"errors": [{"message": message}]}))
    assert "Something went wrong.[2J" in caught.value.message
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    "told", [{}, {"data": None}, {"data": [], "errors": []}, {"errors": "x"}, {"message": "Not Found"}]
)
def test_an_answer_without_data_and_errors_is_none(told: object) -> None:
    with pytest.raises(NotAsExpected):
        github.answered(answer(told))
