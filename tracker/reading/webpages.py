"""A page of somebody's, taken apart once: what it links to, and what it says of itself in plain HTML.

Titles, dates and authors are where sites put them for search engines and previews: `<title>`,
Open Graph, `<meta>`, schema.org in JSON-LD. What a link is about stands around it.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from tracker.reading.bounds import readable
from tracker.reading.html import BULLET, SPACE, plain, tidy
from tracker.rules import times
from tracker.rules.fields import rows, table, text, web
from tracker.rules.referrers import root
from tracker.rules.text import ending, excerpt
from tracker.rules.urls import canonical, is_web, path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from tracker.rules.times import Moment

AROUND = 200
"""Graphemes before a link, and as many after it."""
FEW = 8
"""With fewer words around it in its own block, a link is about what stands around that."""
STEPS = 4
"""How far out that is looked for."""
MARK = "\ue000"
"""Stands where a link does; a letter of nobody's."""
_BLOCKS = "p li dd dt td th blockquote figcaption pre h1 h2 h3 h4 h5 h6 div section article main aside details body"
BLOCKS = frozenset(_BLOCKS.split())
ARTICLES = ("Article", "BlogPosting", "NewsArticle", "TechArticle", "SocialMediaPosting", "ScholarlyArticle")
DATES = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="date" i]',
    'meta[name="dc.date" i]',
    "article time[datetime]",
    "time[pubdate]",
    'time[itemprop="datePublished"]',
)
PARAGRAPH = "\n\n"
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
MOST_LINKS = 500
"""To us, on one page."""
FAR = 2_000
"""Characters before and after a link from which an excerpt is made."""
NEAR = 20_000
"""Characters of HTML before and after it that are looked at."""
LARGEST_DATA = 200_000
"""Characters of JSON-LD that are looked at."""


class Person(NamedTuple):
    """Who a page says wrote it."""

    name: str = ""
    url: str = ""
    photo: str = ""
    also: tuple[str, ...] = ()
    """Other addresses that are said to be theirs."""
    note: str = ""


class Link(NamedTuple):
    """One link of a page."""

    node: LexborNode
    url: str


