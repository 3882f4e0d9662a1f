"""GitHub under a blog: what giscus and utterances call the conversation about a page, and what its API means.

Learned from client.ts and the searches of both, and from GitHub's references of REST and GraphQL.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha1 as _sha1
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from tracker.errors import NotAsExpected, RateLimited, Refused
from tracker.messages import N_, _
from tracker.model import Claim
from tracker.rules import times
from tracker.rules.addresses import place
from tracker.rules.fields import expected_table, rows, table, text, web
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.errors import SourceError
    from tracker.model import Article
    from tracker.rules.answers import Answer

    Row: TypeAlias = "Mapping[str, Any]"

SITE = "https://github.com"
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
MAPPINGS = {
    "pathname": "{pathname}",
    "url": "{url}",
    "title": "{title}",
    "og:title": "{title}",
    "specific": "{slug}",
    "number": "",
}
"""`data-mapping` and `issue-term`, with what they make of a page unless the author says otherwise."""
SPELLED = ("pathname", "url", "number")
"""Mappings in which an author has no say."""
ENDING = re.compile(r"\.\w+$", re.ASCII)
BLANK = re.compile(r"\{(\w+)\}")
KEPT_IN_PATH = "%!$&'()*+,;=:@/~-._[]|"
"""ASCII that a browser leaves as it is (WHATWG URL, path percent-encode set)."""
LONGEST_PHRASE = 200
"""Letters; a search takes 256 in all."""
EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "hooray": "🎉",
    "confused": "😕",
    "heart": "❤️",
    "rocket": "🚀",
    "eyes": "👀",
}
SAID_AS = {"thumbs_up": "+1", "thumbs_down": "-1"}
"""GraphQL's words for two of them; the others only differ in case."""
LIMITS = ("RATE_LIMITED", "RATE_LIMIT")
NOT_FOUND = "NOT_FOUND"
STATUSES = {NOT_FOUND: 404, "FORBIDDEN": 403, "INSUFFICIENT_SCOPES": 403}
"""What GraphQL says in an answer of status 200 where REST has a status."""
SHOWN = 200
"""How many characters of GitHub's own words a message repeats."""


def is_repository(said: str) -> bool:
    """Whether this is an owner and a name."""
    return REPOSITORY.fullmatch(said) is not None


REPO_SETTING: dict[str, Any] = {
    "help": N_("The repository with the conversations, as owner/name."),
    "example": '"mio/blog"',
    "fits": is_repository,
    "wanted": N_("an owner and a name, such as mio/blog"),
}
MAPPING_SETTING: dict[str, Any] = {
    "help": N_("As in your page's script; with number, the syndication of an article names its conversation."),
    "fits": MAPPINGS.__contains__,
    "wanted": N_("pathname, url, title, og:title, specific or number"),
}
TERM_SETTING: dict[str, Any] = {
    "help": N_("What a page is called with title, og:title or specific; {title}, {slug} and {uid} are filled in."),
    "example": '"{title} | Mio"',
}


def terms(article: Article, mapping: str, template: str = "") -> dict[str, str]:
    """Return what the pages of an article are called there, each with the address of ours that it stands for.

    `template` is the author's own term; it counts where a page does not name itself.
    """
    pattern = MAPPINGS[mapping] if mapping in SPELLED else template or MAPPINGS[mapping]
    made: dict[str, str] = {}
    for url in (article.url, *article.older_urls):
        if is_web(url):
            made.setdefault(_filled(pattern, article, url), url)
    made.pop("", None)
    return made


def numbers(article: Article, repository: str, what: str) -> tuple[int, ...]:
    """Return those of the conversations that the article names as its own: `…/discussions/12`, `…/issues/12`."""
    pattern = re.compile(rf"https?://github\.com/{re.escape(repository)}/{what}/(\d{{1,9}})(?:[/?#]|$)", re.IGNORECASE)
    found = (pattern.match(url) for url in article.syndication)
    return tuple(dict.fromkeys(int(one[1]) for one in found if one))


