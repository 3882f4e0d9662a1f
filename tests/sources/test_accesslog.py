from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.strangers import lead
from tracker.errors import UnreadableExport
from tracker.model import Article, Page
from tracker.sources.accesslog import LONGEST, AccessLog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ARTICLES = (Article("a", "https://mio.example/a/", older_urls=("https://old.example/a.html",)),)
LINK = '<p>これは<a href="https://mio.example/a/">縁</a>についての話。</p>'


def line(number: int, path: str = "/a/", before: str = "") -> str:
    """Return a visit that came from a page of its own."""
    agent = "Mozilla/5.0 (X11; Linux x86_64)"
    when = f"[22/Nov/2026:10:00:{number % 60:02} +0900]"
    return f'{before}203.0.113.7 - - {when} "GET {path} HTTP/1.1" 200 512 "http://aoi.example/{number}" "{agent}"\n'


def pulled(pattern: Path | str, cursor: str | None = None, articles: Sequence[Article] = ARTICLES) -> list[Page]:
    with serve(lambda _request: (200, {"Content-Type": "text/html; charset=utf-8"}, LINK)) as server, way_out() as http:
        lead(http, server)
        return list(AccessLog((str(pattern),)).pages(articles, cursor, http))


def numbers(pages: Sequence[Page]) -> list[int]:
    """Return the pages that were looked at."""
    return sorted(int(one.url.rpartition("/")[2]) for page in pages for one in page.interactions)


def problems(pages: Sequence[Page]) -> list[str]:
    return [one for page in pages for one in page.problems]


def test_only_what_is_new_in_a_log_is_read(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line(1) + line(2))
    first = pulled(log)
    assert numbers(first) == [1, 2]
    with log.open("a") as file:
        file.write(line(3))
    second = pulled(log, first[-1].cursor)
    assert numbers(second) == [3]
    assert numbers(pulled(log, second[-1].cursor)) == []


def test_nothing_is_read_twice_when_logs_are_rotated_and_packed(tmp_path: Path) -> None:
    log, older, packed = (tmp_path / name for name in ("access.log", "access.log.1", "access.log.2.gz"))
    log.write_text(line(1) + line(2))
    first = pulled(tmp_path / "access.log*")
    log.rename(older)
    older.write_text(older.read_text() + line(3))
    log.write_text(line(4))
    second = pulled(tmp_path / "access.log*", first[-1].cursor)
    assert numbers(second) == [3, 4]
    packed.write_bytes(gzip.compress(older.read_bytes()))
    log.rename(older)
    log.write_text(line(5))
    third = pulled(tmp_path / "access.log*", second[-1].cursor)
    assert numbers(third) == [5]
    read = json.loads(third[-1].cursor or "")["pages"]
    assert [row["times"] for row in read.values()] == [1, 1, 1, 1, 1]


def test_a_log_that_is_emptied_in_its_place_is_another_one(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line(1) + line(2) + line(3))
    first = pulled(log)
    log.write_text(line(4))
    second = pulled(log, first[-1].cursor)
    assert numbers(second) == [4]
    assert len(json.loads(second[-1].cursor or "")["own"]["logs"]) == 1


def test_a_log_that_did_not_change_is_not_read(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line(1))
    first = pulled(log)
    told = log.stat()
    log.write_text(line(1)[:-3] + "x" + line(1)[-2:])  # what nobody can do while keeping the time
    os.utime(log, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert problems(pulled(log, first[-1].cursor)) == []


def test_a_line_that_is_still_being_written_is_read_the_next_time(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line(1) + line(2)[:50])
    first = pulled(log)
    assert numbers(first) == [1]
    assert problems(first) == ["access.log ends in the middle of a line, which is read the next time."]
    log.write_text(line(1) + line(2))
    assert numbers(pulled(log, first[-1].cursor)) == [2]


def test_broken_lines_cost_one_sentence(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes((line(1) + "what\n" * 3).encode() + b"\xff\xfe\n" + b"x" * (LONGEST + 9) + b"\n" + line(2).encode())
    first = pulled(log)
    assert numbers(first) == [1, 2]
    assert problems(first) == [
        "6 lines of your logs are not in the combined format and were left out. For example in access.log."
    ]


def test_a_packed_log_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    text = "".join(f"{line(number)}{os.urandom(40).hex()}\n" for number in range(300))
    whole = gzip.compress(text.encode())
    log = tmp_path / "access.log.2.gz"
    log.write_bytes(whole[: len(whole) // 2])
    first = pulled(log)
    assert 0 < len(numbers(first)) < 300
    assert any("it is damaged or cut off" in problem for problem in problems(first))


def test_an_empty_log_is_told_of_the_first_time_only(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text("")
    first = pulled(log)
    assert problems(first) == ["access.log is empty."]
    assert problems(pulled(log, first[-1].cursor)) == []


def test_only_visits_to_our_articles_count_under_any_name_they_had(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(
        line(1, "/a/")
        + line(2, "/a.html")
        + line(3, "/b/")
        + line(4, "/%61/?utm_source=x")
        + line(5, "/a/", "mio.example:443 ")
        + line(6, "/a/", "ren.example:443 ")
        + line(7, "http://mio.example/a/")
    )
    assert numbers(pulled(log)) == [1, 2, 4, 5, 7]


def test_without_a_log_the_source_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport, match=r"nowhere\.log\*” should be a log in the combined format"):
        pulled(tmp_path / "nowhere.log*")


def test_a_folder_in_the_place_of_a_log_costs_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "access.log.d").mkdir()
    (tmp_path / "access.log").write_text(line(1))
    pages = pulled(tmp_path / "access.log*")
    assert numbers(pages) == [1]
    assert len(problems(pages)) == 1


def test_nothing_of_a_visitor_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line(1))
    pages = pulled(log)
    assert not any(word in repr(pages) for word in ("203.0.113.7", "Mozilla", "10:00:01"))
