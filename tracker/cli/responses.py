"""`enishi responses`: what of the responses the site may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _copies, _words
from tracker.cli._base import Command, Group, as_json, option
from tracker.cli._table import table
from tracker.messages import N_, _, plural
from tracker.model import Scope, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli._app import App
    from tracker.verbs.responses import Exported, Response


@click.group(
    cls=Group,
    help=N_(
        "What of the responses the site may show. Everything is held until you approve it; "
        "an approved response that is edited is held again; private ones are never shown."
    ),
    epilog=N_(
        "Examples:\n  enishi responses list --held\n  enishi responses approve c12 c15\n  enishi responses export"
    ),
)
def command() -> None:
    """Decide what is shown."""


@command.command(
    "list",
    cls=Command,
    help=N_("List the responses that have words, and whether each may be shown."),
    epilog=N_("Examples:\n  enishi responses list --held\n  enishi responses list two-character-search"),
)
@click.argument("article", default="")
@option("--held", "verdict", flag_value=Verdict.HELD, type=Verdict, help=N_("Only those not decided about."))
@option("--approved", "verdict", flag_value=Verdict.APPROVED, type=Verdict, help=N_("Only those that may be shown."))
@option("--hidden", "verdict", flag_value=Verdict.HIDDEN, type=Verdict, help=N_("Only those that never shall be."))
@as_json
@click.pass_obj
def list_(app: App, article: str, verdict: Verdict | None, *, as_json: bool) -> None:
    """List responses."""
    from tracker.verbs.responses import listed

    with app.ledger() as ledger:
        found = listed(ledger, app.settings.me, article=article, verdict=verdict)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(found)
    else:
        click.echo(table(list(map(_line, found))) or _("There are none."))


def _deciding(name: str, verdict: Verdict, text: str, example: str) -> None:
    """Make one of the two commands that decide."""

    @command.command(name, cls=Command, help=text, epilog=example)
    @click.argument("ids", nargs=-1)
    @option("--person", "people", multiple=True, help=N_("Everything this person says, now and later."))
    @option("--domain", "domains", multiple=True, help=N_("Everything from this domain, now and later."))
    @click.pass_obj
    def decide(app: App, ids: Sequence[str], people: Sequence[str], domains: Sequence[str]) -> None:
        _decide(app, verdict, ids, (people, domains))


_deciding(
    "approve",
    Verdict.APPROVED,
    N_("Let the site show these. Approval is for the words as they are now."),
    N_("Examples:\n  enishi responses approve c12 c15\n  enishi responses approve --person p3"),
)
_deciding(
    "hide",
    Verdict.HIDDEN,
    N_("Never show these, nor count them."),
    N_("Examples:\n  enishi responses hide c13\n  enishi responses hide --domain spam.example"),
)


def _decide(app: App, verdict: Verdict, ids: Sequence[str], widely: tuple[Sequence[str], Sequence[str]]) -> None:
    from tracker.verbs.responses import decide, decide_widely

    people, domains = widely
    if not (ids or people or domains):
        raise click.UsageError(_("Say which: ids such as c12, --person or --domain."))
    with app.ledger() as ledger, ledger.transaction():  # all of it or nothing
        found = decide(ledger, verdict, ids, app.now)
        for person in people:
            decide_widely(ledger, verdict, Scope.PERSON, person, app.now)
        for domain in domains:
            decide_widely(ledger, verdict, Scope.DOMAIN, domain, app.now)
    told = [f"c{one.number}" for one in found] + list(people) + list(domains)
    sentence = _("May be shown: {ids}.") if verdict is Verdict.APPROVED else _("Never shown: {ids}.")
    click.echo(sentence.format(ids=" ".join(told)))
    click.echo(_("`enishi responses export` hands it to the site."))


@command.command(
    "export",
    cls=Command,
    help=N_("Write what may be shown into the site's folder, one file an article; the next build shows it."),
    epilog=N_("Example:\n  enishi responses export && enishi build"),
)
@as_json
@click.pass_obj
def export(app: App, *, as_json: bool) -> None:
    """Export."""
    from tracker.verbs.responses import export as write

    with app.ledger() as ledger:
        done = write(ledger, app.settings.me, app.settings.responses)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines([done])
    else:
        click.echo(_exported(done, str(app.settings.responses)))


_copies.add_to(command)


def _exported(done: Exported, folder: str) -> str:
    shown = plural("{count} response", "{count} responses", done.shown)
    articles = plural("{count} article", "{count} articles", done.articles)
    changed = plural("{count} file changed", "{count} files changed", len(done.written) + len(done.removed))
    said = _("{shown} below {articles} in {folder}; {changed}.")
    return said.format(shown=shown, articles=articles, folder=folder, changed=changed)


def _line(one: Response) -> tuple[str, ...]:
    words = {Verdict.HELD: _("held"), Verdict.APPROVED: _("approved"), Verdict.HIDDEN: _("hidden")}
    state = _("held: edited") if one.edited else _("private") if one.private else words[one.verdict]
    return (one.id, state, _words.kind_word(one.kind), one.name, _words.day(one.since), one.text)
