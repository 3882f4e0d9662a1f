from __future__ import annotations

import re
from typing import Any

import pytest

from tracker.rules import github
from tracker.rules.discussions import PROBE, REPLIES, WALK, Found, Wanted, found, question, told

URL, OLD = "https://mio.example/a/", "https://mio.example/old.html"
WANTED = Wanted("a", URL, {'in:title "a/"': URL, 'in:title "old"': OLD}, {"a": URL, "old": OLD}, known=("D9",))
NUMBERED = Wanted("b", "https://mio.example/b/", numbers=(12,))
REPOSITORY: dict[str, object] = {"id": "R"}


def node(uid: str, title: str, **more: object) -> dict[str, object]:
    return {"id": uid, "title": title} | more


def data(first: object = (), second: object = (), known: object = (), **repository: object) -> dict[str, Any]:
    """Return an answer to what WANTED and NUMBERED ask."""
    searches = {
        f"q0_{turn}": {"nodes": list(rows)} if isinstance(rows, tuple | list) else rows
        for turn, rows in enumerate((first, second))
    }
    return {**searches, "known": known, "repository": REPOSITORY | {"n12": node("D12", "Twelve")} | repository}


def gone(*path: object) -> dict[str, object]:
    return {"type": "NOT_FOUND", "path": list(path), "message": "Could not resolve."}


def nodes(one: Found) -> list[str]:
    return list(one.nodes)


def test_several_articles_are_one_question() -> None:
    asked = question("mio/blog", [WANTED, NUMBERED])
    query = str(asked["query"])
    assert asked["variables"] == {
        "owner": "mio",
        "name": "blog",
        "q0_0": 'in:title "a/"',
        "q0_1": 'in:title "old"',
        "known": ["D9"],
    }
    assert query.count("search(type: DISCUSSION") == 2
    assert "n12: discussion(number: 12)" in query
    assert "known: nodes(ids: $known)" in query
    assert set(re.findall(r"\$(\w+)[:,)]", query)) == set(asked["variables"])


def test_what_is_not_wanted_is_not_asked() -> None:
    asked = question("mio/blog", [Wanted("a", URL)])
    assert asked["variables"] == {"owner": "mio", "name": "blog"}
    assert "search" not in str(asked["query"]).replace(PROBE, "")


@pytest.mark.parametrize("query", [str(question("mio/blog", [WANTED, NUMBERED])["query"]), WALK, REPLIES])
def test_queries_are_well_formed(query: str) -> None:
    """Brackets close, and every fragment that is named is there."""
    assert query.count("{") == query.count("}")
    assert query.count("(") == query.count(")")
    assert set(re.findall(r"\.\.\.(\w+)", query)) == set(re.findall(r"fragment (\w+) on", query))


def test_a_search_also_finds_what_is_only_similar() -> None:
    [one, _other] = found(
        data([node("D1", "a-2"), node("D2", "A/")], [node("D3", "old")], [None]), [gone("known", 0)], [WANTED, NUMBERED]
    )
    assert nodes(one) == ["D2", "D3"]
    assert one.targets == {"D2": URL, "D3": OLD}
    assert (one.problems, one.failed) == ([], False)


def test_a_strict_one_is_known_by_a_mark_in_its_text() -> None:
    mark = github.sha1("a/")
    strict = WANTED._replace(marks={mark: URL}, strict=True, known=())
    rows = [node("D1", "a/", body="a/"), node("D2", "whatever", body=f"<!-- sha1: {mark} -->")]
    [one] = found(data(rows), [], [strict])
    assert nodes(one) == ["D2"]


def test_one_that_was_known_stays_though_no_search_finds_it() -> None:
    [one, _other] = found(data(known=[node("D9", "renamed")]), [], [WANTED, NUMBERED])
    assert nodes(one) == ["D9"]
    assert one.targets == {"D9": URL}


def test_one_that_github_no_longer_has_is_deleted_not_failed() -> None:
    [one, _other] = found(data(known=[None]), [gone("known", 0)], [WANTED, NUMBERED])
    assert (nodes(one), one.failed, one.problems) == ([], False, [])


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        (data(known=[None]), []),
        (data(known=[None]), [gone("known", 1)]),
        (data(known=[None]), [{"type": "FORBIDDEN", "path": ["known", 0]}]),
        (data(known=None), []),
        (data(first=None, known=[node("D9", "x")]), [{"path": ["q0_0"], "message": "Timeout."}]),
        (data(first={"nodes": None}, known=[node("D9", "x")]), []),
        (data(first=[{"id": "D1"}], known=[node("D9", "x")]), []),
        (data(first=[{"title": "a/"}], known=[node("D9", "x")]), []),
    ],
)
def test_what_could_not_be_had_proves_nothing(answer: dict[str, Any], errors: list[dict[str, object]]) -> None:
    [one, other] = found(answer, errors, [WANTED, NUMBERED])
    assert one.failed
    assert one.problems
    assert all(problem.startswith(URL) for problem in one.problems)
    assert not other.failed


def test_a_number_is_read_and_one_that_is_not_there_costs_a_line() -> None:
    [_one, other] = found(data(known=[node("D9", "x")]), [], [WANTED, NUMBERED])
    assert nodes(other) == ["D12"]
    [_one, other] = found(data(known=[node("D9", "x")], n12=None), [gone("repository", "n12")], [WANTED, NUMBERED])
    assert (nodes(other), other.failed) == ([], False)
    assert other.problems == ["https://mio.example/b/: “Could not resolve.”"]
    [_one, other] = found(data(known=[node("D9", "x")], n12=None), [], [WANTED, NUMBERED])
    assert other.failed


def test_a_stamp_is_another_one_when_something_has_happened() -> None:
    def stamp(*rows: dict[str, object]) -> str:
        return found(data(list(rows), known=[node("D9", "x")]), [], [WANTED])[0].stamp

    one, other = node("D1", "a/", updatedAt="1"), node("D2", "a", updatedAt="1")
    assert stamp(one, other) == stamp(other, one)
    assert len({stamp(), stamp(one), stamp(one | {"updatedAt": "2"}), stamp(one, other)}) == 4


def test_what_is_wrong_with_a_part_is_told_first() -> None:
    errors = [{"path": ["q0_0"], "message": "First."}, {"path": ["q1_0"], "message": "Second."}]
    assert told(errors, "q1_0") == "“Second.”"
    assert told(errors, "q9_9") == "“First.”"
    assert told([]) == ""
