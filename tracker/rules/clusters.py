"""What readers and places count as one character: extended grapheme clusters (UAX #29), by the tables of wcwidth.

`rules.text.graphemes` is quicker to load and near enough for an excerpt; a limit wants the whole rule.
"""

from __future__ import annotations


def clusters(text: str) -> tuple[str, ...]:
    """Return the clusters of `text` in order."""
    if text.isascii() and "\r" not in text:
        return tuple(text)
    from wcwidth import iter_graphemes  # noqa: PLC0415 - 30 ms that only a post with more than ASCII need pay

    return tuple(iter_graphemes(text))
