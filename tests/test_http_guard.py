from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.sessions import LOOPBACK, OURS, Kept, session
from tracker.errors import ForbiddenAddress, Refused, Unreachable
from tracker.http import Clock, Http
from tracker.model import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request

NOTHING_ALLOWED = replace(OURS, allow=())


def fine(_request: Request) -> Reply:
    return 200, {}, "{}"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "LOCALHOST", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "１２７.０.０.１",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it; some systems take it for this computer
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[fe80::1]", "10.0.0.1", "169.254.169.254", "[fd00:ec2::254]",
    ],
)  # fmt: skip
def test_nothing_private_is_reached_however_it_is_spelt(host: str) -> None:
    with serve(fine) as server, pytest.raises(ForbiddenAddress) as caught:
        session(NOTHING_ALLOWED).get(f"http://{host}:{server.port}/?token=s3cret")
    assert server.requests == []
    assert "s3cret" not in caught.value.message


def test_the_name_is_told_and_what_it_leads_to() -> None:
    with pytest.raises(ForbiddenAddress, match=r"localhost was not fetched: .* is not a public address\."):
        session(NOTHING_ALLOWED).get("http://localhost:9/")


def test_an_exception_opens_only_itself() -> None:
    with serve(fine) as server:
        assert session().get(server.url).status == 200
        with pytest.raises(ForbiddenAddress):
            session().get(f"http://127.0.0.2:{server.port}/")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "http://mio:pass@127.0.0.1/", "http://", "mio.example", "http://[::1"],
)
def test_only_plain_addresses_of_the_web_are_fetched(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        session().get(url)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "//192.168.1.1/",
        "http://[::ffff:10.0.0.1]/", "file:///etc/passwd", "ftp://example.com/", "http://mio:pass@127.0.0.1/", "http://[::1",
        "javascript:alert(1)", "http://a b/", "http://127.0.0.1:99999/",
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_the_first_address(location: str) -> None:
    with serve(lambda _: (302, {"Location": location}, "")) as server:
        with pytest.raises(ForbiddenAddress):
            session().get(server.url)
        assert len(server.requests) == 1


def test_redirects_are_followed_to_where_the_answer_is() -> None:
    there = {"/a": (301, "/b?x=1"), "/b": (308, "c"), "/c": (307, "/d#part")}

    def reply(request: Request) -> Reply:
        status, location = there.get(request.path, (200, ""))
        return status, {"Location": location} if location else {}, "{}"

    with serve(reply) as server:
        answer = session().get(server.url + "/a")
    assert (answer.url, answer.status) == (server.url + "/d", 200)
    assert server.targets == ["/a", "/b?x=1", "/c", "/d"]


def test_a_circle_of_redirects_ends() -> None:
    with serve(lambda _: (302, {"Location": "/again"}, "")) as server:
        with pytest.raises(Unreachable, match="it redirected more than 5 times"):
            session().get(server.url)
        assert len(server.requests) == 6


def test_credentials_stay_with_the_host_they_were_meant_for() -> None:
    both = replace(OURS, allow=(*LOOPBACK, ip_network("127.0.0.3/32")))
    with serve(fine, address="127.0.0.3") as other:
        there = {"/out": other.url + "/", "/in": "/here"}
        with serve(
            lambda asked: (302, {"Location": there[asked.path]}, "") if asked.path in there else fine(asked)
        ) as ours:
            for path in ("/out", "/in"):
                session(both).get(
                    ours.url + path, headers={"X-Api-Key": "k3y", "Accept": "a/b"}, bearer=Secret("s3cret")
                )
    left, stayed = other.requests[0].headers, ours.requests[-1].headers
    assert (left["Authorization"], left["X-Api-Key"], left["Accept"]) == (None, None, "a/b")
    assert left["Host"] == f"127.0.0.3:{other.port}"
    assert (stayed["Authorization"], stayed["X-Api-Key"]) == ("Bearer s3cret", "k3y")


def test_no_cookie_is_kept_or_sent() -> None:
    http = session()
    with serve(lambda _: (200, {"Set-Cookie": "id=1; Path=/"}, "{}")) as server:
        http.get(server.url)
        http.get(server.url)
    assert server.requests[-1].headers["Cookie"] is None


def test_nothing_of_the_surroundings_leads_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mio password s3cret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    with serve(fine) as server:
        session().get(server.url)
    assert server.requests[0].headers["Authorization"] is None


def test_what_a_redirect_says_beside_is_not_read() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    def reply(request: Request) -> Reply:
        return (302, {"Location": "/there"}, endless()) if request.path == "/" else fine(request)

    with serve(reply) as server:
        assert session().get(server.url + "/").status == 200


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` that nobody else has signed, with its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("the openssl command is not installed: no certificate to test TLS with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run([*made, *names], check=True, capture_output=True)
    path.write_text(path.read_text("ascii") + path.with_suffix(".crt").read_text("ascii"), "ascii")
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def trusting(certificate: Path) -> Http:
    http = session(replace(OURS, allow=(*LOOPBACK, ip_network("::1"))))
    http._session.verify = os.fspath(certificate)
    return http


def test_tls_asks_for_the_name_although_the_address_is_pinned(certificate: Path, context: ssl.SSLContext) -> None:
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serve(fine, tls=context) as server:
        assert trusting(certificate).get(f"https://localhost:{server.port}/").status == 200
    assert asked == ["localhost"]
    assert server.requests[0].headers["Host"] == f"localhost:{server.port}"


def test_a_certificate_for_another_name_is_not_accepted(certificate: Path, context: ssl.SSLContext) -> None:
    with serve(fine, tls=context) as server, pytest.raises(Unreachable, match="its certificate is not valid"):
        trusting(certificate).get(server.url)
    assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(context: ssl.SSLContext) -> None:
    with serve(fine, tls=context) as server, pytest.raises(Unreachable, match="its certificate is not valid"):
        session().get(f"https://localhost:{server.port}/")


def test_encrypted_does_not_lead_to_plain(certificate: Path, context: ssl.SSLContext) -> None:
    with serve(fine) as plain, serve(lambda _: (302, {"Location": plain.url}, ""), tls=context) as server:
        with pytest.raises(ForbiddenAddress, match="it was redirected to from https, but is not encrypted"):
            trusting(certificate).get(f"https://localhost:{server.port}/")
        assert plain.requests == []


def test_plain_does_not_pass_for_encrypted() -> None:
    with serve(fine) as server, pytest.raises(Unreachable, match="no encrypted connection came about"):
        session().get(server.url.replace("http:", "https:"))


def test_a_redirected_post_is_refused() -> None:
    with serve(lambda _: (307, {"Location": "/there"}, "")) as server, pytest.raises(Refused):
        Http(OURS, Kept(), clock=Clock()).post(server.url, json={})
    assert server.targets == ["/"]
