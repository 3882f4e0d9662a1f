"""Letters in bytes: by the charset they claim, else by the one they are in.

Claims of mail are often wrong. UTF-8 proves itself; the Japanese charsets are read as browsers
read them (https://encoding.spec.whatwg.org): one table, that of Windows, with ① and ㈱ in it.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

JIS = re.compile(r"iso-?2022-?jp.*|cp5022\d|csiso2022jp|jis7?", re.IGNORECASE)
SHIFT_JIS = re.compile(r"(?:x-|cs)?(?:shift[-_]?jis|sjis)|windows-31j|(?:cp|ms)932|ms_kanji", re.IGNORECASE)
EUC = re.compile(r"(?:x-)?euc-?jp.*|ujis|cp51932|cseucpkdfmtjapanese", re.IGNORECASE)
LABEL = re.compile(r"[\w.:+-]{1,40}", re.ASCII)
NO_CHARSET = re.compile(r"(?:raw[-_])?unicode[-_]?escape|punycode|idna|undefined|mbcs|oem", re.IGNORECASE)
"""What Python calls a text encoding and no mail is written in."""
SEVEN_BITS = re.compile(r"utf-?7|hz.*|utf-?(?:16|32).*|ucs-?[24]", re.IGNORECASE)
"""Charsets whose letters look like ASCII, or hold zeros."""
WIDER = {"ascii": "", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
"""What is meant by a claim, as browsers read it; nobody means ASCII by letters that are none."""
ESCAPE = re.compile(rb"\x1b(\$[@AB]|\$\([CDOQ]|\([BIJH])")
OTHER_SETS = {b"$A": "gb2312", b"$(C": "euc_kr", b"$(O": "euc_jis_2004", b"$(Q": "euc_jis_2004"}
PIECE = re.compile(
    rb"((?:[\xa1-\xfe]{2})+)|\x8e([\xa1-\xdf])|\x8f([\xa1-\xfe]{2})|([\x00-\x8d\x90-\xa0]+)|.", re.DOTALL
)
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
JAPANESE = re.compile(rf"{KANA.pattern}|[\u4e00-\u9fff]{{2}}")
"""Kana, or two kanji: one alone is what Windows' ’ and the letter behind it look like."""
WESTERN = ("", "cp1252", "utf-8")
"""What programs claim that do not know; any other claim of one byte a letter is meant."""
LETTERS_ENOUGH = 2000
"""Of one text, to guess by."""
GOOD = 0.5
"""How much must be everyday Japanese for it to be believed."""


def decoded(data: bytes, label: str = "") -> str:
    """Return the text that `data` holds; `label` is what it claims to be in. Never fails."""
    if data.isascii() and b"\x1b" not in data and not SEVEN_BITS.fullmatch(label):
        return data.decode("ascii")
    if ESCAPE.search(data) and data.isascii():
        return _jis(data, "replace")
    claimed = _claimed(data, label)
    return claimed if claimed is not None else _guessed(data, label)


def _claimed(data: bytes, label: str) -> str | None:
    """Return what the claim makes of it if that is believable; a claim of one byte a letter fits everything."""
    japanese = _japanese(label)
    if japanese:
        text = _tried(japanese, data)
        return text if text is not None and _common(text) >= GOOD else None
    utf8 = None if SEVEN_BITS.fullmatch(label) else _tried(_utf8, data)
    if utf8 is not None:
        return utf8
    codec = _codec(label)
    return _tried(lambda given: given.decode(codec), data) if codec and not _is_narrow(codec) else None


def _guessed(data: bytes, label: str) -> str:
    """Return the likeliest text: UTF-8 proves itself, Japanese shows; else the claim as far as it goes."""
    utf8 = _tried(_utf8, data)
    if utf8 is not None:
        return utf8
    read = [text for text in (_tried(way, data) for way in (_shift_jis, _euc)) if text is not None]
    best = max(read, key=_common, default="")
    codec, japanese = _codec(label), _japanese(label)
    sign = KANA if codec not in WESTERN and not japanese else JAPANESE
    if sign.search(best) and _common(best) >= GOOD:
        return best
    if japanese:
        return japanese(data, "replace")
    text = data.decode(codec or "cp1252", "replace")
    return data.decode("cp1252", "replace") if _is_lost(text) else text


def _is_lost(text: str) -> bool:
    """Whether nothing of what is not ASCII could be read."""
    return {char for char in text if not char.isascii()} == {"\ufffd"}


