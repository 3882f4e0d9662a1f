"""What makes Japanese hard to read, found without a dictionary.

The limits are those of technical writing in Japan (JTF style guide, textlint's preset): a sentence of at most
a hundred characters and three commas, one style of ending, no particle twice in a row. Where a dictionary would
be needed to be sure, nothing is said: a check that cries wolf is switched off.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.text import GAP, WIDE
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.inline import NOTHING
from tracker.rules.writing.layout import Kind
from tracker.rules.writing.prose import LENGTH, mixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.rules.writing.layout import Layout
    from tracker.rules.writing.prose import Sentence

LONGEST = 100
COMMAS = 3
POLITE = re.compile(
    r"(?:です|ます|ません|でした|ました|でしょう|ましょう|ください|ございます)(?:か|ね|よ|よね|が|けど|けれど|から|し|って)*[。！？!?…]*$"
)
PLAIN = re.compile(
    r"(?:である|であった|であろう|だった|だろう|なのだ|(?<=[^\sんいまただ])だ)(?:な|ね|よ|が|けど|から|し)*[。…]*$"
)
QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|（[^（）]*）|\([^()]*\)|“[^”]*”")
WORD = rf"[\u30a0-\u30ff\u4e00-\u9fff々A-Za-z0-9０-９」』）)%％{GAP}]"
BETWEEN = "[^、。，！？!?はがのにをでとへもやか]{1,16}?"
"""A noun and what belongs to it; any other particle, or a comma, makes a repetition harmless."""
TWICE = tuple(
    (particle, re.compile(rf"(?<={WORD}){particle}{other}({BETWEEN})(?<={WORD}){particle}{other}"))
    for particle, other in (
        ("は", "(?![ずじたいやっ])"),
        ("が", "(?![らちたるりいっれげ])"),
        ("で", "(?![きすはもしあい])"),
    )
)
CLAUSE = re.compile(r"[るたいうくすつぬむぐぶなば](?=[\u30a0-\u30ff\u4e00-\u9fffA-Za-z])")
"""A verb before a noun: a clause of its own, whose particle is not in the way of the other."""
KANA = re.compile("[\uff61-\uff9f]+")
FULL_LETTERS = re.compile("[Ａ-Ｚａ-ｚ]+")
FULL_DIGITS = re.compile("[０-９]+")
HALF_DIGITS = re.compile("[0-9]")
JAPANESE = "[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff々ー]"
SEAM = re.compile(rf"(?<={JAPANESE})( ?)(?=[A-Za-z])|(?<=[A-Za-z])( ?)(?={JAPANESE})")
LISTED = re.compile(r"[^\u3041-\u3096\s]$|(?:^|[、，])[^、，]{1,8}[やとか]$")
"""A part that ends in a noun, or in や: more of its kind follow."""
NAMED = 5
"""So many lines are named; the rest is a count."""


def remarks(layout: Layout, sentences: Sequence[Sentence]) -> Iterator[Remark]:
    """Yield what is wrong with the Japanese of a text."""
    for one in sentences:
        yield from _length(one)
        yield from _commas(one)
        yield from _particles(one)
    yield from _endings(sentences)
    yield from _widths(layout)
    yield from _seams(layout)


def _length(one: Sentence) -> Iterator[Remark]:
    count = len(one.text)
    if count > LONGEST and len(WIDE.findall(one.text)) * 2 > count:  # else it quotes another language, or a log
        said = _("A sentence of {count} characters: “{start}…”").format(count=count, start=one.text[:20])
        yield Remark("ja-long", one.line, said, _("Part it where it turns: a hundred are a breath."))


def _commas(one: Sentence) -> Iterator[Remark]:
    """Commas that part clauses; those of a list of words are none."""
    text = QUOTED.sub("「」", one.text)
    parts = re.split("[、，]", text)
    count = sum(not LISTED.search(part) for part in parts[:-1])
    if count > COMMAS:
        said = _("A sentence with {count} commas: “{start}…”").format(count=count, start=one.text[:20])
        yield Remark("ja-commas", one.line, said, _("Part it, or say some of it in a list."))


def _particles(one: Sentence) -> Iterator[Remark]:
    """The same particle twice with nothing but a noun between, as in この機能は設定は不要です."""
    text = QUOTED.sub("「」", one.text)
    for particle, twice in TWICE:
        for found in twice.finditer(text):
            if not CLAUSE.search(found[1]):
                part = text[max(found.start() - 8, 0) : found.end() + 4]
                said = _("“{particle}” twice in a row: “{part}”").format(particle=particle, part=part)
                yield Remark("ja-particle", one.line, said, _("Say one of them in another way, or part the sentence."))


def _endings(sentences: Iterable[Sentence]) -> Iterator[Remark]:
    """Sentences that end plainly (である) where most end politely (です), or the other way round."""
    told = [(one, QUOTED.sub("", one.text)) for one in sentences if one.kind is Kind.TEXT]
    polite = [one for one, text in told if POLITE.search(text)]
    plain = [one for one, text in told if PLAIN.search(text)]
    few, many = (plain, polite) if len(polite) >= len(plain) else (polite, plain)
    if len(many) < 3 * len(few):
        return  # no style to be true to: stories change it on purpose
    style = _("です・ます") if many is polite else _("だ・である")
    for one in few:
        said = _("“…{end}” in a text in {style}.").format(end=one.text[-12:], style=style)
        yield Remark("ja-mixed", one.line, said, _("End it as the others do."))


def _widths(layout: Layout) -> Iterator[Remark]:
    text = layout.prose[:LENGTH]
    for line, shown in _rows(layout, text, KANA):
        said = _("Half-width kana: {shown}").format(shown=shown)
        yield Remark("half-width-kana", line, said, _("Write them in full width."))
    for line, shown in _rows(layout, text, FULL_LETTERS):
        said = _("Full-width letters: {shown}").format(shown=shown)
        yield Remark("full-width", line, said, _("Write them in half width, as in all other words."))
    half = HALF_DIGITS.search(text)
    for line, shown in _rows(layout, text, FULL_DIGITS) if half else ():
        said = _("Full-width digits, where others are of half width: {shown}").format(shown=shown)
        yield Remark("digits-mixed", line, said, _("Write all of them in half width."))


def _rows(layout: Layout, text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield each line with what `pattern` finds in it."""
    by_line: dict[int, list[str]] = {}
    for found in pattern.finditer(text):
        by_line.setdefault(layout.line(found.start()), []).append(found[0])
    for line, words in by_line.items():
        yield line, _(", ").join(Counter(words))


def _seams(layout: Layout) -> Iterator[Remark]:
    """Spaces between Japanese and Latin letters, where most of the text has none; or the other way round."""
    places = [
        (layout.line(found.start()), found[0] == " ")
        for block in layout.of(Kind.TEXT, Kind.ITEM, Kind.NOTE)
        for found in SEAM.finditer(layout.prose[:LENGTH], block.start, block.end)
        if NOTHING not in found.string[found.start() - 1 : found.end() + 1]
    ]
    custom = mixed(places, least=6, share=0.25)
    if custom:
        spaced, lines = custom
        said = _("No space between Japanese and Latin letters, where others have one.")
        if not spaced:
            said = _("A space between Japanese and Latin letters, where others have none.")
        for line in lines[:NAMED]:
            yield Remark("spacing", line, said, _("Write it as in the rest of the text."))
