"""What stands inside a paragraph and is no language: code, comments, addresses, marks. Blanked out in place."""

from __future__ import annotations

import re

from tracker.rules.text import GAP

NOTHING = "\x00"
"""Stands for a mark that nobody reads."""
ASIDE = re.compile(
    r"(?<![\\`])(?P<ticks>`+)(?!`)(?:[^`\n]|\n(?![ \t]*\n)|(?!(?P=ticks)(?!`))`+)+?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?(?:-->|\Z)",
    re.DOTALL,
)
_DESTINATION = r"\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*"
_ATTRIBUTES = r"\{(?::[^}\n]*|[ ]*[#.][^}\n]*|[ ]*[\w-]+=[^}\n]*)\}"
INLINE = re.compile(
    r"(?P<gap>&(?:\#\d+|\#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|<[A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*>|<[^<>\s!]+@[^@<>\s]+>"
    r"|<(?P<verbatim>code|kbd|samp|var)\b[^>]*>.*?</(?P=verbatim)>)"
    rf"|(?P<nothing><(?P<reading>r[tp])>.*?</(?P=reading)>|</?[a-zA-Z][^<>]*>|!\[{_LABEL}\](?:{_DESTINATION}|\[[^\]\n]*\])"
    rf"|{_ATTRIBUTES}|\[\^[^\]\n]*\]:?|\\(?=[!-/:-@\[-`{{-~]))"
    r"|\{(?P<kanji>[^{}|\n]*[\u3005\u3400-\u9fff\uf900-\ufaff][^{}|\n]*)\|[\u3041-\u30ff \u3000]+\}",
    re.DOTALL,
)
LINK = re.compile(rf"(?<!!)\[(?P<label>{_LABEL})\](?:{_DESTINATION}|\[[^\]\n]*\])(?:{_ATTRIBUTES})?")
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+(?<![.,;:!?)\]'\"])")
UNDERLINE = re.compile(r"_+(?![^\W_])|(?<![^\W_])_+")


def spaces(text: str) -> str:
    """Return as many spaces, the lines kept."""
    return "\n".join([" " * len(line) for line in text.split("\n")])


def aside(found: re.Match[str], comments: list[tuple[int, str]]) -> str:
    """Return gaps instead of code, nothing instead of a comment, which is added to `comments`."""
    if found["ticks"]:
        return re.sub(r"[^\n]", GAP, found[0])
    begin, end = found.string.rfind("\n", 0, found.start()) + 1, found.string.find("\n", found.end())
    beside = found.string[begin : found.start()] + found.string[found.end() : end if end >= 0 else None]
    comments.append((found.start(), found[0].removeprefix("<!--").removesuffix("-->").strip()))
    return re.sub(r"[^\n]", NOTHING, found[0]) if beside.strip() else spaces(found[0])


def language(text: str) -> str:
    """Return `text` with all that is no language blanked: `GAP` for what stands for a word, `NOTHING` for marks."""
    text = INLINE.sub(_word, text)
    text = LINK.sub(_label, text) if "[" in text else text
    text = ADDRESS.sub(lambda found: GAP * len(found[0]), text) if "http" in text or "www." in text else text
    text = UNDERLINE.sub(lambda found: NOTHING * len(found[0]), text) if "_" in text else text
    return text.replace("*", NOTHING)


def _word(found: re.Match[str]) -> str:
    if found["kanji"]:
        return NOTHING + found["kanji"] + NOTHING * (len(found[0]) - len(found["kanji"]) - 1)
    return re.sub(r"[^\n]", GAP if found["gap"] else NOTHING, found[0])


def _label(found: re.Match[str]) -> str:
    rest = found[0][len(found["label"]) + 1 :]
    return NOTHING + found["label"] + re.sub(r"[^\n]", NOTHING, rest)
