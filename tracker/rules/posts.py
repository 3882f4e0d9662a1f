"""What a new post is called: its slug, its file, its permanent uid."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.rules import language, urls

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Post:
    """A post about to be written."""

    title: str
    slug: str
    lang: str
    date: datetime

    @property
    def file(self) -> str:
        """Where it lies below `content/`."""
        return f"{self.date:%Y}/{self.date:%m}-{self.slug}.md"

    @property
    def dated(self) -> bool:
        """Whether nothing better than its date was found for a slug."""
        return self.slug == f"{self.date:%Y-%m-%d}"

    def uid(self, site: str) -> str:
        """A tag URI (RFC 4151) for the site at address `site`: permanent, whatever becomes of the post's address."""
        return f"tag:{urls.host(site) or 'localhost'},{self.date:%Y}:{self.slug}-{self.lang}"


def post(title: str, date: datetime, *, slug: str = "", lang: str = "") -> Post:
    """Return the post meant; what is not said follows from the title."""
    return Post(title, slugged(slug or title) or f"{date:%Y-%m-%d}", lang or _language(title), date)


def slugged(text: str) -> str:
    """Return the Latin words of `text` joined by hyphens; empty when it has none.

    Japanese is not transcribed: without a dictionary it would come out as Chinese, or wrong.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall(r"[a-z0-9]+", plain)
    kept = "-".join(words)[:LONGEST]
    return kept.rsplit("-", 1)[0] if len("-".join(words)) > LONGEST and "-" in kept else kept


def filled(archetype: str, made: Post, site: str) -> str:
    """Return the archetype with its blanks filled in."""
    return archetype.format(title=made.title, date=f"{made.date:%Y-%m-%d %H:%M %z}", slug=made.slug, uid=made.uid(site))


def _language(title: str) -> str:
    found = language.of(title)
    return "ja" if found == "ja" else "en"
