"""The preview: what is saved is seen, what is wrong is said, and nothing of it is published."""

from __future__ import annotations

import http.client
import re
import shutil
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.site.site import ROOT
from tests.site.tabs import PAGE, Tab, previewed, see, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.quick import Blog

DRAFT = "/drafts/en/post-2/"
FUTURE = "/drafts/en/post-3/"


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    return site(tmp_path_factory.mktemp("previewed") / "blog")


@pytest.fixture(scope="module")
def server(blog: Blog) -> Iterator[int]:
    with previewed(blog.folder) as (port, _child):
        see(port, PAGE, "Text 0.")
        time.sleep(1)  # the watch has begun
        yield port


@pytest.fixture
def port(server: int, blog: Blog) -> int:
    """The preview, with the first post as it was at first: whatever other tests did to it."""
    blog.write(0)
    see(server, PAGE, "Text 0.", gone="preview-problem")
    return server


def test_a_page_is_shown_and_what_the_preview_adds_is_not_written(port: int, blog: Blog) -> None:
    shown = see(port, PAGE, "Text 0.")
    assert "/_preview/preview.js" in shown
    written = blog.folder / f".cache/preview{PAGE}index.html"
    assert "_preview" not in written.read_text("utf-8")
    assert not blog.output.exists(), "what was built to be published stays as it is"


def test_what_is_saved_is_seen(port: int, blog: Blog) -> None:
    blog.write(0, text="Saved just now.")
    see(port, PAGE, "Saved just now.")
    blog.write(0, title="Another name")
    assert "Another name" in see(port, "/en/archives/", "Another name"), "the rest is built after it"


def test_drafts_and_posts_to_come_say_what_they_are(port: int) -> None:
    assert "A draft: it is not published" in see(port, DRAFT, "preview-mark")
    assert "Scheduled: it is published on 2126-04-03" in see(port, FUTURE, "preview-mark")
    assert 'class="preview-mark"' not in see(port, PAGE, "h-entry")


@pytest.mark.parametrize("home", ["/", "/en/"])
def test_a_first_page_leads_to_what_no_list_leads_to(home: str, port: int) -> None:
    shown = see(port, home, 'class="preview-mark"')
    for page in (DRAFT, FUTURE):
        assert f'<a href="{page}">' in shown
    assert 'class="preview-mark"' not in see(port, "/en/archives/", "</body>")


def test_a_broken_post_is_named_and_the_last_good_page_stays(port: int, blog: Blog) -> None:
    see(port, PAGE, "h-entry")
    path = blog.write(0, text="Written well.")
    see(port, PAGE, "Written well.")
    path.write_text(path.read_text("utf-8").replace("2026-01-03", "2026-13-40"), encoding="utf-8")
    broken = see(port, PAGE, "preview-problem")
    assert "content/2026/00-post.en.md:2: ValueError" in broken
    assert "Written well." in broken
    blog.write(0, text="[gone]({filename}gone.md)")
    assert "content/2026/00-post.en.md:8: BrokenLinks" in see(port, PAGE, "BrokenLinks")
    blog.write(0, text="Mended.")
    see(port, PAGE, "Mended.", gone="preview-problem")


def test_a_broken_template_is_named(port: int, blog: Blog) -> None:
    see(port, PAGE, "h-entry")
    path = blog.folder / "theme/templates/article.html"
    good = path.read_text("utf-8")
    path.write_text(
        good.replace('<div class="row body">', '<div class="row body">{{ article.titel }}'), encoding="utf-8"
    )
    assert re.search(r"theme/templates/\w+\.html:\d+: UndefinedError", see(port, PAGE, "preview-problem"))
    path.write_text(good + "{% if %}", encoding="utf-8")
    see(port, PAGE, "TemplateSyntaxError")
    path.write_text(good, encoding="utf-8")
    see(port, PAGE, "h-entry", gone="preview-problem")


def test_a_style_is_exchanged_in_place(port: int, blog: Blog) -> None:
    see(port, PAGE, "h-entry")
    tab = Tab(port, "/en/about/")
    path = blog.folder / "theme/static/css/site.css"
    path.write_text(path.read_text("utf-8") + "/* more */", encoding="utf-8")
    told = tab.told()
    tab.close()
    assert told == "style"


