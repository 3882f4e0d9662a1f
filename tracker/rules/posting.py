"""What an announcement says: the article's own words and nothing else, no longer than its place takes.

Title, the article's own summary, its link, two tags. What is too long ends at a sentence or a phrase;
first the summary gives way, then the tags, then the title; the link never does.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tracker.errors import (
    BudgetSpent,
    ForbiddenAddress,
    LinkMissing,
    NoAnswers,
    NoPosting,
    NotTaken,
    PasswordRefused,
    RateLimited,
    Refused,
    ScopeMissing,
    TooLong,
    UnusableToken,
)
from tracker.messages import _
from tracker.rules.clusters import clusters
from tracker.rules.text import CLAUSE, CONTRAST, ELLIPSIS, MOST, WIDE, ends, excerpt
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tracker.errors import EnishiError, SourceError
    from tracker.model import Article
    from tracker.model.posts import Limits, Preview

REFUSED, BROKEN = 400, 500
PERHAPS = (408, 409, 425)
"""Too slow, already there, too early: it may have been taken."""
REFUSALS = (
    BudgetSpent,
    ForbiddenAddress,
    NoAnswers,
    NoPosting,
    NotTaken,
    PasswordRefused,
    RateLimited,
    ScopeMissing,
    UnusableToken,
)
LATELY = timedelta(days=14)
"""Older articles are announced only when they are named: nobody wants a first run to post them all."""
HASHTAGS = 2
LONGEST_TAG = 40
LONGEST_HOOK = 2_000
"""Characters of a summary that are looked at; no place takes more of it."""
GAP = "\n\n"
LINK = re.compile(r"https?://[!-~]+(?<![.,;:!?)\]'\"])")
CALLS = re.compile(r"(?<![\w/@])@(?=\w)")
"""What a place would take for somebody's name: `@property` calls a stranger."""
CALLS_NOBODY = "@\u2060"
"""Looks the same, and calls nobody."""
PATH, KEPT_OF_PATH = 15, 13
"""Of an address that is shortened, as Bluesky's own app does it."""
LEAST = 20
"""Clusters that the beginning of a sentence has at least."""
SAFE = ":/?#[]@!$&'()*+,;=%~-._"
BRACKETS = ("「」", "『』", "（）", "()", "“”", "[]")
TAKES_BACK = re.compile(r"\b(?:but|however|unless|except|although|though)\b", re.IGNORECASE)


def is_lately(article: Article, now: datetime) -> bool:
    """Whether an article came out in the last days: not one that has no date, or is still to come."""
    return article.published is not None and now - LATELY <= article.published <= now


def is_out(article: Article, now: datetime) -> bool:
    """Whether an article is out: a blog's own page has no date, and one that is scheduled has it to come."""
    return article.published is not None and article.published <= now


def key(article: str, place: str, salt: str, at: datetime) -> str:
    """Return what is sent with an announcement, so that its place takes it once."""
    digest = blake2b(f"{article}\n{place}\n{salt}".encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{digest}"


def is_refusal(error: SourceError) -> bool:
    """Whether a place said that it has not taken it; otherwise nobody knows."""
    if isinstance(error, Refused):
        return REFUSED <= error.status < BROKEN and error.status not in PERHAPS
    return isinstance(error, REFUSALS)


# --- how long it is -------------------------------------------------------------------------------


def count(text: str, limits: Limits) -> int:
    """Return the characters of a text, as its place counts them."""
    return len(clusters(LINK.sub("x" * limits.per_link, text) if limits.per_link else text))


def fits(text: str, limits: Limits) -> bool:
    """Whether a place takes a text so long."""
    return count(text, limits) <= limits.characters and not (0 < limits.octets < len(text.encode()))


def fault(text: str, url: str, place: str, limits: Limits) -> EnishiError | None:
    """Return what hinders an announcement of the article at `url`; None: nothing."""
    said = (link(url), shown(url, limits))
    if not any(re.search(rf"{re.escape(one)}(?![\w/%-])", text) for one in said):
        return LinkMissing(said[1])
    if (many := count(text, limits)) > limits.characters:
        return TooLong(place, _("{count} of {most} characters").format(count=many, most=limits.characters))
    if 0 < limits.octets < (many := len(text.encode())):
        return TooLong(place, _("{count} of {most} bytes").format(count=many, most=limits.octets))
    return None


# --- what it says ---------------------------------------------------------------------------------


def draft(told: Preview, limits: Limits) -> str:
    """Return an announcement of an article; raises TooLong where not even its link fits."""
    made = next((text for text in _versions(told, shown(told.url, limits), limits) if fits(text, limits)), None)
    if made is None:
        whole = link(told.url)
        raise TooLong(host(whole), _("{count} of {most} characters").format(count=len(whole), most=limits.characters))
    return made


def tidied(text: str) -> str:
    """Return what a person wrote as it is sent: NFC, without spaces at the ends of lines, one empty line at a time."""
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).splitlines())
    return re.sub(r"\n{3,}", GAP, "\n".join(lines)).strip()


