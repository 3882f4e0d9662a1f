"""Disqus: exported files. Threads with one title are one article that had several addresses."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, articles, name, nothing, words
from tracker.model import Article
from tracker.rules.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

THREAD = re.compile(r'<thread dsq:id="(\d+)">(.*?)</thread>', re.DOTALL)
POST = re.compile(r'<post(?: dsq:id="(\w+)")?>(.*?)</post>', re.DOTALL)
OF_THREAD = re.compile(r'<thread dsq:id="(\d+)" ?/>')
TAKEN_AWAY = re.compile("<is(?:Deleted|Spam)>true<")


def files() -> Iterator[Real]:
    """Every export."""
    for file in sorted((ROOT / "disqus").glob("*.xml")):
        yield _export(file)


def _export(file: Path) -> Real:
    text = file.read_text()
    threads = {number: inside for number, inside in THREAD.findall(text) if _tag("link", inside)}
    posts = POST.findall(text)
    ours = [inside for number, inside in posts if number.isdecimal() and _thread(inside) in threads]
    gone = [inside for inside in ours if TAKEN_AWAY.search(inside) or TAKEN_AWAY.search(threads[_thread(inside)])]
    return Real(
        name(file),
        "disqus",
        nothing,
        _articles([(_tag("title", inside), _tag("link", inside)) for inside in threads.values()]),
        rows=len(posts),
        other=len(posts) - len(ours),
        gone=len(gone),
        words=words(_tag("message", inside) for inside in ours if inside not in gone),
        settings={"export": str(file)},
    )


def _articles(told: Sequence[tuple[str, str]]) -> tuple[Article, ...]:
    """The first address of a title is the article's, the others are older ones."""
    named: dict[str, list[str]] = {}
    for title, link in told:
        named.setdefault(title or link, []).append(link)
    first = {canonical(links[0]): links for links in named.values()}
    return tuple(
        Article(one.uid, one.url, older_urls=tuple(first[one.uid][1:]), published=one.published)
        for one in articles([links[0] for links in first.values()])
    )


def _thread(post: str) -> str:
    found = OF_THREAD.search(post)
    return found[1] if found else ""


def _tag(tag: str, inside: str) -> str:
    found = re.search(f"<{tag}>(.*?)</{tag}>", inside, re.DOTALL)
    return unescape(found[1]) if found else ""
