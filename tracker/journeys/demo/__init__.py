"""The demo: the whole of a user's month with invented people, over real HTTP on loopback.

Every step is a command that a user could type; the stage plays the services meanwhile.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import tracker
from tracker.errors import FolderInUse, NoStarter
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage
from tracker.programs import itself

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARTS = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
SETTINGS = """\
# The demo's settings: every service is played by a small server on this machine.
[site]
url = "https://{domain}"

[me]
name = "森川 澪"
urls = ["https://{domain}/"]
accounts = ["hackernews:mio-morikawa-sapporo", "hatena:mio_yohaku_"]

[network]
allow = ["127.0.0.1"]

[sources.webmentionio]
address = "{stage}/webmention.io"
domain = "{domain}"

[sources.hackernews]
address = "{stage}/hn"

[sources.hatena]
address = "{stage}/hatena"
count_address = "{stage}/hatena"

[sources.feed]
feeds = [{feeds}]
"""
MARK = SETTINGS.partition("\n")[0]
"""What a folder of the demo's own is known by."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the demo."""

    why: str
    """For the one who watches."""
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """A scratch folder with a site of its own and a ledger of its own."""

    folder: Path

    @property
    def site(self) -> Path:
        """The blog."""
        return self.folder / "blog"

    @property
    def played(self) -> bool:
        """Whether it was played here before, so that nothing but its own is written over."""
        settings = self.site / "enishi.toml"
        return settings.is_file() and settings.read_bytes().startswith(MARK.encode())

    @property
    def surroundings(self) -> dict[str, str]:
        """What keeps the demo apart from the user's own ledger and tokens."""
        return {"ENISHI_LEDGER": str(self.folder / "ledger.db"), "ENISHI_WEBMENTIONIO_TOKEN": Cast.TOKEN}

    def steps(self) -> Iterator[Step]:
        """Yield the commands, each made when those before it have run."""
        yield Step("build", ("build",))
        yield Step("pull", ("pull",))
        yield Step("who", ("who",))
        yield Step("inbox", ("inbox",))
        waiting = self._asked("inbox")
        yield Step("draft", ("draft", waiting[0]["id"], "--no-edit"))
        yield Step("approve", ("responses", "approve", *self._worth_showing()))
        yield Step("export", ("responses", "export"))
        yield Step("rebuild", ("build",))

    def _worth_showing(self) -> tuple[str, ...]:
        """Two replies to the latest articles that have some."""
        held = self._asked("responses", "list", "--held")
        return tuple(one["id"] for one in held if one["kind"] == "reply" and not one["private"])[:2]

    def _asked(self, *arguments: str) -> list[dict[str, str]]:
        lines = itself.said((*arguments, "--json"), self.site, self.surroundings).splitlines()
        return [json.loads(line) for line in lines]


def demo(folder: Path | None, tell: Callable[[Step], None]) -> Demo:
    """Play the demo in `folder`, else in a new scratch folder; `tell` hears of each step before it runs.

    Raises FolderInUse when files of another origin are there, NoStarter when the site's parts were not installed,
    ProgramFailed when a step fails.
    """
    made = Demo((folder or Path(tempfile.mkdtemp(prefix="enishi-demo-"))).resolve())
    if not (made.played or all(one.is_dir() for one in made.folder.rglob("*"))):
        raise FolderInUse(made.folder)
    made.folder.mkdir(parents=True, exist_ok=True)
    with Stage(Cast.load()) as stage:
        prepare(made, stage)
        for step in made.steps():
            tell(step)
            itself.run(step.arguments, made.site, made.surroundings)
    return made


def prepare(made: Demo, stage: Stage) -> None:
    """Copy the starter site into the demo's folder and point its settings to the stage."""
    home = starter()
    for part in PARTS:
        if (home / part).is_dir():
            shutil.copytree(home / part, made.site / part, ignore=_left_out, dirs_exist_ok=True)
        else:
            made.site.mkdir(parents=True, exist_ok=True)
            shutil.copy(home / part, made.site / part)
    feeds = ", ".join(f'"{feed}"' for feed in stage.comment_feeds().values())
    told = SETTINGS.format(domain=stage.cast.domain, stage=stage.url, feeds=feeds)
    (made.site / "enishi.toml").write_text(told, "utf-8")


def starter() -> Path:
    """Where the starter site is: in the installed package, else in the work tree around it."""
    package = Path(tracker.__file__).parent
    for home in (package / "starter", package.parent):
        if all((home / part).exists() for part in PARTS):
            return home
    raise NoStarter(package / "starter")


def _left_out(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("__pycache__", "_responses") or name.startswith(".")]
