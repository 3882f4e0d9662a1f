"""What the bytes of a page or feed are in: what they say themselves is often wrong, or not said.

Learned from the encoding standard (https://encoding.spec.whatwg.org/) and from Japanese pages of
before 2010, which are in Shift_JIS or EUC-JP and do not always tell.
"""

from __future__ import annotations

import codecs
import re

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
IN_HEADER = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
IN_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
IN_XML = re.compile(rb"\s*<\?xml[^>]*\bencoding=[\"']([\w.:-]+)", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page says what it is in."""
ESCAPES = (b"\x1b$B", b"\x1b$@")
"""How ISO-2022-JP, which is ASCII otherwise, begins its Japanese."""
KANA = re.compile("[\u3041-\u3093\u30a1-\u30f6]")
LABELS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
}
"""Names that mean another charset than Python thinks, or that it does not know."""
KNOWN = re.compile(r"utf-8|cp932|euc[-_](?:jp|kr)|(?:windows-|cp)125\d|iso-8859-\d{1,2}|koi8-[ru]|gb18030|big5|cp949")
"""What pages are in; Python also takes names that are no charsets."""


def text(body: bytes, content_type: str = "") -> str:
    """Return a page as text: as its mark says, else in the first charset that holds all of it."""
    mark = next((name for start, name in MARKS if body.startswith(start)), "")
    if mark:
        return body.decode(mark, "replace")
    if any(escape in body for escape in ESCAPES):
        return body.decode("iso2022_jp_ext", "replace")
    if decodes(body, "utf-8") or is_nearly_utf8(body):
        return body.decode("utf-8", "replace")
    said = _said(body, content_type)
    whole = next((name for name in (*said, *_guessed(body)) if decodes(body, name)), "")
    return body.decode(whole or next(iter(said), "cp1252"), "replace")


def decodes(body: bytes, name: str) -> bool:
    """Whether all of `body` is in the charset `name`."""
    try:
        body.decode(name)
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def is_nearly_utf8(body: bytes) -> bool:
    """Whether fewer than one in twenty of the letters that are not ASCII is damaged."""
    read = body.decode("utf-8", "replace")
    foreign = sum(1 for letter in read if not letter.isascii())
    return read.count("\N{REPLACEMENT CHARACTER}") * 20 < foreign


def _said(body: bytes, content_type: str) -> tuple[str, ...]:
    """Return what the header and the page itself say, as Python calls it."""
    head = body[:HEAD]
    told = [found[1] for found in (IN_HEADER.search(content_type),) if found]
    told += [found[1].decode("ascii", "replace") for found in (IN_META.search(head), IN_XML.match(head)) if found]
    names = (LABELS.get(name.lower(), name.lower()) for name in told)
    return tuple(name for name in names if KNOWN.fullmatch(name))


def _guessed(body: bytes) -> tuple[str, ...]:
    """Return the charsets in which it would be Japanese."""
    return tuple(name for name in ("euc_jp", "cp932") if KANA.search(body.decode(name, "ignore")))
