"""Every error a user can meet: one full sentence, then what to do next.

The class holds the message; whoever raises it hands over only the facts.
`exit_code` is the command's; see the table in the docs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tracker.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path


class EnishiError(Exception):
    """Anything that went wrong and can be explained."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(EnishiError):
    """The settings cannot be used."""

    exit_code = 3


class SourceError(EnishiError):
    """A place cannot be read; during a pull it is a value, not the end."""

    exit_code = 4
    passing: bool = False
    """Whether it may be over in a moment, so that asking again helps."""


class LedgerError(EnishiError):
    """The ledger's file cannot be used."""

    exit_code = 5


class NotFound(EnishiError):
    """An article, a person, an interaction or a draft that is not there."""

    exit_code = 6


class Blocked(EnishiError):
    """A check says no."""

    exit_code = 7


class Cancelled(EnishiError):
    """The user changed their mind."""

    exit_code = 8


# --- the network ---------------------------------------------------------------------------------


class Unreachable(SourceError):
    """No answer came."""

    def __init__(self, host: str, reason: str, *, passing: bool = False) -> None:
        super().__init__(
            _("{host} did not answer: {reason}.").format(host=host, reason=reason),
            _("Check the connection and run the command again; what was read is kept."),
        )
        self.passing = passing


class TooSlow(SourceError):
    """The whole answer took longer than the budget."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(
            _("{host} had not finished its answer after {seconds:.0f} seconds.").format(host=host, seconds=seconds),
            _("Run the command again later; what was read is kept."),
        )


class TooLarge(SourceError):
    """The decoded answer is larger than the cap."""

    def __init__(self, host: str, limit: int) -> None:
        super().__init__(
            _("The answer of {host} is larger than {limit:,} bytes.").format(host=host, limit=limit),
            _("Nothing of it was kept. Check the address; if it is right, the place is broken."),
        )


class RateLimited(SourceError):
    """The place asked us to wait longer than we are ready to."""

    passing = True

    def __init__(self, host: str, until: datetime | None) -> None:
        when = until.astimezone().strftime("%Y-%m-%d %H:%M") if until else _("an unknown time")
        super().__init__(
            _("{host} asks to be left alone until {when}.").format(host=host, when=when),
            _("What was read is kept; run the command again after that."),
        )
        self.until = until


class Refused(SourceError):
    """The place answered with an error status."""

    def __init__(self, host: str, status: int, *, passing: bool = False) -> None:
        hints = {
            401: _("The token is missing, wrong or expired: see `enishi sources`."),
            403: _("The place does not let us in: see `enishi sources`."),
            404: _("Check the address in enishi.toml."),
        }
        super().__init__(
            _("{host} answered with status {status}.").format(host=host, status=status),
            hints.get(status, _("Run the command again later; what was read is kept.")),
        )
        self.status = status
        self.passing = passing


class ForbiddenAddress(SourceError):
    """An address we never connect to: private, local, or not the web."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            _("{url} was not fetched: {reason}.").format(url=url, reason=reason),
            _("Only public web addresses are fetched; `[network] allow` in enishi.toml names exceptions."),
        )


class NotAsExpected(SourceError):
    """The answer came, but is not what the place is known to say."""

    def __init__(self, host: str, wanted: str, found: str) -> None:
        super().__init__(
            _("{host} did not answer as it should: {wanted} was expected, {found} came.").format(
                host=host, wanted=wanted, found=found
            ),
            _("Check the address in enishi.toml; if it is right, the place has changed."),
        )


class UnusableToken(SourceError):
    """A token that cannot be sent, most often copied with something around it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("The token for {host} has characters that cannot be sent.").format(host=host),
            _("Copy it again, without spaces or quotes around it: see `enishi sources`."),
        )


class Stopped(Cancelled):
    """The command was interrupted while it waited for a place."""

    def __init__(self) -> None:
        super().__init__(_("The command was stopped."), _("What was read is kept; run it again to go on."))


# --- settings ------------------------------------------------------------------------------------


class NoSite(ConfigError):
    """No enishi.toml or pelicanconf.py here or above."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There is no enishi.toml in {folder} or above it.").format(folder=folder),
            _("Go to your blog's folder, or look at `enishi demo` first."),
        )


