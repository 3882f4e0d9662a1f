"""A small blog that is changed again and again, built quickly in one place and from nothing in another."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pelican.settings import read_settings

from tests.site.site import ROOT, Site

if TYPE_CHECKING:
    from pathlib import Path

    from quick_writer import QuickWriter

POST = """Title: {title}
Date: 2026-{month:02}-03 09:00 +0900
Lang: {lang}
Slug: {slug}
Uid: tag:mio.example,2026:{slug}-{lang}
Tags: {tags}
{more}
{text}

## A part

`code` and **emphasis**続き[^1].

```python
print("{slug}")
```

[^1]: A note.
"""
ANSWERS = {
    "type": "feed",
    "url": "",
    "counts": {"like-of": 3},
    "children": [{"id": "c1", "kind": "in-reply-to", "url": "https://far.example/1", "content": {"text": "Yes."}}],
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass
class Blog:
    """The folder it lies in, and the settings it has by now."""

    folder: Path
    settings: dict[str, object] = field(default_factory=dict)

    @classmethod
    def begun(cls, folder: Path) -> Blog:
        """A blog of four posts, one of them in two languages, and a page."""
        for name in ("content/2026", "content/pages", "content/images", "content/_responses"):
            (folder / name).mkdir(parents=True)
        shutil.copytree(ROOT / "theme", folder / "theme")
        blog = cls(folder)
        (blog.content / "images/figure.svg").write_text("<svg/>", encoding="utf-8")
        for number in range(4):
            blog.write(number)
        blog.write(1, lang="ja")
        (blog.content / "pages/about.md").write_text("Title: About\nLang: en\nSlug: about\n\nMe.\n", encoding="utf-8")
        return blog

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def path(self, number: int, lang: str = "en") -> Path:
        return self.content / f"2026/{number:02}-post.{lang}.md"

    def write(self, number: int, lang: str = "en", **said: str) -> Path:
        """Write a post; every other one links to the first."""
        link = "[first]({filename}00-post.en.md) ![figure]({static}/images/figure.svg)" if number % 2 else ""
        values = {"title": f"Post {number}", "tags": "one, two", "more": "", "text": f"Text {number}. {link}"} | said
        path = self.path(number, lang)
        path.write_text(POST.format(month=number + 1, lang=lang, slug=f"post-{number}", **values), encoding="utf-8")
        return path

    def answer(self, number: int, likes: int) -> Path:
        """Let a post be answered."""
        path = self.content / f"_responses/post-{number}.json"
        answers = ANSWERS | {"uid": f"tag:mio.example,2026:post-{number}-en", "counts": {"like-of": likes}}
        path.write_text(json.dumps(answers), encoding="utf-8")
        return path

    def build(self, **settings: object) -> QuickWriter:
        """Build quickly into `output`; return the writer, which knows what it rendered."""
        return self._run({"OUTPUT_PATH": str(self.output), **settings})

    def clean(self) -> dict[str, bytes]:
        """Build from nothing with all of Pelican's own means, elsewhere, and return every file."""
        folder = self.folder / "clean"
        shutil.rmtree(folder, ignore_errors=True)
        self._run({"OUTPUT_PATH": str(folder), "QUICK": False, "CACHE_PATH": str(self.folder / "none")})
        return tree(folder)

    def site(self) -> Site:
        return Site(self.output)

    def _run(self, settings: dict[str, object]) -> QuickWriter:
        from quick_writer import QuickWriter  # noqa: PLC0415 - on the path once a fixture has put it there

        override = {
            "PATH": str(self.content),
            "CACHE_PATH": str(self.cache),
            "THEME": str(self.folder / "theme"),
            **self.settings,
            **settings,
        }
        chosen = read_settings(str(ROOT / "pelicanconf.py"), override=override)
        chosen["PELICAN_CLASS"](chosen).run()
        assert QuickWriter.latest
        return QuickWriter.latest
