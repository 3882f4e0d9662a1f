from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.shapes import shape_of


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (b"", ""),
        (b"  \n", ""),
        (b'{"items": []}', "json"),
        (b"\xef\xbb\xbf [1]", "json"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<?xml-stylesheet href="a.xsl"?><rss version="2.0">', "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', "feed"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "rdf"),
        (b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/a.dtd"><rss>', "rss"),
        (b'<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss>', "rss"),
        (b"<urlset>", "urlset"),
        (b"<sitemapindex>", "sitemapindex"),
        (b"<!doctype html><title>x", "html"),
        (b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>', "html"),
        (b"<html lang=ja>", "html"),
        (b"<!-- never closed <rss>", ""),
        ("<rss>".encode("utf-16"), "rss"),
        (b"https://mio.example/a\n", ""),
    ],
)
def test_a_body_is_told_by_its_beginning(body: bytes, shape: str) -> None:
    assert shape_of(body) == shape


@given(st.binary())
def test_any_bytes_have_a_shape_or_none(body: bytes) -> None:
    assert shape_of(body) == shape_of(b"\xef\xbb\xbf" + body) or body.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef"))


@pytest.mark.parametrize("piece", [b" ", b"<?", b"<!--", b"<!DOCTYPE x[", b"<!DOCTYPE ", b"<!---->", b"<"])
def test_a_megabyte_of_nothing_is_told_in_no_time(piece: bytes) -> None:
    started = time.perf_counter()
    assert shape_of(piece * (1_000_000 // len(piece))) == ""
    assert time.perf_counter() - started < 2
