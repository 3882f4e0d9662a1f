from __future__ import annotations

import json
from datetime import datetime

from tests.fediverse import (
    AWAY,
    FIRST,
    HOME,
    MENTIONS,
    OTHER,
    POST,
    ROOT,
    SECOND,
    STATUSES,
    TOKEN,
    World,
    context,
    mention,
    post,
    seen,
    world,
)
from tracker.model import Article, Kind


def talk() -> World:
    """A home with an announcement, one reply that its conversation shows, and one that only a mention tells of."""
    shown = post("900000", "aoi", AWAY, FIRST)
    hidden = post("900001", "ren", AWAY, "900000", visibility="direct")
    root = post(FIRST, replies_count=1)
    return World(
        {
            f"{STATUSES}/{FIRST}": root,
            f"{STATUSES}/{FIRST}/context": context(shown),
            f"{STATUSES}/900001/context": context(above=[root, shown]),
            f"{STATUSES}/900000/context": context(hidden, above=[root]),
            MENTIONS: [mention(2, hidden), mention(1, shown)],
            f"{MENTIONS}?types%5B%5D=mention&limit=80&min_id=2": [],
        }
    )


HIDDEN = f"{AWAY}/users/ren/statuses/900001"


def test_a_mention_tells_of_a_reply_that_no_conversation_shows() -> None:
    told = talk().pull(token=TOKEN)
    assert told.ids(Kind.REPLY) == ["900000", "900001"]
    reply = told.shelf.known[HIDDEN]
    assert (reply.parent, reply.thread, reply.private) == (f"{AWAY}/users/aoi/statuses/900000", ROOT, True)
    assert told.asked[-1] == f"{STATUSES}/900001/context"


def test_a_reply_that_only_a_mention_told_of_is_not_missing_from_the_conversation() -> None:
    told = talk().pull(token=TOKEN)
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, replies_count=2)
    told.told[f"{STATUSES}/{FIRST}/context"] = context(post("900000", "aoi", AWAY, FIRST), post("7", above=FIRST))
    told.pull(token=TOKEN)
    assert told.ids(Kind.REPLY) == ["900000", "7"]
    assert seen(told.count(Kind.REPLY)) == [(2, None, "")]
    assert told.shelf.absent.missing == ()


def test_a_walk_from_nothing_that_cannot_read_the_mentions_proves_nothing() -> None:
    told = talk().pull(token=TOKEN)
    told.told[MENTIONS] = 403
    told.pull(cursor=None, token=TOKEN)
    assert (told.error, len(told.shelf.problems)) == (None, 1)
    assert seen(told.count(Kind.REPLY)) == [(1, None, "")]
    assert told.shelf.absent.missing == ()


def test_mentions_are_read_on_from_the_last_one() -> None:
    told = talk().pull(token=TOKEN)
    assert told.pull(token=TOKEN).paths == [f"/{FIRST}", f"{MENTIONS}?types%5B%5D=mention&limit=80&min_id=2"]
    newer, link = f"{MENTIONS}?types%5B%5D=mention&limit=80&min_id=2", f'<{{server}}{MENTIONS}?min_id=3>; rel="prev"'
    again = post("900002", "aoi", AWAY, "900001")
    told.told |= {newer: ({"Link": link}, [mention(3, again)]), f"{MENTIONS}?min_id=3": []}
    above = [post(FIRST), post("900000", "aoi", AWAY, FIRST), post("900001", "ren", AWAY, "900000")]
    told.told[f"{STATUSES}/900002/context"] = context(above=above)
    told.pull(token=TOKEN)
    assert told.ids(Kind.REPLY) == ["900000", "900001", "900002"]
    assert json.loads(told.shelf.cursor or "")["last"] == "3"


def test_a_mention_in_a_quiet_conversation_is_a_reason_to_read_it() -> None:
    told = talk()
    told.told[MENTIONS] = [mention(1, post("5", "ida", AWAY))]
    told.pull(token=TOKEN)
    reply = post("900003", "ida", AWAY, "900000")
    told.told[f"{MENTIONS}?types%5B%5D=mention&limit=80&min_id=1"] = [mention(2, reply)]
    told.told[f"{STATUSES}/900003/context"] = context(above=[post(FIRST), post("900000", "aoi", AWAY, FIRST)])
    told.told[f"{STATUSES}/{FIRST}/context"] = context(post("900000", "aoi", AWAY, FIRST, replies_count=1), reply)
    told.pull(token=TOKEN)
    assert told.ids(Kind.REPLY) == ["900000", "900003"]
    assert json.loads(told.shelf.cursor or "")["posts"][f"{HOME}/{FIRST}"]["aside"] == []
    assert seen(told.count(Kind.REPLY)) == [(2, 2, "")]


