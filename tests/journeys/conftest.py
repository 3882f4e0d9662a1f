from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.press import press
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.press import Press


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Press]:
    """A blog that can be published."""
    with Ledger.open(tmp_path / "ledger.db") as ledger, press(ledger, tmp_path) as made:
        yield made
