"""Mail addresses behind a hash: what a comment form was told, and what Gravatar makes of it.

Gravatar's picture of somebody lies at a hash of their address, trimmed and in lower case: SHA-256
today, MD5 before. One hash says that two people typed the same address; nobody can read it back.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import md5, sha256

from tracker.model import Claim

GRAVATAR = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*gravatar\.com/avatar/([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])", re.ASCII
)
SHA256 = 64
"""Hex digits."""
NOBODY = ("", "unknown@gravatar.com")
"""What WordPress hashes when no address was given."""
HASHED_NOBODY = frozenset(hashed(address.encode()).hexdigest() for address in NOBODY for hashed in (sha256, md5))


def of_mail(address: str) -> tuple[Claim, ...]:
    """Return the claim to an address that somebody typed in; nothing when it is none."""
    typed = unicodedata.normalize("NFC", address.strip().lower())
    if "@" not in typed.strip("@"):
        return ()
    return (Claim("email_sha256", sha256(typed.encode("utf-8", "replace")).hexdigest(), "declared"),)


def of_picture(url: str) -> tuple[Claim, ...]:
    """Return the claim behind the address of a Gravatar; by SHA-256 it is that to a mail address."""
    found = GRAVATAR.match(url.strip())
    if not found or found[1] in HASHED_NOBODY:
        return ()
    mail = (Claim("email_sha256", found[1], "declared"),) if len(found[1]) == SHA256 else ()
    return (Claim("gravatar", found[1], "declared"), *mail)
