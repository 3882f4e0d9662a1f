from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import ForbiddenAddress, UnusableToken
from tracker.model import Secret, Validator
from tracker.rules import calls
from tracker.rules.calls import Call, authorization, unless_unchanged, validator, with_parameters, without_secrets

BROUGHT = {"Authorization": "Bearer s3cret", "X-Api-Key": "k3y", "Accept": "application/json", "If-None-Match": '"1"'}


def moved(url: str, location: str, status: int = 302) -> Call | None:
    return Call("GET", url, BROUGHT).moved(status, {"Location": location})


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/new", "https://example.com/new"),
        ("?page=2", "https://example.com/old?page=2"),
        ("//example.com/new#part", "https://example.com/new"),
        ("https://example.com:443/new", "https://example.com:443/new"),
        ("HTTPS://EXAMPLE.COM/new", "https://EXAMPLE.COM/new"),
        ("/縁".encode().decode("latin-1"), "https://example.com/縁"),
    ],
)
def test_a_redirect_within_a_place_keeps_what_was_brought(location: str, url: str) -> None:
    call = moved("https://example.com/old", location)
    assert call is not None
    assert (call.url, call.headers) == (url, BROUGHT)


def test_an_upgrade_to_encryption_stays_within_the_place() -> None:
    call = moved("http://example.com/", "https://example.com/")
    assert call is not None
    assert call.headers == BROUGHT


@pytest.mark.parametrize(
    "location", ["https://example.net/", "https://www.example.com/", "https://example.com:8443/", "//example.com:1/x"]
)
def test_no_credential_follows_to_another_place(location: str) -> None:
    call = moved("https://example.com/", location)
    assert call is not None
    assert call.headers == {"Accept": "application/json", "If-None-Match": '"1"'}


def test_from_encrypted_to_plain_is_not_followed() -> None:
    with pytest.raises(ForbiddenAddress, match=r"example\.net was not fetched: .* not encrypted"):
        moved("https://example.com/", "http://example.net/?token=s3cret")


def test_a_location_that_is_no_address_is_not_followed() -> None:
    with pytest.raises(ForbiddenAddress, match="no web address"):
        moved("https://example.com/", "http://[::1")


@pytest.mark.parametrize("status", [300, 304, 305, 200, 404])
def test_other_answers_do_not_redirect(status: int) -> None:
    assert moved("https://example.com/", "/new", status) is None


def test_only_a_get_follows() -> None:
    assert Call("POST", "https://example.com/", {}).moved(307, {"Location": "/new"}) is None


def test_a_redirect_to_nowhere_is_none() -> None:
    assert Call("GET", "https://example.com/", {}).moved(302, {}) is None


def test_parameters_join_the_query() -> None:
    assert with_parameters("https://example.com/a", None) == "https://example.com/a"
    assert with_parameters("https://example.com/a", {"url": "縁", "n": 2}) == "https://example.com/a?url=%E7%B8%81&n=2"
    assert with_parameters(" https://example.com/a?b#part ", {"n": 2}) == "https://example.com/a?b&n=2"


@given(st.dictionaries(st.sampled_from(["token", "access_token", "page", "url"]), st.text(), min_size=1))
def test_no_token_is_kept(parameters: dict[str, str]) -> None:
    others = {name: value for name, value in parameters.items() if "token" not in name}
    key = without_secrets(with_parameters("https://example.com/a", parameters))
    assert key == with_parameters("https://example.com/a", others)


@pytest.mark.parametrize("spelt", ["TOKEN=s3cret", "Access_Token=s3cret", "%74oken=s3cret", "a=1&token=s3cret&b=2"])
def test_a_token_is_known_in_any_spelling(spelt: str) -> None:
    assert "s3cret" not in without_secrets(f"https://example.com/?{spelt}")


def test_a_token_goes_into_a_header() -> None:
    assert authorization(Secret("s3cret"), "https://example.com/") == {"Authorization": "Bearer s3cret"}
    assert authorization(Secret(), "https://example.com/") == authorization(None, "https://example.com/") == {}


@pytest.mark.parametrize("token", ["s3cret\n", "ｓ３ｃｒｅｔ", "two words", "a\x00b"])
def test_a_token_that_no_header_holds_is_not_repeated(token: str) -> None:
    with pytest.raises(UnusableToken, match=r"The token for example\.com has characters") as caught:
        authorization(Secret(token), "https://example.com/?token=x")
    assert token not in str(caught.value) + caught.value.hint


def test_what_an_answer_gives_is_asked_with_the_next_time() -> None:
    given = validator(200, {"ETag": '"縁"', "Last-Modified": "Sun, 22 Nov 2026 21:00:00 GMT"})
    assert given == Validator('"縁"', "Sun, 22 Nov 2026 21:00:00 GMT")
    assert unless_unchanged(Validator('W/"1"')) == {"If-None-Match": 'W/"1"'}
    assert unless_unchanged(Validator(last_modified="x")) == {"If-Modified-Since": "x"}
    assert unless_unchanged(None) == {}


@pytest.mark.parametrize(("status", "headers"), [(200, {}), (206, {"ETag": '"1"'}), (304, {"ETag": '"1"'})])
def test_only_a_whole_answer_gives_a_validator(status: int, headers: dict[str, str]) -> None:
    assert validator(status, headers) is None


def test_of_an_address_that_is_a_secret_the_host_is_told_and_a_digest_kept() -> None:
    call = calls.get(Secret("https://www.google.com/alerts/feeds/0123/4567"))
    other = calls.get(Secret("https://www.google.com/alerts/feeds/0123/89"))
    assert call.url == "https://www.google.com/alerts/feeds/0123/4567"
    assert call.shown == other.shown == "https://www.google.com/***"
    assert "4567" not in call.key
    assert call.key == calls.get(Secret(call.url)).key != other.key
    moved = call.moved(302, {"Location": "/alerts/feeds/0123/new"})
    assert moved
    assert (moved.url, moved.shown) == ("https://www.google.com/alerts/feeds/0123/new", call.shown)


def test_a_secret_that_is_no_address_is_not_told_either() -> None:
    for told in ("s3cret", "[s3cret", "http://[s3cret", "https://"):
        assert "s3cret" not in calls.get(Secret(told)).shown
