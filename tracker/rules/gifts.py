"""What somebody gave with a comment, by name: a correction, a page, a suggestion, praise.

Thanks are owed for a thing, not for commenting; so what cannot be named is not found
here. A problem somebody needs help with is no gift, and neither is praise with a "but".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules import urls
from tracker.rules.anchors import anchor, anchors
from tracker.rules.cues import CORRECTION
from tracker.rules.phrases import PHRASES
from tracker.rules.questions import Sentence, SentenceKind, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINK = re.compile(r"https?://[!-~]+(?<![.,;:!?)\]'\"])")
POINTS = re.compile(
    r"\b(?:check|look|see|seen|here(?:'s| is| are)|there(?:'s| is)|link|recommend|found|wrote|written|article|blog"
    r"|post|read|try)\b"
    r"|参照|こちら|おすすめ|お勧め|オススメ|お薦め|記事|ここ|見て|貼|思い出し|紹介|ブログ|スライド|論文",
    re.IGNORECASE,
)
OFFERS = re.compile(
    r"\b(?:try|recommend|suggest|check out|a look at|consider)\s+(?P<after>.+)"
    r"|(?P<before>[^、。]{2,24})(?:が|は|も|を)(?:おすすめ|お勧め|オススメ|お薦め|どう|いかが|ありますよ|便利ですよ|使うと|使えば|試して)",
    re.IGNORECASE,
)
NEAR = 25
PART = {
    "en": re.compile(
        r"\b(?:love|like|enjoy|great|nice|excellent|helpful|clear|good|thank)\w*\b[^.,]{0,25}\b(?:the|your|that)\s+(?:\w+\s)?"
        r"(?P<part>part|section|explanation|example|diagram|chart|table|walkthrough|screenshots?|comparison|footnotes?)\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?P<part>説明|図解|図|例え|具体例|例|表|解説|サンプル|手順|比較|まとめ|写真|脚注)(?:が|は|も|に|の[^、。]{0,6})[^、。]{0,12}"
        r"(?:わかりやす|分かりやす|素晴らし|すばらし|面白|参考にな|助か|よかった|良かった|最高|納得|感動)"
    ),
}
MISTAKEN = re.compile(r"「([^「」]{1,15})」(?:は|が|を|も)、?「")
TAKEN_BACK = re.compile(
    r"\b(?:but|however|although|though|not|n't|unfortunately|seems?|would|could|if)\b|n't\b|が、|けど|けれど|たら|れば|ない|[?？]",
    re.IGNORECASE,
)


class Gift(NamedTuple):
    """What was given: `report`, `resource`, `suggestion` or `praise`, and the thing's name; both empty for none."""

    kind: str = ""
    thing: str = ""


def gift(said: Sequence[Sentence], text: str, lang: str) -> Gift:
    """Return the best thing given with `text`, named as it would stand in a sentence of `lang`."""
    found = (*_corrections(said, lang), *_pages(said, text), *_offers(said, lang), *_praises(said, lang))
    return next((given for given in found if given.thing), Gift())


def is_correction(sentence: Sentence) -> bool:
    """Whether something of ours is put right: a slip of the pen, a broken link, a missing file."""
    return sentence.kind is SentenceKind.REPORT and bool(CORRECTION.search(folded(sentence.text)))


def grudging(sentence: Sentence) -> bool:
    """Whether praise is taken back, wished for, or only supposed."""
    return bool(TAKEN_BACK.search(sentence.text))


def _corrections(said: Iterable[Sentence], lang: str) -> list[Gift]:
    return [Gift("report", _wrong(folded(s.text), lang)) for s in said if is_correction(s)]


def _wrong(text: str, lang: str) -> str:
    """What is wrong, by name: what stands nearest before the words that say so, else after them."""
    cue = CORRECTION.search(text)
    at = cue.start() + 1 if cue else 0
    before = sorted(anchors(text[:at], lang), key=text.rfind, reverse=True)
    mistaken = MISTAKEN.findall(text)
    near = (*mistaken, *before, *anchors(text[at:], lang))
    return _named(near[0], lang) if near else _slip(text, lang)


def _slip(text: str, lang: str) -> str:
    return next((name for word, name in PHRASES[lang].slips if word in text.lower()), "")


def _pages(said: Sequence[Sentence], text: str) -> list[Gift]:
    """A page that is offered; one that only belongs to a question is none."""
    link = LINK.search(text)
    if not link or any(sentence.asks for sentence in said):
        return []
    # "https://…" alone on a line is offered; inside a sentence a word must say so.
    alone = re.search(rf"^\s*{re.escape(link[0])}\s*$", text, re.MULTILINE)
    offered = alone or POINTS.search(text[max(link.start() - 80, 0) : link.end() + 20])
    return [Gift("resource", urls.host(link[0]).removeprefix("www."))] if offered else []


def _offers(said: Iterable[Sentence], lang: str) -> list[Gift]:
    offers = (OFFERS.search(s.text) for s in said if s.kind is SentenceKind.SUGGESTION)
    return [Gift("suggestion", _named(_offered(found, lang), lang)) for found in offers if found]


def _offered(found: re.Match[str], lang: str) -> str:
    """The thing beside the words that offer it; one far away is something else."""
    part = found["after"] or found["before"]
    thing = anchor(part, lang)
    return thing if thing and part.find(thing.strip("`“”")) < NEAR else ""


def _praises(said: Iterable[Sentence], lang: str) -> list[Gift]:
    """The part of our work that is praised: a subject that pleases somebody is not ours."""
    kinds = (SentenceKind.PRAISE, SentenceKind.THANKS)
    praised = (PART[lang].search(s.text) for s in said if s.kind in kinds and not grudging(s))
    return [Gift("praise", PHRASES[lang].part.format(it=found["part"])) for found in praised if found]


def _named(thing: str, lang: str) -> str:
    return PHRASES[lang].named.format(it=thing) if thing else ""
