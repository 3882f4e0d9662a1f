from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.sky import PASSWORD, TOKEN, Sky, did, uri
from tracker.errors import MissingSetting, NotAsExpected, PasswordRefused, RateLimited, Refused, SourceError
from tracker.model import Announcement, Article, Kind, Page, Secret
from tracker.sources.bluesky import Bluesky

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Reply, Request
    from tracker.model import Count, Interaction

URL = "https://mio.example/a/"
POST = Article("a", URL)
ANNOUNCEMENT = uri("mio", "3m")
ANNOUNCED = Article("a", URL, syndication=("https://bsky.app/profile/mio.example/post/3m",))
OTHER = Article("b", "https://mio.example/b/")
WITH_PASSWORD: dict[str, Any] = {"account": "mio.example", "app_password": Secret(PASSWORD)}


class Visit:
    """What one pull brought, and what it asked."""

    def __init__(
        self,
        sky: Sky,
        articles: Sequence[Article] = (POST,),
        cursor: str | None = None,
        until: int | None = None,
        **more: Any,  # noqa: ANN401 - settings
    ) -> None:
        sky.asked.clear()
        self.pages: list[Page] = []
        self.error: SourceError | None = None
        with serve(sky) as server, way_out() as http:
            here = dict.fromkeys(("address", "pds", "index"), server.url) | more
            try:
                self.pages.extend(islice(Bluesky(**here).pages(articles, cursor, http), until))
            except SourceError as error:
                self.error = error
        self.requests = server.requests
        self.asked = list(sky.asked)
        self.cursor = next((page.cursor for page in reversed(self.pages) if page.cursor is not None), cursor)
        self.known = {one.id: one for page in self.pages for one in page.interactions}
        self.gone = [one for page in self.pages for one in page.gone]
        self.problems = [one for page in self.pages for one in page.problems]
        self.counts = [one for page in self.pages for one in page.counts]

    def again(self, sky: Sky, articles: Sequence[Article] = (POST,), **more: Any) -> Visit:  # noqa: ANN401 - the same
        return Visit(sky, articles, self.cursor, **more)

    def of(self, kind: Kind) -> list[Interaction]:
        return [one for one in self.known.values() if one.kind is kind]

    def count(self, kind: Kind) -> Count:
        (count,) = (one for one in self.counts if one.kinds == (kind,))
        return count

    def parameters(self, method: str) -> list[dict[str, list[str]]]:
        asked = [each for each in self.requests if each.path.endswith(f".{method}")]
        return [parse_qs(urlsplit(each.target).query) for each in asked]


@pytest.fixture
def sky() -> Sky:
    """The author and her announcement."""
    sky = Sky()
    sky.person("mio", "mio.example")
    sky.say("mio", "3m", "書きました", card=URL)
    return sky


def test_posts_are_found_by_card_and_by_text_and_by_any_spelling() -> None:
    sky = Sky()
    card = sky.say("aoi", "1", "card", card=URL)
    text = sky.say("ren", "2", "ここ", links={"ここ": "http://mio.example/a"})
    sky.say("nils", "3", "elsewhere", card="https://mio.example/b/")
    visit = Visit(sky)
    assert {one.id: (one.kind, one.target) for one in visit.known.values()} == {
        card: (Kind.MENTION, URL),
        text: (Kind.MENTION, "http://mio.example/a"),
    }
    assert visit.problems == []
    assert all(each.path.startswith("/xrpc/") for each in visit.requests)


def test_every_spelling_is_asked_for_once_and_then_the_present_address() -> None:
    older = Article("a", URL, older_urls=("https://mio.example/old.html",))
    first = Visit(Sky(), articles=[older])
    assert len(first.parameters("getBacklinks")) == 2 * (4 + 1)
    again = first.again(Sky(), articles=[older])
    assert [each["subject"] for each in again.parameters("getBacklinks")] == [[URL], [URL]]
    moved = Article("a", "https://mio.example/c/", older_urls=(URL,))
    assert len(again.again(Sky(), articles=[moved]).parameters("getBacklinks")) == 2 * (4 + 1)


def test_with_a_password_the_search_is_asked_and_later_the_search_alone(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "これ https://mio.example/a/")
    first = Visit(sky, **WITH_PASSWORD)
    assert aoi in first.known
    assert "getBacklinks" in first.asked
    again = first.again(sky, **WITH_PASSWORD)
    assert (again.known, again.asked) == ({}, ["createSession", "searchPosts", "getPosts"])
    later = sky.say("ren", "2", "これも https://mio.example/a/")
    assert list(again.again(sky, **WITH_PASSWORD).known) == [later]


