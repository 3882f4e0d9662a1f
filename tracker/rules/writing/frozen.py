"""What may never change once it is out: a post's uid, and its address unless the old one leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.urls import path
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

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
) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each post that was published and of which nothing speaks any more."""
    uids: set[str] = set()
    there: set[str] = set()
    for one in texts:
        uids.add(one.said("uid"))
        there.update((address(one), *(path(alias) if "://" in alias else alias for alias in one.listed("aliases"))))
    for old in published:
        if old.address and old.uid not in uids and old.address not in there and old.address not in gone:
            said = _("{address} was published, and no text is there for it any more.").format(address=old.address)
            fix = _("Put its file back with “Status: gone”, or add to {file}: [[gone]] url = “{address}”")
            yield "", Remark("post-vanished", 0, said, fix.format(file="_gone.toml", address=old.address))


def _moved(one: Manuscript, old: Published, now: str) -> Iterator[tuple[str, Remark]]:
    aliases = {path(alias) if "://" in alias else alias for alias in one.listed("aliases")}
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
