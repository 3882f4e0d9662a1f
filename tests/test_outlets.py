"""What every place promises that can be posted to; one without a stall in `tests.outlets` fails all of this."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.outlets import ABOUT, KEY, STALLS, BlueskyStall, MastodonStall, message, opened
from tests.places import said
from tests.sky import PASSWORD
from tracker import sources
from tracker.errors import NoAnswers, RateLimited, SourceError, Unreachable
from tracker.model import Secret
from tracker.rules import posting
from tracker.sources import Outlet

if TYPE_CHECKING:
    from tests.outlets import Stall

OUTLETS = [name for name in sources.names() if issubclass(sources.load(name), Outlet)]
every_outlet = pytest.mark.parametrize("name", OUTLETS)
SECRETS = ("read-and-write", PASSWORD, "letters-of-a-session")


def text(stall: Stall) -> str:
    """An announcement as it is drafted for the place."""
    with opened(stall) as (outlet, http):
        return posting.draft(ABOUT, outlet.limits(http))


def sent(stall: Stall, words: str = "", key: str = KEY) -> str:
    """Post it, and return its address."""
    written = message(words or text(stall))
    with opened(stall) as (outlet, http):
        told = outlet.send(written, None, key, http)
        assert outlet.has(told.url)
        assert told.at is None or told.at.utcoffset() is not None
        return told.url


def test_every_outlet_is_played() -> None:
    assert sorted(STALLS) == OUTLETS == ["bluesky", "mastodon"]


@every_outlet
def test_the_same_key_twice_is_one_post(name: str) -> None:
    stall = STALLS[name]()
    assert sent(stall) == sent(stall)
    assert len(stall.posted()) == 1
    assert sent(stall, "Another one: https://mio.example/ja/2026/11/search/", "20261122T030000000001Z-other")
    assert len(stall.posted()) == 2


@every_outlet
@pytest.mark.parametrize("hours", [0, 2])
def test_a_line_that_is_cut_after_the_place_took_it_and_again_is_one_post(name: str, hours: int) -> None:
    stall = STALLS[name]()
    words = text(stall)
    stall.cut()
    with pytest.raises(Unreachable) as caught:
        sent(stall, words)
    assert not posting.is_refusal(caught.value)
    assert len(stall.posted()) == 1
    if hours:
        stall.forget()
    assert sent(stall, words)
    assert len(stall.posted()) == 1


@every_outlet
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_an_error_that_says_so_and_nothing_is_posted(name: str, status: int) -> None:
    stall = STALLS[name]()
    stall.refuse(status)
    with pytest.raises(SourceError) as caught:
        sent(stall)
    assert posting.is_refusal(caught.value)
    assert caught.value.hint
    assert not any(secret in f"{caught.value.message} {caught.value.hint}" for secret in SECRETS)
    assert stall.posted() == []
    stall.refuse(0)
    assert sent(stall)
    assert len(stall.posted()) == 1


@every_outlet
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_place_that_is_out_of_order_may_have_taken_it(name: str, status: int) -> None:
    stall = STALLS[name]()
    stall.refuse(status)
    with pytest.raises(SourceError) as caught:
        sent(stall)
    assert not posting.is_refusal(caught.value)


@every_outlet
def test_a_place_that_had_enough_says_until_when(name: str) -> None:
    stall = STALLS[name]()
    stall.refuse(429, Retry_After="3600", Date="Sun, 22 Nov 2026 03:00:00 GMT")
    with pytest.raises(RateLimited) as caught:
        sent(stall)
    assert caught.value.until
    assert caught.value.until > datetime.now(UTC)
    assert posting.is_refusal(caught.value)
    assert stall.posted() == []


WRONG = Secret("a-wrong-one")


@pytest.mark.parametrize(
    ("stall", "wrong"), [(MastodonStall(), {"token": WRONG}), (BlueskyStall(), {"app_password": WRONG})]
)
def test_a_wrong_secret_is_refused_without_being_told(stall: Stall, wrong: dict[str, Secret]) -> None:
    with opened(stall) as (outlet, http):
        mistaken = replace(outlet, **wrong)  # type: ignore[type-var]  # it is a dataclass
        with pytest.raises(SourceError) as caught:
            mistaken.send(message(f"x {ABOUT.url}"), None, KEY, http)
    assert posting.is_refusal(caught.value)
    assert "a-wrong-one" not in caught.value.message + caught.value.hint
    assert stall.posted() == []


@every_outlet
def test_what_is_too_long_is_refused_there_too(name: str) -> None:
    """Were a limit to change between the draft and the sending, nothing would be posted."""
    stall = STALLS[name]()
    with pytest.raises(SourceError) as caught:
        sent(stall, f"{'長' * 600} https://mio.example/ja/2026/11/search/")
    assert posting.is_refusal(caught.value)
    assert stall.posted() == []


@every_outlet
def test_a_draft_is_as_long_as_the_place_says(name: str) -> None:
    with opened(STALLS[name]()) as (outlet, http):
        limits = outlet.limits(http)
    assert limits.characters >= 300
    long = ABOUT._replace(title="題" * 400, hook="文。" * 900, tags=("a" * 40, "b" * 40))
    made = posting.draft(long, limits)
    assert posting.fits(made, limits)
    stall = STALLS[name]()
    with opened(stall) as (outlet, http):
        outlet.send(message(made, long), None, KEY, http)
    assert len(stall.posted()) == 1


@every_outlet
def test_without_its_secret_nothing_can_be_posted(name: str) -> None:
    assert not sources.load(name)().may_post()  # type: ignore[attr-defined]  # an outlet
    with opened(STALLS[name]()) as (outlet, _http):
        assert outlet.may_post()


@every_outlet
def test_an_address_of_another_place_is_none_of_its_own(name: str) -> None:
    with opened(STALLS[name]()) as (outlet, _http):
        assert not outlet.has("https://elsewhere.example/a-page/")
        assert not outlet.has("no address")


@every_outlet
def test_answers_are_refused_as_long_as_nobody_sends_them(name: str) -> None:
    stall = STALLS[name]()
    with opened(stall) as (outlet, http), pytest.raises(NoAnswers):
        outlet.send(message("Thank you."), said("1"), KEY, http)
    assert stall.posted() == []
