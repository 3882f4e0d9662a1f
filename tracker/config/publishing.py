"""Where the site is put, as enishi.toml says: exactly one section `[publish.<target>]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import targets
from tracker.config import placed
from tracker.errors import MissingSetting, NoTarget, SeveralTargets, UnknownTarget
from tracker.rules.settings import nearest, settings_of, values

if TYPE_CHECKING:
    from tracker.config import Settings
    from tracker.targets import Target


def target(settings: Settings) -> Target:
    """Return the target that is set up; raises NoTarget, SeveralTargets, UnknownTarget and what fits each line."""
    known = targets.names()
    for name in settings.publish:
        if name not in known:
            raise UnknownTarget(name, known, nearest(name, known))
    if not settings.publish:
        raise NoTarget({name: targets.load(name).example for name in known})
    if len(settings.publish) > 1:
        raise SeveralTargets(settings.publish)
    [(name, table)] = settings.publish.items()
    kind = targets.load(name)
    where = f"[publish.{name}]"
    told = placed(kind, values(kind, table, where), settings.folder)
    for setting in settings_of(kind, where):
        if setting.required and not told[setting.name]:
            raise MissingSetting(where, setting.name, setting.example)
    return kind(settings.folder, **told)
