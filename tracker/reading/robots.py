"""robots.txt: what a site asks programs to leave alone (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.errors import Refused

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

    from tracker.http import Http

WE = "Enishi"
"""The word by which rules name us."""
LARGEST = 512_000
"""Bytes that have to be read, RFC 9309 §2.5."""
REFUSALS = range(400, 500)
"""Without such a file everything may be read, §2.3.1.3."""


class Robots:
    """The wishes of the sites met so far, each asked for once."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._known: dict[str, RobotFileParser] = {}

    def allow(self, url: str) -> bool:
        """Whether a page may be read; raises SourceError when its site cannot say."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = self._asked(site)
        return self._known[site].can_fetch(WE, url)

    def _asked(self, site: str) -> RobotFileParser:
        from urllib.robotparser import RobotFileParser  # noqa: PLC0415 - it brings much along, and few sources ask

        rules = RobotFileParser()
        try:
            body = self._http.get(f"{site}/robots.txt").body
        except Refused as refused:
            if refused.status not in REFUSALS:
                raise
            body = b""
        rules.parse(body[:LARGEST].decode("utf-8-sig", "replace").splitlines())
        return rules
