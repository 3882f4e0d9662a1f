"""What can be wrong with telling others that we link to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, SourceError
from tracker.messages import _

if TYPE_CHECKING:
    from pathlib import Path


class NothingBuilt(ConfigError):
    """No built site to read the links from: with none, every link would seem to be gone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There are no posts of a built site in {folder}.").format(folder=folder),
            _("Run `enishi build --production` and upload the site; then run this command again."),
        )


class NotPublished(Blocked):
    """What was built is not yet what the world sees."""

    def __init__(self, source: str, found: str) -> None:
        super().__init__(
            _("Nothing was sent for {source}: {found}.").format(source=source, found=found),
            _("Upload the site; then run `enishi notify` again."),
        )


class NotSeen(SourceError):
    """The site was put up, and the world does not see it yet."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            _("{url} does not show yet what was published: {reason}.").format(url=url, reason=reason),
            _("Once it does, run `enishi publish` again: it goes on where it stopped."),
        )


class SiteWouldShrink(Blocked):
    """A publication that would take away most of what is there."""

    def __init__(self, removed: int, there: int) -> None:
        super().__init__(
            _("{removed} of the {there} files that are published would be removed.").format(
                removed=f"{removed:,}", there=f"{there:,}"
            ),
            _("Look at them with `enishi publish --dry-run`; if that is meant, add `--shrink`."),
        )