def test_the_search_needs_a_query_and_its_token_stands_in_no_address(sky: Sky) -> None:
    visit = Visit(sky, **WITH_PASSWORD)
    assert visit.parameters("searchPosts") == [{"q": ["*"], "url": [URL], "sort": ["latest"], "limit": ["100"]}]
    assert all(TOKEN not in each.target and PASSWORD not in each.target for each in visit.requests)
    assert TOKEN not in str(visit.cursor)


def test_what_the_search_only_thinks_is_ours_is_not(sky: Sky) -> None:
    sky.say("aoi", "1", "これ https://mio.example/a/other/")
    visit = Visit(sky, index="", **WITH_PASSWORD)
    assert list(visit.known) == [ANNOUNCEMENT]


def test_a_refused_password_is_told_at_the_end(sky: Sky) -> None:
    visit = Visit(sky, account="mio.example", app_password=Secret("wrong"))
    assert isinstance(visit.error, PasswordRefused)
    assert "mio.example" in visit.error.message
    assert list(visit.known) == [ANNOUNCEMENT]
    assert "wrong" not in f"{visit.error.message} {visit.error.hint}"


def test_a_password_needs_an_account() -> None:
    with pytest.raises(MissingSetting):
        Bluesky(app_password=Secret(PASSWORD))


def test_an_index_that_is_down_costs_one_problem(sky: Sky) -> None:
    sky.refuses["index"] = 503
    visit = Visit(sky, articles=[ANNOUNCED, OTHER])
    assert list(visit.known) == [ANNOUNCEMENT]
    assert visit.asked.count("getBacklinks") == 1
    assert len(visit.problems) == 1
    sky.refuses.clear()
    assert len(visit.again(sky, articles=[ANNOUNCED, OTHER]).parameters("getBacklinks")) == 16


def test_nothing_that_can_be_asked_is_an_error() -> None:
    assert isinstance(Visit(Sky(refuses={"index": 503})).error, Refused)


def test_posts_are_looked_at_by_twenty_five() -> None:
    sky = Sky()
    for number in range(30):
        sky.say("aoi", str(number), card=URL)
    visit = Visit(sky)
    assert [len(each["uris"]) for each in visit.parameters("getPosts")] == [25, 5]
    assert visit.parameters("getProfiles") == [{"actors": [did("aoi")]}]
    assert len(visit.known) == 30


def test_an_announcement_is_found_by_its_address_and_its_handle_asked_for_once(sky: Sky) -> None:
    visit = Visit(sky, articles=[ANNOUNCED], index="")
    (one,) = visit.known.values()
    assert (one.id, one.kind, one.parent, one.thread) == (ANNOUNCEMENT, Kind.MENTION, "", ANNOUNCEMENT)
    assert one.account is not None
    assert one.account.id == did("mio")
    sky.people["mio"]["handle"] = "moved.example"
    again = visit.again(sky, articles=[ANNOUNCED], index="")
    assert (again.asked, again.known) == (["getPosts"], {})


def test_a_handle_that_leads_nowhere_costs_a_line(sky: Sky) -> None:
    lost = tuple(f"https://bsky.app/profile/gone.example/post/{key}" for key in "12")
    visit = Visit(sky, articles=[Article("a", URL, syndication=lost)], index="")
    assert (visit.asked, len(visit.problems)) == (["resolveHandle"], 1)


