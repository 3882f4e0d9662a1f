"""What the header fields of a mail say, as mailers write them and break them.

A field comes as Python's `email` keeps it: bytes beyond ASCII as surrogates. Encoded words are
those of RFC 2047; a letter may be split between two of them.
"""

from __future__ import annotations

import re
from base64 import b64decode
from email.utils import getaddresses
from itertools import groupby
from quopri import decodestring
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.charsets import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 20_000
"""Characters of one field that are looked at."""
LONGEST_ID = 250
"""Of a Message-ID: a line of mail is 998 at most, and nobody's id is a quarter of that."""
CHARSET, CONTENT = r"[^?\s]{1,80}", r"(?:[^?]|\?(?!=)){0,1000}"
WORD = re.compile(rf"=\?({CHARSET})\?([bBqQ])\?({CONTENT})\?=")
WORDS = re.compile(rf"(?:=\?{CHARSET}\?[bBqQ]\?{CONTENT}\?=)+")
GAP = re.compile(rf"(?<=\?=)[ \t]+(?==\?{CHARSET}\?[bBqQ]\?)")
"""Space between two encoded words, which is none (RFC 2047 §6.2)."""
HELD = "\ue000"
"""The first of the private letters that stand for encoded words while addresses are taken apart."""
MOST_HELD = 2_000
LINE_END = re.compile(r"[\r\n]+")
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
BRACKETED = re.compile(r"<([^<>]*)>")
PREFIXES = re.compile(
    r"(?:\s*(?:re|fwd?|aw|wg|sv|antw|返信|転送|回复|答复|转发)\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：])+",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """Somebody as a field names them."""

    address: str
    """In lower case: who tells people apart by capitals is not known."""
    name: str = ""


def readable(field: str) -> str:
    """Return what a field says, in one line: letters whatever their charset, encoded words decoded."""
    text = GAP.sub("", _letters(field))
    return _tidy("".join(_spelled(charset, told) for charset, told in groupby(_pieces(text), lambda piece: piece[0])))


def subject(field: str) -> str:
    """Return a subject without `Re:`, `Fwd:`, 「返信:」 and the like before it."""
    text = readable(field)
    return text[found.end() :].strip() if (found := PREFIXES.match(text)) else text


def addresses(field: str) -> tuple[Address, ...]:
    """Return everybody a field names, in its order; what is no address is left out."""
    if "@" not in field:
        return ()
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return chr(ord(HELD) + len(held) - 1) if len(held) <= MOST_HELD else ""

    text = WORDS.sub(hold, GAP.sub("", _letters(field).replace(HELD, "")))
    try:
        told = getaddresses([text])
    except RecursionError:  # brackets in brackets in …
        return ()
    return tuple(Address(each, _name(name, held, each)) for name, raw in told if "@" in (each := _address(raw)))


def ids(field: str) -> tuple[str, ...]:
    """Return the Message-IDs in a field, without their brackets; words around them are none."""
    text = LINE_END.sub("", field[:MOST])
    found = BRACKETED.findall(text) or [word for word in text.split() if "@" in word]
    return tuple(dict.fromkeys(filter(None, map(_id, found))))


def parameter(field: str, name: str) -> str:
    """Return a parameter of a field such as Content-Type, without quotes; empty: it has none."""
    found = re.search(rf";\s*{name}\*?\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", field[:MOST], re.IGNORECASE)
    return next(filter(None, found.groups()), "").strip() if found else ""


def _letters(field: str) -> str:
    """Return a field in one line, its raw letters read in the charset they are in."""
    return decoded(LINE_END.sub("", field[:MOST]).encode("utf-8", "surrogateescape"))


def _pieces(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield what a field is made of: a charset and bytes; an empty charset: plain letters."""
    plain, *rest = WORD.split(text)
    yield "", plain.encode("utf-8", "surrogatepass")
    for at in range(0, len(rest), 4):
        label, way, content, after = rest[at : at + 4]
        yield label.partition("*")[0].lower(), _base64(content) if way in "bB" else _quoted(content)
        if after:
            yield "", after.encode("utf-8", "surrogatepass")


def _spelled(label: str, pieces: Iterator[tuple[str, bytes]]) -> str:
    data = b"".join(piece for _label, piece in pieces)
    return decoded(data, label) if label else data.decode("utf-8", "replace")


def _base64(content: str) -> bytes:
    """Decode what there is of it: padding is often missing, or in the middle."""
    letters = NOT_BASE64.sub("", content)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return b64decode(whole + "=" * (-len(whole) % 4))


def _quoted(content: str) -> bytes:
    return decodestring(content.replace("_", " ").encode("utf-8", "replace") + b"\n")[:-1]


def _name(name: str, held: list[str], address: str) -> str:
    """Return a display name, its encoded words put back and read; an address is no name."""
    back = "".join(held[number] if 0 <= (number := ord(char) - ord(HELD)) < len(held) else char for char in name)
    told = readable(back).strip("\"'“” ")
    return "" if told.lower() == address else told


def _address(raw: str) -> str:
    return "".join(raw.split()).strip("<>'\"").lower()


def _id(raw: str) -> str:
    told = "".join(raw.split()).strip("<>")
    return told if told.isascii() and told.isprintable() and len(told) <= LONGEST_ID else ""


def _tidy(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text.replace("\0", "")).strip()
