"""A file before it is text: its size, its encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1_000_000
"""Bytes of a post: a long one has thirty thousand."""
OTHERS = (("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"), ("iso2022_jp", b"\x1b$"), ("cp932", b""), ("euc_jp", b""))
"""What a Japanese text may be written in, and how it begins or what is in it."""
NAMES = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP", "utf-16": "UTF-16"}
KANA = range(0x3041, 0x30FF)


def remarks(raw: bytes) -> Iterator[Remark]:
    """Yield why these bytes cannot be a text, or should not be."""
    if len(raw) > LARGEST:
        said = _("This post has {size:.1f} MB.").format(size=len(raw) / 1e6)
        fix = _("Put pictures and data into files of their own and link them; every reader loads all of this.")
        yield Remark("file-size", 0, said, fix)
    elif text(raw) is None:
        yield _undecodable(raw)


def text(raw: bytes) -> str | None:
    """Return the text in a file; None when it is none."""
    if b"\0" in raw:
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _undecodable(raw: bytes) -> Remark:
    known = _guessed(raw)
    if b"\0" in raw and known != "UTF-16":
        said = _("This file is no text.")
        return Remark("file-binary", 0, said, _("Take it out of the folder of texts, or give it its own ending."))
    try:
        raw.decode("utf-8")
        line = 0
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    said = _("This file is not UTF-8.")
    if known:
        said = _("This file is not UTF-8; it looks like {encoding}.").format(encoding=known)
    return Remark("file-encoding", line, said, _("Save it as UTF-8."))


def _guessed(raw: bytes) -> str:
    """The encoding that makes Japanese of it."""
    for encoding, mark in OTHERS:
        if mark and mark not in raw[:1000]:
            continue
        try:
            read = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-16" or any(ord(char) in KANA for char in read):
            return NAMES[encoding]
    return ""
