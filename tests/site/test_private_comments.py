"""Comments in a text are notes to oneself: none reaches a page, a feed or the list of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site.site import Site, built
from tests.site.test_strict_build import POST, put

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
<!-- A secret prompt:
what happened?

More of it. -->

Seen <!-- secret --> by all.

<!-- enishi: allow ja-long secret reason -->
Seen below.

## Seen as a heading <!-- secret -->

- Seen in a list <!-- secret -->

<div><!-- secret -->Seen in HTML</div>

`<!-- seen in code -->`

```html
<!-- seen in a block -->
```
"""


def test_no_comment_is_published(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST + TEXT)
    site: Site = built(empty_blog, tmp_path / "output", "publishconf.py")
    pages = {name: site.text(name) for name in site.names if name.endswith((".html", ".json", ".xml"))}
    assert [name for name, text in pages.items() if "secret" in text] == []
    (article,) = (text for name, text in pages.items() if name.endswith("a-post/index.html"))
    for words in ("Seen  by all.", "Seen below.", "Seen as a heading", "Seen in a list", "Seen in HTML"):
        assert words in article
    assert "&lt;!-- seen in code --&gt;" in article
    assert "&lt;!-- seen in a block --&gt;" in article
    assert "<p></p>" not in article
