"""What a new post is called: its slug, its file, its permanent uid; and how its first lines are filled in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tracker.rules import language, urls
from tracker.rules.finding import folded
from tracker.rules.writing.layout import FENCED
from tracker.rules.writing.manuscript import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.rules.writing.manuscript import Manuscript

LONGEST = 60
KINDS = ("insight", "note", "reply", "translation")
LATIN = re.compile(r"[a-z0-9]+")
KANJI = re.compile(r"[\u3400-\u9fff々]")
CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Post:
    """A post about to be written."""

    title: str
    slug: str
    lang: str
    date: datetime
    kind: str = "insight"
    tags: tuple[str, ...] = ()
    series: str = ""
    reply_to: str = ""
    """The address of the post that it answers."""

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
    return _short(LATIN.findall(plain))


def proposed(title: str, words: Mapping[str, str]) -> str:
    """Return a slug to propose for a Japanese title: its Latin words, and those that `words` has an English one for.

    Nothing is transcribed; empty when nothing is known.
    """
    return slugged(_short(list(dict.fromkeys(_known(unicodedata.normalize("NFKC", title).lower(), words)))))


def filled(archetype: str, made: Post, site: str) -> str:
    """Return the archetype with its blanks filled in."""
    return archetype.format(**_blanks(made, site))


# --- what is there already ------------------------------------------------------------------------


def used(posts: Iterable[Manuscript], key: str, lang: str) -> tuple[str, ...]:
    """Return what posts in `lang` (any, when empty) say under `key`, the most frequent first."""
    counts: dict[str, int] = {}
    for one in posts:
        for said in one.listed(key) if not lang or one.lang == lang else ():
            counts[said] = counts.get(said, 0) + 1
    return tuple(sorted(counts, key=lambda said: (-counts[said], said)))


def spelt(asked: str, known: Sequence[str]) -> str:
    """Return `asked` as it is spelt where it was used before; as it is when it is new."""
    return next((one for one in known if folded(one) == folded(asked)), asked.strip())


def resembling(asked: str, known: Sequence[str]) -> str:
    """Return the word in use that was perhaps meant instead of a new one; empty when there is none."""
    near = {} if asked in known else {folded(one): one for one in known}
    return near[found[0]] if (found := get_close_matches(folded(asked), near, 1, CLOSE)) else ""


# --- a translation --------------------------------------------------------------------------------


def translated_file(one: Manuscript, lang: str) -> str:
    """Where the translation of `one` lies: beside it."""
    return f"{stem(one.name)}.{lang}.md"


def translation(archetype: str, one: Manuscript, title: str, lang: str) -> str:
    """Return the beginnings of a translation: the front matter taken over, the text in comments to be translated."""
    bare = one.said("uid").removesuffix(f"-{one.lang}")
    more = "".join(
        f"{name}: {', '.join(one.listed(name.lower()))}\n"
        for name in ("Series", "In-Reply-To")
        if one.said(name.lower())
    )
    blanks = {
        "title": title or one.title,
        "date": one.said("date"),
        "slug": one.slug,
        "uid": f"{bare}-{lang}",
        "tags": _after_colon(one.listed("tags")),
        "more": more,
        "original": one.name,
        "text": "\n".join(_quoted(one)),
    }
    return archetype.format(**blanks)


def _quoted(one: Manuscript) -> Iterator[str]:
    """Yield the text paragraph by paragraph as comments; code is the same in every language."""
    if summary := one.said("summary"):
        yield _comment(f"Summary: {summary}")
    at = 0
    for code in FENCED.finditer(one.body):
        yield from _paragraphs(one.body[at : code.start()])
        yield f"\n{code[0]}"
        at = code.end()
    yield from _paragraphs(one.body[at:])


def _paragraphs(text: str) -> Iterator[str]:
    yield from (_comment(part.strip("\n")) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def _comment(text: str) -> str:
    safe = text.replace("<!--", "&lt;!--").replace("-->", "--&gt;")
    return f"\n<!--\n{safe}\n-->"


# --- parts ----------------------------------------------------------------------------------------


def _blanks(made: Post, site: str) -> dict[str, str]:
    lines = (("Series", made.series), ("In-Reply-To", made.reply_to))
    return {
        "title": made.title,
        "date": f"{made.date:%Y-%m-%d %H:%M %z}",
        "slug": made.slug,
        "uid": made.uid(site),
        "tags": _after_colon(made.tags),
        "more": "".join(f"{name}: {said}\n" for name, said in lines if said),
    }


def _after_colon(words: Iterable[str]) -> str:
    listed = ", ".join(words)
    return f" {listed}" if listed else ""


def _short(words: Sequence[str]) -> str:
    whole = "-".join(words)
    kept = whole[:LONGEST]
    return kept.rsplit("-", 1)[0] if len(whole) > LONGEST and "-" in kept else kept


def _known(title: str, words: Mapping[str, str]) -> Iterator[str]:
    longest = max(map(len, words), default=0)
    at = 0
    while at < len(title):
        latin = LATIN.match(title, at)
        word = "" if latin else _at(title, at, words, longest)
        if latin or word:
            yield latin[0] if latin else words[word]
        at += len(latin[0]) if latin else max(len(word), 1)


def _at(title: str, at: int, words: Mapping[str, str], longest: int) -> str:
    """The longest known word at a place; one character alone only where it is a word of its own."""
    found = next((title[at:end] for end in range(at + longest, at, -1) if title[at:end] in words), "")
    if len(found) == 1 and KANJI.match(found):
        after = KANJI.match(title, at + 1) and not _at(title, at + 1, words, longest)
        return "" if after or (at and KANJI.match(title[at - 1])) else found
    return found


def _language(title: str) -> str:
    found = language.of(title)
    return "ja" if found == "ja" else "en"
