"""A reply, prepared: their words quoted, a slot for each thing only the author can say.

A rule cannot write the reply: two thirds of what real authors answer stands neither in
the comment nor in the article. So it holds the author's place. It quotes, it asks,
and it thanks for a thing that was given, by its name; it claims nothing else.
The same comment always gives the same draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from tracker.rules import language
from tracker.rules.address import address
from tracker.rules.anchors import anchor, weight
from tracker.rules.gifts import Gift, gift, grudging, is_correction
from tracker.rules.phrases import CLOSE, OPEN, PHRASES, Phrases
from tracker.rules.questions import Sentence, SentenceKind, folded, sentences
from tracker.rules.text import ending, graphemes, quotation

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = tuple(SentenceKind)
ASKS_BACK = (SentenceKind.EXPERIENCE, SentenceKind.SUGGESTION)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, and who."""

    text: str
    name: str = ""
    """As their account shows it, or as the author calls them."""
    lang: str = ""
    """Theirs, where it is known; else the text decides."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the author's side brings: the language to fall back on, and what was written lately."""

    lang: str = "en"
    recent: tuple[str, ...] = ()
    """Texts of the last replies and drafts: no phrase of theirs is used again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The moves of a reply, in the order they are written; an empty one is left out."""

    lang: str
    address: str
    quote: tuple[str, ...]
    """Lines of theirs."""
    thanks: str
    questions: tuple[str, ...]
    prompt: str
    about: str
    """What a question back would be about; empty: none is offered."""


def draft(words: Words, voice: Voice) -> str:
    """Return the text of a reply to `words`, with slots where the author's own words belong."""
    return written(plan(words, voice))


def plan(words: Words, voice: Voice) -> Plan:
    """Decide what a reply to `words` is made of."""
    lang = spoken(words, voice)
    said = sentences(words.text)
    best = point(said)
    phrases, seed = PHRASES[lang], crc32(words.text.encode("utf-8", "replace"))
    asked = tuple(dict.fromkeys(sentence.text for sentence in said if sentence.asks))
    return Plan(
        lang=lang,
        address=address(words.name, lang),
        quote=_quote(best, said, phrases) if best else (),
        thanks=_thanks(gift(said, words.text, lang), lang, seed, voice.recent),
        questions=asked,
        prompt=_turned(phrases.prompts[_topic(best)], seed)[0],
        about=anchor(best.text, lang) if best and best.kind in ASKS_BACK and len(asked) <= 1 else "",
    )


def spoken(words: Words, voice: Voice) -> str:
    """Return the language of the reply: that of the comment, of the person, of the article."""
    found = language.of(words.text)
    return next((lang for lang in (found, words.lang, voice.lang) if lang in PHRASES), "en")


