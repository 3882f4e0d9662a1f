"""The folder of texts, for the commands about writing; and what the shell is offered from it."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import EnishiError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import click

    from tracker.cli._app import App
    from tracker.content import Content
    from tracker.verbs.check import Check

    Offer = Callable[[click.Context, click.Parameter, str], list[str]]


def content(app: App, *, begun: bool = True) -> Content:
    """Return the texts of the site; raises NoSite, and NoContent unless none need have `begun`."""
    from tracker.content import Content

    return Content.of(app.settings.folder, app.now.tzinfo or UTC, begun=begun)


def checking(app: App) -> Check:
    """Return what looks over the texts of the site; raises NoSite and NoContent."""
    from tracker.verbs.check import Check

    settings = app.settings
    listed = settings.articles if isinstance(settings.articles, Path) else None
    return Check(content(app), settings.folder, settings.site.url, listed, app.now)


def offering(what: Callable[[Content, str], Sequence[str]]) -> Offer:
    """Return what completes an option from the texts there are (and the language typed); nothing without a site."""
    return partial(_offered, what)


def said(key: str) -> Callable[[Content, str], Sequence[str]]:
    """Return what finds the words that posts say under `key`."""

    def words(found: Content, lang: str) -> Sequence[str]:
        from tracker.rules.posts import used

        return used(found.posts, key, lang)

    return words


def untranslated(found: Content, _lang: str) -> Sequence[str]:
    """Return the slugs of posts that are not in every language yet."""
    from tracker.verbs.new import missing_translations

    return missing_translations(found, found.plan.languages)


def _offered(
    what: Callable[[Content, str], Sequence[str]], context: click.Context, _parameter: click.Parameter, begun: str
) -> list[str]:
    from tracker.cli._app import App

    try:
        found = content(App(context.find_root().params.get("folder") or Path.cwd()))
        return [one for one in what(found, context.params.get("lang") or "") if one.startswith(begun)]
    except EnishiError:
        return []
