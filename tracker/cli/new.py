"""`enishi new`: begin a post."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli._base import Command, option
from tracker.cli._content import content, offering, said, untranslated
from tracker.messages import LANGUAGES, N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tracker.cli._app import App
    from tracker.content import Content
    from tracker.rules.posts import Post

KINDS = ("insight", "note", "reply", "translation")


@click.command(
    cls=Command,
    help=N_(
        "Begin a post: a file that asks for what makes people answer (a lesson, what went wrong, "
        "a question to the reader), opened in your editor. It is a draft until you remove `Status: draft`."
    ),
    epilog=N_(
        'Examples:\n  enishi new "What the queue was for" --tag databases\n'
        '  enishi new "二文字で探す" --slug two-character-search\n'
        '  enishi new "On your outage" --reply-to https://svenja.example/outage\n'
        "  enishi new --translate two-character-search"
    ),
)
@click.argument("title", default="")
@option("--kind", type=click.Choice(KINDS), help=N_("What kind of post; an insight by default."))
@option("--slug", default="", help=N_("The last part of its address, in Latin letters."))
@option("--lang", type=click.Choice(LANGUAGES), help=N_("Its language; the title's by default."))
@option("--tag", "tags", multiple=True, shell_complete=offering(said("tags")), help=N_("A tag; may be repeated."))
@option("--series", default="", shell_complete=offering(said("series")), help=N_("The series it belongs to."))
@option("--reply-to", default="", metavar="URL", help=N_("The post of somebody else that it answers."))
@option(
    "--translate",
    default="",
    metavar="POST",
    shell_complete=offering(untranslated),
    help=N_("Translate this post of yours (a path or a slug): its text comes along in comments."),
)
@option("--no-edit", is_flag=True, help=N_("Write the file and open nothing."))
@click.pass_obj
def command(
    app: App,
    /,
    title: str,
    kind: str | None,
    translate: str,
    *,
    no_edit: bool,
    **asked: Any,  # noqa: ANN401 - what else was typed, as Click hands it over
) -> None:
    """Begin a post."""
    from tracker.programs import editor

    texts = content(app, begun=False)
    if translate or kind == "translation":
        file = _translation(texts, title, translate, asked["lang"])
    else:
        file = _post(app, texts, _meant(app.now.astimezone(texts.plan.zone), title, kind or "", asked), asked)
    if not no_edit and sys.stdin.isatty():
        editor.edit(file)


def _meant(now: datetime, title: str, kind: str, asked: dict[str, Any]) -> Post:
    """Return the post as it was asked for; `now` is in the site's own zone, and the slug is asked back if need be."""
    from tracker.rules.posts import post
    from tracker.rules.urls import is_web

    if not title:
        raise click.MissingParameter(param_hint="'TITLE'", param_type="argument")
    title = " ".join(title.split())
    if not title:
        raise click.BadParameter(_("a title has at least one letter."))
    made = post(title, now, slug=asked["slug"], lang=asked["lang"] or "")
    if not asked["slug"] and sys.stdin.isatty() and not title.isascii():
        made = replace(made, slug=_slug(title, made.slug))
    address = asked["reply_to"] or (_address() if kind == "reply" else "")
    if address and not is_web(address):
        raise click.BadParameter(_("“{value}” is no web address.").format(value=address), param_hint="--reply-to")
    return replace(made, kind=kind or ("reply" if address else "insight"), reply_to=address)


def _slug(title: str, otherwise: str) -> str:
    from tracker.rules.posts import proposed, slugged
    from tracker.verbs.new import slug_words

    proposal, answer = proposed(title, slug_words()) or otherwise, ""
    while not answer:
        answer = slugged(click.prompt(_("The last part of its address"), default=proposal))
    return answer


def _address() -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(_("A reply answers a post: say which with --reply-to URL."))
    return str(click.prompt(_("The address of the post that it answers"))).strip()


def _post(app: App, texts: Content, made: Post, asked: dict[str, Any]) -> Path:
    from tracker.verbs.new import new

    tags = tuple(dict.fromkeys(_known(texts, "tags", made.lang, asked["tags"])))
    series = next(_known(texts, "series", made.lang, filter(None, [asked["series"]])), "")
    file = new(texts.root, replace(made, tags=tags, series=series), app.settings.site.url)
    click.echo(_("A new post lies in {file}.").format(file=file))
    if made.dated:
        click.echo(_("Its address will end in {slug}; say a better one with --slug.").format(slug=made.slug))
    return file


def _known(texts: Content, key: str, lang: str, words: Iterable[str]) -> Iterator[str]:
    """Yield each word as it is spelt elsewhere; one that is new and resembles one in use is asked about, or named."""
    from tracker.rules.posts import resembling, spelt, used

    in_use = used(texts.posts, key, lang)
    for word in map(str.strip, words):
        near = resembling(spelt(word, in_use), in_use)
        if near and sys.stdin.isatty():
            meant = click.confirm(_("“{word}” is new. Did you mean “{nearest}”?").format(word=word, nearest=near))
            yield near if meant else word
        else:
            if near:
                click.echo(
                    _("“{word}” is new; there is “{nearest}” already.").format(word=word, nearest=near), err=True
                )
            yield spelt(word, in_use)


def _translation(texts: Content, title: str, asked: str, lang: str | None) -> Path:
    from tracker.verbs.new import original, translate

    if not asked:
        raise click.UsageError(_("A translation has an original: say which with --translate POST."))
    one = original(texts, asked, Path.cwd(), texts.plan.addresses.default_lang)
    into = lang or next((each for each in texts.plan.languages if each != one.lang), "")
    if into == one.lang or into not in LANGUAGES:
        raise click.BadParameter(_("it is written in that already."), param_hint="--lang")
    file = translate(texts, one, into, " ".join(title.split()))
    click.echo(_("The translation of {original} lies in {file}.").format(original=one.name, file=file))
    return file
