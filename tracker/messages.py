"""What people read, in their language: gettext catalogues beside the code.

`_` translates now; `N_` marks a sentence that is translated when it is shown.
The language is `ENISHI_LANG`, else the locale's; see `language`.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = "enishi"
LOCALES = Path(__file__).with_name("locale")
LANGUAGES = ("en", "ja")


def language() -> str:
    """Two letters, `en` or `ja`: `ENISHI_LANG`, then the locale as POSIX orders its variables."""
    names = ("ENISHI_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((value for name in names if (value := os.environ.get(name))), "")
    return "ja" if chosen.lower().startswith("ja") else "en"


def listen() -> None:
    """Ask the environment again for the language: once a command, for asking costs more than translating."""
    _spoken.cache_clear()


@cache
def _spoken() -> gettext.NullTranslations:
    return _catalogue(language())


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [code], fallback=True)


def _(message: str) -> str:
    """Return `message` in the reader's language."""
    return _spoken().gettext(message) if message else ""


def plural(one: str, many: str, count: int) -> str:
    """Return the form for `count`; both forms may hold `{count}`, which is filled in."""
    return _spoken().ngettext(one, many, count).format(count=f"{count:,}")


def listed(words: Iterable[object]) -> str:
    """Return the words as a list is written: `a, b`, 「a、b」."""
    return _(", ").join(map(str, words))


def together(*sentences: str) -> str:
    """Return sentences as one text; after a Japanese full stop stands no space."""
    said = [sentence for sentence in sentences if sentence]
    return "".join(f"{one}{'' if one.endswith('。') else ' '}" for one in said).rstrip(" ")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marked sentence
    """Mark `message` for the catalogue and return it as it is."""
    return message
