"""Mails as programs sent them, delivered to an address made for an article: of themselves they name none."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, articles, name, nothing, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

ARTICLE = "https://mio.example/2014/12/mail/"
DELIVERED = (
    b"Delivered-To: mio+mail@mio.example\nReceived: from outside by mx.mio.example; Mon, 1 Dec 2014 09:00:00 +0900\n"
)
"""What the last server writes above a mail; some of these came without a date."""


def files() -> Iterator[Real]:
    """Every mail."""
    for file in sorted((ROOT / "email").glob("*.eml")):
        yield Real(
            name(file),
            "mail",
            nothing,
            articles([ARTICLE]),
            rows=1,
            words=_words(file),
            settings={"folders": [str(_delivered(file))], "addresses": ["mio@mio.example"]},
        )


def _delivered(file: Path) -> Path:
    """Return a copy as it lies in the mailbox it came to."""
    data = file.read_bytes()
    envelope, mail = data.split(b"\n", 1) if data.startswith(b"From ") else (b"", data)
    copy = _folder() / file.name
    copy.write_bytes((envelope + b"\n" if envelope else b"") + DELIVERED + mail)
    return copy


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="enishi-mails-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _words(file: Path) -> frozenset[str]:
    """Return the Japanese that a reader of Python's own finds in the subject and in the words."""
    message: EmailMessage = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return words([str(message["subject"] or ""), str(body.get_content()) if body else ""])
