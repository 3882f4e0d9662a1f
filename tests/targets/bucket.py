"""A bucket on loopback: as much of S3 as a site needs, and what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import md5
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from tests.servers import Reply, Request

PAGE = 5
"""Names in one answer: a site has more."""


@dataclass
class Stored:
    """An object."""

    data: bytes
    headers: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    """What it is listed with; its MD5 unless the store encrypts."""
    number: int = 0
    """Of the request that wrote it."""

    @property
    def listed(self) -> str:
        return self.tag or md5(self.data, usedforsecurity=False).hexdigest()


@dataclass
class Bucket:
    """A handler of `tests.servers`: `name` is the only bucket there is."""

    name: str = "mio-example"
    objects: dict[str, Stored] = field(default_factory=dict)
    refuses: str = ""
    """A code to answer every request with."""
    encrypts: bool = False
    """Whether what is listed tells nothing of the content."""
    written: int = 0

    def __call__(self, request: Request) -> Reply:
        bucket, _slash, key = unquote(request.path).removeprefix("/").partition("/")
        if self.refuses or bucket != self.name:
            return _refusal(self.refuses or "NoSuchBucket")
        if request.method == "GET":
            return self._listed(request)
        return getattr(self, f"_{request.method.lower()}")(key, request)  # type: ignore[no-any-return]  # one of these

    def _put(self, key: str, request: Request) -> Reply:
        self.written += 1
        told = {name.lower(): value for name, value in request.headers.items()}
        tag = f"secret-{self.written}" if self.encrypts else ""
        self.objects[key] = Stored(request.body, told, tag, self.written)
        return 200, {"ETag": f'"{self.objects[key].listed}"'}, b""

    def _head(self, key: str, _request: Request) -> Reply:
        found = self.objects[key]
        kept = {name: value for name, value in found.headers.items() if name.startswith("x-amz-meta-")}
        return 200, {"ETag": f'"{found.listed}"', "Content-Length": str(len(found.data)), **kept}, b""

    def _delete(self, key: str, _request: Request) -> Reply:
        self.objects.pop(key, None)
        return 204, {}, b""

    def _listed(self, request: Request) -> Reply:
        query = request.query
        after = query.get("continuation-token", "")
        names = sorted(key for key in self.objects if key.startswith(query.get("prefix", "")) and key > after)
        shown = "".join(
            f"<Contents><Key>{escape(key)}</Key><ETag>&quot;{self.objects[key].listed}&quot;</ETag></Contents>"
            for key in names[:PAGE]
        )
        more = f"<NextContinuationToken>{escape(names[PAGE - 1])}</NextContinuationToken>" if names[PAGE:] else ""
        cut = f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}"
        return 200, {"Content-Type": "application/xml"}, f"<ListBucketResult>{cut}{shown}</ListBucketResult>"


def _refusal(code: str) -> Reply:
    status = 404 if code == "NoSuchBucket" else 403
    return (
        status,
        {"Content-Type": "application/xml"},
        f"<Error><Code>{code}</Code><Message>no: {code}</Message></Error>",
    )
