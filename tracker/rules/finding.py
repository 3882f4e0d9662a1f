"""What a person typed, and which of ours they meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from tracker.errors import NoSuchArticle, NoSuchInteraction, NoSuchPerson, SeveralArticles
from tracker.rules.urls import Pages, is_web, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article, Contact

SHOWN = 5
NUMBER = re.compile(r"[a-z]?(\d{1,18})")


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
    raise NoSuchArticle(asked, difflib.get_close_matches(asked, [slug(one) for one in articles], n=3))


def slug(one: Article) -> str:
    """The last part of an article's address: `two-characters`; the home page is `/`."""
    parts = [part for part in path(one.url).split("/") if part and not part.startswith("index.")]
    return parts[-1] if parts else "/"


def interaction(asked: str) -> int:
    """Return the number meant by `c12` or `12`; NoSuchInteraction for anything else."""
    return _number(asked, "c") or _raise(NoSuchInteraction(asked))


def person(asked: str, contacts: Iterable[Contact]) -> Contact:
    """Return the one person meant: `p3`, or a name, handle or address of theirs.

    A number stands for the person its account belongs to now. Raises NoSuchPerson
    with those that come near, also when several fit.
    """
    everybody = tuple(contacts)
    number = _number(asked, "p")
    fitting = [one for one in everybody if one.number == number] if number else _named(asked, everybody)
    if len(fitting) == 1:
        return fitting[0]
    near = fitting or difflib.get_close_matches(asked, [one.label for one in everybody], n=3)
    raise NoSuchPerson(asked, [_labelled(one) for one in near[:SHOWN]])


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


def _labelled(one: Contact | str) -> str:
    return one if isinstance(one, str) else f"p{one.number} {one.label}"


def _number(asked: str, letter: str) -> int:
    found = NUMBER.fullmatch(asked.strip().lower())
    return int(found[1]) if found and (asked.strip()[0].isdigit() or asked.strip()[0].lower() == letter) else 0


def _raise(error: Exception) -> int:
    raise error
