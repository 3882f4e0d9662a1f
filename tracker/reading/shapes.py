"""What a body is, by looking at it: names and declared types of feeds are often wrong."""

from __future__ import annotations

import codecs
import re

BEFORE_ROOT = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+html\b)[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
"""White space, instructions, comments and a document type that does not itself say HTML."""
ROOT = re.compile(rb"<(?:!DOCTYPE\s+(?=html\b)|(?:[\w.-]+:)?)([\w-]+)", re.IGNORECASE)


def shape_of(body: bytes) -> str:
    """Return `json`, the name of the root element in small letters, or nothing."""
    text = _utf8(body).lstrip()
    if text.startswith((b"{", b"[")):
        return "json"
    start = BEFORE_ROOT.match(text)
    root = ROOT.match(text, start.end() if start else 0)
    return root[1].decode("ascii", "replace").lower() if root else ""


def _utf8(body: bytes) -> bytes:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)
