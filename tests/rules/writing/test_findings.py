from __future__ import annotations

import pytest

from tracker.rules.writing.findings import RULES, Finding, Remark, Severity, allowed, found, kept, worst_first


def left(body: str, *remarks: Remark) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in kept(remarks, allowed(body, 1))]


def test_a_rule_has_one_severity() -> None:
    assert (RULES["date"], RULES["ja-long"], RULES["draft"]) == (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    assert next(found("a.md", [Remark("date", 2, "No.")])) == Finding("date", Severity.ERROR, "a.md", 2, "No.", "")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_comment_above_excepts_the_next_block(gap: str) -> None:
    body = f"First.\n\n<!-- enishi: allow ja-long on purpose -->{gap}Second\ngoes on.\n\nThird."
    line = 3 + len(gap)
    remarks = (Remark("ja-long", 1, ""), Remark("ja-long", line, ""), Remark("ja-long", line + 1, ""))
    assert left(body, *remarks, Remark("ja-long", line + 3, "")) == [("ja-long", 1), ("ja-long", line + 3)]
    assert left(body, Remark("spacing", line, "")) == [("spacing", line)]


def test_several_rules_may_be_excepted() -> None:
    body = "Intro.\n\n<!-- enishi: allow ja-long a -->\n<!-- enishi: allow spacing b -->\nText."
    assert left(body, Remark("ja-long", 5, ""), Remark("spacing", 5, "")) == []


def test_at_the_top_it_excepts_what_is_about_the_whole() -> None:
    body = "\n<!-- enishi: allow no-question it is a list -->\n\nText.\n\nMore."
    assert left(body, Remark("no-question", 0, ""), Remark("no-question", 4, ""), Remark("no-question", 6, "")) == [
        ("no-question", 6)
    ]


def test_an_exception_has_a_rule_and_a_reason() -> None:
    body = "Text.\n\n<!-- enishi: allow ja-lang why -->\n<!-- enishi: allow ja-long -->\nText."
    (unknown, bare) = kept((), allowed(body, 1))
    assert (unknown.rule, unknown.line, unknown.fix) == ("allow-unknown", 3, "Did you mean “ja-long”?")
    assert (bare.rule, bare.line) == ("allow-reason", 4)


def test_findings_are_listed_as_one_reads() -> None:
    site = Finding("cadence", Severity.NOTE, "", 0, "", "")
    late, early = (Finding("date", Severity.ERROR, "b.md", line, "", "") for line in (9, 2))
    other = Finding("date", Severity.ERROR, "a.md", 5, "", "")
    assert worst_first([site, late, early, other, early]) == (other, early, late, site)
