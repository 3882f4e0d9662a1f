"""Mail in files, and what makes a mail one about an article."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mails import ARTICLES, SEARCH, TOOLS, answer, mail
from tests.recordings import Shelf, way_out
from tracker.errors import UnreadableExport
from tracker.model import Article, Kind, Secret
from tracker.rules.settings import settings_of, values
from tracker.sources.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MIO = "Mio <mio@mio.example>"


def pulled(folder: Path, shelf: Shelf | None = None, articles: Sequence[Article] = ARTICLES, **more: object) -> Shelf:
    """Pull what lies in `folder`; `more` are settings."""
    told = {"folders": (str(folder),), "addresses": ("mio@mio.example",), **more}
    shelf = shelf or Shelf()
    shelf.pages = []
    with way_out() as http:
        for page in Mail(**told).pages(articles, shelf.cursor, http):  # type: ignore[arg-type]  # settings by name
            shelf.take(page)
    shelf.end()
    return shelf


def laid(folder: Path, *mails: bytes) -> Path:
    """Lay mails into a folder, a file each."""
    for number, data in enumerate(mails, len(list(folder.iterdir()))):
        (folder / f"{number:03}.eml").write_bytes(data)
    return folder


def ids(shelf: Shelf) -> list[str]:
    return [one.id for one in shelf.interactions]


def at(hour: int) -> str:
    return f"Tue, 3 Nov 2026 {hour:02}:00:00 +0900"


# --- what is ours --------------------------------------------------------------------------------


def test_a_link_makes_a_mail_ours_and_nothing_else_is_spoken_of(tmp_path: Path) -> None:
    private = mail("private@x", "mio.example is your blog?", Subject="salary", From="Boss <boss@work.example>")
    shelf = pulled(laid(tmp_path, mail("a@x", f"読みました。{SEARCH.url}"), private))
    (one,) = shelf.interactions
    assert (one.id, one.kind, one.article, one.target, one.private) == ("a@x", Kind.MAIL, "search", SEARCH.url, True)
    assert one.account
    assert (one.account.place, one.account.id, one.account.name) == ("mail", "aoi@aoi.example", "Aoi Sakura")
    told = f"{shelf.cursor} {shelf.problems} {shelf.pages}"
    for secret in ("private@x", "salary", "boss", "work.example"):
        assert secret not in told


def test_every_article_a_mail_names_is_answered_by_it_in_one_thread(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x", f"{TOOLS.url} {SEARCH.url}")))
    told = [(one.id, one.article, one.thread, one.target) for one in shelf.interactions]
    assert told == [("a@x", "tools", "a@x", TOOLS.url), ("a@x#search", "search", "a@x", SEARCH.url)]


def test_an_address_made_for_an_article_needs_no_link(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x", "Hello", Delivered_To="mio+small-tools@mio.example")))
    assert [(one.article, one.target) for one in shelf.interactions] == [("tools", "")]


def test_of_two_translations_the_one_in_the_language_of_the_mail_is_meant(tmp_path: Path) -> None:
    both = [replace(SEARCH, uid=lang, url=f"https://mio.example/{lang}/search/", lang=lang) for lang in ("en", "ja")]
    to = {"Delivered_To": "mio+search@mio.example"}
    laid(tmp_path, mail("ja@x", "検索できますか？", **to), mail("en@x", "Does it work for you?", **to))
    shelf = pulled(tmp_path, articles=both)
    assert {one.id: one.article for one in shelf.interactions} == {"ja@x": "ja", "en@x": "en"}


def test_what_is_quoted_names_an_article_only_where_nothing_else_does(tmp_path: Path) -> None:
    quoted = f"はい。\r\n\r\n> {TOOLS.url}\r\n> {SEARCH.url}\r\n"
    told = pulled(laid(tmp_path, mail("a@x", quoted), mail("b@x", f"{SEARCH.url}\r\n> {TOOLS.url}")))
    assert [(one.id, one.article) for one in told.interactions] == [("a@x", "tools"), ("b@x", "search")]
    assert told.known["a@x"].text == "はい。"


def test_a_signature_with_an_address_of_ours_makes_no_mail_ours_by_itself_but_may_by_what_is_quoted(
    tmp_path: Path,
) -> None:
    sent = mail("a@x", f"{TOOLS.url}\r\n-- \r\nMio\r\n{SEARCH.url}", From=MIO)
    assert [one.article for one in pulled(laid(tmp_path, sent)).interactions] == ["tools"]


@pytest.mark.parametrize(
    "more",
    [{"List_Id": "<x>"}, {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"From": "no-reply@x.example"}],
    ids=str,
)
def test_mail_that_no_person_wrote_is_not_ours(tmp_path: Path, more: dict[str, str]) -> None:
    assert ids(pulled(laid(tmp_path, mail("a@x", **more)))) == []


# --- threads -------------------------------------------------------------------------------------

CONVERSATION = (
    mail("1@x", Date=at(9)),
    answer("2@mio", "1@x", "Yes.", From=MIO, Date=at(10)),
    answer("3@x", "2@mio", "Thanks.", References="<1@x> <2@mio>", Date=at(11)),
    answer("4@y", "1@x", "Me too.", From="ren@ren.example", Date=at(8)),
    mail("5@z", "not ours", Date=at(12)),
)
PARENTS = {"1@x": "", "2@mio": "1@x", "3@x": "2@mio", "4@y": "1@x"}


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 3, 1, 4)])
def test_a_thread_is_put_together_from_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    shelf = pulled(laid(tmp_path, *(CONVERSATION[number] for number in order)))
    assert {one.id: one.parent for one in shelf.interactions} == PARENTS
    assert {one.thread for one in shelf.interactions} == {"1@x"}
    assert {one.article for one in shelf.interactions} == {"search"}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), cuts=st.sets(st.integers(1, 4)))
def test_a_thread_that_comes_in_pieces_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    folder, shelf = tmp_path_factory.mktemp("mail"), Shelf()
    for number, which in enumerate(order):
        laid(folder, CONVERSATION[which])
        if number in cuts:
            pulled(folder, shelf)
    pulled(folder, shelf)
    assert {one.id: one.parent for one in shelf.known.values()} == PARENTS
    assert {one.thread for one in shelf.known.values()} == {"1@x"}


def test_an_answer_in_another_folder_is_found_when_what_it_answers_comes(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    laid(old, answer("child@x", "parent@x", Date=at(12)))
    places = (str(old), str(new))
    shelf = pulled(old, folders=places)
    assert ids(shelf) == []
    laid(new, mail("parent@x", Date=at(9)))
    assert ids(pulled(old, shelf, folders=places)) == ["parent@x", "child@x"]
    assert shelf.known["child@x"].parent == "parent@x"
    assert ids(pulled(old, shelf, folders=places)) == []


def test_a_mail_that_answers_what_is_not_there_is_in_the_thread_it_references(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("1@x"), answer("3@x", "2@mio", References="<1@x> <2@mio>")))
    assert (shelf.known["3@x"].parent, shelf.known["3@x"].thread) == ("", "1@x")


def test_mails_that_answer_each_other_are_read_the_same_each_time(tmp_path: Path) -> None:
    laid(tmp_path, answer("a@x", "b@x", SEARCH.url, Date=at(9)), answer("b@x", "a@x", Date=at(10)))
    shelf = pulled(tmp_path)
    laid(tmp_path, mail("c@x", "more"))
    again = pulled(tmp_path, shelf)
    assert (ids(again), again.new, again.edited) == (["a@x"], 1, 0)


def test_an_answer_that_names_another_article_belongs_to_both(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x"), answer("b@x", "a@x", TOOLS.url), answer("c@x", "b@x")))
    assert [(one.id, one.article, one.parent) for one in shelf.interactions] == [
        ("a@x", "search", ""),
        ("b@x", "search", "a@x"),
        ("b@x#tools", "tools", "a@x"),
        ("c@x", "search", "b@x"),
    ]


def test_a_thread_about_an_article_that_is_no_more_is_left_alone(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x")))
    laid(tmp_path, answer("b@x", "a@x"))
    assert ids(pulled(tmp_path, shelf, [TOOLS])) == []


# --- read again ----------------------------------------------------------------------------------


def test_files_that_are_what_they_were_are_not_read(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x")))
    cursor = shelf.cursor
    again = pulled(tmp_path, shelf)
    assert (ids(again), again.cursor) == ([], cursor)


def test_a_mail_that_was_deleted_was_not_unsaid(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x"), mail("b@x")))
    (tmp_path / "000.eml").unlink()
    again = pulled(tmp_path, shelf)
    assert (ids(again), again.counts, again.gone, again.absent.missing) == (["b@x"], [], [], ())


def test_the_same_mail_in_two_places_is_one(tmp_path: Path) -> None:
    archive = tmp_path / "archive.mbox"
    archive.write_bytes(b"From a Tue Nov  3 10:12:00 2026\n" + mail("a@x"))
    shelf = pulled(tmp_path, folders=(str(laid(tmp_path, mail("a@x"), mail("a@x"))), str(archive)))
    assert ids(shelf) == ["a@x"]


def test_an_article_that_is_new_is_a_reason_to_look_again(tmp_path: Path) -> None:
    shelf = pulled(laid(tmp_path, mail("a@x", TOOLS.url)), articles=[SEARCH])
    assert ids(shelf) == []
    assert ids(pulled(tmp_path, shelf)) == ["a@x"]


def test_an_address_that_is_new_is_a_reason_to_look_again(tmp_path: Path) -> None:
    laid(tmp_path, mail("a@x", "Hello", To="blog-small-tools@mio.example"))
    shelf = pulled(tmp_path)
    assert ids(shelf) == []
    assert ids(pulled(tmp_path, shelf, addresses=("blog-{slug}@mio.example",))) == ["a@x"]


def test_mail_from_before_a_day_is_not_looked_at(tmp_path: Path) -> None:
    laid(tmp_path, mail("old@x", Date="Sun, 1 Feb 2026 10:00:00 +0900"), mail("new@x"), mail("when@x", Date=""))
    assert ids(pulled(tmp_path, since="2026-03-01")) == ["when@x", "new@x"]


# --- what cannot be read -------------------------------------------------------------------------


def test_a_place_that_is_not_there_costs_no_other(tmp_path: Path) -> None:
    shelf = Shelf()
    with pytest.raises(UnreadableExport, match="no/such/place"):
        pulled(tmp_path, shelf, folders=("no/such/place", "no/such/other", str(laid(tmp_path, mail("a@x")))))
    assert list(shelf.known) == ["a@x"]
    assert shelf.problems == [
        "“no/such/other” should be a mail, a folder of mails, an mbox or a Maildir: there is no such file or folder."
    ]


def test_what_holds_no_mail_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"words")
    (tmp_path / "empty").mkdir()
    shelf = pulled(tmp_path, folders=(str(tmp_path / "notes.txt"), str(tmp_path / "empty")))
    assert shelf.problems == ["notes.txt holds no mail.", "empty holds no mail."]


def test_files_that_are_no_mail_are_counted_never_named(tmp_path: Path) -> None:
    (tmp_path / "my secret.eml").write_bytes(b"words")
    shelf = pulled(laid(tmp_path, mail("a@x")))
    assert ids(shelf) == ["a@x"]
    assert shelf.problems == [f"{tmp_path.name} holds files that are no mail (1×)."]


def test_what_breaks_off_is_left_out_and_counted_where_it_is_ours(tmp_path: Path) -> None:
    cut = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
    ours = mail("a@x", Content_Type="").replace(b"Content-Transfer-Encoding: 8bit\r\n\r\n", cut.encode())
    other = mail("b@x", "words", Content_Type="").replace(b"Content-Transfer-Encoding: 8bit\r\n\r\n", cut.encode())
    shelf = pulled(laid(tmp_path, ours, other))
    assert ids(shelf) == []
    assert shelf.problems == [f"{tmp_path.name} holds mail about articles that breaks off and was left out (1×)."]


def test_what_cannot_be_taken_apart_is_counted(tmp_path: Path) -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(100))
    shelf = pulled(laid(tmp_path, b"From: a@b\r\n" + nested + SEARCH.url.encode()))
    assert shelf.problems == [f"{tmp_path.name} holds mail that cannot be taken apart and was left out (1×)."]


def test_a_file_that_went_away_while_it_was_read_is_looked_for_again(tmp_path: Path) -> None:
    laid(tmp_path, mail("a@x"), mail("b@x"))
    shelf = Shelf()
    source = Mail(folders=(str(tmp_path),))
    with way_out() as http:
        for number, page in enumerate(source.pages(ARTICLES, None, http)):
            if number == 0:
                (tmp_path / "001.eml").rename(tmp_path / "002.eml")
            shelf.take(page)
    assert list(shelf.known) == ["a@x"]
    assert shelf.problems == [f"{tmp_path.name} lists mail that it did not give (1×)."]
    assert ids(pulled(tmp_path, shelf)) == ["a@x", "b@x"]


# --- settings ------------------------------------------------------------------------------------


def test_the_settings_say_what_they_want() -> None:
    where = "[sources.mail]"
    told = {"imap": "imaps://me@mail.example/INBOX", "since": "2026-01-31", "addresses": ["me+{slug}@x.example"]}
    assert values(Mail, told, where)["imap"] == told["imap"]
    names = {setting.name: setting for setting in settings_of(Mail, where)}
    assert names["password"].variable == "ENISHI_MAIL_PASSWORD"
    for wrong in ({"imap": "imaps://me:pw@x/"}, {"since": "2026-02-30"}, {"since": "soon"}, {"addresses": ["me"]}):
        with pytest.raises(Exception, match="should be"):
            values(Mail, wrong, where)


def test_a_source_with_nothing_set_reads_nothing() -> None:
    with way_out() as http:
        (page,) = Mail(password=Secret("x")).pages(ARTICLES, None, http)
    assert (page.interactions, page.problems) == ((), ())


def test_thousands_of_mails_are_read_in_seconds_and_not_again(tmp_path: Path) -> None:
    begin = b"From a Tue Nov  3 10:12:00 2026\n"
    many = [mail(f"{n}@x", "words of no concern " * 50) for n in range(2_900)]
    ours = [replaced for n in range(100) for replaced in [mail(f"ours{n}@x")]]
    (tmp_path / "archive").write_bytes(b"\n".join(begin + data for data in [*many, *ours]))
    began = time.process_time()
    shelf = pulled(tmp_path / "archive")
    first, began = time.process_time() - began, time.process_time()
    pulled(tmp_path / "archive", shelf)
    assert len(shelf.known) == 100
    assert first < 30
    assert time.process_time() - began < 1
    assert len(json.loads(shelf.cursor or "")["threads"]) == 100