def test_nothing_new_is_one_question(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    sky.say("mio", "2", "ありがとう", answers=aoi)
    sky.likes[ANNOUNCEMENT] = ["aoi"]
    first = Visit(sky, articles=[ANNOUNCED], index="")
    assert len(first.known) == 4
    again = first.again(sky, articles=[ANNOUNCED], index="")
    assert (again.asked, again.known, again.counts, again.problems) == (["getPosts"], {}, [], [])
    assert again.cursor == first.cursor


def test_an_answer_to_an_answer_is_seen_although_the_announcement_counts_as_before(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    first = Visit(sky)
    ren = sky.say("ren", "2", "私も", answers=aoi)
    again = first.again(sky)
    assert (again.known[ren].parent, again.known[ren].thread) == (aoi, ANNOUNCEMENT)
    assert again.count(Kind.REPLY).complete


def test_another_content_under_the_same_id_is_read(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    first = Visit(sky)
    sky.records[aoi]["text"] = "読みました。おもしろい"
    assert first.again(sky).known[aoi].text == "読みました。おもしろい"


def test_an_answer_that_is_deleted_is_gone_and_what_answers_it_is_not(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    ren = sky.say("ren", "2", "私も", answers=aoi)
    first = Visit(sky)
    sky.deleted.add(aoi)
    again = first.again(sky)
    assert again.gone == [aoi]
    assert again.known[ren].parent == aoi
    third = again.again(sky)
    assert (third.gone, third.known) == ([], {})
    sky.deleted.add(ren)
    assert third.again(sky).gone == [ren]


def test_of_a_long_thread_what_vanished_is_looked_at_by_itself(sky: Sky) -> None:
    answers = [sky.say("aoi", str(number), "縁", answers=ANNOUNCEMENT) for number in range(30)]
    first = Visit(sky)
    assert len(first.of(Kind.REPLY)) == 30
    sky.deleted.add(answers[7])
    again = first.again(sky)
    assert (again.gone, len(again.of(Kind.REPLY))) == ([answers[7]], 29)
    assert [len(each["uris"]) for each in again.parameters("getPosts")] == [1, 1]


def test_a_post_is_gone_when_the_place_says_so(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "これ", card=URL)
    first = Visit(sky)
    sky.deleted.add(aoi)
    again = first.again(sky)
    assert (again.gone, again.problems) == ([aoi], [])
    assert again.asked.count("getPostThread") == 1
    assert again.again(sky).gone == []


def test_a_post_that_is_only_not_listed_is_not_gone(sky: Sky) -> None:
    first = Visit(sky, articles=[ANNOUNCED])

    class Forgetful(Sky):
        def _get_posts(self, _request: Request, _query: object) -> dict[str, Any]:
            return {"posts": []}

    again = first.again(Forgetful(sky.people, sky.records), articles=[ANNOUNCED])
    assert (again.gone, len(again.problems)) == ([], 1)


def test_an_announcement_that_is_gone_is_told_once_and_comes_back(sky: Sky) -> None:
    first = Visit(sky, articles=[ANNOUNCED], index="")
    sky.deleted.add(ANNOUNCEMENT)
    again = first.again(sky, articles=[ANNOUNCED], index="")
    assert (again.gone, len(again.problems)) == ([ANNOUNCEMENT], 1)
    third = again.again(sky, articles=[ANNOUNCED], index="")
    assert (third.asked, third.gone, third.problems) == (["getPosts"], [], [])
    sky.deleted.clear()
    assert list(third.again(sky, articles=[ANNOUNCED], index="").known) == [ANNOUNCEMENT]


def test_likes_are_read_page_by_page_and_taken_back(sky: Sky) -> None:
    sky.size = 2
    for name in ("aoi", "ren", "nils"):
        sky.person(name)
    sky.likes[ANNOUNCEMENT] = ["aoi", "ren", "nils"]
    first = Visit(sky)
    assert [len(page.interactions) for page in first.pages if page.interactions] == [1, 2, 1]
    assert {one.thread for one in first.of(Kind.LIKE)} == {ANNOUNCEMENT}
    assert first.count(Kind.LIKE).complete
    sky.likes[ANNOUNCEMENT].remove("ren")
    again = first.again(sky)
    assert again.gone == [f"{ANNOUNCEMENT}#like:{did('ren')}"]
    assert "getPostThread" not in again.asked


def test_likes_of_who_is_suspended_are_counted_and_said_again(sky: Sky) -> None:
    sky.person("aoi")
    sky.likes[ANNOUNCEMENT], sky.unseen[ANNOUNCEMENT] = ["aoi"], 2
    first = Visit(sky)
    count = first.count(Kind.LIKE)
    assert (count.seen, count.claimed, count.thread) == (1, 3, ANNOUNCEMENT)
    assert first.again(sky).counts == [count]


def test_a_blocked_answer_is_counted_and_not_seen(sky: Sky) -> None:
    sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    sky.blocked.add(sky.say("ren", "2", "私も", answers=ANNOUNCEMENT))
    count = Visit(sky).count(Kind.REPLY)
    assert (count.seen, count.claimed, count.complete) == (1, 2, False)
    assert "block" in count.why


def test_a_deep_thread_is_followed_to_its_end(sky: Sky) -> None:
    above = ANNOUNCEMENT
    for number in range(25):
        above = sky.say("aoi", str(number), "縁", answers=above)
    visit = Visit(sky)
    assert len(visit.of(Kind.REPLY)) == 25
    assert visit.count(Kind.REPLY).complete
    assert visit.asked.count("getPostThread") == 3


def test_a_quotation_is_a_thread_of_its_own_and_only_its_words_are_read(sky: Sky) -> None:
    sky.person("nils")
    quote = sky.say("aoi", "1", "これは良い", quotes=ANNOUNCEMENT)
    answer = sky.say("ren", "2", "同感", answers=quote)
    sky.likes[quote] = ["nils"]
    visit = Visit(sky)
    assert (visit.known[quote].kind, visit.known[quote].thread) == (Kind.QUOTE, quote)
    assert (visit.known[answer].parent, visit.known[answer].thread) == (quote, quote)
    assert visit.of(Kind.LIKE) == []
    later = sky.say("nils", "3", "私も", answers=quote)
    again = visit.again(sky)
    assert set(again.known) == {quote, answer, later}
    sky.deleted.add(quote)
    assert quote in again.again(sky).gone


def test_a_quotation_that_was_taken_away_is_shown_to_the_owner_alone(sky: Sky) -> None:
    quote = sky.say("aoi", "1", "これは良い", quotes=ANNOUNCEMENT)
    away = {"$type": "app.bsky.embed.record#viewDetached", "uri": ANNOUNCEMENT, "detached": True}
    sky.more[quote] = {"embed": {"record": away}}
    assert Visit(sky).known[quote].private


def test_a_quotation_that_links_to_us_is_read_like_any_mention(sky: Sky) -> None:
    sky.person("nils")
    quote = sky.say("aoi", "1", "これ", quotes=ANNOUNCEMENT, links={"これ": URL})
    sky.likes[quote] = ["nils"]
    visit = Visit(sky)
    assert visit.known[quote].kind is Kind.QUOTE
    assert [one.thread for one in visit.of(Kind.LIKE)] == [quote]
    assert visit.again(sky).known == {}


def test_an_answer_that_links_to_us_is_told_once_where_it_stands(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "これですね", answers=ANNOUNCEMENT, links={"これ": URL})
    visit = Visit(sky)
    assert (visit.known[aoi].kind, visit.known[aoi].parent) == (Kind.REPLY, ANNOUNCEMENT)
    assert visit.asked.count("getPostThread") == 1
    assert visit.again(sky).known == {}


def test_an_answer_to_a_quotation_that_links_to_us_is_told_where_it_stands(sky: Sky) -> None:
    quote = sky.say("aoi", "1", "これは良い", quotes=ANNOUNCEMENT)
    answer = sky.say("ren", "2", "これ", answers=quote, links={"これ": URL})
    visit = Visit(sky)
    assert [one.kind for page in visit.pages for one in page.interactions if one.id == answer] == [Kind.REPLY]
    assert visit.again(sky).known == {}


def test_an_answer_elsewhere_that_links_to_us_is_a_mention() -> None:
    sky = Sky()
    far = sky.say("ren", "1", "何を読む？")
    aoi = sky.say("aoi", "2", "これ", answers=far, links={"これ": URL})
    (one,) = Visit(sky).known.values()
    assert (one.id, one.kind, one.parent, one.thread) == (aoi, Kind.MENTION, "", aoi)


def test_a_thread_that_cannot_be_read_costs_a_line_and_is_read_the_next_time(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "これですね", answers=ANNOUNCEMENT, links={"これ": URL})
    sky.refuses["getPostThread"] = 404
    first = Visit(sky)
    assert list(first.known) == [ANNOUNCEMENT]
    assert (len(first.problems), [one for one in first.counts if Kind.REPLY in one.kinds]) == (1, [])
    sky.refuses.clear()
    assert aoi in first.again(sky).known


def test_profiles_that_cannot_be_read_keep_everybody_out(sky: Sky) -> None:
    """Whether somebody asks not to be collected is said there and nowhere else."""
    sky.refuses["getProfiles"] = 404
    visit = Visit(sky)
    assert (visit.known, len(visit.problems)) == ({}, 1)


@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (502, Refused)])
def test_a_place_in_trouble_is_left_alone(sky: Sky, status: int, error: type[SourceError]) -> None:
    sky.say("aoi", "1", "読みました", answers=ANNOUNCEMENT)
    sky.refuses["getPostThread"] = status
    visit = Visit(sky)
    assert isinstance(visit.error, error)
    assert list(visit.known) == [ANNOUNCEMENT]


def test_who_asks_not_to_be_collected_is_marked(sky: Sky) -> None:
    sky.person("kuro", description="#nobot")
    sky.say("kuro", "1", "静かに", answers=ANNOUNCEMENT)
    (reply,) = Visit(sky).of(Kind.REPLY)
    assert reply.account is not None
    assert reply.account.opted_out


def test_articles_that_are_not_due_are_left_as_they_are(sky: Sky) -> None:
    aoi = sky.say("aoi", "1", "これ", card=OTHER.url)
    first = Visit(sky, articles=[POST, OTHER])
    sky.deleted.add(aoi)
    second = first.again(sky, articles=[POST])
    assert (second.gone, second.known) == ([], {})
    assert second.again(sky, articles=[OTHER]).gone == [aoi]


def test_a_post_about_two_articles_stays_with_one(sky: Sky) -> None:
    both = sky.say("aoi", "1", "一と二", links={"一": OTHER.url, "二": URL})
    first = Visit(sky, articles=[POST, OTHER])
    assert first.known[both].article == "b"
    assert both not in first.again(sky, articles=[POST]).known


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_walk_that_is_cut_goes_on_where_it_was(cut: int) -> None:
    sky = Sky()
    for number in range(12):
        post = sky.say("aoi", str(number), f"縁{number}", card=URL)
        sky.likes[post] = ["aoi"]
        sky.say("ren", f"{number}r", answers=post)
    whole = Visit(sky)
    begun = Visit(sky, until=cut)
    rest = begun.again(sky)
    assert begun.known | rest.known == whole.known
    assert rest.cursor == whole.cursor
    assert len(rest.asked) < len(whole.asked) or cut < 42


def test_an_answer_that_never_ends_is_ended() -> None:
    def handler(request: Request) -> Reply:
        return 200, {}, '{"records": [], "cursor": "again"}' if "getBacklinks" in request.target else "{}"

    with serve(handler) as server, way_out() as http:
        list(Bluesky(address=server.url, index=server.url).pages([POST], None, http))
    assert len(server.requests) == 2 * 2 * 4


def test_another_shape_is_not_nothing(sky: Sky) -> None:
    with serve(lambda _request: (200, {}, '{"items": []}')) as server, way_out() as http, pytest.raises(NotAsExpected):
        list(Bluesky(address=server.url, index=server.url).pages([POST], None, http))
    assert Visit(sky, index="").known == {}


def test_the_authors_own_posts_announce_articles(sky: Sky) -> None:
    sky.size = 2
    for number in range(1, 6):
        sky.say("mio", str(number), at=f"2026-0{number}-01T00:00:00.000Z", card=f"https://mio.example/{number}/")
    sky.say("mio", "9", at="2026-09-01T00:00:00.000Z", links={"二": OTHER.url, "一": URL}, text="一と二")
    sky.say("aoi", "1", card=URL)
    dated = [replace(one, published=datetime(2026, 5, 30, tzinfo=UTC)) for one in (POST, OTHER)]
    with serve(sky) as server, way_out() as http:
        found = list(Bluesky(account="@mio.example", address=server.url).announced([POST, OTHER], http))
        asked = len(sky.asked)
        few = list(Bluesky(account="mio.example", address=server.url).announced(dated, http))
    assert [(one.article, one.url.rpartition("/")[2]) for one in found] == [("a", "3m"), ("a", "9"), ("b", "9")]
    assert isinstance(found[0], Announcement)
    assert found[0].url == f"https://bsky.app/profile/{did('mio')}/post/3m"
    assert found[0].at is not None
    assert (few, asked, len(sky.asked) - asked) == (found, 4, 2)


def test_without_an_account_nobodys_posts_are_asked_for() -> None:
    with way_out() as http:
        assert list(Bluesky(address="http://127.0.0.1:1").announced([POST], http)) == []


def test_whom_the_password_lets_in(sky: Sky) -> None:
    with serve(sky) as server, way_out() as http:
        assert Bluesky("mio.example", Secret(PASSWORD), pds=server.url).admitted(http) == "mio.example"
        with pytest.raises(PasswordRefused):
            Bluesky("mio.example", Secret("wrong"), pds=server.url).admitted(http)
