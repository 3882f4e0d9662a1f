"""A blog that is published and the places it may be announced in, all on loopback."""

from __future__ import annotations

import io
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from tests import sky
from tests.instance import TOKEN, Instance
from tests.outlets import PNG
from tests.servers import serve
from tracker.model import Article, Secret
from tracker.sources.bluesky import Bluesky
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request

NOW = datetime.fromisoformat("2026-11-22T12:00:00+09:00")
HOOK = "「予算」で検索すると0件。それが半年続いていました。"
PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head><title>{title} – 余白</title><meta property="og:site_name" content="余白">{head}</head>
<body><article class="h-entry">
<h1 class="p-name">{title}</h1><div class="e-content"><p>{text}</p></div>
</article></body>
</html>"""


class Says(TypedDict, total=False):
    """What a page says of itself."""

    lang: str
    hook: str
    tags: Sequence[str]
    picture: str
    text: str
    visible: bool
    syndication: Sequence[str]


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


@dataclass
class Publicity:
    """The blog's pages by path, and the places."""

    pages: dict[str, Reply] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    """As articles.json lists them."""
    instance: Instance = field(default_factory=Instance)
    sky: sky.Sky = field(default_factory=sky.Sky)
    blog_url: str = ""
    instance_url: str = ""
    sky_url: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Of the blog."""
        return self.blog_url

    def blog(self, request: Request) -> Reply:
        self.asked.append(request.path)
        return self.pages.get(request.path, (404, {}, ""))

    def publish(
        self, slug: str, title: str = "二文字で引けない検索", *, days: float = 3, **more: Unpack[Says]
    ) -> Article:
        """Put an article there that came out so many days ago."""
        lang, syndication = more.get("lang", "ja"), tuple(more.get("syndication", ()))
        path, at = f"/{lang}/{slug}/", NOW - timedelta(days=days)
        page = PAGE.format(lang=lang, title=escape(title), head=_head(more), text=more.get("text", "本文。"))
        if more.get("visible", True):
            self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, page)
        self.pages["/covers/a.png"] = (200, {"Content-Type": "image/png"}, PNG)
        made = Article(f"tag:mio.example,2026:{slug}-{lang}", self.blog_url + path, title, lang, at, (), syndication)
        item = {"id": made.uid, "url": made.url, "title": title, "language": lang, "date_published": at.isoformat()}
        self.items.append(item | {"_enishi": {"syndication": list(syndication)}})
        return made

    @property
    def outlets(self) -> dict[str, Any]:
        """Both places, set up."""
        return {
            "mastodon": Mastodon(server="https://mastodon.example", address=self.instance_url, token=Secret(TOKEN)),
            "bluesky": Bluesky(account="mio.example", app_password=Secret(sky.PASSWORD), pds=self.sky_url),
        }

    def settle(self, folder: Path) -> None:
        """Write the settings and the list of articles into the folder of a blog."""
        (folder / "output").mkdir(parents=True, exist_ok=True)
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "余白", "items": self.items}
        (folder / "output" / "articles.json").write_text(json.dumps(feed), "utf-8")
        (folder / "enishi.toml").write_text(
            f'[site]\nurl = "{self.blog_url}"\n[network]\nallow = ["127.0.0.1"]\n'
            f'[sources.mastodon]\nserver = "https://mastodon.example"\naddress = "{self.instance_url}"\n'
            f'[sources.bluesky]\naccount = "mio.example"\nindex = ""\n'
            f'pds = "{self.sky_url}"\naddress = "{self.sky_url}"\n',
            "utf-8",
        )


def _head(said: Says) -> str:
    tags = (("article:tag", tag) for tag in said.get("tags", ("検索", "open source")))
    picture = ("og:image", said.get("picture", "/covers/a.png"))
    told = (("og:description", said.get("hook", HOOK)), *tags, picture)
    return "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in told if value)


@contextmanager
def publicity() -> Iterator[Publicity]:
    """Open everything."""
    made = Publicity()
    made.sky.person("mio", "mio.example")
    with ExitStack() as stack:
        made.blog_url = stack.enter_context(serve(made.blog)).url
        made.instance_url = stack.enter_context(serve(made.instance)).url
        made.sky_url = stack.enter_context(serve(made.sky)).url
        yield made
