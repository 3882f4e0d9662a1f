"""`enishi publish`, typed at a desk: the starter blog, built by Pelican, put into a folder that is served."""

from __future__ import annotations

import io
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.instance import TOKEN, Instance
from tests.places import ARTICLES
from tests.servers import serve
from tracker.cli._publishing import ForEyes
from tracker.errors import NotPublished
from tracker.journeys.publish.steps import Differs, Outcome, Posted, Put, Step
from tracker.ledger import Ledger
from tracker.model import Account, Interaction, Kind
from tracker.targets import Changes
from tracker.verbs.hubs import Rung
from tracker.verbs.visible import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.desk import Desk
    from tests.servers import Reply, Request

pytest.importorskip("pelican")

ROOT = Path(__file__).parents[2]
PARTS = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
SETTINGS = """\
[site]
url = "{url}"
[me]
name = "森川 澪"
[network]
allow = ["127.0.0.1", "127.0.0.2"]
[publish.folder]
path = "../www"
"""


def served(www: Path, request: Request) -> Reply:
    if request.method == "POST":
        return 202, {}, ""
    file = www / unquote(request.path).lstrip("/")
    file = file / "index.html" if request.path.endswith("/") else file
    return (200, {"Content-Type": "text/html; charset=utf-8"}, file.read_bytes()) if file.is_file() else (404, {}, "")


@pytest.fixture
def desk(empty: Desk) -> Iterator[Desk]:
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, empty.blog / name)
    with serve(partial(served, empty.home / "www")) as server:
        conf = empty.blog / "pelicanconf.py"
        said = conf.read_text("utf-8").replace("https://mio.example", server.url)
        conf.write_text(said.replace('WEBSUB_HUB = ""', f'WEBSUB_HUB = "{server.url}/hub"'), "utf-8")
        empty.configure(SETTINGS.format(url=server.url))
        yield empty


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_site_is_rehearsed_published_and_published_again(desk: Desk) -> None:
    rehearsed = desk.type("publish --dry-run")
    assert (rehearsed.code, rehearsed.err) == (0, "")
    assert lines(rehearsed.out)[0] == "✓ check 6 posts, 4 pages: all in order."
    assert "+ /ja/2026/07/forty-minute-lock/" in lines(rehearsed.out)
    assert lines(rehearsed.out)[-1] == "Nothing was published; `enishi publish` does that."
    assert not (desk.home / "www").exists()

    said = desk.type("publish --no-tell")
    assert (said.code, said.err) == (0, "")
    assert (desk.home / "www/index.html").is_file()
    assert not (desk.home / "www/drafts").exists()
    marks = [line.split()[0] for line in lines(said.out) if line[0] in "✓✗"]
    assert marks == ["✓"] * 5

    again = desk.type("publish --no-tell")
    assert again.code == 0
    assert any(line.startswith("✓ what changes no change → folder ") for line in lines(again.out))
    assert lines(again.out)[-1] == "✓ upload Everything is there already."
    told = desk.type("publish")
    assert "✓ feed hubs Their hubs were told of" in " ".join(told.out.split())
    assert ".atom.xml" not in told.out  # feeds are many
    assert "✓ visible There is no new page to look at." in lines(desk.type("publish").out)


