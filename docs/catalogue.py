"""Keep the Japanese catalogue in step with the code: collect, merge, compile.

`python -m docs.catalogue` writes, and says what is not yet in Japanese; the tests ask the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages.catalog import Message

ROOT = Path(__file__).parent.parent
TRACKER = ROOT / "tracker"
JAPANESE = TRACKER / "locale" / "ja" / "LC_MESSAGES" / "enishi.po"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2), "ngettext": (1, 2)}
CLICK_SHOWS = ("core", "exceptions", "formatting", "parser", "types", "termui")


def collected() -> Catalog:
    """Every message of the code, and those of Click that a user can meet."""
    catalogue = Catalog(project="enishi", charset="utf-8")
    for file, line, message, comments, context in extract_from_dir(TRACKER, keywords=KEYWORDS):
        catalogue.add(message, None, [(f"tracker/{file}", line)], auto_comments=comments, context=context)
    for name in CLICK_SHOWS:
        source = Path(click.__file__).with_name(f"{name}.py")
        for _line, message, comments, context in extract_from_file("python", source, keywords=KEYWORDS):
            catalogue.add(message, None, [("click", 0)], auto_comments=comments, context=context)
    return catalogue


def japanese() -> Catalog:
    """The Japanese catalogue as it is in the repository."""
    if not JAPANESE.exists():
        return Catalog(locale="ja", charset="utf-8")
    with JAPANESE.open("rb") as file:
        return read_po(file, locale="ja")


def forms(message: Message) -> list[str]:
    """What `message` is in Japanese: one form for all counts, or none."""
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


def lacks(message: Message) -> bool:
    """Whether `message` is not translated; the header is no message."""
    return bool(message.id) and not all(forms(message))


def missing(wanted: Iterable[Message], known: Catalog) -> list[Message]:
    """Those of `wanted` that `known` does not translate."""
    return [one for one in wanted if one.id and ((found := known.get(one.id)) is None or lacks(found))]


def update() -> Catalog:
    """Merge what the code says now into the Japanese catalogue, write and compile it."""
    catalogue = japanese()
    begun = catalogue.creation_date
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.creation_date = begun  # else every run would be a change
    catalogue.obsolete.clear()
    JAPANESE.parent.mkdir(parents=True, exist_ok=True)
    with JAPANESE.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    with JAPANESE.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


if __name__ == "__main__":
    for message in filter(lacks, update()):
        print(f"not yet in Japanese: {message.id!r}")  # noqa: T201 - a maintainer's script
