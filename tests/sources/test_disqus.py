from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.recordings import Shelf, way_out
from tracker.errors import SourceError, UnreadableExport
from tracker.model import Article, Count, Page
from tracker.rules.avatars import of_mail
from tracker.rules.copies import copy_key
from tracker.sources.disqus import AT_ONCE, Disqus

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW, OLD = "https://mio.example/a/", "http://mio.example/2019/a.html"
ARTICLES = (Article("a", NEW, title="縁の話", older_urls=(OLD,)), Article("b", "https://mio.example/b/", title="B"))
ANA = "<name>Ana</name><isAnonymous>true</isAnonymous>"


def thread(number: int, link: str, title: str = "", *, deleted: bool = False) -> str:
    flags = f"<isDeleted>{str(deleted).lower()}</isDeleted>"
    return f'<thread dsq:id="{number}"><id /><link>{link}</link><title>{title}</title>{flags}</thread>'


def post(number: int | str, at: int = 1, author: str = ANA, day: int = 1, more: str = "") -> str:
    return (
        f'<post dsq:id="{number}"><message><![CDATA[<p>so</p>]]></message>'
        f"<createdAt>2026-10-{day:02}T00:00:00Z</createdAt><isDeleted>false</isDeleted>"
        f'<author>{author}</author><ipAddress>192.0.2.7</ipAddress><thread dsq:id="{at}" />{more}</post>'
    )


def export(*rows: str) -> str:
    spaces = 'xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
    return f"<disqus {spaces}>{''.join(rows)}</disqus>"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "disqus.xml"


def pulled(file: Path, cursor: str | None = None, articles: Sequence[Article] = ARTICLES) -> list[Page]:
    with way_out() as http:
        return list(Disqus(str(file)).pages(articles, cursor, http))


def written(file: Path, *rows: str) -> list[Page]:
    file.write_text(export(*rows), "utf-8")
    return pulled(file)


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_a_copy_in_another_thread_is_folded_with_its_original_and_by_the_same_author(file: Path) -> None:
    pages = written(file, thread(1, NEW), thread(2, OLD), post(25, 1), post(9, 2))
    copy, original = pages[0].interactions
    assert (copy.id, copy.original, original.original) == ("25", f"{OLD}#comment-9", "")
    assert copy.account == original.account
    assert copy_key("disqus", copy) == copy_key("disqus", original)


def test_a_login_is_somebody_and_a_name_is_known_by_the_comment_alone(file: Path) -> None:
    kaya = "<name>Kaya</name><isAnonymous>false</isAnonymous><username>kaya/7</username>"
    pages = written(file, thread(1, NEW), post(7, author=kaya), post(8), post(9), post(10, author=""))
    told = [one.account for one in pages[0].interactions]
    assert [account.id if account else "" for account in told] == ["kaya/7", "#8", "#9", ""]
    assert told[0]
    assert (told[0].name, told[0].url) == ("Kaya", "https://disqus.com/by/kaya%2F7/")


def test_an_address_of_mail_is_kept_as_a_hash_and_that_of_a_computer_not_at_all(file: Path) -> None:
    pages = written(file, thread(1, NEW), post(7, author=f"<email>Ana@Mail.Example</email>{ANA}"))
    (comment,) = pages[0].interactions
    assert comment.account
    assert comment.account.claims == of_mail("ana@mail.example")
    assert "mail.example" not in repr(pages).lower()
    assert "192.0.2.7" not in repr(pages)


def test_a_thread_without_an_address_is_found_by_its_name_and_has_no_link(file: Path) -> None:
    nameless = f'<thread dsq:id="1"><id>{NEW}</id><link /></thread>'
    pages = written(file, nameless, post(7))
    assert [(one.article, one.url) for one in pages[0].interactions] == [("a", "")]


def test_what_was_taken_away_is_told_as_gone(file: Path) -> None:
    deleted = post(8).replace("<isDeleted>false", "<isDeleted>true")
    spam = post(9, more="<isSpam>true</isSpam>")
    pages = written(file, thread(1, NEW), thread(2, OLD, deleted=True), post(7), deleted, spam, post(10, 2))
    assert [one.id for one in pages[0].interactions] == ["7"]
    assert pages[0].gone == ("8", "9", "10")
    assert pages[-1].counts == (Count("a", 4, 4), Count("b", 0, 0))