def point(said: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence a reply should start from: what asks first, then what reports, then the rest."""
    return min((s for s in said if not GREETING.match(s.text)), key=_worth, default=said[0] if said else None)


def written(plan: Plan) -> str:
    """Return `plan` as text."""
    phrases = PHRASES[plan.lang]
    answers = (
        phrases.answer.format(number=number, question=_label(question, phrases))
        for number, question in enumerate(plan.questions, 1)
    )
    back = phrases.back.format(it=phrases.named.format(it=plan.about)) if plan.about else ""
    own = phrases.own.format(prompt=plan.prompt)
    parts = (plan.address, "\n".join(f"> {line}" for line in plan.quote), plan.thanks, *answers, own, back)
    return "\n\n".join(part for part in parts if part)


# --- choosing -------------------------------------------------------------------------------------

GREETING = re.compile(
    r"^(?:hi|hey|hello|dear|good (?:morning|evening)|@\w+)\b[^.!?]{0,20}[,:!.]*$"
    r"|^(?:どうも、?)?(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|お久しぶりです"
    r"|ご無沙汰して(?:い|お)?り?ます|すみません|スミマセン|すいません)[。、!！]?$"
    r"|^[^。]{1,16}(?:です|と申します)、(?:こんにちは|はじめまして|初めまして)[。!！]?$|^[^。]{1,16}と申します[。!！]?$",
    re.IGNORECASE,
)
HEAD = re.compile(r"^(?:@[\w.-]+[\s:,–-]+|[-*・•※#＃]\s*|\d+[.)]\s+|--\s*)+")
DANGLES = re.compile(r"[,、:：;]$|(?:ので|が|けど)[、…]*$")
PARTICLE = re.compile(r"(?:が|を|って)(?![、,])|[＜<]")
MACHINE = re.compile(r"\S{40,}|^[\w.]+(?:Error|Exception)\b|[\\{}]")
ENOUGH_SAID = 6
BROKEN = 10


def _worth(sentence: Sentence) -> tuple[int, int]:
    """Smaller is better: first what the sentence does, then how little it says."""
    kind = SentenceKind.STATEMENT if _muses(sentence) else sentence.kind
    plain = folded(sentence.text)
    unbalanced = any(plain.count(a) != plain.count(b) for a, b in ("()", "「」", "[]"))
    broken = unbalanced + bool(DANGLES.search(sentence.text)) + bool(MACHINE.search(sentence.text))
    return FIRST.index(kind), broken * BROKEN - min(weight(sentence.text), ENOUGH_SAID)


def _muses(sentence: Sentence) -> bool:
    return sentence.kind is SentenceKind.QUESTION and not sentence.sure


def _topic(best: Sentence | None) -> str:
    """The key of the prompts that fit: a thought said aloud is a statement, and so is praise with a "but"."""
    if best is None or _muses(best) or (best.kind is SentenceKind.PRAISE and grudging(best)):
        return SentenceKind.STATEMENT.value
    if is_correction(best):
        return "correction"
    return (SentenceKind.PRAISE if best.kind is SentenceKind.THANKS else best.kind).value


def _quote(best: Sentence, said: Sequence[Sentence], phrases: Phrases) -> tuple[str, ...]:
    """Return the lines of the quotation: `best`, with its neighbour where it cannot be understood alone."""
    at = said.index(best)
    before = said[at - 1 : at] if at and _leans(best, phrases) else ()
    after = said[at + 1 : at + 2] if DANGLES.search(best.text) and not before else ()
    beside = (sentence for sentence in after if not MACHINE.search(sentence.text))
    return tuple(_cited(sentence, phrases) for sentence in (*before, best, *beside))


def _leans(sentence: Sentence, phrases: Phrases) -> bool:
    """Whether this begins inside a sentence, or is a question too short to say what it is about."""
    if PARTICLE.match(sentence.text):
        return True
    short = len(graphemes(sentence.text)) * 3 <= phrases.guide and weight(sentence.text) < 2  # noqa: PLR2004 - one term
    return sentence.kind is SentenceKind.QUESTION and short


def _cited(sentence: Sentence, phrases: Phrases) -> str:
    """Return `sentence` for quoting: Japanese and questions say last what matters, so their beginning may go."""
    late = phrases.guide < PHRASES["en"].guide or sentence.kind is SentenceKind.QUESTION
    return quotation(HEAD.sub("", sentence.text) or sentence.text, phrases.guide, tail=late)


def _label(question: str, phrases: Phrases) -> str:
    """Return `question` short enough for a slot, and without what would close it."""
    short = ending(HEAD.sub("", question) or question, phrases.guide)
    return short.replace(OPEN, "[").replace(CLOSE, "]")


# --- thanks: only for a thing that was given, by its name ------------------------------------------

SHARED = 6
"""Graphemes of a phrase that make it recognisable."""


def _thanks(given: Gift, lang: str, seed: int, recent: Sequence[str]) -> str:
    """Return a sentence of thanks; nothing when nothing was given, or each phrase was used lately."""
    if not given.thing:
        return ""
    fresh = (phrase for phrase in _turned(PHRASES[lang].thanks[given.kind], seed) if not _used(phrase, recent))
    return next((phrase.format(it=given.thing) for phrase in fresh), "")


def _used(phrase: str, recent: Sequence[str]) -> bool:
    parts = [part for part in phrase.split("{it}") if len(graphemes(part.strip())) >= SHARED]
    return any(all(part in text for part in parts) for text in recent)


def _turned(variants: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return `variants` beginning with the one that `seed` names."""
    start = seed % len(variants)
    return (*variants[start:], *variants[:start])
