"""`enishi people`: those behind the responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _words
from tracker.cli._base import Command, Group, as_json, option
from tracker.cli._table import cut, harmless, one_line, table
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.cli._app import App
    from tracker.model import Contact, Known, Link
    from tracker.verbs.people import Person, Profile

SHOWN = 30


@click.group(
    cls=Group,
    help=N_(
        "The people behind the responses: one person may have many accounts.\n\n"
        "A person is named by a number such as p3, or by a name, handle or address of theirs."
    ),
    epilog=N_(
        'Examples:\n  enishi people list\n  enishi people show p3\n  enishi people merge p3 p7 --why "told me by mail"'
    ),
)
def command() -> None:
    """Show and tie people."""


@command.command(
    "list",
    cls=Command,
    help=N_("List everybody who responded: those who came back most often first."),
    epilog=N_("Examples:\n  enishi people list\n  enishi people list --all --json"),
)
@option("--all", "everybody", is_flag=True, help=N_("All of them, not only the first thirty."))
@as_json
@click.pass_obj
def list_(app: App, *, everybody: bool, as_json: bool) -> None:
    """List people."""
    from tracker.verbs.people import people

    with app.ledger() as ledger:
        found = people(ledger, app.settings.me)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(found)
        return
    click.echo(_listing(found if everybody else found[:SHOWN], app.now) or _("Nobody yet."))
    if not everybody and len(found) > SHOWN:
        click.echo(
            plural("… and {count} more", "… and {count} more", len(found) - SHOWN) + ": enishi people list --all"
        )


@command.command(
    "show",
    cls=Command,
    help=N_("Show one person: accounts, what holds them together, notes, everything they said."),
    epilog=N_("Examples:\n  enishi people show p3\n  enishi people show 佐倉"),
)
@click.argument("person")
@as_json
@click.pass_obj
def show(app: App, person: str, *, as_json: bool) -> None:
    """Show a person."""
    from tracker.verbs.people import profile

    with app.ledger() as ledger:
        found = profile(ledger, person)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines([found])
    else:
        click.echo(_profile(found))


@command.command(
    "merge",
    cls=Command,
    help=N_("Say that two people are one. Nothing is moved or lost: `split` takes it back."),
    epilog=N_('Example:\n  enishi people merge p3 p7 --why "told me at the study group"'),
)
@click.argument("first")
@click.argument("second")
@option("--why", "reason", default="", help=N_("How you know; shown by `enishi people why`."))
@click.pass_obj
def merge(app: App, first: str, second: str, reason: str) -> None:
    """Merge two people."""
    from tracker.verbs import people

    with app.ledger() as ledger:
        found, link = people.merge(ledger, first, second, reason, app.now)
    click.echo(_("{who} is one person with {accounts} now.").format(who=_who(found), accounts=_accounts(found)))
    one, other = f"p{link.first}", f"p{link.second}"
    click.echo(_("Take it back with: enishi people split {first} {second}").format(first=one, second=other))


@command.command(
    "split",
    cls=Command,
    help=N_("Take a merge back. Both are named by the numbers they had before."),
    epilog=N_("Example:\n  enishi people split p3 p7"),
)
@click.argument("first")
@click.argument("second")
@click.pass_obj
def split(app: App, first: str, second: str) -> None:
    """Split two people."""
    from tracker.verbs import people

    with app.ledger() as ledger:
        one, other = people.split(ledger, first, second, app.now)
    click.echo(_("{one} and {other} are two people again.").format(one=_who(one), other=_who(other)))


@command.command(
    "why",
    cls=Command,
    help=N_("Show what ties two accounts together, step by step."),
    epilog=N_("Example:\n  enishi people why p3 p7"),
)
@click.argument("first")
@click.argument("second")
@click.pass_obj
def why(app: App, first: str, second: str) -> None:
    """Show the evidence."""
    from tracker.verbs import people

    with app.ledger() as ledger:
        found = people.why(ledger, first, second)
    click.echo("\n".join(map(_link, found)) or _("Nothing ties them together."))


@command.command(
    "note",
    cls=Command,
    help=N_("Keep a private sentence about a person. It never leaves the ledger."),
    epilog=N_('Example:\n  enishi people note p3 "looks for a mentor in databases"'),
)
@click.argument("person")
@click.argument("text")
@click.pass_obj
def note(app: App, person: str, text: str) -> None:
    """Keep a note."""
    from tracker.verbs import people

    with app.ledger() as ledger:
        found = people.note(ledger, person, text, app.now)
    click.echo(_("Noted about {who}.").format(who=_who(found)))


@command.command(
    "name",
    cls=Command,
    help=N_("Call a person what you call them; without NAME, what they call themselves."),
    epilog=N_("Example:\n  enishi people name p3 佐倉さん"),
)
@click.argument("person")
@click.argument("name", default="")
@click.pass_obj
def name(app: App, person: str, name: str) -> None:
    """Name a person."""
    from tracker.verbs import people

    with app.ledger() as ledger:
        found = people.rename(ledger, person, name, app.now)
    click.echo(_("This is {who} now.").format(who=_who(found)))


def _who(contact: Contact) -> str:
    return f"p{contact.number} {one_line(contact.label)}"


def _accounts(contact: Contact) -> str:
    return plural("{count} account", "{count} accounts", len(contact.accounts))


def _listing(found: Sequence[Person], now: datetime) -> str:
    head = ("", _("who"), _("responses"), _("articles"), _("last"), _("where"))
    return table([_line(one, now) for one in found], head=head, flexible=(1, 5))


def _line(one: Person, now: datetime) -> tuple[str, ...]:
    last = _words.since(one.last, now) if one.last else ""
    return (f"p{one.person}", one.name, str(one.responses), str(one.articles), last, _(", ").join(one.places))


def _profile(found: Profile) -> str:
    parts = [click.style(_who(found.contact), bold=True), _account_table(found)]
    parts += [_("Held together by:"), *map(_link, found.links)] if found.links else []
    parts += [_("Notes:"), *(f"  {harmless(text)}" for text in found.contact.notes)] if found.contact.notes else []
    parts += ["", table([_said(one) for one in found.responses], flexible=(3,))] if found.responses else []
    return "\n".join(parts)


def _account_table(found: Profile) -> str:
    rows = [(f"p{number}", one.place, one.label, one.url or one.id) for number, one in found.accounts.items()]
    return table(rows)


def _link(link: Link) -> str:
    said = f": {harmless(link.why)}" if link.why else ""
    by = _("you said so") if link.by == "human" else link.by
    return f"  p{link.first} = p{link.second}  {_words.day(link.at)}  {by}{said}"


def _said(one: Known) -> tuple[str, ...]:
    it = one.interaction
    return (
        f"c{one.number}",
        _words.day(it.published or it.received),
        _words.kind_word(it.kind.word),
        cut(it.text or it.url, 200),
    )
