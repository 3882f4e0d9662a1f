from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tracker import config, sources
from tracker.errors import (
    ConfigError,
    MissingSecret,
    MissingSetting,
    SecretInFile,
    SourceMisnamed,
    SourceNotLoaded,
    SourceNotSet,
    UnknownSetting,
    UnknownSource,
    WrongSetting,
)
from tracker.model import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION = '[sources.postbox]\nuse = "my.postbox"\n'
WHOLE = SECTION + 'domain = "mio.example"'
POSTBOX = """
    from __future__ import annotations
    from dataclasses import dataclass, field
    from typing import TYPE_CHECKING
    from tracker.sources import Source
    if TYPE_CHECKING:
        from tracker.model import Secret

    @dataclass(frozen=True)
    class Postbox(Source):
        name = "postbox"
        title = "ポスト"
        about = "Letters."
        token: Secret
        domain: str = field(metadata={"help": "Whose letters."})
        pages_at_once: int = 10

        def pages(self, articles, cursor, http):
            return iter(())
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of a blog, and a source of somebody else's that can be imported."""
    (tmp_path / "my").mkdir()
    _write(tmp_path / "my" / "postbox.py", POSTBOX)
    _write(tmp_path / "my" / "empty.py", "")
    monkeypatch.syspath_prepend(tmp_path)
    for name in list(os.environ):
        if name.startswith("ENISHI_"):
            monkeypatch.delenv(name)
    blog = tmp_path / "blog"
    blog.mkdir()
    yield blog
    for name in [name for name in sys.modules if name.split(".")[0] == "my"]:
        del sys.modules[name]


def _write(path: Path, text: str) -> Path:
    path.write_text(dedent(text), encoding="utf-8")
    return path


def _read(site: Path, text: str) -> config.Settings:
    _write(site / "enishi.toml", text)
    return config.read(site)


def test_a_source_is_set_up_from_its_section_and_its_secret(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_POSTBOX_TOKEN", " hush-hush\n")
    source = _read(site, WHOLE).source("postbox")
    assert vars(source) == {"token": Secret("hush-hush"), "domain": "mio.example", "pages_at_once": 10}
    assert "hush" not in repr(source)


@pytest.mark.parametrize(
    ("lines", "kind", "says"),
    [
        ('domain = "mio.example"', MissingSecret, "ENISHI_POSTBOX_TOKEN"),
        ('domian = "mio.example"', UnknownSetting, "Did you mean “domain”?"),
        ("domain = 1", WrongSetting, "a text in quotes"),
        ("", MissingSetting, "[sources.postbox] lacks the setting “domain”."),
        ('token = "hush-hush"', SecretInFile, "ENISHI_POSTBOX_TOKEN"),
    ],
)
def test_a_source_says_what_it_lacks(site: Path, lines: str, kind: type[ConfigError], says: str) -> None:
    settings = _read(site, SECTION + lines)
    with pytest.raises(kind) as caught:
        settings.source("postbox")
    assert says in caught.value.message + caught.value.hint
    assert "hush" not in caught.value.message + caught.value.hint


def test_a_source_that_is_not_set_up_and_one_that_nobody_wrote(site: Path) -> None:
    settings = _read(site, SECTION)
    with pytest.raises(UnknownSource) as caught:
        settings.source("postbocks")
    assert "Did you mean “postbox”?" in caught.value.hint
    for name in sources.names():
        with pytest.raises(SourceNotSet):
            settings.source(name)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ('[sources.postbox]\nuse = "my.letterbox"', SourceNotLoaded, "No module named 'my.letterbox'"),
        ('[sources.postbox]\nuse = "my.empty"', SourceNotLoaded, "no Source in it"),
        ('[sources.mine]\nuse = "my.postbox"', SourceMisnamed, "Name the section [sources.postbox]."),
    ],
)
def test_a_source_from_outside_that_does_not_fit(site: Path, text: str, kind: type[ConfigError], says: str) -> None:
    settings = _read(site, text)
    with pytest.raises(kind) as caught:
        settings.source(settings.sources_set()[0])
    assert says in caught.value.message + caught.value.hint


