"""Keep the Japanese catalogue in step with the code: collect, merge, compile.

`python -m docs.catalogue` writes; the tests use `missing` and `compiled`.
"""

from __future__ import annotations

import io
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

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


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file of `catalogue`."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update() -> Catalog:
    """Merge what the code says now into the Japanese catalogue, write and compile it."""
    catalogue = japanese()
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    JAPANESE.parent.mkdir(parents=True, exist_ok=True)
    with JAPANESE.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    JAPANESE.with_suffix(".mo").write_bytes(compiled(catalogue))
    return catalogue


if __name__ == "__main__":
    for message in update():
        if message.id and not message.string:
            print(f"not yet in Japanese: {message.id!r}")  # noqa: T201 - a maintainer's script
