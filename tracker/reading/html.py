"""HTML to plain text: what a reader sees, in lines that can be quoted.

Paragraphs are parted by an empty line, `<pre>` stays as it is, quotes begin with `> `.
Only ASCII white space is folded, as HTML says: the ideographic space is a letter here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from tracker.reading import bounds

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SPACE = re.compile(r"[ \t\n\r\f]+")
BREAK_IN_CJK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
"""A line break between two such letters is no space (CSS Text §4.1.3)."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a pair, which JSON can carry."""
LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
ANY_TAG = re.compile(r"<[^<>]*>")
MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")
UNSEEN = frozenset(("script", "style", "template", "head", "title", "noscript", "iframe", "svg", "-comment"))
PARAGRAPHS = frozenset(
    ("p", "pre", "blockquote", "ul", "ol", "dl", "table", "figure", "hr", "h1", "h2", "h3", "h4", "h5", "h6")
)
SECTIONS = frozenset(
    ("section", "article", "header", "footer", "main", "aside", "nav", "address", "details", "summary")
)
LINES = SECTIONS | {"div", "li", "tr", "dt", "dd", "figcaption", "caption", "form", "fieldset", "br"}
SCHEME = re.compile(r"^https?://(?:www\.)?")
BULLET = "- "
DEEPEST = 20
"""Quotations in quotations that are marked: a stranger's nesting would fill the line."""
SHORTENED = ("...", "…")


def plain(html: str) -> str:
    """Return what `html` (a fragment or a whole document) says, NFC.

    Of what would keep a parser busy for ever only the tags are taken away.
    """
    typed = _typed(html)
    if not MARKUP.search(typed):
        return tidy(_folded(typed).strip(" "))
    if not bounds.is_tame(typed):
        return tidy(unescape(_folded(ANY_TAG.sub(" ", typed))).strip(" "))
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and many commands never read HTML

    body = LexborHTMLParser(typed).body
    return tidy(_written(body)) if body else ""


def tidy(text: str) -> str:
    r"""Return plain `text` NFC, with \n for line ends, without what no editor could have typed."""
    return unicodedata.normalize("NFC", LINE_ENDS.sub("\n", _typed(text))).strip("\n")


def _typed(text: str) -> str:
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", CONTROL.sub("", text))


@dataclass
class _Sheet:
    """What has been written so far."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    quotes: int = 0
    verbatim: int = 0
    gap: bool = False
    """Whether an empty line is due before the next words."""
    item: bool = False
    """Whether the line began as that of a list; a dash may be somebody's word too."""

    @property
    def waits(self) -> bool:
        """Whether there is a bullet and nothing behind it yet."""
        return self.item and self.line == BULLET

    def write(self, text: str) -> None:
        """Add words to the line."""
        if self.verbatim:
            *whole, last = text.split("\n")
            for one in whole:
                self.line += one
                self.end(empty=True)
            self.line += last
            return
        folded = _folded(text)
        self.line += folded.lstrip(" ") if not self.line or self.line[-1] == " " else folded

    def end(self, *, empty: bool = False) -> None:
        """End the line; an empty one counts only when it was asked for."""
        line = self.line.rstrip(" ")
        if self.waits:
            return
        self.line, self.item = "", False
        if not line and (self.gap or not empty):
            return
        mark = "> " * min(self.quotes, DEEPEST)
        if self.gap and self.lines:
            self.lines.append(_shared(self.lines[-1], mark).rstrip())
        self.gap = False
        self.lines.append((mark + line).rstrip(" "))


def _written(body: LexborNode) -> str:
    """Walk by a list of our own: a stranger's nesting is deeper than Python's stack."""
    sheet = _Sheet()
    ahead: list[tuple[LexborNode, bool]] = [(body, False)]
    while ahead:
        node, leaving = ahead.pop()
        if leaving:
            _leave(sheet, node)
        elif _enter(sheet, node):
            ahead.append((node, True))
            ahead.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    sheet.end()
    return "\n".join(sheet.lines)


def _enter(sheet: _Sheet, node: LexborNode) -> bool:
    """Write what begins here; False: its children are not looked at."""
    tag = node.tag or ""
    said = _said(node, tag)
    if said:
        sheet.write(said)
    if said or tag in UNSEEN or tag in ("-text", "img"):
        return False
    _begin(sheet, tag)
    return True


def _said(node: LexborNode, tag: str) -> str:
    """What a node says by itself: a text, a picture's description, an address that was shortened."""
    if tag == "-text":
        return node.text_content or ""
    if tag == "img":
        return node.attributes.get("alt") or ""
    return _whole_address(node) if tag == "a" else ""


def _begin(sheet: _Sheet, tag: str) -> None:
    if tag in PARAGRAPHS or tag in LINES:
        sheet.end(empty=tag == "br" and bool(sheet.lines))
        sheet.gap = sheet.gap or (tag in PARAGRAPHS and not sheet.waits)
    sheet.quotes += tag == "blockquote"
    sheet.verbatim += tag == "pre"
    if tag == "li":
        sheet.line, sheet.item = BULLET, True
    if tag in ("td", "th") and sheet.line:
        sheet.line = sheet.line.rstrip(" ") + " | "


def _leave(sheet: _Sheet, node: LexborNode) -> None:
    tag = node.tag or ""
    if tag in PARAGRAPHS or (tag in LINES and tag != "br"):
        sheet.end()
        sheet.gap = sheet.gap or tag in PARAGRAPHS
    sheet.quotes -= tag == "blockquote"
    sheet.verbatim -= tag == "pre"


def _whole_address(link: LexborNode) -> str:
    """The address of a link that shows only its beginning, as Hacker News does."""
    shown = link.text().strip()
    target = link.attributes.get("href") or ""
    begun = SCHEME.sub("", shown.removesuffix(SHORTENED[0]).removesuffix(SHORTENED[1]))
    shortened = shown.endswith(SHORTENED) and len(begun) > 1
    return target if shortened and SCHEME.sub("", target).startswith(begun) else ""


def _folded(text: str) -> str:
    return SPACE.sub(" ", BREAK_IN_CJK.sub("", text))


def _shared(one: str, other: str) -> str:
    """The quote marks that two lines have in common."""
    count = 0
    while one[count : count + 1] == other[count : count + 1] != "":
        count += 1
    return other[:count]
