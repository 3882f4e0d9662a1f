"""What the author edits: a draft with open slots, and the sheet the editor opens.

As in `git commit` the sheet has a line to cut at: above it the reply, below it what is
being answered. What stands below never becomes part of the reply, even when the line
itself was deleted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.phrases import CLOSE, OPEN
from tracker.rules.questions import maybe_questions, questions

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Slot:
    """A place the author has still to fill: its line (from 1) and what stands in it."""

    line: int
    label: str


SLOT = re.compile(rf"{OPEN}([^{CLOSE}\n]*(?:\n(?!\s*\n)[^{CLOSE}\n]*)?){CLOSE}|{OPEN}([^\n]*)|{CLOSE}")


def slots(text: str) -> tuple[Slot, ...]:
    """Return the slots still open in `text`, half-deleted ones included; what others are quoted with is no slot."""
    own = re.sub(r"^>.*$", lambda found: " " * len(found[0]), text, flags=re.MULTILINE)
    return tuple(_slot(own, found) for found in SLOT.finditer(own))


def _slot(text: str, found: re.Match[str]) -> Slot:
    label = " ".join((found[1] or found[2] or "").split())
    return Slot(text.count("\n", 0, found.start()) + 1, label)


# --- the sheet: the draft, and below it what it answers ------------------------------------------------

SCISSORS = "# ------------------------ >8 ------------------------"
CUT = re.compile(r"^# -{24} >8 -{24}[ \t]*$", re.MULTILINE)
NOTE = "#|"


@dataclass(frozen=True, slots=True)
class Context:
    """What the author wants to see while writing."""

    comment: str
    person: str = ""
    title: str = ""
    url: str = ""
    lang: str = ""
    questions: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    """Sentences that may be questions."""
    private: bool = False


def context(comment: str, lang: str) -> Context:
    """Return what the comment itself tells; `replace` adds the person and the article."""
    return Context(comment, lang=lang, questions=questions(comment), maybe=maybe_questions(comment))


def sheet(text: str, context: Context) -> str:
    """Return what the editor opens: the draft, the line to cut at, and notes in the reader's language."""
    # A line break inside a title must not begin a line of its own without the mark.
    lines = _tidy("\n".join(_notes(context))).split("\n")
    notes = "\n".join(f"{NOTE} {line}".rstrip() for line in lines)
    return f"{_tidy(text)}\n\n{SCISSORS}\n{notes}\n"


def unsheet(edited: str) -> str:
    """Return the reply alone: what stands above the line to cut at, or without the notes when that line was deleted."""
    plain = edited.replace("\r\n", "\n").replace("\r", "\n")
    cuts = list(CUT.finditer(plain))
    return _tidy(plain[: cuts[-1].start()] if cuts else _without_notes(plain))


def _without_notes(plain: str) -> str:
    """Return `plain` without the notes at its end."""
    lines = plain.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith(NOTE)):
        lines.pop()
    return "\n".join(lines)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _notes(context: Context) -> list[str]:
    return [
        _("Leave the line above as it is: nothing below it becomes part of the reply."),
        _("Replace each ⟦…⟧ by your own words, or delete it; with one left the draft is unfinished."),
        *_language_note(context.lang),
        "",
        *_origin(context),
        *("    " + line for line in _tidy(context.comment).split("\n")),
        *_listed(_("They ask:"), context.questions),
        *_listed(_("They may be asking:"), context.maybe),
    ]


def _language_note(lang: str) -> list[str]:
    names = {
        "ja": _("The reply is written in Japanese."),
        "en": _("The reply is written in English."),
    }
    return [names[lang]] if lang in names else []


def _origin(context: Context) -> list[str]:
    who = context.person or _("Somebody")
    said = _("{person} on “{title}”:").format(person=who, title=context.title) if context.title else f"{who}:"
    warning = [_("This was written in private: do not quote it in public.")] if context.private else []
    return [*warning, said, *([context.url] if context.url else []), ""]


def _listed(heading: str, lines: Sequence[str]) -> list[str]:
    return ["", heading, *(f"    {number}. {line}" for number, line in enumerate(lines, 1))] if lines else []
