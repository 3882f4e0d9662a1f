"""Mail addresses and telephone numbers in texts, also where they are written so that programs overlook them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.rules.leaks.folding import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT = re.compile(r"@|\bat\b|アットマーク|アット|あっとまーく|あっと|[★☆◎●◆]")
_LOCAL = re.compile(r"(?<![@\w.+-])([\w][\w.+'-]{0,63})\s*[(\[{<「【]?\s*\Z")
_DOT = r"(?:\.|\s*[(\[{<「【]\s*(?:dot|ドット|どっと|\.)\s*[)\]}>」】]\s*|\s+dot\s+|\s*ドット\s*)"
_DOMAIN = re.compile(rf"\s*[)\]}}>」】]?\s*([^\W_][\w-]{{0,62}}(?:{_DOT}[^\W_][\w-]{{0,62}}){{1,6}})")
_DOTS = re.compile(_DOT)
_BEFORE, _AFTER = 80, 320
_NUMBER = re.compile(r"(?<![\w+])[+(]{0,2}\d(?:[\s().\-\u2010-\u2015\u2212ー]{0,3}\d){8,16}(?!\w)")
_NATIONAL = re.compile(r"\d{3}[-. ]\d{3}[-. ]\d{4}\Z")
_DATE = re.compile(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{2,4}(?:\D|\Z)")
_LABEL = re.compile(r"(?:tel|phone|fax|mobile|cell|電話|携帯)[^\w+(]{0,4}\Z")
_FIGURE = re.compile(r"\d")
_SURE, _LONGEST = 9, 15
_WITH_ZERO = 10


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, address) of every mail address; `mio at example dot com` is one. Handles (`@mio@…`) are none.

    Where the domain ends is not always plain: each that it might be is yielded.
    """
    plain = normal(text)
    for at in _AT.finditer(plain):
        domain = _DOMAIN.match(plain, at.end(), at.end() + _AFTER)
        local = _LOCAL.search(plain[max(at.start() - _BEFORE, 0) : at.start()]) if domain else None
        if domain and local:
            labels = _DOTS.sub(".", domain[1]).split(".")
            for count in range(len(labels), 1, -1):
                yield plain.count("\n", 0, at.start()) + 1, address(f"{local[1]}@{'.'.join(labels[:count])}")


def address(written: str) -> str:
    """Return a mail address as it is compared: without case, and without what follows a plus."""
    local, _at, domain = normal(written).strip().rpartition("@")
    return f"{local.partition('+')[0].strip(chr(46))}@{domain}"


def numbers(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, number, sure) of what may be a telephone number: its last nine figures.

    `+81 90-1234-5678` and `090-1234-5678` are the same so; `sure` says that it is written as one.
    """
    plain = normal(text)
    for found in _NUMBER.finditer(plain):
        figures = "".join(_FIGURE.findall(found[0])).lstrip("0")
        if _SURE <= len(figures) <= _LONGEST:
            before = plain[max(found.start() - _SURE, 0) : found.start()]
            yield plain.count("\n", 0, found.start()) + 1, figures[-_SURE:], _is_number(found[0], before)


def _is_number(written: str, before: str) -> bool:
    if _LABEL.search(before) or written.startswith(("+", "(+")):
        return True
    if _DATE.match(written):
        return False
    begins = written.startswith(("0", "(0")) and len(_FIGURE.findall(written)) >= _WITH_ZERO
    return begins or bool(_NATIONAL.match(written.replace("(", "").replace(") ", "-").replace(")", "-")))
