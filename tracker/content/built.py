"""What the last build wrote: the addresses there are, the posts it published, the feeds."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

from tracker.messages import _
from tracker.rules.urls import path as address
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.frozen import Published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.rules.writing.manuscript import Manuscript

ARTICLES = "articles.json"
UNLISTED = ("hidden", "gone")
FEEDS = (".atom.xml", ".rss.xml", "sitemap.xml")


def addresses(output: Path) -> frozenset[str]:
    """Return every address of the site that was built; empty when none was."""
    if not (output / ARTICLES).is_file():
        return frozenset()
    return frozenset(f"/{name}".removesuffix("index.html") for name in _names(output))


def published(articles: Path) -> tuple[Published, ...]:
    """Return the posts of articles.json; empty when there is none, or none that can be read."""
    return tuple(Published(uid, address(url)) for uid, url in _items(articles) if uid and url)


def remarks(
    output: Path, articles: Path, posts: Iterable[Manuscript], mtime: dict[str, float]
) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for what is wrong with the feeds of a build, and for posts it lost."""
    if articles.is_file():
        yield from ((f"{output.name}/{articles.name}", remark) for remark in _of_articles(articles))
        yield from _lost(articles, posts, mtime)
    for name in sorted(_names(output)) if output.is_dir() else ():
        if name.endswith(FEEDS) and (wrong := _broken(output / name)):
            said = _("The feed is broken: {reason}.").format(reason=wrong)
            yield (
                f"{output.name}/{name}",
                Remark("feed-broken", 0, said, _("Build again with `enishi build`; if it stays, tell us.")),
            )


def _of_articles(articles: Path) -> Iterator[Remark]:
    again = _("Build again with `enishi build`; if it stays, tell us.")
    items = list(_items(articles))
    if not _readable(articles):
        yield Remark("feed-broken", 0, _("The list of articles is broken."), again)
    for what, several in (("id", [uid for uid, _url in items]), ("url", [url for _uid, url in items])):
        twice = sorted({one for one in several if several.count(one) > 1})
        if twice:
            said = _("The list of articles has one {what} several times: {twice}.").format(what=what, twice=twice[0])
            yield Remark("feed-broken", 0, said, again)


def _lost(articles: Path, posts: Iterable[Manuscript], mtime: dict[str, float]) -> Iterator[tuple[str, Remark]]:
    built = articles.stat().st_mtime
    known = {uid for uid, _url in _items(articles)}
    then = datetime.fromtimestamp(built, UTC)
    for one in posts:
        settled = mtime.get(one.name, built) < built and one.is_out(then)
        if known and settled and one.said("status").lower() not in UNLISTED and one.said("uid") not in known:
            said = _("The last build left this post out.")
            yield one.name, Remark("built-stale", 0, said, _("Build again with `enishi build`."))


def _items(articles: Path) -> Iterator[tuple[str, str]]:
    try:
        items = json.loads(articles.read_bytes())["items"]
        yield from [(str(item.get("id", "")), str(item.get("url", ""))) for item in items if isinstance(item, dict)]
    except (OSError, ValueError, LookupError, TypeError):
        return


def _readable(articles: Path) -> bool:
    try:
        return isinstance(json.loads(articles.read_bytes())["items"], list)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _broken(feed: Path) -> str:
    """Return what an XML parser says against a file; empty when it is well-formed."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(feed.read_bytes(), True)  # noqa: FBT003 - expat's own way to say that this is all
    except (expat.ExpatError, OSError) as error:
        return str(error)
    return ""


def _names(output: Path) -> Iterator[str]:
    for folder, _folders, names in os.walk(output):
        below = os.path.relpath(folder, output).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in names)
