"""The start tags of a stranger's page, without a tree.

A tree can be made to cost a reader anything: of 33 kB of formatting that is reopened in each paragraph HTML's
own rules make 1.6 GB, of 100 kB of nested `<div>` half a minute. Tags alone cost what the page is long. Follows
the tokenizer of HTML (§13.2.5); what its parser would only see as text, or keep inert, is passed over.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARK = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z][^ \t\n\r\f/>]*|/)")
NO_TAGS = ("<!--", "<!", "<?", "</")
"""What begins a comment, or what HTML takes for one: it ends at the next `>`."""
COMMENT = re.compile(r"-?>|.*?--!?>", re.DOTALL)
BOGUS = re.compile("[^>]*>")
ATTRIBUTE = re.compile(
    r"[ \t\n\r\f/]*([^ \t\n\r\f/>][^ \t\n\r\f/>=]*)"
    r"""(?:[ \t\n\r\f]*=[ \t\n\r\f]*(?:"([^"]*)(?:"|\Z)|'([^']*)(?:'|\Z)|([^ \t\n\r\f>"'][^ \t\n\r\f>]*)?))?"""
)
END = re.compile(r"[ \t\n\r\f/]*>")
REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{0,40}(?:;|(?![a-zA-Z0-9=;])))")
"""In an attribute `&copy=` is no ©: addresses have such parameters."""
TEXT = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
"""What holds text and no tags; `noscript` does not, for who runs no scripts."""
FOREIGN = frozenset(("svg", "math"))
"""In these a `<title/>` is an element like any other."""
INERT = "template"
REST = "plaintext"


class Tag(NamedTuple):
    """A start tag; the name in small letters."""

    name: str
    attributes: Mapping[str, str]
    """Of a name given twice, the first; one without a value has an empty one."""


def tags(page: str) -> Iterator[Tag]:
    """Yield the start tags that mean something, in their order."""
    inert = 0
    for ends, tag in _all(page):
        if tag.name == INERT:
            inert = max(inert + (-1 if ends else 1), 0)
        if not ends and not inert:
            yield tag


def _all(page: str) -> Iterator[tuple[bool, Tag]]:
    """Yield every tag outside comments and text, and whether it is an end tag."""
    at, foreign = 0, 0
    while mark := MARK.search(page, at):
        if mark[0] in NO_TAGS:
            at = _after(page, mark.end(), COMMENT if mark[0] == "<!--" else BOGUS)
            continue
        attributes, at = _attributes(page, mark.end())
        if at > len(page):
            return
        ends, name = mark[0][1] == "/", mark[0].lstrip("</").lower()
        yield ends, Tag(name, attributes)
        if name in FOREIGN:
            foreign = max(foreign + (-1 if ends else 1), 0)
        if not ends and not foreign:
            at = _after_text(page, at, name)


def _after_text(page: str, at: int, name: str) -> int:
    """Return where the text ends that an element holds instead of tags, if it does."""
    if name == REST:
        return len(page)
    if name not in TEXT:
        return at
    return _after(page, at, re.compile(rf".*?(?=</{name}[ \t\n\r\f/>])", re.DOTALL | re.IGNORECASE))


def _after(page: str, at: int, what: re.Pattern[str]) -> int:
    """Return where `what` ends; what never ends goes on to the end of the page."""
    found = what.match(page, at)
    return found.end() if found else len(page)


def _attributes(page: str, at: int) -> tuple[dict[str, str], int]:
    """Read attributes up to where the tag ends; beyond the page when it never does, for then it is none."""
    said: dict[str, str] = {}
    while not (end := END.match(page, at)):
        found = ATTRIBUTE.match(page, at)
        if not found:
            return {}, len(page) + 1
        name, *values = found.groups("")
        said.setdefault(name.lower(), REFERENCE.sub(_character, "".join(values)))
        at = found.end()
    return said, end.end()


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    return unescape(reference[0]) if name.startswith("#") else html5.get(name, reference[0])
