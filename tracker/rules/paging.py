"""Where an answer goes on, as its `Link` header says (RFC 8288)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tracker.rules.addresses import place

if TYPE_CHECKING:
    from tracker.rules.answers import Answer

LINK = re.compile(r"<([^<>]*)>((?:\s*;[^;,\"]*(?:\"[^\"]*\")?)*)")
RELATION = re.compile(r";\s*rel\s*=\s*\"?([^\";]*)\"?", re.IGNORECASE)


def following(answer: Answer, relation: str = "next") -> str:
    """Return the address of the page that follows, on the same host and port; empty: there is none."""
    for target, parameters in LINK.findall(answer.headers.get("Link", "")):
        told = RELATION.search(parameters)
        if told and relation in told[1].lower().split():
            url = urljoin(answer.url, target.strip())
            return url if place(url) == place(answer.url) else ""
    return ""
