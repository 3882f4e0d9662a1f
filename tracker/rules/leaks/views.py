"""What a built file says: its text without tags, and what its tags say; lines stay where they are."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote

from tracker.rules.leaks.folding import fold

MARKUP = (".html", ".htm", ".xhtml", ".xml", ".svg", ".atom", ".rss", ".json", ".jsonld", ".webmanifest")
PAGES = (".html", ".htm", ".xhtml")
_TAG = re.compile(
    r"(<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][^>]*>|<(r[tp])\b[^>]*>[^<]*</\2>"
    r"|</?[A-Za-z][^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt]))")
_TARGET = re.compile(r"\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\]|\{[^}]*\})")
_NEW_LINE = re.compile(r"&(?:#0*1[03]|#[xX]0*[aAdD]|NewLine);|%0[aAdD]")


class Tag(NamedTuple):
    """A comment, a tag with attributes, or the reading above a word."""

    line: int
    text: str


class View(NamedTuple):
    """What a file says."""

    outside: str
    """What a reader sees, and scripts; it has as many lines as the file."""
    tags: tuple[Tag, ...]


def view(name: str, text: str) -> View:
    """Return what the file `name` says; a text within a text (HTML in a feed) is taken apart too."""
    if "\\" in text:
        text = _ESCAPED.sub(_meant, text)
    if not name.endswith(MARKUP):
        return View(text, ())
    outside, tags = _apart(text)
    outside = readable(outside)
    if not name.endswith(PAGES) and "<" in outside:
        outside, more = _apart(outside)
        outside, tags = readable(outside), (*tags, *more)
    return View(outside, tags)


def readable(text: str) -> str:
    """Return `text` without entities, its lines where they were."""
    return unescape(_NEW_LINE.sub(" ", text)) if "&" in text else text


def said(tag: str) -> str:
    """Return what a tag says, with the characters that an address in it stands for."""
    plain = readable(tag)
    return unquote(_NEW_LINE.sub(" ", plain)) if "%" in plain else plain


def written(text: str) -> str:
    """Return a text of ours (Markdown) as it reads: without tags, and without where its links lead."""
    return readable(_TARGET.sub("]", _TAG.sub("", text)))


def line(text: str, run: str) -> int:
    """Return the line of `text` on which a run of folded text begins; 0 when it has none such."""
    at = fold(text).find(run)
    ends = accumulate(len(fold(each)) for each in text.split("\n"))
    return next((number for number, end in enumerate(ends, 1) if at < end), 0) if at >= 0 else 0


def _apart(text: str) -> tuple[str, tuple[Tag, ...]]:
    pieces = _TAG.split(text)
    outside, tags, line = [pieces[0]], [], 1 + pieces[0].count("\n")
    for tag, after in zip(pieces[1::3], pieces[3::3], strict=True):
        if "=" in tag or tag.startswith(("<!-", "<rt", "<rp")):
            tags.append(Tag(line, tag))
        lines = tag.count("\n")
        outside += ("\n" * lines, after) if lines else (after,)
        line += lines + after.count("\n")
    return "".join(outside), tuple(tags)


def _meant(found: re.Match[str]) -> str:
    code, letter = found.groups()
    if code:
        char = chr(int(code, 16))
        return " " if char in "\r\n" else char
    return letter if letter in '"\\/' else " "
