"""The entries of feeds as what they are: responses to our articles, the articles themselves, and all else.

WordPress, Blogger, Isso and their like. Atom names parents (RFC 4685) and addresses of people;
WordPress' RSS names neither, and shows a pingback as a comment by a page's title.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.errors import NotAsExpected
from tracker.messages import _
from tracker.model import Account, Interaction, Kind
from tracker.reading import feeds
from tracker.rules import profiles
from tracker.rules.answers import instead_of_feed
from tracker.rules.urls import canonical, host, is_web, path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Article
    from tracker.reading.feeds import Entry, Feed
    from tracker.rules.answers import Answer
    from tracker.rules.urls import Pages

CUT = ("[…]", "[...]")
"""What WordPress puts around the words a pingback quotes."""


@dataclass
class Told:
    """What the entries of one feed are."""

    responses: dict[str, Interaction] = field(default_factory=dict)
    articles: list[tuple[str, int | None]] = field(default_factory=list)
    """Entries that are articles of ours, and how many comments they are said to have."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Entries about pages that are no articles, by path."""
    problems: list[str] = field(default_factory=list)


def read(answer: Answer) -> Feed:
    """Return the feed that a place answered with; raises NotAsExpected."""
    feed = feeds.read(answer.body, answer.headers.get("Content-Type", ""), answer.url)
    if not feed.known:
        raise NotAsExpected(host(answer.url), _("a feed"), instead_of_feed(answer.body))
    return feed


def sort_entries(entries: Sequence[Entry], own: Article | None, ours: Pages) -> Told:
    """Tell responses to our articles from the articles themselves and from all else.

    What is not known to be about one of them is about `own`, if there is one.
    """
    told = Told()
    threads = _threads(entries)
    for entry in entries:
        article = _about(entry, ours) or own
        if article is None:
            told.elsewhere[path(entry.url)] += 1
        elif _is_article(entry, article):
            told.articles.append((article.uid, entry.comments))
        elif not entry.id:
            told.problems.append(_("A comment on {path} has no id and was left out.").format(path=path(article.url)))
        else:
            _add(told, _response(entry, article, threads))
    return told


def _add(told: Told, response: Interaction) -> None:
    known = told.responses.setdefault(response.id, response)
    if known.text != response.text:
        told.problems.append(_("Two comments have the id {id}; the second was left out.").format(id=response.id))


def _about(entry: Entry, ours: Pages) -> Article | None:
    """The article a comment's address, or that of what it answers, belongs to; a query may name the comment."""
    for url in (entry.url, entry.answers_url):
        article = ours.find(url) or ours.find(url.partition("?")[0])
        if article:
            return article
    return None


def _is_article(entry: Entry, article: Article) -> bool:
    """Whether an entry is the article itself: feeds of articles are easily taken for those of comments."""
    if entry.answers or not _is_page(entry.url, article):
        return False
    told = entry.comments is not None or bool(entry.comments_feed)
    return told or _is_page(entry.id, article) or entry.title == article.title or entry.id == article.uid


def _is_page(url: str, article: Article) -> bool:
    return canonical(url, fragment=True) in map(canonical, (article.url, *article.older_urls))


def _threads(entries: Sequence[Entry]) -> dict[str, str]:
    """The comment that each conversation began with, by every comment in it; empty when none names a parent."""
    parents = {entry.id: entry.answers for entry in entries if entry.answers}
    roots: dict[str, str] = {}
    ids = {entry.id for entry in entries}
    for entry in entries if parents else ():
        root, passed = entry.id, {entry.id}
        while parents.get(root) in ids and parents[root] not in passed:
            root = parents[root]
            passed.add(root)
        roots[entry.id] = root
    return roots


def _response(entry: Entry, article: Article, threads: dict[str, str]) -> Interaction:
    comment = Interaction(
        id=entry.id,
        kind=Kind.REPLY,
        article=article.uid,
        account=_person(entry),
        url="" if _is_page(entry.url, article) else entry.url,
        target=(entry.answers_url or entry.url).partition("#")[0],
        text=entry.text,
        published=entry.published.at if entry.published else None,
        precision=entry.published.precision if entry.published else "second",
        parent=_parent(entry, article, threads),
        thread=threads.get(entry.id, article.uid),
    )
    return _linkback(comment, entry, article) if _is_linkback(entry) else comment


def _linkback(comment: Interaction, entry: Entry, article: Article) -> Interaction:
    """A comment that a page wrote by linking here: its author is a title, its address that page."""
    url = entry.author_url if is_web(entry.author_url) else entry.url
    return replace(
        comment,
        kind=Kind.MENTION,
        account=profiles.account("", entry.author_url),
        url="" if _is_page(url, article) else url,
        title=entry.author,
        parent="",
        thread="",
    )


def _parent(entry: Entry, article: Article, threads: dict[str, str]) -> str:
    """The comment that is answered; an answer to the article names the article there."""
    if _is_page(entry.answers_url, article) or entry.answers in (article.uid, entry.id):
        return ""
    return entry.answers if entry.answers_url or entry.answers in threads else ""


def _is_linkback(entry: Entry) -> bool:
    begun = (*CUT, entry.author_url) if entry.author_url else CUT
    return entry.text.startswith(begun)


def _person(entry: Entry) -> Account | None:
    """A name that anybody may type is nobody's: such a comment's author is known by the comment alone."""
    known = profiles.account(entry.author_url, "", entry.author)
    if known or not entry.author:
        return known
    return Account("feed", entry.id, name=entry.author)
