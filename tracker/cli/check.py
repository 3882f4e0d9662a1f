"""`enishi check`: look the posts over before they are published."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, as_json, option
from tracker.cli._content import content
from tracker.cli._table import harmless
from tracker.errors import PostsHeldBack
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli._app import App
    from tracker.rules.writing.findings import Finding, Remark
    from tracker.verbs.check import Checked

PATIENCE = 10.0
"""Seconds that a page may ask to be left alone; one that asks for more is asked another day."""
MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "note": ("·", "blue")}


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
    from tracker.verbs.check import Check

    texts = content(app)
    only = {name for asked in posts for name in texts.named(asked, Path.cwd())}
    listed = app.settings.articles
    check = Check(
        texts, app.settings.folder, app.settings.site.url, listed if isinstance(listed, Path) else None, app.now
    )
    checked = check(only)
    if links:
        checked = check.beside(checked, _asked(app, checked))
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(checked.findings)
    else:
        click.echo("\n".join([*_listing(checked.findings, app.settings.folder), _summary(checked)]))
    if blocking := checked.blocking(strict=strict):
        raise PostsHeldBack(blocking)


def _asked(app: App, checked: Checked) -> Sequence[tuple[str, Remark]]:
    from tracker.config.cache import cache_folder
    from tracker.config.network import connector
    from tracker.verbs.links import Links

    return Links(connector(app.settings, max_wait=PATIENCE), cache_folder() / "links.json", app.now)(checked.outside)


def _listing(findings: Sequence[Finding], folder: Path) -> Iterator[str]:
    for one in findings:
        mark, colour = MARKS[one.severity]
        where = os.path.relpath(folder / one.file) if one.file else ""
        place = f"{where}:{one.line}" if one.line else where
        said = harmless(f"{place}: {one.message}" if place else one.message)
        yield f"{click.style(mark, fg=colour)} {said} {click.style(f'[{one.rule}]', dim=True)}"
        if one.fix:
            yield harmless(f"    → {one.fix}")


def _summary(checked: Checked) -> str:
    from tracker.rules.writing.findings import Severity

    looked = _(", ").join(
        (plural("{count} post", "{count} posts", checked.posts), plural("{count} page", "{count} pages", checked.pages))
    )
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    if not errors and not warnings:
        return _("{looked}: all in order.").format(looked=looked)
    found = _(", ").join(
        (plural("{count} error", "{count} errors", errors), plural("{count} warning", "{count} warnings", warnings))
    )
    return _("{looked}: {found}.").format(looked=looked, found=found)
