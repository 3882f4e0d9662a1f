"""The parts of a quick build, each against what it takes the place of."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pelican import signals
from pelican.contents import Article, Category
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import get_date

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS: dict[str, Any] = {**DEFAULT_CONFIG, "PATH": "."}
MARKDOWN: dict[str, Any] = {
    "extensions": ["meta", "fenced_code", "codehilite", "footnotes", "tables", "toc"],
    "extension_configs": {"codehilite": {"guess_lang": False}},
}
LINK = re.compile(
    r"""(?P<markup><[^\>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*)"""
    rf"""(?P<quote>["\'])(?P<path>{DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]}(?P<value>.*?))(?P=quote)"""
)
PIECES = (
    "<a ",
    "<img",
    " href=",
    "src =",
    '"',
    "'",
    "{filename}",
    "|tag|",
    "{",
    "}",
    "|",
    ">",
    "<",
    "a.md",
    "\n",
    " ",
    "本",
)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_links_are_found_where_pelican_finds_them(text: str) -> None:
    from quick_contents import QuickPattern  # noqa: PLC0415 - on the path once a fixture has put it there

    quick = QuickPattern(LINK)
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in LINK.finditer(text)]
    assert quick.sub(lambda match: f"<{match['value']}>", text) == LINK.sub(lambda match: f"<{match['value']}>", text)


def test_links_of_two_kinds_in_one_tag_and_in_many() -> None:
    from quick_contents import QuickPattern  # noqa: PLC0415 - as above

    text = '<video src="{static}a.mp4" poster="{static}b.png"></video><a title="{x}" href="{filename}c.md">c</a>' * 3
    assert [m["value"] for m in QuickPattern(LINK).finditer(text)] == [m["value"] for m in LINK.finditer(text)] != []


@given(
    st.datetimes(),
    st.sampled_from(("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")),
    st.sampled_from(("", " +0900", "+09:00", " -0330", "+0000", "-00:00", " Z", " +9")),
)
def test_a_full_date_is_read_as_pelican_reads_it(when: Any, form: str, zone: str) -> None:  # noqa: ANN401 - a datetime
    from quick_reader import STAMP, moment  # noqa: PLC0415 - as above

    text = f"{when.year:04}{when.strftime(form)[len(str(when.year)) :]}" + zone
    if stamp := STAMP.fullmatch(text):
        assert (moment(stamp).isoformat(), moment(stamp).tzname()) == (
            get_date(text).isoformat(),
            get_date(text).tzname(),
        )


@pytest.mark.parametrize("text", ["2026-13-40 10:00", "2026-02-30 10:00", "2026-01-01 25:00 +0900"])
def test_a_date_that_is_none_is_left_to_pelican(text: str) -> None:
    from quick_reader import STAMP, moment  # noqa: PLC0415 - as above

    stamp = STAMP.fullmatch(text)
    assert stamp
    assert moment(stamp) is None


def test_a_text_is_read_as_pelican_reads_it(tmp_path: Path) -> None:
    from quick_reader import text_of  # noqa: PLC0415 - as above

    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfTitle: A\r\n\r\nOne\rtwo\n")
    assert text_of(str(path)) == path.read_text(encoding="utf-8-sig")


def test_one_parser_says_what_a_new_one_says() -> None:
    from parsed_texts import Parser  # noqa: PLC0415 - as above

    parser = Parser(MARKDOWN, ["summary"])
    texts = [
        "Title: A\nSummary: *short*\n\n# A\n\none[^1]\n\n[^1]: note\n\n```python\nprint(1)\n```",
        "Title: B\n\n# A\n\ntwo[^1] [a]\n\n[^1]: other\n\n[a]: https://a.example/",
        "",
        "# A\n\n[a] and [^1]\n\n```sh hl_lines=1\nls\n```",
    ]
    for text in texts * 2:
        parsed = parser.parsed(text)
        fresh = Markdown(**MARKDOWN)
        assert parsed.html == fresh.convert(text)
        assert parsed.meta == getattr(fresh, "Meta", {})
    assert parser.parsed(texts[0]).formatted == {"*short*": "<p><em>short</em></p>"}


def test_a_parser_that_counts_its_texts_is_used_once() -> None:
    from parsed_texts import Parser  # noqa: PLC0415 - as above

    settings = {"extensions": ["footnotes"], "extension_configs": {"footnotes": {"UNIQUE_IDS": True}}}
    parser = Parser(settings, [])
    assert len({parser.parsed("a[^1]\n\n[^1]: b").html for _ in range(3)}) == 1


def test_what_is_kept_comes_back_and_what_is_broken_does_not(tmp_path: Path) -> None:
    from kept_texts import KeptTexts  # noqa: PLC0415 - as above

    kept = KeptTexts(tmp_path / "texts")
    kept.put("a", {"n": 1}, "余白\n\nmore")
    assert kept.get("a") == ({"n": 1}, "余白\n\nmore")
    assert kept.get("b") is None
    whole = (tmp_path / "texts/a").read_bytes()
    other = whole.replace(b"more", b"less")
    for broken in (b"", whole[:-1], whole.partition(b"\n")[2], other, b"[" * 100_000, b"00000000\n\xff"):
        (tmp_path / "texts/a").write_bytes(broken)
        assert kept.get("a") is None


def test_what_nobody_asks_for_goes_after_a_month(tmp_path: Path) -> None:
    from kept_texts import DAY, MONTH, KeptTexts  # noqa: PLC0415 - as above

    kept = KeptTexts(tmp_path)
    for name, age in (("old", MONTH + DAY), ("used", MONTH - DAY), ("new", 0)):
        kept.put(name, {}, name)
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert kept.get("used")
    kept.sweep()
    assert not (tmp_path / "old").exists()
    os.utime(tmp_path / "new", (1, 1))
    kept.sweep()
    assert (tmp_path / "new").exists(), "once a day is enough"


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="processes are forked on Linux only")
def test_many_hands_do_all_of_it_whatever_one_of_them_meets(tmp_path: Path) -> None:
    from all_hands import hands, shared  # noqa: PLC0415 - as above

    def act(number: int) -> None:
        if number % 10 == 3:
            raise ValueError(number)
        (tmp_path / str(number)).write_text(str(os.getpid()), encoding="utf-8")

    shared(list(range(40)), act, 3)
    done = {int(path.name): path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert {*done} == {number for number in range(40) if number % 10 != 3}
    assert len({*done.values()}) == 3
    assert hands({"HANDS": 5}) == 5
    assert hands({}) >= 1


@dataclass
class Thing:
    name: str
    more: object = None


def worth(value: object) -> str:
    from worth import Worth  # noqa: PLC0415 - as above

    return str(Worth({}).of(value))


def test_values_that_differ_have_another_worth_and_equal_ones_the_same() -> None:
    pairs: list[Callable[[], object]] = [
        lambda: "a",
        lambda: 1,
        lambda: True,
        lambda: "1",
        lambda: None,
        lambda: ["a", "b"],
        lambda: ["b", "a"],
        lambda: ("a", "b"),
        lambda: {"a": 1, "b": 2},
        lambda: {"b": 2, "a": 1},
        lambda: {"a", "b"},
        lambda: Thing("a"),
        lambda: Thing("a", Thing("b")),
        lambda: Path("a"),
        lambda: get_date("2026-01-01 09:00 +0900"),
        lambda: get_date("2026-01-01 09:00"),
        lambda: Thing("a").__repr__,
        lambda: len,
    ]
    found = [worth(make()) for make in pairs]
    assert found == [worth(make()) for make in pairs]
    assert len({*found}) == len(pairs)


def test_what_cannot_be_told_is_said_so() -> None:
    from worth import Untold  # noqa: PLC0415 - as above

    circle: list[object] = []
    circle.append(circle)
    for value in ((number for number in range(3)), circle, object()):
        with pytest.raises(Untold):
            worth(value)


def test_a_post_is_worth_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals.content_object_init, "receivers", {})  # plugins that another test has loaded
    post = Article("<p>text</p>", {"title": "A", "slug": "a"}, source_path="a.md")
    assert worth([post]) == worth([post]) != worth([])


FORMS = (
    "{slug}/",
    "{lang}/{date:%Y}/{date:%m}/{slug}/index.html",
    "{date:%-d-%B}/{slug}",
    "{category}/{slug}.html",
    "{date}/{slug!r}",
    "{slug:>9}/",
    "plain",
)
DAYS = ("2026-01-01 09:00 +0900", "2026-01-01 00:00 +0000", "0999-02-03 04:05", "2026-12-31")


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(DAYS), st.sampled_from("ab"), st.sampled_from("ab"))))
def test_an_address_is_what_pelican_makes_of_it(asked: list[tuple[str, str, str, str]]) -> None:
    import quick_contents  # noqa: PLC0415 - as above

    for form, day, slug, lang in asked:
        said = {"title": "A", "slug": slug, "lang": lang, "date": get_date(day), "category": Category("c", SETTINGS)}
        post = Article("", said, settings=SETTINGS | {"ARTICLE_URL": form}, source_path="a.md")
        stock = quick_contents._expands(post, "url", "article")
        assert quick_contents._expand(post, "url", "article") == stock
