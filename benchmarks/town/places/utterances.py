"""GitHub Issues: a list of all of them, and what is below one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import slug
from tracker.model import Secret
from tracker.sources.utterances import Utterances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Person, Said

A_PAGE = 100
EMOJI = ("heart", "+1", "rocket", "eyes")
WHERE = "https://github.com/mio/blog/issues"


class UtterancesPlace(Place):
    """Of three, two comment and one reacts to the issue."""

    name = "utterances"

    @cached_property
    def _issues(self) -> list[dict[str, Any]]:
        issues = [_issue(number, thread) for number, thread in self.told.items()]
        return sorted(issues, key=lambda issue: str(issue["updated_at"]), reverse=True)

    def source(self) -> Utterances:
        """With a token: 60 requests an hour would not do."""
        return Utterances(repo="mio/blog", token=Secret("town"), address=self.server)

    def answer(self, asked: Asked) -> Reply:
        """Answer with a page of a list."""
        parts = asked.path.removeprefix("/repos/mio/blog/issues").strip("/").split("/")
        if parts == [""]:
            return self._page(self._issues, asked)
        thread = self.told[int(parts[0]) - 1]
        rows = [_comment(said) for said in _comments(thread)] if parts[1] == "comments" else _reactions(thread)
        return self._page(rows, asked)

    def _page(self, rows: Sequence[dict[str, Any]], asked: Asked) -> Reply:
        page = int(asked.query.get("page", "1"))
        shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
        target = asked.target.partition("&page=")[0]
        more = {"link": f'<{self.server}{target}&page={page + 1}>; rel="next"'} if page * A_PAGE < len(rows) else {}
        return reply(shown, **more)


def _comments(thread: tuple[Said, ...]) -> list[Said]:
    return [said for said in thread if said.turn % 3 != 1]


def _gifts(thread: tuple[Said, ...]) -> list[Said]:
    return [said for said in thread if said.turn % 3 == 1]


def _issue(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    return {
        "html_url": f"{WHERE}/{number + 1}",
        "id": 30_000 + number,
        "number": number + 1,
        "title": f"{slug(number)}/",
        "user": {"login": "utterances-bot", "id": 80_002, "type": "User"},
        "labels": [],
        "state": "open",
        "comments": len(_comments(thread)),
        "created_at": stamp(thread[0].at),
        "updated_at": stamp(thread[-1].at),
        "body": f"# {slug(number)}/",
        "reactions": {"total_count": len(_gifts(thread))},
    }


def _comment(said: Said) -> dict[str, Any]:
    return {
        "html_url": f"{WHERE}/1#issuecomment-{said.number}",
        "id": said.number,
        "user": _who(said.by),
        "created_at": stamp(said.at),
        "updated_at": stamp(said.at),
        "author_association": "NONE",
        "body_html": said.html,
        "reactions": {"total_count": 0},
    }


def _reactions(thread: tuple[Said, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": said.number,
            "user": _who(said.by),
            "content": EMOJI[said.number % len(EMOJI)],
            "created_at": stamp(said.at),
        }
        for said in _gifts(thread)
    ]


def _who(person: Person) -> dict[str, Any]:
    return {
        "login": person.handle,
        "id": 90_000 + person.number,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{90_000 + person.number}?v=4",
        "html_url": f"https://github.com/{person.handle}",
        "type": "User",
        "site_admin": False,
    }


PLACE = UtterancesPlace
