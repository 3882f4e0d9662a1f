"""What a person typed, and which of ours they meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from tracker.errors import NoSuchArticle, NoSuchInteraction, NoSuchPerson, SeveralArticles, SeveralPeople
from tracker.rules.urls import Pages, is_web, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article, Contact

SHOWN = 5
NUMBER = re.compile(r"([a-z]?)(\d{1,18})")


def article(asked: str, articles: Sequence[Article]) -> Article:
    """Return the one article meant: its address, uid, slug, or a part of its title.

    Raises NoSuchArticle (with the nearest) or SeveralArticles (with those that fit).
    """
    exact = Pages(articles).find(asked) if is_web(asked) else None
    exact = exact or next((one for one in articles if one.uid == asked), None)
    return exact or _only(asked, articles)


def _only(asked: str, articles: Sequence[Article]) -> Article:
    wanted = folded(asked)
    by_slug = [one for one in articles if folded(slug(one)) == wanted]
    fitting = by_slug or [one for one in articles if wanted and wanted in folded(f"{path(one.url)} {one.title}")]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise SeveralArticles(asked, (path(one.url) for one in fitting[:SHOWN]))
    near = difflib.get_close_matches(asked, {slug(one) for one in articles}, n=3)
    raise NoSuchArticle(asked, near)


def slug(one: Article) -> str:
    """The last part of an article's address: `two-characters`; the home page is `/`."""
    parts = [part for part in path(one.url).split("/") if part and not part.startswith("index.")]
    return parts[-1] if parts else "/"


def interaction(asked: str) -> int:
    """Return the number meant by `c12` or `12`; NoSuchInteraction for anything else."""
    found = number(asked, "c")
    if not found:
        raise NoSuchInteraction(asked)
    return found


def person(asked: str, contacts: Iterable[Contact]) -> Contact:
    """Return the one person with the name, handle or address that was typed.

    Raises NoSuchPerson with those that come near, or SeveralPeople.
    """
    everybody = tuple(contacts)
    fitting = _named(asked, everybody)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise SeveralPeople(asked, [f"p{one.number} {one.label}" for one in fitting[:SHOWN]])
    raise NoSuchPerson(asked, difflib.get_close_matches(asked, [one.label for one in everybody], n=3))


def person_number(asked: str, contacts: Iterable[Contact]) -> int:
    """Return the number meant: as typed (`p3`; whoever it belongs to now), else that of the one who fits."""
    return number(asked, "p") or person(asked, contacts).number


def nobody(asked: str) -> int:
    """Raise NoSuchPerson: the number is nobody's."""
    raise NoSuchPerson(asked)


def folded(text: str) -> str:
    """One text for what people take for the same: NFKC, case, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _named(asked: str, everybody: tuple[Contact, ...]) -> list[Contact]:
    wanted = folded(asked)
    exact = [one for one in everybody if any(wanted == folded(word) for word in _words(one))]
    return exact or [one for one in everybody if any(wanted in folded(word) for word in _words(one))]


def _words(one: Contact) -> Iterable[str]:
    yield one.label
    for account in one.accounts:
        yield from (
            word for word in (account.name, account.handle, account.url, f"{account.place}:{account.id}") if word
        )


def number(asked: str, letter: str) -> int:
    """Return the number typed as `12` or, with its letter, as `c12`; 0 when it is none."""
    found = NUMBER.fullmatch(asked.strip().lower())
    return int(found[2]) if found and found[1] in ("", letter) else 0
