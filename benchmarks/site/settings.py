"""Settings of the plain blog that is built; with a folder `plugins` beside them they are built by ours."""

from __future__ import annotations

import sys
from pathlib import Path

from markdown.extensions.toc import slugify_unicode

_here = Path(__file__).parent
_quick = (_here / "plugins").is_dir()
if _quick:
    sys.path.append(str(_here / "plugins"))

SITENAME = "Bench"
SITEURL = "https://bench.example"
PATH = "content"
THEME = str(_here / "theme")
CACHE_PATH = str(_here / ".cache")
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME_STATIC_PATHS: list[str] = []
ARTICLE_PATHS = ["posts"]
PAGE_PATHS: list[str] = []
STATIC_PATHS = ["images"]
ARTICLE_URL = ARTICLE_LANG_URL = "{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{slug}/index.html"
ARTICLE_TRANSLATION_ID = None
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index"]
PAGINATED_TEMPLATES = {"index": 10, "tag": 10}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.fenced_code": {},
        "markdown.extensions.footnotes": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html5",
}
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["quick_contents", "quick_reader", "quick_writer", "output_files"] if _quick else []
