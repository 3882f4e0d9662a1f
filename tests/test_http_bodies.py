from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.servers import listen, serve
from tests.sessions import OURS, session
from tracker.errors import NotAsExpected, TooLarge, TooSlow, Unreachable

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tests.servers import Reply, Request

HURRIED = replace(OURS, total_seconds=0.4)
SMALL = replace(OURS, max_bytes=100_000)


def drip(byte: bytes = b" ") -> Iterator[bytes]:
    while True:
        time.sleep(0.05)
        yield byte


def test_a_place_that_drips_its_answer_is_left() -> None:
    began = time.monotonic()
    with serve(lambda _: (200, {}, drip())) as server:
        with pytest.raises(TooSlow, match=r"127\.0\.0\.1:\d+ had not finished its answer after 0 seconds"):
            session(HURRIED).get(server.url)
        assert len(server.requests) == 1
    assert time.monotonic() - began < 5


def test_a_place_that_drips_its_headers_is_left() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for byte in drip(b"x"):
            connection.sendall(byte)

    began = time.monotonic()
    with listen(talk) as url, pytest.raises(TooSlow):
        session(HURRIED).get(url)
    assert time.monotonic() - began < 5


def test_a_compressed_drip_is_left() -> None:
    head = gzip.compress(b"x" * 10_000, mtime=0)[:20]
    with serve(lambda _: (200, {"Content-Encoding": "gzip"}, iter([head, *drips()]))) as server, pytest.raises(TooSlow):
        session(HURRIED).get(server.url)


def drips() -> Iterator[bytes]:
    for _ in range(20):
        time.sleep(0.05)
        yield b""


def test_all_hops_share_one_budget() -> None:
    def reply(request: Request) -> Reply:
        time.sleep(0.15)
        return 302, {"Location": request.path + "x"}, ""

    with serve(reply) as server:
        with pytest.raises(TooSlow):
            session(HURRIED).get(server.url + "/")
        assert len(server.requests) <= 4


def test_a_place_that_says_nothing_is_unreachable() -> None:
    with listen(lambda _: time.sleep(0.3)) as url, pytest.raises(Unreachable, match="it took too long"):
        session(replace(OURS, read_seconds=0.1, retries=0)).get(url)


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 200 OK\r\n", b"\x00\xff" * 50])
def test_what_is_no_http_is_unreachable(said: bytes) -> None:
    with (
        listen(lambda connection: connection.sendall(said)) as url,
        pytest.raises((Unreachable, NotAsExpected)) as caught,
    ):
        session().get(url).json()
    assert "127.0.0.1" in caught.value.message


def test_ten_megabytes_of_nothing_are_nothing() -> None:
    with serve(lambda _: (200, {}, b" " * 10_000_000)) as server, pytest.raises(NotAsExpected, match="nothing came"):
        session().get(server.url).json()


def test_a_byte_more_is_too_large() -> None:
    with serve(lambda _: (200, {}, b" " * 10_000_001)) as server, pytest.raises(TooLarge, match="10,000,000 bytes"):
        session().get(server.url)
    assert len(server.requests) == 1


def test_an_endless_answer_is_too_large() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    with serve(lambda _: (200, {}, endless())) as server, pytest.raises(TooLarge):
        session(SMALL).get(server.url)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_counts_is_the_size_unpacked(coding: str) -> None:
    pack = gzip.compress if coding == "gzip" else zlib.compress
    packed = {size: pack(b"[" + b" " * (size - 2) + b"]") for size in (100_000, 100_001, 10_000_000)}
    with serve(lambda request: (200, {"Content-Encoding": coding}, packed[int(request.path[1:])])) as server:
        assert session(SMALL).get(server.url + "/100000").json() == []
        for size in (100_001, 10_000_000):
            with pytest.raises(TooLarge):
                session(SMALL).get(f"{server.url}/{size}")


def test_what_is_not_packed_as_it_says_is_not_as_expected() -> None:
    with serve(lambda _: (200, {"Content-Encoding": "gzip"}, "{}")) as server:
        with pytest.raises(NotAsExpected, match="bytes that cannot be unpacked"):
            session().get(server.url)
        assert len(server.requests) == 1


def cut(headers: dict[str, str], body: bytes) -> Reply:
    return 200, headers, iter([body])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Length": "100"}, b'{"text": "half'),
        ({"Transfer-Encoding": "chunked"}, b'e\r\n{"text": "half\r\n'),
        ({"Transfer-Encoding": "chunked"}, b"nonsense"),
        ({"Content-Length": "1000", "Content-Encoding": "gzip"}, gzip.compress(b"{}" * 1000, mtime=0)[:20]),
    ],
)
def test_an_answer_that_is_cut_is_asked_for_again(headers: dict[str, str], body: bytes) -> None:
    replies: list[Reply] = [(200, {}, "{}")]
    with serve(lambda _: replies.pop() if len(server.requests) == 3 else cut(headers, body)) as server:
        assert session().get(server.url).json() == {}
    assert len(server.requests) == 3


def test_an_answer_that_is_always_cut_is_unreachable() -> None:
    with serve(lambda _: cut({"Content-Length": "100"}, b"{")) as server:
        with pytest.raises(Unreachable, match="the connection broke off"):
            session().get(server.url)
        assert len(server.requests) == 3


def test_a_cut_that_nobody_announced_is_seen_in_the_json() -> None:
    with serve(lambda _: cut({}, b'{"items": [1, 2')) as server, pytest.raises(NotAsExpected, match="breaks off"):
        session().get(server.url).json()


def test_html_for_json_says_so_without_the_query() -> None:
    with serve(lambda _: (200, {"Content-Type": "text/html"}, "<!doctype html><p>Sign in")) as server:
        answer = session().get(server.url, {"token": "s3cret"})
    assert "s3cret" not in repr(answer)
    with pytest.raises(NotAsExpected, match=r"^127\.0\.0\.1:\d+ did not .* JSON was expected, an HTML page came\.$"):
        answer.json()


def test_a_chunked_answer_comes_whole() -> None:
    body = '{"text": "縁は異なもの"}'.encode()
    chunks = [f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:11], body[11:])]
    with serve(lambda _: (200, {"Transfer-Encoding": "chunked"}, iter([*chunks, b"0\r\n\r\n"]))) as server:
        assert session().get(server.url).json() == {"text": "縁は異なもの"}
