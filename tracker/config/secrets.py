"""Secrets: from the environment, else the keyring; never from a file, never into one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tracker.errors import MissingSecret, NoKeyring
from tracker.messages import _
from tracker.model import Secret
from tracker.rules.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.sources import Source

KEYRING = "enishi"


def of(kind: type[Source], name: str, given: Mapping[str, Secret]) -> dict[str, Secret]:
    """Return the secrets there are for a source, those `given` first; raises MissingSecret for one it needs."""
    where = f"[sources.{name}]"
    wanted = [each for each in settings_of(kind, where) if each.secret]
    found = {each.name: given.get(each.name) or one(each.variable, f"{name}.{each.name}") for each in wanted}
    for each in wanted:
        if each.required and not found[each.name]:
            raise MissingSecret(where, each.variable)
    return {key: value for key, value in found.items() if value}


def one(variable: str, user: str) -> Secret:
    """Return a secret from the environment, else the keyring; empty when neither has it."""
    return Secret(os.environ.get(variable, "").strip() or _kept(user))


def _kept(user: str) -> str:
    """Ask the keyring; one that is not installed, has no backend or is locked has nothing."""
    try:
        from keyring import get_password  # noqa: PLC0415 - optional, and slow to load
        from keyring.errors import KeyringError  # noqa: PLC0415 - the same
    except ImportError:
        return ""
    try:
        return get_password(KEYRING, user) or ""
    except (KeyringError, OSError):
        return ""


def keep(user: str, secret: Secret) -> None:
    """Put a secret into the keyring under `source.field`; raises NoKeyring when there is none that works."""
    try:
        from keyring import set_password  # noqa: PLC0415 - optional, and slow to load
        from keyring.errors import KeyringError  # noqa: PLC0415 - the same
    except ImportError:
        raise NoKeyring(_("it is not installed")) from None
    try:
        set_password(KEYRING, user, secret.reveal())
    except (KeyringError, OSError) as error:
        raise NoKeyring(type(error).__name__) from None


def drop(user: str) -> bool:
    """Take a secret out of the keyring; tell whether it was there."""
    if not _kept(user):
        return False
    from keyring import delete_password  # noqa: PLC0415 - optional, and slow to load

    delete_password(KEYRING, user)
    return True
