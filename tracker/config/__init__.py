"""The settings of a site: enishi.toml and secrets; the one place that puts rooms together.

The file is looked for upward from the working directory, as git looks for its own. A folder
with only a pelicanconf.py is a site too: every setting has a default.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import sources
from tracker.config import secrets
from tracker.errors import (
    BadSettings,
    ConfigError,
    NoSite,
    SourceMisnamed,
    SourceNotLoaded,
    SourceNotSet,
    UnknownSetting,
    UnknownSource,
    WrongSetting,
)
from tracker.messages import _
from tracker.rules.owner import Owner
from tracker.rules.sections import SECTIONS, NetworkSettings, PrivacySettings, SiteSettings
from tracker.rules.settings import Setting, nearest, settings_of, shown, values
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Secret
    from tracker.sources import Source

FILE = "enishi.toml"
MARKS = (FILE, "pelicanconf.py")
"""What tells that a folder is a site."""


class Described(NamedTuple):
    """What a source is and what it can be told."""

    name: str
    title: str
    about: str
    """Translate it when it is shown."""
    unproven: bool
    settings: tuple[Setting, ...]
    given: bool = False
    """Whether this site has a section for it."""
    unofficial: bool = False
    """Whether the place never promised to answer so."""
    posts: bool = False
    """Whether it can be posted to."""


@dataclass(frozen=True)
class Settings:
    """Everything enishi.toml says, checked."""

    folder: Path
    site: SiteSettings = field(default_factory=SiteSettings)
    me: Owner = field(default_factory=Owner)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    publish: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """The sections `[publish.<target>]`, as written; `config.publishing` reads the one there should be."""

    @property
    def articles(self) -> str | Path:
        """Where our articles are listed: an address, or a file."""
        where = self.site.articles
        return where if is_web(where) else self.folder / Path(where).expanduser()

    @property
    def responses(self) -> Path:
        """The folder that approved responses are written into."""
        return self.folder / Path(self.site.responses).expanduser()

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves: `Enishi/<version> (+<site>; <contact>)`."""
        from importlib import metadata  # noqa: PLC0415 - slow to load, and only who goes out introduces us

        address = canonical(self.site.url).rstrip("/")
        who = "; ".join(filter(None, ["+" + address if address else "", self.network.contact]))
        return f"Enishi/{metadata.version('enishi')}" + (f" ({who})" if who else "")

    def ledger(self, option: Path | None = None) -> Path:
        """Where the private file is: `--ledger`, ENISHI_LEDGER, else the user's data folder."""
        named = option or os.environ.get("ENISHI_LEDGER", "").strip()
        if named:
            return Path(named).expanduser()
        from tracker.ledger import default_path  # noqa: PLC0415 - SQLite is loaded when it is needed

        return default_path(host(self.site.url) or self.folder.name)

    def sources_set(self) -> tuple[str, ...]:
        """The sources that have a section, in the order of the file."""
        return tuple(self.sources)

    def source(self, name: str, given: Mapping[str, Secret] | None = None) -> Source:
        """Return the source `name`, set up, with the secrets that are `given`; any ConfigError says what it lacks."""
        if name not in self.sources:
            raise SourceNotSet(name) if name in sources.names() else self._unknown(name)
        kind = self._kind(name)
        table = {key: value for key, value in self.sources[name].items() if key != "use"}
        told = placed(kind, values(kind, table, _where(name)), self.folder)
        return kind(**told, **secrets.of(kind, name, given or {}))

    def described(self, name: str) -> Described:
        """Return what there is to say about a source, whether it is set up or not."""
        if name not in (*self.sources, *sources.names()):
            raise self._unknown(name)
        kind = self._kind(name)
        settings = tuple(each._replace(given=self._given(name, each)) for each in settings_of(kind, _where(name)))
        told = Described(name, kind.title, kind.about, kind.unproven, settings, name in self.sources, kind.unofficial)
        return told._replace(posts=issubclass(kind, sources.Outlet))

    def all_described(self, name: str = "") -> tuple[Described, ...]:
        """Return every source there is, ours and those of others, or only the one that is named."""
        return (self.described(name),) if name else tuple(map(self._listed, sorted({*sources.names(), *self.sources})))

    def _listed(self, name: str) -> Described:
        """One that cannot be loaded is listed all the same; setting it up says why."""
        try:
            return self.described(name)
        except ConfigError:
            return Described(name, name, "", unproven=False, settings=(), given=True)

    def _given(self, name: str, setting: Setting) -> bool:
        if setting.secret:
            return bool(secrets.one(setting.variable, f"{name}.{setting.name}"))
        return setting.name in self.sources.get(name, {})

    def _kind(self, name: str) -> type[Source]:
        module = str(self.sources.get(name, {}).get("use", name))
        try:
            kind = sources.load(module)
        except (ImportError, LookupError, StopIteration) as error:
            if module == name:
                raise
            raise SourceNotLoaded(name, module, str(error) or _("no Source in it")) from None
        if kind.name != name:
            raise SourceMisnamed(name, kind.name)
        return kind

    def _unknown(self, name: str) -> UnknownSource:
        known = {*sources.names(), *self.sources}
        return UnknownSource(name, known, nearest(name, known))


