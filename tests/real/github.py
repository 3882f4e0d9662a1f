"""GitHub: comments of issues and discussions, reactions, webhooks and recorded requests, in the shape of its API."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.real import ROOT, Real, Row, as_json, name, nothing, words
from tracker.model import Article, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request

FOLDER = ROOT / "github"
HERE = re.compile(r"https://(?:api\.)?github\.com/(?:repos/)?([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(\d+)")
WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def files() -> Iterator[Real]:
    """Every file that tells of conversations; what is left holds lists of users and writes."""
    yield from issue_comments()
    yield from issue_webhooks()
    yield from discussion_webhooks()
    yield from discussions()


def issue_comments() -> Iterator[Real]:
    """Lists of comments, alone or below their issue, reactions to an issue, and issues alone."""
    for file in sorted(FOLDER.glob("issue-comments.json")):
        yield _issues(file, [], json.loads(file.read_text()))
    for file in sorted(FOLDER.glob("Issue_comments.json")):
        issue, comments = _cassette(file)
        yield _issues(file, [issue], comments)
    for file in sorted(FOLDER.glob("IssueComment.setUp.txt")):
        _repository, issue, comment = _answers(file)
        yield _issues(file, [issue], [comment])
    for file in sorted(FOLDER.glob("Issue.testGetReactions.txt")):
        [(path, reactions)] = _asked(file)
        number = int(path.split("/")[-2])
        issue = {"number": number, "html_url": f"https://github.com{path.removeprefix('/repos').rsplit('/', 1)[0]}"}
        issue["title"] = "Reactions"
        yield _issues(file, [issue | {"reactions": {"total_count": len(reactions)}}], [], {number: reactions})
    for file in sorted(FOLDER.glob("issues.json")):
        rows = json.loads(file.read_text())
        yield _issues(file, rows, [], other=len(rows))


def issue_webhooks() -> Iterator[Real]:
    """One comment with its issue; one that was deleted is listed no more."""
    for file in sorted(FOLDER.glob("webhook_issue_comment_*.json")):
        told = json.loads(file.read_text())
        gone = told["action"] == "deleted"
        yield _issues(file, [told["issue"]], [] if gone else [told["comment"]], other=int(gone))


def discussion_webhooks() -> Iterator[Real]:
    """One comment of a discussion in the shape of GraphQL, or none."""
    for file in sorted(FOLDER.glob("webhook_discussion*.json")):
        told = json.loads(file.read_text())
        comments = [_as_graphql(told["comment"])] if "comment" in told else []
        if told["action"] == "deleted":
            comments[0]["deletedAt"] = told["comment"]["updated_at"]
        yield _discussion(file, told["discussion"], comments)


def discussions() -> Iterator[Real]:
    """Recordings of GraphQL: a list of titles, and comments of which there are ids and, in the cursors, times."""
    for file in sorted(FOLDER.glob("Repository.testGetDiscussions.txt")):
        pages = [answer["data"]["repository"]["discussions"] for answer in _answers(file) if "data" in answer]
        yield _titles(file, [node for page in pages for node in page["nodes"]])
    for file in sorted(FOLDER.glob("RepositoryDiscussion.testGetComments.txt")):
        told = _answers(file)[-1]["data"]["node"]["comments"]
        turn = told["pageInfo"]
        cursors = [base64.b64decode(turn[key]) for key in ("startCursor", "endCursor")]
        comments = [
            node | {"databaseId": int.from_bytes(cursor[-4:]), "createdAt": WHEN.findall(cursor)[0].decode()}
            for node, cursor in zip(told["nodes"], cursors, strict=True)
        ]
        where = {"html_url": "https://github.com/PyGithub/PyGithub/discussions/1"}
        yield _discussion(file, where, comments, turn)


@dataclass
class IssueServer:
    """A repository's issues, what is below each, and who reacted."""

    issues: Sequence[Row]
    comments: Mapping[int, Sequence[Row]]
    reactions: Mapping[int, Sequence[Row]] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        *_owner, what, last = request.path.split("/")
        if last == "issues":
            return as_json(self.issues)
        if not what.isdecimal():
            return nothing(request)
        return as_json({"comments": self.comments, "reactions": self.reactions}[last].get(int(what), []))


