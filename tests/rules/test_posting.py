from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.instance import counted
from tests.places import ARTICLES, NOW
from tracker.errors import (
    LinkMissing,
    NotTaken,
    RateLimited,
    Refused,
    TooLong,
    TooSlow,
    Unreachable,
)
from tracker.model import Article
from tracker.model.posts import Limits, Preview
from tracker.rules import posting
from tracker.rules.clusters import clusters
from tracker.rules.text import ELLIPSIS

URL = "https://mio.example/ja/2026/10/two-character-search/"
MASTODON, BLUESKY = Limits(500, 23), Limits(300, octets=3000, short_links=True)
HOOK = "「予算」で検索すると0件。それが半年続いていました。日本語の検索語は4割が二文字です。"
JAPANESE = Preview(URL, "二文字で引けない検索", "ja", HOOK, ("検索", "データベース", "運用"))
ENGLISH = Preview(
    "https://mio.example/en/2026/08/queue/",
    "The queue nobody needed",
    "en",
    "Our planner sent 212 mails through Redis, a broker and two workers. I took them out.",
    ("open source", "C++", "databases"),
)
FAMILY = "👨\u200d👩\u200d👧"
LETTERS = [
    *"あ漢ーab 、。．！？.,:;@#\n\r\u3000「」()",
    FAMILY,
    "🇯🇵",
    "e\u0301",
    "か\u3099",
    "\u3099",
    "https://x.example/a ",
]
WORDS = st.lists(st.sampled_from(LETTERS), max_size=300).map("".join)
LIMITS = st.builds(
    lambda most, link, octets: Limits(most, link, octets, short_links=not link),
    st.integers(60, 600),
    st.sampled_from([0, 23]),
    st.sampled_from([0, 300]),
)


def test_everything_that_fits_is_said_in_the_articles_own_words() -> None:
    assert posting.draft(JAPANESE, MASTODON) == f"二文字で引けない検索\n\n{HOOK}\n\n{URL}\n\n#検索 #データベース"
    assert posting.draft(JAPANESE, BLUESKY) == (
        f"二文字で引けない検索\n\n{HOOK}\n\nmio.example/ja/2026/10/t…\n\n#検索 #データベース"
    )


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (80, "二文字で引けない検索\n\n「予算」で検索すると0件。それが半年続いていました。\n\nL\n\n#検索 #データベース"),
        (70, "二文字で引けない検索\n\n「予算」で検索すると0件。\n\nL\n\n#検索 #データベース"),
        (50, "二文字で引けない検索\n\nL\n\n#検索 #データベース"),
        (40, "二文字で引けない検索\n\nL"),
        (32, "二文字で引け…\n\nL"),
        (24, "L"),
    ],
)
def test_what_is_too_long_loses_sentences_then_tags_then_the_end_of_its_title(most: int, wanted: str) -> None:
    assert posting.draft(JAPANESE, Limits(most, 23)).replace(URL, "L") == wanted


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (
            140,
            "The queue nobody needed\n\nOur planner sent 212 mails through Redis…\n\nL\n\n#OpenSource #databases",
        ),
        (40, "The queue…\n\nL"),
    ],
)
def test_english_ends_at_a_phrase_or_a_word(most: int, wanted: str) -> None:
    assert posting.draft(ENGLISH, Limits(most, 23)).replace(ENGLISH.url, "L") == wanted


@pytest.mark.parametrize(
    "hook",
    [
        "This new index is very fast, but it is wrong for every query of two characters that anybody typed.",
        "We sent the mails to everybody who asked (and many did, which was a surprise to all of us here), twice a day.",
        "Short, and then a sentence that goes on for so long that it will not be taken whole by any place at all.",
    ],
)
def test_a_phrase_is_not_cut_where_that_would_turn_its_meaning(hook: str) -> None:
    made = posting.draft(ENGLISH._replace(hook=hook, tags=()), Limits(100, 23))
    assert made == f"The queue nobody needed\n\n{ENGLISH.url}" or "everybody who asked (" not in made
    assert "very fast" not in made
    assert "Short…" not in made


