"""What can be wrong with enishi.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import ConfigError
from tracker.messages import _, listed, together

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class NoSite(ConfigError):
    """No enishi.toml or pelicanconf.py here or above."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There is no enishi.toml in {folder} or above it.").format(folder=folder),
            _(
                "Go to your blog's folder, or write an enishi.toml there whose [site] names its `url` and its "
                "`articles` (a feed or sitemap). `enishi demo` shows everything first."
            ),
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
        did_you_mean = _("Did you mean “{nearest}”?").format(nearest=nearest) if nearest else ""
        super().__init__(
            _("{where} has no setting “{key}”.").format(where=where, key=key),
            together(did_you_mean, _("It has: {known}.").format(known=listed(sorted(known)) or _("none"))),
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
            _("Type `enishi login {name}`, or set the environment variable {variable}.").format(
                name=where.strip("[]").removeprefix("sources."), variable=variable
            ),
        )


class NoKeyring(ConfigError):
    """No keyring that takes a secret, as on most machines without a desktop."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("There is no keyring to put a secret into: {reason}.").format(reason=reason),
            _("Install one (`pip install keyring`), or set the environment variable instead."),
        )


class NothingToLogIn(ConfigError):
    """A source that needs no secret."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The source “{name}” has no secret to keep.").format(name=name),
            _("`enishi sources {name}` shows what it can be told.").format(name=name),
        )


class UnknownSource(ConfigError):
    """A source nobody wrote."""

    def __init__(self, name: str, known: Iterable[str], nearest: str = "") -> None:
        did_you_mean = _("Did you mean “{nearest}”?").format(nearest=nearest) if nearest else ""
        super().__init__(
            _("There is no source “{name}”.").format(name=name),
            together(did_you_mean, _("There are: {known}.").format(known=listed(sorted(known)))),
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
