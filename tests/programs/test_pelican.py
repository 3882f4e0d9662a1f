from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import tracker
from tracker.errors import NoPelicanSettings, PortTaken, ProgramFailed, ProgramMissing
from tracker.programs import pelican

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SETTINGS = """
SITENAME = "余白の記録"
SITEURL = "{url}"
PATH = "content"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
PLUGINS = []
FEED_ALL_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
"""
POST = "Title: 二文字で探す\nDate: {date}\nSlug: search\n\n{text}\n"
REPOSITORY = str(Path(tracker.__file__).parents[1])


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A small site that is built with nothing but Pelican."""
    pytest.importorskip("pelican", reason="the extra `site` is not installed")
    folder = tmp_path / "余白"
    (folder / "content").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(SETTINGS.format(url=""), encoding="utf-8")
    (folder / "publishconf.py").write_text(SETTINGS.format(url="https://mio.example"), encoding="utf-8")
    _post(folder)
    return folder


def _post(folder: Path, text: str = "本文です。", date: str = "2026-10-14", name: str = "search") -> None:
    (folder / "content" / f"{name}.md").write_text(POST.format(text=text, date=date), encoding="utf-8")


def test_a_site_may_start_pelican_its_own_way(blog: Path) -> None:
    (blog / "plugins").mkdir()
    (blog / "plugins/start.py").write_text(
        "from pathlib import Path\nfrom pelican import main\nPath('started').touch()\nmain()\n", encoding="utf-8"
    )
    assert pelican.build(blog).pages > 1
    assert (blog / "started").is_file()


def test_a_build_tells_what_it_made(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    report = pelican.build(blog)
    assert report.output == blog / "output"
    assert "本文です。" in (report.output / "search.html").read_text("utf-8")
    assert report.pages == len(list(report.output.rglob("*.html"))) > 1
    assert report.seconds > 0
    assert report.warnings == ()


def test_production_is_built_from_its_own_settings_and_output_is_free(blog: Path) -> None:
    report = pelican.build(blog, output=blog.parent / "out", production=True)
    assert 'href="https://mio.example/' in (report.output / "index.html").read_text("utf-8")
    assert not (blog / "output").exists()


def test_other_settings_can_be_named(blog: Path) -> None:
    (blog / "other.py").write_text(SETTINGS.format(url="https://other.example"), encoding="utf-8")
    report = pelican.build(blog, Path("other.py"))
    assert 'href="https://other.example/' in (report.output / "index.html").read_text("utf-8")


def test_warnings_are_handed_on(blog: Path) -> None:
    _post(blog, text="[前の記事]({filename}gone.md)")
    assert any("gone.md" in line for line in pelican.build(blog).warnings)


def test_a_post_that_cannot_be_read_fails_the_build_with_the_lines_that_matter(blog: Path) -> None:
    _post(blog, date="2026-13-40", name="あした")
    with pytest.raises(ProgramFailed) as caught:
        pelican.build(blog)
    assert caught.value.hint.splitlines() == [
        "Could not process ./あした.md",
        "ValueError: '2026-13-40' is not a valid date",
    ]


def test_settings_that_are_not_python_fail_the_build(blog: Path) -> None:
    (blog / "pelicanconf.py").write_text("SITENAME = '余白\n", encoding="utf-8")
    with pytest.raises(ProgramFailed, match="code 1") as caught:
        pelican.build(blog)
    assert "SyntaxError" in caught.value.hint


def test_settings_that_end_the_program_show_its_last_words(blog: Path) -> None:
    (blog / "pelicanconf.py").write_text("print('あと一歩'); raise SystemExit(7)\n", encoding="utf-8")
    with pytest.raises(ProgramFailed, match="code 7") as caught:
        pelican.build(blog)
    assert caught.value.hint == "あと一歩"


def test_a_folder_without_pelicans_settings_is_no_site_of_pelican(tmp_path: Path) -> None:
    with pytest.raises(NoPelicanSettings, match=r"There is no pelicanconf\.py in"):
        pelican.build(tmp_path)
    with pytest.raises(NoPelicanSettings, match=r"There is no publishconf\.py in"):
        pelican.build(tmp_path, production=True)


def test_without_pelican_it_is_said_how_to_get_it(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pelican", None)  # as if it were not installed
    with pytest.raises(ProgramMissing) as caught:
        pelican.build(blog)
    assert "pip install 'enishi[site]'" in caught.value.hint


# --- serving -------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((pelican.HERE, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(blog: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`serve` in a process group of its own, as a terminal would have it."""
    program = (
        f"from pathlib import Path; from tracker.programs import pelican; pelican.serve(Path({str(blog)!r}), {port})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=blog,
        env=os.environ | {"PYTHONPATH": REPOSITORY},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)


def _page(port: int, wanted: str, meanwhile: Callable[[], None] = lambda: None) -> str:
    """Ask until the page says what is wanted; give up after a minute."""
    until = time.monotonic() + 60
    found = ""
    while wanted not in found and time.monotonic() < until:
        meanwhile()
        try:
            with urlopen(f"http://{pelican.HERE}:{port}/search.html", timeout=5) as answer:
                found = answer.read().decode("utf-8")
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            time.sleep(0.5 if wanted not in found else 0)
    return found


def _silent(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((pelican.HERE, port)) != 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a group of processes")
def test_the_site_is_shown_and_built_again_until_ctrl_c(blog: Path) -> None:
    port = _free_port()
    with _served(blog, port) as child:
        assert "本文です。" in _page(port, "本文です。")
        # Saved again and again: a change before the watch begins is not seen.
        assert "書きなおし" in _page(port, "書きなおし", lambda: _post(blog, text="書きなおし"))
        os.killpg(child.pid, signal.SIGINT)
        assert child.wait(30) == 0
    assert _silent(port)


@pytest.mark.skipif(os.name == "nt", reason="Windows tells all of the console anyway")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_only_us_is_handed_on(told: signal.Signals, blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pelican, "PATIENCE", 0.1)
    port, before = _free_port(), signal.getsignal(signal.SIGTERM)
    pages: list[str] = []

    def interrupt_when_shown() -> None:
        pages.append(_page(port, "本文です。"))
        signal.pthread_kill(threading.main_thread().ident or 0, told)

    reader = threading.Thread(target=interrupt_when_shown)
    reader.start()
    pelican.serve(blog, port)
    reader.join()
    assert "本文です。" in pages[0]
    assert _silent(port)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_port_in_use_is_said(blog: Path) -> None:
    with socket.socket() as taken:
        taken.bind((pelican.HERE, 0))
        taken.listen()
        with pytest.raises(PortTaken, match=str(taken.getsockname()[1])):
            pelican.serve(blog, taken.getsockname()[1])
    with pytest.raises(PortTaken):
        pelican.serve(blog, 70000)


def test_a_server_that_cannot_start_is_said(blog: Path) -> None:
    (blog / "pelicanconf.py").write_text("raise SystemExit(7)\n", encoding="utf-8")
    with pytest.raises(ProgramFailed, match="code 7"):
        pelican.serve(blog, _free_port())
