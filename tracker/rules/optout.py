"""Who asks programs to leave them alone, in the words of a profile (https://brid.gy/about#opt-out)."""

from __future__ import annotations

import re

ASKED = re.compile(r"[#＃]no(?:bots?|bridge|index)(?![a-z0-9_])", re.IGNORECASE | re.ASCII)


def opted_out(words: str) -> bool:
    """Whether a profile, as plain text, asks programs to leave its person alone."""
    return bool(ASKED.search(words))
