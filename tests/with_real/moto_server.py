"""A real store that speaks as S3 does, on loopback."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.with_real import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0
"""Seconds that it may take to start."""


@contextmanager
def moto(folder: Path) -> Iterator[str]:
    """Run it until the block is left; yields its address."""
    program = installed("moto", "moto_server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    log = folder / "moto.log"
    with log.open("wb") as said:
        command = [str(program), "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder)
    try:
        _wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
