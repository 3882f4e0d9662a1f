from __future__ import annotations

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
    context,
    person,
    post,
    replies,
    seen,
    world,
)
from tracker.model import Article, Kind


def test_with_a_token_an_announcement_that_counts_the_same_is_asked_for_once() -> None:
    told = world({"replies_count": 1, "favourites_count": 1}, replies(1), favourited_by=[person("aoi")])
    told.told[MENTIONS] = []
    told.pull(token=TOKEN)
    assert told.pull(token=TOKEN).paths[0] == f"/{FIRST}"
    assert len(told.paths) == 2  # and the mentions
    assert told.shelf.counts == []


def test_without_one_the_replies_are_asked_for_too_since_replies_to_replies_are_counted_nowhere() -> None:
    told = world({"replies_count": 1}, replies(1)).pull()
    told.told[f"{STATUSES}/{FIRST}/context"] = context(replies(1)[0], post("7", "mio", HOME, "900000"))
    told.pull()
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context"]
    assert told.shelf.new == 3


def test_what_has_not_changed_is_told_by_304_and_is_no_proof() -> None:
    told = world({"replies_count": 1}, replies(1))
    told.told = {path: ({"ETag": f'W/"{path}"'}, body) for path, body in told.told.items()}
    told.pull()
    assert told.pull().shelf.interactions == []
    assert (told.paths, told.shelf.counts) == ([f"/{FIRST}", f"/{FIRST}/context"], [])


def test_a_conversation_that_is_as_it_was_is_not_asked_for_again_because_of_its_count() -> None:
    told = world({"replies_count": 1}, replies(1))
    told.told |= {MENTIONS: [], f"{STATUSES}/{FIRST}/context": ({"ETag": '"1"'}, context(*replies(1)))}
    told.pull(token=TOKEN)
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, replies_count=2)
    assert f"/{FIRST}/context" in told.pull(token=TOKEN).paths
    assert f"/{FIRST}/context" not in told.pull(token=TOKEN).paths


def test_304_is_no_answer_to_who_does_not_remember() -> None:
    told = world({"replies_count": 1}, replies(1))
    told.told = {path: ({"ETag": f'W/"{path}"'}, body) for path, body in told.told.items()}
    told.pull()
    told.shelf.cursor = None
    told.pull()
    assert told.ids(Kind.REPLY) == ["900000"]
    assert seen(told.count(Kind.REPLY)) == [(1, 1, "")]


def test_only_the_list_with_another_count_is_asked_for_again() -> None:
    told = world({"favourites_count": 1, "reblogs_count": 1}, favourited_by=[person("aoi")], reblogged_by=[])
    told.pull()
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, favourites_count=2, reblogs_count=1)
    told.pull()
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/favourited_by?limit=80"]


def test_an_edit_of_the_announcement_is_seen() -> None:
    told = world().pull()
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, content="<p>直した</p>", edited_at="2026-10-16T09:00:00.000Z")
    assert told.pull().shelf.edited == 1


def test_what_was_partial_is_said_again_while_nothing_changes() -> None:
    told = world({"replies_count": 3, "favourites_count": 2}, replies(1), favourited_by=[person("aoi")])
    told.told = {path: ({"ETag": f'W/"{path}"'}, body) for path, body in told.told.items()}
    told.pull()
    first = {count.kinds: count for count in told.shelf.counts if count.why}
    again = {count.kinds: count for count in told.pull().shelf.counts}
    assert again == first
    assert len(first) == 2


def test_a_walk_from_nothing_reads_everything() -> None:
    told = world({"replies_count": 1, "favourites_count": 1}, replies(1), favourited_by=[person("aoi")]).pull()
    told.pull(cursor=None)
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context", f"/{FIRST}/favourited_by?limit=80"]


def test_one_announcement_spelled_twice_is_asked_for_once() -> None:
    spelled = (*POST.syndication, f"{HOME}/users/mio/statuses/{FIRST}", "https://bsky.app/profile/x/post/1")
    told = world().pull(Article("a", "https://mio.example/a/", syndication=spelled))
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context"]


def test_articles_that_are_not_due_stay_remembered() -> None:
    told = world()
    told.told |= {f"{STATUSES}/{SECOND}": post(SECOND, "mio", AWAY), f"{STATUSES}/{SECOND}/context": context()}
    told.pull(POST, OTHER)
    told.pull(POST)
    assert told.pull(OTHER).paths == [f"/{SECOND}"]


def test_the_announcement_names_the_article_as_it_spells_it() -> None:
    link = '<a href="http://mio.example/a?utm_source=mastodon">x</a>'
    told = world({"content": f"<p>{link}</p>"}).pull()
    assert told.shelf.known[ROOT].target == "http://mio.example/a?utm_source=mastodon"
