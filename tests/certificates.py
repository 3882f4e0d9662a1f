"""Certificates that nobody else has signed."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def localhost_certificate(folder: Path) -> tuple[Path, Path]:
    """Return a file with a key and a certificate for `localhost`, and one with the certificate alone."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("the openssl command is not installed: no certificate to test TLS with")
    whole, key, trusted = folder / "localhost.pem", folder / "localhost.key", folder / "localhost.crt"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(trusted)]
    subprocess.run(made, check=True, capture_output=True)
    whole.write_bytes(key.read_bytes() + trusted.read_bytes())
    return whole, trusted
