from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.recordings import Validators, way_out
from tests.servers import serve
from tests.strangers import lead
from tracker.model import Account, Article, Count, Kind, Page
from tracker.reading.discovery import Discovery, Notes, first_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://mio.example/a/"), Article("b", "https://mio.example/b/"))
DAY = date(2026, 11, 1)
LINK = '<p>これは<a href="https://mio.example/a/">縁</a>についての話。</p>'
ENTRY = "http://aoi.example/entry/1"
ID = "https://aoi.example/entry/1 a"


@dataclass
class Web:
    """Everybody's pages, by address; a number is a status, robots.txt is missing unless it is given."""

    pages: dict[str, str | bytes | int | Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    validators: Validators = field(default_factory=Validators)

    def __call__(self, request: Request) -> Reply:
        address = f"http://{request.headers['Host']}{request.target}"
        self.asked.append(address)
        known = self.pages.get(address, 404)
        if isinstance(known, tuple):
            return known
        if isinstance(known, int):
            return known, {}, b""
        if request.headers.get("If-None-Match") == self.etag(known):
            return 304, {}, b""
        return 200, {"Content-Type": "text/html; charset=utf-8", "ETag": self.etag(known)}, known

    def etag(self, page: str | bytes) -> str:
        return f'"{hash(page)}"'

    def walk(
        self, came: Sequence[str] | Mapping[str, int], cursor: str | None = None, day: date = DAY, most: int = 50
    ) -> list[Page]:
        """Return the pages of one walk on a day; `asked` are the addresses that were asked for in it."""
        self.asked.clear()
        told = came if isinstance(came, dict) else dict.fromkeys(came, 1)
        with serve(self) as server, way_out(self.validators) as http:
            lead(http, server)
            discovery = Discovery(ARTICLES, http, Notes.read(cursor), day)
            return [discovery.note(told.items()), *discovery.looks(most)]


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def gone(pages: Sequence[Page]) -> list[str]:
    return [one for page in pages for one in page.gone]


def problems(pages: Sequence[Page]) -> list[str]:
    return [one for page in pages for one in page.problems]


def cursor(pages: Sequence[Page]) -> str:
    return pages[-1].cursor or ""


def test_a_page_that_links_is_a_mention_and_proves_no_others_away() -> None:
    web = Web({ENTRY: LINK})
    pages = web.walk([ENTRY])
    (one,) = [one for page in pages for one in page.interactions]
    assert (one.id, one.kind, one.url, one.text) == (ID, Kind.MENTION, ENTRY, "これは縁についての話。")
    assert pages[-1].counts == (Count("a", 1, None),)
    assert problems(pages) == []
    assert web.asked == ["http://aoi.example/robots.txt", ENTRY]


def test_a_page_that_does_not_link_is_told_once_and_not_asked_for_again_unless_people_come_from_it_still() -> None:
    web = Web({ENTRY: "<p>https://mio.example/a/</p>"})
    first = web.walk([ENTRY])
    (said,) = problems(first)
    assert said == "1 page that people came from shows no link to your articles. For example aoi.example/entry/1."
    later = web.walk([], cursor(first), DAY + timedelta(days=100))
    assert (web.asked, problems(later)) == ([], [])
    soon = web.walk([ENTRY], cursor(first), DAY + timedelta(days=6))
    assert web.asked == []
    web.pages[ENTRY] = LINK
    assert ids(web.walk([ENTRY], cursor(soon), DAY + timedelta(days=7))) == [ID]


def test_a_mention_is_looked_at_again_after_a_month_and_costs_little_while_nothing_changed() -> None:
    web = Web({ENTRY: LINK})
    first = web.walk([ENTRY])
    assert (ids(web.walk([ENTRY], cursor(first), DAY + timedelta(days=29))), web.asked) == ([], [])
    web.pages[ENTRY] = LINK.replace("話", "長い話")
    again = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert [one.text for page in again for one in page.interactions] == ["これは縁についての長い話。"]
    quiet = web.walk([], cursor(again), DAY + timedelta(days=60))
    assert (ids(quiet), gone(quiet)) == ([], [])
    assert web.asked[-1] == ENTRY
    assert json.loads(cursor(quiet))["pages"][ENTRY]["day"] == "2026-12-31"


def test_what_is_unchanged_although_nobody_remembers_it_is_read_all_the_same() -> None:
    web = Web({ENTRY: LINK})
    web.walk([ENTRY])
    assert ids(web.walk([ENTRY])) == [ID]
    assert web.asked == ["http://aoi.example/robots.txt", ENTRY, ENTRY]


def test_a_mention_whose_page_links_no_more_is_gone_and_may_return() -> None:
    web = Web({ENTRY: LINK})
    first = web.walk([ENTRY])
    web.pages[ENTRY] = "<p>消しました。</p>"
    later = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert (gone(later), problems(later)) == ([ID], [])
    web.pages[ENTRY] = LINK
    assert ids(web.walk([ENTRY], cursor(later), DAY + timedelta(days=40))) == [ID]


def test_one_of_two_mentions_of_a_page_may_go() -> None:
    web = Web({ENTRY: LINK + '<p>もう一つは<a href="https://mio.example/b/">別の記事</a>だ。</p>'})
    first = web.walk([ENTRY])
    assert ids(first) == [ID, "https://aoi.example/entry/1 b"]
    web.pages[ENTRY] = LINK
    later = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert (ids(later), gone(later)) == ([ID], ["https://aoi.example/entry/1 b"])


def test_a_page_that_is_deleted_is_gone_at_once_and_one_that_is_missing_when_it_is_twice() -> None:
    web = Web({ENTRY: LINK})
    first = web.walk([ENTRY])
    web.pages[ENTRY] = 410
    assert gone(web.walk([], cursor(first), DAY + timedelta(days=30))) == [ID]
    web.pages[ENTRY] = 404
    once = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert gone(once) == []
    assert web.walk([], cursor(once), DAY + timedelta(days=30)) != []
    assert web.asked == []
    assert gone(web.walk([], cursor(once), DAY + timedelta(days=31))) == [ID]


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_site_in_trouble_takes_no_mention_away(status: int) -> None:
    web = Web({ENTRY: LINK})
    first = web.walk([ENTRY])
    web.pages[ENTRY] = status
    later = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert gone(later) == []
    assert "could not be read" in problems(later)[0]
    web.pages[ENTRY] = LINK + "<p>追記</p>"
    assert ids(web.walk([], cursor(later), DAY + timedelta(days=60))) == [ID]


def test_a_page_that_fails_is_tried_three_times_on_different_days() -> None:
    web, days = Web({ENTRY: 500}), []
    pages = web.walk([ENTRY])
    for number in range(1, 10):
        pages = web.walk([], cursor(pages), DAY + timedelta(days=number))
        days += [number] if web.asked else []
    assert days == [1, 3]


def test_one_sentence_for_all_pages_that_fail() -> None:
    web = Web({f"http://aoi.example/{number}": 500 for number in range(3)})
    (said,) = problems(web.walk(list(web.pages)))
    assert said == (
        "3 pages that people came from could not be read. "
        "For example aoi.example/0: aoi.example answered with status 500."
    )


def test_a_host_that_does_not_answer_is_not_asked_again() -> None:
    pages = Web().walk(["http://wiki.inside.example/1", "http://wiki.inside.example/2"])
    (said, waiting) = problems(pages)
    assert said.startswith("1 page that people came from could not be read.")
    assert "is not a public address" in said
    assert waiting == "1 page waits for the next pull."


def test_what_a_message_tells_of_an_address_is_host_and_path() -> None:
    said = problems(Web().walk(["http://aoi.example/secret?token=s3cret"]))
    assert "s3cret" not in "".join(said)


# --- where pages are ------------------------------------------------------------------------------


def test_a_page_is_known_by_where_it_was_moved_to() -> None:
    moved: Reply = (301, {"Location": "http://new.example/p"}, b"")
    web = Web({"http://old.example/p": moved, "http://new.example/p": LINK})
    pages = web.walk(["http://old.example/p", "http://new.example/p"])
    assert set(ids(pages)) == {"https://new.example/p a"}


def test_a_mention_that_was_met_by_two_addresses_is_there_until_both_are_gone() -> None:
    moved: Reply = (301, {"Location": ENTRY}, b"")
    web = Web({"http://old.example/p": moved, ENTRY: LINK})
    first = web.walk(["http://old.example/p", ENTRY])
    web.pages["http://old.example/p"] = 410
    second = web.walk([], cursor(first), DAY + timedelta(days=30))
    assert gone(second) == []
    web.pages[ENTRY] = 410
    assert gone(web.walk([], cursor(second), DAY + timedelta(days=60))) == [ID]


def test_one_page_that_is_none_keeps_nobody_from_the_others_of_its_host() -> None:
    web = Web({"http://aoi.example/0": "<div>" * 9000, ENTRY: LINK})
    pages = web.walk({"http://aoi.example/0": 9, ENTRY: 1})
    assert ids(pages) == [ID]
    assert "tags in tags without end came" in problems(pages)[0]


@pytest.mark.parametrize(
    "location", ["http://wiki.inside.example/", "http://127.0.0.2/", "file:///etc/passwd", "http://a@aoi.example/"]
)
def test_a_redirect_leads_nowhere_private(location: str) -> None:
    web = Web({ENTRY: (302, {"Location": location}, b"")})
    (said,) = problems(web.walk([ENTRY]))
    assert "was not fetched" in said
    assert web.asked[-1] == ENTRY


def test_a_redirect_to_ourselves_is_no_mention() -> None:
    web = Web({ENTRY: (302, {"Location": "http://mio.example/a/"}, b""), "http://mio.example/a/": LINK})
    assert ids(web.walk([ENTRY])) == []


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/plain", "application/json"])
def test_only_pages_are_read(kind: str) -> None:
    assert ids(Web({ENTRY: (200, {"Content-Type": kind}, LINK)}).walk([ENTRY])) == []


def test_a_page_that_is_too_large_costs_a_sentence() -> None:
    web = Web({ENTRY: LINK + "<p>" + "縁" * 1_700_000})
    (said,) = problems(web.walk([ENTRY]))
    assert "is larger than 3,000,000 bytes" in said


def test_an_address_without_a_scheme_is_tried_with_both() -> None:
    web = Web({ENTRY: LINK})
    assert ids(web.walk(["aoi.example/entry/1"])) == [ID]


def test_a_page_in_shift_jis_is_read() -> None:
    web = Web({ENTRY: (200, {"Content-Type": "text/html"}, LINK.encode("cp932"))})
    (one,) = [one for page in web.walk([ENTRY]) for one in page.interactions]
    assert one.text == "これは縁についての話。"


def test_a_list_of_posts_leads_to_the_posts() -> None:
    post = f'<div class="h-entry"><a class="u-url" href="{ENTRY}">#</a>{LINK}</div>'
    web = Web({"http://planet.example/": f'<div class="h-feed">{post}</div>', ENTRY: post})
    pages = web.walk(["http://planet.example/"])
    assert (ids(pages), problems(pages)) == ([ID], [])
    assert web.asked == [
        *("http://planet.example/robots.txt", "http://planet.example/"),
        *("http://aoi.example/robots.txt", ENTRY),
    ]


def test_posts_that_point_to_each_other_are_not_followed_for_ever() -> None:
    def post(number: int) -> str:
        return f'<div class="h-entry"><a class="u-url" href="http://aoi.example/{number + 1}">#</a>{LINK}</div>'

    web = Web({f"http://aoi.example/{number}": post(number) for number in range(9)})
    assert ids(web.walk(["http://aoi.example/0"])) == ["https://aoi.example/1 a"]


def test_of_a_host_alone_the_home_page_and_its_feed_are_looked_at() -> None:
    home = '<link rel="alternate" type="application/rss+xml" href="/feed"><p>日記</p>'
    item = f"<item><link>{ENTRY}</link><description><![CDATA[{LINK}]]></description></item>"
    other = "<item><link>http://aoi.example/entry/2</link><description>mio.example</description></item>"
    stranger = f"<item><link>http://ren.example/9</link><description><![CDATA[{LINK}]]></description></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{item}{other}{stranger}</channel></rss>'
    web = Web({"http://aoi.example/": home, "http://aoi.example/feed": feed, ENTRY: LINK})
    pages = web.walk(["http://aoi.example/"])
    assert (ids(pages), problems(pages)) == ([ID], [])
    assert web.asked == [
        *("http://aoi.example/robots.txt", "http://aoi.example/", "http://aoi.example/feed", ENTRY),
    ]


def test_hosts_where_many_write_are_only_told_of_and_once() -> None:
    web = Web()
    first = web.walk(["https://qiita.com/", "https://note.com/"])
    assert problems(first) == [
        "People came from 2 sites where many write, and they do not say from which pages. For example note.com."
    ]
    assert problems(web.walk(["https://qiita.com/"], cursor(first))) == []
    assert web.asked == []


# --- manners --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "read"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /entry/", False),
        ("User-agent: Enishi\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("\ufeffUSER-AGENT: enishi\nDisallow: /entry", False),
        ("User-agent: *\nDisallow: /admin/", True),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("User-agent: Enishi\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("<html>Not found</html>", True),
        ("", True),
    ],
)
def test_what_a_site_asks_programs_to_leave_alone_is(rules: str, read: bool) -> None:  # noqa: FBT001 - a column of the table
    web = Web({"http://aoi.example/robots.txt": (200, {"Content-Type": "text/plain"}, rules), ENTRY: LINK})
    pages = web.walk([ENTRY])
    assert (ids(pages) == [ID]) is read
    assert (ENTRY in web.asked) is read
    assert read or problems(pages) == [
        "1 page that people came from asks programs to stay away. For example aoi.example/entry/1."
    ]


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (410, True), (500, False), (503, False)])
def test_without_its_rules_a_site_may_be_read_unless_it_is_in_trouble(status: int, read: bool) -> None:  # noqa: FBT001 - the same
    web = Web({"http://aoi.example/robots.txt": status, ENTRY: LINK})
    assert (ids(web.walk([ENTRY])) == [ID]) is read


