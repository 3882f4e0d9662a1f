"""Real answers through the command: served over HTTP, pulled with `enishi pull`, read back with `enishi who`."""

from __future__ import annotations

import json
import sys
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.real import ROOT, Real, files
from tests.real.webmentionio import mentioned, snapshots
from tests.servers import serve
from tracker.cli import run
from tracker.ledger import Ledger
from tracker.model import Secret
from tracker.rules.settings import variable

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.model import Interaction

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
ALL = list(files())


@dataclass(frozen=True)
class Blog:
    """A scratch blog whose articles are those the real people answered."""

    folder: Path
    ledger: Path
    patch: pytest.MonkeyPatch

    def pull(self, real: Real, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
        """Run the command against a server that gives this answer; return what it says of the source."""
        with serve(real.answer) as server:
            self._configure(real, server.url)
            code = run(["-C", str(self.folder), "--ledger", str(self.ledger), "pull", "--json", *options])
        shown = capsys.readouterr()
        assert code == 0, shown.err
        told: dict[str, Any] = json.loads(shown.out)
        return told

    def _configure(self, real: Real, server: str) -> None:
        told = real.set_up(server)
        for key, value in told.items():
            if isinstance(value, Secret):
                self.patch.setenv(variable(f"[sources.{real.source}]", key), value.reveal())
        lines = [f"{key} = {json.dumps(value)}" for key, value in told.items() if not isinstance(value, Secret)]
        section = "\n".join(['[network]\nallow = ["127.0.0.1"]', f"[sources.{real.source}]", *lines])
        (self.folder / "enishi.toml").write_text(section, "utf-8")
        (self.folder / "output").mkdir(exist_ok=True)
        (self.folder / "output" / "articles.json").write_text(json.dumps(feed(real, server)), "utf-8")


def feed(real: Real, server: str) -> dict[str, object]:
    """Return the JSON Feed that a site with these articles writes."""
    items = [
        {
            "id": one.uid,
            "url": one.url,
            "title": one.title,
            "_enishi": {"older_urls": one.older_urls, "syndication": one.syndication},
        }
        for one in real.articles_at(server)
    ]
    home = "{0.scheme}://{0.netloc}/".format(urlsplit(real.articles[0].url)) if real.articles else None
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Real", "home_page_url": home, "items": items}


def words(one: Interaction) -> str:
    return "\n".join((one.text, one.title, one.account.name if one.account else ""))


def line(real: Real, stored: int, shown: int, problems: list[str]) -> str:
    """What became of one file; shown with `pytest -s`."""
    figures = f"{real.rows} rows, {stored} stored, {stored - shown} folded, {real.rows - stored} not about our articles"
    named = "".join(f"\n      {problem}" for problem in problems)
    return f"\n{real.name}: {figures}, {len(problems)} problems{named}\n" if "-s" in sys.argv else ""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    monkeypatch.setenv("ENISHI_LANG", "en")
    folder = tmp_path / "blog"
    folder.mkdir()
    return Blog(folder, tmp_path / "ledger.db", monkeypatch)


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.name)
def test_a_file_is_stored_whole(real: Real, blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    told = blog.pull(real, capsys)
    with closing(Ledger.open(blog.ledger)) as ledger:
        stored = [one for article in ledger.articles.all() for one in ledger.interactions.by_article(article.uid)]
        shown = ledger.interactions.responses()
    said = "\n".join(words(one.interaction) for one in stored)
    with capsys.disabled():
        sys.stdout.write(line(real, len(stored), len(shown), told["problems"]))
    assert told["new"] == len(stored)
    assert real.rows - real.other - real.gone - 1 <= len(stored) <= real.rows
    assert {word for word in real.words if unicodedata.normalize("NFC", word) not in said} == set()
    assert all(one.interaction.published is None or one.interaction.published.tzinfo for one in stored)
    again = blog.pull(real, capsys)
    assert (again["new"], again["edited"], again["missing"], again["gone"]) == (0, 0, 0, 0)


@pytest.mark.parametrize("source", ["webmentionio", "hackernews", "hatena"])
def test_people_of_real_files_are_listed(source: str, blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    real = max((one for one in ALL if one.source == source), key=lambda one: one.rows)
    blog.pull(real, capsys)
    for command in (["who", "--all"], ["who", "--all", "--csv"], ["people", "list", "--all"]):
        assert run(["-C", str(blog.folder), "--ledger", str(blog.ledger), *command]) == 0
        shown = capsys.readouterr().out
        assert len(shown.splitlines()) > min(real.rows / 3, 100)
        assert "\x1b" not in shown


def test_two_snapshots_differ_by_twelve_new_and_one_missing_then_gone(
    blog: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    older, newer = (mentioned(file) for file in snapshots())
    first = blog.pull(older, capsys)
    assert first["new"] == older.rows
    second = blog.pull(newer, capsys, "--full")
    assert (second["new"], second["edited"], second["missing"], second["gone"]) == (12, 0, 1, 0)
    third = blog.pull(newer, capsys, "--full")
    assert (third["new"], third["edited"], third["missing"], third["gone"]) == (0, 0, 0, 1)
    fourth = blog.pull(newer, capsys, "--full")
    assert (fourth["new"], fourth["edited"], fourth["missing"], fourth["gone"]) == (0, 0, 0, 0)
