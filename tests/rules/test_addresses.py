from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.addresses import NOT_PUBLIC, is_loopback, meant, place, refused, refused_url

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = ip_network("127.0.0.1/32")
PRIVATE_V4 = [network for network in NOT_PUBLIC if network.version == 4]
private = st.sampled_from(PRIVATE_V4).flatmap(lambda network: st.ip_addresses(v=4, network=str(network)))
public = st.ip_addresses(v=4).filter(lambda address: not any(address in network for network in PRIVATE_V4))

TEREDO_SERVER = int(IPv4Address("9.9.9.9")) << 64
WRAPPINGS: dict[str, Callable[[int], int]] = {
    "mapped": lambda inner: 0xFFFF << 32 | inner,
    "compatible": lambda inner: inner,
    "NAT64": lambda inner: int(IPv6Address("64:ff9b::")) | inner,
    "NAT64 of one's own": lambda inner: int(IPv6Address("64:ff9b:1::")) | inner,
    "6to4": lambda inner: 0x2002 << 112 | inner << 80 | 1,
    "Teredo client": lambda inner: 0x2001 << 112 | TEREDO_SERVER | ~inner & 0xFFFF_FFFF,
}
LOCAL_NAT64 = int(IPv6Address("64:ff9b:1::"))
ELSEWHERE: dict[str, Callable[[int], int]] = {
    "Teredo server": lambda inner: 0x2001 << 112 | inner << 64 | ~int(IPv4Address("9.9.9.9")) & 0xFFFF_FFFF,
    "RFC 6052 /48": lambda inner: LOCAL_NAT64 | (inner >> 16) << 64 | (inner & 0xFFFF) << 40,
    "RFC 6052 /56": lambda inner: LOCAL_NAT64 | (inner >> 24) << 64 | (inner & 0xFF_FFFF) << 32 | 1 << 72,
    "RFC 6052 /64": lambda inner: LOCAL_NAT64 | inner << 24 | 1 << 64,
}


@given(private)
def test_a_private_address_is_refused(address: IPv4Address) -> None:
    assert refused([str(address)]) == f"{address} is not a public address"


@given(private, st.sampled_from(sorted(WRAPPINGS | ELSEWHERE)))
def test_a_private_address_is_refused_in_any_wrapping(inner: IPv4Address, wrapping: str) -> None:
    assert refused([str(IPv6Address((WRAPPINGS | ELSEWHERE)[wrapping](int(inner))))])


@given(public)
def test_a_public_address_is_not_refused(address: IPv4Address) -> None:
    assert refused([str(address)]) == ""


@given(public, st.sampled_from(sorted(WRAPPINGS)))
def test_a_public_address_is_not_refused_for_its_wrapping(inner: IPv4Address, wrapping: str) -> None:
    outer = IPv6Address(WRAPPINGS[wrapping](int(inner)))
    assert inner in meant(outer)
    assert refused([str(outer)]) == ""


@given(st.ip_addresses(v=6), public, public)
def test_one_bad_address_among_good_ones_is_enough(chance: IPv6Address, first: IPv4Address, last: IPv4Address) -> None:
    said = refused([str(first), str(chance), str(last)])
    assert said == refused([str(chance)])


@given(st.ip_addresses(v=6).filter(lambda address: int(address) >> 125 != 1))
def test_ipv6_outside_global_unicast_means_itself_or_an_ipv4(address: IPv6Address) -> None:
    itself = meant(address) == (address,)
    assert not itself or refused([str(address)])


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "2001:2::1",
        "3fff::1",
        "5f00::1",
        "::ffff:0:8.8.8.8",
        "169.254.169.254",
        "255.255.255.255",
        "100.64.0.1",
    ],
)
def test_what_is_not_public_by_name(address: str) -> None:
    assert refused([address]) == f"{address} is not a public address"


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_what_is_public_by_name(address: str) -> None:
    assert refused([address]) == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1"])
def test_what_is_allowed_is_allowed_in_any_wrapping(address: str) -> None:
    assert refused([address])
    assert refused([address], [LOOPBACK]) == ""


def test_what_is_allowed_opens_nothing_else() -> None:
    assert refused(["127.0.0.2"], [LOOPBACK])
    assert refused(["127.0.0.1", "10.0.0.1"], [LOOPBACK]) == "10.0.0.1 is not a public address"


def test_a_network_of_ipv6_can_be_allowed() -> None:
    assert refused(["fd00::7"], [ip_network("fd00::/64")]) == ""
    assert refused(["fd00:0:0:1::7"], [ip_network("fd00::/64")])


@pytest.mark.parametrize("url", ["http://example.com", "https://example.com:8443/a?b#c", "HTTP://[2606:4700::1111]/"])
def test_an_address_of_the_web_may_be_looked_up(url: str) -> None:
    assert refused_url(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "example.com",
        "",
        "http://",
        "http:///x",
        "http://[::1",
        "http://example.com:99999/",
        "http://example.com:port/",
        "data:text/html,x",
    ],
)
def test_what_is_no_address_of_the_web(url: str) -> None:
    assert refused_url(url) == "it is no web address"


@pytest.mark.parametrize("url", ["https://mio:pass@example.com/", "https://mio@example.com/", "https://@example.com/"])
def test_an_address_with_credentials_is_refused(url: str) -> None:
    assert refused_url(url) == "it has a user name or password in it"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("example.com", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_is_known_by_its_spelling(host: str, loopback: bool) -> None:  # noqa: FBT001 - the expected value
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://example.com/private?token=s3cret", "example.com"),
        ("https://mio:pass@example.com:8443/", "example.com:8443"),
        ("file:///etc/passwd", "file:"),
        ("http://[::1", "an address"),
        ("nothing", "an address"),
    ],
)
def test_host_and_port_are_all_that_is_told(url: str, told: str) -> None:
    assert place(url) == told


def test_an_ipv4_address_means_itself() -> None:
    assert meant(ip_address("8.8.8.8")) == (IPv4Address("8.8.8.8"),)
