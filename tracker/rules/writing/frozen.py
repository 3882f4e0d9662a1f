"""What may never change once it is out: a post's uid, and its address unless the old one leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.urls import path
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import datetime

    from tracker.rules.writing.manuscript import Manuscript


class Published(NamedTuple):
    """A post as it was when it was published."""

    uid: str
    address: str
    """The path it had on the site; empty: not known."""
    name: str = ""
    """The file it was in; empty: not known."""


def remarks(
    texts: Iterable[Manuscript], published: Iterable[Published], address: Callable[[Manuscript], str]
) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each post that is not where, or not what, it was."""
    by_uid = {one.said("uid"): one for one in texts if one.said("uid")}
    by_name = {one.name: one for one in by_uid.values()}
    seen: set[tuple[str, str]] = set()
    for old in published:
        one = by_uid.get(old.uid)
        if one is None and old.name in by_name:
            yield old.name, _renamed(by_name[old.name], old)
        elif one and old.address and (old.uid, old.address) not in seen:
            seen.add((old.uid, old.address))
            yield from _moved(one, old, address(one))


def vanished(
    texts: Iterable[Manuscript],
    published: Iterable[Published],
    address: Callable[[Manuscript], str],
    gone: Container[str],
    now: datetime,
) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each post that was published and would be there no more, without a word."""
    by_uid: dict[str, Manuscript] = {}
    there: set[str] = set()
    for one in texts:
        by_uid[one.said("uid")] = one
        there.update((address(one), *_aliases(one)))
    left = {old.address: old.uid for old in published if old.address and old.address not in gone}
    for was, uid in left.items():
        text = by_uid.get(uid)
        if text is None and was not in there:
            yield "", _without_text(was)
        elif text and (text.unfinished or text.waits(now)) and was == address(text):
            yield text.name, _withheld(text, was)


def _without_text(address: str) -> Remark:
    said = _("{address} was published, and no text is there for it any more.").format(address=address)
    fix = _('Put its file back with “Status: gone”, or add two lines to {file}: [[gone]] and url = "{address}"')
    return Remark("post-vanished", 0, said, fix.format(file="_gone.toml", address=address))


def _withheld(one: Manuscript, address: str) -> Remark:
    said = _("It was published at {address}, and would vanish from there: it is a draft now, or of a day to come.")
    fix = _("Write “Status: gone” to take it down, or “Status: hidden” to keep it out of the lists alone.")
    return Remark("post-vanished", one.line("status") or one.line("date"), said.format(address=address), fix)


def _aliases(one: Manuscript) -> set[str]:
    return {path(alias) if "://" in alias else alias for alias in one.listed("aliases")}


def _moved(one: Manuscript, old: Published, now: str) -> Iterator[tuple[str, Remark]]:
    aliases = _aliases(one)
    if not now or now == old.address or old.address in aliases:
        return
    said = _("It was published at {old}, and would move to {new}.").format(old=old.address, new=now)
    fix = _("Put the slug, date and language back, or add the line: Aliases: {old}").format(
        old=", ".join((*one.listed("aliases"), old.address))
    )
    yield one.name, Remark("slug-frozen", one.line("slug"), said, fix)


def _renamed(one: Manuscript, old: Published) -> Remark:
    said = _("It was published as “Uid: {old}”.").format(old=old.uid)
    fix = _("Put it back: readers and places know the post by it.")
    return Remark("uid-frozen", one.line("uid"), said, fix)
