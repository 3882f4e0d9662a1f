"""Where a picture lies that a text shows: `{static}/images/lake.jpg` or `../images/lake.jpg`, as editors show it."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from clean_images import UnfitImage

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

PLACED = re.compile(r"[{|](static|attach|filename)[|}](.*)", re.DOTALL)
ELSEWHERE = "it lies on another site, which would learn who reads this; save it below content/images"
MISSING = "it is not there; put it below content/images and write {static}/images/…"


def place(content: Any, src: str, known: Container[str]) -> str:
    """Return the path below `content/` of a picture; empty when it is none of ours. Raises UnfitImage."""
    placed = PLACED.fullmatch(src)
    if not placed and (elsewhere := _elsewhere(src, content.settings)):
        if elsewhere == "data":
            return ""
        raise UnfitImage(ELSEWHERE)
    path = urlsplit(placed[2] if placed else src.removeprefix(content.settings["PRODUCTION_SITEURL"])).path
    found = next((name for name in _candidates(content, path) if name in known), "")
    if not found and not placed and not path.startswith(f"/{content.settings['THEME_STATIC_DIR']}/"):
        raise UnfitImage(MISSING)
    return found


def attached(src: str) -> bool:
    """Whether a picture is to lie beside the page that shows it."""
    placed = PLACED.fullmatch(src)
    return placed is not None and placed[1] == "attach"


def _elsewhere(src: str, settings: Any) -> str:
    """Return the scheme of an address that is not of this site; `//` for one without."""
    url = urlsplit(src)
    if src.startswith(f"{settings['PRODUCTION_SITEURL']}/"):
        return ""
    return url.scheme or ("//" if url.netloc else "")


def _candidates(content: Any, path: str) -> Iterator[str]:
    """Yield what a path may mean: from the top, from the file of the text, from its page."""
    for spelt in (path, unquote(path)):
        if spelt.startswith("/"):
            yield spelt.lstrip("/")
        else:
            yield normpath(join(content.relative_dir, spelt))
            yield normpath(join(dirname(content.save_as), spelt))
