"""How long a text takes to read: templates call `reading_minutes(html)`.

Japanese is read by the character (500 a minute), English by the word (230); a text in both is
the sum. Code is looked at, not read, and counts for nothing; a reading above a character is no second one.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from pelican import signals

CHARACTERS_A_MINUTE = 500
WORDS_A_MINUTE = 230

UNREAD = re.compile(r"<(pre|rt|rp|sup|svg|script|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
CHARACTER = re.compile(r"[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def reading_minutes(html: str) -> int:
    """Return whole minutes, at least one."""
    text = unescape(TAG.sub("", UNREAD.sub(" ", html)))
    words, characters = CHARACTER.subn(" ", text)
    minutes = characters / CHARACTERS_A_MINUTE + len(WORD.findall(words)) / WORDS_A_MINUTE
    return max(1, int(minutes + 0.5))


def _offer(generator: Any) -> None:
    generator.env.globals["reading_minutes"] = reading_minutes


def register() -> None:
    """Give the count to every template."""
    signals.generator_init.connect(_offer)