def test_rules_are_asked_for_once_a_host() -> None:
    web = Web({f"http://{host}.example/{number}": LINK for host in ("aoi", "ren") for number in range(3)})
    web.walk(list(web.pages))
    assert sorted(address for address in web.asked if "robots" in address) == [
        "http://aoi.example/robots.txt",
        "http://ren.example/robots.txt",
    ]


def test_a_mention_stays_when_its_site_closes_to_programs_and_goes_when_its_author_asks() -> None:
    web = Web({ENTRY: LINK})
    first = web.walk([ENTRY])
    web.pages["http://aoi.example/robots.txt"] = "User-agent: *\nDisallow: /"
    assert gone(web.walk([], cursor(first), DAY + timedelta(days=30))) == []
    del web.pages["http://aoi.example/robots.txt"]
    web.pages[ENTRY] = '<meta name="robots" content="noindex">' + LINK
    later = web.walk([], cursor(first), DAY + timedelta(days=30))
    (one,) = [one for page in later for one in page.interactions]
    assert one.account == Account("web", "https://aoi.example/", "", "", "https://aoi.example/", opted_out=True)


def test_the_header_asks_like_the_page() -> None:
    web = Web({ENTRY: (200, {"Content-Type": "text/html", "X-Robots-Tag": "noindex"}, LINK)})
    (one,) = [one for page in web.walk([ENTRY]) for one in page.interactions]
    assert one.account
    assert one.account.opted_out


