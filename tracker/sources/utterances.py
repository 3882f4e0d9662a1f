"""GitHub issues under a blog, as utterances keeps them: one issue for each page.

One list tells of every issue how much there is below it; only an issue in which something has
changed is read. The issue itself was written by a robot: what people gave it counts, its text does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Kind, Secret
from tracker.reading.github import About, Heard, Subject
from tracker.rules import github
from tracker.rules.fields import expected_list, expected_table, number, table, text, web
from tracker.rules.memory import Memory, stamp
from tracker.rules.paging import following
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Page
    from tracker.rules.answers import Answer

    Row: TypeAlias = "Mapping[str, Any]"

LISTED: dict[str, str | int] = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
"""The newest change comes first: while the first page is unchanged, every other is."""
HEADERS = {"Accept": "application/vnd.github.html+json", "X-GitHub-Api-Version": "2022-11-28"}
"""Comments as they are shown, and the version of the API that this was written for."""
NOT_THERE = (404, 410)


@dataclass(frozen=True)
class Utterances(Source):
    """Asked for all issues at once; the cursor holds what was known of each article.

    The list says nothing of reactions to single comments: they are read with whatever else changes.
    """

    name: ClassVar[str] = "utterances"
    title: ClassVar[str] = "GitHub Issues (utterances)"
    about: ClassVar[str] = N_("Comments and reactions in the GitHub issues that utterances shows below a page.")

    repo: str = field(metadata=github.REPO_SETTING)
    mapping: str = field(default="pathname", metadata=github.MAPPING_SETTING)
    term: str = field(default="", metadata=github.TERM_SETTING)
    label: str = field(
        default="", metadata={"help": N_("As `label` of utterances: only issues that have it are read.")}
    )
    token: Secret = field(
        default=Secret(),
        metadata={"help": N_("A token of GitHub: 5,000 requests an hour instead of 60, and who reacted to a comment.")},
    )
    address: str = field(default="https://api.github.com", metadata={"help": N_("Where GitHub's API answers.")})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield what was said below issues in which something has changed since `cursor`."""
        if not articles:
            return
        settings = [self.repo, self.mapping, self.term, self.label, bool(self.token)]
        memory = Memory.read(cursor, settings, {Kind.REACTION: _("a token would show who reacted to each comment")})
        known = {uid: About(one.uid, one.url) for one in articles for uid in memory.ids(one.uid)}
        issues = _Issues(self._names(articles), known)
        if (yield from self._list(issues, memory, http)):
            yield from self._articles(articles, issues, memory, http)
        else:
            for article in articles:
                memory.again(article.uid)
        yield memory.page()

    def admitted(self, http: Http) -> str:
        """Return whose token it is."""
        answer = self._get(f"{self.address}/user", http)
        return text(expected_table(answer.json(), answer.url).get("login"))

    def _names(self, articles: Sequence[Article]) -> dict[str | int, About]:
        """What issues are called, or their numbers, and what each is then about."""
        names: dict[str | int, About] = {}
        for article in articles:
            for uid in github.numbers(article, self.repo, "issues"):
                names.setdefault(uid, About(article.uid, article.url))
            for term, url in github.terms(article, self.mapping, self.term).items():
                names.setdefault(github.folded(term), About(article.uid, url))
        return names

    def _list(self, issues: _Issues, memory: Memory, http: Http) -> Generator[Page, None, bool]:
        """Yield a page for each list of issues; return whether anything has changed since all was read."""
        labels = {"labels": self.label} if self.label else {}
        known = memory.whole == issues.stamp
        answer = self._get(f"{self._here}/issues?{urlencode(LISTED | labels)}", http, conditional=known)
        if answer.unchanged:
            return False
        memory.whole = ""  # goes with the answer's validator: a walk that is cut asks for all of it again
        for each in self._from(answer, http):
            yield memory.page(issues.take(each))
        return True

    def _articles(self, articles: Sequence[Article], issues: _Issues, memory: Memory, http: Http) -> Iterator[Page]:
        whole = not issues.unread
        for article in articles:
            whole &= yield from self._article(article, issues, memory, http)
        memory.whole = issues.stamp if whole else ""

    def _article(self, article: Article, issues: _Issues, memory: Memory, http: Http) -> Generator[Page, None, bool]:
        """Yield what is below the issues of an article if something has changed there; return whether all was read."""
        found = issues.found.get(article.uid, {})
        mark = stamp([_measure(issue) for _number, (issue, _about) in sorted(found.items())])
        if memory.stamp(article.uid) == mark:
            memory.again(article.uid)
            return True
        if not found and issues.unread:
            return False
        heard = Heard(About(article.uid, article.url))
        for issue, heard.about in found.values():
            yield from self._issue(issue, heard, http)
        if not heard.failed:
            memory.put(article.uid, mark, heard.counts(memory.reasons), map(str, sorted(found)))
        if found:
            yield memory.page()
        return not heard.failed

    def _issue(self, issue: Row, heard: Heard, http: Http) -> Iterator[Page]:
        """Yield what is below an issue; one that is not there any more, or says nonsense, costs a line."""
        try:
            yield from self._comments(issue, heard, http)
            yield from self._reactions(issue, heard, http)
        except (NotAsExpected, Refused) as error:
            if isinstance(error, Refused) and error.status not in NOT_THERE:
                raise
            heard.fail(f"{web(issue.get('html_url')) or heard.about.target}: {error.message}")
            yield heard.page()

    def _comments(self, issue: Row, heard: Heard, http: Http) -> Iterator[Page]:
        heard.replies.claim(issue["comments"])
        heard.given(issue.get("reactions"), Subject(f"issue-{number(issue.get('id'))}", web(issue.get("html_url"))))
        if issue["comments"]:
            for answer in self._lists(f"/issues/{number(issue['number'])}/comments", http):
                heard.comments(expected_list(answer.json(), answer.url))
                yield heard.page()

    def _reactions(self, issue: Row, heard: Heard, http: Http) -> Iterator[Page]:
        """To each comment only with a token: it is a request for each."""
        reacted, heard.reacted = heard.reacted, []
        for subject in reacted:
            if self.token or not subject.comment:
                where = f"comments/{subject.comment}" if subject.comment else number(issue["number"])
                for answer in self._lists(f"/issues/{where}/reactions", http):
                    heard.listed(expected_list(answer.json(), answer.url), subject)
                    yield heard.page()

    def _lists(self, where: str, http: Http) -> Iterator[Answer]:
        yield from self._from(self._get(f"{self._here}{where}?per_page=100", http), http)

    def _from(self, answer: Answer, http: Http) -> Iterator[Answer]:
        """Yield an answer and those that follow, none of them twice."""
        yield answer
        asked = {answer.url}
        while (url := following(answer)) and url not in asked:
            asked.add(url)
            answer = self._get(url, http)
            yield answer

    def _get(self, url: str, http: Http, *, conditional: bool = False) -> Answer:
        return http.get(url, headers=HEADERS, bearer=self.token, conditional=conditional)

    @property
    def _here(self) -> str:
        return f"{self.address}/repos/{self.repo}"


