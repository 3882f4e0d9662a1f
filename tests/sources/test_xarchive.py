from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from tests.recordings import way_out
from tests.rules.test_xarchive import linked, row
from tracker.errors import UnreadableExport
from tracker.model import Announcement, Article, Kind, Page
from tracker.rules.owner import Owner
from tracker.sources.xarchive import XArchive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.model import Interaction

A, B = "https://mio.example/a/", "https://mio.example/b/"
ARTICLES = (Article("a", A), Article("b", B))
ACCOUNT = [{"account": {"username": "mio", "accountId": "42", "email": "mio@mio.example"}}]


def post(number: int, url: str = "", said: str = "new: https://t.co/a", reply: int | str = "") -> dict[str, Any]:
    told = linked(("https://t.co/a", url)) if url else {}
    return {"tweet": row(str(number), said, in_reply_to_status_id_str=str(reply), **told)}


def packed(path: Path, account: object = ACCOUNT, **files: object) -> Path:
    with ZipFile(path / "archive.zip", "w") as archive:
        for name, items in ({"account": account} | files if account else files).items():
            archive.writestr(f"data/{name.replace('_', '-')}.js", written(name, items))
    return path / "archive.zip"


def written(name: str, items: object) -> str:
    return items if isinstance(items, str) else f"window.YTD.{name}.part0 = {json.dumps(items)}"


def pulled(archive: Path, cursor: str | None = None, articles: Sequence[Article] = ARTICLES) -> list[Page]:
    with way_out() as http:
        return list(XArchive(str(archive)).pages(articles, cursor, http))


def told(pages: Sequence[Page]) -> list[Interaction]:
    return [one for page in pages for one in page.interactions]


def test_own_posts_that_link_to_an_article_announce_it_the_newest_first(tmp_path: Path) -> None:
    archive = packed(tmp_path, tweets=[post(9, B), post(7, A), post(8, "https://x.example/"), post(10)])
    found = told(pulled(archive))
    assert [(one.id, one.article, one.kind) for one in found] == [("7", "a", Kind.MENTION), ("9", "b", Kind.MENTION)]
    assert found[0].account
    assert Owner(site="https://mio.example/").owns(found[0].account)
    with way_out() as http:
        announced = list(XArchive(str(archive)).announced(ARTICLES, http))
    assert announced == [Announcement(one.article, one.url, one.published) for one in reversed(found)]
    assert found[0].url == "https://x.com/mio/status/7"


def test_own_replies_are_in_the_thread_however_deep_and_in_whichever_file(tmp_path: Path) -> None:
    parts = [post(8, said="so", reply=7), post(7, A)]
    archive = packed(tmp_path, tweets=[post(9, said="and", reply=8)], tweets_part1=parts)
    assert [(one.id, one.parent, one.thread) for one in told(pulled(archive))] == [
        ("7", "", "7"),
        ("8", "7", "7"),
        ("9", "8", "7"),
    ]


def test_a_reply_that_links_to_another_article_begins_a_thread_of_its_own(tmp_path: Path) -> None:
    found = told(pulled(packed(tmp_path, tweets=[post(7, A), post(8, B, reply=7), post(9, A, reply=7)])))
    assert [(one.id, one.article, one.kind, one.thread) for one in found] == [
        ("7", "a", Kind.MENTION, "7"),
        ("8", "b", Kind.MENTION, "8"),
        ("9", "a", Kind.REPLY, "7"),
    ]


def test_what_was_only_repeated_is_no_announcement(tmp_path: Path) -> None:
    archive = packed(tmp_path, tweets=[post(7, A, said="RT @aoi: read https://t.co/a")])
    assert [one.kind for one in told(pulled(archive))] == [Kind.REPOST]
    with way_out() as http:
        assert list(XArchive(str(archive)).announced(ARTICLES, http)) == []


def test_an_unchanged_archive_is_not_read_again_until_we_have_other_addresses(tmp_path: Path) -> None:
    archive = packed(tmp_path, tweets=[post(7, A)])
    first = pulled(archive)
    assert pulled(archive, first[-1].cursor) == []
    assert told(pulled(archive, first[-1].cursor, (Article("a", A, older_urls=("https://mio.example/old/",)),)))
    assert told(pulled(packed(tmp_path, tweets=[post(8, A)]), first[-1].cursor))


def test_what_is_private_in_it_is_never_opened(tmp_path: Path) -> None:
    for name, content in (("tweets", [post(7, A)]), ("account", ACCOUNT)):
        (tmp_path / f"{name}.js").write_text(written(name, content))
    for name in ("direct-messages.js", "ip-audit.js", "like.js"):
        (tmp_path / name).mkdir()  # whoever opens it fails
    assert [one.id for one in told(pulled(tmp_path))] == ["7"]
    assert "mio@mio.example" not in repr(pulled(tmp_path))


def test_a_file_that_breaks_off_costs_a_line_and_is_read_again(tmp_path: Path) -> None:
    whole = written("tweets", [post(7, A), post(8, A)])
    pages = pulled(packed(tmp_path, tweets=whole[:-30], tweets_part1=[post(9, A), {"tweet": {}}]))
    assert [one.id for one in told(pages)] == ["7", "9"]
    assert [problem for page in pages for problem in page.problems] == [
        "data/tweets-part1.js: 1 post has no number or no text and was left out.",
        "data/tweets.js breaks off or is damaged; what is before that was read.",
    ]
    assert pages[-1].cursor is None


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"like": [{"like": {}}]}, "neither tweets.js nor tweet.js is in it"),
        ({"tweets": "<!doctype html>"}, "no post in it can be read"),
        ({"tweets": "window.YTD.tweets.part0 = [ {"}, "no post in it can be read"),
        ({"tweets": [post(7, A)], "account": "[]"}, "data/account.js in it does not say whose it is"),
    ],
)
def test_an_archive_that_says_nothing_is_an_error_that_says_what_to_do(
    tmp_path: Path, files: dict[str, Any], found: str
) -> None:
    with pytest.raises(UnreadableExport, match=found) as caught:
        pulled(packed(tmp_path, **files))
    assert "download_your_data" in caught.value.hint


def test_an_archive_without_its_account_is_somebodys_all_the_same(tmp_path: Path) -> None:
    (one,) = told(pulled(packed(tmp_path, account=None, tweet=[post(7, A)])))
    assert one.url == "https://x.com/i/web/status/7"
    assert one.account
    assert Owner(site="https://mio.example/").owns(one.account)
