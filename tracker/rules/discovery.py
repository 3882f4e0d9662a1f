"""Where a page takes webmentions: its Link header first, then what its HTML names (Webmention §3.1.2).

Requirements of the specification are cited as S1 to S15, the numbers of our own checklist of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterator

REL = "webmention"
LINK = re.compile(r"<([^<>]*)>")
PARAMETER = re.compile(r'\s*;\s*([^\s=;,"<>]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]*)))?')
"""A name, then nothing, a quoted string, or a token (RFC 8288 §3; whitespace around `=` is bad but met)."""
ESCAPED = re.compile(r"\\(.)")
BLANKS = " \t\r\n\f"
"""What HTML calls white space; `str.split` would part words at the ideographic space too."""


class Named(NamedTuple):
    """What a page's HTML names as endpoints, in the order of the document."""

    hrefs: tuple[str, ...] = ()
    base: str = ""
    """What `<base href>` says; empty: nothing."""


class Linked(NamedTuple):
    """One value of a Link header."""

    href: str
    rels: frozenset[str]
    """In small letters."""
    anchor: str | None
    """What the link is of; None: of the page itself."""


def endpoint(page: str, header: str, named: Named) -> str:
    """Return the endpoint of the page at the final address `page`; empty when it has none.

    S2: the header comes before the document. S3: a relative endpoint begins at the final address,
    or at what `<base>` says, as HTML has it. S4: its query stays as it is.
    """
    in_html = (resolved(resolved(page, named.base), href) for href in named.hrefs)
    return next((url for url in (*in_header(page, header), *in_html) if is_web(url)), "")


def in_header(page: str, header: str) -> Iterator[str]:
    """Yield the endpoints that a Link header names; several headers come joined by commas."""
    for link in links(_read(header)):
        about = page if link.anchor is None else absolute(page, link.anchor)
        if REL in link.rels and about == page:
            yield resolved(page, link.href)


def links(header: str) -> Iterator[Linked]:
    """Yield the values of a Link header (RFC 8288 §3, read as its appendix B.2 does)."""
    found = LINK.search(header)
    while found:
        said, end = _parameters(header, found.end())
        rels = frozenset(said.get("rel", "").lower().split())
        yield Linked(found[1].strip(), rels, said.get("anchor"))
        found = LINK.search(header, end)


def is_named(rel: str) -> bool:
    """Whether a `rel` of HTML names a webmention endpoint: a whole word, in any case."""
    return REL in re.split(f"[{BLANKS}]+", rel.lower())


def resolved(base: str, href: str) -> str:
    """Return where `href` leads from `base`, without its fragment; empty: nowhere.

    An empty `href` is the page itself.
    """
    return absolute(base, href).partition("#")[0]


def absolute(base: str, href: str) -> str:
    """Return the whole address; one that is whole already stays letter by letter as it is written."""
    written = href.strip(BLANKS)
    try:
        return written if is_web(written) else urljoin(base, written)
    except ValueError:
        return ""


def _parameters(header: str, start: int) -> tuple[dict[str, str], int]:
    """Read the parameters of one value; of a name given twice the first counts (§3.3)."""
    said: dict[str, str] = {}
    end = start
    while found := PARAMETER.match(header, end):
        name, quoted, token = found.groups()
        value = ESCAPED.sub(r"\1", quoted) if quoted is not None else token or ""
        said.setdefault(name.lower(), value)
        end = found.end()
    return said, end


def _read(header: str) -> str:
    """Read as UTF-8 what http.client read as Latin-1: a place may write its own letters."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")


def status_page(endpoint: str, location: str) -> str:
    """Return the address that a 201 answers with, where what became of the webmention is told (S7)."""
    url = resolved(endpoint, _read(location)) if location else ""
    return url if is_web(url) else ""
