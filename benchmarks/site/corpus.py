"""Invented posts, half Japanese and half English, the same at every run: text, code, notes, a table, images, tags."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

START = datetime(2012, 1, 10, 9, tzinfo=UTC)
TAGS = tuple(f"topic{n}" for n in range(24))
IMAGES = 40
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n'

JA_WHO = ("小さなチームは", "私たちは", "読者は", "昨日の担当者は", "新しい仕組みは", "古い台帳は", "その約束は")
JA_WHAT = ("**三か月分の記録**を", "*静かな移行*を", "`index.json` を", "二つの索引を", "書き置きの山を", "夜の点検を")
JA_HOW = (
    "少しずつ、",
    "誰にも言わずに、",
    "[前の記事](https://example.org/前)のとおり、",
    "測りながら、",
    "失敗を数えて、",
)
JA_END = (
    "読みなおした。",
    "手で直すことにした。",
    "半分だけ残した。",
    "次の月まで置いておいた。",
    "数字にして見せた。",
)
EN_WHO = ("The small team", "A reader of this page", "Our old ledger", "The night shift", "Nobody in the room")
EN_DID = (
    "measured **every single request** before",
    "wrote the *quiet migration* down while",
    "kept `index.json` beside the door until",
    "asked [the people who knew](https://example.org/known) why",
    "counted what had failed long before",
)
EN_REST = (
    "the second index was thrown away.",
    "anybody thought of a name for it.",
    "the numbers began to look familiar.",
    "we could agree on what to keep.",
    "the promise was due at the end of the month.",
)
PYTHON = """def {name}(rows: list[dict[str, int]], limit: int = {n}) -> dict[str, int]:
    \"\"\"Count what each row says, up to a limit.\"\"\"
    found: dict[str, int] = {{}}
    for row in rows[:limit]:
        for key, value in sorted(row.items()):
            if key.startswith("_") or value < {m}:
                continue  # private, or too small to matter
            found[key] = found.get(key, 0) + value
    return {{key: value for key, value in found.items() if value > {n}}}
"""
SHELL = """#!/bin/sh
set -eu
for file in content/{name}/*.md; do
  wc -w "$file" | awk '{{ print $1 * {n} }}'  # words, weighed
done | sort -n | tail -{m}
"""
SQL = """SELECT author, count(*) AS answers, max(published) AS last
FROM responses JOIN posts ON posts.uid = responses.post
WHERE kind = 'reply' AND posts.slug = '{name}' AND length(text) > {n}
GROUP BY author HAVING answers >= {m} ORDER BY last DESC;
"""


def write(folder: Path, images: Path, posts: int, *, yaml: bool = False) -> None:
    """Write so many posts into `folder`, their front matter in lines or in YAML, and the figures into `images`."""
    for number in range(posts):
        path = folder / post_name(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(post(number, yaml=yaml), encoding="utf-8")
    images.mkdir(parents=True)
    for number in range(IMAGES):
        (images / f"figure{number}.svg").write_bytes(PIXEL)


def post_name(number: int) -> str:
    """Where a post lies below the folder of texts."""
    return f"posts/{slug(number)}.md"


def slug(number: int) -> str:
    """The last part of its address."""
    return f"post-{number:05}"


def post(number: int, *, yaml: bool = False) -> str:
    """Return one post with its front matter."""
    chance = random.Random(number)  # noqa: S311 - the same text at every run
    lang = "ja" if number % 2 else "en"
    tags = chance.sample(TAGS, 3)
    title = f"記録の第{number}章" if lang == "ja" else f"Chapter {number} of the records"
    head = {
        "title": title,
        "date": f"{_date(number):%Y-%m-%dT%H:%M:%S+00:00}",
        "slug": slug(number),
        "lang": lang,
        "uid": f"bench-{number}",
        "summary": title,
        "tags": f"[{', '.join(tags)}]" if yaml else ", ".join(tags),
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return (f"---\n{lines}---\n\n" if yaml else f"{lines}\n") + body(chance, lang, number)


def body(chance: random.Random, lang: str, number: int) -> str:
    """Return the text of a post: five sections."""
    sections = [_section(chance, lang, index) for index in range(5)]
    extras = (
        _code("python", PYTHON, chance, number),
        _code("sh", SHELL, chance, number),
        _code("sql", SQL, chance, number),
        _table(chance),
        "".join(f"![A figure of numbers](/images/figure{n % IMAGES}.svg)\n\n" for n in (number, number * 7 + 1)),
    )
    notes = "".join(f"[^{n}]: {_sentence(chance, lang)}\n" for n in (1, 2))
    return "\n".join(part for pair in zip(sections, extras, strict=True) for part in pair) + "\n" + notes


def _section(chance: random.Random, lang: str, index: int) -> str:
    """A heading, a list in the first section, a note in two of them, and paragraphs."""
    heading = f"## 第{index + 1}節\n" if lang == "ja" else f"## Part {index + 1}\n"
    count, between = (26, "") if lang == "ja" else (11, " ")
    sentences = [_sentence(chance, lang) for _ in range(count)]
    paragraphs = [between.join(sentences[at : at + 5]) for at in range(0, count, 5)]
    if index < 2:  # noqa: PLR2004 - two notes
        paragraphs[0] += f"[^{index + 1}]"
    if index == 0:
        paragraphs.append("\n".join(f"- {_sentence(chance, lang)}" for _ in range(4)))
    return heading + "\n" + "\n\n".join(paragraphs) + "\n"


def _sentence(chance: random.Random, lang: str) -> str:
    if lang == "ja":
        return chance.choice(JA_WHO) + chance.choice(JA_HOW) + chance.choice(JA_WHAT) + chance.choice(JA_END)
    return " ".join(chance.choice(words) for words in (EN_WHO, EN_DID, EN_REST))


def _code(language: str, text: str, chance: random.Random, number: int) -> str:
    filled = text.format(name=f"step_{number}", n=chance.randrange(2, 90), m=chance.randrange(2, 9))
    return f"```{language}\n{filled}```\n"


def _table(chance: random.Random) -> str:
    rows: Sequence[str] = [f"| {name} | {chance.randrange(999)} | {chance.random():.3f} |" for name in "abcdef"]
    return "| Name | Count | Share |\n| --- | ---: | ---: |\n" + "\n".join(rows) + "\n"


def _date(number: int) -> datetime:
    return START + timedelta(hours=20 * number)
