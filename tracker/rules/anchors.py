"""The one thing a sentence names that another would not: a term, a name, something put in quotes."""

from __future__ import annotations

import re

from tracker.rules.text import GAP, LONGEST, mask

_QUOTED_JA = re.compile(r"「([^「」\n]{2,15})」")
_QUOTED_EN = re.compile(r"[“\"]([^“”\"\n]{3,30})[”\"]")
_CODE = re.compile(r"`([^`\n]{2,30})`")
_TERM = re.compile(
    r"\b(?:[A-Za-z]\w+(?:\.[A-Za-z]\w+)+|[A-Za-z]+[a-z]+[A-Z]\w*|[A-Z]{3,}[a-z]*\d*|[A-Z]#|[A-Za-z]+\d+(?:\.\d+)*)(?![\w@#])"
)
_LATIN_IN_JA = re.compile(r"[A-Za-z][A-Za-z0-9.+#_-]{2,24}(?<![.])(?: [A-Z][A-Za-z0-9.+#_-]{2,24}(?<![.]))?")
# A single kanji after katakana mostly begins another word (メモ見ました).
_COMPOUND = re.compile(r"[ァ-ヶー一-龠々]{3,12}")
_HALF_WORD = re.compile(r"(?<=[ァ-ヶー])[一-龠々]$")
_KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
_LEADING_TIME = re.compile(
    r"^(?:今回|毎回|前回|今日|昨日|明日|先日|最近|今週|先週|今年|去年|昨年|当時|現在|一応|結局|実際|結構|以前|最初|最後|本当|個人的|基本的|毎日|毎週)+"
)
_GENERIC = (
    "URL WWW HTTP BBS NG OK API IE THE AND BUT NOT YOU FYI IMO IMHO BTW FWIW LOL WTF OMG FTW PLEASE THANKS VERY LOVE "
    "コメント ブログ エントリ エントリー サイト ページ リンク スミマセン ダメ イイ タイトル レポート トラックバック "
    "GREAT AWESOME NEVER ALWAYS REALLY メール ワクワク ホント マジ テスト"
)
_VAGUE = frozenset(_GENERIC.split())


def anchor(sentence: str, lang: str) -> str:
    """Return the thing `sentence` is about as it names it; empty when nothing stands out enough to be named back."""
    return next(iter(anchors(sentence, lang)), "")


def anchors(sentence: str, lang: str) -> tuple[str, ...]:
    """Return the things `sentence` names, those that stand out most first."""
    sentence = sentence[:LONGEST]
    found = _ja(sentence) if lang == "ja" else _en(sentence)
    return tuple(thing for thing in found if thing.upper() not in _VAGUE and "⟦" not in thing)


def weight(sentence: str) -> int:
    """How much `sentence` says, roughly: the different terms in it."""
    words = mask(sentence[:LONGEST]).replace(GAP, "")
    latin = {word.lower() for word in re.findall(r"[A-Za-z][A-Za-z0-9#+.'-]{3,}", words)}
    return len(latin | set(re.findall(r"[ァ-ヶー]{2,}|[一-龠々]{2,}", words)))


def _en(sentence: str) -> list[str]:
    words = mask(sentence.replace("`", "\x00")).replace(GAP, "").replace("\x00", "`")
    quoted = [f"“{thing}”" for thing in _QUOTED_EN.findall(words)]
    return [*(f"`{code}`" for code in _CODE.findall(words)), *_TERM.findall(words), *quoted]


def _ja(sentence: str) -> list[str]:
    words = mask(sentence.replace("`", " ")).replace(GAP, "")
    compounds = [_HALF_WORD.sub("", _LEADING_TIME.sub("", run)) for run in _COMPOUND.findall(words)]
    katakana = [run for run in compounds if _KATAKANA.search(run)]
    return [*_QUOTED_JA.findall(words), *_LATIN_IN_JA.findall(words), *katakana]
