"""`enishi who`: who engaged, per article and over all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli import _base, _words
from tracker.cli._base import Command, option
from tracker.cli._table import harmless, one_line, table
from tracker.messages import N_, _, plural
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.cli._app import App
    from tracker.verbs.who import Audience, Engaged, Partial

LATEST = 12
"""Articles listed when none is asked for: a year of them."""
SHOWN = 10
"""People listed below each article when all articles are listed."""
FORMULAS = tuple("=+-@＝＋－＠")
"""What a spreadsheet calculates; a Japanese one the wide ones too."""
COLUMNS = ("article", "person", "name", "places", "kinds", "waiting", "articles", "first", "last")


@click.command(
    cls=Command,
    help=N_(
        "List who engaged with your articles: people, not rows, wherever they spoke. "
        "Those who wait for an answer come first; you yourself are left out.\n\n"
        "ARTICLE is a slug, an address, or a part of the title."
    ),
    epilog=N_(
        "Examples:\n  enishi who\n  enishi who two-character-search --kind reply\n  enishi who --since 30d --csv"
    ),
)
@click.argument("article", default="")
@option("--since", help=N_("Only what happened since: 30d, 2w, 2026-10-01, last-month."))
@option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.word for kind in Kind]),
    help=N_("Only this kind; may be repeated."),
)
@option("--all", "every", is_flag=True, help=N_("Every article and everybody, not only the latest."))
@option("--total", is_flag=True, help=N_("Only over all articles together."))
@option("--csv", "as_csv", is_flag=True, help=N_("A spreadsheet's rows instead of a table."))
@_base.as_json
@click.pass_obj
def command(
    app: App,
    article: str,
    since: str | None,
    kinds: Sequence[str],
    *,
    every: bool,
    total: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """List who engaged."""
    from tracker.verbs.who import Query, who

    machine = as_json or as_csv
    limits = (None, None) if every or machine else (LATEST, None if article else SHOWN)
    query = Query(article, app.since(since), _kinds(kinds), *limits)
    with app.ledger() as ledger:
        audiences = who(ledger, app.settings.me, query, app.now)
    shown = tuple(one for one in audiences if one.article is None) if total else audiences
    if machine:
        _rows(shown, as_csv=as_csv)
    else:
        _tables(shown, app.now, narrowed=bool(since or kinds))


def _kinds(words: Sequence[str]) -> tuple[Kind, ...]:
    return tuple(Kind[word.upper()] for word in words)


def _rows(audiences: Sequence[Audience], *, as_csv: bool) -> None:
    from tracker.cli._json import echo_lines, plain

    rows = [
        {"article": audience.article.url if audience.article else None, **plain(one)}
        for audience in audiences
        for one in audience.people
    ]
    if not as_csv:
        echo_lines(rows)
        return
    import csv

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _cell(row[column]) for column in COLUMNS} for row in rows)


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, dict):
        return " ".join(f"{key}:{count}" for key, count in value.items())
    text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else one_line(str(value))
    return "'" + text if text.startswith(FORMULAS) else text


def _tables(audiences: Sequence[Audience], now: datetime, *, narrowed: bool) -> None:
    if any(audience.people or audience.unnamed for audience in audiences):
        click.echo("\n\n".join(_section(audience, now) for audience in audiences))
    elif narrowed:
        click.echo(_("Nobody fits that. Ask for more with another --since or --kind, or without them."))
    else:
        click.echo(_("Nobody yet. `enishi pull` asks every place what people answered."))


def _section(audience: Audience, now: datetime) -> str:
    shown = audience.people
    lines = [click.style(_title(audience), bold=True)]
    if shown:
        head = ("", _("who"), _("what"), _("where"), _("waits"), _("last"))
        lines.append(table([_line(one, now) for one in shown], head=head, flexible=(1, 2, 3)))
    if audience.unnamed:
        lines.append(_("Nobody in particular: {kinds}").format(kinds=_words.kinds(audience.unnamed)))
    if audience.withheld:
        kinds = _words.kinds(audience.withheld)
        lines.append(_("Counted, not kept, as they asked: {kinds}").format(kinds=kinds))
    lines += map(_partial, audience.partial)
    hidden = audience.reach - len(shown)
    if hidden:
        lines.append(plural("… and {count} more", "… and {count} more", hidden) + f": enishi who {_more(audience)}")
    return "\n".join(lines)


def _partial(one: Partial) -> str:
    said = _("{source}: {seen:,} of {claimed:,} seen").format(source=one.source, seen=one.seen, claimed=one.claimed)
    return harmless(f"{said}: {one.why}" if one.why else said)


def _title(audience: Audience) -> str:
    people = plural("{count} person", "{count} people", audience.reach)
    waits = _(", ") + plural("{count} waits", "{count} wait", audience.waiting) if audience.waiting else ""
    if audience.article is None:
        return _("All articles: {people}").format(people=people) + waits
    name = one_line(audience.article.title or audience.article.url)
    published = _words.day(audience.article.published)
    return f"{name}  {published}".rstrip() + f"\n{people}{waits}"


def _more(audience: Audience) -> str:
    """What to type to see all: an address, since translations share their slug."""
    return audience.article.url if audience.article else "--all"


def _line(one: Engaged, now: datetime) -> tuple[str, ...]:
    waits = f"● {one.waiting}" if one.waiting else ""
    places = _(", ").join(one.places)
    return (f"p{one.person}", one.name, _words.kinds(one.kinds), places, waits, _words.since(one.last, now))
