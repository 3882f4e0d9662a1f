"""Texts for the rules about writing, and what rules say about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tracker.rules.writing import prose
from tracker.rules.writing.manuscript import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.writing.findings import Remark
    from tracker.rules.writing.manuscript import Manuscript
    from tracker.rules.writing.prose import Sentence

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=JST)
HEAD = """Title: A post
Date: 2026-10-14 08:30 +0900
Lang: en
Slug: a-post
Uid: tag:mio.example,2026:a-post-en
Tags: databases
Summary: What it is about.
"""


def post(body: str = "Some text.", head: str = HEAD, name: str = "2026/10-a-post.md", **changed: str) -> Manuscript:
    """A post; `lang="ja"` changes a line of its front matter, an empty text removes it."""
    lines = head.splitlines()
    for key, value in changed.items():
        lines = [line for line in lines if not line.lower().startswith(f"{key}:")]
        lines += [f"{key.title()}: {value}"] if value else []
    return read(name, "\n".join(lines) + f"\n\n{body}\n", JST)


def sentences(body: str) -> list[Sentence]:
    return list(prose.sentences(post(body).layout))


def said(remarks: Iterable[Remark]) -> list[tuple[str, int]]:
    """The rules that spoke, each with its line below the front matter (1 is the first of the text)."""
    return [(one.rule, one.line) for one in remarks]


def rules(remarks: Iterable[Remark]) -> list[str]:
    return [one.rule for one in remarks]


__all__ = ["HEAD", "JST", "NOW", "UTC", "post", "rules", "said", "sentences"]
