from __future__ import annotations

import pytest

from tracker import messages


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test begin in English, whatever the machine speaks."""
    monkeypatch.setenv("ENISHI_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")  # a command sets it for the C library; the next test shall not inherit it
    messages.listen()