def link(url: str) -> str:
    """Return an address in ASCII, which every place marks whole."""
    if url.isascii():
        return quote(url, safe=SAFE)
    parts = urlsplit(url)
    where = parts.netloc if parts.netloc.isascii() else host(url) + (f":{parts.port}" if parts.port else "")
    return quote(parts._replace(netloc=where).geturl(), safe=SAFE)


def shown(url: str, limits: Limits) -> str:
    """Return an address as the text has it: its beginning where the place marks links apart from the text."""
    whole = link(url)
    if not limits.short_links:
        return whole
    name, path = whole.partition("://")[2].partition("/")[::2]
    rest = f"/{path}" if path else ""
    return name + (rest if len(rest) <= PATH else rest[:KEPT_OF_PATH] + ELLIPSIS)


def hashtags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the first tags of an article that can be tags elsewhere; one that would break is left out."""
    made = {one.casefold(): one for one in reversed(list(filter(None, map(_hashtag, tags))))}
    return tuple(reversed(made.values()))[:HASHTAGS]


def _hashtag(tag: str) -> str:
    """`open source` becomes `#OpenSource`, 検索 `#検索`; `C++` and `2026` would become something else."""
    words = re.split(r"[\s-]+", unicodedata.normalize("NFC", tag).strip().lstrip("#＃").strip())
    if not all(word.replace("_", "").isalnum() for word in words) or not any(map(str.isalpha, tag)):
        return ""
    if len(words) > 1 and not WIDE.search(tag):
        words = [word[:1].upper() + word[1:] for word in words]
    return "#" + "".join(words) if len("".join(words)) <= LONGEST_TAG else ""


def _versions(told: Preview, address: str, limits: Limits) -> Iterator[str]:
    """Yield texts, the best first: all of it, then with less and less."""
    title, tags = _line(told.title), " ".join(hashtags(told.tags))
    hook = _line(told.hook)
    for shorter in _hooks("" if hook == title else hook):
        yield _joined(title, shorter, address, tags)
    yield _joined(title, address, tags)
    yield _joined(title, address)
    yield from (_joined(shorter, address) for shorter in _titles(title, limits))
    yield address


def _joined(*parts: str) -> str:
    return GAP.join(filter(None, parts))


def _line(said: str) -> str:
    """Return words on one line, which call nobody."""
    typed = said.encode("utf-8", "replace").decode()
    return CALLS.sub(CALLS_NOBODY, excerpt(unicodedata.normalize("NFC", typed), MOST))


def _hooks(hook: str) -> Iterator[str]:
    """Yield the whole of it, its first sentences, then the beginning of the first."""
    if not hook:
        return
    stops = ends(hook[:LONGEST_HOOK])
    if len(hook) <= LONGEST_HOOK:
        yield hook
    yield from (hook[:end].rstrip() for end in reversed(stops) if end < len(hook) and _parts(hook, end))
    yield from _phrases(hook[: stops[0] if stops else LONGEST_HOOK])


def _phrases(sentence: str) -> Iterator[str]:
    """Yield the beginning of a sentence up to each comma, the longest first; what follows must not take it back."""
    for comma in reversed(list(CLAUSE.finditer(sentence))):
        begun, rest = sentence[: comma.start()].rstrip(), sentence[comma.end() :]
        is_safe = not (CONTRAST.match(rest) or TAKES_BACK.search(rest)) and _parts(sentence, comma.start())
        if is_safe and _is_closed(begun) and len(clusters(begun)) >= LEAST:
            yield begun + ELLIPSIS


def _titles(title: str, limits: Limits) -> Iterator[str]:
    """Yield the beginning of a title: to a comma, to a word, at last to a letter."""
    marks = clusters(title)[: limits.characters]
    whole = "".join(marks)
    yield from _phrases(whole)
    yield from (whole[: gap.start()] + ELLIPSIS for gap in reversed(list(re.finditer(r"\s+", whole))))
    yield from ("".join(marks[:most]).rstrip() + ELLIPSIS for most in range(len(marks) - 1, 0, -1))


def _parts(text: str, at: int) -> bool:
    """Whether a place in a text is between two clusters."""
    return len(clusters(text[max(at - 1, 0) : at + 1])) == len(text[max(at - 1, 0) : at + 1])


def _is_closed(text: str) -> bool:
    """Whether every bracket that is opened is closed."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in BRACKETS)
