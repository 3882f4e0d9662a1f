"""What the HTML of a page names as its webmention endpoints."""

from __future__ import annotations

from tracker.reading.tags import tags
from tracker.rules.discovery import Named, is_named

LINKS = ("link", "a")


def named(page: str) -> Named:
    """Return the `<link>`s and `<a>`s with `rel=webmention`, in the order of the document (S2).

    What only looks like one is none: in a comment, in `<textarea>` or `<template>`, escaped. One without `href`
    names nothing.
    """
    base, hrefs = "", []
    for tag in tags(page):
        href = tag.attributes.get("href")
        if href is None:
            continue
        if tag.name in LINKS and is_named(tag.attributes.get("rel", "")):
            hrefs.append(href)
        base = base or (href if tag.name == "base" else "")
    return Named(tuple(hrefs), base)
