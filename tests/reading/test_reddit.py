from __future__ import annotations

from html import escape

import pytest

from tracker.model import Article, Page
from tracker.reading import feeds, reddit
from tracker.reading.reddit import Root, Thread
from tracker.rules.urls import Pages

OURS = Pages([Article("a", "https://mio.example/a/"), Article("b", "https://mio.example/b/?page=2&x=1")])
THREAD = "https://www.reddit.com/r/python/comments/1x/t/"
NEW = Root("a", "t3_1x", seen=False)


def written(html: str) -> str:
    return f'<!-- SC_OFF --><div class="md">{html}</div><!-- SC_ON -->'


def link(url: str) -> str:
    return (
        f' submitted by <a href="{reddit.SITE}/user/aoi"> /u/aoi </a> <span><a href="{escape(url)}">[link]</a></span>'
    )


def entry(uid: str, content: str, author: str = "/u/aoi", url: str = THREAD) -> str:
    return (
        f"<entry><author><name>{author}</name></author><id>{uid}</id><title>縁 &amp;amp; T</title>"
        f'<content type="html">{escape(content)}</content><link href="{url}"/>'
        "<updated>2026-10-16T03:10:00+00:00</updated></entry>"
    )


def read(*entries: str) -> tuple[feeds.Entry, ...]:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>/x/.rss</id>{"".join(entries)}</feed>'
    return feeds.read(body.encode(), "application/atom+xml", "http://place.example/domain/x/.rss").entries


def submitted(*entries: str) -> Page:
    return reddit.submissions(read(*entries), OURS)


def below(*entries: str, root: Root = NEW) -> Page:
    return reddit.comments(read(*entries), root)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://www.reddit.com/r/python/comments/1x/a_title/", Thread("t3_1x", "/r/python/comments/1x/")),
        (
            "https://www.reddit.com/r/python/comments/1x/t/c1/?context=3",
            Thread("t3_1x", "/r/python/comments/1x/"),
        ),
        ("https://old.reddit.com/user/mio/comments/1x", Thread("t3_1x", "/user/mio/comments/1x/")),
        ("https://www.reddit.com/comments/1x/", Thread("t3_1x", "/comments/1x/")),
        ("https://redd.it/1x", Thread("t3_1x", "/comments/1x/")),
        ("https://redd.it/", None),
        ("https://www.reddit.com/r/python/", None),
        ("comments/1x", None),
    ],
)
def test_an_address_tells_which_submission_it_is_of(url: str, told: Thread | None) -> None:
    assert reddit.thread(url) == told


def test_only_what_was_written_is_its_words() -> None:
    (one,) = submitted(entry("t3_1x", written("<p>See &lt;b&gt;</p>") + link("https://mio.example/a"))).interactions
    assert (one.text, one.title, one.target) == ("See <b>", "縁 & T", "https://mio.example/a")
    (bare,) = submitted(entry("t3_1x", link("https://mio.example/a"))).interactions
    assert bare.text == ""


def test_an_address_with_several_parameters_is_unescaped() -> None:
    (one,) = submitted(entry("t3_1x", link("https://mio.example/b/?page=2&x=1"))).interactions
    assert (one.article, one.target) == ("b", "https://mio.example/b/?page=2&x=1")


def test_a_text_that_links_to_an_article_is_about_it() -> None:
    text = written('<p><a href="https://mio.example/a/">my post</a></p>')
    (one,) = submitted(entry("t3_1x", text + link(THREAD))).interactions
    assert (one.article, one.target, one.text) == ("a", "", "my post")


def test_what_links_to_nothing_of_ours_is_left_alone() -> None:
    assert submitted(entry("t3_1x", link("https://mio.example/about/")), entry("t3_1y", "")) == Page()


def test_who_deleted_their_account_is_nobody_and_their_words_stay() -> None:
    page = below(entry("t1_c1", written("<p>so</p>"), author="/u/[deleted]"), entry("t1_c2", written("<p>so</p>"), ""))
    assert [(one.account, one.text) for one in page.interactions] == [(None, "so"), (None, "so")]


def test_what_was_deleted_or_removed_is_gone() -> None:
    texts = ("[deleted]", "[removed]", "[ Removed by Reddit ]", "It says [deleted] there")
    page = below(*(entry(f"t1_c{n}", written(f"<p>{text}</p>")) for n, text in enumerate(texts)))
    assert page.gone == ("t1_c0", "t1_c1", "t1_c2")
    assert [one.id for one in page.interactions] == ["t1_c3"]


def test_all_comments_hang_on_their_submission() -> None:
    page = below(entry("t3_1x", link("https://mio.example/a")), entry("t1_c1", written("so")))
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [
        ("t3_1x", "", "t3_1x"),
        ("t1_c1", "t3_1x", "t3_1x"),
    ]


def test_nothing_answers_a_submission_that_was_never_seen() -> None:
    (one,) = below(entry("t1_c1", written("so"))).interactions
    assert (one.parent, one.thread) == ("", "")
    page = below(entry("t3_1x", written("[removed]")), entry("t1_c1", written("so")))
    assert ([one.thread for one in page.interactions], page.gone) == ([""], ("t3_1x",))
    page = below(entry("t3_1x", written("[removed]")), entry("t1_c1", written("so")), root=NEW._replace(seen=True))
    assert ([one.thread for one in page.interactions], page.gone) == (["t3_1x"], ("t3_1x",))


def test_an_address_is_the_same_in_every_feed() -> None:
    (one,) = below(entry("t1_c1", "so", url=f"{THREAD}c1/?context=3")).interactions
    assert one.url == f"{THREAD}c1/"


def test_a_comment_without_marks_is_read_whole() -> None:
    (one,) = below(entry("t1_c1", '<div class="md"><p>so</p></div>')).interactions
    assert one.text == "so"


def test_what_has_no_id_costs_a_line() -> None:
    assert len(below(entry("", written("so")), entry("t9_1", "x"), entry("t1_c1", "so")).problems) == 2
    assert len(submitted(entry("5", link("https://mio.example/a"))).problems) == 1


def test_a_moderating_program_is_a_bot() -> None:
    (one,) = below(entry("t1_c1", "so", author="/u/AutoModerator")).interactions
    assert one.account
    assert one.account.bot
