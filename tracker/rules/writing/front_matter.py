"""What stands before a text: which lines there may be, what each may say, which must be there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import N_, _, listed
from tracker.rules.finding import folded
from tracker.rules.settings import nearest
from tracker.rules.urls import is_web
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.rules.writing.manuscript import Line, Manuscript

STATUSES = ("published", "draft", "hidden", "skip", "gone")
EXAMPLE_DATE = "2026-10-14 08:30 +0900"
SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
SITE_PATH = re.compile(r"/\S*")
BRACKETED = re.compile(r"\[.*\]")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
YAML_ITEM = re.compile(r"\s*-\s")
OWN_PREFIX = "x-"
CLOSE = 0.75
ELSEWHERE = {
    **dict.fromkeys(("language", "locale"), "lang"),
    **dict.fromkeys(("updated", "lastmod", "last-modified"), "modified"),
    **dict.fromkeys(("draft", "hidden", "state"), "status"),
    **dict.fromkeys(("permalink", "url-slug"), "slug"),
    **dict.fromkeys(("categories", "topics"), "tags"),
    **dict.fromkeys(("excerpt", "subtitle", "lead"), "summary"),
    **dict.fromkeys(("published", "pubdate", "publishdate"), "date"),
    **dict.fromkeys(("id", "guid", "uuid"), "uid"),
    **dict.fromkeys(("reply-to", "replyto", "in_reply_to"), "in-reply-to"),
    **dict.fromkeys(("alias", "redirects", "redirect_from"), "aliases"),
}
"""What other programs call our lines."""


class Key(NamedTuple):
    """A line that may stand before a text."""

    name: str
    """As it is written."""
    check: Callable[[Manuscript, Line, Rules], Iterator[Remark]] | None = None
    repeated: bool = False
    """Whether it may stand in several lines."""
    needed: bool = False
    """Whether a finished text must say it."""
    of_posts: bool = False
    """Whether only a post says it, not a page."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site allows."""

    languages: Sequence[str]
    now: datetime


def remarks(one: Manuscript, rules: Rules) -> Iterator[Remark]:
    """Yield what is wrong with what stands before the text of `one`."""
    if not one.lines:
        yield _no_head(one)
        return
    yield from _cut_short(one)
    for key, lines in one.by_key.items():
        yield from _about_key(one, key, lines, rules)
    yield from _absent(one)