def folded(term: str) -> str:
    """Return one text for every spelling of a term: case, white space, percent-encoding and the last slash."""
    address = canonical(term) if is_web(term) else term
    plain = unicodedata.normalize("NFC", unquote(address))
    return " ".join(plain.split()).casefold().rstrip("/")


def pathname(url: str) -> str:
    """Return `location.pathname` as both name a page by it: without the first slash and the file's ending."""
    way = in_browser(url)
    return "index" if len(way) < 2 else ENDING.sub("", way[1:])  # noqa: PLR2004 - a slash alone


def in_browser(url: str) -> str:
    """Return the path as a browser spells it: what is no ASCII is encoded, what is encoded stays."""
    return quote(urlsplit(url).path, safe=KEPT_IN_PATH, errors="replace") or "/"


def sha1(term: str) -> str:
    """Return the mark that giscus leaves in a discussion when it matches strictly."""
    return _sha1(term.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def phrase(term: str) -> str:
    """Return a term as it is searched for; of a long one its beginning."""
    short = term if len(term) <= LONGEST_PHRASE else re.sub(r"\w+$", "", term[:LONGEST_PHRASE])
    return '"' + short.replace("\\", "\\\\").replace('"', '\\"') + '"'


def claims(person: Row, profile: str) -> tuple[Claim, ...]:
    """Return what somebody's account says about who they are."""
    site, twitter = text(person.get("websiteUrl")).strip(), text(person.get("twitterUsername")).strip()
    told = [Claim("url", profile, "native")]
    address = web(site if "://" in site else f"https://{site}")
    if site and "." in address:
        told.append(Claim("url", canonical(address), "declared"))
    if re.fullmatch(r"\w{1,20}", twitter, re.ASCII):
        told.append(Claim("url", f"https://x.com/{twitter}", "declared"))
    return tuple(told)


def reaction(content: object) -> str:
    """Return the short word for a reaction, as REST says it; empty: it is none."""
    said = text(content).lower()
    word = SAID_AS.get(said, said)
    return word if re.fullmatch(r"[+-]?\w{1,20}", word, re.ASCII) else ""


def answered(answer: Answer) -> tuple[Row, list[Row]]:
    """Return the data of a GraphQL answer, and what is wrong with parts of it.

    Errors come with status 200: a limit, and an answer without data, are raised.
    """
    told = expected_table(answer.json(), answer.url)
    errors: list[Row] = [table(error) for error in rows(told.get("errors"))]
    if any(text(error.get("type")) in LIMITS for error in errors):
        reset = times.moment(answer.headers.get("x-ratelimit-reset"))
        raise RateLimited(place(answer.url), reset.at if reset else None)
    if not isinstance(told.get("data"), dict):
        raise failure(errors, answer.url)
    return told["data"], errors


def failure(errors: Sequence[Row], url: str) -> SourceError:
    """Return what it means that nothing came but errors."""
    error = errors[0] if errors else {}
    status = STATUSES.get(text(error.get("type")))
    if status:
        return Refused(place(url), status)
    return NotAsExpected(place(url), _("data"), complaint(error) or _("something else"))


def complaint(error: Row) -> str:
    """Return GitHub's own words for what is wrong, on one line and cut short."""
    said = "".join(letter for letter in " ".join(text(error.get("message")).split()) if letter.isprintable())
    return _("“{message}”").format(message=said[:SHOWN]) if said else ""


def _filled(pattern: str, article: Article, url: str) -> str:
    values = {
        "pathname": lambda: pathname(url),
        "url": lambda: _address(url),
        "title": lambda: article.title,
        "slug": lambda: pathname(url).rstrip("/").rpartition("/")[2],
        "uid": lambda: article.uid,
    }
    return BLANK.sub(lambda blank: values[blank[1]]() if blank[1] in values else blank[0], pattern)


def _address(url: str) -> str:
    parts = urlsplit(url.strip())
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{in_browser(url)}{query}"