def _japanese(label: str) -> Callable[..., str] | None:
    ways = ((JIS, _jis), (SHIFT_JIS, _shift_jis), (EUC, _euc))
    return next((way for pattern, way in ways if pattern.fullmatch(label.strip())), None)


def _codec(label: str) -> str:
    """Return the name Python knows a charset by; empty when it is none."""
    name = label.strip().replace("_8859", "-8859")
    if not LABEL.fullmatch(name) or NO_CHARSET.fullmatch(name):
        return ""
    try:
        b"a".decode(name, "replace")  # which codecs that are no charset refuse
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError):
        return ""
    return WIDER.get(found, found)


def _is_narrow(codec: str) -> bool:
    """Whether each byte is a letter, so that nothing is proved by its fitting."""
    return codec.startswith(("cp125", "iso8859", "koi8", "mac", "cp8", "cp4", "tis", "latin"))


def _tried(way: Callable[[bytes], str], data: bytes) -> str | None:
    try:
        return way(data)
    except (UnicodeError, ValueError):
        return None


def _common(text: str) -> float:
    """How much of what is not ASCII is everyday Japanese: kana, punctuation, the first level of kanji."""
    wide = [char for char in text if not char.isascii()][:LETTERS_ENOUGH]
    return sum(map(_is_common, wide)) / len(wide) if wide else 0.0


def _is_common(char: str) -> bool:
    try:
        told = char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return len(told) == 2 and (told[0] <= 0x83 or 0x87 <= told[0] <= 0x98)  # noqa: PLR2004 - rows of the table


def _utf8(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _shift_jis(data: bytes, errors: str = "strict") -> str:
    return data.decode("cp932", errors)


def _euc(data: bytes, errors: str = "strict") -> str:
    """EUC-JP is the same table with the high bit set."""
    return "".join(_euc_piece(found, errors) for found in PIECE.finditer(data))


def _euc_piece(found: re.Match[bytes], errors: str) -> str:
    pairs, half, other, narrow = found.groups()
    if pairs:
        return _pairs(bytes(byte & 0x7F for byte in pairs), errors)
    if half:
        return half.decode("cp932")
    if other:
        return found[0].decode("euc_jp", errors)
    return (narrow or found[0]).decode("ascii", errors)


def _jis(data: bytes, errors: str = "strict") -> str:
    """ISO-2022-JP as it is sent, not as it is specified: with ①, half-width kana and ends of lines inside."""
    return "".join(_jis_line(line, errors) for line in data.splitlines(keepends=True))


def _jis_line(line: bytes, errors: str) -> str:
    """A line begins in ASCII, whether the one before it went back to that or not (RFC 1468)."""
    parts = ESCAPE.split(line)
    told = [(b"(B", parts[0]), *((mark, piece) for mark, piece in list(pairwise(parts))[1::2])]
    return "".join(_jis_piece(mark, piece, errors) for mark, piece in told)


def _jis_piece(mark: bytes, piece: bytes, errors: str) -> str:
    if mark in (b"$@", b"$B"):
        return _pairs(piece, errors)
    if mark == b"(I":
        return _high(piece).decode("cp932", errors)
    if mark == b"$(D":  # JIS X 0212, which EUC tells by a byte of its own
        shifted = (b"\x8f" + _high(piece[at : at + 2]) for at in range(0, len(piece) - 1, 2))
        return b"".join(shifted).decode("euc_jp", errors)
    if mark in OTHER_SETS:
        return _high(piece).decode(OTHER_SETS[mark], errors)
    return piece.replace(b"\x1b", b"").decode("cp932", errors)


def _high(piece: bytes) -> bytes:
    return bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece)  # noqa: PLR2004 - a space


def _pairs(piece: bytes, errors: str) -> str:
    """Read pairs of 7 bits, row and cell of the table; what is below them stays as it is."""
    told, at = bytearray(), 0
    while at < len(piece):
        row, cell = piece[at], piece[at + 1] if at + 1 < len(piece) else 0
        if 0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E:  # noqa: PLR2004 - the table's corners
            told += _cell(row, cell)
            at += 2
        else:
            told.append(row)
            at += 1
    return told.decode("cp932", errors)


def _cell(row: int, cell: int) -> bytes:
    """Return where Shift_JIS keeps a row and cell of JIS X 0208."""
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)  # noqa: PLR2004 - two blocks of lead bytes
    trail = cell + 0x7E if row % 2 == 0 else cell + (0x20 if cell >= 0x60 else 0x1F)  # noqa: PLR2004 - 7F is left out
    return bytes((lead, trail))
