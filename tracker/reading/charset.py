"""The letters of a page that came as bytes."""

from __future__ import annotations

import codecs
import re

DECLARED = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
LOOKED_AT = 1024
"""Bytes in which a page says its encoding (HTML §4.2.5.4)."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WIDER = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "iso-8859-1": "cp1252"}
"""What the web means by a name: the larger set that browsers read (Encoding Standard §4.2)."""


def decoded(page: bytes, content_type: str = "") -> str:
    """Return a page's text: its mark, what the header says, what the page says, else UTF-8."""
    marked = next((name for mark, name in MARKS if page.startswith(mark)), "")
    head = page[:LOOKED_AT].decode("ascii", "replace")
    return page.decode(marked or _declared(content_type) or _declared(head) or "utf-8", "replace")


def _declared(text: str) -> str:
    found = DECLARED.search(text)
    name = found[1].lower() if found else ""
    try:
        known = codecs.lookup(WIDER.get(name, name)) if name else None
        "".encode(known.name if known else "utf-8")  # zlib and its like are codecs too, but not of text
    except (LookupError, UnicodeError):
        return ""
    return known.name if known else ""
