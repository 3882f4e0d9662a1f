"""One polite, safe way out to the network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from tracker.errors import NotAsExpected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Secret, Validator


class Validators(Protocol):
    """Where ETags are kept between runs; the pull hands in the ledger's."""

    def get(self, url: str) -> Validator | None:
        """What the last whole answer of `url` gave."""
        ...

    def put(self, url: str, validator: Validator) -> None:
        """Keep what this answer gave; stored with the page it belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer: decoded body, at most 10 MB."""

    url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Case-insensitive."""
    body: bytes = field(repr=False, default=b"")

    @property
    def unchanged(self) -> bool:
        """Whether the place said that nothing is new (304)."""
        return self.status == 304  # noqa: PLR2004 - Not Modified, RFC 9110

    def json(self) -> Any:  # noqa: ANN401 - JSON is any shape; readers check what they need
        """Return the body read as JSON (UTF-8, BOM allowed); NotAsExpected says what came instead."""
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except ValueError:
            raise NotAsExpected(urlsplit(self.url).netloc, "JSON", "?") from None


class Http:
    """A session: our name, timeouts, retries, pace, validators, guarded addresses."""

    def get(
        self,
        url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
        conditional: bool = False,
    ) -> Answer:
        """Return the answer of a GET."""
        raise NotImplementedError