def twice(texts: Iterable[Manuscript]) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each `Uid`, and each `Slug` of one language, that several texts have."""
    everything = tuple(texts)
    for rule, said, named in (
        ("uid-twice", lambda one: one.said("uid"), N_("“Uid: {value}” stands in {files} too.")),
        ("slug-twice", _address, N_("“Slug: {value}” stands in {files} too, in the same language.")),
    ):
        same: dict[str, list[Manuscript]] = defaultdict(list)
        for one in everything:
            if value := said(one):
                same[value].append(one)
        for value, several in same.items():
            for one in several if len(several) > 1 else ():
                others = listed(other.name for other in several if other is not one)
                told = _(named).format(value=value.rsplit(" ", 1)[0] if rule == "slug-twice" else value, files=others)
                fix = _("Each text needs its own: change it where it came last.")
                yield one.name, Remark(rule, one.line(rule.split("-", 1)[0]), told, fix)


def _address(one: Manuscript) -> str:
    return f"{one.slug} {one.lang}{' page' if one.page else ''}" if one.slug else ""


# --- the lines as a whole -------------------------------------------------------------------------


def _no_head(one: Manuscript) -> Remark:
    if one.body.startswith("+++"):
        fix = _("Write “Title: …” instead of “title = …”, without the +++.")
    else:
        fix = _("Begin the file with its lines: Title, Date, Lang, Slug, Uid; `enishi new` writes them.")
    return Remark("head-missing", 1, _("The text begins without a title."), fix)


def _cut_short(one: Manuscript) -> Iterator[Remark]:
    """Yield a remark when the lines end at one that is none of them, so that the rest is taken for text."""
    last = one.lines[-1].number
    if one.first > last + 1 or not one.body.strip():
        return
    row = one.body.split("\n", 1)[0]
    said = _("“{line}” is no line of the front matter, so all from here on is text.").format(line=row.strip()[:60])
    if YAML_ITEM.match(row):
        fix = _("Write lists in one line: Tags: one, two")
    else:
        fix = _("Write it as “Name: value” in one line, or leave an empty line before the text.")
    yield Remark("head-line", one.first, said, fix)


def _absent(one: Manuscript) -> Iterator[Remark]:
    for key in KEYS.values():
        low = key.name.lower()
        if not key.needed or low in one.by_key or (one.page and key.of_posts):
            continue
        said = _("There is no “{name}:” before the text.").format(name=key.name)
        yield Remark("key-missing", 1, said, _("Add it: {example}").format(example=_example(key.name, one)))
    if "summary" not in one.by_key:
        yield _empty("Summary", 1)


def _example(name: str, one: Manuscript) -> str:
    examples = {
        "Title": _("Title: What the queue was for"),
        "Date": f"Date: {EXAMPLE_DATE}",
        "Lang": "Lang: ja",
        "Slug": f"Slug: {one.name.rsplit('/', 1)[-1].split('.', 1)[0].lstrip('0123456789-') or 'two-characters'}",
        "Uid": f"Uid: tag:mio.example,2026:{one.slug or 'two-characters'}-{one.lang or 'ja'}",
    }
    return examples[name]


# --- one key --------------------------------------------------------------------------------------


def _about_key(one: Manuscript, key: str, lines: tuple[Line, ...], rules: Rules) -> Iterator[Remark]:
    known = KEYS.get(key)
    if known is None:
        yield from _unknown(key, lines[0])
        return
    if len(lines) > 1 and not known.repeated:
        said = _("“{name}:” stands in several lines; only the first counts.").format(name=known.name)
        yield Remark("key-twice", lines[1].number, said, _("Write it in one line, or remove the others."))
    for line in lines:
        yield from _about_value(one, known, line, rules)


def _unknown(key: str, line: Line) -> Iterator[Remark]:
    if key.startswith(OWN_PREFIX):
        return
    near = ELSEWHERE.get(key) or next(iter(get_close_matches(key, KEYS, 1, CLOSE)), "")
    if near:
        said = _("There is no “{name}:” to be said before a text.").format(name=key.title())
        yield Remark("key-unknown", line.number, said, _("Did you mean “{nearest}”?").format(nearest=KEYS[near].name))
    else:
        said = _("Nothing of Enishi reads “{name}:”.").format(name=key.title())
        yield Remark(
            "key-foreign", line.number, said, _("If it is your own, call it “X-{name}:”.").format(name=key.title())
        )


def _about_value(one: Manuscript, key: Key, line: Line, rules: Rules) -> Iterator[Remark]:
    value = line.value
    if not value:
        if key.needed:
            yield _empty(key.name, line.number, "key-missing")
        elif key.name in ("Summary", "Tags"):
            yield _empty(key.name, line.number)
        return
    if QUOTED.fullmatch(value):
        said = _("The quotation marks of “{name}:” will be shown with it.").format(name=key.name)
        yield Remark("key-quoted", line.number, said, _("Write {value}.").format(value=value[1:-1]))
    if BRACKETED.fullmatch(value) and key.check is _tags:
        said = _("The brackets of “{name}:” become part of a word.").format(name=key.name)
        bare = value[1:-1].replace('"', "").replace("'", "")
        yield Remark("key-list", line.number, said, f"{key.name}: {bare}")
    elif key.check:
        yield from key.check(one, line, rules)


def _empty(name: str, line: int, rule: str = "key-empty") -> Remark:
    said = _("“{name}:” says nothing.").format(name=name)
    fixes = {
        "Summary": _("Sum the text up in one or two sentences: lists, feeds and announcements show them."),
        "Tags": _("Name what it is about: Tags: databases, mistakes"),
    }
    return Remark(rule, line, said, fixes.get(name, _("Write what it is.")))


# --- what each may say ----------------------------------------------------------------------------


def _date(one: Manuscript, line: Line, rules: Rules) -> Iterator[Remark]:
    told = one.date if line.key == "date" else one.modified
    if told is None:
        said = _("“{value}” is no date.").format(value=line.value)
        yield Remark("date", line.number, said, _("Write it as {example}.").format(example=EXAMPLE_DATE))
    elif line.key == "modified" and one.date and told < one.date:
        said = _("It was changed before it was published.")
        yield Remark("date", line.number, said, _("Correct “Modified:” or “Date:”."))
    elif line.key == "modified" and told > rules.now and one.is_out(rules.now):
        yield Remark("date", line.number, _("“Modified:” has yet to come."), _("Correct it."))


def _lang(_one: Manuscript, line: Line, rules: Rules) -> Iterator[Remark]:
    if line.value.lower() not in rules.languages:
        said = _("This site is not written in “{value}”.").format(value=line.value)
        yield Remark("lang", line.number, said, _("It is written in {known}.").format(known=listed(rules.languages)))
    elif line.value not in rules.languages:
        said = _("“{value}” is written in small letters.").format(value=line.value)
        yield Remark("lang", line.number, said, _("Write {value}.").format(value=line.value.lower()))


def _status(_one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    if line.value.lower() not in STATUSES:
        near = nearest(line.value.lower(), STATUSES)
        fix = _("Did you mean “{nearest}”?").format(nearest=near) if near else ""
        said = _("“{value}” is no status.").format(value=line.value)
        yield Remark("status", line.number, said, fix or _("There are: {known}.").format(known=listed(STATUSES)))


def _slug(_one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    if not SLUG.fullmatch(line.value) or line.value != line.value.lower():
        said = _("“{value}” cannot be the end of an address.").format(value=line.value)
        fix = _("Write small letters and digits, joined by single hyphens: two-character-search")
        yield Remark("slug", line.number, said, fix)


def _web(_one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    for part in filter(None, (part.strip() for part in line.value.split(","))):
        if not is_web(part):
            said = _("“{value}” is no web address.").format(value=part)
            yield Remark("address", line.number, said, _("Write it whole: https://…"))


def _uid(_one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    if not URI.fullmatch(line.value):
        said = _("“{value}” is no permanent name.").format(value=line.value)
        fix = _("Write one that nobody else has: tag:mio.example,2026:two-characters-ja")
        yield Remark("address", line.number, said, fix)


def _aliases(_one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    for part in filter(None, (part.strip() for part in line.value.split(","))):
        if not (SITE_PATH.fullmatch(part) or is_web(part)):
            said = _("“{value}” is no address it had on this site.").format(value=part)
            yield Remark("address", line.number, said, _("Write it from the first slash on: /2026/07/lock.html"))


def _tags(one: Manuscript, line: Line, _rules: Rules) -> Iterator[Remark]:
    told = [part.strip() for part in line.value.split(";" if ";" in line.value else ",")]
    for tag, count in Counter(folded(part) for part in told if part).items():
        if count > 1:
            said = _("The tag “{tag}” stands there twice.").format(tag=tag)
            yield Remark("tag-twice", line.number, said, _("Leave one."))
    if "、" in line.value and one.lang == "ja":
        said = _("Tags are parted by “,”, not by “、”.")
        yield Remark("key-list", line.number, said, f"Tags: {line.value.replace('、', ', ')}")


KEYS: Mapping[str, Key] = {
    key.name.lower(): key
    for key in (
        Key("Title", needed=True),
        Key("Date", _date, needed=True, of_posts=True),
        Key("Modified", _date),
        Key("Lang", _lang, needed=True),
        Key("Slug", _slug, needed=True),
        Key("Uid", _uid, needed=True, of_posts=True),
        Key("Tags", _tags),
        Key("Series", None),
        Key("Summary", None),
        Key("Status", _status),
        Key("In-Reply-To", _web, repeated=True),
        Key("Aliases", _aliases, repeated=True),
        Key("Syndication", _web, repeated=True),
        # Pelican's own.
        *map(Key, ("Category", "Author", "Authors", "Keywords", "Description", "Template", "Url", "Save_As")),
        *map(Key, ("Translation", "Image", "Toc")),
    )
}
"""By their names in small letters."""
