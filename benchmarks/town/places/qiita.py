"""Qiita: the author's items with their counts, and what was given to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import title, url
from tracker.model import Secret
from tracker.sources.qiita import Qiita

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Person, Said

WAYS = ("comments", "likes", "stockers")


class QiitaPlace(Place):
    """The first is the copy of the article itself; then comments, likes and stocks in turn."""

    name = "qiita"
    reach = 120

    def source(self) -> Qiita:
        """With a token, and a name."""
        return Qiita(address=self.server, user="mio_m", token=Secret("town"))

    def announcement(self, number: int) -> str:
        """Every copy is named by its article."""
        return f"https://qiita.com/mio_m/items/{_key(number)}" if number in self.told else ""

    def answer(self, asked: Asked) -> Reply:
        """Answer with a page of a list."""
        parts = asked.path.strip("/").split("/")
        if parts[2] == "users":
            newest = sorted(self.told.items(), reverse=True)
            return self._page([_item(number, thread) for number, thread in newest], asked)
        thread = self.told[int(parts[3], 16)]
        given = _given(thread, WAYS.index(parts[4]))
        return self._page([ROWS[parts[4]](said) for said in given], asked)

    def _page(self, rows: Sequence[dict[str, Any]], asked: Asked) -> Reply:
        page, size = int(asked.query["page"]), int(asked.query["per_page"])
        target = f"{self.server}{asked.path}?page={page + 1}&per_page={size}"
        more = {"link": f'<{target}>; rel="next"'} if page * size < len(rows) else {}
        return reply(rows[(page - 1) * size : page * size], **more)


def _given(thread: tuple[Said, ...], way: int) -> list[Said]:
    return [said for said in thread[1:] if said.turn % len(WAYS) == way]


def _key(number: int) -> str:
    return f"{number:020x}"


def _item(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    body = f"元の記事: {url(number)}"
    return {
        "id": _key(number),
        "title": title(number),
        "url": f"https://qiita.com/mio_m/items/{_key(number)}",
        "body": body,
        "rendered_body": f"<p>{body}</p>",
        "comments_count": len(_given(thread, 0)),
        "likes_count": len(_given(thread, 1)),
        "stocks_count": len(_given(thread, 2)),
        "reactions_count": 0,
        "created_at": stamp(thread[0].at),
        "updated_at": stamp(thread[0].at),
        "private": False,
        "user": _user("mio_m", "森川 澪", 110_001, "https://mio.example/"),
    }


def _comment(said: Said) -> dict[str, Any]:
    return {
        "id": f"{said.number:020x}",
        "rendered_body": said.html,
        "created_at": stamp(said.at),
        "user": _who(said.by),
    }


def _like(said: Said) -> dict[str, Any]:
    return {"created_at": stamp(said.at), "user": _who(said.by)}


def _stock(said: Said) -> dict[str, Any]:
    return _who(said.by)


ROWS = {"comments": _comment, "likes": _like, "stockers": _stock}


def _who(person: Person) -> dict[str, Any]:
    return _user(person.handle, person.name, 200_000 + person.number, person.site)


def _user(login: str, name: str, stable: int, site: str) -> dict[str, Any]:
    return {
        "id": login,
        "permanent_id": stable,
        "name": name,
        "description": "検索が好き",
        "github_login_name": None,
        "twitter_screen_name": None,
        "profile_image_url": f"https://qiita-image-store.example/0/{stable}/1",
        "website_url": site,
    }


PLACE = QiitaPlace
