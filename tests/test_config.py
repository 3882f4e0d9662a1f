from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tracker import config
from tracker.errors import (
    BadSettings,
    ConfigError,
    NoSite,
    UnknownSetting,
    UnknownSource,
    WrongSetting,
)
from tracker.model import Account
from tracker.rules.sections import SECTIONS
from tracker.rules.settings import settings_of

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
    [site]
    articles = "output/articles.json"
    url = "https://mio.example"
    responses = "content/_responses"
    [me]
    name = "森川 澪"
    urls = ["https://mio.example/", "https://social.example/@mio"]
    accounts = ["hackernews:mio", "hatena:mio_m"]
    emails = ["mio@mio.example"]
    [network]
    allow = ["127.0.0.1", "10.1.0.0/16"]
    contact = "mio@mio.example"
    [sources.postbox]
    use = "my.postbox"
    domain = "mio.example"
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a blog, in an environment that says nothing."""
    for name in [name for name in os.environ if name.startswith("ENISHI_")]:
        monkeypatch.delenv(name)
    blog = tmp_path / "blog"
    blog.mkdir()
    return blog


def _read(site: Path, text: str) -> config.Settings:
    (site / "enishi.toml").write_text(dedent(text), encoding="utf-8")
    return config.read(site)


def test_every_section_is_read(site: Path) -> None:
    settings = _read(site, WHOLE)
    assert settings.folder == site
    assert settings.articles == site / "output/articles.json"
    assert settings.responses == site / "content/_responses"
    assert settings.me.name == "森川 澪"
    assert settings.me.owns(Account("hatena", "mio_m"))
    assert settings.me.owns(Account("web", "https://mio.example/ja/"))
    assert settings.network.allow == ("127.0.0.1", "10.1.0.0/16")
    assert settings.sources_set() == ("postbox",)


def test_the_site_is_looked_for_upward(site: Path) -> None:
    deep = site / "content" / "2026"
    deep.mkdir(parents=True)
    _read(site, WHOLE)
    assert config.read(deep).folder == site


def test_a_folder_with_only_pelicanconf_is_a_site_with_defaults(site: Path) -> None:
    (site / "pelicanconf.py").touch()
    settings = config.read(site)
    assert settings == config.Settings(site)
    assert settings.articles == site / "output/articles.json"


@pytest.mark.parametrize("start", [".", "nowhere"])
def test_no_site_is_said_so(tmp_path: Path, start: str) -> None:
    with pytest.raises(NoSite) as caught:
        config.read(tmp_path / start)
    assert "enishi demo" in caught.value.hint


def test_articles_may_be_an_address(site: Path) -> None:
    assert _read(site, '[site]\narticles = "https://mio.example/feed/"').articles == "https://mio.example/feed/"


def test_an_empty_file_is_all_defaults(site: Path) -> None:
    assert _read(site, "") == config.Settings(site)


# --- a file that cannot be read ------------------------------------------------------------------


def _refused(site: Path, raw: bytes) -> str:
    (site / "enishi.toml").write_bytes(raw)
    with pytest.raises(BadSettings) as caught:
        config.read(site)
    assert str(site / "enishi.toml") in caught.value.message
    return caught.value.message


def test_a_mark_at_the_beginning_is_no_error(site: Path) -> None:
    (site / "enishi.toml").write_bytes(b"\xef\xbb\xbf" + '[me]\nname = "森川 澪"\n'.encode())
    assert config.read(site).me.name == "森川 澪"


def test_line_ends_of_windows_are_no_error(site: Path) -> None:
    (site / "enishi.toml").write_bytes('[me]\r\nname = "森川 澪"\r\n'.encode())
    assert config.read(site).me.name == "森川 澪"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'[me]\nname "mio"\n', "line 2"),
        (b'[me]\nname = "mio', "end of document"),
        (b'[me]\nname = "a"\nname = "b"\n', "line 3"),
        ('[me]\nname = "森川"'.encode("cp932"), "line 2 is not UTF-8 text"),
        ("[me]".encode("utf-16"), "line 1 is not UTF-8 text"),
        (b"\x00\x01", "line 1"),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(site: Path, raw: bytes, says: str) -> None:
    assert says in _refused(site, raw)


def test_a_folder_of_that_name_is_refused(site: Path) -> None:
    (site / "enishi.toml").mkdir()
    with pytest.raises(BadSettings, match="it is a folder"):
        config.read(site)


def test_a_link_to_nothing_is_refused_not_passed_over(site: Path) -> None:
    (site / "enishi.toml").symlink_to(site / "gone.toml")
    with pytest.raises(BadSettings, match="cannot be read"):
        config.read(site)


# --- a file with something wrong in it -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("[sits]", UnknownSetting, "Did you mean “site”?"),
        ('url = "https://mio.example"', UnknownSetting, "It has: me, network, privacy, publish, site, sources."),
        ('[site]\narticels = "x"', UnknownSetting, "Did you mean “articles”?"),
        ("[site]\nurl = 3", WrongSetting, "“url” in [site] should be a text in quotes, but is 3."),
        ('[site]\nurl = "mio.example"', WrongSetting, "a web address"),
        ('site = "x"', WrongSetting, "“site” in enishi.toml should be a section"),
        ("[[site]]", WrongSetting, "should be a section"),
        ('[me]\nsite = "https://x.example"', UnknownSetting, "It has: accounts, emails, name, urls."),
        ('[me]\nurls = ["@mio"]', WrongSetting, "a list of web addresses"),
        ('[me]\naccounts = ["mio"]', WrongSetting, "hackernews:mio"),
        ('[network]\nallow = ["localhost"]', WrongSetting, "IP addresses or networks"),
        ('[network]\ncontact = "澪"', WrongSetting, "plain letters"),
        ('[network]\ncontact = "a\\nX-Evil: 1"', WrongSetting, "plain letters"),
        ("sources = 1", WrongSetting, "“sources” in enishi.toml should be a section"),
        ("[sources]\npostbox = true", WrongSetting, "“postbox” in [sources] should be a section, but is true."),
        ("[sources.postboks]", UnknownSource, "There is no source “postboks”."),
        ("[sources.postbox]\nuse = 1", WrongSetting, "a module outside Enishi"),
        ('[sources.postbox]\nuse = "postbox"', WrongSetting, "a module outside Enishi"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_type(site: Path, text: str, kind: type[ConfigError], says: str) -> None:
    with pytest.raises(kind) as caught:
        _read(site, text)
    assert says in caught.value.message + caught.value.hint


# --- what else is decided here -------------------------------------------------------------------


def test_every_setting_of_ours_has_its_help() -> None:
    lacking = [
        f"{section}.{setting.name}"
        for section, kind in SECTIONS.items()
        for setting in settings_of(kind, section)
        if not setting.help
    ]
    assert lacking == []


def test_the_ledger_is_where_it_was_said_to_be(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = _read(site, WHOLE)
    monkeypatch.setenv("ENISHI_LEDGER", str(tmp_path / "env.db"))
    assert settings.ledger(tmp_path / "option.db") == tmp_path / "option.db"
    assert settings.ledger() == tmp_path / "env.db"


def test_the_ledger_is_named_after_the_site(site: Path) -> None:
    assert "mio.example" in _ledger_name(_read(site, WHOLE))
    assert "blog" in _ledger_name(_read(site, ""))


def _ledger_name(settings: config.Settings) -> str:
    path = settings.ledger()
    assert path.is_absolute()
    return path.name


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("", ""),
        ('[site]\nurl = "https://mio.example/"', " (+https://mio.example)"),
        ('[network]\ncontact = "mio@mio.example"', " (mio@mio.example)"),
        (WHOLE, " (+https://mio.example; mio@mio.example)"),
        ('[site]\nurl = "https://余白.example/"', " (+https://xn--zqq176g.example)"),
    ],
)
def test_we_say_who_we_are(site: Path, text: str, who: str) -> None:
    name, _slash, rest = _read(site, text).user_agent.partition("/")
    assert name == "Enishi"
    assert rest[rest.index(" ") if who else len(rest) :] == who


def test_reading_settings_loads_nothing_heavy() -> None:
    program = "import sys, tracker.config; print(*sys.modules)"
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=alone)
    assert not {"requests", "feedparser", "selectolax", "sqlite3", "keyring", "click"} & set(done.stdout.split())
