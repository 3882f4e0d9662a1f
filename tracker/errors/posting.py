"""What can be wrong with posting an announcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, NotFound, SourceError
from tracker.messages import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoPosting(SourceError):
    """A server that does not take posts in the way we know."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} takes no posts by Mastodon's API.").format(host=host),
            _("Misskey and others have an API of their own. Post there by hand; then: enishi announce ARTICLE URL."),
        )


class NoAnswers(SourceError):
    """A place that can be posted to, but not answered in."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("Answers cannot be sent to {place} yet.").format(place=place),
            _("Nothing was sent. Answer where they spoke; `enishi inbox` shows the address."),
        )


class ScopeMissing(SourceError):
    """A token that may not do what is asked of it."""

    def __init__(self, host: str, source: str, scope: str) -> None:
        super().__init__(
            _("{host} does not let the token do this: it lacks the scope `{scope}`.").format(host=host, scope=scope),
            _(
                "Nothing was sent. Make a token with the scopes `read` and `write:statuses` in the settings there, "
                "then: enishi login {source}."
            ).format(source=source),
        )


class NotTaken(SourceError):
    """A text that the place refuses."""

    def __init__(self, host: str, status: int) -> None:
        super().__init__(
            _("{host} did not take the text (status {status}).").format(host=host, status=status),
            _("Nothing was sent. It may be too long there, or hold what the place does not allow: edit it."),
        )


class TooLong(Blocked):
    """A text that is longer than its place takes."""

    def __init__(self, place: str, said: str) -> None:
        super().__init__(
            _("The text for {place} is too long: {said}.").format(place=place, said=said),
            _("Nothing was sent. Shorten it; a link counts as the place counts it."),
        )


class LinkMissing(Blocked):
    """An announcement that does not lead to its article."""

    def __init__(self, link: str) -> None:
        super().__init__(
            _("The text does not have the link to the article: {link}.").format(link=link),
            _("Nothing was sent. Put it back, as it is written here."),
        )


class MaybeSent(Blocked):
    """A text that can be changed no more: it was sent, or may have been."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("The announcement on {place} was handed over, so that its text stands.").format(place=place),
            _("Sending it again finds out whether it arrived; it is not posted twice."),
        )


class DraftChanged(Blocked):
    """A text that is not the one that was shown."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("The draft for {place} was changed while you looked at it.").format(place=place),
            _("Nothing was sent. Run the command again, and read it as it is now."),
        )


class NotVisible(Blocked):
    """An article that the world does not see yet."""

    def __init__(self, url: str) -> None:
        super().__init__(
            _("{url} is not published yet, so that nothing is posted about it.").format(url=url),
            _("Publish the site; then run the command again."),
        )


class NoOutlet(ConfigError):
    """No place that can be posted to."""

    def __init__(self, able: Iterable[str], asked: str = "") -> None:
        could = listed(able)
        super().__init__(
            _("{asked} cannot be posted to.").format(asked=asked)
            if asked
            else _("No place is set up that can be posted to."),
            _("Set one up with its secret: {could}. See `enishi sources`.").format(could=could),
        )


class NothingToPost(NotFound):
    """No announcement of this article is open."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("There is nothing to post about “{title}”: it is announced, or not out yet.").format(title=title),
            _("`enishi announce` lists what is announced where."),
        )
