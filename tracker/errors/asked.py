"""What can be wrong with what somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, Cancelled, EnishiError, NotFound
from tracker.messages import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class NoSuchArticle(NotFound):
    """No article fits what was typed."""

    def __init__(self, asked: str, nearest: Iterable[str] = ()) -> None:
        near = listed(nearest)
        super().__init__(
            _("No article fits “{asked}”.").format(asked=asked),
            _("Near it: {near}.").format(near=near) if near else _("`enishi who` lists the articles."),
        )


class SeveralArticles(NotFound):
    """More than one article fits what was typed."""

    def __init__(self, asked: str, fitting: Iterable[str]) -> None:
        super().__init__(
            _("Several articles fit “{asked}”.").format(asked=asked),
            _("Say which: {fitting}.").format(fitting=listed(fitting)),
        )


class NoSuchInteraction(NotFound):
    """A number nobody has."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            _("There is no response “{asked}”.").format(asked=asked),
            _("`enishi inbox` and `enishi responses list` show their ids, such as c12."),
        )


class NotOneArticle(EnishiError):
    """Two responses that cannot be one: they are to different articles, or the same one."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            _("{first} and {second} are not two showings of one response to one article.").format(
                first=first, second=second
            ),
            _("`enishi responses list ARTICLE` shows the ids of one article."),
        )


class NoAddress(EnishiError):
    """Something that is no address of a post."""

    def __init__(self, given: str) -> None:
        super().__init__(
            _("“{given}” is no address of a post.").format(given=given),
            _("Give the address of your post there, such as https://social.example/@mio/109501."),
        )


class NoSuchPerson(NotFound):
    """A number or name nobody has."""

    def __init__(self, asked: str, nearest: Iterable[str] = ()) -> None:
        near = listed(nearest)
        super().__init__(
            _("Nobody fits “{asked}”.").format(asked=asked),
            _("Say which: {near}.").format(near=near)
            if near
            else _("`enishi people list` shows their ids, such as p3."),
        )


class SeveralPeople(NotFound):
    """More than one person fits what was typed."""

    def __init__(self, asked: str, fitting: Iterable[str]) -> None:
        super().__init__(
            _("Several people fit “{asked}”.").format(asked=asked),
            _("Say which: {fitting}.").format(fitting=listed(fitting)),
        )


class AlreadyOne(EnishiError):
    """A merge of somebody with themselves."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            _("“{first}” and “{second}” are one person already.").format(first=first, second=second),
            _("`enishi people show {first}` lists their accounts.").format(first=first),
        )


class NotMerged(EnishiError):
    """A split of what nothing holds together."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            _("Nothing ties “{first}” and “{second}” together.").format(first=first, second=second),
            _("`enishi people show` lists the accounts of a person by their numbers, such as p7."),
        )


class NothingToAnswer(EnishiError):
    """A reply to what has no words."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            _("“{asked}” has no words that could be answered.").format(asked=asked),
            _("`enishi inbox` lists what can be answered."),
        )


class EmptyDraft(Cancelled):
    """An editor that was left with nothing to keep."""

    def __init__(self) -> None:
        super().__init__(_("The draft was empty, so nothing was changed."), _("The one before is kept."))


class DraftNotUtf8(EnishiError):
    """An editor that wrote in another encoding."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _("{file} is not UTF-8 text; it was left as it is.").format(file=file),
            _("Save it as UTF-8: the same command opens it again."),
        )


class PrivateStaysPrivate(Blocked):
    """Approval of what its author did not make public."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(
            _("Written in private, and never shown: {ids}.").format(ids=" ".join(ids)),
            _("Nothing was approved. Leave these out, or ask their author to say it in public."),
        )


class NoSuchDraft(NotFound):
    """A draft nobody wrote."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            _("There is no draft for “{asked}”.").format(asked=asked),
            _("`enishi draft {asked}` writes one.").format(asked=asked),
        )


class NoStarter(EnishiError):
    """The parts of a site did not come along."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("The starter site is not in {folder}.").format(folder=folder),
            _("Install Enishi from its package or from a whole checkout."),
        )
