from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.journeys.play import ROWS, play
from tracker.journeys.demo import SETTINGS
from tracker.journeys.demo.cast import Cast

if TYPE_CHECKING:
    from tracker.model import Article

ROOT = Path(__file__).parents[2]
CAST = ROOT / "tracker" / "journeys" / "demo" / "cast.json"


def moments(cast: Cast, article: Article) -> list[datetime]:
    """When anything about an article happened."""
    urls = {article.url, *article.older_urls}
    found = [mention.received for mention in cast.mentions if mention.target in urls]
    found += [story.at for story in cast.stories if story.url in urls]
    found += [remark.at for story in cast.stories if story.url in urls for remark in story.remarks]
    found += [mark.at for entry in cast.entries if entry.url in urls for mark in entry.bookmarks]
    return found + [one.at for thread in cast.threads if thread.article == article for one in thread.comments]


def header(post: Path) -> dict[str, str]:
    """The front matter of a post."""
    lines = post.read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast.load()


def test_the_cast_speaks_of_the_posts_of_this_repository(cast: Cast) -> None:
    posts = [header(post) for post in sorted((ROOT / "content").glob("20*/*.md"))]
    published = {post["Uid"]: datetime.strptime(post["Date"], "%Y-%m-%d %H:%M %z") for post in posts}
    assert {article.uid: article.title for article in cast.articles.values()} == {
        post["Uid"]: post["Title"] for post in posts
    }
    assert {article.uid: article.published for article in cast.articles.values()} == published
    assert {article.uid: article.url for article in cast.articles.values()} == {
        post["Uid"]: f"https://mio.example/{post['Lang']}/{published[post['Uid']]:%Y/%m}/{post['Slug']}/"
        for post in posts
    }
    aliases = {
        f"https://mio.example{old.strip()}" for post in posts for old in post.get("Aliases", "").split(",") if old
    }
    assert {old for article in cast.articles.values() for old in article.older_urls} <= aliases


def test_everything_happened_after_its_post_and_by_now(cast: Cast) -> None:
    for article in cast.articles.values():
        assert article.published
        said = moments(cast, article)
        assert said, article.title
        assert article.published < min(said)
        assert max(said) < datetime(2026, 11, 21, tzinfo=UTC)


def test_there_are_enough_people_and_each_says_something(cast: Cast) -> None:
    text = json.loads(CAST.read_text(encoding="utf-8"))
    spoken = set(re.findall(r'"by": "(\w+)"', json.dumps(text)))
    assert spoken == set(cast.people)
    assert len(cast.people) >= 25
    assert cast.size >= 60
    assert len({one.id for one in cast.mentions}) == len(cast.mentions)


def test_somebody_is_at_three_places_under_three_names_with_one_homepage(cast: Cast) -> None:
    faces = [set(person.faces.values()) for person in cast.people.values()]
    homes = [{face.url for face in one if face.url} for one in faces if len({face.name for face in one}) >= 3]
    assert any(len(one) == 1 for one in homes)


def test_every_kind_is_there(cast: Cast) -> None:
    kinds = {mention.kind for mention in cast.mentions}
    assert {"in-reply-to", "like-of", "repost-of", "bookmark-of", "mention-of"} <= kinds
    assert any(mention.deleted for mention in cast.mentions)
    assert any(mention.private for mention in cast.mentions)
    assert any(not remark.author for story in cast.stories for remark in story.remarks)
    assert {thread.style for thread in cast.threads} == {"atom", "rss"}
    assert any(entry.private for entry in cast.entries)


def test_pages_are_named_in_several_spellings_and_the_home_page_too(cast: Cast) -> None:
    named = {re.split(r"[?#]", mention.target)[0] for mention in cast.mentions}
    named |= {entry.url for entry in cast.entries}
    ours = {article.url for article in cast.articles.values()}
    older = {old for article in cast.articles.values() for old in article.older_urls}
    http = {url.replace("https:", "http:") for url in ours}
    assert named <= ours | older | http | {cast.site}
    assert named & older
    assert named & http
    assert cast.site in named


def test_several_submissions_of_one_article_and_one_of_a_page_that_only_looks_like_it(cast: Cast) -> None:
    urls = [story.url for story in cast.stories]
    ours = {article.url for article in cast.articles.values()}
    assert any(urls.count(url) > 1 for url in ours)
    assert any(url not in ours and any(url.startswith(one.rstrip("/")) for one in ours) for url in urls)


def test_the_owner_answers_and_bookmarks(cast: Cast) -> None:
    owner = cast.people["mio"].faces
    comments = [one for thread in cast.threads for one in thread.comments]
    assert any(one.author == owner["comments"] and one.parent for one in comments)
    assert any(mark.user == owner["hatena"].name for entry in cast.entries for mark in entry.bookmarks)


def test_the_settings_of_the_demo_know_the_owner(cast: Cast) -> None:
    owner = cast.people["mio"].faces
    settings = tomllib.loads(SETTINGS.format(domain=cast.domain, stage="http://127.0.0.1", feeds=""))
    assert settings["me"]["accounts"] == [f"{place}:{owner[place].name}" for place in ("hackernews", "hatena")]
    assert settings["me"]["name"] == owner["web"].name


def test_every_address_is_reserved_for_examples() -> None:
    text = CAST.read_text(encoding="utf-8")
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s\"'<>\\)]+", text)}
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_the_words_are_in_one_normal_form_but_for_the_one_that_a_post_is_about(cast: Cast) -> None:
    comments = [one for thread in cast.threads for one in thread.comments]
    [decomposed] = [one for one in comments if not unicodedata.is_normalized("NFC", one.html)]
    assert unicodedata.normalize("NFD", "ガイド") in decomposed.html
    assert unicodedata.is_normalized("NFC", CAST.read_text(encoding="utf-8"))


def test_a_mistake_in_a_cast_is_an_error() -> None:
    with pytest.raises(KeyError):
        Cast.read(ROWS | {"threads": [{"on": "nothing", "style": "atom", "comments": []}]})
    with pytest.raises(TypeError):
        Cast.read(ROWS | {"webmentions": [ROWS["webmentions"][0] | {"tyop": 1}]})


def test_a_cast_counts_what_can_be_read() -> None:
    assert play().size == 4 + 2 + 1 + 14
