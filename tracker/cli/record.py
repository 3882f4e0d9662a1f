"""`enishi record`: keep one exchange with a place as a fixture for tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from tracker.cli._app import App
    from tracker.model import Article


@click.command(
    cls=Command,
    help=N_(
        "Ask a place as a pull does, and keep what it answered as a fixture: the shape of it, with every name, word, "
        "mail address and token replaced. For maintainers who renew what the tests of a source are built on.\n\n"
        "Look the file over before you share it: no program knows every name."
    ),
    epilog=N_("Examples:\n  enishi record qiita\n  enishi record zenn --most 3 --to tests/sources/zenn/recorded.json"),
)
@click.argument("source")
@option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help=N_("The file to write; recorded-SOURCE.json by default."),
)
@option("--most", type=click.IntRange(1), default=1, show_default=True, help=N_("How many answers to keep."))
@click.pass_obj
def command(app: App, source: str, to: Path | None, most: int) -> None:
    """Record."""
    import json
    from threading import Event

    from tracker.config.network import Nothing, connector
    from tracker.http import Clock
    from tracker.http.rehearsal import Recorder
    from tracker.verbs.record import record

    connect = connector(app.settings)
    file = to or Path(f"recorded-{source}.json")
    with Recorder(connect.told, Nothing(), connect.pace, Clock(Event())) as http:
        told = record(app.settings.source(source), _articles(app), http, most)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    count = plural("{count} answer", "{count} answers", len(told["exchanges"]))
    click.echo(_("{count} in {file}. Look it over before you share it.").format(count=count, file=file))


def _articles(app: App) -> tuple[Article, ...]:
    with app.ledger() as ledger:
        known = ledger.articles.all()
    return known or app.site().articles
