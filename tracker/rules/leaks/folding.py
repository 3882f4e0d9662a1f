"""Texts as the guard compares them: letters and figures alone, whatever they are written with or broken by."""

from __future__ import annotations

import re
import unicodedata

WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々〆〇\uf900-\ufaff]")
"""A character of Japanese script, after NFKC."""
_OTHER = re.compile(r"[\W_]+")
_OTHER_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())


def normal(text: str) -> str:
    """Return `text` in NFKC without case: what is as wide as it is long says the same."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def fold(text: str) -> str:
    """Return the letters and figures of `text`, one after the other: NFKC, no case, space, mark or punctuation."""
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _OTHER_ASCII).decode("ascii")
    return _OTHER.sub("", normal(text))


def weight(folded: str) -> float:
    """How long a run is in Latin letters: a character of Japanese script counts for one and a half."""
    return len(folded) if folded.isascii() else len(folded) + len(WIDE.findall(folded)) / 2
