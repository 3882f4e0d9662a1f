"""What somebody wrote, taken apart: code and quotations set aside, sentences, honest excerpts.

Nothing is rewritten on the way: a sentence is cut out of the text as it was written.
Japanese sentences end with 。！？ or a line, not with a space, and carry their
predicate at the end; both matter for where they may be cut.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "\ufffc"
"""Stands for one character of something that is not prose inside a sentence: an address, code."""
ELLIPSIS = "…"
MOST = 20_000
"""Characters of one text that rules look at: nobody's comment is longer, and rules must end."""
LONGEST = 1_000
"""Characters of one sentence that rules look at, half of them from its end."""
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々]")

_BLOCKS = (
    re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*|\Z)", re.MULTILINE | re.DOTALL),
    # A traceback: its head, the indented lines, the line that names the error.
    re.compile(r"^[ \t]*Traceback \(most recent call last\):(?:\n[ \t]+[^\n]*)*(?:\n[\w.]+:?[^\n]*)?", re.MULTILINE),
    re.compile(r"^[ \t]*[>＞][^\n]*", re.MULTILINE),
    re.compile(r"^[ \t]*(?:\$ |\.\.\. |[A-Za-z]:\\|@set\b|File \"|at [\w.$<>]+\()[^\n]*", re.MULTILINE | re.IGNORECASE),
    # A line of program text: no Japanese, and it ends or is built like one.
    re.compile(r"^(?=[^\n]*[(){}=<>])[ -~\t]*[;{}][ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*[{}()<>\[\];/*%@]+[ \t]*$", re.MULTILINE),
    re.compile(r"^[ \t]*[\w.\[\]'\"]+ ?[-+*/]?= ?[ -~]+$", re.MULTILINE),
    re.compile(r"^[ \t]*<[/!%\w][ -~]*>[ \t]*$", re.MULTILINE),
)
_INLINE = (re.compile(r"`[^`\n]+`"), re.compile(r"(?:https?://|www\.)[!-~]+(?<![.,;:!?)\]'\"])"))

