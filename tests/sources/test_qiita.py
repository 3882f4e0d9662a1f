from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.items import KEY, KEY2, LIST, OTHER, POST, URL, both, comment, failing, ids, item, played, pulled, user
from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import RateLimited, SourceError
from tracker.model import Article, Claim, Kind, Secret
from tracker.rules.crossposts import Copy
from tracker.sources import Admits
from tracker.sources.qiita import Qiita, account, read

if TYPE_CHECKING:
    from tests.servers import Reply, Request

TOKEN = Secret("not-a-real-one")
COPY = Copy(KEY, KEY, URL, {Kind.REPLY: 1, Kind.LIKE: 1})


def test_pages_follow_the_link_that_an_answer_gives() -> None:
    def likes(request: Request) -> Reply:
        number = int(request.query["page"])
        url = f"http://{request.headers['Host']}{request.path}?page={number + 1}&per_page=100"
        more = {"Link": f'<{url}>; rel="next", <{url}>; rel="last"'} if number < 3 else {}
        return 200, more, json.dumps([{"user": user("u", number)}])

    pages, asked = pulled({LIST: [item(likes=3)], f"/api/v2/items/{KEY}/likes": likes})
    assert ids(pages, Kind.LIKE) == [f"{KEY}:like:{number}" for number in (1, 2, 3)]
    assert asked.count(f"/items/{KEY}/likes") == 3


def test_a_limit_is_told_with_403_and_what_was_read_stays() -> None:
    reset = {"Rate-Limit": "60", "Rate-Remaining": "0", "Rate-Reset": "4102444800"}
    limited = both(1, 1) | {
        f"/api/v2/items/{KEY}/likes": lambda _request: (403, reset, '{"type": "rate_limit_exceeded"}')
    }
    shelf, error = failing(limited)
    assert isinstance(error, RateLimited)
    assert error.until is not None
    assert "c0" in shelf.known
    later, asked = pulled(both(1, 1), shelf.cursor)
    assert asked == ["/users/mio_m/items", f"/items/{KEY}/likes"]
    assert ids(later, Kind.LIKE) == [f"{KEY}:like:0"]


def test_a_permanent_id_is_who_they_are_and_a_login_only_a_name() -> None:
    one = account(user("aoi_s", 7))
    assert one is not None
    assert (one.key, one.handle, one.url) == (("qiita", "7"), "aoi_s", "https://qiita.com/aoi_s")
    assert account(user(number=0) | {"permanent_id": None}) is None


def test_a_login_that_was_linked_is_worth_more_than_what_was_typed_in() -> None:
    told = user(
        github_login_name="aoi-s", twitter_screen_name="aoi_s", website_url="http://Aoi.example/", linkedin_id=""
    )
    one = account(told | {"facebook_id": None})
    assert one is not None
    assert one.claims == (
        Claim("url", "https://github.com/aoi-s", "linked"),
        Claim("url", "https://x.com/aoi_s", "declared"),
        Claim("url", "https://aoi.example/", "declared"),
    )


@pytest.mark.parametrize(("bio", "left_alone"), [("読むだけ #NoBot", True), ("#nobotany", False), (None, False)])
def test_who_asks_not_to_be_collected_is_marked(bio: str | None, *, left_alone: bool) -> None:
    one = account(user(description=bio))
    assert one is not None
    assert one.opted_out is left_alone


def test_a_comment_is_what_its_page_shows() -> None:
    html = '<p>「<code>a</code>」ｶﾅ　全角👍<br>\n二行目</p><div class="code-frame"><pre><code>x\n  y</code></pre></div>'
    page = read([comment("c1", rendered_body=html, updated_at="2026-10-16T00:00:00+09:00")], COPY, Kind.REPLY, "a")
    [one] = page.interactions
    assert one.text == "「a」ｶﾅ　全角👍\n二行目\n\nx\n  y"
    assert one.url == f"{URL}#comment-c1"
    assert (one.parent, one.thread) == (f"copy:{KEY}", f"copy:{KEY}")


def test_a_comment_of_nobody_keeps_its_words_and_one_without_words_is_left_out() -> None:
    page = read([comment("c1", user=None), comment("c2", rendered_body=None), {}], COPY, Kind.REPLY, "a")
    assert [(one.id, one.account) for one in page.interactions] == [("c1", None)]
    assert len(page.problems) == 2


def test_a_reaction_has_an_emoji_and_a_stock_no_time() -> None:
    told = {
        "name": ":tada:",
        "image_url": "https://img.example/tada",
        "created_at": "2026-10-15T10:00:00Z",
        "user": user(),
    }
    [reaction] = read([told], COPY, Kind.REACTION, "a").interactions
    assert (reaction.id, reaction.title) == (f"{KEY}:reaction::tada::7", ":tada:")
    [stock] = read([user()], COPY, Kind.BOOKMARK, "a").interactions
    assert (stock.id, stock.published) == (f"{KEY}:bookmark:7", None)
    assert read([{"user": {}}], COPY, Kind.LIKE, "a").problems


def test_stocks_are_asked_for_where_an_item_counts_them() -> None:
    pages, asked = pulled({LIST: [item(stocks_count=1)], f"/api/v2/items/{KEY}/stockers": [user()]})
    assert ids(pages, Kind.BOOKMARK) == [f"{KEY}:bookmark:7"]
    assert asked[1:] == [f"/items/{KEY}/stockers"]


def test_a_token_is_sent_and_lists_the_items_of_whom_it_belongs_to() -> None:
    shared = item(KEY2, 1, private=True, body=OTHER.url)
    answers = both(1, 0) | {"/api/v2/authenticated_user/items": [shared, item(comments=1)]}
    with serve(played(answers)) as server, way_out() as http:
        pages = list(Qiita(server.url, token=TOKEN).pages([Article("a", POST.url), OTHER], None, http))
        named = list(Qiita(server.url, token=TOKEN).pages([POST], None, http))
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer not-a-real-one"}
    assert server.targets[0].startswith("/api/v2/authenticated_user/items")
    assert (ids(pages), ids(named)) == ([], ["c0"])


def test_a_token_tells_whose_it_is() -> None:
    with serve(played({"/api/v2/authenticated_user": user("mio_m", 1)})) as server, way_out() as http:
        source = Qiita(server.url, token=TOKEN)
        assert isinstance(source, Admits)
        assert source.admitted(http) == "mio_m"
    with serve(lambda _request: (401, {}, "")) as server, way_out() as http, pytest.raises(SourceError):
        Qiita(server.url, token=TOKEN).admitted(http)
