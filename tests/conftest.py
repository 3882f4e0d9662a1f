from __future__ import annotations

import locale
import os

import pytest
from hypothesis import settings

from tracker import messages

# The same cases in every run, however busy the machine: what passed here passes there.
# `ENISHI_EXPLORE=1` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("explore" if os.environ.get("ENISHI_EXPLORE") else "steady")


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test begin in English, whatever the machine speaks."""
    monkeypatch.setenv("ENISHI_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")  # a command sets it for the C library; the next test shall not inherit it
    locale.textdomain(locale.textdomain(None))  # which remembers what it said in the last language until told so
    messages.listen()