def placed(kind: type, told: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return settings whose files (`metadata` `file`) begin in the site's folder, unless they say where."""
    for each in fields(kind):
        if each.metadata.get("file") and each.name in told:
            said = told[each.name]
            begun = [str(folder / Path(one).expanduser()) for one in ([said] if isinstance(said, str) else said) if one]
            told[each.name] = "".join(begun) if isinstance(said, str) else tuple(begun)
    return told


def find(start: Path) -> Path:
    """Return the folder of the site that `start` lies in; raises NoSite."""
    here = start.resolve()
    upward = (here, *here.parents) if here.is_dir() else ()
    for folder in upward:
        if any(os.path.lexists(folder / mark) for mark in MARKS):
            return folder
    raise NoSite(start)


def read(start: Path) -> Settings:
    """Return the settings of the site that `start` lies in; raises NoSite, BadSettings and what fits each line."""
    folder = find(start)
    path = folder / FILE
    table = _parsed(path, _text(path)) if os.path.lexists(path) else {}
    return _settings(folder, table)


def _text(path: Path) -> str:
    if path.is_dir():
        raise BadSettings(path, _("it is a folder"))
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadSettings(path, error.strerror or str(error)) from None
    try:
        return raw.decode("utf-8-sig")  # Notepad begins its files with a mark
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadSettings(path, _("line {line} is not UTF-8 text").format(line=line)) from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(path, str(error)) from None  # it ends with the line and column


def _settings(folder: Path, table: Mapping[str, Any]) -> Settings:
    known = (*SECTIONS, "sources", "publish")
    for name in table:
        if name not in known:
            raise UnknownSetting(FILE, name, known, nearest(name, known))
    site, me, network, privacy = (
        values(kind, _table(table, name, FILE), f"[{name}]") for name, kind in SECTIONS.items()
    )
    return Settings(
        folder,
        SiteSettings(**site),
        Owner(**me, site=site.get("url", "")),
        NetworkSettings(**network),
        PrivacySettings(**privacy),
        _sources(_table(table, "sources", FILE)),
        _sections(_table(table, "publish", FILE), "[publish]"),
    )


def _table(table: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise WrongSetting(where, name, _("a section"), shown(found))
    return found


def _sections(table: Mapping[str, Any], where: str) -> dict[str, dict[str, object]]:
    return {name: _table(table, name, where) for name in table}


def _where(source: str) -> str:
    return f"[sources.{source}]"


def _sources(table: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """The sections of sources; a source's own settings are checked when it is set up."""
    return {name: _source(found, name) for name, found in _sections(table, "[sources]").items()}


def _source(table: dict[str, object], name: str) -> dict[str, object]:
    if "use" not in table and name not in sources.names():
        raise UnknownSource(name, sources.names(), nearest(name, sources.names()))
    use = table.get("use", "not.used")
    if not isinstance(use, str) or "." not in use:
        raise WrongSetting(_where(name), "use", _("a module outside Enishi, such as “my.place”"), shown(use))
    return table
