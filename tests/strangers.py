"""Other people's sites: every name that ends in `.example` is the server that plays, without encryption.

What lies below `inside.example` has a private address.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.http.line import Line

if TYPE_CHECKING:
    import socket

    from tests.servers import Server
    from tracker.http import Http


HTTPS = 443


def lead(http: Http, server: Server) -> None:
    """Let `http` find all invented names at `server`, and wait for none of them."""
    line = http._line if isinstance(http._line, Town) else Town(http._settings.allow)
    line.port = server.port
    http._line, http._settings = line, replace(http._settings, pace=AtOnce())


class Town(Line):
    """Sockets that are led to one server."""

    port = 0

    def connect(self, host: str, port: int, seconds: float) -> socket.socket:
        if host.endswith("inside.example"):
            return super().connect("10.0.0.1", port, seconds)
        if port == HTTPS:
            raise ConnectionRefusedError(111, "Connection refused")
        if host.endswith(".example"):
            return super().connect("127.0.0.1", self.port, seconds)
        return super().connect(host, port, seconds)


class AtOnce(dict[str, float]):
    """No pause between two requests, whatever the host."""

    def get(self, key: str, default: object = None) -> float:  # noqa: ARG002 - the same for all
        return 0.0
