"""One line of a web server's log in the combined format: who came from where to which page.

`host ident user [time] "request" status bytes "referrer" "agent"`, see
https://httpd.apache.org/docs/current/logs.html#combined; nginx's `combined` is the same. The name of the
site may stand before it. Nothing of the visitor is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
LINE = re.compile(rf"([^\[]*)\[[^\]]*\] {_QUOTED} (\d{{3}}) (?:\d+|-) {_QUOTED} {_QUOTED}")
BYTE = re.compile(r"\\x([0-9A-Fa-f]{2})")
"""How servers write a byte that is no plain letter."""
BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|http-?client|headless", re.IGNORECASE
)
READ = ("200", "304")
FIELDS = 3
"""Before the time: host, ident, user."""


class Visit(NamedTuple):
    """Somebody who was shown a page; a line about anything else has no referrer."""

    target: str
    """Path and query, as asked for."""
    referrer: str = ""
    site: str = ""
    """The name of the site, when the log says it."""


def visit(line: str) -> Visit | None:
    """Return what a line says; None when it is not in the combined format."""
    found = LINE.match(line)
    if not found:
        return None
    before, request, status, referrer, agent = found.groups()
    method, _space, rest = request.partition(" ")
    target = rest.rpartition(" ")[0] or rest
    if method != "GET" or status not in READ or referrer in ("", "-") or _is_program(agent):
        return Visit(target)
    return Visit(target, _plain(referrer), _site(before))


@lru_cache(1024)
def _is_program(agent: str) -> bool:
    """Whether nobody reads what this asks for; the same few names come again and again."""
    return bool(BOT.search(agent))


def _site(before: str) -> str:
    words = before.split()
    return words[0].partition(":")[0].lower() if len(words) > FIELDS else ""


def _plain(written: str) -> str:
    """Return an address without the server's own escapes."""
    return BYTE.sub(r"%\1", written).replace("\\", "") if "\\" in written else written
