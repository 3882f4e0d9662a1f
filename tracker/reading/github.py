"""What people said and felt below an issue or a discussion of GitHub, as REST or GraphQL tells it.

Both tell the same of a comment under other names; GraphQL lists replies and reactions inside it,
REST only how many reactions there are. `https://docs.github.com/rest/issues/comments`,
`https://docs.github.com/graphql/guides/using-the-graphql-api-for-discussions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracker.messages import _
from tracker.model import Account, Count, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import times
from tracker.rules.fields import number, rows, table, text, web
from tracker.rules.github import EMOJI, SITE, claims, reaction
from tracker.rules.optout import opted_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row: TypeAlias = "Mapping[str, Any]"

LOGIN = re.compile(r"[\w-]+(?:\[bot\])?", re.ASCII)
GHOST = 10137
"""The account that stands in REST for everybody who deleted theirs; it is nobody."""


class About(NamedTuple):
    """What a conversation is about."""

    article: str
    """Its `uid`."""
    target: str
    """The address of ours that the conversation stands for."""


class Subject(NamedTuple):
    """What reactions are given to."""

    id: str
    """A comment's, or `issue-7`, `discussion-7`: whatever tells it apart."""
    url: str
    comment: str = ""
    """The interaction; empty: the conversation itself."""


class Longer(NamedTuple):
    """A comment with more replies than were listed."""

    node: str
    before: str
    """Where the list goes on, backwards."""
    top: str
    """The comment's own id."""
    thread: str


@dataclass
class Tally:
    """How much of one kind was seen, and how much there is."""

    seen: int = 0
    claimed: int = 0
    sure: bool = True
    """Whether the place said of everything how much there is."""

    def claim(self, told: object) -> None:
        """Add what the place says there is; what is no number proves nothing."""
        if isinstance(told, int) and not isinstance(told, bool):
            self.claimed += max(told, 0)
        else:
            self.sure = False

    def count(self, article: str, kind: Kind, reasons: Mapping[Kind, str]) -> Count:
        """Return it as a count of `kind`; `reasons` say why it may be less than there is."""
        why = reasons.get(kind, "") if self.seen < self.claimed else ""
        return Count(article, self.seen, self.claimed if self.sure else None, why, kinds=(kind,))


