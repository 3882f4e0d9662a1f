"""What can be wrong with putting the site somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, EnishiError, TargetError
from tracker.errors.programs import LISTED
from tracker.messages import _, listed, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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


class NoPlaceForASite(ConfigError):
    """A place where a site would do harm."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            _("The site cannot be put in {place}: {reason}.").format(place=place, reason=reason),
            _("Name a place that is for the site alone, outside your blog's own folder."),
        )


class NoSuchPlace(TargetError):
    """A place that is not there, and is not ours to make."""

    def __init__(self, where: str, reason: str, hint: str) -> None:
        super().__init__(_("{where} is not there: {reason}.").format(where=where, reason=reason), hint)


class NotReached(TargetError):
    """A place that did not answer."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            _("{where} was not reached: {reason}.").format(where=where, reason=reason),
            _("Check the connection and the name of the place, then publish again; it goes on where it ended."),
        )


class NotLetIn(TargetError):
    """A place that does not know us, or lets us do less than it takes."""

    def __init__(self, where: str, reason: str, hint: str) -> None:
        super().__init__(_("{where} does not let us in: {reason}.").format(where=where, reason=reason), hint)


class NotWritten(TargetError):
    """A place that took no more, or not this."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            _("{where} could not be written: {reason}.").format(where=where, reason=reason),
            _(
                "Make room there or mend its permissions, then publish again: it goes on where it ended. "
                "Every file that was there is whole."
            ),
        )


class InTheWay(TargetError):
    """Something of somebody else's where a file of ours belongs."""

    def __init__(self, where: str, name: str, what: str) -> None:
        super().__init__(
            _("{where} has {what} named “{name}”, where the site needs something else.").format(
                where=where, name=name, what=what
            ),
            _("Nothing was put there. Move it away or rename it, then publish again."),
        )


class MovedOn(TargetError):
    """A branch that somebody else has added to."""

    def __init__(self, where: str, hint: str) -> None:
        super().__init__(_("{where} has commits that are not yours.").format(where=where), hint)


class LibraryMissing(EnishiError):
    """A library that only this target needs."""

    def __init__(self, target: str, library: str) -> None:
        super().__init__(
            _("The target “{target}” needs the library {library}, which is not installed.").format(
                target=target, library=library
            ),
            _("Type: pip install 'enishi[{target}]'").format(target=target),
        )


class NotCommitted(Blocked):
    """Texts that the build elsewhere would not see."""

    def __init__(self, names: Sequence[str]) -> None:
        shown = [*names[:LISTED], *(["…"] if len(names) > LISTED else [])]
        super().__init__(
            _("Not in a commit yet, so what is built from it would lack them: {names}.").format(names=listed(shown)),
            _('Type `git add -A` and `git commit -m "…"`, or put away what is not ready with `git stash -u`.'),
        )


class NoBranch(TargetError):
    """A repository that has nothing to push."""

    def __init__(self, folder: Path, reason: str, hint: str) -> None:
        super().__init__(_("Nothing can be pushed from {folder}: {reason}.").format(folder=folder, reason=reason), hint)


class NoSuchRemote(ConfigError):
    """A remote that git does not know."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            _("Git knows no remote “{name}” here.").format(name=name),
            _("It knows: {known}. `git remote add {name} ADDRESS` adds one.").format(
                known=listed(known) or _("none"), name=name
            ),
        )
