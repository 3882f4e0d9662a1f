"""How a post is answered, what it answers itself, whom it thanks, and what the page may load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mf2py
import pytest
from answered_pages import NotAnAddress, answered
from security_headers import content_policy, headers
from thanks import Helper, ThanksUnreadable, read

from tests.site.site import ADDRESS, attributes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.site import Site

JA, EN = "ja/2025/11/everything/index.html", "en/2025/11/everything/index.html"
ENDPOINT = "https://webmention.io/mio.example/webmention"


def test_a_reader_can_send_the_address_of_an_answer(shown: Site) -> None:
    form = shown.page(JA).css_first(".answer form")
    assert form is not None
    assert form.attributes["action"] == ENDPOINT
    assert form.attributes["method"] == "post"
    assert attributes(form.css("[name=target]"), "value") == [f"{ADDRESS}/ja/2025/11/everything/"]
    assert attributes(form.css("label"), "for") == attributes(form.css("[name=source]"), "id")


def test_an_answer_can_be_written_where_the_post_was_announced_or_by_mail(shown: Site) -> None:
    links = attributes(shown.page(JA).css(".answer a"), "href")
    assert links[:2] == ["https://social.example/@mio/1", "https://bsky.app/profile/mio.example/post/3kabc"]
    assert links[2].startswith("mailto:mio@mio.example?subject=%E6%96%87")
    assert links[3] == f"{ADDRESS}/ja/privacy/"


def test_what_a_post_answers_is_read_back_by_parsers(shown: Site) -> None:
    read = mf2py.Parser(doc=shown.text(JA), url=shown.address(JA), html_parser="html5lib").to_dict()
    (entry,) = (item for item in read["items"] if item["type"] == ["h-entry"])
    cites = entry["properties"]["in-reply-to"]
    assert [cite["type"] for cite in cites] == [["h-cite"]] * 2
    assert [cite["properties"]["url"] for cite in cites] == [
        ["https://ines.example/2025/footnotes/"],
        ["https://kazuhisa.example.jp/%E6%B3%A8"],
    ]


def test_an_address_is_shown_as_people_read_it(shown: Site) -> None:
    links = shown.page(JA).css(".context a")
    assert [link.text() for link in links] == ["ines.example/2025/footnotes", "kazuhisa.example.jp/注"]


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("", []),
        ("https://a.example/1, https://b.example/2", [1, 2]),
        (["https://a.example/1", "https://b.example/2"], [1, 2]),
    ],
)
def test_several_pages_can_be_answered(value: str | list[str], urls: list[int]) -> None:
    assert [int(one.url[-1]) for one in answered(value)] == urls


def test_what_is_no_address_is_no_answer() -> None:
    with pytest.raises(NotAnAddress, match=r"10-post\.md says “In-Reply-To: Ines”; that is no address"):
        answered("Ines", "2026/10-post.md")


def test_those_who_agreed_are_thanked_below_the_post_and_on_the_page_about_it(shown: Site) -> None:
    assert [node.text(strip=True) for node in shown.page(EN).css(".thanks li")] == ["Itsuki Hara"]
    assert [node.text(strip=True) for node in shown.page(JA).css(".thanks li")] == ["三浦さん"]
    assert len(shown.page("en/about/index.html").css(".thanks li")) == 2
    assert not shown.page("ja/2025/09/line-length/index.html").css(".thanks")


def test_nobody_is_thanked_without_a_file(tmp_path: Path) -> None:
    assert read(tmp_path / "_thanks.json") == ()


def test_a_link_to_somebody_thanked_is_a_link_of_the_web(tmp_path: Path) -> None:
    path = tmp_path / "_thanks.json"
    path.write_text('[{"name": "Ines", "url": "javascript:alert(1)", "uid": null}]', "utf-8")
    assert read(path) == (Helper("Ines"),)


@pytest.mark.parametrize("text", ["{", '{"name": "Ines"}', '[{"url": "https://ines.example/"}]', "[1]", "1"])
def test_a_file_that_is_no_list_of_people_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "_thanks.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ThanksUnreadable, match=r"_thanks\.json cannot be read: .*It is a list such as"):
        read(path)


def test_the_policy_lets_pages_load_from_the_site_alone() -> None:
    policy = content_policy({"WEBMENTION_ENDPOINT": ENDPOINT})
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert "form-action 'self' https://webmention.io;" in policy
    assert "form-action 'self';" in content_policy({"WEBMENTION_ENDPOINT": ""})


def test_the_policy_stands_in_every_published_page_and_in_the_headers(published: Site) -> None:
    policy = content_policy({"WEBMENTION_ENDPOINT": ENDPOINT})
    for name in published.pages:
        assert attributes(published.page(name).css("meta[http-equiv=Content-Security-Policy]"), "content") == [policy]
    assert published.text("_headers").splitlines()[1] == f"  Content-Security-Policy: {policy}; frame-ancestors 'none'"
    assert f'Link: <{ENDPOINT}>; rel="webmention"' in published.text("_headers")
    assert "Link:" not in headers({})


def test_a_preview_has_no_policy_because_a_folder_has_no_origin(previewed: Site) -> None:
    for name in previewed.pages:
        assert "Content-Security-Policy" not in previewed.text(name)
