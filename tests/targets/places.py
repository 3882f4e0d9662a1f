"""Places to put a site that every law is tried on: what a target does not say of itself is looked at beside it."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.targets.bucket import Bucket, Stored
from tracker import targets
from tracker.programs.git import Git
from tracker.programs.git_branch import NEW, RemoteBranch
from tracker.targets import Changes, Files, Target, files
from tracker.targets.branch import Branch
from tracker.targets.folder import Folder
from tracker.targets.rsync import OverSsh
from tracker.targets.s3 import S3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

SITE: Mapping[str, str] = {
    "index.html": "<title>余白の記録</title>",
    "404.html": "<title>not here</title>",
    "ja/2026/11-kaze/index.html": "<title>風</title><link href='/theme/css/main.3f2a9c01.css' rel=stylesheet>",
    "ja/2026/11-kaze/風 と'波\".png": "a picture",
    "ja/index.html": "<title>日本語</title>",
    "theme/css/main.3f2a9c01.css": "body { margin: 0 }",
    "theme/js/-dash.js": "'use strict'",
    "feeds/ja.atom.xml": "<feed/>",
    "-dash.html": "a name like an option",
    " blank.html": "a name that begins with a blank",
    "tab \\#011 literal.txt": "a name that looks escaped",
    "empty.txt": "",
    "_headers": "/*",
}
NEXT: Mapping[str, str] = {
    **{name: text for name, text in SITE.items() if name not in ("ja/2026/11-kaze/風 と'波\".png", "404.html")},
    "index.html": "<title>余白の記録 2</title>",
    "theme/css/main.77aa0b12.css": "body { margin: 1px }",
    "ja/2026/12-yuki/index.html": "<title>雪</title>",
    "feeds/ja.atom.xml": "<feed><entry/></feed>",
}
"""A month later: a post more, a picture and a page less, two files with other words."""
THEIRS: Mapping[str, str] = {"CNAME": "mio.example", ".well-known/own.txt": "theirs", "ja/own note.txt": "theirs"}
"""What somebody else keeps there."""


def build(folder: Path, site: Mapping[str, str]) -> Files:
    """Write a site as a build does, and return it; times of what stays the same stay too."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in site:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, text in site.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return files(folder)


@dataclass
class Place(ABC):
    """One place, our target for it, and what the ledger would know."""

    folder: Path
    """Where all that the test writes lies."""
    target: Target
    ours: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @abstractmethod
    def holds(self) -> dict[str, str]:
        """Every file there and its words."""

    @abstractmethod
    def plant(self, name: str, text: str) -> None:
        """Put a file there as somebody else would."""

    @abstractmethod
    def stamps(self) -> object:
        """What changes when something is touched there."""

    def built(self, site: Mapping[str, str]) -> Files:
        return build(self.folder / "blog" / "output", site)

    def changes(self, site: Mapping[str, str]) -> Changes:
        return self.target.changes(self.built(site), self.ours)

    def publish(self, site: Mapping[str, str], tell: Callable[[str], None] | None = None) -> Changes:
        """Do what the journey does: note what is about to be ours, put it, note what is."""
        made = self.built(site)
        changes = self.target.changes(made, self.ours)
        self.ours = {**self.ours, **made.digests}
        self.told = []
        self.target.put(made, changes, tell or self.told.append)
        self.ours = dict(made.digests)
        return changes


@dataclass
class InFolder(Place):
    """A folder of this machine."""

    @property
    def top(self) -> Path:
        return self.folder / "www 置き場"

    def holds(self) -> dict[str, str]:
        found = [path for path in self.top.rglob("*") if path.is_file()]
        return {path.relative_to(self.top).as_posix(): path.read_text("utf-8") for path in found}

    def plant(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def stamps(self) -> object:
        return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in self.top.rglob("*")}


@contextmanager
def _folder(tmp: Path) -> Iterator[Place]:
    yield InFolder(tmp, Folder(tmp / "blog", path=str(tmp / "www 置き場")))


@contextmanager
def _rsync(tmp: Path) -> Iterator[Place]:
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed: apt-get install rsync")
    yield InFolder(tmp, OverSsh(tmp / "blog", host=str(tmp / "www 置き場")))


@dataclass
class OnBranch(Place):
    """A branch of a bare repository on this disk."""

    @property
    def bare(self) -> Git:
        return Git(self.folder / "pages 倉庫.git")

    def holds(self) -> dict[str, str]:
        if not self.tip:
            return {}
        names = [name for name in self.bare("ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0") if name]
        return {name: self.bare.ended("show", f"gh-pages:{name}").out.decode() for name in names}

    def plant(self, name: str, text: str) -> None:
        there = RemoteBranch(self.bare, "refs/heads/gh-pages", self.tip)
        there.commit({name: text.encode()}, (), ("Ren", "ren@ren.example"), "theirs")
        self.bare("update-ref", "refs/heads/gh-pages", NEW)

    @property
    def tip(self) -> str:
        ended = self.bare.ended("rev-parse", "--verify", "--quiet", "refs/heads/gh-pages")
        return ended.out.decode().strip()

    def stamps(self) -> object:
        return self.tip


@contextmanager
def _branch(tmp: Path) -> Iterator[Place]:
    git = Git(tmp)
    git("init", "--quiet", "--bare", "pages 倉庫.git")
    yield OnBranch(tmp, Branch(tmp / "blog", remote=str(tmp / "pages 倉庫.git"), nojekyll=False))


@dataclass
class InBucket(Place):
    """A part of a bucket of a store on loopback."""

    bucket: Bucket = field(default_factory=Bucket)

    def holds(self) -> dict[str, str]:
        return {key.removeprefix("blog/"): one.data.decode() for key, one in self.bucket.objects.items()}

    def plant(self, name: str, text: str) -> None:
        self.bucket.objects[f"blog/{name}"] = Stored(text.encode())

    def stamps(self) -> object:
        return {key: one.number for key, one in self.bucket.objects.items()}


@contextmanager
def _s3(tmp: Path) -> Iterator[Place]:
    pytest.importorskip("boto3", reason="boto3 is not installed: pip install 'enishi[s3]'")
    bucket = Bucket()
    with serve(bucket) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        target = S3(tmp / "blog", bucket=bucket.name, endpoint=server.url, region="here", prefix="blog/")
        yield InBucket(tmp, target, bucket=bucket)


PLACES: Mapping[str, Callable[[Path], AbstractContextManager[Place]]] = {
    "folder": _folder,
    "rsync": _rsync,
    "branch": _branch,
    "s3": _s3,
}
ON_DISK = ("folder", "rsync")
"""Those whose place is a folder that a test can look into."""
FLAT = ("s3",)
"""Those that know no folders, so that a name is in no other's way."""


@contextmanager
def place(name: str, tmp: Path) -> Iterator[Place]:
    """Yield an empty place of this kind."""
    (tmp / "blog").mkdir()
    with PLACES[name](tmp) as made:
        yield made


assert {*PLACES} <= {*targets.names()}
