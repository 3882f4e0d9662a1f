"""The settings of the site; `publishconf.py` changes what differs in production.

Build with `pelican content -s pelicanconf.py --fatal errors`. Our own checks fail a build whatever
the options; what else Pelican complains of counts only while it is not silenced with `-q`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import StrictUndefined
from markdown.extensions.toc import slugify_unicode

_here = Path(__file__).parent
sys.path.append(str(_here / "plugins"))

from strict_build import StrictPelican  # noqa: E402 - it lives in the folder just named

# --- whose site it is -----------------------------------------------------------------------------

PRODUCTION_SITEURL = "https://mio.example"
SITEURL = ""
DEFAULT_LANG = "ja"
LANGUAGES = ("ja", "en")
TIMEZONE = "Asia/Tokyo"

SITENAME = "余白の記録"
SITENAMES = {"ja": "余白の記録", "en": "Margin Notes"}
TAGLINES = {
    "ja": "小さなチームの道具をつくりながら、余白に書きとめたこと。月に一度。",
    "en": "What ended up in the margins while making tools for small teams. Once a month.",
}
AUTHOR = "Mio Morikawa"
AUTHORS = {"ja": "森川 澪", "en": "Mio Morikawa"}
AUTHOR_NOTES = {
    "ja": "ソフトウェアエンジニア。札幌で、小さなチームのための道具をつくっています。",
    "en": "Software engineer in Sapporo, making tools for small teams.",
}
PROFILES = (
    ("Mastodon", "https://social.example/@mio"),
    ("Code", "https://code.example/mio"),
)
WEBMENTION_ENDPOINT = "https://webmention.io/mio.example/webmention"
REPLY_MAIL = "mio@mio.example"  # shown below each post; "" for none
FEDIVERSE_CREATOR = "@mio@social.example"  # whom Mastodon names below a link to a post; "" for nobody

# --- where things are -----------------------------------------------------------------------------

PATH = "content"
ARTICLE_PATHS = [""]
ARTICLE_EXCLUDES = ["pages", "images", "_responses"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IMAGE_SIZES = "(min-width: 41.75rem) 38.25rem, calc(100vw - 3.5rem)"  # how wide the theme shows a picture
RESPONSES_PATH = "_responses"
OUTPUT_PATH = "output"
CACHE_PATH = str(_here / ".cache")  # what was made before: safe to remove, and to restore elsewhere
THEME = str(_here / "theme")

ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = PAGE_URL + "index.html"
DRAFT_URL = DRAFT_LANG_URL = "drafts/{lang}/{slug}/"
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_URL + "index.html"
DRAFT_PAGE_URL = DRAFT_PAGE_LANG_URL = "drafts/pages/{lang}/{slug}/"
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = DRAFT_PAGE_URL + "index.html"
RELATIVE_URLS = True

# Lists in each language are ours (plugins/language_pages.py): Pelican's leave translations out.
DIRECT_TEMPLATES: list[str] = []
TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
HOME_LENGTH = 12

# So are the feeds (plugins/feed_places.py): Pelican's all have the same id.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
LANGUAGE_FEED = "feeds/{lang}.atom.xml"
LANGUAGE_JSON_FEED = "feeds/{lang}.json"
LANGUAGE_TAG_FEED = "feeds/{lang}/{slug}.atom.xml"
LANGUAGE_TAG_JSON_FEED = "feeds/{lang}/{slug}.json"
FEED_MAX_ITEMS = 24
WEBSUB_HUB = ""  # the address of a hub that tells readers of new posts at once; "" for none

# --- how a text is read ---------------------------------------------------------------------------

FORMATTED_FIELDS: list[str] = []  # a summary is plain text
DEFAULT_METADATA = {"category": "post"}  # never shown; Pelican cannot write a draft without one
USE_FOLDER_AS_CATEGORY = False
SLUGIFY_USE_UNICODE = True  # otherwise a Japanese title is spelled in Chinese
SLUGIFY_SOURCE = "basename"
WITH_FUTURE_DATES = False
TYPOGRIFY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.abbr": {},
        "markdown.extensions.attr_list": {},
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.def_list": {},
        "markdown.extensions.fenced_code": {},
        "markdown.extensions.footnotes": {"BACKLINK_TITLE": "back to {}"},
        "markdown.extensions.md_in_html": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html5",
}
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "extensions": [],
    "keep_trailing_newline": True,
    "lstrip_blocks": True,
    "trim_blocks": True,
    "undefined": StrictUndefined,
}

# --- the plugins, and what fails without them -----------------------------------------------------

PLUGIN_PATHS = ["plugins"]
PLUGINS = [
    "quick_contents",
    "quick_reader",
    "quick_writer",
    "strict_build",
    "front_matter",
    "joined_lines",
    "furigana",
    "private_comments",
    "interface_words",
    "code_language",
    "reading_aids",
    "summaries",
    "responses",
    "archive_years",
    "language_pages",
    "article_feed",
    "atom_feeds",
    "site_map",
    "reading_time",
    "text_sections",
    "side_notes",
    "answered_pages",
    "parts_of_series",
    "related_posts",
    "search_files",
    "open_search",
    "thanks",
    "security_headers",
    "post_images",
    "covers",
    "json_feeds",
    "gone_posts",
    "gone_links",
    "moved_posts",
    "page_metadata",
    "linked_data",
    "blogroll",
    "output_files",
    "build_report",
]
PELICAN_CLASS = StrictPelican
