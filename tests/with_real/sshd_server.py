"""A real sshd on loopback with keys made for one test, and an ssh that knows nobody else."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.with_real import installed

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/key.pub
AuthenticationMethods publickey
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PrintMotd no
Banner {folder}/banner
"""
CLIENT = """
UserKnownHostsFile {folder}/known_hosts
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
IdentityFile {folder}/key
IdentitiesOnly yes
IdentityAgent none
PreferredAuthentications publickey,password,keyboard-interactive
"""
PRIVILEGES = Path("/run/sshd")
"""Where sshd shuts itself in when root runs it; a service would make it."""
PATIENCE = 20.0


@dataclass
class SshServer:
    """A server, while it runs."""

    folder: Path
    port: int
    programs: Path
    """A folder to begin PATH with: its `ssh` has settings of its own."""
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        """Whom to log in as, and where."""
        return f"{getpass.getuser()}@127.0.0.1"

    def forget_host(self) -> None:
        """Let ssh not know the server."""
        (self.folder / "known_hosts").write_text("")

    def stop(self) -> None:
        """End it and every session, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def sshd(folder: Path) -> Iterator[SshServer]:
    """Run a server until the block is left; its keys are `key` and `other key's`, of which it knows the first."""
    program = installed("sshd", "sshd", of_system=True)
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    _write(folder, port)
    if os.geteuid() == 0:
        PRIVILEGES.mkdir(mode=0o755, exist_ok=True)
    with (folder / "log").open("wb") as log:
        command = [str(program), "-D", "-e", "-f", str(folder / "sshd_config")]
        process = subprocess.Popen(command, stderr=log, start_new_session=True)
    server = SshServer(folder, port, folder / "programs", process)
    try:
        _wait_for(server)
        yield server
    finally:
        server.stop()


def _write(folder: Path, port: int) -> None:
    for name in ("host", "key", "other key's"):
        command = [shutil.which("ssh-keygen") or "", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    (folder / "sshd_config").write_text(SERVER.format(folder=folder, port=port))
    (folder / "ssh_config").write_text(CLIENT.format(folder=folder))
    (folder / "banner").write_text("Welcome to web.example.\n")
    key = (folder / "host.pub").read_text().split()[:2]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(key)}\n")
    ssh = folder / "programs" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F "{folder}/ssh_config" "$@"\n')
    ssh.chmod(0o755)


def _wait_for(server: SshServer) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1) as line:
            if line.recv(4) == b"SSH-":
                return
        told = (server.folder / "log").read_text()
        assert server.process.poll() is None, told
        assert time.monotonic() < end, told
        time.sleep(0.05)
