"""Plays the places of the town, each on a loopback address of its own, and counts what it is asked.

Run as a program: it prints where each place answers, then takes a line of JSON at a time: the time in
the town, and which places are in trouble. To each it prints what it was asked since the line before.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from benchmarks.town import story
from benchmarks.town.places import NAMES, Asked, Place, Reply, load

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from typing import TypeAlias

    Line: TypeAlias = tuple[StreamReader, StreamWriter]

SECONDS = 0.05
"""Every answer takes so long."""
WORTH_PACKING = 1000
DOWN, SILENT = "down", "silent"
"""What may be the trouble with a place: it answers 503, or never."""
UNAVAILABLE = Reply(b"", HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass
class Town:
    """What all places share."""

    now: datetime = story.NOW
    trouble: dict[str, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    busy: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds from a request read to its answer sent."""

    def turn(self, line: str) -> dict[str, dict[str, float]]:
        """Begin to count anew; return what was counted."""
        told = json.loads(line)
        counted: dict[str, dict[str, float]] = {"calls": {**self.calls}, "busy": {**self.busy}}
        self.now, self.trouble = datetime.fromisoformat(told["now"]), told["trouble"]
        self.calls.clear()
        self.busy.clear()
        return counted


@dataclass
class Packed:
    """An answer as it is sent, made once."""

    reply: Reply
    body: bytes
    headers: dict[str, str]


class Played:
    """One place, as it answers over HTTP."""

    def __init__(self, place: Place, town: Town) -> None:
        self.place, self._town = place, town
        self._made: dict[tuple[str, str, bytes], Packed] = {}

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer one request after the other until the client leaves."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                request, headers = _head(head)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                await self._answer((*request, body), headers, (reader, writer))
        writer.close()

    async def _answer(self, request: tuple[str, str, bytes], headers: dict[str, str], line: Line) -> None:
        reader, writer = line
        loop, name = asyncio.get_running_loop(), self.place.name
        began = loop.time()
        self._town.calls[name] += 1
        trouble = self._town.trouble.get(name)
        if trouble == SILENT:
            await reader.read()  # until the client gives up
            return
        packed = _packed(UNAVAILABLE) if trouble == DOWN else self._packed(request)
        await asyncio.sleep(began + SECONDS - loop.time())
        writer.write(_sent(packed, headers.get("if-none-match", ""), self._town.now))
        await writer.drain()
        self._town.busy[name] += loop.time() - began

    def _packed(self, request: tuple[str, str, bytes]) -> Packed:
        if request not in self._made:
            self._made[request] = _packed(self.place.answer(Asked(*request)))
        return self._made[request]


def _head(head: bytes) -> tuple[tuple[str, str], dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = first.split(" ")
    pairs = (line.partition(":") for line in lines if line)
    return (method, target), {name.lower(): value.strip() for name, _colon, value in pairs}


def _packed(reply: Reply) -> Packed:
    packs = len(reply.body) > WORTH_PACKING
    body = gzip.compress(reply.body, 1, mtime=0) if packs else reply.body
    tag = hashlib.blake2b(reply.body, digest_size=8).hexdigest()
    headers = {"Content-Type": reply.kind, "ETag": f'"{tag}"', **reply.headers}
    return Packed(reply, body, headers | ({"Content-Encoding": "gzip"} if packs else {}))


def _sent(packed: Packed, known: str, now: datetime) -> bytes:
    """Return the bytes of an answer; to whom has it already, that it is unchanged."""
    same = packed.reply.status == HTTPStatus.OK and known == packed.headers["ETag"]
    status, body = (HTTPStatus.NOT_MODIFIED, b"") if same else (HTTPStatus(packed.reply.status), packed.body)
    headers = packed.headers | {"Date": format_datetime(now, usegmt=True), "Content-Length": str(len(body))}
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def play() -> None:
    """Open the town, and keep it open until standard input ends."""
    town = Town()
    servers = {name: await _opened(name, number, town) for number, name in enumerate(NAMES)}
    _tell({name: place.server for name, place in servers.items()})
    while line := await asyncio.to_thread(sys.stdin.readline):
        _tell(town.turn(line))


async def _opened(name: str, number: int, town: Town) -> Place:
    """Let a place listen on the address after 127.0.0.1 that its number tells."""
    played = Played(load(name, ""), town)
    server = await asyncio.start_server(played.serve, f"127.0.0.{number + 2}", 0)
    address, port = server.sockets[0].getsockname()
    played.place.server = f"http://{address}:{port}"
    return played.place


def _tell(data: object) -> None:
    print(json.dumps(data), flush=True)


if __name__ == "__main__":
    asyncio.run(play())