_BRACKETED = re.compile(
    r"(?<![:;])\([^()\n]{1,80}\)|（[^（）\n]{1,80}）|「[^「」\n]{1,80}」|『[^『』\n]{1,80}』"
    r"|“[^“”\n]{1,80}”|\"[^\"\n]{1,80}\""
)
_END = re.compile(r"[。｡！？!?]+|(?<=[\u3040-\u30ff\u3400-\u9fff])．+|[.…]+(?=[\"')\]”’]*(?:\s|$))")
_CLOSERS = "」』）)\"”’']】"
_GOES_ON = re.compile(r"[」』）)\"”]*(?:と(?!ころ|ても|にかく|りあえず)|って|という|っていう|など|とか|みたいな)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[ei]\.[eg]|etc|vs|cf|mr|mrs|ms|dr|prof|st|approx|no|fig|pp?)\.$", re.IGNORECASE
)
_SALUTATION = re.compile(r"^[\w .]{1,16},$")
_BULLET = re.compile(r"\s*(?:[-*・•※#＃■○●◆>]|\(?\d+[.)）．])")
_UNFINISHED = re.compile(r"(?:[、，,をにがはのへとでもやて]|という|ような|ための|[a-z]\s)$")
_LAUGH = re.compile(
    r"[(（](?![^()（）]*(?:[a-z]{2}|[\u3041-\u3096\u4e00-\u9fff]))[^()（）]{1,10}[)）]"
    r"|m(?=$|\W)|[(（]?(?:苦?笑|爆|汗|涙|照)[)）]?|\bw+\b|ｗ+|orz|[XDPop]\b"
)
_HANGING = re.compile(r"[\u4e00-\u9fff々ァ-ヶーA-Za-z0-9]\Z")
_PARTICLE = re.compile(r"\s*(?:が(?![、,])|を|に(?![もゅ])|は(?![じいやっは])|の(?![でにん]))")
_LATIN_REST = re.compile(r"^[!-~]+(?=\s)")
_UNBROKEN = re.compile(r"[!-~]{60,}")
_MODIFIER = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_JAMO, _JAMO_INSIDE = re.compile("[\u1100-\u11ff]"), re.compile("[\u1160-\u11ff]")
CLAUSE = re.compile(r"[、，；;：]|,(?=\s)|\s[—–-]\s|\.\.\.+|…+|・・+")
CONTRAST = re.compile(r"\W*(?:but|however|except|unless|if|although|though|not|yet|only|when|until)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence: `text` as it was written, `words` without addresses and code (for rules)."""

    text: str
    words: str


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the sentences of the prose in `text`, in order.

    Quoted lines, code and tracebacks are no prose. Only the first `MOST` characters are read.
    """
    text = text[:MOST]
    masked = mask(text)
    return tuple(Piece(_joined(text[a:b]), _words(masked[a:b])) for a, b in _sentences(masked))


def ends(text: str) -> tuple[int, ...]:
    """Return where each sentence of `text` ends."""
    return tuple(end for _begin, end in _sentences(mask(text[:MOST])))


def _words(masked: str) -> str:
    words, half = _joined(masked).replace(GAP, ""), LONGEST // 2
    return words if len(words) <= LONGEST else f"{words[:half]} {words[-half:]}"


def mask(text: str) -> str:
    """Return `text`, equally long, with blocks that are no prose emptied and inline ones replaced by `GAP`."""
    for pattern in _BLOCKS:
        text = pattern.sub(lambda found: "\n" * len(found[0]), text)
    for pattern in _INLINE:
        text = pattern.sub(lambda found: GAP * len(found[0]), text)
    return text


def graphemes(text: str) -> tuple[str, ...]:
    """Return what a reader counts as characters: an approximation of UAX #29, exact for kana, kanji and emoji."""
    clusters: list[str] = []
    for char in text:
        if clusters and _extends(clusters[-1], char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return tuple(clusters)


def excerpt(text: str, limit: int) -> str:
    """Return the beginning of `text` in at most `limit` graphemes, cut at a sentence, else a clause, else a word."""
    whole = _joined(text)
    marks = graphemes(whole)
    if len(marks) <= limit:
        return whole
    room = "".join(marks[: max(limit - 1, 0)])
    ends = [end for _, end in _sentences(whole) if end <= len(room)]
    if ends and ends[-1] * 2 >= len(room):
        return room[: ends[-1]].rstrip() + ELLIPSIS
    return _at_word(room, whole[len(room) :]).rstrip(" 　、，,;；:.…") + ELLIPSIS


def ending(text: str, limit: int) -> str:
    """Return the end of `text` in at most `limit` graphemes, beginning with a clause, else with a whole word."""
    whole = _joined(text)
    marks = graphemes(whole)
    if len(marks) <= limit:
        return whole
    room = "".join(marks[len(marks) - limit + 1 :])
    clauses = (room[found.end() :] for found in CLAUSE.finditer(room))
    rest = next((rest for rest in clauses if len(rest) * 3 >= limit), _LATIN_REST.sub("", room))
    return ELLIPSIS + (rest or room).lstrip(" 　、，,;；:.。")


def quotation(sentence: str, guide: int, *, tail: bool) -> str:
    """Return `sentence` near `guide` graphemes long, shortened only where that does not turn its meaning round.

    With `tail` leading clauses go (Japanese and questions say the decisive thing last),
    otherwise trailing ones, but never those that take back what was said (`but`, `unless` …).
    A sentence that cannot be shortened so stays whole up to three times the guide.
    """
    whole = _joined(sentence)
    if len(graphemes(whole)) <= guide * 2:
        return whole
    shorter = _last_clauses(whole, guide) if tail else _first_clauses(whole, guide)
    return shorter or excerpt(whole, guide if _UNBROKEN.search(whole) else guide * 3)


def _first_clauses(whole: str, guide: int) -> str:
    cuts = [m for m in CLAUSE.finditer(whole) if guide // 2 <= m.start() <= guide * 3 // 2]
    safe = [m.start() for m in cuts if not CONTRAST.match(whole[m.end() :])]
    # What comes after the cut must not take it back further on either.
    keeps = [cut for cut in safe if not re.search(r"\b(?:but|however|unless|except)\b", whole[cut:], re.IGNORECASE)]
    return whole[: keeps[-1]].rstrip(" .…") + ELLIPSIS if keeps else ""


def _last_clauses(whole: str, guide: int) -> str:
    cuts = [m.end() for m in CLAUSE.finditer(whole) if guide // 2 <= len(whole) - m.end() <= guide * 2]
    outside = [cut for cut in cuts if not any(a < cut < b for a, b in _brackets(whole))]
    # An aside at the end is not what was said.
    outside = [cut for cut in outside if len(_BRACKETED.sub("", whole[cut:])) * 3 >= guide]
    return ELLIPSIS + whole[outside[0] :].lstrip() if outside else ""


def _at_word(room: str, rest: str) -> str:
    """Return `room` without the Latin word that the cut went through."""
    if rest[:1].isalnum() and not WIDE.match(rest) and room[-1:].isalnum() and not WIDE.match(room[-1]):
        shorter = re.sub(r"[^\s\u3040-\u9fff]+$", "", room)
        return shorter or room
    return room


def _extends(cluster: str, char: str) -> bool:
    flag = len(cluster) == 1 and bool(_FLAG.match(cluster) and _FLAG.match(char))
    joined = cluster[-1] == "\u200d" and unicodedata.category(char) == "So"
    syllable = bool(_JAMO.match(cluster[-1]) and _JAMO_INSIDE.match(char))
    mark = unicodedata.category(char) in ("Mn", "Me", "Mc") or _MODIFIER.match(char)
    return bool(mark) or flag or joined or syllable or cluster + char == "\r\n"


def _joined(text: str) -> str:
    """Return `text` on one line: nothing between Japanese characters, a space elsewhere."""
    text = re.sub(rf"(?<={WIDE.pattern}|[、。])[ \t]*\n\s*(?={WIDE.pattern})", "", text.strip())
    return re.sub(r"\s*\n\s*", " ", text)


def _sentences(masked: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; what holds no word goes with the one before."""
    begin, last = 0, None
    for end in (*_boundaries(masked), len(masked)):
        span = _trimmed(masked, begin, end)
        begin = end
        if not _wordy(masked[span[0] : span[1]]):
            near = last is not None and "\n" not in masked[last[1] : span[0]]
            last = (last[0], span[1]) if last and near and GAP not in masked[span[0] : span[1]] else last
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    stripped = text[begin:end].strip()
    start = begin + text[begin:end].find(stripped)
    return start, start + len(stripped)


def _wordy(text: str) -> bool:
    letters = re.sub(r"[\W\d_]", "", _LAUGH.sub("", text))
    return len(letters) > 1 or bool(WIDE.search(letters))


def _boundaries(masked: str) -> Iterator[int]:
    """Yield each place where a sentence stops, in order."""
    found = {m.end() for m in re.finditer(r"\n", masked) if _line_ends(masked, m.start())}
    brackets = _brackets(masked)
    for end in _END.finditer(masked):
        if not any(a < end.end() < b for a, b in brackets) and _stops(masked, end):
            found.add(_after_closers(masked, end.end()))
    return iter(sorted(found))


def _brackets(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _BRACKETED.finditer(text)]


def _after_closers(text: str, at: int) -> int:
    while at < len(text) and text[at] in _CLOSERS:
        at += 1
    return at


def _stops(text: str, end: re.Match[str]) -> bool:
    """Whether this full stop, or what looks like one, ends a sentence."""
    before, after = text[max(end.start() - 12, 0) : end.end()], text[end.end() : end.end() + 12]
    if WIDE.search(before[-3:]) or end[0][0] in "。｡！？":
        return not _GOES_ON.match(after) and not (end[0][0] in ".…" and not after.startswith("\n"))
    if end[0][0] in "!?":
        return not after or after[0] in _CLOSERS + " \t\n\u3000" or bool(WIDE.match(after))
    return not _ABBREVIATION.search(before) and not re.match(r"[\"')\]]*\s+[a-z]", after)


def _line_ends(text: str, at: int) -> bool:
    """Whether the line break at `at` ends a sentence, or only a line."""
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip(" \t")
    stop = text.find("\n", at + 1)
    after = text[at + 1 : stop if stop >= 0 else len(text)]
    apart = _SALUTATION.search(before) or _BULLET.match(after) or _BULLET.match(before)
    return bool(not before or not after.strip() or apart) or not _line_goes_on(before, after)


def _line_goes_on(before: str, after: str) -> bool:
    """Whether the sentence at the end of the line `before` goes on in the line `after`."""
    if _HANGING.search(before) and _PARTICLE.match(after):
        return True
    if WIDE.search(before[-1]) or before[-1] in "、，":
        return bool(_UNFINISHED.search(before))
    return bool(re.match(r"[a-z]", after) and re.search(r"[\w,]$", before))