def test_a_summary_without_end_is_cut_at_a_sentence() -> None:
    made = posting.draft(ENGLISH._replace(hook="Word. " * 20_000), Limits(5_000, 23))
    assert made.count("Word.") == 333
    assert posting.draft(ENGLISH._replace(hook="w" * 20_000, tags=()), Limits(5_000, 23)).startswith(
        ENGLISH.title + "\n\nh"
    )


@pytest.mark.parametrize("cut", ["。\u3099", "\u0600、"])
def test_a_letter_of_several_characters_is_not_cut_at_a_stop_or_a_comma_in_it(cut: str) -> None:
    hook = f"{'あ' * 30}{cut}{'い' * 500}。"
    assert posting.draft(JAPANESE._replace(hook=hook, tags=()), Limits(200, 23)) == f"{JAPANESE.title}\n\n{URL}"


def test_a_text_of_few_letters_and_many_bytes_is_too_long_too() -> None:
    hook = f"家族です。{'家👨‍👩‍👧‍👦' * 110}。"
    assert posting.draft(JAPANESE._replace(hook=hook, tags=()), BLUESKY).split("\n\n")[1] == "家族です。"
    assert len(posting.draft(JAPANESE._replace(hook=hook, tags=()), MASTODON).encode()) > 3000


def test_a_summary_that_repeats_the_title_is_not_said_twice() -> None:
    assert posting.draft(ENGLISH._replace(hook=ENGLISH.title, tags=()), MASTODON).count("queue nobody") == 1


def test_a_title_calls_nobody() -> None:
    made = posting.draft(ENGLISH._replace(title="Using @property, mail a@b.example and @mio@social.example"), MASTODON)
    assert "@property" not in made
    assert made.startswith("Using @\u2060property, mail a@b.example and @\u2060mio@social.example")


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (("検索", "データベース", "運用"), ("#検索", "#データベース")),
        (("open source", "Open-Source", "full text search"), ("#OpenSource", "#FullTextSearch")),
        (("SQLite", "databases"), ("#SQLite", "#databases")),
        (("全文 検索", "Python 入門"), ("#全文検索", "#Python入門")),
        (("C++", "C#", "Node.js", "2026", "", " ", "a・b", "🎉", "x" * 41), ()),
        (("#検索", "＃運用", "か\u3099"), ("#検索", "#運用")),
        (("snake_case", "3D"), ("#snake_case", "#3D")),
    ],
)
def test_tags_are_such_as_every_place_takes_whole(tags: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert posting.hashtags(tags) == wanted


@pytest.mark.parametrize(
    ("url", "ascii_url", "short"),
    [
        (URL, URL, "mio.example/ja/2026/10/t…"),
        ("https://mio.example/", "https://mio.example/", "mio.example"),
        ("https://mio.example", "https://mio.example", "mio.example"),
        ("https://mio.example/2026/a/", "https://mio.example/2026/a/", "mio.example/2026/a/"),
        ("https://mio.example/検索/", "https://mio.example/%E6%A4%9C%E7%B4%A2/", "mio.example/%E6%A4%9C%E7…"),
        ("https://縁.example/a", "https://xn--8h0a.example/a", "xn--8h0a.example/a"),
        ("https://縁.example:8080/a?b=c d", "https://xn--8h0a.example:8080/a?b=c%20d", None),
    ],
)
def test_links_are_ascii_and_short_where_they_may_be(url: str, ascii_url: str, short: str | None) -> None:
    host = ascii_url.split("/")[2].split(":", maxsplit=1)[0]
    assert posting.link(url).replace(host, "H") == ascii_url.replace(host, "H")
    if short:
        assert posting.shown(url, BLUESKY) == short


@given(WORDS, WORDS, st.lists(WORDS, max_size=4), LIMITS)
@settings(deadline=None, max_examples=150)
def test_no_draft_is_longer_than_its_place_takes(title: str, hook: str, tags: list[str], limits: Limits) -> None:
    told = Preview("https://mio.example/a/", title, "ja", hook, tuple(tags))
    made = posting.draft(told, limits)
    assert posting.fits(made, limits)
    assert posting.fault(made, told.url, "place", limits) is None
    assert not limits.octets or len(made.encode()) <= limits.octets
    assert posting.shown(told.url, limits) in made.split("\n\n")
    assert (counted(made) if limits.per_link else len(clusters(made))) <= limits.characters


@given(WORDS, WORDS, st.integers(60, 300))
@settings(deadline=None, max_examples=150)
def test_every_word_of_a_draft_is_the_articles_own_and_no_letter_is_cut(title: str, hook: str, most: int) -> None:
    told = Preview("https://mio.example/a/", title, "ja", hook)
    lines = [clusters(posting._line(one)) for one in (title, hook)]
    for part in posting.draft(told, Limits(most, 23)).split("\n\n"):
        begun = [clusters(one) for one in (part, part.removesuffix(ELLIPSIS))]
        assert part == told.url or any(line[: len(one)] == one for line in lines for one in begun)


def test_a_link_that_does_not_fit_at_all_is_said() -> None:
    with pytest.raises(TooLong, match=r"52 of 20 characters"):
        posting.draft(JAPANESE, Limits(20))


@pytest.mark.parametrize(
    ("text", "limits", "error"),
    [
        (f"読んでください。{URL}", MASTODON, None),
        ("mio.example/ja/2026/10/t…", BLUESKY, None),
        ("読んでください。", MASTODON, LinkMissing),
        (f"{URL}more", MASTODON, LinkMissing),
        ("", BLUESKY, LinkMissing),
        (f"{'長' * 478}{URL}", MASTODON, TooLong),
        (f"{'👨‍👩‍👧‍👦' * 200} {URL}", BLUESKY, TooLong),
        (f"{'👨‍👩‍👧‍👦' * 200} {URL}", MASTODON, None),
    ],
)
def test_what_a_person_wrote_leads_to_the_article_and_fits(text: str, limits: Limits, error: type | None) -> None:
    found = posting.fault(text, URL, "mastodon", limits)
    assert (type(found) if found else None) is error


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("二文字", 3),
        ("が", 1),
        ("か\u3099", 1),
        ("👨‍👩‍👧‍👦", 1),
        ("🇯🇵🇬🇧", 2),
        ("👍🏽", 1),
        ("1\ufe0f\u20e3", 1),
        ("葛\U000e0100", 1),
        ("각", 1),
        ("a\r\nb", 3),
        ("क्षि", 1),
        (f"a {URL} b", 27),
        (f"{URL}、", 24),
        ("http://x.example (https://y.example/)", 49),
    ],
)
def test_it_counts_as_readers_do_and_every_link_as_the_place_does(text: str, count: int) -> None:
    assert posting.count(text, MASTODON) == count


