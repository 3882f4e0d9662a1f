"""What each sentence of a comment does: asks, reports, suggests, tells, praises, thanks.

Rules of the two languages, no model. English asks with a question mark or a request.
Japanese often asks without one (…でしょうか。), and …んですか。 without one only acknowledges;
教えていただけると助かります is a request, no thanks. A sentence that merely wonders
(…かな, "I wonder") is a question that is not `sure`: worth showing, not worth a slot.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules import cues
from tracker.rules.text import WIDE, Piece, pieces


class SentenceKind(StrEnum):
    """What a sentence does; in the order in which a reply takes them up."""

    QUESTION = "question"
    REPORT = "report"
    EXPERIENCE = "experience"
    SUGGESTION = "suggestion"
    STATEMENT = "statement"
    PRAISE = "praise"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it was written, and what it does."""

    text: str
    kind: SentenceKind
    sure: bool = True
    """For a question: whether it wants an answer; else it may be a thought said aloud."""

    @property
    def asks(self) -> bool:
        """Whether an answer is expected."""
        return self.kind is SentenceKind.QUESTION and self.sure


KINDS = (
    (SentenceKind.REPORT, cues.CORRECTION),
    (SentenceKind.REPORT, cues.REPORT),
    (SentenceKind.SUGGESTION, cues.SUGGESTION),
    (SentenceKind.EXPERIENCE, cues.EXPERIENCE),
)
LAST_KINDS = ((SentenceKind.PRAISE, cues.PRAISE), (SentenceKind.EXPERIENCE, cues.TOLD))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order, each with what it does; code and quoted lines are no sentences."""
    return tuple(_sentence(piece) for piece in pieces(text))


def questions(text: str) -> tuple[str, ...]:
    """Return the sentences that want an answer, in order, none twice."""
    return tuple(dict.fromkeys(sentence.text for sentence in sentences(text) if sentence.asks))


def maybe_questions(text: str) -> tuple[str, ...]:
    """Return the sentences that may be questions, in order, none twice."""
    wondering = (s.text for s in sentences(text) if s.kind is SentenceKind.QUESTION and not s.sure)
    return tuple(dict.fromkeys(wondering))


def thanks(text: str) -> bool:
    """Whether somebody is thanked for something that is done (not in advance, not a third person)."""
    return any(_gives_thanks(folded(piece.words)) for piece in pieces(text))


def folded(words: str) -> str:
    """Return `words` for comparing: NFKC, straight apostrophes, no smileys and laughter at the end."""
    plain = unicodedata.normalize("NFKC", words).replace("’", "'")
    return cues.SMILEY.sub("", plain).strip()


def _sentence(piece: Piece) -> Sentence:
    words = folded(piece.words)
    asks = _asks_ja(words) if WIDE.search(words) else _asks_en(words)
    if asks:
        return Sentence(piece.text, SentenceKind.QUESTION, sure=asks == "ask")
    return Sentence(piece.text, _kind(words))


def _kind(words: str) -> SentenceKind:
    thankful = _gives_thanks(words)
    if cues.SOLVED.search(words):
        return SentenceKind.THANKS if thankful else SentenceKind.EXPERIENCE
    if kind := _first(KINDS, words):
        return kind
    return SentenceKind.THANKS if thankful else _first(LAST_KINDS, words) or SentenceKind.STATEMENT


def _first(kinds: tuple[tuple[SentenceKind, re.Pattern[str]], ...], words: str) -> SentenceKind | None:
    return next((kind for kind, cue in kinds if cue.search(words)), None)


def _gives_thanks(words: str) -> bool:
    english = cues.EN_THANKS.search(cues.EN_NO_THANKS.sub("", words))
    return bool(english or cues.JA_THANKS.search(cues.JA_NO_THANKS.sub("", words)))


# --- asking: each returns `ask`, `maybe` or nothing -----------------------------------------------


def _asks_en(words: str) -> str:
    core = cues.ASIDE.sub("", words)
    if cues.EN_REQUEST.search(cues.QUOTED.sub("", core)):
        return "ask"
    if cues.EN_MARK.search(core):
        return "maybe" if cues.EN_TAG.search(core) or cues.EN_MUSES.search(core) else "ask"
    if cues.EN_OPENS.search(core):
        return "ask"
    return "maybe" if cues.EN_WONDERS.search(core) else ""


def _asks_ja(words: str) -> str:
    core = re.sub(r"^[(「『]\s*(.*?)[)」』]\W*$", r"\1", words)
    core = re.sub(r"[\s」』\"”]+$", "", cues.ASIDE.sub("", core))
    if cues.JA_REQUEST.search(core):
        return "ask"
    if "?" in core[-3:]:
        return _marked_ja(core)
    if cues.JA_HEDGE.search(core):
        return "maybe"
    return _unmarked_ja(core)


def _marked_ja(core: str) -> str:
    """What a Japanese sentence with a question mark at its end does."""
    musing = (cues.JA_HEDGE, cues.JA_MUSES, cues.JA_EXCLAIMS)
    return "maybe" if any(cue.search(core) for cue in musing) else "ask"


def _unmarked_ja(core: str) -> str:
    """What a Japanese sentence without one does: its ending tells, and whether it holds a word like なぜ."""
    asking = cues.INTERROGATIVE.search(core)
    if asking and (cues.JA_IS_IT.search(core) or cues.JA_HOW.search(core)):
        return "ask"
    if cues.JA_POLITE.search(core):
        return "maybe" if cues.JA_SOFTENED.search(core) and not asking else "ask"
    return "maybe" if cues.JA_WONDERS.search(core) else ""
