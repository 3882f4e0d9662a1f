"""The leak guard: whatever is private is found in whatever was built, and never told."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, timedelta
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.places import NOW, heard, said
from tests.programs.test_git_history import git
from tracker.cli._json import line
from tracker.content import Content, report
from tracker.errors import LeaksFound, NoSuchLeak, NotBuilt
from tracker.ledger import Ledger
from tracker.model import Account, Claim, Decision, Kind, Scope, Verdict
from tracker.rules.leaks.folding import fold
from tracker.rules.leaks.words import Words, says
from tracker.rules.owner import Owner
from tracker.verbs.guard import Findings, allow, guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.model import Interaction

ME = Owner(name="森川 澪", emails=("mio@mio.example",), accounts=("place:mio",), site="https://mio.example")
REI = Account("mail", "rei@rei.example", name="Rei")
EN = "the Rotterdam office will close its bakery"
JA = "離婚調停中で、長女は来春アメリカへ留学"
EARLIER = "we sold the lighthouse to a Danish baron"


def mail(id: str, text: str, **more: object) -> Interaction:  # noqa: A002 - as the model has it
    return said(id, text, **({"kind": Kind.MAIL, "account": REI, "private": True} | more))


def build(folder: Path, text: str, name: str = "index.html") -> Path:
    file = folder / "output" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return folder / "output"


def page(text: str) -> str:
    return f"<!doctype html><html><body>\n<p>A page of mine.</p>\n<p>{text}</p></body></html>"


def told(found: Findings) -> list[tuple[str, str, bool]]:
    return [(one.item, one.what.value, one.clear) for one in found.findings]


def test_nothing_is_found_where_nothing_is(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", EN), said("2", "In public."))
    found = guard(ledger, build(tmp_path, page("About locks, and how I was wrong.")), ME)
    assert found == Findings((), 0, 1)
    found.refuse()


def test_what_was_never_built_is_not_called_clean(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotBuilt):
        guard(ledger, tmp_path / "output", ME)


# --- canaries ----------------------------------------------------------------------------------------


def plant(ledger: Ledger, canary: Callable[[str], str]) -> dict[tuple[str, str], str]:
    """Put a canary into every private place; return them by what a finding calls it."""
    ledger_said = [
        mail("1", canary("mail")),
        said("2", canary("dm"), private=True),
        said("3", "A question."),
        mail("4", canary("earlier mail")),
        mail("5", "A subject is private too.", title=canary("subject")),
        said("6", canary("mention"), kind=Kind.MENTION, private=True, account=None),
    ]
    heard(ledger, *ledger_said)
    heard(ledger, replace(ledger_said[3], text="What it says now."))
    number = ledger.accounts.find("place", "reader3") or 0
    ledger.contacts.note(number, canary("note"), NOW)
    ledger.drafts.save(3, canary("draft"), NOW, lang="en", parent_fingerprint="f")
    return {
        ("c1", "mail"): "mail",
        ("c2", "private"): "dm",
        ("c4", "mail"): "earlier mail",
        ("c5", "mail"): "subject",
        ("c6", "private"): "mention",
        (f"p{number}", "note"): "note",
        ("c3", "draft"): "draft",
    }


WORDS = {
    "mail": ("zanzibar", "鸚鵡籠"),
    "dm": ("wurlitzer", "椿峠"),
    "earlier mail": ("quixotic", "蜃気楼館"),
    "subject": ("marzipan", "琥珀商会"),
    "mention": ("kohlrabi", "ゾウガメ舎"),
    "note": ("xylophone", "ワニ革鞄"),
    "draft": ("jacaranda", "翡翠荘"),
}
CANARIES = [each for both in WORDS.values() for each in both]
FILES: dict[str, Callable[[str], str]] = {
    "text.html": page,
    "alt.html": lambda text: f'<img src="a.png" alt="{escape(text)}">',
    "title.html": lambda text: f"<a title='{escape(text)}' href=/>x</a>",
    "href.html": lambda text: f'<a href="/?q={text.replace(" ", "%20")}">x</a>',
    "meta.html": lambda text: f'<meta name="description" content="{text}">',
    "comment.html": lambda text: f"<p>x</p><!-- {text} -->",
    "broken.html": lambda text: f"<p>{text[:9]}<em>{text[9:14]}</em>\n{text[14:]}</p>",
    "entities.html": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "ruby.html": lambda text: f"<ruby>{text[:8]}<rt>reading</rt></ruby>{text[8:]}",
    "script.html": lambda text: f'<script type="application/ld+json">{{"name": {json.dumps(text)}}}</script>',
    "articles.json": lambda text: json.dumps({"items": [{"summary": text}]}),
    "feeds/en.json": lambda text: json.dumps({"items": [{"content_html": f"<p>{escape(text)}</p>"}]}, indent=1),
    "search.json": lambda text: json.dumps([text.upper()]),
    "feeds/en.atom.xml": lambda text: f'<content type="html">&lt;p&gt;{escape(escape(text))}&lt;/p&gt;</content>',
    "feeds/x.rss.xml": lambda text: f"<description><![CDATA[<p>{text}</p>]]></description>",
    "sitemap.xml": lambda text: f"<loc>https://mio.example/{text.replace(' ', '-')}/</loc>",
    "robots.txt": lambda text: f"# {text}\n",
    "_headers": lambda text: f"/*\n  X-Note: {text}\n",
    "theme/icon.svg": lambda text: f"<svg><desc>{text}</desc></svg>",
    "theme/site.css": lambda text: f"/* {text} */",
    "theme/site.js": lambda text: f"say({json.dumps(text, ensure_ascii=True)})",
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", FILES)
def test_a_canary_is_caught_wherever_it_flies(name: str, lang: str, ledger: Ledger, tmp_path: Path) -> None:
    def canary(kind: str) -> str:
        english, japanese = WORDS[kind]
        return f"the {english} closes on thursday" if lang == "en" else f"来年は{japanese}を閉じる"

    wanted = plant(ledger, canary)
    for text in WORDS:
        output = build(tmp_path, FILES[name](canary(text)), name)
        found = guard(ledger, output, ME)
        assert {(one.item, one.what.value) for one in found.findings} >= {
            kind for kind, each in wanted.items() if each == text
        }, (name, text)
        assert {place.file for one in found.findings for place in one.places} == {name}
        with pytest.raises(LeaksFound) as raised:
            found.refuse()
        shown = "".join(map(line, found.findings)) + raised.value.message + raised.value.hint + repr(found)
        assert not any(each in shown for each in CANARIES)


def test_where_it_stands_is_told_with_the_text_it_was_made_from(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", EN))
    build(tmp_path, "<p>\n</p>" + page(EN), "en/a/index.html")
    output = build(tmp_path, page(f"x\n{EN}"), "index.html")
    (one,) = guard(ledger, output, ME, sources={"en/a/index.html": "2026/10-a.md"}).findings
    assert [tuple(place) for place in one.places] == [("en/a/index.html", 4, "2026/10-a.md"), ("index.html", 4, "")]
    assert (one.clear, one.length) == (True, 36)


def test_files_that_are_no_texts_are_left_alone_and_wide_ones_are_read(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", EN))
    output = build(tmp_path, "x")
    (output / "a.png").write_bytes(b"\x89PNG\0\0" + EN.encode())
    assert guard(ledger, output, ME).files == 1
    (output / "wide.txt").write_text(EN, "utf-16")
    assert [each.places[0].file for each in guard(ledger, output, ME).findings] == ["wide.txt"]


# --- laws --------------------------------------------------------------------------------------------

BREAKS = st.sampled_from(
    [" ", "\n", "  ", "</em> <b>", "<wbr>", "&shy;", "\u200b", ", ", "-", "<!-- x -->", "</p>\n<p>"]
)
JA_WORDS = ["離婚", "調停中", "で、", "長女は", "来春", "アメリカ", "へ", "留学"]


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


STYLES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str.strip, str.upper, str.title, wide])
AROUND = st.text(alphabet="abc です。xyz <&>\n", max_size=40).map(escape)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Path]:
    folder = tmp_path_factory.mktemp("law")
    ledger = Ledger.open(folder / "law.db")
    heard(ledger, mail("1", f"As I said, {EN} and the aquarium next year."), mail("2", f"実は{JA}するそうです。"))
    heard(ledger, mail("3", "Is it mio@mio.example?"), mail("4", "Yes.", account=Account("mail", "mio@mio.example")))
    return ledger, folder


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_fragment_that_says_something_is_found_however_it_is_broken(
    full: tuple[Ledger, Path], data: st.DataObject
) -> None:
    ledger, folder = full
    words = data.draw(st.sampled_from([EN.split(), JA_WORDS]))
    begun = data.draw(st.integers(0, len(words) - 1))
    some = words[begun : data.draw(st.integers(begun + 1, len(words)))]
    assume(says(fold(" ".join(some)), Words(" ".join(some)).words))
    style = data.draw(STYLES)
    text = data.draw(BREAKS).join(style(word) for word in some)
    output = build(folder, f"<p>{data.draw(AROUND)}\n{text}\n{data.draw(AROUND)}</p>")
    (one, *_more) = guard(ledger, output, ME).findings
    assert one.item == ("c2" if words is JA_WORDS else "c1")


@given(AROUND, AROUND)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_authors_own_address_is_never_a_leak(full: tuple[Ledger, Path], before: str, after: str) -> None:
    ledger, folder = full
    output = build(
        folder, f"<p>{before}\nmio@mio.example\n<a href='mailto:mio%40mio.example'>mio at mio dot example</a>\n{after}"
    )
    assert not guard(ledger, output, ME).findings


def test_what_is_allowed_is_not_found_again_until_a_text_changes(ledger: Ledger, tmp_path: Path) -> None:
    one = mail("1", EN)
    heard(ledger, one)
    output = build(tmp_path, page(EN))
    first = guard(ledger, output, ME)
    (found,) = first.findings
    assert allow(ledger, [found.key, found.key], NOW, first.findings) == (found,)
    assert first.without([found.key]) == guard(ledger, output, ME) == Findings((), 1, 1)
    build(tmp_path, page(EN[:-7]))  # less of it stands there
    assert guard(ledger, output, ME).findings
    build(tmp_path, page(f"Now elsewhere: {EN}!"))
    assert not guard(ledger, output, ME).findings
    heard(ledger, replace(one, text=f"{EN}, he wrote"))
    assert [each.key != found.key for each in guard(ledger, output, ME).findings] == [True]


def test_only_what_was_found_can_be_allowed(ledger: Ledger) -> None:
    with pytest.raises(NoSuchLeak, match="0123456789"):
        allow(ledger, ["0123456789"], NOW, ())
    assert ledger.leaks.allowed() == frozenset()


# --- what is exempt ----------------------------------------------------------------------------------


def test_what_somebody_said_in_public_is_no_leak(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", f"Hi Mio, {EN}."), said("2", f"You know, {EN}!"))
    output = build(tmp_path, page(f"<blockquote>{EN}</blockquote>"))
    assert not guard(ledger, output, ME).findings
    ledger.moderation.decide(Decision(Scope.ITEM, "2", Verdict.APPROVED, "f", NOW))
    assert not guard(ledger, output, ME).findings


def test_a_public_text_that_has_only_half_of_it_exempts_nothing(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", EN), said("2", "The Rotterdam office is nice."))
    assert told(guard(ledger, build(tmp_path, page(EN)), ME)) == [("c1", "mail", True)]


def test_the_authors_own_words_are_no_leak_unless_they_are_a_note_or_a_draft(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", EN, account=Account("mail", "mio@mio.example")), said("2", JA, private=True, by="mio"))
    output = build(tmp_path, page(f"{EN} {JA}"))
    assert not guard(ledger, output, ME).findings


def test_names_are_no_secret(ledger: Ledger, tmp_path: Path) -> None:
    who = Account("place", "r", name="Bartholomew Featherstonehaugh")
    heard(ledger, said("1", "Yours, Bartholomew Featherstonehaugh", private=True, account=who))
    assert not guard(ledger, build(tmp_path, page("Thanks to Bartholomew Featherstonehaugh!")), ME).findings


def test_ordinary_words_and_addresses_of_the_web_are_no_leak(ledger: Ledger, tmp_path: Path) -> None:
    shared = (
        "Thanks for the interesting post, I think that the https://docs.example/en/3/library/sqlite3.html と思います。"
    )
    heard(ledger, mail("1", shared))
    text = "I think that the post is interesting: https://docs.example/en/3/library/sqlite3.html と思います。"
    assert not guard(ledger, build(tmp_path, page(text)), ME).findings


def test_an_address_with_a_secret_in_it_is_one(ledger: Ledger, tmp_path: Path) -> None:
    where = "https://docs.example/d/1Ab2Cd3Ef4Gh5Ij6Kl7/edit"
    heard(ledger, mail("1", f"It is at {where} for now."))
    assert told(guard(ledger, build(tmp_path, f'<a href="{where}">x</a>'), ME)) == [("c1", "mail", True)]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    (tmp_path / "content").mkdir()
    return Content.of(tmp_path, UTC)


def write(content: Content, text: str, *, days: float, name: str = "a.md") -> None:
    """Save a text so many days before the mail came."""
    file = content.root / name
    file.write_text(text, "utf-8")
    at = (NOW - timedelta(days=3 + days)).timestamp()
    os.utime(file, (at, at))


@pytest.mark.parametrize(("days", "leaks"), [(1, False), (-1, True)])
def test_a_mail_may_repeat_what_stood_in_a_post_before(
    days: float,
    *,
    leaks: bool,
    content: Content,
    ledger: Ledger,
    tmp_path: Path,
) -> None:
    heard(ledger, mail("1", EN))
    write(content, "Title: A\n\nHow **the [Rotterdam office](https://x.example/y)** will close its bakery", days=days)
    assert bool(guard(ledger, build(tmp_path, page(EN)), ME, content).findings) is leaks


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize(("at", "leaks"), [("2026-11-01", False), ("2026-11-21", True)])
def test_git_knows_what_a_post_said_before(
    at: str,
    *,
    leaks: bool,
    content: Content,
    ledger: Ledger,
    tmp_path: Path,
) -> None:
    heard(ledger, mail("1", EN))
    write(content, EN, days=-2)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "content")
    git(tmp_path, "commit", "-qm", "a", at=f"{at}T08:30:00+09:00")
    assert bool(guard(ledger, build(tmp_path, page(EN)), ME, content).findings) is leaks


def test_a_short_run_in_three_posts_is_a_way_the_author_speaks(
    content: Content, ledger: Ledger, tmp_path: Path
) -> None:
    heard(ledger, mail("1", "The zebra migration failed."))
    output = build(tmp_path, page("A zebra migration failed!"))
    for name in ("a.md", "b.md"):
        write(content, "zebra migration failed", days=-1, name=name)
    assert told(guard(ledger, output, ME, Content.of(tmp_path, UTC))) == [("c1", "mail", False)]
    write(content, "zebra migration failed", days=-1, name="c.md")
    assert not guard(ledger, output, ME, Content.of(tmp_path, UTC)).findings


# --- addresses and numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        "rei@rei.example",
        "<a href='mailto:rei%40rei.example'>x</a>",
        "rei at rei dot example",
        "rei<b>＠</b>rei.example",
        "&#114;ei&commat;rei.example",
        "<!-- REI+x@rei.example -->",
    ],
)
def test_the_address_of_somebody_else_is_a_clear_leak(shown: str, ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", "Hello."))
    (one,) = guard(ledger, build(tmp_path, shown), ME).findings
    assert (one.item, one.what, one.clear, one.places[0].line) == ("p1", "address", True, 1)


def test_an_address_from_a_text_a_note_or_a_hash(ledger: Ledger, tmp_path: Path) -> None:
    claims = (Claim("email_sha256", sha256(b"h@h.example").hexdigest(), "hash"), Claim("mail", "j@j.example", "linked"))
    hashed = Account("place", "h", claims=claims)
    heard(ledger, mail("1", "Ask ami at ami dot example"), said("2", account=hashed))
    ledger.contacts.note(1, "home: bo@bo.example", NOW)
    output = build(tmp_path, "ami@ami.example bo@bo.example h@h.example j@j.example who@nobody.example")
    found = sorted(one.item for one in guard(ledger, output, ME).findings if one.what == "address")
    assert found == ["c1", "p1", "p2", "p2"]


def test_an_address_that_was_said_in_public_or_is_a_handle_is_no_leak(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", "Hello."), said("2", "Mail me: rei@rei.example"))
    assert not guard(ledger, build(tmp_path, "rei@rei.example"), ME).findings
    heard(ledger, said("2", "Mail me."))
    assert not guard(ledger, build(tmp_path, "@rei@rei.example"), ME).findings


@pytest.mark.parametrize(
    "shown", ["+81 90-1234-5678", "<a href='tel:+819012345678'>x</a>", "０９０－１２３４－５６７８"]
)
def test_a_telephone_number_is_a_clear_leak(shown: str, ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, mail("1", "Call me: 090-1234-5678"))
    output = build(tmp_path, f"{shown} and 03-9999-0000")
    assert told(guard(ledger, output, ME)) == [("c1", "phone", True)]
    heard(ledger, said("2", "We are at 090 1234 5678."))
    assert not guard(ledger, output, ME).findings


def test_keys_are_of_one_ledger(ledger: Ledger, tmp_path: Path) -> None:
    output = build(tmp_path, "090-1234-5678")
    keys = set()
    with Ledger.open(tmp_path / "other.db") as other:
        for each in (ledger, other):
            heard(each, mail("1", "090-1234-5678"))
            keys |= {one.key for one in guard(each, output, ME).findings}
            assert guard(each, output, ME).findings[0].key in keys
    assert len(keys) == 2


def test_a_build_says_what_its_files_were_made_from(tmp_path: Path) -> None:
    output, file = tmp_path / "output", tmp_path / ".cache" / "outputs" / "x" / "report.json"
    assert report.sources(tmp_path, output) == {}
    file.parent.mkdir(parents=True)
    for text in ("{", "[]", '{"output": 1}', json.dumps({"output": str(output), "articles": [{"file": "a"}]})):
        file.write_text(text, "utf-8")
        assert report.sources(tmp_path, output) == {}
    file.write_text(json.dumps({"output": str(output), "articles": [{"file": "a/index.html", "source": "a.md"}]}))
    assert report.sources(tmp_path, output) == {"a/index.html": "a.md"}
