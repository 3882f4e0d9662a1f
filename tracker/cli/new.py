"""`enishi new`: begin a post."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.messages import LANGUAGES, N_, _

if TYPE_CHECKING:
    from tracker.cli._app import App


@click.command(
    cls=Command,
    help=N_(
        "Begin a post: a file that asks for what makes people answer (a lesson, what went wrong, "
        "a question to the reader), opened in your editor. It is a draft until you remove `Status: draft`."
    ),
    epilog=N_(
        'Examples:\n  enishi new "What the queue was for"\n  enishi new "二文字で探す" --slug two-character-search'
    ),
)
@click.argument("title")
@option("--slug", default="", help=N_("The last part of its address, in Latin letters."))
@option("--lang", type=click.Choice(LANGUAGES), help=N_("Its language; the title's by default."))
@option("--no-edit", is_flag=True, help=N_("Write the file and open nothing."))
@click.pass_obj
def command(app: App, title: str, slug: str, lang: str | None, *, no_edit: bool) -> None:
    """Begin a post."""
    from tracker.programs import editor
    from tracker.rules.posts import post
    from tracker.verbs.new import new

    title = " ".join(title.split())
    if not title:
        raise click.BadParameter(_("a title has at least one letter."))
    made = post(title, app.now, slug=slug, lang=lang or "")
    file = new(app.settings.folder / "content", made, app.settings.site.url)
    click.echo(_("A new post lies in {file}.").format(file=file))
    if made.dated:
        click.echo(_("Its address will end in {slug}; say a better one with --slug.").format(slug=made.slug))
    if not no_edit and sys.stdin.isatty():
        editor.edit(file)
