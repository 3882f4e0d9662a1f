"""`enishi draft`: begin a reply."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli import _base, _words
from tracker.cli._base import Command, option
from tracker.cli._table import harmless, one_line, table
from tracker.errors import DraftNotUtf8, EmptyDraft
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.cli._app import App
    from tracker.ledger import Ledger
    from tracker.verbs.draft import Reply


@click.command(
    cls=Command,
    help=N_(
        "Begin a reply to a response, and open it in your editor: their words quoted, a place for each question "
        "they asked and one for your own sentence. It is kept in the ledger. Nothing is sent.\n\n"
        "Without ID, list the drafts."
    ),
    epilog=N_("Examples:\n  enishi draft c12\n  enishi draft c12 --no-edit\n  enishi draft"),
)
@click.argument("id", default="")
@option("--edit/--no-edit", default=None, help=N_("Open the editor, or only print; by default as a terminal is there."))
@option("--afresh", is_flag=True, help=N_("Begin again, in place of the draft there is."))
@_base.as_json
@click.pass_obj
def command(app: App, id: str, *, edit: bool | None, afresh: bool, as_json: bool) -> None:  # noqa: A002 - as users read it
    """Draft."""
    with app.ledger() as ledger:
        if not id:
            _list(ledger, as_json=as_json)
            return
        from tracker.verbs.draft import begin

        reply = begin(ledger, id, app.now, afresh=afresh)
        edits = sys.stdin.isatty() and not as_json if edit is None else edit
        if edits:
            reply = _edited(app, ledger, reply, afresh=afresh)
    if as_json:
        _print_json([reply])
    elif edits:
        click.echo(_state(reply))
    else:
        click.echo(harmless(reply.draft.text) + "\n")
        click.echo(_state(reply), err=True)


def _edited(app: App, ledger: Ledger, reply: Reply, *, afresh: bool) -> Reply:
    """Open the editor on the sheet; one that a crash left behind is opened as it is, unless all begins afresh."""
    from tracker.programs import editor
    from tracker.rules.sheets import unsheet
    from tracker.verbs.draft import keep, sheet_file

    file = sheet_file(app.ledger_path, reply)
    if afresh or not file.exists():
        file.touch(mode=0o600)
        file.write_text(reply.sheet, "utf-8")
    editor.edit(file)
    text = unsheet(_written(file))
    kept = keep(ledger, reply, text, app.now) if text else None
    file.unlink(missing_ok=True)  # only now: until it is kept it is all there is
    if kept is None:
        raise EmptyDraft
    return kept


def _written(file: Path) -> str:
    """What the editor left; nothing when it left no file."""
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise DraftNotUtf8(file) from None


def _state(reply: Reply) -> str:
    number, left = reply.answers.number, reply.slots
    lines = []
    if reply.outdated:
        lines.append(_("c{number} was edited since this draft was begun: read it again.").format(number=number))
    if left:
        places = plural("{count} place is left to fill", "{count} places are left to fill", len(left))
        lines.append(_("Draft of c{number} kept, unfinished: {places}.").format(number=number, places=places))
        lines += [_("  line {line}: {label}").format(line=slot.line, label=one_line(slot.label)) for slot in left]
    else:
        lines.append(_("Draft of c{number} kept, finished.").format(number=number))
    where = one_line(reply.answers.interaction.url)
    lines.append(
        _("Nothing was sent. Answer where they spoke: {url}").format(url=where) if where else _("Nothing was sent.")
    )
    lines.append(_("When it is answered: enishi inbox done c{number}").format(number=number))
    return "\n".join(lines)


def _list(ledger: Ledger, *, as_json: bool) -> None:
    from tracker.verbs.draft import drafts

    found = drafts(ledger)
    if as_json:
        _print_json(found)
    else:
        click.echo(table([_line(one) for one in found]) or _("There are no drafts. `enishi inbox` shows what waits."))


def _line(reply: Reply) -> tuple[str, ...]:
    state = plural("{count} place left", "{count} places left", len(reply.slots)) if reply.slots else _("finished")
    first = next((line for line in reply.draft.text.splitlines() if line.strip()), "")
    return (f"c{reply.answers.number}", reply.person, state, _words.day(reply.draft.updated), first)


def _print_json(replies: list[Reply] | tuple[Reply, ...]) -> None:
    from tracker.cli._json import echo_lines

    echo_lines(
        {
            "id": f"c{one.answers.number}",
            "person": one.person,
            "lang": one.draft.lang,
            "text": one.draft.text,
            "slots": one.slots,
            "outdated": one.outdated,
            "updated": one.draft.updated,
            "url": one.answers.interaction.url,
        }
        for one in replies
    )