class Webpage:
    """What answered at `address`; its header `X-Robots-Tag` is `robots`."""

    def __init__(self, address: str, body: bytes, content_type: str = "", robots: str = "") -> None:
        """Raise SourceError for what would take too long: a stranger's page may be made for that."""
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and few commands read HTML

        self.address, self._robots = address, robots
        self.tree: LexborHTMLParser = LexborHTMLParser(readable(body, content_type, address))

    @cached_property
    def _data(self) -> dict[str, Any]:
        return _article_data(self.tree)

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to."""
        said = self._attribute("base[href]", "href")
        return _joined(self.address, said) or self.address

    @cached_property
    def proper(self) -> str:
        """The address the page calls canonical, if that is one of the same site; else the one that answered."""
        said = self.join(self._attribute('link[rel~="canonical" i][href]', "href"))
        same = root(said) == root(self.address) and (path(said) != "/" or path(self.address) == "/")
        return said.partition("#")[0] if same else self.address

    @cached_property
    def permanent(self) -> str:
        """The same for every spelling of its address."""
        return canonical(self.proper)

    def links(self, names: Collection[str]) -> tuple[Link, ...]:
        """Return the first links to these hosts, in order; where quotations say they are from too."""
        nodes = self.tree.css("a[href], area[href], blockquote[cite], q[cite]")
        said = ((node, node.attributes.get("href") or node.attributes.get("cite") or "") for node in nodes)
        named = ((node, address) for node, address in said if any(name in address.lower() for name in names))
        return tuple(Link(node, url) for node, address in islice(named, MOST_LINKS) if (url := self.join(address)))

    @cached_property
    def title(self) -> str:
        """As it is written for search engines and previews, else for the window."""
        titles = self.tree.css("head > title, title, h1")[:FEW]
        shown = next((node for node in titles if _above(node, "svg") is None), None)
        name = _line(text(self._data.get("headline")) or self._meta("og:title") or (shown.text() if shown else ""))
        return _without_site(name, _line(self._meta("og:site_name")))

    @cached_property
    def lang(self) -> str:
        """Two or three letters, or nothing."""
        said = self._attribute("html[lang]", "lang") or self._meta("og:locale")
        found = LANGUAGE.fullmatch(said.strip())
        return found[1].lower() if found else ""

    @cached_property
    def published(self) -> Moment | None:
        """When it was published, if it says."""
        said = [text(self._data.get("datePublished")), *self._dates()]
        return next((read for one in said if (read := times.moment(one) or times.local(one))), None)

    @cached_property
    def author(self) -> Person | None:
        """Who wrote it by its JSON-LD or `<meta>`, if anybody."""
        said = self._data.get("author")
        first = next(iter(rows(said)), None) if isinstance(said, list) else said
        name = text(table(first).get("name")) or text(first) or self._attribute('meta[name="author" i]', "content")
        url = web(table(first).get("url"))
        return Person(_line(name), self.join(url)) if name or url else None

    @cached_property
    def mine(self) -> frozenset[str]:
        """The addresses it links to with `rel=me`, in canonical form."""
        nodes = self.tree.css('a[rel~="me" i][href], link[rel~="me" i][href]')
        return frozenset(canonical(url) for node in nodes if (url := self.join(node.attributes.get("href") or "")))

    @cached_property
    def written_by(self) -> Person | None:
        """Whom it names with `rel=author`: the address of a page about them, and the words of the link."""
        node = self.tree.css_first('a[rel~="author" i][href], link[rel~="author" i][href]')
        url = self.join(node.attributes.get("href") or "") if node else ""
        return Person(_line(node.text()), url) if node and url else None

    @property
    def is_unlisted(self) -> bool:
        """Whether its author asked not to have it in an index (`noindex`)."""
        nodes = self.tree.css('meta[name="robots" i]')
        said = [self._robots, *(node.attributes.get("content") or "" for node in nodes)]
        return any(word in ("noindex", "none") for one in said for word in re.split(r"[\s,]+", one.lower()))

    def join(self, address: str) -> str:
        """Return a web address as the page means it; nothing for any other."""
        return _joined(self.base, address)

    def around(self, node: LexborNode) -> str:
        """Return what stands around a link: its whole paragraph, or the sentences next to the link."""
        own = len(node.text().strip())
        before, _mark, after = (part.replace(MARK, "") for part in self._marked(node, own).partition(MARK))
        near = _near(before, after, 1)
        before, after = near if len("".join(near)) - own > FEW else _near(before, after, 2)
        if len(before + after) <= AROUND * 2:
            return tidy(before + after).strip().removeprefix(BULLET)
        gap = " " if before[-1:].isspace() or after[:1].isspace() else ""
        return tidy(ending(before[-FAR:], AROUND) + gap + excerpt(after[:FAR], AROUND)).strip()

    def post_of(self, node: LexborNode) -> str:
        """Return the address of the post that a link stands in, when the page shows several posts; else nothing."""
        post = _above(node, "article")
        if post is None or len(self.tree.css("article")) == 1:
            return ""
        link = post.css_first("a[rel~=bookmark]") or _linked_heading(post)
        url = self.join(link.attributes.get("href") or "") if link else ""
        return url if root(url) == root(self.address) else ""

    def _marked(self, node: LexborNode, own: int) -> str:
        """Return the text of the block a link stands in, with a mark where the link begins."""
        node.insert_before(MARK)
        block = _block(node)
        said = _plain(block)
        for _step in range(STEPS):
            if len(said) - own > FEW or block.tag == "body":
                break
            block = _block(block)
            said = _plain(block)
        if node.prev is not None:
            node.prev.remove()
        return said

    def _dates(self) -> Iterator[str]:
        for query in DATES:
            yield self._attribute(query, "content") or self._attribute(query, "datetime")

    def _meta(self, name: str) -> str:
        return self._attribute(f'meta[property="{name}"]', "content")

    def _attribute(self, query: str, name: str) -> str:
        node = self.tree.css_first(query)
        return (node.attributes.get(name) or "").strip() if node else ""


def _article_data(tree: LexborHTMLParser) -> dict[str, Any]:
    """Return what schema.org is told of the article that a page is."""
    for script in tree.css('script[type="application/ld+json"]'):
        said = script.text()
        with suppress(ValueError, RecursionError):
            ahead = [json.loads(said) if len(said) < LARGEST_DATA else None]
            while ahead:
                one = ahead.pop(0)
                ahead += rows(one) + rows(table(one).get("@graph"))
                kinds = table(one).get("@type")
                if any(kind in ARTICLES for kind in (rows(kinds) or [kinds])):
                    return table(one)
    return {}


def _joined(base: str, address: str) -> str:
    with suppress(ValueError):
        url = urljoin(base, address.strip()) if address.strip() else ""
        return url if is_web(url) else ""
    return ""


def _above(node: LexborNode, tag: str) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag != tag:
        above = above.parent
    return above


def _linked_heading(post: LexborNode) -> LexborNode | None:
    """Return the link that the first heading of a post is, if it is one."""
    heading = post.css_first("h1, h2, h3")
    return heading.css_first("a[href]") if heading else None


def _block(node: LexborNode) -> LexborNode:
    """Return the block that a node stands in."""
    above = node.parent or node
    while above.tag not in BLOCKS and above.parent is not None:
        above = above.parent
    return above


def _plain(block: LexborNode) -> str:
    """Return the text of a block, as far as it stands near the mark."""
    before, mark, after = (block.html or "").partition(MARK)
    begin = max(len(before) - NEAR, 0)
    begin = max(before.find(">", begin), begin) + 1 if begin else 0  # not inside a tag
    return plain(before[begin:] + mark + after[:NEAR])


def _near(before: str, after: str, paragraphs: int) -> tuple[str, str]:
    """Return the last paragraphs of what stands before, and the first of what stands after."""
    return PARAGRAPH.join(before.split(PARAGRAPH)[-paragraphs:]), PARAGRAPH.join(after.split(PARAGRAPH)[:paragraphs])


def _without_site(name: str, site: str) -> str:
    """Return a title without the name of the whole site behind it."""
    before = name.removesuffix(site) if site else name
    bare = before.rstrip(" 　-–—|｜:：»·/")
    return bare if bare and bare != before else name


def _line(said: str) -> str:
    return tidy(SPACE.sub(" ", said).strip(" "))
