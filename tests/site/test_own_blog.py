"""The blog of this repository: what it says is its author's business, that it holds together is ours."""

from __future__ import annotations

import html5lib
import mf2py
import pytest

from tests.site.site import ROOT, Site, attributes, build

CONTENT = ROOT / "content"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Site:
    output = tmp_path_factory.mktemp("own")
    code, said = build(CONTENT, output, "--fatal", "warnings", settings=ROOT / "publishconf.py")
    assert code == 0, said
    return Site(output)


def test_every_page_of_it_is_well_formed(own: Site) -> None:
    assert len(own.pages) > 20
    for name in own.pages:
        html5lib.HTMLParser(strict=True).parse(own.text(name))


def test_every_link_inside_it_leads_somewhere(own: Site) -> None:
    for name in own.pages:
        page = own.page(name)
        for href in attributes(page.css("[href]"), "href") + attributes(page.css("[src]"), "src"):
            if target := own.target(name, href):
                file, fragment = target
                assert file in own.names, f"{name}: {href}"
                assert not fragment or own.page(file).css_first(f'[id="{fragment}"]'), f"{name}: {href}"


def test_every_image_in_it_says_what_it_shows(own: Site) -> None:
    for name in own.pages:
        assert all((image.attributes.get("alt") or "").strip() for image in own.page(name).css("img")), name


def test_its_about_pages_have_one_representative_card(own: Site) -> None:
    for name in ("ja/about/index.html", "en/about/index.html"):
        read = mf2py.Parser(doc=own.text(name), url=own.address(name), html_parser="html5lib").to_dict()
        (card,) = (item for item in read["items"] if item["type"] == ["h-card"])
        assert set(card["properties"]["url"]) & set(read["rels"]["me"]), name
        assert card["properties"]["name"]
