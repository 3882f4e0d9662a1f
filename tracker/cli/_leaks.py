"""`enishi check --leaks`: what is private and stands in what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli._content import content
from tracker.cli._table import harmless
from tracker.messages import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli._app import App
    from tracker.rules.leaks.findings import Finding
    from tracker.verbs.guard import Findings

PLACES = 3
"""Places of one finding that are shown: what stands in a feed stands in many."""


def look(app: App, keys: Sequence[str], *, as_json: bool) -> None:
    """List what the guard finds, after what was to be allowed is; raises LeaksFound, NoSuchLeak or NotBuilt."""
    from tracker.content import report
    from tracker.verbs.guard import allow, guard

    site = app.settings.folder
    texts = content(app, begun=False)
    output = site / texts.plan.output
    with app.ledger() as ledger:
        found = guard(ledger, output, app.settings.me, texts, report.sources(site, output))
        if keys:
            allow(ledger, keys, app.now, found.findings)
            found = found.without(keys)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(found.findings)
    else:
        click.echo("\n".join([*listing(found.findings), summary(found)]))
    found.refuse()


def listing(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each finding, and one for each place it stands in."""
    for one in findings:
        mark = click.style("✗", fg="red") if one.clear else click.style("!", fg="yellow")
        yield f"{mark} {harmless(_said(one))} {click.style(f'[{one.key}]', dim=True)}"
        for place in one.places[:PLACES]:
            yield harmless(f"    {place.file}:{place.line}" + (f"  ({place.source})" if place.source else ""))
        if len(one.places) > PLACES:
            yield "    " + plural("and {count} place more", "and {count} places more", len(one.places) - PLACES)


def _said(one: Finding) -> str:
    what = {
        "note": _("a note about {item}"),
        "draft": _("the draft of an answer to {item}"),
        "mail": _("the mail {item}"),
        "private": _("{item}, said in private"),
        "address": _("a mail address known from {item}"),
        "phone": _("a telephone number known from {item}"),
    }[one.what].format(item=one.item)
    if one.what in ("address", "phone"):
        return what
    letters = plural("{count} letter", "{count} letters", one.length)
    return _("{letters} of {what}").format(letters=letters, what=what)


def summary(found: Findings) -> str:
    """Say how much was looked through, and count what was found."""
    looked = plural("{count} file looked through", "{count} files looked through", found.files)
    allowed = plural("{count} finding is allowed", "{count} findings are allowed", found.allowed)
    said = _(", ").join([looked, allowed] if found.allowed else [looked])
    if not found.findings:
        return _("{looked}: nothing private in them.").format(looked=said)
    clear = sum(one.clear for one in found.findings)
    held = plural("{count} clear leak", "{count} clear leaks", clear)
    doubtful = plural("{count} to look at", "{count} to look at", len(found.findings) - clear)
    return _("{looked}: {found}.").format(looked=said, found=_(", ").join((held, doubtful)))