def test_somebody_elses_files_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    watcher = ForEyes(Path("/blog"), lambda _articles: Posted())
    for names in (("a", "b"), ("a", "b", "c", "d")):
        watcher.done(Step.CHANGES, Differs("folder /srv/www", Changes((), names), names))
    said = [line for line in lines(capsys.readouterr().out) if "replaced" in line]
    assert said == [
        "Not put there from here, and replaced: a, b (2 files).",
        "Not put there from here, and replaced: a, b, c, … (4 files).",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Changes(("a",), ("b",), ("c",)), "2 files written, 1 file removed."),
        (Changes(("a",)), "1 file written."),
        (Changes((), (), ("c",)), "1 file removed."),
    ],
)
def test_only_what_was_done_is_said(changes: Changes, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    ForEyes(Path("/blog"), lambda _articles: Posted()).done(Step.DEPLOY, Put("folder /srv/www", changes))
    assert lines(capsys.readouterr().out) == [f"✓ upload {said}"]


def test_whoever_is_to_be_told_is_told_and_all_of_it_can_be_read_by_programs(desk: Desk) -> None:
    said = desk.type("publish --json")
    assert (said.code, said.err) == (0, "")
    *steps, ended = said.rows
    assert [(row["step"], row["state"]) for row in steps] == [
        *(
            ("check", "done"),
            ("build", "done"),
            ("guard", "done"),
            ("changes", "done"),
            ("deploy", "done"),
            ("visible", "done"),
        ),
        *(("mentions", "done"), ("hubs", "done"), ("posts", "done")),
    ]
    assert ended == {
        "done": ["check", "build", "guard", "changes", "deploy", "visible", "mentions", "hubs", "posts"],
        "failed": [],
        "left": [],
    }
    by_step = {row["step"]: row for row in steps}
    assert "ja/2026/07/forty-minute-lock/index.html" in by_step["changes"]["added"]
    assert by_step["visible"]["pages"] == 6
    assert {one["feed"].rsplit("/", 1)[-1] for one in by_step["hubs"]["feeds"]} >= {"ja.atom.xml", "ja.json"}
    assert all(one["error"] is None for one in by_step["hubs"]["feeds"])
    (planned, last) = desk.type("publish --dry-run --json").rows[-2:]
    assert planned == {"mentions": [], "feeds": [], "posts": []}
    assert last["done"] == ["check", "build", "guard", "changes"]


def test_what_is_wrong_with_a_post_is_shown_and_nothing_is_put_anywhere(desk: Desk) -> None:
    (desk.blog / "content/2026/12-broken.md").write_text("Titel: A post\n\nText.\n", "utf-8")
    said = desk.type("publish")
    assert said.code == 7
    shown = lines(said.out)
    assert any(line.startswith("✗ content/2026/12-broken.md:1: ") for line in shown)
    assert not [line for line in shown if line[0] == "✓"]
    (failed,) = (line for line in shown if line.startswith("✗ check "))
    assert "the site back." in failed
    assert shown[-1].startswith(
        "Left: check, build, leak guard, what changes, upload, visible, webmentions, feed hubs, announcements."
    )
    assert not (desk.home / "www").exists()
    rehearsed = desk.type("publish --dry-run")
    assert rehearsed.code == 7
    assert lines(rehearsed.out)[-1] == "Left: check, build, leak guard, what changes. `enishi publish` goes on there."
    told = desk.type("publish --dry-run --json")
    assert told.rows[-1]["failed"] == ["check"]
    assert told.rows[-2]["error"]["code"] == "PostsHeldBack"
    assert [(row["step"], row["state"]) for row in told.rows[:-1]] == [("check", "found"), ("check", "failed")]


def test_a_theme_with_an_error_leaves_what_is_published(desk: Desk) -> None:
    assert desk.type("publish --no-tell").code == 0
    before = (desk.home / "www/index.html").read_bytes()
    with (desk.blog / "theme/templates/article.html").open("a", encoding="utf-8") as template:
        template.write("{% if %}")
    said = desk.type("publish --no-tell")
    assert said.code == 1
    assert "article.html" in said.out
    assert lines(said.out)[-1].startswith("Done: check. Left: build, leak guard, what changes, upload.")
    assert (desk.home / "www/index.html").read_bytes() == before


def test_a_site_nobody_sees_yet_is_left_with_what_to_do(desk: Desk) -> None:
    desk.configure(SETTINGS.format(url="https://mio.example"))
    conf = desk.blog / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace("http://127.0.0.1", "http://127.0.0.1:1/x"), "utf-8")
    said = desk.type("publish --wait 0")
    assert said.code == 4
    assert lines(said.out)[-1] == (
        "Done: check, build, leak guard, what changes, upload. Left: visible, webmentions, feed hubs, announcements. "
        "`enishi publish` goes on there."
    )


def test_without_a_place_to_put_it_the_lines_to_add_are_shown(desk: Desk) -> None:
    desk.configure('[site]\nurl = "https://mio.example"\n')
    said = desk.type("publish")
    assert (said.code, said.out) == (3, "")
    assert "[publish.folder]" in said.err


