"""Places that can be posted to, played over real HTTP: for each outlet, a stall that says what was posted there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from tests import sky
from tests.instance import TOKEN, Instance
from tests.recordings import way_out
from tests.servers import serve
from tracker.model import Secret
from tracker.model.posts import Message, Preview
from tracker.sources.bluesky import Bluesky
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.http import Http
    from tracker.sources import Outlet

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
ABOUT = Preview(
    "https://mio.example/ja/2026/11/search/",
    "二文字で探す",
    "ja",
    "「予算」で検索すると0件。それが半年続いていました。",
    ("検索", "open source"),
    "https://mio.example/covers/search.png",
    PNG,
    "image/png",
)
KEY = "20261122T030000000000Z-0123456789"


def message(text: str, about: Preview = ABOUT) -> Message:
    return Message(text, about.lang, about, NOW)


class Stall(Protocol):
    """A place, and what the test can do to it."""

    def open(self) -> Iterator[Outlet]: ...
    def posted(self) -> list[str]: ...
    def cut(self) -> None: ...
    def forget(self) -> None: ...
    def refuse(self, status: int, **headers: str) -> None: ...


@dataclass
class MastodonStall:
    """One server."""

    place: Instance = field(default_factory=Instance)
    token: str = TOKEN

    def open(self) -> Iterator[Outlet]:
        with serve(self.place) as server:
            yield Mastodon(server="https://mastodon.example", address=server.url, token=Secret(self.token))

    def posted(self) -> list[str]:
        return [one["content"] for one in self.place.statuses]

    def cut(self) -> None:
        self.place.cuts = True

    def forget(self) -> None:
        self.place.forget()

    def refuse(self, status: int, **headers: str) -> None:
        self.place.refuses = status
        self.place.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass
class BlueskyStall:
    """The network."""

    place: sky.Sky = field(default_factory=sky.Sky)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0

    def open(self) -> Iterator[Outlet]:
        self.place.person("mio", "mio.example")

        def answer(request: Any) -> Any:  # noqa: ANN401 - as a handler
            if self.status and request.path.endswith("createRecord"):
                return self.status, self.headers, ""
            return self.place(request)

        with serve(answer) as server:
            yield Bluesky(account="mio.example", app_password=Secret(sky.PASSWORD), pds=server.url, address=server.url)

    def posted(self) -> list[str]:
        return [record["text"] for record in self.place.records.values()]

    def cut(self) -> None:
        self.place.cuts.add("createRecord")

    def forget(self) -> None:
        """It never does."""

    def refuse(self, status: int, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


STALLS: dict[str, type[Stall]] = {"mastodon": MastodonStall, "bluesky": BlueskyStall}


@contextmanager
def opened(stall: Stall) -> Iterator[tuple[Outlet, Http]]:
    """Serve a place and go out to it."""
    for outlet in stall.open():
        with way_out() as http:
            yield outlet, http
