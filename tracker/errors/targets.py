"""What can be wrong with putting the site somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, TargetError
from tracker.messages import _, listed, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class NothingToPublish(Blocked):
    """A build that left no first page."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There is no index.html in {folder}, so nothing was published.").format(folder=folder),
            _("Run `enishi build --production` and look at what it says."),
        )


class UnusableName(Blocked):
    """A file whose name no address can hold."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The built site has a file with a name that cannot be published: {name}.").format(name=ascii(name)),
            _("Rename it where it comes from: no control characters, and UTF-8."),
        )


class BuiltMeanwhile(TargetError):
    """A file that changed while the site was put somewhere."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} changed while the site was being published.").format(name=name),
            _("End what is building the site, such as `enishi serve`, and publish again; it goes on where it ended."),
        )


class NoTarget(ConfigError):
    """Nobody said where the site is put."""

    def __init__(self, known: Mapping[str, Iterable[str]]) -> None:
        sections = "\n\n".join("\n".join((f"[publish.{name}]", *lines)) for name, lines in known.items())
        super().__init__(
            _("enishi.toml does not say where the site is put."),
            _("Add one of these to it, with what is yours:\n\n{sections}").format(sections=sections),
        )


class SeveralTargets(ConfigError):
    """More than one place to put the site."""

    def __init__(self, given: Iterable[str]) -> None:
        super().__init__(
            _("enishi.toml names several places to put the site: {given}.").format(given=listed(sorted(given))),
            _("Leave one section [publish.…]; the ledger keeps what was put to each place, so it can be changed back."),
        )


class UnknownTarget(ConfigError):
    """A kind of place nobody wrote."""

    def __init__(self, name: str, known: Iterable[str], nearest: str = "") -> None:
        did_you_mean = _("Did you mean “{nearest}”?").format(nearest=nearest) if nearest else ""
        super().__init__(
            _("There is no place [publish.{name}] to put a site.").format(name=name),
            together(did_you_mean, _("There are: {known}.").format(known=listed(sorted(known)))),
        )
