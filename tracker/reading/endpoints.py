"""What the HTML of a page names as its webmention endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.discovery import Named, is_named

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

WANTED = "link[rel][href], a[rel][href]"


def named(page: str) -> Named:
    """Return the `<link>`s and `<a>`s with `rel=webmention`, in the order of the document (S2).

    A parser knows what only looks like a link: comments, escaped mark-up, what is in `<textarea>`
    or `<template>`. One without `href` names nothing.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and few commands read HTML

    tree = LexborHTMLParser(page)
    found = (node.attributes for node in tree.css(WANTED))
    return Named(tuple(each["href"] or "" for each in found if is_named(each["rel"] or "")), base(tree))


def base(tree: LexborHTMLParser) -> str:
    """Return what the first `<base href>` says; empty: there is none."""
    found = tree.css_first("base[href]")
    return (found.attributes["href"] or "") if found else ""
