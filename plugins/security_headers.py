"""What a page may load: `content_policy`, said in each published page and in `_headers`.

Everything comes from the site itself, and nothing that stands in a page is run or styled by it. Only the
form for webmentions may be sent elsewhere. `_headers` is read by hosts such as Netlify and Cloudflare
Pages; it also says what a page cannot say of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "_headers"


def content_policy(settings: Mapping[str, Any]) -> str:
    """Return the policy as a page may say it: `frame-ancestors` counts in a header only."""
    endpoint = urlsplit(settings.get("WEBMENTION_ENDPOINT") or "")
    sent = f" {endpoint.scheme}://{endpoint.netloc}" if endpoint.netloc else ""
    return f"default-src 'self'; base-uri 'self'; form-action 'self'{sent}; object-src 'none'"


def headers(settings: Mapping[str, Any]) -> str:
    """Return the file."""
    lines = [
        "/*",
        f"  Content-Security-Policy: {content_policy(settings)}; frame-ancestors 'none'",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "  X-Content-Type-Options: nosniff",
    ]
    if endpoint := settings.get("WEBMENTION_ENDPOINT"):
        lines.append(f'  Link: <{endpoint}>; rel="webmention"')
    return "\n".join(lines) + "\n"


def _offer(generator: Any) -> None:
    generator.env.globals["content_policy"] = content_policy(generator.settings)


def _write(generator: Any, writer: Any) -> None:
    write_text(writer.output_path, NAME, headers(generator.settings))


def register() -> None:
    """Give the policy to every template; write the file once the posts are written."""
    signals.generator_init.connect(_offer)
    signals.article_writer_finalized.connect(_write)
