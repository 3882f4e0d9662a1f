"""Real mails through the reader: what is new is told from what is quoted, letters come through.

No word of them stands here: that those who answered one test mail all said the same single word, and
what Python's own reader finds, is all that is known.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.real import ROOT, words
from tests.real.mail import _words
from tracker.reading.mail import Letter, letter

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
ALL = sorted((ROOT / "email").glob("*.eml"))
ANSWERS = [file for file in ALL if not re.match(r"japanese|raw_|utf8_", file.name)]
"""One mail, answered with a dozen programs by the same word."""
SIGNED = re.compile(r"^-- ?$", re.MULTILINE)


@cache
def read(file: Path) -> Letter:
    told = letter(file.read_bytes())
    assert told
    return told


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_a_mail_is_read(file: Path) -> None:
    told = read(file)
    new, all_of_it = told.text, told.plain or told.html
    sys.stdout.write(f"\n{file.name}: {len(all_of_it)} letters, {len(new)} of them new, {len(told.html)} of HTML\n")
    assert told.sender
    assert "@" in told.sender.id
    assert not told.automatic
    assert not told.broken
    assert "\ufffd" not in new + told.subject + told.sender.name
    assert not re.search(r"^[>＞]|^-- ?$|\bwrote:$|^-{3,}|^(?:From|Sent|Subject): ", new, re.MULTILINE)


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.name)
def test_whoever_answered_said_one_word(file: Path) -> None:
    told = {read(each).text for each in ANSWERS}
    assert len(ANSWERS) == 12
    assert told == {read(file).text}
    assert re.fullmatch(r"\w+", read(file).text)


@pytest.mark.parametrize("file", [file for file in ALL if file not in ANSWERS], ids=lambda file: file.name)
def test_the_others_are_as_they_were_up_to_their_signature(file: Path) -> None:
    told = read(file)
    above = re.split(SIGNED, told.plain)[0].split("\n----------")[0]
    assert told.text == above.strip()


@pytest.mark.parametrize("file", [file for file in ALL if _words(file)], ids=lambda file: file.name)
def test_japanese_letters_come_through(file: Path) -> None:
    told = read(file)
    assert words([told.subject, told.plain]) == _words(file)
