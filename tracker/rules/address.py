"""How to address somebody in a reply, from the name their account shows."""

from __future__ import annotations

import re
import unicodedata

from tracker.rules.text import WIDE, graphemes

_AFTER = re.compile(r"\s*(?:\([^()]*\)|[@/|].*)$")
_HONORIFIC = re.compile(r"(?:さん|さま|様|氏|殿)$")
_TITLED = re.compile(r"(?:先生|教授|博士)$")
_FAMILIAR = re.compile(r"(?:ちゃん|くん|たん|きゅん|っち)$")
_NOBODY = re.compile(
    r"^(?:匿名|名無し|ななし|通りすがり|とおりすがり|ゲスト|管理人|anonymous|anon\b|guest|nobody|no ?name|user|unknown"
    r"|admin|me$)",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_]\.? ?[^\W\d_]+(?:['’.\- ・=][^\W\d_]+\.?){0,3}$")
_LONGEST = 20


def address(name: str, lang: str) -> str:
    """Return the words that address `name` in a reply in `lang`, such as `森さん`; empty: better not at all.

    A handle, a placeholder or a single kana is no name. In English only a name of one
    word is used: which of several is the given one cannot be told.
    """
    person = _person(name)
    if not _addressable(person):
        return ""
    if lang == "ja":
        return person if _TITLED.search(person) else f"{person}さん"
    return f"{person}," if re.fullmatch(r"[^\W\d_]+", person) and not WIDE.search(person) else ""


def _person(name: str) -> str:
    """Return `name` without affiliation, decoration and honorific."""
    folded = unicodedata.normalize("NFKC", name).strip()
    bare = _AFTER.sub("", folded)
    bare = re.sub(r"^[\W_]+|[^\w.]+$", "", bare)
    return _HONORIFIC.sub("", bare).strip()


def _addressable(person: str) -> bool:
    length = len(graphemes(person))
    if not 1 < length <= _LONGEST or _NOBODY.match(person) or _FAMILIAR.search(person) or not _NAME.match(person):
        return False
    return bool(WIDE.search(person)) or _capitalised(person)


def _capitalised(person: str) -> bool:
    """Whether this is written as names are: a handle is all small, all capitals or camel case."""
    words = re.split(r"[ .\-]+", person.strip("."))
    return words[0][:1].isupper() and any(word[1:].islower() for word in words) and not re.search(r"[a-z][A-Z]", person)
