"""What a build did, for programs: `report.json`, beside the list of files in the cache, never in the output.

The folder is `CACHE_PATH/outputs/<digest of the output's absolute path>/`. Its `report.json` says

    version   1; it grows only when something here changes its meaning
    output    the folder that was built into
    site      the address of the published site
    at        when the build ended (ISO 8601, UTC), and `seconds`: how long it took
    added, changed, removed
              names of files of the output, against the last build into the same folder
    files     how many there are; `files.json` beside it names each: [size, time in ns, digest]
    pages     {"rendered": how many, "untold": names of those that are rendered every time}
    articles  of each post that is public, newest first: uid, url (complete), source (below the
              content), file (in the output), lang, and `links`: the addresses elsewhere that its
              text links to, each once, in order

and is written when everything else is. A build that failed leaves the last one's.
"""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import output_files
from pelican import signals
from quick_writer import QuickWriter
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "report.json"
VERSION = 1
LINK = re.compile(r'\shref="(https?://[^"]+)"')

_begun = time.monotonic()
_articles: list[Any] = []


def links(html: str, site: str) -> list[str]:
    """Return the addresses elsewhere that a text links to."""
    host = urlsplit(site).netloc
    found = (unescape(match[1]) for match in LINK.finditer(html))
    return [address for address in dict.fromkeys(found) if urlsplit(address).netloc != host]


def article(post: Any, site: str) -> dict[str, object]:
    """Return what programs want to know of a post."""
    return {
        "uid": getattr(post, "uid", None),
        "url": f"{site}/{post.url}",
        "source": post.relative_source_path,
        "file": post.save_as,
        "lang": post.lang,
        "links": links(post.get_content(""), site),
    }


def report(settings: Mapping[str, Any], articles: Iterable[Any], seconds: float) -> dict[str, object]:
    """Return what the build that has just ended did."""
    build, writer = output_files.build, QuickWriter.latest
    site = settings.get("PRODUCTION_SITEURL") or settings["SITEURL"]
    return {
        "version": VERSION,
        "output": str(build.folder),
        "site": site,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "added": build.added,
        "changed": build.changed,
        "removed": list(build.removed),
        "files": len(build.files),
        "pages": {"rendered": len(writer.rendered), "untold": writer.untold} if writer else {},
        "articles": [
            article(post, site)
            for post in passing(sorted(articles, key=lambda post: (post.date, post.url), reverse=True))
        ],
    }


def _age(post: Any) -> Any:
    return post.date, post.url


def _begin(_: object) -> None:
    global _begun  # noqa: PLW0603 - there is one build at a time
    _begun = time.monotonic()


def _remember(generators: list[Any]) -> None:
    _articles[:] = chain(generators[0].articles, generators[0].translations)


def _write(pelican: Any) -> None:
    output_files.finish(pelican)
    said = report(pelican.settings, _articles, time.monotonic() - _begun)
    with suppress(OSError):  # nobody reads what cannot be kept
        folder = output_files.kept_folder(pelican.settings)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def register() -> None:
    """Report once the build has succeeded."""
    signals.article_generator_init.connect(_begin)
    signals.all_generators_finalized.connect(_remember)
    signals.finalized.connect(_write)
