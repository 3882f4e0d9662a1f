"""One person answers once and is shown in three places: one line, three places; unfolded, and folded again.

Through the command, with the sources for Mastodon, Bluesky and webmention.io over real HTTP. The answer was
written on a fediverse server; Bridgy Fed copied it to Bluesky, and Bridgy sent it as a webmention.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.fediverse import AWAY, FIRST, HOME, STATUSES, context, person, post
from tests.scenes import ARTICLE, Scene
from tests.servers import serve
from tests.sky import Sky, uri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request

WORDS = "二文字でも速いのは意外でした。"
ANSWER = post("900001234", "ren", AWAY, FIRST, content=f"<p>{WORDS}</p>") | {
    "account": person("ren", display_name="蓮", indexable=True)
}
PAGE = f"{AWAY}/@ren/900001234"


def mastodon(request: Request) -> Reply:
    told = {
        f"{STATUSES}/{FIRST}": post(FIRST, replies_count=1, favourites_count=1),
        f"{STATUSES}/{FIRST}/context": context(ANSWER),
        f"{STATUSES}/{FIRST}/favourited_by": [person("ren", display_name="蓮", indexable=True)],
    }
    return (200, {}, json.dumps(told[request.path])) if request.path in told else (404, {}, "")


def bluesky() -> Sky:
    sky = Sky()
    sky.person("mio", "mio.example")
    sky.person("ren", "ren.fedi.example.ap.brid.gy", displayName="蓮")
    announcement = sky.say("mio", "3m", "書きました", card=ARTICLE)
    sky.say("ren", "3lcopy", WORDS, answers=announcement, bridgyOriginalUrl=PAGE)
    return sky


def webmentions(request: Request) -> Reply:
    if request.path != "/api/mentions.jf2":
        return 404, {}, ""
    author = {"type": "card", "name": "蓮", "url": f"{AWAY}/@ren"}
    common = {"type": "entry", "wm-target": ARTICLE, "wm-received": "2026-10-15T10:00:00Z", "author": author}
    rows = [
        common
        | {
            "wm-id": 1,
            "wm-property": "in-reply-to",
            "wm-source": f"https://brid.gy/comment/mastodon/@mio@mastodon.example/{FIRST}/900001234",
            "url": PAGE,
            "content": {"text": WORDS},
        },
        common
        | {
            "wm-id": 2,
            "wm-property": "like-of",
            "wm-source": f"https://brid.gy/like/mastodon/@mio@mastodon.example/{FIRST}/17",
            "url": f"{HOME}/@mio/{FIRST}#favorited-by-17",
        },
    ]
    shown = rows if request.query.get("page", "0") == "0" else []
    return 200, {}, json.dumps({"type": "feed", "children": shown})


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("ENISHI_WEBMENTIONIO_TOKEN", "none")
    monkeypatch.setenv("ENISHI_NOW", "2026-11-22T12:00:00+09:00")
    made = Scene(tmp_path / "blog")
    with serve(mastodon) as home, serve(bluesky()) as sky, serve(webmentions) as received:
        made.settle(
            f'[sources.mastodon]\nserver = "{HOME}"\naddress = "{home.url}"\n'
            f'[sources.bluesky]\naddress = "{sky.url}"\npds = "{sky.url}"\nindex = "{sky.url}"\n'
            f'[sources.webmentionio]\naddress = "{received.url}"\ndomain = "mio.example"\n',
            [f"{HOME}/@mio/{FIRST}", "https://bsky.app/profile/mio.example/post/3m"],
        )
        assert [row["error"] for row in made.rows("pull")] == [None, None, None]
        yield made


def ren(scene: Scene) -> list[dict[str, object]]:
    return [row for row in scene.rows("who", "search") if row["name"] == "蓮"]


def ids(scene: Scene, asked: str) -> dict[str, str]:
    return {row["source"]: row["id"] for row in scene.rows("responses", "copies", asked)}


def test_one_line_three_places(scene: Scene) -> None:
    (line,) = ren(scene)
    assert line["kinds"] == {"reply": 1, "like": 1}
    assert line["places"] == ["bluesky", "mastodon", "webmentionio"]
    assert len(scene.rows("inbox")) == 1
    assert len(scene.rows("responses", "list")) == 1


def test_the_author_is_known_by_what_she_announced_and_listed_nowhere(scene: Scene) -> None:
    assert {row["name"] for row in scene.rows("who", "search")} == {"蓮"}


def test_unfolded_it_is_counted_by_itself_and_folded_again_it_is_not(scene: Scene) -> None:
    (waiting,) = scene.rows("inbox")
    showings = ids(scene, waiting["id"])
    assert set(showings) == {"bluesky", "mastodon", "webmentionio"}
    assert waiting["id"] == showings["mastodon"]  # it stands where it was said
    scene.type("responses", "unfold", showings["bluesky"])
    (line,) = ren(scene)
    assert line["kinds"] == {"reply": 2, "like": 1}
    scene.type("responses", "fold", showings["bluesky"], showings["mastodon"])
    (line,) = ren(scene)
    assert line["kinds"] == {"reply": 1, "like": 1}
    scene.type("responses", "fold", showings["bluesky"], "--rule")
    assert ids(scene, showings["mastodon"]) == showings


def test_all_three_accounts_are_one_person_by_evidence(scene: Scene) -> None:
    (line,) = ren(scene)
    profile = scene.rows("people", "show", f"p{line['person']}")[0]
    assert {account["place"] for account in profile["accounts"].values()} == {"bluesky", "mastodon", "web"}
    assert {link["by"] for link in profile["links"]} == {"bridge", "copy"}


def test_pulled_again_nothing_changes(scene: Scene) -> None:
    before = ren(scene)
    for row in scene.rows("pull", "--full"):
        assert (row["new"], row["edited"], row["missing"], row["gone"]) == (0, 0, 0, 0), row
    assert ren(scene) == before
    assert uri("ren", "3lcopy")
