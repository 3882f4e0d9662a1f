"""A bucket of S3, or of another store that speaks like it: R2, B2, MinIO, Garage, Sakura.

Credentials are found as every tool of Amazon's finds them (environment, `~/.aws`, a role); no setting holds one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import md5
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.errors import LibraryMissing, NoSuchPlace, NotLetIn, NotReached, NotWritten
from tracker.messages import N_, _
from tracker.rules.media import cache_control, media_type
from tracker.rules.putting import waves
from tracker.rules.urls import host, is_web
from tracker.targets import Changes, Files, Target, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tracker.errors import TargetError

HANDS = 8
"""Files that are under way at once."""
DIGEST = "blake2b"
"""The metadata that tells what an object holds where its ETag does not: encrypted by a key, or sent in parts."""
NOT_THERE = frozenset({"NoSuchBucket", "404", "NotFound"})
DENIED = ("AccessDenied", "AllAccessDisabled", "Unauthorized", "403")
UNKNOWN_KEY = ("ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch")
NOT_LET_IN = frozenset((*DENIED, *UNKNOWN_KEY))
CREDENTIALS = N_("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a `profile` of ~/.aws that may write there.")


def _is_prefix(text: str) -> bool:
    return not text.startswith("/") and text.isprintable()


def _is_bucket(text: str) -> bool:
    return text.isascii() and all(letter.isalnum() or letter in ".-" for letter in text)


@dataclass(frozen=True)
class S3(Target):
    """A bucket, or a part of one; each object is replaced at once, as such stores do."""

    name: ClassVar[str] = "s3"
    title: ClassVar[str] = "S3"
    about: ClassVar[str] = N_("Puts the site into a bucket of S3 or of a store that speaks like it.")
    example: ClassVar[tuple[str, ...]] = ('bucket = "mio-example"', 'endpoint = "https://s3.web.example"')

    bucket: str = field(
        metadata={
            "help": N_("The bucket, which must be there. Objects in it that are not ours stay."),
            "example": '"mio-example"',
            "fits": _is_bucket,
            "wanted": N_("the name of a bucket"),
        }
    )
    endpoint: str = field(
        default="",
        metadata={
            "help": N_("The address of the store; without one, Amazon's."),
            "example": '"https://s3.web.example"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    region: str = field(
        default="", metadata={"help": N_("Where the bucket is, when the store wants to know."), "example": '"auto"'}
    )
    prefix: str = field(
        default="",
        metadata={
            "help": N_("What every name in the bucket begins with."),
            "example": '"blog/"',
            "fits": _is_prefix,
            "wanted": N_("a beginning of names, without a slash before it"),
        },
    )
    profile: str = field(
        default="", metadata={"help": N_("The profile in ~/.aws to use the credentials of."), "example": '"blog"'}
    )

    @property
    def where(self) -> str:
        """As the ledger knows it."""
        return f"s3 {self.bucket}/{self.prefix} at {host(self.endpoint) or 'amazonaws.com'}"

    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes:
        with self._asked() as store:
            tags = dict(self._tags(store))
            differing = [name for name in site.digests if name in tags and tags[name] != _tag(site.read(name))]
            found = dict(zip(differing, _all(partial(self._digest, store), differing), strict=True))
        there = {**tags, **site.digests, **found}
        return compare(site.digests, {name: there[name] for name in tags}, ours)

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        with self._asked() as store:
            for wave in waves(changes.added, changes.changed):
                for name in _all(partial(self._send, store, site), wave):
                    tell(name)
            for name in _all(partial(self._remove, store), changes.removed):
                tell(name)

    def _tags(self, store: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - boto3 makes its clients when it runs
        for page in store.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self.prefix), one["ETag"].strip('"')

    def _digest(self, store: Any, name: str) -> str:  # noqa: ANN401 - as above
        """What an object holds, as we noted it; nothing when somebody else put it there."""
        head = store.head_object(Bucket=self.bucket, Key=self.prefix + name)
        return str(head.get("Metadata", {}).get(DIGEST, ""))

    def _send(self, store: Any, site: Files, name: str) -> str:  # noqa: ANN401 - as above
        store.put_object(
            Bucket=self.bucket,
            Key=self.prefix + name,
            Body=site.read(name),
            ContentType=media_type(name),
            CacheControl=cache_control(name),
            Metadata={DIGEST: site.digests[name]},
        )
        return name

    def _remove(self, store: Any, name: str) -> str:  # noqa: ANN401 - as above
        store.delete_object(Bucket=self.bucket, Key=self.prefix + name)
        return name

    @contextmanager
    def _asked(self) -> Iterator[Any]:
        """Yield the store, and say in our words what it refuses."""
        try:
            boto3, botocore = import_module("boto3"), import_module("botocore.exceptions")
        except ImportError:
            raise LibraryMissing(self.name, "boto3") from None
        try:
            yield self._store(boto3)
        except botocore.ClientError as error:
            raise self._refused(error.response.get("Error", {})) from None
        except (botocore.NoCredentialsError, botocore.PartialCredentialsError, botocore.ProfileNotFound) as error:
            raise NotLetIn(self.where, _plain(error), _(CREDENTIALS)) from None
        except (botocore.BotoCoreError, botocore.HTTPClientError) as error:
            raise NotReached(self.where, _plain(error)) from None

    def _store(self, boto3: Any) -> Any:  # noqa: ANN401 - as above
        config = import_module("botocore.config").Config(
            connect_timeout=20,
            read_timeout=60,
            retries={"mode": "standard", "max_attempts": 4},
            max_pool_connections=HANDS,
            s3={"addressing_style": "path" if self.endpoint else "auto"},
            request_checksum_calculation="when_required",  # stores that are not Amazon's know no others
            response_checksum_validation="when_required",
        )
        session = boto3.Session(profile_name=self.profile or None, region_name=self.region or None)
        return session.client("s3", endpoint_url=self.endpoint or None, config=config)

    def _refused(self, error: Mapping[str, str]) -> TargetError:
        code = error.get("Code", "")
        reason = error.get("Message") or code
        if code in NOT_THERE:
            return NoSuchPlace(self.where, reason, _("Make the bucket, or correct its name in [publish.s3]."))
        if code in NOT_LET_IN:
            return NotLetIn(self.where, reason, _(CREDENTIALS))
        return NotWritten(self.where, reason)


def _tag(data: bytes) -> str:
    """The ETag of an object that was sent in one part."""
    return md5(data, usedforsecurity=False).hexdigest()


def _all(act: Callable[[str], str], names: Iterable[str]) -> Iterator[str]:
    """Yield what `act` says of each name, in order, some at once; what has not begun when one fails never does."""
    pool = ThreadPoolExecutor(HANDS)
    try:
        yield from pool.map(act, names)
    finally:
        pool.shutdown(cancel_futures=True)


def _plain(error: Exception) -> str:
    return str(error).strip().removesuffix(".")
