"""`enishi check`: look the posts over before they are published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, as_json, option
from tracker.cli._content import checking
from tracker.cli._findings import listing, summary
from tracker.errors import PostsHeldBack
from tracker.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli._app import App
    from tracker.rules.writing.findings import Remark
    from tracker.verbs.check import Checked

PATIENCE = 10.0
"""Seconds that a page may ask to be left alone; one that asks for more is asked another day."""


@click.command(
    cls=Command,
    help=N_(
        "Look over what is written before it is published: front matter, links, headings, pictures, translations, "
        "and how it reads. Each finding names the file, the line and what mends it.\n\n"
        "POST is a path or a slug; without one everything is looked at. An error holds the site back (exit code 7); "
        "a warning does not, unless --strict is given.\n\n"
        "A line is excepted by a comment above it: `<!-- enishi: allow RULE reason -->`.\n\n"
        "With --leaks the site that was built last is looked through instead, for what is private in the ledger: "
        "notes, drafts, mails, what was said in private, and mail addresses and telephone numbers of others. What is "
        "found is named, never shown."
    ),
    epilog=N_(
        "Examples:\n  enishi check\n  enishi check content/2026/11-queue.md\n  enishi check --links --strict\n"
        "  enishi check --leaks\n  enishi check --allow 3f9a01c2de"
    ),
)
@click.argument("posts", nargs=-1, type=click.Path(), metavar="[POST]...")
@option("--links", is_flag=True, help=N_("Ask the pages that are linked, too; what they said is remembered for weeks."))
@option("--strict", is_flag=True, help=N_("Warnings hold the site back as errors do."))
@option("--leaks", is_flag=True, help=N_("Look for private things in the site that was built last."))
@option("--allow", multiple=True, metavar="KEY", help=N_("Let such a finding stand until one of its texts changes."))
@as_json
@click.pass_obj
def command(
    app: App, posts: Sequence[str], *, links: bool, strict: bool, leaks: bool, allow: Sequence[str], as_json: bool
) -> None:
    """Check."""
    if leaks or allow:
        from tracker.cli._leaks import look

        look(app, (*allow, *(posts if allow else ())), as_json=as_json)
        return
    check = checking(app)
    only = {name for asked in posts for name in check.content.named(asked, Path.cwd())}
    checked = check(only)
    if links:
        checked = check.beside(checked, _asked(app, checked))
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(checked.findings)
    else:
        click.echo("\n".join([*listing(checked.findings, app.settings.folder), summary(checked)]))
    if blocking := checked.blocking(strict=strict):
        raise PostsHeldBack(blocking)


def _asked(app: App, checked: Checked) -> Sequence[tuple[str, Remark]]:
    from tracker.config.cache import cache_folder
    from tracker.config.network import connector
    from tracker.verbs.links import Links

    return Links(connector(app.settings, max_wait=PATIENCE), cache_folder() / "links.json", app.now)(checked.outside)
