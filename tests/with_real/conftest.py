from __future__ import annotations

import sys

from tests.site.site import ROOT

sys.path.append(str(ROOT / "plugins"))  # as pelicanconf.py does: plugins are modules of their own
