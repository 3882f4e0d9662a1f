"""The plugins can be imported, as pelicanconf.py has it: rules are compared with what Markdown does with them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "plugins"))