class Terminal(io.StringIO):
    """Somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "sent", "assumed"), [("t", 1, 0), ("a", 0, 1), ("l", 0, 0), ("", 0, 0)])
def test_links_of_articles_long_out_are_asked_about(
    typed: str, sent: int, assumed: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = desk.blog / "content/2026/07-forty-minute-lock.md"
    with serve(lambda _request: (200, {"Link": "</w>; rel=webmention"}, ""), address="127.0.0.2") as other:
        text = post.read_text("utf-8")
        post.write_text(f"{text}\n[見た]({other.url}/page)\n", "utf-8")
        monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))
        said = desk.type("publish")
        assert said.code == 0
        assert "Of articles long out, never told by us: 1 link in 1 article." in said.out
        assert sum(one.method == "POST" for one in other.requests) == sent
        rows = desk.type("notify --sent --json").rows
        assert sum(row["status"] == "assumed" for row in rows if row["target"].startswith(other.url)) == assumed


def test_what_takes_its_time_is_shown_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    screen = Terminal()
    watcher = ForEyes(desk.blog, lambda _articles: Posted())
    with redirect_stderr(screen), redirect_stdout(io.StringIO()) as out:
        watcher.begins(Step.BUILD)
        watcher.put("a/index.html")
        watcher.put("b/index.html")
        watcher.waits(Waiting("https://mio.example/", "it is not there", 12.4))
        watcher.told(Rung("https://mio.example/feeds/en.json"))
        watcher.ended(Outcome((Step.BUILD,)))
        watcher.failed(Step.HUBS, NotPublished("https://mio.example/x", "it is still published as it was before"))
    shown = [line.strip() for line in screen.getvalue().split("\r") if line.strip()]
    assert shown == [
        "… build",
        "… 1 file  a/index.html",
        "… 2 files  b/index.html",
        "… 12 s  https://mio.example/: it is not there",
        "… https://mio.example/feeds/en.json",
    ]
    assert out.getvalue().startswith("✗ feed hubs")


@pytest.fixture
def instance(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    """A server of the fediverse where the author has an account."""
    monkeypatch.setenv("ENISHI_MASTODON_TOKEN", TOKEN)
    made = Instance()
    post = desk.blog / "content/2026/11-comment-found-the-bug.md"
    post.write_text(re.sub("Syndication: .*\n", "", post.read_text("utf-8")), "utf-8")
    with serve(made) as server:
        with (desk.blog / "enishi.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[sources.mastodon]\nserver = "https://mastodon.example"\naddress = "{server.url}"\n')
        yield made


def test_what_came_out_is_announced_once_a_human_has_seen_it(
    desk: Desk, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed = desk.type("publish --dry-run")
    assert "announcement" in rehearsed.out
    assert instance.statuses == []
    unseen = desk.type("publish")
    assert unseen.code == 0
    assert "A comment found the bug my tests could not" in unseen.out
    assert lines(unseen.out)[-1] == "✓ announcements 1 waits for you: `enishi announce --post` shows them."
    assert desk.type("publish --json").rows[-2] == {"step": "posts", "state": "done", "sent": [], "waiting": 1}
    assert instance.statuses == []
    monkeypatch.setattr("sys.stdin", Terminal("s\n"))
    sent = desk.type("publish")
    assert sent.code == 0
    assert lines(sent.out)[-1] == "✓ announcements sent: 1"
    (status,) = instance.statuses
    again = desk.type("publish")
    assert lines(again.out)[-1] == "✓ announcements None is due."
    assert status["url"] in (desk.home / "www/en/2026/11/comment-found-the-bug/index.html").read_text("utf-8")
    assert len(instance.statuses) == 1
    assert any(line.startswith("✓ what changes no change") for line in lines(desk.type("publish").out))


def test_a_place_that_refuses_leaves_the_announcement_for_later(
    desk: Desk, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance.scopes = frozenset({"read"})
    monkeypatch.setattr("sys.stdin", Terminal("s\n"))
    said = desk.type("publish")
    assert said.code == 4
    assert lines(said.out)[-1].endswith("Left: announcements. `enishi publish` goes on there.")


def test_what_was_said_in_private_is_named_and_held_back_until_it_is_allowed(desk: Desk) -> None:
    said = "the auditors will be told on Thursday that two invoices were never sent"
    desk.hear(Interaction("m1", Kind.MAIL, ARTICLES[0].uid, Account("mail", "kaoru"), text=f"{said}.", private=True))
    post = desk.blog / "content/2026/11-comment-found-the-bug.md"
    post.write_text(f"{post.read_text('utf-8')}\nI heard that {said}.\n", "utf-8")
    held = desk.type("publish --no-tell")
    assert held.code == 7
    assert "of the mail c1 [" in held.out
    assert "✗ leak guard" in held.out
    assert "auditors" not in held.out + held.err
    assert not (desk.home / "www").exists()
    row = desk.type("publish --no-tell --json").rows[2]
    assert (row["step"], row["state"], len(row["findings"])) == ("guard", "found", 1)
    assert "auditors" not in str(row)
    allowed = desk.type(f"check --allow {row['findings'][0]['key']}")
    assert allowed.code == 0, allowed.err
    assert desk.type("publish --no-tell").code == 0


def test_two_do_not_publish_at_once(desk: Desk) -> None:
    with Ledger.open(desk.ledger) as ledger, ledger.turn("publish"):
        said = desk.type("publish --no-tell")
    assert (said.code, said.out) == (5, "")
    assert "in use by another command" in said.err
    assert not (desk.home / "www").exists()
