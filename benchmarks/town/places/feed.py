"""A blog's own comments, in an Atom feed for every article, as WordPress gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from benchmarks.town.places import Place, Reply, stamp
from benchmarks.town.story import title, url
from tracker.sources.feed import CommentFeeds

if TYPE_CHECKING:
    from benchmarks.town.places import Asked
    from benchmarks.town.story import Said

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
  xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/">
<title type="text">Comments on: {title}</title>
<link rel="alternate" type="text/html" href="{url}"/>
<id>{url}feed/atom/</id><updated>2026-11-01T00:00:00Z</updated>
<openSearch:totalResults>{total}</openSearch:totalResults>
"""
ENTRY = """<entry>
<title>By: {name}</title>
<link rel="alternate" type="text/html" href="{url}#comment-{number}"/>
<author><name>{name}</name><uri>{site}</uri></author>
<id>{url}#comment-{number}</id>
<published>{at}</published><updated>{at}</updated>
<content type="html">{html}</content>
<thr:in-reply-to ref="{answered}" href="{answered}" type="text/html"/>
</entry>
"""


class FeedPlace(Place):
    """Every article has a feed, whether anybody said anything or not."""

    name = "feed"

    def source(self) -> CommentFeeds:
        """Every feed is one that an article names."""
        return CommentFeeds()

    def comments_feed(self, number: int) -> str:
        """The feed of every article."""
        return f"{self.server}/comments/{number}/feed/atom/"

    def answer(self, asked: Asked) -> Reply:
        """Answer with a feed, the newest comment last."""
        number = int(asked.path.split("/")[2])
        thread = self.told.get(number, ())
        head = HEAD.format(title=title(number), url=url(number), total=len(thread))
        entries = (_entry(said, number, thread) for said in thread)
        body = f"{head}{''.join(entries)}</feed>\n"
        return Reply(body.encode(), kind="application/atom+xml; charset=UTF-8")


def _entry(said: Said, number: int, thread: tuple[Said, ...]) -> str:
    here = url(number)
    answered = f"{here}#comment-{thread[said.answers].number}" if said.answers else here
    return ENTRY.format(
        name=said.by.name,
        url=here,
        number=said.number,
        site=said.by.site,
        at=stamp(said.at),
        html=escape(said.html),
        answered=answered,
    )


PLACE = FeedPlace