def test_what_a_person_wrote_is_tidied() -> None:
    assert posting.tidied("\r\nか\u3099  \r\n\n\n\nb \n") == "が\n\nb"


def test_what_is_due_came_out_in_the_last_two_weeks() -> None:
    def at(**span: float) -> Article:
        return Article("a", URL, published=NOW - timedelta(**span))

    assert posting.is_lately(at(days=14), NOW)
    assert not posting.is_lately(at(days=14, seconds=1), NOW)
    assert posting.is_lately(at(), NOW)
    assert not posting.is_lately(at(seconds=-1), NOW)
    assert not posting.is_lately(Article("home", "https://mio.example/"), NOW)
    assert posting.is_out(ARTICLES[1], NOW)
    assert not posting.is_out(at(seconds=-1), NOW)
    assert not posting.is_out(Article("home", "https://mio.example/"), NOW)


def test_a_key_tells_its_time_and_is_another_for_every_article_place_and_text() -> None:
    now = datetime(2026, 11, 22, 12, 0, 0, 7, tzinfo=UTC)
    keys = {posting.key(*told, now) for told in [("a", "b", "c"), ("a", "b", "d"), ("a", "x", "c"), ("x", "b", "c")]}
    assert len(keys) == 4
    assert all(key.startswith("20261122T120000000007Z-") for key in keys)
    assert posting.key("a", "b", "\ud800", now)


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (Refused("h", 422), True),
        (Refused("h", 408), False),
        (Refused("h", 409), False),
        (Refused("h", 500), False),
        (Refused("h", 302), False),
        (NotTaken("h", 422), True),
        (RateLimited("h", None), True),
        (Unreachable("h", "cut"), False),
        (TooSlow("h", 1), False),
    ],
    ids=str,
)
def test_only_a_refusal_says_that_nothing_was_taken(error: Refused, refused: bool) -> None:  # noqa: FBT001 - a row of the table
    assert posting.is_refusal(error) is refused