def test_a_conversation_of_others_is_looked_up_once_and_forgotten() -> None:
    lunch, curry = post("300", "ren", AWAY), [post(f"30{n}", "ren", AWAY, f"30{n - 1}") for n in (1, 2, 3)]
    told = world()
    told.told |= {
        MENTIONS: [mention(9 - n, each) for n, each in enumerate(curry)],
        f"{STATUSES}/301/context": context(above=[lunch]),
    }
    told.pull(token=TOKEN)
    assert [target for target in told.asked if "30" in target] == [f"{STATUSES}/301/context"]
    assert told.ids(Kind.REPLY) == []


def test_somebody_mentioned_all_day_is_not_looked_up_for_ever() -> None:
    told = world()
    told.told[MENTIONS] = [mention(n, post(f"4{n:03}", "ren", AWAY, f"5{n:03}")) for n in range(60)]
    told.told |= {f"{STATUSES}/4{n:03}/context": context() for n in range(60)}
    told.pull(token=TOKEN)
    assert sum("/4" in target for target in told.asked) == 50
    assert told.shelf.problems == ["10 mentions on mastodon.example were too many to find out what they answer."]


def test_a_mention_that_links_to_an_article_is_one() -> None:
    told = world()
    told.told[MENTIONS] = [mention(1, post("600", "aoi", AWAY, content='<a href="https://mio.example/a">a</a>'))]
    told.pull(token=TOKEN)
    assert told.ids(Kind.MENTION) == [FIRST, "600"]
    assert told.shelf.known[f"{AWAY}/users/aoi/statuses/600"].target == "https://mio.example/a"


def test_the_first_walk_goes_backwards_and_the_next_on_from_the_newest() -> None:
    told = world()
    link = f'<{{server}}{MENTIONS}?max_id=8>; rel="next", <{{server}}{MENTIONS}?min_id=9>; rel="prev"'
    told.told[MENTIONS] = ({"Link": link}, [mention(9, post("609", "aoi", AWAY)), mention(8, post("608", "aoi", AWAY))])
    told.told[f"{MENTIONS}?max_id=8"] = [mention(7, post("607", "aoi", AWAY))]
    told.pull(token=TOKEN)
    assert told.asked[-1] == f"{MENTIONS}?max_id=8"
    assert json.loads(told.shelf.cursor or "")["last"] == "9"


def test_mentions_older_than_any_article_are_not_asked_for() -> None:
    told = world()
    link = f'<{{server}}{MENTIONS}?max_id=1>; rel="next"'
    told.told[MENTIONS] = ({"Link": link}, [mention(1, post("600", "aoi", AWAY))])
    dated = Article("a", "u", syndication=POST.syndication, published=datetime.fromisoformat("2026-11-01T00:00:00Z"))
    assert told.pull(dated, token=TOKEN).error is None
    assert not any("max_id" in target for target in told.asked)
    undated = told.pull(POST, cursor=None, token=TOKEN)
    assert any("max_id" in target for target in undated.asked)


def test_a_reply_whose_context_is_gone_costs_a_line_and_none_of_the_others() -> None:
    told = talk()
    told.told[MENTIONS].insert(0, mention(3, post("900009", "ida", AWAY, "900008")))
    told.pull(token=TOKEN)
    assert told.ids(Kind.REPLY) == ["900000", "900001"]
    assert len(told.shelf.problems) == 1


def test_a_conversation_kept_by_a_server_in_trouble_is_still_told_of_by_mentions() -> None:
    root, reply = post(SECOND, "mio", AWAY), post("702", "ida", HOME, "700")
    told = World({f"{STATUSES}/{SECOND}": root, f"{STATUSES}/{SECOND}/context": context(), MENTIONS: []})
    told.pull(OTHER, token=TOKEN)
    told.told |= {
        f"{STATUSES}/{SECOND}": 503,
        f"{STATUSES}/{SECOND}/context": 503,
        MENTIONS: [
            mention(3, reply),
            mention(2, post("5", "aoi", AWAY, content='<a href="https://mio.example/b/">b</a>')),
        ],
        f"{STATUSES}/702/context": context(above=[root | {"id": "700"}]),
    }
    told.pull(OTHER, token=TOKEN)
    assert (told.ids(Kind.REPLY), told.ids(Kind.MENTION)) == (["702"], ["5"])
    assert told.error is not None
