"""`<lang>/search/opensearch.xml`: how a browser asks the search page from its address bar (OpenSearch 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
LONGEST_NAME, LONGEST_DESCRIPTION = 16, 1024
"""As OpenSearch has it."""


def description(lang: str, settings: Mapping[str, Any]) -> str:
    """Return the file of one language."""
    site = settings["PRODUCTION_SITEURL"]
    root = Element("OpenSearchDescription", {"xmlns": NAMESPACE})
    SubElement(root, "ShortName").text = settings["SITENAMES"][lang][:LONGEST_NAME]
    SubElement(root, "Description").text = settings["TAGLINES"][lang][:LONGEST_DESCRIPTION]
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "Language").text = lang
    SubElement(root, "Image", {"type": "image/svg+xml"}).text = f"{site}/theme/icon.svg"
    SubElement(root, "Url", {"type": "text/html", "template": f"{site}/{lang}/search/?q={{searchTerms}}"})
    indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _write(generator: Any, writer: Any) -> None:
    for lang in generator.settings["LANGUAGES"]:
        write_text(writer.output_path, f"{lang}/search/opensearch.xml", description(lang, generator.settings))


def register() -> None:
    """Write the files once the posts are written."""
    signals.article_writer_finalized.connect(_write)
