from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.targets.bucket import Stored
from tests.targets.places import NEXT, SITE, InBucket, place
from tracker.errors import (
    LibraryMissing,
    NoSuchPlace,
    NotLetIn,
    NotReached,
    NotWritten,
    TargetError,
    UnknownSetting,
    WrongSetting,
)
from tracker.rules.settings import values
from tracker.targets.s3 import S3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path) -> Iterator[InBucket]:
    with place("s3", tmp_path) as made:
        assert isinstance(made, InBucket)
        yield made


def test_each_object_says_what_it_is_and_how_long_it_may_be_kept(there: InBucket) -> None:
    there.publish(SITE)
    told = {
        key.removeprefix("blog/"): (one.headers["content-type"], one.headers["cache-control"])
        for key, one in there.bucket.objects.items()
    }
    assert told["index.html"] == ("text/html; charset=utf-8", "public, max-age=300")
    assert told["theme/css/main.3f2a9c01.css"] == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert told["ja/2026/11-kaze/風 と'波\".png"] == ("image/png", "public, max-age=86400")
    assert told["_headers"] == ("text/plain; charset=utf-8", "public, max-age=300")


def test_a_store_that_encrypts_is_asked_for_what_we_noted(there: InBucket) -> None:
    there.bucket.encrypts = True
    there.publish(SITE)
    written = there.bucket.written
    assert not there.changes(SITE)
    there.publish(NEXT)
    assert there.bucket.written == written + 4
    assert there.holds() == NEXT


def test_a_part_of_a_bucket_is_all_that_is_looked_at(there: InBucket) -> None:
    for key in ("index.html", "other/index.html"):
        there.bucket.objects[key] = Stored(b"theirs")
    there.publish(SITE)
    assert {key for key in there.bucket.objects if not key.startswith("blog/")} == {"index.html", "other/index.html"}
    assert there.target.where.startswith("s3 mio-example/blog/ at 127.0.0.1")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDenied", NotLetIn),
        ("InvalidAccessKeyId", NotLetIn),
        ("SignatureDoesNotMatch", NotLetIn),
        ("NoSuchBucket", NoSuchPlace),
        ("QuotaExceeded", NotWritten),
    ],
)
def test_what_the_store_refuses_is_one_sentence(there: InBucket, code: str, kind: type[TargetError]) -> None:
    there.bucket.refuses = code
    with pytest.raises(kind) as refused:
        there.publish(SITE)
    assert f"no: {code}" in refused.value.message
    assert "secret" not in refused.value.message
    assert refused.value.hint


def test_without_credentials_it_says_where_they_come_from(there: InBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(there.folder / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(there.folder / "none"))
    with pytest.raises(NotLetIn) as missing:
        there.publish(SITE)
    assert "AWS_ACCESS_KEY_ID" in missing.value.hint


def test_an_unknown_profile_is_said(there: InBucket) -> None:
    there.target = S3(there.target.home, bucket="mio-example", profile="nobody")
    with pytest.raises(NotLetIn, match="nobody"):
        there.publish(SITE)


def test_nobody_who_answers_is_said(there: InBucket) -> None:
    with serve(there.bucket) as gone:
        address = gone.url
    there.target = S3(there.target.home, bucket="mio-example", endpoint=address, region="here")
    with pytest.raises(NotReached, match="Could not connect"):
        there.publish(SITE)


def test_without_boto_it_says_what_to_install(there: InBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(LibraryMissing) as missing:
        there.publish(SITE)
    assert missing.value.hint == "Type: pip install 'enishi[s3]'"


def test_amazons_own_store_is_named_too(tmp_path: Path) -> None:
    assert S3(tmp_path, bucket="mio-example").where == "s3 mio-example/ at amazonaws.com"


@pytest.mark.parametrize(
    ("key", "value"),
    [("bucket", "a b"), ("bucket", "a/b"), ("endpoint", "s3.web.example"), ("prefix", "/blog"), ("secret", "x")],
)
def test_settings_that_are_none(key: str, value: str) -> None:
    with pytest.raises((WrongSetting, UnknownSetting)):
        values(S3, {"bucket": "mio-example", key: value}, "[publish.s3]")
