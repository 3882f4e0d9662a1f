"""GitHub Discussions under a blog, as giscus keeps them: one discussion for each page.

Several articles are asked about at once, by what changes when something happens; only a discussion
in which something did is read. One that was found is known by its id from then on, so that a search
that forgets it proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Kind, Page, Secret
from tracker.reading.github import About, Heard, Subject
from tracker.rules import github
from tracker.rules.discussions import REPLIES, WALK, Wanted, found, question, reason, told
from tracker.rules.fields import expected_list, expected_table, number, table, text, web
from tracker.rules.memory import Memory
from tracker.rules.urls import host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.github import Longer
    from tracker.rules.discussions import Found

    Row: TypeAlias = "Mapping[str, Any]"

MOST_ASKED = 10
"""Searches and known discussions in one question."""


@dataclass(frozen=True)
class Giscus(Source):
    """Asked article by article, several at once; the cursor holds what was known of each."""

    name: ClassVar[str] = "giscus"
    title: ClassVar[str] = "GitHub Discussions (giscus)"
    about: ClassVar[str] = N_(
        "Comments, replies and reactions in the GitHub Discussions that giscus shows below a page."
    )
    by_article: ClassVar[bool] = True
    unproven: ClassVar[bool] = True

    repo: str = field(metadata=github.REPO_SETTING)
    token: Secret = field(metadata={"help": N_("A token of GitHub; for a public repository it needs no permission.")})
    mapping: str = field(default="pathname", metadata=github.MAPPING_SETTING)
    term: str = field(default="", metadata=github.TERM_SETTING)
    strict: bool = field(default=False, metadata={"help": N_("As `data-strict`: a discussion is known by a SHA-1.")})
    category: str = field(default="", metadata={"help": N_("As `data-category`; empty: every category.")})
    address: str = field(default="https://api.github.com", metadata={"help": N_("Where GitHub's API answers.")})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield what was said about articles of which something has changed since `cursor`."""
        settings = [self.repo, self.mapping, self.term, self.strict, self.category]
        memory = Memory.read(cursor, settings, {Kind.REACTION: _("only the first reactions to each comment are read")})
        for wanted in _batches([self._wanted(article, memory) for article in articles]):
            answers = self._found(wanted, http)
            yield Page(problems=tuple(problem for one in answers for problem in one.problems))
            for one in answers:
                yield from self._article(one, memory, http)
        yield memory.page()

    def admitted(self, http: Http) -> str:
        """Return whose token it is."""
        answer = http.get(f"{self.address}/user", bearer=self.token)
        return text(expected_table(answer.json(), answer.url).get("login"))

    def _wanted(self, article: Article, memory: Memory) -> Wanted:
        terms = github.terms(article, self.mapping, self.term)
        return Wanted(
            article.uid,
            article.url,
            {self._search(term): url for term, url in terms.items()},
            {github.sha1(term) if self.strict else github.folded(term): url for term, url in terms.items()},
            self.strict,
            github.numbers(article, self.repo, "discussions"),
            memory.ids(article.uid),
        )

    def _search(self, term: str) -> str:
        """As giscus searches: the repository in small letters, else a category finds nothing."""
        category = f" category:{github.phrase(self.category)}" if self.category else ""
        where, said = ("in:body", github.sha1(term)) if self.strict else ("in:title", term)
        return f"repo:{self.repo.lower()}{category} {where} {github.phrase(said)}"

    def _found(self, wanted: Sequence[Wanted], http: Http) -> list[Found]:
        data, errors = self._asked(question(self.repo, wanted), http)
        if not isinstance(data.get("repository"), dict):
            raise github.failure(errors, self.address)
        return found(data, errors, wanted)

    def _article(self, one: Found, memory: Memory, http: Http) -> Iterator[Page]:
        """Yield what is said in the discussions of an article, unless nothing has happened there."""
        if memory.stamp(one.article) == one.stamp:
            memory.again(one.article)
            return
        heard = Heard(About(one.article, one.url), failed=one.failed)
        for uid, node in one.nodes.items():
            heard.about = About(one.article, one.targets[uid])
            try:
                yield from self._discussion(uid, heard, http)
            except NotAsExpected as error:
                heard.fail(f"{web(node.get('url')) or one.url}: {error.message}")
                yield heard.page()
        if not heard.failed:
            memory.put(one.article, one.stamp, heard.counts(memory.reasons), one.nodes)
        if one.nodes:
            yield memory.page()

    def _discussion(self, uid: str, heard: Heard, http: Http) -> Iterator[Page]:
        """Yield a discussion from its first comment to its last, each list of replies from its end."""
        after, begun = "", set()
        while after not in begun:
            begun.add(after)
            node = self._node(WALK, {"id": uid, "after": after or None}, heard, http)
            comments = table(node.get("comments"))
            nodes = expected_list(comments.get("nodes"), self.address)
            if not after:
                heard.given(node.get("reactions"), _itself(node))
                heard.replies.claim(comments.get("totalCount"))
            heard.comments(nodes)
            yield heard.page()
            while heard.longer:
                yield from self._earlier(heard.longer.pop(), heard, http)
            turn = table(comments.get("pageInfo"))
            after = text(turn.get("endCursor")) if turn.get("hasNextPage") is True else ""

    def _earlier(self, longer: Longer, heard: Heard, http: Http) -> Iterator[Page]:
        """Yield the replies that come before those that were listed."""
        node = self._node(REPLIES, {"id": longer.node, "before": longer.before}, heard, http)
        below = table(node.get("replies"))
        heard.comments(below.get("nodes"), longer.top, longer.thread)
        yield heard.page()
        heard.more(below, longer)

    def _node(self, query: str, variables: Mapping[str, object], heard: Heard, http: Http) -> Row:
        """Return one thing by its id; raises NotAsExpected when it cannot be had."""
        data, errors = self._asked({"query": query, "variables": variables}, http)
        if not isinstance(data.get("node"), dict):
            raise NotAsExpected(host(self.address), _("a discussion"), told(errors) or _("something else"))
        for error in errors:
            heard.problem(f"{heard.about.target}: {reason([error])}")
        return table(data["node"])

    def _asked(self, asked: Mapping[str, object], http: Http) -> tuple[Row, list[Row]]:
        return github.answered(http.ask(f"{self.address}/graphql", json=asked, bearer=self.token))


def _itself(node: Row) -> Subject:
    return Subject(f"discussion-{number(node.get('databaseId'))}", web(node.get("url")))


def _batches(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Yield as many articles as can be asked about at once."""
    batch: list[Wanted] = []
    asked = 0
    for one in wanted:
        more = len(one.searches) + len(one.numbers) + len(one.known)
        if batch and asked + more > MOST_ASKED:
            yield batch
            batch, asked = [], 0
        batch.append(one)
        asked += more
    if batch:
        yield batch