@dataclass
class DiscussionServer:
    """A repository's discussions by title and number, and the comments of each, by its id."""

    nodes: Sequence[Row]
    comments: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    turn: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        asked = json.loads(request.body)
        variables: dict[str, Any] = asked["variables"]
        if "id" in variables:
            rows = self.comments[variables["id"]]
            return as_json(
                {"data": {"node": {"comments": {"totalCount": len(rows), "pageInfo": self.turn, "nodes": rows}}}}
            )
        known = {node["id"]: node for node in self.nodes}
        data: dict[str, object] = {
            alias: {"nodes": self._alike(search)} for alias, search in variables.items() if alias.startswith("q")
        }
        named = {f"n{node['number']}": node for node in self.nodes}
        data["repository"] = {"id": "R"} | {
            alias: node for alias, node in named.items() if f"{alias}:" in asked["query"]
        }
        return as_json({"data": data | {"known": [known.get(uid) for uid in variables.get("known", ())]}})

    def _alike(self, search: str) -> list[Row]:
        """A search finds whatever has words in common."""
        wanted = set(re.findall(r"\w+", search.partition("in:title")[2].lower()))
        scored = [(len(wanted & set(re.findall(r"\w+", node["title"].lower()))), node) for node in self.nodes]
        return [node for score, node in sorted(scored, key=lambda one: -one[0]) if score][:5]


def _issues(
    file: Path,
    issues: Sequence[Row],
    comments: Sequence[Row],
    reactions: Mapping[int, Sequence[Row]] | None = None,
    other: int = 0,
) -> Real:
    below: dict[int, list[Row]] = {}
    for comment in comments:
        below.setdefault(_number(comment), []).append(comment)
    alone = [
        {"number": one, "title": str(one), "html_url": comments[0]["html_url"].partition("#")[0], "comments": len(rows)}
        for one, rows in below.items()
    ]
    listed = [
        issue | {"comments": max(issue.get("comments", 0), len(below.get(issue["number"], ())))} for issue in issues
    ] or alone
    given = reactions or {}
    repository = _repository([*comments, *issues][0])
    return Real(
        name(file),
        "utterances",
        IssueServer(listed, below, given),
        [_article(repository, "issues", issue["number"]) for issue in listed],
        rows=len(comments) + sum(map(len, given.values())) + other,
        other=other,
        words=words(comment["body"] for comment in comments),
        settings={"address": "{server}", "repo": repository, "mapping": "number"},
    )


def _discussion(file: Path, where: Row, comments: Sequence[Row], turn: Mapping[str, object] | None = None) -> Real:
    number = int(HERE.match(where["html_url"])[2])  # type: ignore[index]  # it is one
    node = {"id": "D", "number": number, "url": where["html_url"], "title": where.get("title", "")}
    repository = _repository(where)
    return Real(
        name(file),
        "giscus",
        DiscussionServer([node], {"D": comments}, turn or {}),
        [_article(repository, "discussions", number)],
        rows=len(comments) or 1,
        other=0 if comments else 1,
        settings={"address": "{server}", "repo": repository, "mapping": "number", "token": Secret("none")},
    )


def _titles(file: Path, nodes: Sequence[Row]) -> Real:
    """Discussions are pages themselves: what counts is that each title is found, and only by its own."""
    known = [node | {"id": f"D{node['number']}", "updatedAt": "2024-09-17T00:00:00Z"} for node in nodes]
    articles = [Article(str(node["number"]), f"https://x.example/{node['number']}/", node["title"]) for node in nodes]
    return Real(
        name(file),
        "giscus",
        DiscussionServer(known, {node["id"]: [] for node in known}),
        articles,
        rows=len(nodes),
        other=len(nodes),
        settings={"address": "{server}", "repo": "PyGithub/PyGithub", "mapping": "title", "token": Secret("none")},
    )


def _article(repository: str, what: str, number: int) -> Article:
    url = f"https://x.example/{number}/"
    return Article(url, url, syndication=(f"https://github.com/{repository}/{what}/{number}",))


def _as_graphql(comment: Row) -> Row:
    user = comment["user"]
    author = {"__typename": user["type"], "login": user["login"], "url": user["html_url"], "databaseId": user["id"]}
    told = {"id": comment["node_id"], "databaseId": comment["id"], "url": comment["html_url"]}
    return told | {"createdAt": comment["created_at"], "body": comment["body"], "author": author}


def _number(row: Row) -> int:
    return int(HERE.match(row.get("issue_url") or row["html_url"])[2])  # type: ignore[index]  # it is one


def _repository(row: Row) -> str:
    return str(HERE.match(row["html_url"])[1])  # type: ignore[index]  # it is one


def _cassette(file: Path) -> list[Any]:
    """The bodies that betamax kept, zipped."""
    kept = json.loads(file.read_text())["http_interactions"]
    return [json.loads(gzip.decompress(base64.b64decode(one["response"]["body"]["base64_string"]))) for one in kept]


def _answers(file: Path) -> list[Any]:
    return [answer for _path, answer in _asked(file)]


def _asked(file: Path) -> list[tuple[str, Any]]:
    """The requests that PyGithub kept, each in ten lines: path in the fifth, body in the tenth."""
    blocks = [block.splitlines() for block in re.split(r"\n\n+(?=https?\n)", file.read_text().strip("\n"))]
    return [(block[4], json.loads(block[9])) for block in blocks]
