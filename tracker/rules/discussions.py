"""What GitHub is asked about the discussions of giscus: several articles at once, then one to its end.

Queries follow giscus' own (`services/github/getDiscussion.ts`). The first asks for what is another one
when something has happened: a search for each term, known discussions by number or id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracker.messages import _
from tracker.rules.fields import rows, table, text
from tracker.rules.github import NOT_FOUND, complaint, folded
from tracker.rules.memory import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Row: TypeAlias = "Mapping[str, Any]"

PROBE = """
fragment probe on Discussion {
  id databaseId title body url updatedAt reactions { totalCount }
  comments(last: 50) { totalCount nodes { updatedAt isMinimized reactions { totalCount }
    replies(last: 10) { totalCount nodes { updatedAt isMinimized reactions { totalCount } } } } }
}"""
SAID = """
fragment said on DiscussionComment {
  id databaseId url createdAt deletedAt isMinimized bodyHTML author { ...who } reactions(first: 50) { ...given }
}
fragment given on ReactionConnection { totalCount nodes { databaseId content createdAt user { ...who } } }
fragment who on Actor {
  __typename login url avatarUrl
  ... on User { databaseId name bio websiteUrl twitterUsername }
  ... on Bot { databaseId }
  ... on Organization { databaseId name }
}
fragment below on DiscussionCommentConnection {
  totalCount pageInfo { hasPreviousPage startCursor } nodes { ...said }
}"""
WALK = f"""query($id: ID!, $after: String) {{ node(id: $id) {{ ... on Discussion {{
  databaseId url reactions(first: 100) {{ ...given }}
  comments(first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ ...said replies(last: 100) {{ ...below }} }}
  }}
}} }} }}{SAID}"""
REPLIES = f"""query($id: ID!, $before: String) {{ node(id: $id) {{ ... on DiscussionComment {{
  replies(last: 100, before: $before) {{ ...below }}
}} }} }}{SAID}"""


class Wanted(NamedTuple):
    """How the discussions of one article are found."""

    article: str
    url: str
    searches: Mapping[str, str] = {}
    """What is searched for, and the address of ours that the term stands for."""
    marks: Mapping[str, str] = {}
    """What a discussion that is meant shows (its title, folded, or in its text a SHA-1), with the same address."""
    strict: bool = False
    numbers: tuple[int, ...] = ()
    known: tuple[str, ...] = ()


@dataclass
class Found:
    """The discussions of one article."""

    article: str
    url: str
    nodes: dict[str, Row] = field(default_factory=dict)
    """By id."""
    targets: dict[str, str] = field(default_factory=dict)
    """The address of ours that each stands for."""
    problems: list[str] = field(default_factory=list)
    failed: bool = False
    """Whether something was in the way, so that there may be more than was found."""

    @property
    def stamp(self) -> str:
        """Return a text that is another one when something has happened."""
        return stamp(sorted(self.nodes.items()))

    def take(self, node: Row, url: str) -> None:
        """Keep a discussion; one without an id cannot be asked about."""
        if uid := text(node.get("id")):
            self.nodes[uid] = node
            self.targets.setdefault(uid, url)
        else:
            self.fail((), "")

    def fail(self, errors: Sequence[Row], alias: str) -> None:
        """Note that something could not be had."""
        self.failed = True
        self.missing(errors, alias)

    def missing(self, errors: Sequence[Row], alias: str) -> None:
        """Note that something is not there."""
        self.problems.append(f"{self.url}: {reason(errors, alias)}")


def question(repository: str, wanted: Sequence[Wanted]) -> dict[str, object]:
    """Return what to POST: the searches, numbers and ids of several articles."""
    owner, _slash, name = repository.partition("/")
    variables: dict[str, object] = {"owner": owner, "name": name}
    declared, asked = ["$owner: String!", "$name: String!"], []
    for alias, search in _searches(wanted):
        variables[alias] = search
        declared.append(f"${alias}: String!")
        asked.append(f"{alias}: search(type: DISCUSSION, query: ${alias}, first: 10) {{ nodes {{ ...probe }} }}")
    if known := _known(wanted):
        variables["known"] = known
        declared.append("$known: [ID!]!")
        asked.append("known: nodes(ids: $known) { ...probe }")
    numbered = dict.fromkeys(number for one in wanted for number in one.numbers)
    named = "".join(f" n{number}: discussion(number: {number}) {{ ...probe }}" for number in numbered)
    lines = "\n  ".join([f"repository(owner: $owner, name: $name) {{ id{named} }}", *asked])
    return {"query": f"query({', '.join(declared)}) {{\n  {lines}\n}}{PROBE}", "variables": variables}


def found(data: Row, errors: Sequence[Row], wanted: Sequence[Wanted]) -> list[Found]:
    """Return what the answer to `question` tells about each article."""
    known = dict(zip(_known(wanted), rows(data.get("known")), strict=False))
    made = []
    for place, one in enumerate(wanted):
        here = Found(one.article, one.url)
        for turn in range(len(one.searches)):
            _search(here, one, data, errors, f"q{place}_{turn}")
        for number in one.numbers:
            _number(here, table(data.get("repository")).get(f"n{number}"), errors, f"n{number}")
        for uid in one.known:
            _by_id(here, uid, known, errors, _known(wanted).index(uid))
        made.append(here)
    return made


def reason(errors: Sequence[Row], alias: object = None) -> str:
    """Return why a part of an answer could not be had."""
    return told(errors, alias) or _("GitHub does not say why")


def told(errors: Sequence[Row], alias: object = None) -> str:
    """Return GitHub's words for what is wrong with a part of an answer, else with all of it; empty: it has none."""
    about = [error for error in errors if alias in rows(error.get("path"))]
    return next(filter(None, map(complaint, about or errors)), "")


def _search(here: Found, one: Wanted, data: Row, errors: Sequence[Row], alias: str) -> None:
    result = data.get(alias)
    if not isinstance(result, dict) or not isinstance(result.get("nodes"), list):
        here.fail(errors, alias)
        return
    for node in map(table, result["nodes"]):
        if not text(node.get("title")):
            here.fail(errors, alias)
        elif url := _match(node, one):
            here.take(node, url)


def _match(node: Row, one: Wanted) -> str:
    """Return the address of ours that a discussion stands for: a search also finds what is only similar."""
    if one.strict:
        return next((url for mark, url in one.marks.items() if mark in text(node.get("body"))), "")
    return one.marks.get(folded(text(node.get("title"))), "")


def _number(here: Found, node: object, errors: Sequence[Row], alias: str) -> None:
    if isinstance(node, dict):
        here.take(node, here.url)
    elif any(alias in rows(error.get("path")) and error.get("type") == NOT_FOUND for error in errors):
        here.missing(errors, alias)
    else:
        here.fail(errors, alias)


def _by_id(here: Found, uid: str, known: Row, errors: Sequence[Row], place: int) -> None:
    """One that was found before; what GitHub no longer finds by its id is deleted."""
    node = known.get(uid)
    if isinstance(node, dict) and node:
        here.take(node, here.targets.get(uid, here.url))
    elif not any(["known", place] == rows(error.get("path")) and error.get("type") == NOT_FOUND for error in errors):
        here.fail(errors, "known")


def _searches(wanted: Sequence[Wanted]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(wanted):
        for turn, search in enumerate(one.searches):
            yield f"q{place}_{turn}", search


def _known(wanted: Sequence[Wanted]) -> list[str]:
    return list(dict.fromkeys(uid for one in wanted for uid in one.known))
