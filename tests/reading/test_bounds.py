from __future__ import annotations

import time

import pytest

from tracker.errors import NotAsExpected, TooLarge
from tracker.model import Article
from tracker.reading.bounds import LARGEST, readable
from tracker.reading.linking import posts
from tracker.reading.webpages import Webpage
from tracker.rules.referrers import Ours

PAGE = "https://aoi.example/1"
LINK = '<a href="https://mio.example/a/">縁</a>'
OURS = Ours([Article("a", "https://mio.example/a/")])


def test_a_page_of_five_megabytes_is_not_read() -> None:
    with pytest.raises(TooLarge, match=r"aoi\.example is larger than 3,000,000 bytes"):
        readable(b"<p>x" * 1_300_000, "text/html", PAGE)
    assert readable(b"x" * LARGEST, "text/html", PAGE)


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<a href=/>", "<font>", "<blockquote><p>"])
def test_tags_in_tags_without_end_are_no_page(tags: str) -> None:
    with pytest.raises(NotAsExpected, match="tags in tags without end"):
        readable((tags * 4_000).encode(), "text/html", PAGE)


@pytest.mark.parametrize("row", ["<p>縁", "<li>縁", "<tr><td>縁", "縁<br>", "<div>縁</div>", '<img src="x.png">'])
def test_many_tags_beside_each_other_are(row: str) -> None:
    assert readable((row * 20_000).encode(), "text/html", PAGE).count("<") >= 20_000


def test_pictures_inside_addresses_and_tags_without_end_are_left_out() -> None:
    picture = "data:image/png;base64," + "A" * 200_000
    page = f'<p><img src="{picture}" alt="x"></p><b {"a=1 " * 20_000}>{LINK}'
    assert readable(page.encode(), "text/html", PAGE) == f'<p><img src="data:," alt="x"></p>{LINK}'


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "a" * 1_400_000 + LINK + "b" * 1_400_000,
        "<p>" + "縁" * 400_000 + LINK + "側" * 400_000,
        '<div class="h-entry"><div class="e-content">' + "<p>縁側の本</p>" * 80_000 + LINK,
        '<div class="h-entry"><div class="e-content">' + "<p>縁側の本</p>" * 9_000 + LINK,
        '<div class="h-entry">' * 2_900 + LINK,
        '<div class="h-card">' * 900 + LINK,
        "".join(f'<div class="h-entry"><p class="e-content">{LINK}</p></div>' for _ in range(8_000)),
        f"<p>{LINK}" * 60_000,
        '<a href="/x/y/z">縁側</a>' * 60_000 + LINK,
        "<script>x</script>" * 100_000 + LINK,
        '<script type="application/ld+json">' + "[" * 90_000 + "</script>" + LINK,
    ],
    ids=lambda page: page[:60],
)
def test_what_somebody_made_to_keep_us_busy_is_read_in_time(page: str) -> None:
    began = time.process_time()
    told = posts(Webpage(PAGE, page.encode(), "text/html"), OURS, lambda _url: None)
    assert time.process_time() - began < 10
    assert [one.article for one in told.interactions] == ["a"]
    assert len(told.interactions[0].text) < 1_000
