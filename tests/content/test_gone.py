from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.content.gone import Gone, read

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_gone_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "_gone.toml"
    assert read(file) == Gone()
    file.write_text(
        '[[gone]]\nurl = "/ja/2026/05/%E9%8D%B5/"\n\n[[gone]]\nurl = "https://mio.example/en/x/"\n', "utf-8"
    )
    assert read(file) == Gone(frozenset(("/ja/2026/05/鍵/", "/en/x/")))


@pytest.mark.parametrize(
    "text",
    [
        b"[[gone]]\nurl = ",
        b"\xff",
        b'[gone]\nurl = "/x/"',
        b"[[gone]]\nurl = 1\n",
        b'[[gone]]\nurl = "/x/"\nwhy = "tired"\n',
        b"other = 1",
    ],
)
def test_a_list_that_cannot_be_read_says_what_was_wanted(text: bytes, tmp_path: Path) -> None:
    file = tmp_path / "_gone.toml"
    file.write_bytes(text)
    found = read(file)
    assert not found.addresses
    assert [one.rule for one in found.remarks] == ["gone-list"]
    assert "[[gone]]" in found.remarks[0].fix


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "_gone.toml").mkdir()
    assert [one.rule for one in read(tmp_path / "_gone.toml").remarks] == ["gone-list"]
