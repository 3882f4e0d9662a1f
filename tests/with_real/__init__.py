"""Against real servers on this machine: what a recording cannot answer, such as an edit or a deletion.

`python tests/with_real/install.py` installs them; without, these tests are skipped. With
ENISHI_REAL_SERVERS=1 they are expected, and one that is not there fails its tests.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.with_real.install import REAL, program, system_program

if TYPE_CHECKING:
    from pathlib import Path


def installed(server: str, name: str, *, of_system: bool = False) -> Path:
    """Return the program `name` of a server; where it is not installed, the test is skipped or fails."""
    found = system_program(name) if of_system else program(REAL / server, name)
    if found is None or not found.exists():
        absent = f"{server} is not installed: python tests/with_real/install.py {server}"
        if os.environ.get("ENISHI_REAL_SERVERS"):
            pytest.fail(absent)
        pytest.skip(absent)
    return found
