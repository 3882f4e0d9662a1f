"""The sections of enishi.toml that belong to no source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.messages import N_
from tracker.rules.owner import Owner
from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Mapping


def _is_network(text: str) -> bool:
    from ipaddress import ip_network  # noqa: PLC0415 - most files name no network

    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _fits_header(text: str) -> bool:
    return text.isascii() and text.isprintable()


@dataclass(frozen=True)
class SiteSettings:
    """`[site]`: what we have written, and where."""

    articles: str = field(
        default="output/articles.json",
        metadata={"help": N_("Your articles: a JSON Feed, an Atom or RSS feed or a sitemap, as a file or an address.")},
    )
    url: str = field(
        default="",
        metadata={
            "help": N_("The blog's own address; mentions from it are yours."),
            "example": '"https://mio.example"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    responses: str = field(
        default="content/_responses", metadata={"help": N_("Where approved responses are written for the site.")}
    )


def _is_none_or_more(number: float) -> bool:
    return number >= 0


@dataclass(frozen=True)
class NetworkSettings:
    """`[network]`: how we go out."""

    allow: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("Addresses or networks that may be reached although they are not public."),
            "example": '["127.0.0.1"]',
            "fits": _is_network,
            "wanted": N_("a list of IP addresses or networks"),
        },
    )
    contact: str = field(
        default="",
        metadata={
            "help": N_("How the places we read can reach you; sent with every request."),
            "fits": _fits_header,
            "wanted": N_("a mail or web address in plain letters"),
        },
    )
    budget: int = field(
        default=0,
        metadata={
            "help": N_("Requests that one run may make to one host; 0: as many as it takes."),
            "example": "300",
            "fits": _is_none_or_more,
            "wanted": N_("0 or a larger number"),
        },
    )
    max_wait: float = field(
        default=60.0,
        metadata={
            "help": N_("Seconds to wait for a place that asks for patience; one that asks for more is left for later."),
            "fits": _is_none_or_more,
            "wanted": N_("0 or a larger number"),
        },
    )


@dataclass(frozen=True)
class PrivacySettings:
    """`[privacy]`: what is kept, and for how long."""

    forget_after: int = field(
        default=90,
        metadata={
            "help": N_("Days after which the words of what its author deleted are forgotten; that it was there stays."),
            "fits": _is_none_or_more,
            "wanted": N_("0 or a larger number"),
        },
    )


SECTIONS: Mapping[str, type] = {
    "site": SiteSettings,
    "me": Owner,
    "network": NetworkSettings,
    "privacy": PrivacySettings,
}
"""By name, in the order the docs list them."""
