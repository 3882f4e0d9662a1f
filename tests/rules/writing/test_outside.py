from __future__ import annotations

from datetime import timedelta

from tests.rules.writing.texts import NOW
from tracker.rules.writing.gate import Outside
from tracker.rules.writing.outside import DEAD, THERE, UNANSWERED, Answered, answered, due, remarks

DAY = timedelta(days=1)


def test_a_page_is_asked_once_and_not_again_for_weeks() -> None:
    known = {"https://a.example/": Answered(THERE, NOW, NOW), "https://b.example/": Answered(DEAD, NOW, NOW)}
    urls = ["https://a.example/", "https://b.example/", "https://c.example/", "https://c.example/"]
    assert due(urls, known, NOW) == ("https://c.example/",)
    assert due(urls, known, NOW + DAY) == ("https://b.example/", "https://c.example/")
    assert due(urls, known, NOW + 30 * DAY) == ("https://a.example/", "https://b.example/", "https://c.example/")


def test_since_when_is_remembered() -> None:
    first = answered(DEAD, "404", None, NOW)
    assert answered(DEAD, "410", first, NOW + DAY) == Answered(DEAD, NOW + DAY, NOW, "410")
    assert answered(THERE, "", first, NOW + DAY).since == NOW + DAY


def about(answer: Answered) -> list[tuple[str, str]]:
    link = Outside("https://a.example/", "2026/10-a.md", 7)
    return [(remark.rule, remark.message) for _file, remark in remarks([link], {link.url: answer})]


def test_what_is_gone_is_dated() -> None:
    assert about(Answered(THERE, NOW, NOW)) == []
    assert about(Answered(DEAD, NOW, NOW - DAY, "404")) == [
        ("link-dead", "https://a.example/ is gone, as was seen on 2026-11-21: 404")
    ]


def test_silence_is_death_after_a_week() -> None:
    assert [rule for rule, _said in about(Answered(UNANSWERED, NOW, NOW - 6 * DAY, "x"))] == ["link-unanswered"]
    assert [rule for rule, _said in about(Answered(UNANSWERED, NOW, NOW - 7 * DAY, "x"))] == ["link-dead"]
