"""What makes people answer: something that went wrong, and a question at the end.

Both are looked for in words; a post that has neither may still be a good one, so these are warnings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.layout import Kind, read_aloud

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.writing.manuscript import Manuscript
    from tracker.rules.writing.prose import Sentence

LAST = 6
"""Paragraphs at the end that the question may stand in: a postscript may follow it."""
KNOWN_POST = 3
"""Paragraphs from which on a text is a post and not a note."""
ASKS = re.compile(
    r"[?？][」』）)\"”’\s]*$|(?:です|ます|ません|ました|でした|でしょう|だろう)か(?:ね|な)?[。」』）\s]*$"
    r"|(?:教えて|聞かせて|お聞かせ|お知らせ|知らせて)(?:ください|いただけ|もらえ|くれ|ほしい)"
)
WRONG = {
    "ja": re.compile(
        r"失敗|間違|まちが|誤(?:り|って|解)|うまくいか|勘違い|思い込み|思いこみ|ミス|バグ|不具合|障害|事故|反省|後悔|見落と|見逃|忘れて"
        r"|気(?:づ|付)(?:か(?:な|ず)|き(?:ませんで|損)|けな|けませ)|知(?:らなか|らず|りませんで)"
        r"|(?:分|わ)か(?:らなか|らず|りませんで)|でき(?:なか|ず|ませんで)|足り(?:な|ず|ませ)|壊(?:れ|し)|止ま|止め(?:た|て)|落ちた|つまず|詰まり|詰まっ"
        r"|困っ|遠回り|無駄|手こず|苦労|やり直"
    ),
    "en": re.compile(
        r"\b(?:wrong\w*|mistake\w*|mistook|misread\w*|misunder\w+|fail\w*|error\w*|bug\w*|broke\w*|crash\w*"
        r"|lost|lose|losing|miss(?:ed|ing)|forgot\w*|regret\w*|should have|should(?: not|n[’']t) have"
        r"|could(?: not|n[’']t)|did(?: not|n[’']t) (?:know|notice|see|work)|outage\w*|incident\w*|down for|stuck"
        r"|detour|wasted|problem\w*|apolog\w+|sorry|naive\w*|bad(?:ly)?|worse)\b",
        re.IGNORECASE,
    ),
}


def remarks(one: Manuscript, sentences: Sequence[Sentence]) -> Iterator[Remark]:
    """Yield what a post lacks to be answered."""
    layout = one.layout
    if len(layout.of(Kind.TEXT)) < KNOWN_POST:
        return
    if not _asks(sentences):
        said = _("There is no question for the reader at the end.")
        fix = _("Ask what you would really like to know: “How do you …?”")
        yield Remark("no-question", layout.line(layout.blocks[-1].start), said, fix)
    wrong = WRONG.get(one.lang)
    if wrong and not wrong.search(read_aloud(layout.prose)):
        said = _("Nothing in this post went wrong.")
        fix = _("Say what did not work, or what you did not know: it is what others recognise themselves in.")
        yield Remark("nothing-went-wrong", 0, said, fix)


def _asks(sentences: Sequence[Sentence]) -> bool:
    spoken = [one for one in sentences if one.kind is not Kind.NOTE]
    last = sorted({one.block for one in spoken})[-LAST:]
    return any(ASKS.search(one.text) for one in spoken if one.block in last)