@dataclass
class Heard:
    """What the answers about one article said, put together one after the other."""

    about: About
    """The conversation that is being read; an article may have several."""
    replies: Tally = field(default_factory=Tally)
    reactions: Tally = field(default_factory=Tally)
    reacted: list[Subject] = field(default_factory=list)
    """Whose reactions are counted, but not listed."""
    failed: bool = False
    longer: list[Longer] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    _live: dict[str, Interaction] = field(default_factory=dict)
    _gone: list[str] = field(default_factory=list)
    _problems: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Hand over what was heard since the last page."""
        page = Page(tuple(self._live.values()), gone=tuple(self._gone), problems=tuple(self._problems))
        self._live, self._gone, self._problems = {}, [], []
        return page

    def counts(self, reasons: Mapping[Kind, str]) -> tuple[Count, Count]:
        """Return how much of the replies and of the reactions was seen; `reasons` say why it may be less.

        Who knows not every reply knows not what was given to it either.
        """
        replies = self.replies.count(self.about.article, Kind.REPLY, reasons)
        self.reactions.sure &= replies.complete
        return replies, self.reactions.count(self.about.article, Kind.REACTION, reasons)

    def comments(self, given: object, top: str = "", thread: str = "") -> None:
        """Take a list of comments; those below another answer it."""
        for given_row in rows(given):
            row = table(given_row)
            uid = str(_number(row) or "")
            if not uid:
                said = _("A comment below {url} has no number and was left out.")
                self._problems.append(said.format(url=self.about.target))
                continue
            self._count(self.replies, uid)
            gone = bool(text(row.get("deletedAt"))) or row.get("isMinimized") is True
            if gone:
                self._gone.append(uid)
            else:
                self._hear(row, uid, top, thread)
            self._below(row, uid, thread or self._thread(row, uid, gone=gone))

    def _hear(self, row: Row, uid: str, top: str, thread: str) -> None:
        comment = _comment(row, uid, self.about, top, thread or self._thread(row, uid, gone=False))
        self._live[uid] = comment
        self.given(row.get("reactions"), Subject(uid, comment.url, uid))

    def _count(self, tally: Tally, uid: str) -> None:
        """What comes twice, since a list moved while it was read, was seen once."""
        tally.seen += uid not in self._met
        self._met.add(uid)

    def _thread(self, row: Row, uid: str, *, gone: bool) -> str:
        """A comment of a discussion begins a thread while it is there; issues have only one."""
        return uid if "replies" in row and not gone else self.about.article

    def _below(self, row: Row, uid: str, thread: str) -> None:
        if "replies" not in row:
            return
        below = table(row["replies"])
        self.replies.claim(below.get("totalCount"))
        self.comments(below.get("nodes"), uid, thread)
        self.more(below, Longer(text(row.get("id")), "", uid, thread))

    def more(self, below: Row, comment: Longer) -> None:
        """Note that a list of replies, which is read from its end, begins earlier."""
        turn = table(below.get("pageInfo"))
        before = text(turn.get("startCursor"))
        place = f"{comment.node} {before}"
        if turn.get("hasPreviousPage") is True and comment.node and before and place not in self._met:
            self._met.add(place)
            self.longer.append(comment._replace(before=before))

    def given(self, told: object, to: Subject) -> None:
        """Take the reactions to something: how many there are, and those that are listed."""
        summary = table(told)
        total = summary.get("totalCount", summary.get("total_count"))
        self.reactions.claim(total)
        self.listed(summary.get("nodes"), to)
        if total and "nodes" not in summary:
            self.reacted.append(to)

    def listed(self, given: object, to: Subject) -> None:
        """Take a list of reactions to something."""
        for given_row in rows(given):
            one = _reaction(table(given_row), to, self.about)
            if one is None:
                said = _("A reaction to {url} does not say what it is and was left out.")
                self._problems.append(said.format(url=to.url or self.about.target))
            else:
                self._count(self.reactions, one.id)
                self._live[one.id] = one

    def problem(self, said: str) -> None:
        """Note what was wrong with a part."""
        self._problems.append(said)

    def fail(self, said: str) -> None:
        """Note what was in the way, so that all is to be read again."""
        self.failed = True
        self._problems.append(said)


def account(user: object) -> Account | None:
    """Return who this is, by the number that stays when the login changes; None: nobody any more."""
    row = table(user)
    login, uid = text(row.get("login")), _person(row)
    if not LOGIN.fullmatch(login) or not uid:
        return None
    profile = web(row.get("html_url", row.get("url"))) or f"{SITE}/{login}"
    bot = "Bot" in (row.get("__typename"), row.get("type")) or login.endswith("[bot]")
    return Account(
        "github",
        uid,
        name=tidy(text(row.get("name"))),
        handle=login,
        url=profile,
        photo=web(row.get("avatar_url", row.get("avatarUrl"))),
        bot=bot,
        claims=() if bot else claims(row, profile),
        opted_out=opted_out(text(row.get("bio"))),
    )


def _person(user: Row) -> str:
    uid = _number(user)
    return str(uid) if uid not in (0, GHOST) else ""


def _number(row: Row) -> int:
    """GraphQL's `id` is no number, REST has no `databaseId`."""
    return number(row.get("databaseId")) or number(row.get("id"))


def _comment(row: Row, uid: str, about: About, top: str, thread: str) -> Interaction:
    at = times.moment(row.get("created_at", row.get("createdAt")))
    html = text(row.get("body_html", row.get("bodyHTML")))
    return Interaction(
        id=uid,
        kind=Kind.REPLY,
        article=about.article,
        account=account(row.get("user", row.get("author"))),
        url=web(row.get("html_url", row.get("url"))),
        target=about.target,
        text=plain(html) if html else tidy(text(row.get("body"))),
        published=at.at if at else None,
        parent=top,
        thread=thread,
    )


def _reaction(row: Row, to: Subject, about: About) -> Interaction | None:
    """One person's one emoji; it stands alone, since it is no word in a conversation."""
    word, by = reaction(row.get("content")), _giver(row)
    if not word or not by:
        return None
    at = times.moment(row.get("created_at", row.get("createdAt")))
    return Interaction(
        id=f"{to.id}:{word}:{by}",
        kind=Kind.REACTION,
        article=about.article,
        account=account(row.get("user")),
        url=f"{to.url}#reacted-by-{by}-{word}" if to.url else "",
        target=about.target,
        title=EMOJI.get(word, word),
        published=at.at if at else None,
        parent=to.comment,
    )


def _giver(row: Row) -> str:
    """Who reacted, else, when that is nobody any more, the reaction's own number; empty: it cannot be read."""
    user = table(row.get("user"))
    if row.get("user") is None or _number(user) == GHOST:
        return f"nobody-{_number(row)}" if _number(row) else ""
    return _person(user)
