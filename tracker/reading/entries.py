"""The post on one of our own pages: where it leads, and what it says, told without its mark-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.rules.discovery import BLANKS, absolute, resolved
from tracker.rules.outgoing import Entry, fingerprint, outward
from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = re.compile(r"h-(?:[a-z0-9]+-)?[a-z]+(?:-[a-z]+)*")
"""A class that begins an item of its own (microformats2, parsing)."""
ANSWERS = frozenset(("u-in-reply-to", "u-like-of", "u-repost-of", "u-bookmark-of", "u-quotation-of"))
"""What an entry answers, wherever in it that stands."""
WORDS = frozenset(("p-name", "p-summary"))
PARTS = ", ".join(f".{name}" for name in sorted({"e-content", *WORDS, *ANSWERS}))
UNTOLD = frozenset(("nofollow", "ugc", "sponsored"))
"""What a link's `rel` says when its author does not stand behind the target."""
NO_MENTION = "nomention"
"""The class by which WordPress' authors exempt a link; with us `[text](address){.nomention}`."""
DELETED = re.compile(r"\s*(?:404|410)\b")
POST = (b"h-entry", b"e-content")
DELETION = b"http-equiv"


def read(page: bytes, address: str = "") -> Entry | None:
    """Return the post that a page of ours is about; None: it is about none, or has no address of its own.

    `address` is where the page was read; without it, the page says so (`rel=canonical`). Lists of posts are
    no posts. Links are those of its text (`e-content`) and of what it answers (`u-in-reply-to` …) that leave
    our site, without those whose `rel` is nofollow, ugc or sponsored, or whose class is `nomention`.
    """
    if not all(mark in page for mark in POST) and DELETION not in page:
        return None  # most pages of a site are lists, and need not be parsed to see it
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and few commands read HTML

    tree = LexborHTMLParser(page.decode("utf-8", "replace"))
    url = address or _canonical(tree)
    if url and _is_deleted(tree):
        return Entry(url, gone=True)
    entry = next((node for node in tree.css(".h-entry") if _root_above(node) is None), None)
    return _read(url, tree, entry) if url and entry else None


def _read(url: str, tree: LexborHTMLParser, entry: LexborNode) -> Entry:
    page = _canonical(tree) or url
    start = resolved(page, _base(tree))
    parts = [node for node in entry.css(PARTS) if _is_of(node, entry)]
    texts = [node for node in parts if "e-content" in _classes(node)]
    told = _addresses(start, (node for node in _links(texts, parts) if _is_told(node)))
    said = [*_words(parts, texts), *_addresses(start, _anchors(texts)), *told, *_responses(entry)]
    return Entry(url, outward(told, page), fingerprint(said))


def _addresses(start: str, links: Iterable[LexborNode]) -> list[str]:
    whole = (absolute(start, node.attributes["href"] or "") for node in links)
    return [address for address in whole if is_web(address)]


def _links(texts: list[LexborNode], parts: list[LexborNode]) -> Iterator[LexborNode]:
    """Yield what is answered, then the links of the text."""
    for node in parts:
        if ANSWERS & _classes(node):
            yield from [node] if node.attributes.get("href") else node.css("a.u-url[href]") or node.css("a[href]")
    yield from _anchors(texts)


def _anchors(texts: list[LexborNode]) -> Iterator[LexborNode]:
    for text in texts:
        yield from text.css("a[href]")


def _words(parts: list[LexborNode], texts: list[LexborNode]) -> Iterator[str]:
    for node in (*(one for one in parts if WORDS & _classes(one)), *texts):
        yield _letters(node)


def _responses(entry: LexborNode) -> Iterator[str]:
    """Yield the responses that the page shows (S10): what each says, and where it was said."""
    for node in entry.css(".h-cite"):
        yield from (one.attributes["href"] or "" for one in node.css(".u-url[href]")[:1])
        yield from (_letters(one) for one in node.css(".e-content, .p-content")[:1])


def _letters(node: LexborNode) -> str:
    """Return what a node says without white space: another way of setting it is no other text."""
    return "".join(node.text().split())


def _is_told(link: LexborNode) -> bool:
    rels = set(re.split(f"[{BLANKS}]+", (link.attributes.get("rel") or "").lower()))
    return not (rels & UNTOLD) and NO_MENTION not in _classes(link)


def _is_of(node: LexborNode, entry: LexborNode) -> bool:
    """Whether it belongs to the entry itself, not to an item in it, such as a response."""
    above = _root_above(node)
    return above is not None and above.mem_id == entry.mem_id


def _root_above(node: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and not any(map(ROOT.fullmatch, _classes(above))):
        above = above.parent
    return above


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())


def _base(tree: LexborHTMLParser) -> str:
    found = tree.css_first("base[href]")
    return (found.attributes["href"] or "") if found else ""


def _canonical(tree: LexborHTMLParser) -> str:
    found = tree.css_first('link[rel~="canonical" i][href]')
    url = (found.attributes["href"] or "").strip(BLANKS) if found else ""
    return url if is_web(url) else ""


def _is_deleted(tree: LexborHTMLParser) -> bool:
    """Whether the page says that it was deleted, where the server cannot (Webmention §3.1.5, indieweb.org/deleted)."""
    found = tree.css_first('meta[http-equiv="status" i][content]')
    return bool(found and DELETED.match(found.attributes["content"] or ""))
