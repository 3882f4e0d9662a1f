"""What the search takes for a word, in Japanese and in English: `theme/static/js/search-words.js` does the same.

A text is *folded* first, so that one word is found however it was typed:

- NFKC and case: ＳＱＬｉｔｅ, sqlite and SQLite are one, and so are ｶﾞ and ガ, ① and 1. Accents go, so that
  "naive" finds "naïve"; apostrophes and what nobody sees (soft hyphens, variation selectors) go too.
- Katakana become hiragana: さがす finds サガス. Small kana stay apart from large ones (びょういん is a hospital,
  びよういん a hairdresser's), but for ヵ and ヶ, which are read か wherever they count something: 一ヶ月 is 一か月.
- The long vowel mark stays: without it ビール (beer) would be ビル (a building). That サーバー and サーバ are one
  word is known where a query is read; an index that had dropped the mark could not be asked for バー.

Then it is cut into runs: Latin letters and figures make words; all other letters, which need no spaces
between words, make runs that are known by their characters and by each two that are neighbours. There
is no dictionary, so the two sides cannot disagree. Which character is which is written out rather than
asked of Unicode's properties: a browser and Python may know different versions of those.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSEEN = "'\u00ad\u02bc\u0300-\u036f\u200b-\u200f\u2019\u2060\u3099\u309a\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
"""Goes: apostrophes, accents by themselves, what has no width."""
LETTERS = "0-9a-z\u00df-\u00f6\u00f8-\u02af\u1e00-\u1eff"
"""Of which words are made."""
BETWEEN = (
    "\u0000-/:-`{-\u00de\u00f7\u02b0-\u036f\u1680\u2000-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u303d-\u3040"
    "\u3097-\u309c\u30a0\u30fb\ud800-\uf8ff\ufe00-\ufe6f\uff00-\uff65\uffe0-\uffff\U0001f000-\U0001faff"
    "\U000e0000-\U0010ffff"
)
"""What stands between words: spaces, marks, signs, pictures."""

CLUSTER = re.compile(f".[{UNSEEN}\u1160-\u11ff\uff9e\uff9f]+", re.DOTALL)
"""A character with what belongs to it."""
RUN = re.compile(f"[{LETTERS}]+|[^{LETTERS}{BETWEEN}]+")
LETTER = re.compile(f"[{LETTERS}]")
_unseen = re.compile(f"[{UNSEEN}]")
_accents = re.compile("[\u0300-\u036f]")
KANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F5), *map(ord, "ヽヾ"))}
KANA |= dict.fromkeys(map(ord, "ヵヶゕゖ"), ord("か"))
PREFIX = 2
"""So many letters of a word decide where it is kept: whoever typed them can be given what they begin."""


def folded(cluster: str) -> str:
    """Return one character, with what belongs to it, as all its ways to be written are known."""
    plain = _accents.sub("", unicodedata.normalize("NFKD", cluster)).lower().upper().lower().translate(KANA)
    return _unseen.sub("", unicodedata.normalize("NFC", plain))


class _Folded(dict[int, str]):
    """Remembers each character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = folded(chr(code))
        return found


_table = _Folded()


def runs(text: str) -> list[str]:
    """Return the words of a text and what is written between them without spaces, folded, in order."""
    alone = CLUSTER.sub(lambda cluster: folded(cluster[0]), text)
    return RUN.findall(alone.translate(_table))


def is_word(run: str) -> bool:
    """Whether a run is a word in Latin letters or a number."""
    return LETTER.match(run) is not None


def tokens(text: str) -> Iterator[str]:
    """Yield what a text can be found by: whole words; of other runs each character and each pair of neighbours."""
    for run in runs(text):
        if is_word(run):
            yield run
        else:
            yield from run
            yield from map("".join, pairwise(run))


def place(token: str) -> int:
    """Return the number that decides in which file a token is kept (FNV-1a of its characters)."""
    found = 2166136261
    for character in token[:PREFIX] if is_word(token) else token:
        found = (found ^ ord(character)) * 16777619 & 0xFFFFFFFF
    return found
