"""Everything that is looked at in one text, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _, plural, together
from tracker.rules.writing import (
    english,
    findings,
    front_matter,
    headings,
    heart,
    japanese,
    links,
    pictures,
    prose,
    targets,
)
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.layout import Kind
from tracker.rules.writing.links import Linking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from tracker.rules.writing.findings import Allowed
    from tracker.rules.writing.links import Link
    from tracker.rules.writing.manuscript import Manuscript
    from tracker.rules.writing.pictures import Picture
    from tracker.rules.writing.places import Addresses
    from tracker.rules.writing.targets import Targets

OF_FINISHED = ("body-empty", "section-empty", "key-empty", "no-question", "nothing-went-wrong")
"""What is asked only of a text that is finished."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text is looked at beside."""

    languages: Sequence[str]
    now: datetime
    addresses: Addresses
    targets: Targets
    picture: Callable[[str], Picture | None]
    """What a file of `content/` is; None when it cannot be read."""


class Outside(NamedTuple):
    """A link to another site."""

    url: str
    file: str
    line: int


def remarks(one: Manuscript, around: Surroundings) -> Iterator[Remark]:
    """Yield all there is to say about one text, but for what its author excepted; nobody reads one that is gone."""
    if one.gone:
        yield from front_matter.remarks(one, front_matter.Rules(around.languages, around.now))
        return
    seen = tuple(_everything(one, around))
    shown = (each for each in seen if not (one.unfinished and each.rule in OF_FINISHED))
    yield from findings.kept(tuple(shown), exceptions(one))
    if one.unfinished:
        yield _draft(one, seen)
    elif one.waits(around.now):
        said = _("It will be published on {day}.").format(day=f"{one.date:%Y-%m-%d %H:%M}")
        yield Remark("scheduled", one.line("date"), said, _("The first build after that shows it."))


def exceptions(one: Manuscript) -> tuple[Allowed, ...]:
    """Return what the author of a text excepted."""
    return findings.allowed(_without_code(one), one.first) if "enishi:" in one.body else ()


def outside(one: Manuscript, ours: str) -> Iterator[Outside]:
    """Yield the links of a text that leave the site at host `ours`."""
    for link in Linking(one.layout).links:
        if not link.image and targets.outside(link, ours):
            url = f"https:{link.where}" if link.where.startswith("//") else link.where
            yield Outside(url.split("#", 1)[0], one.name, link.line)
    for key in ("in-reply-to", "syndication"):
        for url in one.listed(key):
            yield Outside(url, one.name, one.line(key))


def _everything(one: Manuscript, around: Surroundings) -> Iterator[Remark]:
    yield from front_matter.remarks(one, front_matter.Rules(around.languages, around.now))
    if not one.lines:
        return
    yield from _body(one)
    yield from headings.remarks(one.layout)
    linking = Linking(one.layout)
    yield from links.remarks(linking)
    address = around.addresses.of(one)
    for link in linking.links:
        yield from _where(link, one, address, around)
    yield from prose.remarks(one)
    sentences = tuple(prose.sentences(one.layout))
    yield from japanese.remarks(one.layout, sentences) if one.lang == "ja" else english.remarks(sentences)
    if not one.page and not one.said("in-reply-to"):
        yield from heart.remarks(one, sentences)


def _where(link: Link, one: Manuscript, address: str, around: Surroundings) -> Iterator[Remark]:
    yield from targets.remarks(link, one.name, address, around.targets)
    if link.image:
        file = targets.static(link.where, one.name)
        yield from pictures.remarks(link, file, around.targets.host, around.picture)


def _body(one: Manuscript) -> Iterator[Remark]:
    layout = one.layout
    if not any(block.kind is not Kind.HEADING for block in layout.blocks):
        yield Remark("body-empty", one.first, _("There is no text."), _("Write it, or say “Status: draft”."))
    if layout.fence_left >= 0:
        said = _("The code that begins here never ends.")
        fix = _("Close it with the same marks, at the beginning of a line.")
        yield Remark("fence-open", layout.line(layout.fence_left), said, fix)


def _draft(one: Manuscript, seen: Sequence[Remark]) -> Remark:
    """What a draft still lacks."""
    lacks = [each.message for each in seen if each.rule in OF_FINISHED and each.rule != "section-empty"]
    empty = sum(each.rule == "section-empty" for each in seen)
    if empty:
        lacks.append(plural("{count} section is empty.", "{count} sections are empty.", empty))
    prompts = sum(not said.startswith("enishi:") for _line, said in one.layout.comments)
    if prompts:
        lacks.append(plural("{count} prompt is still there.", "{count} prompts are still there.", prompts))
    fix = _("Finished? Remove “Status: draft”.")
    return Remark("draft", one.line("status"), _("A draft."), together(*lacks) or fix)


def _without_code(one: Manuscript) -> str:
    """The text with its comments, but without code that only shows what comments look like."""
    layout = one.layout
    kept = list(layout.visible)
    for at, _said in layout.comments:
        end = layout.text.find("-->", at)
        kept[at : end + 3] = layout.text[at : end + 3]
    return "".join(kept)
