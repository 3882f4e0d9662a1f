"""What somebody newly wrote in a mail: without what they quote, the line that says whom, and their signature.

Told line by line. Quoting has three shapes: lines that begin with `>`; an original that goes to the end
below a line of dashes or a block of fields (`From:` … `Subject:`, 「差出人:」…); an original, marked or
not, below a line such as 「2026年11月3日(火) 10:12 森川 澪 <mio@mio.example>:」.
"""

from __future__ import annotations

import re
from itertools import groupby

QUOTED = re.compile(r"[ \t]{0,3}[>＞]")
PROMPT = re.compile(r">>> ?\S")
"""Python's, which looks like a quotation of a quotation of a quotation."""
NAMED = re.compile(r"[ \t]{0,3}(?!PS)([A-Z]{2}|[\u3040-\u30ff\u4e00-\u9fff]{1,6})[>＞][ \t]")
"""Some mailers put a name before the mark: 「森川> 」; two lines make a habit."""
DASHED = re.compile(
    r"[ \t]*[-_=*]{2,} ?(?:(?:original|forwarded) (?:message|appointment)|元の?(?:メッセージ|メール)"
    r"|転送(?:された)?(?:メッセージ|メール)|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件)"
    r" ?[-_=*]*[ \t]*$|[ \t]*(?:begin forwarded message|転送されたメッセージ) ?[:：][ \t]*$",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"[ \t*_]*(from|sent|date|to|cc|subject|差出人|送信者|送信元|送信日時|送信日|受信日時|日時|日付|宛先|件名"
    r"|von|gesendet|datum|an|betreff|de|envoyé|à|objet|发件人|发送时间|收件人|主题)[ \t*_]*[:：](?!//)",
    re.IGNORECASE,
)
FIELDS_ENOUGH = 3
MOST_FIELD_LINES = 10
DAY = re.compile(
    r"\d{1,4} ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,4}|\d{1,2}\.? ?(?:de )?[^\W\d_]{3,9}\.?,? (?:de )?\d{4}"
    r"|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}|[^\W\d_]{3,9}-\d{1,2}-\d{2}"
)
CLOCK = re.compile(r"\d{1,2} ?[:時h] ?\d{2}")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]")
VERB = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu|написала?|napisał)\b"
    r"|書きました|のメール|のメッセージ|写道",
    re.IGNORECASE,
)
SOMEBODY_WROTE = re.compile(
    r"(?!.*\b(?:i|you|he|she|it|we|they|who)\b)(?:[^\s:]+ ){1,4}wrote:"
    r"|[^\s:：。]{1,16}(?:[ \u3000][^\s:：。]{1,8})?さん"
    r"(?:は書きました|が書きました|のメール|のメッセージ|wrote) ?[:：]",
    re.IGNORECASE,
)
MOST_INTRODUCING = 4
"""Lines that say whom is quoted."""
SIGNED = re.compile(r"(?:--|―{2}|－－)[ \u3000]?")
DEVICE = re.compile(
    r"sent (?:from|via|with) [^。]{2,80}|get outlook for .{2,60}|outlook for \w+ を入手.{0,40}"
    r"|von meinem .{2,40} gesendet|envoyé de(?:puis)? mon .{2,40}"
    r"|(?:[A-Za-z0-9 .+'()-]{2,30}|スマートフォン|スマホ|携帯(?:電話)?|タブレット)(?:から|より)送信"
    r"(?:しました|されました)?[。.]?",
    re.IGNORECASE,
)
RULER = re.compile(r"[ \t]*(?:[-=*_~#─━―ー＝－＊☆★◇◆□■][ \t]?){5,}")
CONTACT = re.compile(r"\S@\S|〒|\b(?:tel|fax|phone|mobile)\b|電話|携帯|℡|\d{2,4}-\d{2,4}-\d{4}", re.IGNORECASE)
MOST_SIGNED = 12
"""Lines of a signature that nothing but a ruler tells of."""


