"""The laws of targets over a real sshd and a real store, and what only those can answer."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.targets import test_contract as laws
from tests.targets.places import NEXT, SITE, InFolder, Place
from tests.with_real.moto_server import moto
from tests.with_real.sshd_server import SshServer, sshd
from tracker.errors import NoSuchPlace, NotLetIn, NotReached, TargetError
from tracker.programs.git import Git
from tracker.targets.branch import Branch
from tracker.targets.rsync import OverSsh
from tracker.targets.s3 import S3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.real_server


@dataclass
class OverThere(InFolder):
    """A folder that is reached through sshd; its name would do harm in a shell."""

    server: SshServer | None = None

    @property
    def top(self) -> Path:
        return self.folder / "www 置き場; touch pwned $(touch pwned) 'x"

    @property
    def over(self) -> OverSsh:
        assert isinstance(self.target, OverSsh)
        return self.target


@dataclass
class InStore(Place):
    """A bucket of a real store."""

    store: Any = None

    def holds(self) -> dict[str, str]:
        return {
            key.removeprefix("blog/"): self.store.get_object(Bucket="mio-example", Key=key)["Body"].read().decode()
            for key in self._keys()
        }

    def plant(self, name: str, text: str) -> None:
        self.store.put_object(Bucket="mio-example", Key=f"blog/{name}", Body=text.encode())

    def stamps(self) -> object:
        return {key: one["LastModified"] for key, one in self._keys().items()}

    def _keys(self) -> dict[str, Any]:
        pages = self.store.get_paginator("list_objects_v2").paginate(Bucket="mio-example")
        return {one["Key"]: one for page in pages for one in page.get("Contents", ())}


@contextmanager
def over_ssh(tmp: Path, patch: pytest.MonkeyPatch) -> Iterator[OverThere]:
    (tmp / "blog").mkdir(parents=True)
    with sshd(tmp / "sshd") as server:
        patch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
        made = OverThere(tmp, OverSsh(tmp / "blog", host="web:x"), server=server)
        made.target = OverSsh(tmp / "blog", host=f"{server.host}:{made.top}", port=server.port)
        yield made
    assert not any(tmp.rglob("pwned"))


@contextmanager
def in_store(tmp: Path, patch: pytest.MonkeyPatch) -> Iterator[InStore]:
    (tmp / "blog").mkdir()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        patch.setenv(name, "test")
    with moto(tmp) as address:
        store = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        store.create_bucket(Bucket="mio-example")
        target = S3(tmp / "blog", bucket="mio-example", endpoint=address, region="us-east-1", prefix="blog/")
        yield InStore(tmp, target, store=store)


@pytest.fixture(params=["rsync", "s3"])
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with {"rsync": over_ssh, "s3": in_store}[request.param](tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OverThere]:
    with over_ssh(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InStore]:
    with in_store(tmp_path, monkeypatch) as made:
        yield made


test_published = laws.test_what_is_published_is_there_and_a_second_time_touches_nothing
test_a_month_later = laws.test_a_month_later_only_what_changed_is_written_and_what_went_is_gone
test_theirs = laws.test_what_somebody_else_keeps_there_stays
test_mended = laws.test_what_was_changed_there_is_mended


# --- ssh ------------------------------------------------------------------------------------------


def test_a_key_whose_name_has_a_blank_and_a_quote_is_used(far: OverThere) -> None:
    assert far.server
    (far.server.folder / "key").rename(far.server.folder / "it's the key")
    far.target = replace(far.over, identity=str(far.server.folder / "it's the key"))
    far.publish(SITE)
    assert far.holds() == SITE


def test_a_key_that_is_not_known_there_is_said_and_nobody_is_asked(far: OverThere) -> None:
    assert far.server
    far.target = replace(far.over, identity=str(far.server.folder / "other key's"))
    (far.server.folder / "key").unlink()
    begun = time.monotonic()
    with pytest.raises(NotLetIn, match=r"Permission denied \(publickey\)") as refused:
        far.publish(SITE)
    assert time.monotonic() - begun < 10
    assert f"ssh {far.server.host}" in refused.value.hint


def test_a_server_that_is_not_known_here_is_said(far: OverThere) -> None:
    assert far.server
    far.server.forget_host()
    with pytest.raises(NotLetIn, match="Host key verification failed"):
        far.publish(SITE)


def test_a_machine_without_rsync_is_said(far: OverThere) -> None:
    far.target = replace(far.over, options=("--rsync-path=/nowhere/rsync",))
    with pytest.raises(NoSuchPlace, match="/nowhere/rsync"):
        far.publish(SITE)


def test_a_folder_in_a_folder_that_is_not_there_is_said(far: OverThere) -> None:
    assert far.server
    far.target = replace(far.over, host=f"{far.server.host}:{far.folder}/not mounted/www")
    with pytest.raises(NoSuchPlace, match="No such file or directory"):
        far.publish(SITE)


def test_a_server_that_ends_while_it_is_sent_is_said_and_another_time_completes(
    far: OverThere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert far.server
    far.publish(SITE)
    big = {**NEXT, **{f"images/{number}.svg": f"{number}" * 500_000 for number in range(1, 9)}}
    far.target = replace(far.over, options=("--bwlimit=1000",))
    server = far.server

    def end() -> None:
        stop = time.monotonic() + 20
        while not any(far.top.rglob("*.svg*")) and time.monotonic() < stop:
            time.sleep(0.02)
        server.stop()

    ending = threading.Thread(target=end)
    ending.start()
    with pytest.raises(TargetError) as ended:
        far.publish(big)
    ending.join()
    assert isinstance(ended.value, NotReached)
    assert far.holds()["index.html"] == SITE["index.html"]
    with over_ssh(tmp_path / "again", monkeypatch) as again:
        assert again.server
        far.target = replace(far.over, host=far.over.host, port=again.server.port, options=())
        far.publish(big)
    held = {name: text for name, text in far.holds().items() if "/." not in name}
    assert held == big


def test_a_branch_over_ssh(far: OverThere) -> None:
    assert far.server
    Git(far.folder)("init", "--quiet", "--bare", "site.git")
    address = f"ssh://{far.server.host}:{far.server.port}{far.folder}/site.git"
    far.target = Branch(far.target.home, remote=address)
    far.publish(SITE)
    far.publish(NEXT)
    assert not far.changes(NEXT)
    held = Git(far.folder / "site.git")("ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0")
    assert {*held} == {*NEXT, ".nojekyll", ""}
    (far.server.folder / "key").unlink()
    with pytest.raises(NotLetIn, match="Permission denied"):
        far.changes(SITE)


# --- the store ------------------------------------------------------------------------------------


def test_what_an_object_is_comes_with_it(store: InStore) -> None:
    store.publish(SITE)
    page = store.store.get_object(Bucket="mio-example", Key="blog/ja/index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    style = store.store.get_object(Bucket="mio-example", Key="blog/theme/css/main.3f2a9c01.css")
    assert style["CacheControl"] == "public, max-age=31536000, immutable"


def test_a_bucket_that_is_not_there_is_said(store: InStore) -> None:
    assert isinstance(store.target, S3)
    store.target = replace(store.target, bucket="another-example")
    with pytest.raises(NoSuchPlace, match="bucket"):
        store.publish(SITE)


def test_a_thousand_objects_and_more_are_all_seen(store: InStore) -> None:
    many = {"index.html": "1", **{f"{number:04}.txt": str(number) for number in range(1100)}}
    store.publish(many)
    assert not store.changes(many)
    store.publish({"index.html": "1"})
    assert store.holds() == {"index.html": "1"}