def test_a_described_source_tells_what_it_can_be_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(site, WHOLE)
    described = settings.described("postbox")
    assert (described.title, described.given, described.unproven) == ("ポスト", True, False)
    assert [(one.name, one.kind, one.default, one.given, one.help) for one in described.settings] == [
        ("token", "a secret", "", False, ""),
        ("domain", "a text in quotes", "", True, "Whose letters."),
        ("pages_at_once", "a whole number", "10", False, ""),
    ]
    monkeypatch.setenv("ENISHI_POSTBOX_TOKEN", "hush-hush")
    assert settings.described("postbox").settings[0].given
    with pytest.raises(UnknownSource):
        settings.described("nothing")


def test_all_are_listed_even_one_that_cannot_be_loaded(site: Path) -> None:
    settings = _read(site, WHOLE + '\n[sources.lost]\nuse = "my.lost"\n')
    found = settings.all_described()
    assert [one.name for one in found] == sorted((*sources.names(), "lost", "postbox"))
    assert next(one for one in found if one.name == "lost").given
    assert settings.all_described("postbox") == (settings.described("postbox"),)


def test_every_source_of_ours_can_be_described_without_a_site() -> None:
    for name in sources.names():
        described = config.Settings(Path()).described(name)
        assert (described.name, described.given) == (name, False)


# --- secrets in the keyring ----------------------------------------------------------------------


def _in_keyring(site: Path, backend: str, outside: str = "") -> str:
    """Read a source in a process of its own, whose keyring is the class `backend`."""
    _write(site / "enishi.toml", WHOLE)
    program = (
        "from pathlib import Path; from tracker import config;"
        "print(config.read(Path()).source('postbox').token.reveal())"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(site.parent), str(Path(config.__file__).parents[2])]),
        "PYTHON_KEYRING_BACKEND": backend,
        "ENISHI_POSTBOX_TOKEN": outside,
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=site, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


BACKENDS = """
    from keyring.backend import KeyringBackend
    from keyring.errors import KeyringLocked

    class Kept(KeyringBackend):
        priority = 1
        def get_password(self, service, username):
            return {("enishi", "postbox.token"): "from the ring"}.get((service, username))
        def set_password(self, service, username, password):
            raise NotImplementedError

    class Locked(Kept):
        def get_password(self, service, username):
            raise KeyringLocked("locked")

    class Broken(Kept):
        def get_password(self, service, username):
            raise ConnectionRefusedError
"""


ARCHIVE = """
    from __future__ import annotations
    from dataclasses import dataclass, field
    from tracker.sources import Source

    @dataclass(frozen=True)
    class Archive(Source):
        name = "archive"
        title = "Archive"
        about = "Old letters."
        old: str = field(default="", metadata={"file": True})
        boxes: tuple[str, ...] = field(default=(), metadata={"file": True})

        def pages(self, articles, cursor, http):
            return iter(())
"""


def test_a_file_begins_in_the_folder_of_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mio")
    _write(site.parent / "my" / "archive.py", ARCHIVE)
    section = '[sources.archive]\nuse = "my.archive"\n'
    _write(site / "enishi.toml", section + 'old = "mail/old.mbox"\nboxes = ["~/Mail", "/var/mail/mio"]')
    source = config.read(site).source("archive")
    assert vars(source) == {"old": str(site / "mail" / "old.mbox"), "boxes": ("/home/mio/Mail", "/var/mail/mio")}
    _write(site / "enishi.toml", section)
    assert vars(config.read(site).source("archive")) == {"old": "", "boxes": ()}


def test_a_secret_comes_from_the_keyring_when_the_environment_has_none(site: Path) -> None:
    pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    _write(site.parent / "my" / "rings.py", BACKENDS)
    assert _in_keyring(site, "my.rings.Kept") == "from the ring"
    assert _in_keyring(site, "my.rings.Kept", outside="from outside") == "from outside"


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "my.rings.Locked", "my.rings.Broken"])
def test_a_keyring_that_does_not_answer_has_nothing(site: Path, backend: str) -> None:
    pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    _write(site.parent / "my" / "rings.py", BACKENDS)
    assert "MissingSecret" in _in_keyring(site, backend)


def test_no_keyring_at_all_has_nothing(site: Path) -> None:
    _write(site.parent / "keyring.py", 'raise ImportError("not installed")')
    assert "MissingSecret" in _in_keyring(site, "")
