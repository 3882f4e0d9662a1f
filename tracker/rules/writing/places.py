"""Where texts are read on the site: Pelican's patterns, filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.rules.writing.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where texts are read: Pelican's patterns, as the settings give them."""

    default_lang: str = "en"
    article: str = "{lang}/{date:%Y}/{date:%m}/{slug}/"
    article_lang: str = "{lang}/{date:%Y}/{date:%m}/{slug}/"
    page: str = "{lang}/{slug}/"
    page_lang: str = "{lang}/{slug}/"

    def of(self, one: Manuscript) -> str:
        """Return the path of a text on the site; empty when it cannot be told."""
        native = one.lang in ("", self.default_lang)
        if one.page:
            pattern = self.page if native else self.page_lang
        else:
            pattern = self.article if native else self.article_lang
        try:
            made = pattern.format(lang=one.lang, slug=one.slug, date=one.date)
        except (LookupError, ValueError, AttributeError, TypeError):
            return ""
        return "/" + made.removesuffix("index.html") if one.slug else ""


def lists(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of the lists that a site has whatever is written."""
    return ("/", *(f"/{lang}/{name}" for lang in languages for name in ("", "archives/", "tags/", "search/")))


def taken(texts: Iterable[Manuscript], addresses: Addresses, languages: Iterable[str]) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each text that would be read where a list of the site is."""
    there = lists(languages)
    for one in texts:
        if (address := addresses.of(one)) in there:
            said = _("{address} is where the site has a list of its own.").format(address=address)
            yield one.name, Remark("slug-taken", one.line("slug"), said, _("Give the text another slug."))


def pages(texts: Iterable[Manuscript], addresses: Addresses, languages: Iterable[str]) -> Mapping[str, str]:
    """Return each address a text is or was read at, and its file; and those of the lists, which have none."""
    found = dict.fromkeys(lists(languages), "")
    for one in texts:
        found |= dict.fromkeys(one.listed("aliases"), one.name)
        if address := addresses.of(one):
            found[address] = one.name
    return found