@pytest.mark.parametrize(
    "path", ["/../pelicanconf.py", "/%2e%2e/%2e%2e/pelicanconf.py", "/_preview/../preview.py", "/%00"]
)
def test_nothing_but_the_site_is_served(port: int, path: str) -> None:
    assert asked(port, path).status == 404


def test_a_link_out_of_the_site_is_not_followed(port: int, blog: Blog) -> None:
    see(port, PAGE, "h-entry")
    (blog.folder / ".cache/preview/out.txt").symlink_to(blog.folder / "pelicanconf.py")
    assert asked(port, "/out.txt").status == 404


def test_another_name_for_this_machine_is_refused(port: int) -> None:
    assert asked(port, PAGE, host="evil.example").status == 403


def test_a_folder_leads_to_its_page_and_heads_have_no_body(port: int) -> None:
    see(port, PAGE, "h-entry")
    answer = asked(port, PAGE.rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("HEAD", PAGE)
        head = connection.getresponse()
        assert (head.status, head.read()) == (200, b"")
    assert asked(port, "/_preview/preview.js").headers["Content-Type"].endswith("javascript; charset=utf-8")


def asked(port: int, path: str, host: str = "127.0.0.1") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", f"{host}:{port}")
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer


def test_programs_that_change_ask_for_a_new_start(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    plugin = blog.folder / "plugins/summaries.py"
    good = plugin.read_text("utf-8")
    with previewed(blog.folder) as (port, child):
        see(port, PAGE, "Text 0.")
        time.sleep(1)
        plugin.write_text("def broken(:\n", encoding="utf-8")
        assert "summaries.py:1:" in see(port, PAGE, "preview-problem")
        plugin.write_text(good + "# more\n", encoding="utf-8")
        assert child.wait(60) == 75
    (blog.folder / "pelicanconf.py").write_text("raise ValueError('no such site')\n", encoding="utf-8")
    with previewed(blog.folder, "--again") as (port, child):
        assert "ValueError: no such site" in see(port, PAGE, "preview-problem")
        shutil.copy(ROOT / "pelicanconf.py", blog.folder)
        assert child.wait(60) == 75


def test_a_site_that_cannot_be_loaded_at_first_ends_with_the_reason(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    (blog.folder / "pelicanconf.py").write_text("x = (\n", encoding="utf-8")
    with previewed(blog.folder) as (_port, child):
        _out, err = child.communicate(timeout=60)
        assert child.returncode == 1
        assert "pelicanconf.py:1: SyntaxError" in err
        assert "Traceback" not in err


# --- what it decides ------------------------------------------------------------------------------


def test_a_change_asks_for_no_more_than_it_needs(tmp_path: Path) -> None:
    from preview import Plan, matters, plan  # noqa: PLC0415 - on the path once a fixture has put it there

    content, theme = tmp_path / "content", tmp_path / "theme"
    post, style, words = content / "a.md", theme / "static/css/site.css", theme / "words.toml"
    assert plan([post, post, content / "_responses/a.json"], content, theme) == Plan((post,))
    assert plan([style, theme / "templates/base.html"], content, theme) == Plan()
    assert plan([post, words], content, theme).again
    assert plan([tmp_path / "plugins/a.py"], content, theme).again
    for name in (".a.md.swp", "a.md~", "#a.md#", "4913.tmp", "__pycache__/a.pyc"):
        assert not matters(content / name, tmp_path)
    assert matters(post, tmp_path)
    assert matters(tmp_path / "pelicanconf.py", tmp_path)
    assert not matters(tmp_path / "notes.txt", tmp_path)


def test_a_tab_hears_of_its_own_page_and_of_what_it_missed(tmp_path: Path) -> None:
    from preview_server import Shown  # noqa: PLC0415 - as above

    shown = Shown(tmp_path)
    before = shown.version
    tab = shown.listen("a.html", before)
    shown.change(["b.html", "feed.xml"])
    assert tab.empty()
    shown.change(["a.html", "site.css"])
    assert tab.get() == "reload"
    shown.change(["site.css"])
    assert tab.get() == "style"
    shown.change(["image.svg"])
    assert tab.get() == "reload"
    assert shown.listen("a.html", before).get() == "reload", "written between the page and its listening"
    assert shown.listen("a.html", "another-1").get() == "reload", "left from another run"
    assert shown.listen("a.html", shown.version).empty()
    shown.leave(tab)
    shown.change(["a.html"])
    assert tab.empty()
