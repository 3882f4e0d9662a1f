"""Mastodon: a post about each article by its author, what is below it, who liked and who boosted it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import title, url
from tracker.model import Secret
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Person, Said

HOME = "https://social.example"
FIRST = 115_000_000_000_000_000
ANSWERED, LIKED, BOOSTED = range(3)


class MastodonPlace(Place):
    """The first is the announcement; then likes, boosts and answers in turn."""

    name = "mastodon"
    reach = 120

    @cached_property
    def _posts(self) -> dict[int, tuple[int, tuple[Said, ...]]]:
        return {FIRST + thread[0].number: (number, thread) for number, thread in self.told.items()}

    def source(self) -> Mastodon:
        """With a token of the author's own server, which keeps everything."""
        return Mastodon(server=HOME, handle="@mio@social.example", token=Secret("town"), address=self.server)

    def announcement(self, number: int) -> str:
        """Every article that anybody answered was announced."""
        thread = self.told.get(number)
        return f"{HOME}/@mio/{FIRST + thread[0].number}" if thread else ""

    def answer(self, asked: Asked) -> Reply:
        """Answer with a post, what is below it, or a page of people."""
        parts = asked.path.removeprefix("/api/v1/").split("/")
        if parts[0] == "notifications":
            return reply([])
        number, thread = self._posts[int(parts[1])]
        what = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - of a post alone nothing else is said
        if what == "context":
            return reply({"ancestors": [], "descendants": [_answer(said, thread) for said in given(thread, ANSWERED)]})
        if what:
            return self._people(given(thread, LIKED if what == "favourited_by" else BOOSTED), asked)
        return reply(_announcement(number, thread))

    def _people(self, gifts: list[Said], asked: Asked) -> Reply:
        start, size = int(asked.query.get("max_id", "0")), int(asked.query["limit"])
        target = f"{self.server}{asked.path}?limit={size}&max_id={start + size}"
        more = {"link": f'<{target}>; rel="next"'} if start + size < len(gifts) else {}
        return reply([_who(said.by) for said in gifts[start : start + size]], **more)


def given(thread: tuple[Said, ...], way: int) -> list[Said]:
    """Return those below the announcement that answered, liked or boosted."""
    return [said for said in thread[1:] if said.turn % 3 == way]


def _announcement(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    here = url(number)
    counts = {"replies_count": ANSWERED, "favourites_count": LIKED, "reblogs_count": BOOSTED}
    told = {name: len(given(thread, way)) for name, way in counts.items()}
    content = f'<p>{title(number)} <a href="{here}" rel="nofollow">{here}</a></p>'
    return _post(thread[0], "mio", content) | told | {"account": _own(), "card": {"url": here, "title": title(number)}}


def _answer(said: Said, thread: tuple[Said, ...]) -> dict[str, Any]:
    above = FIRST + thread[0].number
    return _post(said, said.by.handle, said.html) | {"account": _who(said.by), "in_reply_to_id": str(above)}


def _post(said: Said, handle: str, content: str) -> dict[str, Any]:
    number = FIRST + said.number
    return {
        "id": str(number),
        "uri": f"{HOME}/users/{handle}/statuses/{number}",
        "url": f"{HOME}/@{handle}/{number}",
        "created_at": stamp(said.at),
        "in_reply_to_id": None,
        "visibility": "public",
        "language": "ja",
        "spoiler_text": "",
        "content": content,
        "replies_count": 0,
        "favourites_count": 0,
        "reblogs_count": 0,
    }


def _own() -> dict[str, Any]:
    return _account("mio", "森川 澪", "https://mio.example/")


def _who(person: Person) -> dict[str, Any]:
    return _account(person.handle, person.name, person.site)


def _account(handle: str, name: str, site: str) -> dict[str, Any]:
    link = f'<a href="{site}" rel="me nofollow noopener" target="_blank">{site}</a>'
    return {
        "id": handle,
        "username": handle,
        "acct": handle,
        "display_name": name,
        "uri": f"{HOME}/users/{handle}",
        "url": f"{HOME}/@{handle}",
        "avatar": f"{HOME}/avatars/{handle}.png",
        "note": "<p>検索が好き</p>",
        "fields": [{"name": "Web", "value": link, "verified_at": "2025-01-01T00:00:00.000Z"}],
        "emojis": [],
        "bot": False,
        "indexable": True,
    }


PLACE = MastodonPlace
