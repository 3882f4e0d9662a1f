from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import UnreadableExport
from tracker.reading.archives import Archive, digest, opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES = {
    "export/Shares.csv": b"Date,Link\n1,2\n",
    "export/data/tweets.js": "縁".encode(),
    "export/data/direct-messages.js": b"private",
    "__MACOSX/export/._Shares.csv": b"\0\0",
    "export/._Shares.csv": b"\0\0",
}
SHARES = re.compile(r"shares\.csv", re.IGNORECASE)


def zipped(path: Path, files: Mapping[str, bytes] = FILES, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return path


def unpacked(path: Path, files: Mapping[str, bytes] = FILES) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def read(path: Path, pattern: re.Pattern[str] = SHARES, most: int = 1000) -> dict[str, bytes]:
    with opened(str(path), "an archive", "Ask for it again.", most) as archive:
        return {name: archive.read(name) for name in archive.named(pattern)}


def found(path: Path, most: int = 1000) -> str:
    with pytest.raises(UnreadableExport) as caught:
        read(path, most=most)
    assert caught.value.hint == "Ask for it again."
    return caught.value.message


@pytest.mark.parametrize("lay", [zipped, unpacked])
def test_a_packed_archive_and_an_unpacked_one_hold_the_same(tmp_path: Path, lay: type) -> None:
    path = lay(tmp_path / "archive")
    assert read(path) == {"export/Shares.csv": FILES["export/Shares.csv"]}
    assert read(path, re.compile(".*[.]js")) == {name: FILES[name] for name in sorted(FILES) if name.endswith("js")}


def stamped(path: Path, known: str = "") -> str:
    with opened(str(path), "", "") as archive:
        return digest(archive, archive.named(SHARES), known)


@pytest.mark.parametrize("lay", [zipped, unpacked])
def test_a_digest_is_another_one_when_a_file_or_what_is_known_is(tmp_path: Path, lay: type) -> None:
    first = stamped(lay(tmp_path / "a"))
    assert first == stamped(lay(tmp_path / "b"))
    assert first == stamped(lay(tmp_path / "c", FILES | {"export/data/like.js": b"not ours"}))
    assert first != stamped(lay(tmp_path / "d", FILES | {"export/Shares.csv": b"Date,Link\n1,3\n"}))
    assert first != stamped(tmp_path / "a", "another address")


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    page = tmp_path / "page.zip"
    page.write_bytes(b"<!doctype html>")
    assert found(page) == f"“{page}” should be an archive: it is neither a folder nor a whole ZIP file."
    assert "No such file" in found(tmp_path / "nowhere.zip")


def test_one_that_breaks_off_is_said(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "neither a folder nor a whole ZIP file" in found(cut)
    spoiled = tmp_path / "spoiled.zip"
    at = whole.index(b"Shares.csv") + 12
    spoiled.write_bytes(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])
    assert "breaks off or is damaged" in found(spoiled)


@pytest.mark.parametrize("lay", [zipped, unpacked])
def test_a_file_that_would_fill_the_memory_is_refused(tmp_path: Path, lay: type) -> None:
    path = lay(tmp_path / "bomb", {"Shares.csv": b"\0" * 100_001})
    assert "Shares.csv in it holds more than 100,000 bytes" in found(path, most=100_000)


def test_one_that_is_locked_is_said(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip").read_bytes())
    content[6] |= 1
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    (tmp_path / "locked.zip").write_bytes(content)
    assert "export/Shares.csv in it is locked with a password" in found(tmp_path / "locked.zip")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_wrong_with_it_is_said(tmp_path: Path, data: st.DataObject) -> None:
    method = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    content = bytearray(zipped(tmp_path / "a.zip", method=method).read_bytes())
    for _harm in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "b.zip").write_bytes(content[: data.draw(st.integers(len(content) - 3, len(content)))])
    with suppress(UnreadableExport):
        assert len(read(tmp_path / "b.zip", re.compile(".*"))) <= len(FILES)


def test_reading_is_as_the_protocol_says(tmp_path: Path) -> None:
    with opened(str(zipped(tmp_path / "a.zip")), "", "") as archive:
        one: Archive = archive
        assert one.named(SHARES)
