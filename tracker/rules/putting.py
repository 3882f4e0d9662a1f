"""In which order files are put somewhere: nothing is there before what it needs, nothing goes before it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

PAGES = (".html", ".htm", ".xhtml")
LISTS = (".xml", ".atom", ".rss")
"""What names pages for programs: feeds and site maps."""
FILE, FOLDER, LINK = "f", "d", "L"
"""What something can be; what is none of these is taken for a file."""
FEW = 5
"""Files that may go, however few there are."""


def waves(added: Iterable[str], changed: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return names in groups, to be there one group after the other: assets, new pages, what leads to them.

    No group is empty.
    """
    new, old = sorted(added), sorted(changed)
    assets = [name for name in sorted(new + old) if not name.lower().endswith(PAGES + LISTS)]
    pages = [name for name in new if name.lower().endswith(PAGES)]
    known = {*assets, *pages}
    groups = (assets, pages, [name for name in sorted(new + old) if name not in known])
    return tuple(tuple(group) for group in groups if group)


def above(name: str) -> Iterator[str]:
    """Yield the names of the folders that a file lies in, the outermost first."""
    at = name.find("/")
    while at > 0:
        yield name[:at]
        at = name.find("/", at + 1)


def folders(names: Iterable[str]) -> set[str]:
    """The names of all folders that these files lie in."""
    return {folder for name in names for folder in above(name)}


def in_the_way(removed: Iterable[str], written: Collection[str]) -> tuple[str, ...]:
    """Those removed names that must go before the others are written: a file turns into a folder, or the reverse."""
    files, needed = set(written), folders(written)
    return tuple(name for name in sorted(removed) if name in needed or not files.isdisjoint(above(name)))


def below_links(kinds: Mapping[str, str], names: Iterable[str]) -> set[str]:
    """Those names that would be reached through a link."""
    return {name for name in names if any(kinds.get(folder) == LINK for folder in above(name))}


def blocked(kinds: Mapping[str, str], written: Collection[str], removed: Collection[str]) -> tuple[str, str] | None:
    """Return what stands where a file, or a folder for it, belongs, and is not ours to remove: its name and kind.

    Of a folder where a file belongs, `kinds` tells everything that is in it.
    """
    for folder in sorted(folders(written)):
        kind = kinds.get(folder, FOLDER)
        if kind == LINK or (kind != FOLDER and folder not in removed):
            return folder, kind
    found = (name for name in sorted(written) if kinds.get(name) == FOLDER)
    return next(((name, FOLDER) for name in found if not _files_below(kinds, name) <= {*removed}), None)


def _files_below(kinds: Mapping[str, str], folder: str) -> set[str]:
    return {name for name, kind in kinds.items() if kind != FOLDER and name.startswith(f"{folder}/")}


def shrinks(removed: int, ours: int) -> bool:
    """Whether most of the files that are ours would go: by mistake, perhaps. A few may always."""
    return removed > max(ours // 2, FEW)


def emptied(removed: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the folders that may be empty once these names are gone, in groups, the deepest first."""
    depths: dict[int, list[str]] = {}
    for folder in sorted(folders(removed)):
        depths.setdefault(folder.count("/"), []).append(folder)
    return tuple(tuple(depths[depth]) for depth in sorted(depths, reverse=True))