@dataclass
class _Issues:
    """The issues that were listed, by the article that each is about."""

    names: Mapping[str | int, About]
    """By what an issue is called, or by its number."""
    known: Mapping[str, About]
    """By the number: what was found once stays found, whatever it is called now."""
    found: dict[str, dict[int, tuple[Row, About]]] = field(default_factory=dict)
    unread: bool = False
    """Whether something was listed that could not be read."""

    @property
    def stamp(self) -> str:
        """Return a text that is another one when other issues are looked for."""
        return stamp(sorted((str(name), *about) for name, about in self.names.items()))

    def take(self, answer: Answer) -> list[str]:
        """Sort a list of issues, and return what is wrong with it; pull requests are listed too, and are none."""
        problems = []
        for row in map(table, expected_list(answer.json(), answer.url)):
            uid, title, below = number(row.get("number")), text(row.get("title")), row.get("comments")
            about = self.names.get(uid) or self.names.get(github.folded(title)) or self.known.get(str(uid))
            if not uid or not title or not isinstance(below, int):
                self.unread = True
                problems.append(_("An issue in GitHub's list could not be read and was left out."))
            elif about and "pull_request" not in row:
                self.found.setdefault(about.article, {})[uid] = (row, about)
        return problems


def _measure(issue: Row) -> list[object]:
    """What is another one when something has happened below an issue."""
    given = number(table(issue.get("reactions")).get("total_count"))
    return [number(issue["number"]), issue.get("updated_at"), number(issue.get("comments")), given]