class BadSettings(ConfigError):
    """enishi.toml cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason),
            _("Correct that line and run the command again."),
        )


class UnknownSetting(ConfigError):
    """A key nobody reads, most often a typo."""

    def __init__(self, where: str, key: str, known: Iterable[str], nearest: str = "") -> None:
        did_you_mean = _("Did you mean “{nearest}”?").format(nearest=nearest) + " " if nearest else ""
        super().__init__(
            _("{where} has no setting “{key}”.").format(where=where, key=key),
            did_you_mean + _("It has: {known}.").format(known=", ".join(sorted(known)) or _("none")),
        )


class WrongSetting(ConfigError):
    """A key with a value of the wrong kind."""

    def __init__(self, where: str, key: str, wanted: str, found: str) -> None:
        super().__init__(
            _("“{key}” in {where} should be {wanted}, but is {found}.").format(
                key=key, where=where, wanted=wanted, found=found
            ),
            _("Correct it in enishi.toml and run the command again."),
        )


class MissingSetting(ConfigError):
    """A key that has no default."""

    def __init__(self, where: str, key: str, example: str = "") -> None:
        super().__init__(
            _("{where} lacks the setting “{key}”.").format(where=where, key=key),
            _("Add it to enishi.toml, for example: {key} = {example}").format(key=key, example=example or '"…"'),
        )


class SecretInFile(ConfigError):
    """A secret where anybody may read it."""

    def __init__(self, where: str, key: str, variable: str) -> None:
        super().__init__(
            _("“{key}” in {where} is a secret and is never read from a file.").format(key=key, where=where),
            _("Remove the line, and set the environment variable {variable} instead.").format(variable=variable),
        )


class MissingSecret(ConfigError):
    """A token that a source cannot do without."""

    def __init__(self, where: str, variable: str) -> None:
        super().__init__(
            _("{where} needs a secret that is not set.").format(where=where),
            _("Set the environment variable {variable}.").format(variable=variable),
        )


class UnknownSource(ConfigError):
    """A source nobody wrote."""

    def __init__(self, name: str, known: Iterable[str], nearest: str = "") -> None:
        did_you_mean = _("Did you mean “{nearest}”?").format(nearest=nearest) + " " if nearest else ""
        super().__init__(
            _("There is no source “{name}”.").format(name=name),
            did_you_mean + _("There are: {known}.").format(known=", ".join(sorted(known))),
        )


class SourceNotLoaded(ConfigError):
    """A source outside the package whose module is not there, or holds none."""

    def __init__(self, name: str, module: str, reason: str) -> None:
        super().__init__(
            _("The source “{name}” could not be loaded from {module}: {reason}.").format(
                name=name, module=module, reason=reason
            ),
            _("`use` in [sources.{name}] names an installed Python module with one Source in it.").format(name=name),
        )


class SourceMisnamed(ConfigError):
    """A section and the source it uses go by different names; the ledger would mix them up."""

    def __init__(self, section: str, name: str) -> None:
        super().__init__(
            _("[sources.{section}] uses a source that calls itself “{name}”.").format(section=section, name=name),
            _("Name the section [sources.{name}].").format(name=name),
        )


class SourceNotSet(ConfigError):
    """A source that exists but is not set up."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The source “{name}” is not set up.").format(name=name),
            _("Add a section [sources.{name}] to enishi.toml; `enishi sources` shows what it needs.").format(name=name),
        )


# --- our own site --------------------------------------------------------------------------------


class NoArticles(ConfigError):
    """The list of our articles is not where it was said to be."""

    def __init__(self, where: str) -> None:
        super().__init__(
            _("The list of articles was not found at {where}.").format(where=where),
            _("Run `enishi build` first, or point `articles` in [site] of enishi.toml to a feed or sitemap."),
        )


class UnreadableArticles(ConfigError):
    """What is there is no list of articles."""

    def __init__(self, where: str, found: str) -> None:
        super().__init__(
            _("{where} is not a list of articles: {found}.").format(where=where, found=found),
            _("A JSON Feed, an Atom or RSS feed, or a sitemap is wanted."),
        )


class PostExists(EnishiError):
    """A new post would overwrite an old one."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _("{file} exists already; it was left as it is.").format(file=file),
            _("Choose another slug with --slug, or open that file."),
        )


# --- the ledger ----------------------------------------------------------------------------------


class NotALedger(LedgerError):
    """A file of somebody else's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is not an Enishi ledger; it was left as it is.").format(path=path),
            _("Name another file with --ledger or ENISHI_LEDGER."),
        )


