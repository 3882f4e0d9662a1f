"""Which addresses we may connect to: public ones, whatever they are wrapped in.

The ranges are IANA's special-purpose registries (RFC 6890 and its successors); Python's own
`is_global` is not used because its answers changed between versions.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from tracker.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

NOT_PUBLIC: tuple[Network, ...] = (
    IPv4Network("0.0.0.0/8"),  # "this network"
    IPv4Network("10.0.0.0/8"),  # private
    IPv4Network("100.64.0.0/10"),  # behind a carrier's translator
    IPv4Network("127.0.0.0/8"),  # loopback
    IPv4Network("169.254.0.0/16"),  # link-local, where clouds keep their secrets
    IPv4Network("172.16.0.0/12"),  # private
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.0.2.0/24"),  # documentation
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, withdrawn
    IPv4Network("192.168.0.0/16"),  # private
    IPv4Network("198.18.0.0/15"),  # benchmarks
    IPv4Network("198.51.100.0/24"),  # documentation
    IPv4Network("203.0.113.0/24"),  # documentation
    IPv4Network("224.0.0.0/4"),  # multicast
    IPv4Network("240.0.0.0/4"),  # reserved, broadcast
    IPv6Network("2001::/23"),  # protocol assignments
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("3fff::/20"),  # documentation
)
UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is public lies in here."""
IN_LAST_BITS = (
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped, RFC 4291
    IPv6Network("::/96"),  # IPv4-compatible, RFC 4291
    IPv6Network("64:ff9b::/96"),  # NAT64, RFC 6052
    IPv6Network("64:ff9b:1::/96"),  # NAT64 of one's own, RFC 8215, as it is commonly set up
)
NOT_WRAPPED = (IPv6Address("::"), IPv6Address("::1"))
"""They lie among the IPv4-compatible ones but mean this computer."""
TEREDO = IPv6Network("2001::/32")
"""RFC 4380: the server in the clear, the client with its bits inverted."""
SIX_TO_FOUR = IPv6Network("2002::/16")
"""RFC 3056."""


def refused(addresses: Iterable[str], allow: Iterable[Network] = ()) -> str:
    """Return why a host with these addresses is not to be connected to; empty when it may be.

    One bad address is enough: which of them would be used is chance.
    """
    allowed = tuple(allow)
    bad = next((each for each in addresses if not _may_be_reached(ip_address(each), allowed)), "")
    return _("{address} is not a public address").format(address=bad) if bad else ""


def refused_url(url: str) -> str:
    """Return why this is not to be fetched, before any name is looked up; empty when it may be."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("it is no web address")
    if parts.scheme not in ("http", "https") or not host:
        return _("it is no web address")
    return _("it has a user name or password in it") if "@" in parts.netloc else ""


def meant(address: Address) -> tuple[Address, ...]:
    """Return the addresses that packets to `address` end at: those wrapped in it, else itself."""
    if isinstance(address, IPv4Address) or address in NOT_WRAPPED:
        return (address,)
    number = int(address)
    if any(address in network for network in IN_LAST_BITS):
        return (_v4(number),)
    if address in SIX_TO_FOUR:
        return (_v4(number >> 80),)
    if address in TEREDO:
        return (_v4(number >> 64), _v4(~number))
    return (address,)


def _may_be_reached(address: Address, allow: tuple[Network, ...]) -> bool:
    return _within(address, allow) or all(_within(each, allow) or _is_public(each) for each in meant(address))


def _is_public(address: Address) -> bool:
    outside = isinstance(address, IPv6Address) and address not in UNICAST
    return not outside and not _within(address, NOT_PUBLIC)


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _v4(number: int) -> IPv4Address:
    return IPv4Address(number & 0xFFFF_FFFF)


def is_loopback(host: str) -> bool:
    """Whether a host, as an address spells it, is this computer; no name is looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def place(url: str) -> str:
    """Return what may be told of an address in a message: host and port, never more."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _("an address")
    return parts.netloc.rpartition("@")[2] or (f"{parts.scheme}:" if parts.scheme else _("an address"))
