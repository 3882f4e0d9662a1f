"""`enishi sources`: the places people answer, and how each fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _words
from tracker.cli._base import Command, as_json
from tracker.cli._table import columns, harmless, table
from tracker.errors import ConfigError
from tracker.messages import N_, _, together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.cli._app import App
    from tracker.config import Described
    from tracker.verbs.history import History


@click.command(
    cls=Command,
    help=N_(
        "List the places people answer: what there is, what is set up, what is missing, when it was last read in full. "
        "With NAME, the settings of one."
    ),
    epilog=N_("Examples:\n  enishi sources\n  enishi sources webmentionio"),
)
@click.argument("name", default="")
@as_json
@click.pass_obj
def command(app: App, name: str, *, as_json: bool) -> None:
    """List sources."""
    from tracker.verbs.history import history

    found = app.settings.all_described(name)
    with app.ledger() as ledger:
        past = history(ledger, [one.name for one in found])
    if as_json:
        from tracker.cli._json import echo_lines, plain

        echo_lines({**plain(one), "about": _(one.about), **plain(past[one.name])} for one in found)
    elif name:
        click.echo(_settings(found[0]))
    else:
        click.echo(_listing(app, found, past))


def _listing(app: App, found: tuple[Described, ...], past: Mapping[str, History]) -> str:
    """Those that are set up and how they fare, then those that could be."""
    told = _set_up(app, [one for one in found if one.given], past)
    others = [(one.name, one.title, _(one.about)) for one in found if not one.given]
    if others:
        head = click.style(_("Not set up yet; a section [sources.NAME] in enishi.toml does it:"), bold=True)
        told += [head, table(others), ""]
    return "\n".join([*told, _("`enishi sources NAME` shows what one can be told.")])


def _set_up(app: App, given: list[Described], past: Mapping[str, History]) -> list[str]:
    if not given:
        return []
    rows = [_line(app, one, past[one.name]) for one in given]
    listing = table(rows, head=(_("source"), _("place"), _("last complete pull"), _("state")))
    cut = [f"{name}: {harmless(state)}" for name, *_rest, state in rows if state not in listing]
    return [listing, *cut, ""]


def _line(app: App, one: Described, past: History) -> tuple[str, ...]:
    complete = _words.since(past.complete, app.now) if past.complete else _("never")
    return (one.name, one.title, complete, _state(app, one, past))


def _state(app: App, one: Described, past: History) -> str:
    try:
        app.settings.source(one.name)
    except ConfigError as error:
        return together(error.message, error.hint)
    return "; ".join(filter(None, [_fares(past), _words.token_ends(past.token_ends, app.now)]))


def _fares(past: History) -> str:
    if past.error:
        return _("failing since {day}: {reason}").format(day=_words.day(past.failing_since), reason=past.error)
    return _("partial: {why}").format(why=past.why) if past.why else ""


def _settings(one: Described) -> str:
    parts = [click.style(f"{one.title}  [sources.{one.name}]", bold=True), _(one.about)]
    if one.unproven:
        parts.append(_("Built from documents alone: no recorded answer of the real service was at hand."))
    if one.unofficial:
        parts.append(_("The place never promised to answer so: when it changes, this source says that it is broken."))
    if one.posts:
        parts.append(
            _("Announcements can be posted there: enishi announce ARTICLE --post --on {name}").format(name=one.name)
        )
    return "\n".join([*parts, "", *(_settings_listed(one) or [_("It has no settings.")])])


def _settings_listed(one: Described) -> list[str]:
    """Each setting, and below it what it is for, whole."""
    from tracker.cli._wrap import wrap

    rows = [(each.variable if each.secret else each.name, _(each.kind), each.default) for each in one.settings]
    listed = zip(table(rows).splitlines(), one.settings, strict=True)
    return [line for head, each in listed for line in (head, *_indented(wrap(_(each.help), columns() - 4)))]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines if line]
