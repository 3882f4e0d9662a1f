"""What a reader of our pages finds there to tell others of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.verbs.notify import published as read

if TYPE_CHECKING:
    from tests.site.site import Site


def test_every_post_is_found_by_its_address_and_no_list_page_or_draft(published: Site) -> None:
    posts = [name for name in published.pages if name.count("/") == 4]
    assert sorted(entry.url for entry in read(published.folder)) == sorted(map(published.address, posts))


def test_a_preview_says_the_same_as_what_is_published(published: Site, previewed: Site) -> None:
    """What is told is read from the last build, whichever it was."""
    assert read(previewed.folder) == read(published.folder)
