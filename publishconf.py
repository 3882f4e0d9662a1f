"""The settings of the published site: `pelicanconf.py` with real addresses and without drafts."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403 - Pelican's way to share settings
from pelicanconf import PRODUCTION_SITEURL

SITEURL = PRODUCTION_SITEURL
RELATIVE_URLS = False
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
