from __future__ import annotations

import pytest

from tracker.errors import NoSuchArticle, NoSuchInteraction, NoSuchPerson, SeveralArticles, SeveralPeople
from tracker.model import Account, Article, Contact
from tracker.rules import finding

SEARCH_JA = Article("tag:s,ja", "https://mio.example/ja/2026/10/two-characters/", "二文字で探す")
SEARCH_EN = Article("tag:s,en", "https://mio.example/en/2026/10/two-characters/", "Searching by two characters")
QUEUE = Article("tag:q", "https://mio.example/en/2026/06/the-queue/", "The queue nobody needed")
HOME = Article("https://mio.example/", "https://mio.example/", "余白の記録")
ARTICLES = (SEARCH_JA, SEARCH_EN, QUEUE, HOME)

AOI = Contact(3, (Account("hatena", "aoi_s", handle="aoi_s"), Account("web", "https://aoi.example/", "佐倉　葵")), "")
BEN = Contact(5, (Account("hackernews", "benwrites", handle="benwrites"),), "ベンさん")
BENJI = Contact(9, (Account("hackernews", "benji", handle="benji"),))
PEOPLE = (AOI, BEN, BENJI)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("http://mio.example/en/2026/06/the-queue?utm_source=x", QUEUE),
        ("tag:s,ja", SEARCH_JA),
        ("the-queue", QUEUE),
        ("ＱＵＥＵＥ", QUEUE),
        ("二文字", SEARCH_JA),
        ("en/2026/10", SEARCH_EN),
        ("/", HOME),
    ],
)
def test_an_article_is_found_by_what_people_type(asked: str, expected: Article) -> None:
    assert finding.article(asked, ARTICLES) == expected


def test_several_articles_are_told_apart() -> None:
    with pytest.raises(SeveralArticles) as caught:
        finding.article("two-characters", ARTICLES)
    assert "/ja/2026/10/two-characters/" in caught.value.hint


def test_the_nearest_article_is_offered() -> None:
    with pytest.raises(NoSuchArticle) as caught:
        finding.article("the-queu3", ARTICLES)
    assert "the-queue" in caught.value.hint


def test_nothing_typed_is_no_article() -> None:
    with pytest.raises(NoSuchArticle):
        finding.article(" ", ARTICLES)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("佐倉 葵", AOI),
        ("aoi_s", AOI),
        ("https://aoi.example/", AOI),
        ("hatena:aoi_s", AOI),
        ("ベン", BEN),
        ("benji", BENJI),
    ],
)
def test_a_person_is_found_by_name_handle_or_address(asked: str, expected: Contact) -> None:
    assert finding.person(asked, PEOPLE) == expected


def test_several_people_are_told_apart() -> None:
    with pytest.raises(SeveralPeople) as caught:
        finding.person("ben", PEOPLE)
    assert "p5 ベンさん" in caught.value.hint
    assert "p9 benji" in caught.value.hint


def test_numbers_carry_their_letter() -> None:
    assert finding.person_number("p7", PEOPLE) == 7
    assert finding.person_number("aoi_s", PEOPLE) == 3
    assert finding.interaction("c12") == 12
    assert finding.interaction("12") == 12
    for wrong in ("p12", "c", "c-1", "12c", "c0"):
        with pytest.raises(NoSuchInteraction):
            finding.interaction(wrong)
    with pytest.raises(NoSuchPerson):
        finding.nobody("p99")
