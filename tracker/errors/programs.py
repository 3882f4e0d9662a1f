"""What can go wrong with other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, EnishiError
from tracker.messages import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LISTED = 20
"""Names of files that an error shows; more help nobody."""


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


class BuildDiffers(Blocked):
    """A build that is not what a build from nothing is."""

    def __init__(self, names: Sequence[str]) -> None:
        shown = [*names[:LISTED], *(["…"] if len(names) > LISTED else [])]
        super().__init__(
            _("Not as a clean build makes them: {files} ({names}).").format(
                files=plural("{count} file", "{count} files", len(names)), names=", ".join(shown)
            ),
            _("Remove the folders output and .cache and build again; if they differ once more, a plugin is to blame."),
        )