def test_the_page_about_an_author_is_asked_for_once_and_not_against_the_rules() -> None:
    post = f'<div class="h-entry"><a class="u-author" href="/about"></a>{LINK}</div>'
    web = Web({ENTRY: post, "http://aoi.example/entry/2": post})
    web.pages["http://aoi.example/about"] = '<p class="h-card"><a class="u-url u-uid p-name" href="/about">空</a></p>'
    pages = web.walk([ENTRY, "http://aoi.example/entry/2"])
    assert {one.account.name for page in pages for one in page.interactions if one.account} == {"空"}
    assert web.asked.count("http://aoi.example/about") == 1
    web.pages["http://aoi.example/robots.txt"] = "User-agent: *\nDisallow: /about"
    web.walk([ENTRY])
    assert "http://aoi.example/about" not in web.asked


def test_no_page_about_an_author_is_asked_for_where_only_members_are_let_in() -> None:
    web = Web({ENTRY: f'<div class="h-entry"><a class="u-author" href="http://www.facebook.com/aoi"></a>{LINK}</div>'})
    assert ids(web.walk([ENTRY])) == [ID]
    assert web.asked == ["http://aoi.example/robots.txt", ENTRY]


def test_not_more_pages_than_wanted_and_the_others_the_next_time() -> None:
    web = Web({f"http://aoi.example/{number}": LINK for number in range(5)})
    first = web.walk({address: number for number, address in enumerate(web.pages)}, most=2)
    assert ids(first) == ["https://aoi.example/4 a", "https://aoi.example/3 a"]
    assert problems(first) == ["3 pages wait for the next pull."]
    second = web.walk([], cursor(first), most=2)
    assert ids(second) == ["https://aoi.example/2 a", "https://aoi.example/1 a"]
    assert ids(web.walk([], cursor(second))) == ["https://aoi.example/0 a"]


def test_what_is_not_worth_a_look_is_not_asked_for() -> None:
    web = Web()
    pages = web.walk(["https://www.google.com/", "http://mio.example/b/", "http://localhost/", "-", "http://t.co/x"])
    assert (web.asked, problems(pages)) == ([], [])


def test_the_first_day_is_that_of_the_first_article_if_all_say_theirs() -> None:
    assert first_day(ARTICLES, "2019-01-01") == "2019-01-01"
    assert first_day((), "2019-01-01") == "2019-01-01"