def written(text: str) -> str:
    """Return what is new in the text of a mail; empty: all of it is quoted."""
    lines = text.replace("\u00a0", " ").split("\n")
    return _joined(_without_signature(_without_quotations(_until_original(lines))))


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Return a `format=flowed` text with each of its paragraphs in one line (RFC 3676)."""
    told: list[list[str]] = []
    flowing = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        if depth != flowing or words == "-- ":
            told.append([f"{'>' * depth} " if depth else ""])
        flowing = depth if words.endswith(" ") and words != "-- " else -1
        told[-1].append(words[:-1] if flowing >= 0 and delete_space else words)
    return "\n".join(map("".join, told))


def _until_original(lines: list[str]) -> list[str]:
    """Return the lines above an original that goes to the end."""
    ends = (at for at, line in enumerate(lines) if DASHED.match(line) or _begins_fields(lines, at))
    return lines[: next(ends, len(lines))]


def _begins_fields(lines: list[str], at: int) -> bool:
    """Whether a block of fields begins here, as Outlook puts it above what it quotes."""
    if not FIELD.match(lines[at]):
        return False
    block = lines[at : at + MOST_FIELD_LINES]
    block = block[: next((number for number, line in enumerate(block) if not line.strip()), len(block))]
    return len({found[1].lower() for found in map(FIELD.match, block) if found}) >= FIELDS_ENOUGH


def _without_quotations(lines: list[str]) -> list[str]:
    """Leave out what is marked as quoted, and what introduces it; then what is quoted without a mark."""
    kept: list[str] = []
    marked = _marks(lines)
    for is_quoted, group in groupby(zip(marked, lines, strict=True), lambda pair: pair[0]):
        if is_quoted:
            del kept[_introduction(kept) :]
            kept.append("")
        else:
            kept += [line for _mark, line in group]
    return kept[: next((at for at in range(len(kept)) if _introduces_unmarked(kept, at)), len(kept))]


def _marks(lines: list[str]) -> list[bool]:
    """Tell of each line whether it is marked as quoted."""
    named = [found[1] for found in map(NAMED.match, lines) if found]
    names = {name for name in named if named.count(name) > 1} if named else set()
    quoted = [bool(QUOTED.match(line)) for line in lines]
    prompts = all(PROMPT.match(line) or not mark for line, mark in zip(lines, quoted, strict=True))
    if prompts and any(quoted):
        return [False] * len(lines)
    return [
        mark or bool(names and (found := NAMED.match(line)) and found[1] in names)
        for line, mark in zip(lines, quoted, strict=True)
    ]


def _introduction(lines: list[str]) -> int:
    """Return where the lines begin that introduce a quotation right below; the end: there are none."""
    end = len(lines) - (1 if lines and not lines[-1].strip() else 0)
    for begin in range(end - 1, max(end - MOST_INTRODUCING, 0) - 1, -1):
        if not lines[begin].strip():
            break
        if _introduces(" ".join(lines[begin:end])):
            above = lines[begin - 1] if begin else ""
            return begin - 1 if DAY.search(above) and not DAY.search(" ".join(lines[begin:end])) else begin
    return len(lines)


def _introduces(text: str) -> bool:
    """Whether this introduces what is marked as quoted below it, in whatever language."""
    text = text.strip()
    if not text.endswith((":", "：")):
        return False
    dated = bool(DAY.search(text))
    return bool(
        ADDRESS.search(text) or (dated and (CLOCK.search(text) or VERB.search(text))) or SOMEBODY_WROTE.fullmatch(text)
    )


def _introduces_unmarked(lines: list[str], at: int) -> bool:
    """Whether an original without marks follows: a day, a time, and who wrote must all be told."""
    if not DAY.search(lines[at]):
        return False
    for count in range(1, MOST_INTRODUCING):
        text = " ".join(lines[at : at + count]).strip()
        if text.endswith((":", "：")):
            return bool(CLOCK.search(text) and (VERB.search(text) or ADDRESS.search(text)))
    return False


def _without_signature(lines: list[str]) -> list[str]:
    """Leave out what stands below `-- `, or in a box at the end, and the name of a device."""
    exact = next((at for at, line in enumerate(lines) if line == "-- "), len(lines))
    kept = _trimmed(lines[:exact])
    near = range(max(len(kept) - MOST_SIGNED - 1, 0), len(kept))
    kept = _trimmed(kept[: next((at for at in near if SIGNED.fullmatch(kept[at])), len(kept))])
    return _trimmed(kept[: _box(kept)])


def _box(lines: list[str]) -> int | None:
    """Return where a signature begins that is parted by a ruler and says how to reach somebody."""
    begin = max(len(lines) - MOST_SIGNED - 2, 1)
    for at in range(begin, len(lines)):
        if RULER.fullmatch(lines[at]) and any(CONTACT.search(line) for line in lines[at + 1 :]):
            return at
    return None


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines up to the last that says something."""
    end = len(lines)
    while end and _says_nothing(lines[end - 1].strip()):
        end -= 1
    return lines[:end]


def _says_nothing(line: str) -> bool:
    return not line or bool(RULER.fullmatch(line) or DEVICE.fullmatch(line))


def _joined(lines: list[str]) -> str:
    """Return the lines as one text, paragraphs parted by one empty line."""
    told: list[str] = []
    for line in (each.rstrip() for each in lines):
        if line or (told and told[-1]):
            told.append(line)
    return "\n".join(told).strip("\n")
