"""What makes English hard to read: very long sentences, words said twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.writing.prose import Sentence

LONGEST = 50
"""Words: twice what style guides advise, so that only what nobody can read aloud is named."""
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|\ufffc")
DOUBLED = re.compile(r"(?<![\w'’-])([A-Za-z]+) +\1(?![\w'’-])", re.IGNORECASE)
_LITTLE = (
    "a an the and or but if of to in on at by for from with as is are was were be been it its this these those we i "
    "he she they them our your their not when which who into than then there"
)
LITTLE = frozenset(_LITTLE.split())
"""Words that nobody says twice; longer ones neither, unless in play: long, long ago."""
LONG = 5
MEANT = ("really", "never", "again", "years", "after")


def remarks(sentences: Sequence[Sentence]) -> Iterator[Remark]:
    """Yield what is wrong with the English of a text."""
    for one in sentences:
        count = sum(1 for _word in WORD.finditer(one.text))
        if count > LONGEST:
            said = _("A sentence of {count} words: “{start}…”").format(count=count, start=one.text[:30])
            yield Remark("en-long", one.line, said, _("Part it: nobody can say it in one breath."))
        for found in DOUBLED.finditer(one.text):
            word = found[1].lower()
            if word in LITTLE or (len(word) >= LONG and found[0].islower() and word not in MEANT):
                said = _("“{word}” twice in a row.").format(word=found[1])
                yield Remark("en-doubled", one.line, said, _("Remove one."))
