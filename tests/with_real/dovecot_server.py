"""A real Dovecot on loopback: its own configuration and mail in a scratch folder, run by an ordinary user."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.with_real import installed
from tracker.rules.imap import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "mio@mio.example", "合言葉 secret"
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
first_valid_uid = 1
ssl = {tls}
{certificate}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""
PATIENCE = 20.0
"""Seconds that a server may take to start."""


@dataclass
class DovecotServer:
    """A server, while it runs."""

    folder: Path
    port: int
    tls_port: int
    process: subprocess.Popen[bytes]
    delivered: int = 0

    @property
    def address(self) -> str:
        """Where INBOX is, unencrypted."""
        return f"imap://mio%40mio.example@127.0.0.1:{self.port}"

    def maildir(self, name: str = "") -> Path:
        """Return where a folder lies; the first is INBOX."""
        return self.folder / "mail" / (f".{spelled(name)[1:-1].replace('/', '.')}" if name else "")

    def deliver(self, data: bytes, name: str = "") -> None:
        """Lay a mail into a folder, as a server that takes mail does."""
        self.delivered += 1
        folder = self.maildir(name)
        for each in ("cur", "new", "tmp"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        (folder / "new" / f"17937{self.delivered:05}.M1P1.mio").write_bytes(data.replace(b"\r\n", b"\n"))
        _give_away(self.folder / "mail")

    def files(self) -> dict[str, tuple[int, int]]:
        """Return every mail's name with its flags, its size and when it was written."""
        found = [path for path in (self.folder / "mail").rglob("*") if path.parent.name in ("cur", "new", "tmp")]
        return {str(path.relative_to(self.folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}

    def flags(self, name: str = "INBOX") -> list[bytes]:
        """Return the numbers and flags of all mails, as another program sees them."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as line:
            line.authenticate("PLAIN", lambda _asked: f"\0{USER}\0{PASSWORD}".encode())
            line.select(spelled(name), readonly=True)
            _typ, told = line.uid("FETCH", "1:*", "(FLAGS)")
        return [each for each in told if isinstance(each, bytes)]

    def count_anew(self, name: str = "") -> None:
        """Give a folder another validity, as a server does that lost count."""
        self.stop()
        listed = self.maildir(name) / "dovecot-uidlist"
        told = listed.read_text()
        listed.write_text(re.sub(r" V(\d+)", lambda found: f" V{int(found[1]) + 1}", told, count=1))
        for index in self.maildir(name).glob("dovecot.index*"):
            index.unlink()

    def given(self, sessions: int) -> list[tuple[int, int]]:
        """Wait until so many sessions have ended; return how many headers and how many whole mails each was given."""
        end = time.monotonic() + PATIENCE
        while True:
            told = re.findall(r"hdr_count=(\d+) hdr_bytes=\d+ body_count=(\d+)", (self.folder / "log").read_text())
            if len(told) >= sessions or time.monotonic() > end:
                return [(int(heads), int(bodies)) for heads, bodies in told]
            time.sleep(0.02)

    def stop(self) -> None:
        """End it and everybody it serves, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while not _refuses(self.port):  # its helpers die a moment later
            time.sleep(0.01)

    def start(self) -> None:
        """Begin again, with the same mail."""
        shutil.rmtree(self.folder / "run")
        (self.folder / "run").mkdir()
        _give_away(self.folder / "run")
        self.process = _started(self.folder)
        _wait_for(self)


@contextmanager
def dovecot(certificate: Path | None = None) -> Iterator[DovecotServer]:
    """Run a server until the block is left; with a certificate, and its key in the same file, it also speaks TLS."""
    installed("dovecot", "dovecot", of_system=True)
    folder = Path(tempfile.mkdtemp(prefix="enishi-dovecot-"))  # the path of a socket must be short
    try:
        port, tls_port = _free_port(), _free_port() if certificate else 0
        _configure(folder, port, tls_port, certificate)
        server = DovecotServer(folder, port, tls_port, _started(folder))
        try:
            _wait_for(server)
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(folder: Path, port: int, tls_port: int, certificate: Path | None) -> None:
    """Write all that a server needs to know."""
    keys = f"ssl_cert = <{folder}/tls.pem\nssl_key = <{folder}/tls.pem" if certificate else ""
    user = _user()
    told = SETTINGS.format(
        folder=folder,
        user=user.pw_name,
        group=grp.getgrgid(user.pw_gid).gr_name,
        uid=user.pw_uid,
        gid=user.pw_gid,
        port=port,
        tls_port=tls_port,
        tls="yes" if certificate else "no",
        certificate=keys,
    )
    (folder / "dovecot.conf").write_text(told)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    if certificate:
        (folder / "tls.pem").write_bytes(certificate.read_bytes())
    for each in ("run", "mail/cur", "mail/new", "mail/tmp"):
        (folder / each).mkdir(parents=True)
    folder.chmod(0o755)
    _give_away(folder)


def _user() -> pwd.struct_passwd:
    """Who runs the server: whoever runs the tests, but never root, whom it does not serve."""
    return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")


def _give_away(folder: Path) -> None:
    """Let the server have what we laid there."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _user().pw_uid, _user().pw_gid)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    program = installed("dovecot", "dovecot", of_system=True)
    user = _user()
    who: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.Popen(
        [program, "-F", "-c", folder / "dovecot.conf"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **({} if os.geteuid() else who),
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _greets(port: int) -> bool:
    """Whether somebody answers there."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            line.settimeout(5)
            return line.recv(4) == b"* OK"
    except OSError:
        return False


def _refuses(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) != 0


def _wait_for(server: DovecotServer) -> None:
    end = time.monotonic() + PATIENCE
    while not _greets(server.port):
        log = server.folder / "log"
        told = log.read_text() if log.exists() else ""
        assert server.process.poll() is None, told
        assert time.monotonic() < end, told
        time.sleep(0.05)
