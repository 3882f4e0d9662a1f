"""What can be asserted of the stylesheet: legible in both schemes, and every promise kept in it."""

from __future__ import annotations

import re

import pytest

from tests.site.site import ROOT

CSS = (ROOT / "theme/static/css/site.css").read_text(encoding="utf-8")
READ_ON_PAPER = ("ink", "soft", "red")
READ_IN_CODE = ("ink", "soft", "red", "code-name", "code-text", "code-word", "code-number")


PAIRS = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS)
LIGHT = {name: light for name, light, _ in PAIRS}
DARK = {name: dark for name, _, dark in PAIRS}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_can_be_read_in_both_schemes(scheme: dict[str, str]) -> None:
    for name in READ_ON_PAPER:
        assert contrast(scheme[name], scheme["paper"]) >= 4.5, name
    for name in READ_IN_CODE:
        assert contrast(scheme[name], scheme["wash"]) >= 4.5, name
    assert contrast(scheme["on-red"], scheme["red"]) >= 4.5
    assert contrast(scheme["on-red"], scheme["seal"]) >= 4.5


def test_every_colour_is_there_in_both_schemes() -> None:
    palette = CSS[CSS.index(":root") : CSS.index("--serif")]
    assert len(re.findall(r"#[0-9a-f]{6}", palette)) == 2 * len(PAIRS) == 2 * 13


def test_every_colour_goes_through_a_name() -> None:
    rules = CSS[CSS.index("*, ::before") : CSS.index("@media print")]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules)) == {"#0003"}, "a shadow is black in both"


def test_no_font_and_no_file_is_loaded() -> None:
    assert not re.findall(r"@font-face|@import|url\(", CSS)


@pytest.mark.parametrize(
    "rule",
    [
        "line-break: strict",
        "text-autospace: normal",
        "text-spacing-trim: trim-start",
        "word-break: auto-phrase",
        "text-wrap: balance",
        "text-wrap: pretty",
        "hyphens: auto",
        '[data-scheme="dark"] { color-scheme: dark; }',
        "(prefers-reduced-motion: no-preference)",
        "(forced-colors: active)",
        "@media print",
        ":focus-visible",
        "font-style: normal",
        "hanging-punctuation: allow-end",
        "text-emphasis: filled sesame",
    ],
)
def test_what_the_type_promises_is_there(rule: str) -> None:
    assert rule in CSS
