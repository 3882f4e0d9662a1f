"""Comment feeds, played: `/<key>/feed/` as Atom with threads (RFC 4685) or as WordPress' RSS.

RSS says neither who is answered nor where a commentator lives, and shows a pingback as a
comment by the page that links. Both give an ETag and a Last-Modified.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from operator import attrgetter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tracker.journeys.demo.answers import NOT_FOUND, Asked, Said

if TYPE_CHECKING:
    from tracker.journeys.demo.cast import Cast
    from tracker.journeys.demo.roles import Comment, Thread
    from tracker.model import Article

EPOCH = datetime.fromtimestamp(0, UTC)
NEWEST = 10
"""How many comments WordPress feeds unless told otherwise."""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title type="text">{title}</title>
<updated>{updated}</updated>
<link rel="alternate" type="text/html" href={url}/>
<id>{id}</id>
{entries}
</feed>
"""
ATOM_ENTRY = """<entry>
<title>{title}</title>
<link rel="alternate" type="text/html" href={link}/>
<author><name>{name}</name>{uri}</author>
<id>{id}</id>
<published>{at}</published>
<updated>{at}</updated>
<content type="html" xml:base={link}>{html}</content>
<thr:in-reply-to ref={ref} href={href} type="text/html"/>
</entry>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{title}</title>
<link>{url}</link>
<lastBuildDate>{updated}</lastBuildDate>
<generator>https://wordpress.org/?v=6.8</generator>
{entries}
</channel>
</rss>
"""
RSS_ITEM = """<item>
<title>{title}</title>
<link>{link}</link>
<dc:creator><![CDATA[{name}]]></dc:creator>
<pubDate>{at}</pubDate>
<guid isPermaLink="false">{link}</guid>
<description><![CDATA[{html}]]></description>
<content:encoded><![CDATA[{html}]]></content:encoded>
</item>"""


class Comments:
    """The feeds, one an article."""

    def __init__(self, cast: Cast) -> None:
        self.threads = {thread.key: thread for thread in cast.threads}

    def answer(self, asked: Asked) -> Said:
        """Answer `/<key>/feed/`."""
        key = asked.path.removesuffix("/").removesuffix("/feed").strip("/")
        thread = self.threads.get(key)
        if thread is None or "/feed" not in asked.path:
            return NOT_FOUND
        body, form = (rss(thread), "rss") if thread.style == "rss" else (atom(thread), "atom")
        return Said(body, 200, f"application/{form}+xml; charset=UTF-8", _validators(thread, body))


def atom(thread: Thread) -> str:
    """Return the comments as Atom, oldest first."""
    return ATOM.format(
        title=escape(heading(thread.article)),
        updated=_zulu(_newest(thread)),
        url=quoteattr(thread.article.url),
        id=escape(f"{thread.article.url}feed/atom/"),
        entries="\n".join(_entry(thread, comment) for comment in thread.comments),
    )


def rss(thread: Thread) -> str:
    """Return the newest ten comments as WordPress' RSS."""
    newest = sorted(thread.comments, key=attrgetter("at"), reverse=True)[:NEWEST]
    return RSS.format(
        title=escape(heading(thread.article)),
        url=escape(thread.article.url),
        updated=format_datetime(_newest(thread)),
        entries="\n".join(_item(thread, comment) for comment in newest),
    )


def heading(article: Article) -> str:
    """Return the title of an article's comment feed, in its language."""
    return f"「{article.title}」へのコメント" if article.lang == "ja" else f"Comments on: {article.title}"


def _entry(thread: Thread, comment: Comment) -> str:
    article, above = thread.article, comment.parent
    return ATOM_ENTRY.format(
        title=escape(_title(article, comment)),
        link=quoteattr(_link(article, comment.id)),
        name=escape(comment.author.name),
        uri=f"<uri>{escape(comment.author.url)}</uri>" if comment.author.url else "",
        id=escape(_id(article, comment.id)),
        at=_zulu(comment.at),
        html=escape(comment.html),
        ref=quoteattr(_id(article, above) if above else article.uid),
        href=quoteattr(_link(article, above) if above else article.url),
    )


def _item(thread: Thread, comment: Comment) -> str:
    return RSS_ITEM.format(
        title=escape(_title(thread.article, comment)),
        link=escape(_link(thread.article, comment.id)),
        name=comment.author.name,
        at=format_datetime(comment.at.astimezone(UTC)),
        html=comment.html,
    )


def _title(article: Article, comment: Comment) -> str:
    return f"{comment.author.name} より" if article.lang == "ja" else f"By: {comment.author.name}"


def _link(article: Article, number: int) -> str:
    return f"{article.url}#comment-{number}"


def _id(article: Article, number: int) -> str:
    return f"{article.uid}:comment-{number}"


def _newest(thread: Thread) -> datetime:
    moments = [comment.at for comment in thread.comments] or [thread.article.published or EPOCH]
    return max(moments).astimezone(UTC)


def _validators(thread: Thread, body: str) -> dict[str, str]:
    etag = hashlib.sha256(body.encode()).hexdigest()[:16]
    return {"ETag": f'"{etag}"', "Last-Modified": format_datetime(_newest(thread), usegmt=True)}


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