class LedgerTooNew(LedgerError):
    """Written by a later version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            _("{path} was written by a newer Enishi (version {found} of its tables; this one knows {known}).").format(
                path=path, found=found, known=known
            ),
            _("Upgrade Enishi; the file was left as it is."),
        )


class LedgerBusy(LedgerError):
    """Another process is writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is in use by another command.").format(path=path),
            _("Wait until it has finished, then run this one again; nothing was lost."),
        )


class LedgerFull(LedgerError):
    """The disk took no more."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} could not be written: {reason}.").format(path=path, reason=reason),
            _("Make room or mend the permissions and run the command again; what was stored before is intact."),
        )


class LedgerDamaged(LedgerError):
    """The file is broken."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} is damaged: {reason}.").format(path=path, reason=reason),
            _("Put a copy back from a backup; the file was left as it is."),
        )


class LedgerInPublic(LedgerError):
    """A ledger inside a git work tree is one `git add` from being published."""

    def __init__(self, path: Path, tree: Path) -> None:
        super().__init__(
            _("{path} lies inside the git work tree {tree}, where it could be published by mistake.").format(
                path=path, tree=tree
            ),
            _("Choose a place outside it with --ledger or ENISHI_LEDGER."),
        )


class SqliteTooOld(LedgerError):
    """The SQLite that Python was built with cannot read our tables."""

    def __init__(self, found: str, needed: Iterable[int]) -> None:
        super().__init__(
            _("Python here comes with SQLite {found}; {needed} or newer is needed.").format(
                found=found, needed=".".join(map(str, needed))
            ),
            _("Use another build of Python: `uv python install 3.12` gets one that fits."),
        )


# --- what is asked for ---------------------------------------------------------------------------


class NoSuchArticle(NotFound):
    """No article fits what was typed."""

    def __init__(self, asked: str, nearest: Iterable[str] = ()) -> None:
        near = ", ".join(nearest)
        super().__init__(
            _("No article fits “{asked}”.").format(asked=asked),
            _("Near it: {near}.").format(near=near) if near else _("`enishi who` lists the articles."),
        )


class SeveralArticles(NotFound):
    """More than one article fits what was typed."""

    def __init__(self, asked: str, fitting: Iterable[str]) -> None:
        super().__init__(
            _("Several articles fit “{asked}”.").format(asked=asked),
            _("Say which: {fitting}.").format(fitting=", ".join(fitting)),
        )


class NoSuchInteraction(NotFound):
    """A number nobody has."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            _("There is no response “{asked}”.").format(asked=asked),
            _("`enishi inbox` and `enishi responses list` show their ids, such as c12."),
        )


class NoSuchPerson(NotFound):
    """A number or name nobody has."""

    def __init__(self, asked: str, nearest: Iterable[str] = ()) -> None:
        near = ", ".join(nearest)
        super().__init__(
            _("Nobody fits “{asked}”.").format(asked=asked),
            _("Say which: {near}.").format(near=near)
            if near
            else _("`enishi people list` shows their ids, such as p3."),
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

    def __init__(self, asked: str, kind: str) -> None:
        super().__init__(
            _("“{asked}” is a {kind} without words.").format(asked=asked, kind=kind),
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


# --- other programs ------------------------------------------------------------------------------


class ProgramMissing(EnishiError):
    """A program we need is not installed."""

    def __init__(self, program: str, install: str) -> None:
        super().__init__(
            _("The program “{program}” was not found.").format(program=program),
            _("Install it: {install}").format(install=install),
        )


class NoPelicanSettings(ConfigError):
    """A site that Pelican cannot build."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("There is no {name} in {folder}.").format(name=path.name, folder=path.parent),
            _("Enishi builds sites of Pelican; build another one with its own program."),
        )


class PortTaken(EnishiError):
    """Another program listens where the site should be shown."""

    def __init__(self, port: int) -> None:
        super().__init__(
            _("Port {port} on this machine is in use.").format(port=port),
            _("End the program that uses it, or choose another port with --port."),
        )


class ProgramFailed(EnishiError):
    """A program ended with an error."""

    def __init__(self, program: str, code: int, said: str) -> None:
        super().__init__(
            _("{program} ended with code {code}.").format(program=program, code=code),
            said.strip() or _("It said nothing more."),
        )
