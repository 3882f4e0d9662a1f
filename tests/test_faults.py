"""What goes wrong at a place, through the command: pages already read are kept, the next run goes on, the code tells.

One place breaks in the middle of a walk; another one beside it is fine and must not notice.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers import serve
from tracker.cli import run
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.servers import Reply, Request, Server

ARTICLE = "https://mio.example/ja/2026/10/search/"
PER_PAGE = 10
TOTAL = 30
HIT = {
    "objectID": "39000001",
    "title": "二文字で探す",
    "url": ARTICLE,
    "author": "kit",
    "created_at_i": 1_760_000_000,
    "num_comments": 0,
}
SOON = int(time.time()) + 900
WRITTEN = (datetime.now(UTC) + timedelta(minutes=15)).isoformat().replace("+00:00", "Z")
DATE = format_datetime(datetime.now(UTC) + timedelta(minutes=15), usegmt=True)
DIALECTS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "429 and seconds (RFC 9110)": (429, {"Retry-After": "900"}),
    "429 and a date (RFC 9110)": (
        429,
        {"Retry-After": DATE},
    ),
    "429 and a written time (Mastodon)": (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": WRITTEN}),
    "429 and seconds since 1970 (Bluesky, Lobsters)": (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(SOON)}),
    "429 and seconds left (GoatCounter)": (429, {"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "900"}),
    "429 and nothing (Reddit)": (429, {}),
    "403 as a limit (GitHub)": (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(SOON)}),
    "403 and seconds (GitHub's second limit)": (403, {"Retry-After": "900"}),
    "403 as a limit (Qiita)": (403, {"Rate-Remaining": "0", "Rate-Reset": str(SOON)}),
    "503 and seconds": (503, {"Retry-After": "900"}),
}


def mention(number: int) -> dict[str, Any]:
    return {
        "type": "entry",
        "wm-id": number,
        "wm-property": "in-reply-to",
        "wm-source": f"https://reader{number}.example/post/",
        "wm-target": ARTICLE,
        "wm-received": "2026-10-20T00:00:00Z",
        "author": {"type": "card", "name": f"読者{number}", "url": f"https://reader{number}.example/"},
        "url": f"https://reader{number}.example/post/",
        "content": {"text": "縁を感じました。"},
    }


@dataclass
class Town:
    """Two places at one address; `fault` is what the first answers instead of its page `at`."""

    fault: Reply | None = None
    at: int = 1
    total: int = TOTAL
    told: list[int] = field(default_factory=list)
    """The pages of mentions that were asked for."""

    def __call__(self, request: Request) -> Reply:
        if request.path == "/api/v1/search":
            return as_json({"hits": [HIT], "nbHits": 1, "nbPages": 1})
        if request.path != "/api/mentions.jf2":
            return 404, {}, ""
        page = int(request.query.get("page", "0"))
        self.told.append(page)
        if self.fault is not None and page == self.at:
            return self.fault
        since = int(request.query.get("since_id", "0"))
        rows = [mention(number) for number in range(1, self.total + 1) if number > since]
        rows = rows[::-1] if request.query.get("sort-dir") == "down" else rows
        return as_json({"type": "feed", "children": rows[page * PER_PAGE : (page + 1) * PER_PAGE]})


def as_json(data: object, **headers: str) -> Reply:
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(data)


@dataclass(frozen=True)
class Desk:
    """A blog whose two places answer at one address."""

    folder: Path
    town: Town
    server: Server
    capsys: pytest.CaptureFixture[str]

    def pull(self, *options: str) -> tuple[int, dict[str, Any]]:
        """Run the command; return its exit code and what it says of each source."""
        ledger = str(self.folder.parent / "ledger.db")
        code = run(["-C", str(self.folder), "--ledger", ledger, "pull", "--json", "--max-wait", "0", *options])
        shown = self.capsys.readouterr()
        rows = [json.loads(line) for line in shown.out.splitlines()]
        return code, {row["source"]: row for row in rows}

    def kept(self) -> dict[str, int]:
        with Ledger.open(self.folder.parent / "ledger.db") as ledger:
            rows = ledger.interactions.by_article("a")
        return {source: sum(one.source == source for one in rows) for source in ("webmentionio", "hackernews")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    monkeypatch.setenv("ENISHI_WEBMENTIONIO_TOKEN", "s3cret")
    folder, town = tmp_path / "blog", Town()
    (folder / "output").mkdir(parents=True)
    items = [{"id": "a", "url": ARTICLE, "title": "二文字で探す"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "余白", "items": items}
    (folder / "output" / "articles.json").write_text(json.dumps(feed), "utf-8")
    with serve(town) as server:
        (folder / "enishi.toml").write_text(
            f'[network]\nallow = ["127.0.0.1"]\n[sources.hackernews]\naddress = "{server.url}"\n'
            f'[sources.webmentionio]\naddress = "{server.url}"\ndomain = "mio.example"\nper_page = {PER_PAGE}\n',
            "utf-8",
        )
        yield Desk(folder, town, server, capsys)


def goes_on(desk: Desk, before: int) -> None:
    """Check that the other place was not held up, that what was read is kept, and that the next run has the rest."""
    assert desk.kept() == {"webmentionio": before, "hackernews": 1}
    desk.town.fault = None
    code, told = desk.pull()
    assert (code, told["webmentionio"]["error"]) == (0, None)
    assert desk.kept() == {"webmentionio": TOTAL, "hackernews": 1}
    assert told["webmentionio"]["new"] == TOTAL - before
    assert (told["webmentionio"]["missing"], told["webmentionio"]["gone"]) == (0, 0)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_place_that_asks_to_be_left_alone(desk: Desk, dialect: str) -> None:
    status, headers = DIALECTS[dialect]
    desk.town.fault = (status, headers, "slow down")
    code, told = desk.pull()
    assert code == 4
    assert told["webmentionio"]["error"]["code"] == "RateLimited"
    assert told["hackernews"]["error"] is None
    assert desk.town.told.count(1) <= 3  # asked again at most twice, and not at all when it says for how long
    goes_on(desk, PER_PAGE)


def test_a_token_that_has_expired(desk: Desk) -> None:
    desk.town.fault = (401, {}, '{"error": "unauthorized"}')
    code, told = desk.pull()
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "Refused")
    goes_on(desk, PER_PAGE)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_storm_of_errors(desk: Desk, status: int) -> None:
    desk.town.fault = (status, {}, "<html>Bad Gateway</html>")
    code, told = desk.pull()
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "Refused")
    goes_on(desk, PER_PAGE)


def test_a_connection_that_is_cut_in_the_middle(desk: Desk) -> None:
    whole = json.dumps({"type": "feed", "children": [mention(number) for number in range(11, 21)]}).encode()
    desk.town.fault = (200, {"Content-Length": str(len(whole))}, [whole[: len(whole) // 2]])
    code, told = desk.pull()
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "Unreachable")
    goes_on(desk, PER_PAGE)


@pytest.mark.parametrize(
    "body", ["[]", '{"mentions": {"data": []}}', '{"type": "feed"}', "null", "<!doctype html><title>Log in</title>"]
)
def test_a_shape_that_has_changed_is_a_broken_place_and_never_nothing(desk: Desk, body: str) -> None:
    assert desk.pull()[0] == 0
    desk.town.fault, desk.town.at = (200, {}, body), 0
    code, told = desk.pull("--full")
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "NotAsExpected")
    assert desk.kept() == {"webmentionio": TOTAL, "hackernews": 1}
    assert (told["webmentionio"]["missing"], told["webmentionio"]["gone"]) == (0, 0)


def test_a_server_that_lies_about_its_count(desk: Desk) -> None:
    """It claims comments that no walk ever sees: partial for ever, and nothing is called gone for it."""
    HIT["num_comments"] = 74
    try:
        code, told = desk.pull("hackernews")
        again, retold = desk.pull("hackernews", "--full")
    finally:
        HIT["num_comments"] = 0
    assert (code, again) == (0, 0)
    assert not told["hackernews"]["complete"]
    assert "1 of 75 seen" in retold["hackernews"]["why"]
    assert (retold["hackernews"]["missing"], retold["hackernews"]["gone"]) == (0, 0)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_differs(desk: Desk, days: int) -> None:
    """The wait is reckoned by the place's own clock, which it shows in `Date`."""
    there = datetime.now(UTC) + timedelta(days=days)
    reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(there.timestamp()) + 1)}
    desk.town.fault = (429, {"Date": format_datetime(there, usegmt=True), **reset}, "")
    started = time.monotonic()
    code, told = desk.pull()
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "RateLimited")
    assert time.monotonic() - started < 5
    until = told["webmentionio"]["error"]["message"]
    assert datetime.now(UTC).strftime("%Y-") in until or str(datetime.now().astimezone().year) in until
    goes_on(desk, PER_PAGE)


def test_a_budget_that_is_spent_leaves_the_rest_for_the_next_run(desk: Desk) -> None:
    settings = desk.folder / "enishi.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(whole.replace("[network]\n", "[network]\nbudget = 2\n"), "utf-8")
    code, told = desk.pull("webmentionio")
    assert (code, told["webmentionio"]["error"]["code"]) == (4, "BudgetSpent")
    assert len(desk.server.requests) == 2
    settings.write_text(whole, "utf-8")
    desk.pull("hackernews")
    goes_on(desk, 2 * PER_PAGE)
