"""The words of a mail: its parts of text, in plain letters and as HTML, and nothing that is attached."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from tracker.reading import bounds
from tracker.reading.html import plain
from tracker.rules import headers
from tracker.rules.charsets import decoded
from tracker.rules.quotations import unflowed

if TYPE_CHECKING:
    from collections.abc import Iterator

Mime: TypeAlias = "Message[str, str]"

MOST_PARTS = 500
MOST_LETTERS, MOST_MARKUP, MOST_TAGS = 200_000, 1_000_000, 20_000
"""How much is read of plain text and of HTML: nobody writes more, but some append it."""
QUOTING = (
    ".gmail_attr, .moz-cite-prefix, .yahoo_quoted, .protonmail_quote, #OLK_SRC_BODY_SECTION, "
    ".gmail_signature, .moz-signature, [id^='ms-outlook-mobile-signature']"
)
"""What programs mark in HTML: what introduces a quotation, what is quoted without a mark, a signature."""
MOST_QUOTING = 100


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a mail."""

    plain: str = ""
    html: str = ""
    invites: bool = False
    """Whether a calendar wrote it."""
    broken: bool = False

    @classmethod
    def of(cls, message: Mime) -> Body:
        """Read the parts that are words: of each kind all, in their order."""
        parts = list(_parts(message))
        texts = [part for part in parts if _kind(part) == "text/plain"]
        pages = [part for part in parts if _kind(part) == "text/html"]
        words = "\n\n".join(filter(None, map(_plain, texts)))
        read = texts if words.strip() else pages
        return cls(
            words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]}…",
            "<".join("\n".join(map(_letters, pages))[:MOST_MARKUP].split("<")[:MOST_TAGS]),
            any(map(_is_invitation, parts)),
            _is_unclosed(message) and parts[-1:] in ([], read[-1:]),
        )


def _parts(message: Mime) -> Iterator[Mime]:
    """Yield the leaves in their order; a mail within a mail is one."""
    ahead = [message]
    for _count in range(MOST_PARTS):
        if not ahead:
            return
        part = ahead.pop()
        inside = _inside(part)
        ahead.extend(reversed(inside))
        if not inside:
            yield part


def _inside(part: Mime) -> list[Mime]:
    """Return what a bundle holds."""
    bundled = part.is_multipart() and part.get_content_maintype() == "multipart"
    held = part.get_payload() if bundled else None
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _kind(part: Mime) -> str:
    """Return what a part that is no attachment holds; a bundle that cannot be untied is plain text."""
    disposition = str(part.get("content-disposition", ""))
    if part.get_content_disposition() == "attachment" or headers.parameter(disposition, "filename"):
        return ""
    return "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()


def _plain(part: Mime) -> str:
    text = _letters(part)
    kind = str(part.get("content-type", ""))
    if headers.parameter(kind, "format").lower() == "flowed":
        return unflowed(text, delete_space=headers.parameter(kind, "delsp").lower() == "yes")
    return text


def _letters(part: Mime) -> str:
    """Return the text of a part, with our ends of lines."""
    data = part.get_payload(decode=True)
    label = headers.parameter(str(part.get("content-type", "")), "charset")
    text = decoded(data, label) if isinstance(data, bytes) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _is_invitation(part: Mime) -> bool:
    kind = str(part.get("content-type", ""))
    return _kind(part) == "text/calendar" or (kind.lower().startswith("text/calendar") and "method=" in kind.lower())


def _is_unclosed(message: Mime) -> bool:
    """Whether a bundle has no end: the file was cut, or a program is careless."""
    unclosed = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
    ahead = [message]
    while ahead:
        part = ahead.pop()
        if any(isinstance(defect, unclosed) for defect in part.defects):
            return True
        ahead.extend(_inside(part))
    return False


@lru_cache(maxsize=2)  # one mail is looked at from several sides
def from_html(html: str, *, linked: bool = False) -> str:
    """Return HTML as plain text, what is quoted marked with `>`; `linked`: with the address of each link behind it."""
    if not bounds.is_tame(html):
        return plain(html)
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and many commands never read HTML

    page = LexborHTMLParser(html)
    for _count in range(MOST_QUOTING):  # asked for one by one: what lies within one is gone with it
        found = page.css_first(QUOTING)
        if found is None:
            break
        found.decompose()
    for link in page.css("a[href]") if linked else ():
        link.insert_after(f" <{link.attributes['href'] or ''}> ")
    return plain(page.html or "")