def test_an_unchanged_file_is_not_read_again_until_we_have_other_addresses(file: Path) -> None:
    first = written(file, thread(1, "https://mio.example/old/"), post(7))
    assert pulled(file, first[-1].cursor) == []
    moved = (Article("a", NEW, older_urls=("https://mio.example/old/",)), ARTICLES[1])
    assert [one.id for page in pulled(file, first[-1].cursor, moved) for one in page.interactions] == ["7"]
    file.write_text(export(thread(1, NEW), post(7)), "utf-8")
    assert [one.id for page in pulled(file, first[-1].cursor) for one in page.interactions] == ["7"]


def test_a_new_file_proves_what_was_deleted(file: Path) -> None:
    shelf = Shelf()
    for rows in ((post(7), post(8, day=2)), (post(8, day=2),)):
        shelf.pages = []
        file.write_text(export(thread(1, NEW), *rows), "utf-8")
        for page in pulled(file, shelf.cursor):
            shelf.take(page)
        shelf.end()
    assert shelf.absent.missing == ("7",)


def test_an_older_file_proves_nothing_and_says_so(file: Path) -> None:
    newer = written(file, thread(1, NEW), post(7), post(8, day=2))
    file.write_text(export(thread(1, NEW), post(7)), "utf-8")
    older = pulled(file, newer[-1].cursor)
    assert older[-1].counts == (Count("a", 1), Count("b", 0))
    assert "older than the export read before" in problems(older)[0]
    file.write_text(export(thread(1, NEW), post(8, day=2)), "utf-8")
    assert pulled(file, older[-1].cursor)[-1].counts == (Count("a", 1, 1), Count("b", 0, 0))


def test_a_file_that_is_cut_off_gives_what_was_whole_and_is_read_again(file: Path) -> None:
    file.write_text(export(thread(1, NEW), post(7), post(8))[:-150], "utf-8")
    pages = pulled(file)
    assert [one.id for page in pages for one in page.interactions] == ["7"]
    assert (pages[-1].cursor, pages[-1].counts) == (None, (Count("a", 1), Count("b", 0)))
    assert problems(pages)[0].startswith("disqus.xml breaks off or is wrong (")
    assert problems(pages)[0].endswith("the comments before that were read (1).")


def test_a_comment_that_cannot_be_told_from_others_costs_a_line_and_the_proof(file: Path) -> None:
    pages = written(file, thread(1, NEW), post(7), post("x8"))
    assert problems(pages) == ["disqus.xml: 1 comment has no number or no thread and was left out."]
    assert (pages[-1].cursor, pages[-1].counts[0]) == (None, Count("a", 1))


def test_pages_that_are_no_articles_are_named_and_those_that_may_be_older_addresses(file: Path) -> None:
    threads = (thread(1, "https://mio.example/about/"), thread(2, "https://mio.example/2018/en.html", "縁の話"))
    pages = written(file, *threads, post(7), post(8, 2), post(9, 2), post(10, 99))
    assert problems(pages) == [
        "disqus.xml also holds comments on pages that are no articles (3×), such as /2018/en.html.",
        "disqus.xml: 1 comment belongs to a thread without an address and was left out.",
        (
            "Pages with the title of an article (1×), such as /2018/en.html, may be its older addresses: "
            "name them as `aliases`."
        ),
    ]
    assert pages[-1].cursor


def test_a_large_file_comes_in_pages_and_the_cursor_with_the_last(file: Path) -> None:
    pages = written(file, thread(1, NEW), *(post(number) for number in range(1, AT_ONCE + 2)))
    assert [len(page.interactions) for page in pages] == [AT_ONCE, 1, 0]
    assert [bool(page.cursor) for page in pages] == [False, False, True]


def test_a_packed_file_is_the_same(file: Path) -> None:
    plain = written(file, thread(1, NEW), post(7))
    file.write_bytes(gzip.compress(file.read_bytes()))
    assert pulled(file)[0] == plain[0]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "No such file or directory"),
        (b"", "it is not XML"),
        (b"<!DOCTYPE html><title>Sign in</title>", "it begins with a DOCTYPE"),
        (b"<rss/>", "it is XML of another kind, <rss>"),
    ],
)
def test_a_file_that_is_none_says_what_was_wanted_and_what_to_do(file: Path, content: bytes | None, found: str) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnreadableExport) as caught:
        pulled(file)
    assert caught.value.message.startswith(f"“{file}” should be a file that Disqus exported: {found}")
    assert "https://disqus.com/admin/discussions/export/" in caught.value.hint
    assert isinstance(caught.value, SourceError)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport, match="Is a directory"):
        pulled(tmp_path)


def test_a_path_may_begin_at_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file, thread(1, NEW), post(7))
    monkeypatch.setenv("HOME", str(file.parent))
    assert [one.id for page in pulled(Path("~/disqus.xml")) for one in page.interactions] == ["7"]
