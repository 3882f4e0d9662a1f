"""Our pages as `microformats-parser` (JavaScript) reads them: the same as mf2py, and what we wrote."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import mf2py
import pytest

from tests.site.site import ADDRESS, ARTICLE_JA, BLOG, Site, built
from tests.with_real import installed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_server
OFFSET = re.compile(r"(T[\d:]+[+-]\d\d):?(\d\d)$")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(BLOG, tmp_path_factory.mktemp("read"), "publishconf.py")


@pytest.fixture(scope="module")
def node() -> Path:
    return installed("microformats", "node")


def theirs(site: Site, name: str, node: Path) -> dict[str, Any]:
    """What the other parser reads."""
    asked = json.dumps({"html": site.text(name), "url": site.address(name)})
    done = subprocess.run(
        [str(node), str(node.parents[1] / "read.mjs")], input=asked, capture_output=True, check=True, encoding="utf-8"
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def ours(site: Site, name: str) -> dict[str, Any]:
    read: dict[str, Any] = mf2py.Parser(doc=site.text(name), url=site.address(name), html_parser="html5lib").to_dict()
    return read


def alike(read: Any) -> Any:  # noqa: ANN401 - whatever JSON is
    """A reading without that in which the two parsers differ: offsets, spaces, markup, the value of a card."""
    if isinstance(read, dict):
        card = {"value"} if "type" in read else set()
        return {key: alike(value) for key, value in read.items() if key not in {"html", "lang"} | card}
    if isinstance(read, list):
        return [alike(value) for value in read]
    return OFFSET.sub(r"\1\2", " ".join(read.split())) if isinstance(read, str) else read


def test_two_parsers_read_the_same_from_every_page(site: Site, node: Path) -> None:
    for name in site.pages:
        one, other = theirs(site, name, node), ours(site, name)
        assert alike(one["items"]) == alike(other["items"]), name
        assert one["rels"] == other["rels"], name


def test_author_content_and_responses_are_read_as_they_were_written(site: Site, node: Path) -> None:
    (entry,) = (item["properties"] for item in theirs(site, ARTICLE_JA, node)["items"] if item["type"] == ["h-entry"])
    assert entry["author"][0]["properties"] == {"name": ["森川 澪"], "url": [f"{ADDRESS}/"]}
    assert entry["uid"] == ["tag:mio.example,2026:two-character-words-ja"]
    assert entry["published"] == ["2026-10-14T08:30:00+09:00"]
    assert "三文字ずつ切り出した索引に、二文字のことばは入らないからだ。" in entry["content"][0]["value"]
    assert "相沢 和久" not in entry["content"][0]["value"]
    said = json.loads((BLOG / "_responses/two-character-words.json").read_text(encoding="utf-8"))
    replies = {child["id"]: child for child in said["children"] if child["kind"] == "in-reply-to"}
    read = list(flat(entry["comment"]))
    assert len(read) == len(replies)
    for comment in read:
        written = replies[comment["id"]]
        assert comment["properties"]["content"][0]["value"] == written["content"]["text"].strip()
        names = [card["properties"]["name"][0] for card in comment["properties"]["author"]]
        assert names == [written["author"]["name"]]


def flat(comments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Replies, and those to them."""
    return [one for each in comments for one in (each, *flat(each["properties"].get("comment", [])))]
