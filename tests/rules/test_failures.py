from __future__ import annotations

import socket
import ssl

import pytest
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import InvalidURL, SSLError
from urllib3.exceptions import DecodeError, MaxRetryError, ProtocolError

from tracker.errors import ForbiddenAddress, NotAsExpected, Unreachable
from tracker.rules.failures import explained

SECRET = "https://example.com/?token=s3cret"  # noqa: S105 - none: it looks for where one could leak


def caused(error: Exception, cause: BaseException) -> Exception:
    """Wrap as urllib3 and then requests do."""
    inner = ProtocolError(SECRET, cause)
    inner.__cause__ = cause
    error.__context__ = inner
    return error


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "its name is not known"),
        (ConnectionRefusedError(111, "Connection refused"), "it refused the connection"),
        (TimeoutError("timed out"), "it took too long"),
        (ssl.SSLError(1, "wrong version number"), "no encrypted connection came about"),
        (ConnectionResetError(104, "Connection reset by peer"), "the connection broke off"),
    ],
)
def test_the_cause_is_told_and_may_pass(cause: BaseException, said: str) -> None:
    error = explained(caused(NoConnection(SECRET), cause), "example.com")
    assert isinstance(error, Unreachable)
    assert error.passing
    assert error.message == f"example.com did not answer: {said}."


def test_a_wrong_certificate_does_not_pass() -> None:
    error = explained(caused(SSLError(SECRET), ssl.SSLCertVerificationError(1, "expired")), "example.com")
    assert (error.message, error.passing) == ("example.com did not answer: its certificate is not valid.", False)


def test_a_broken_compression_is_not_as_expected() -> None:
    error = explained(DecodeError("incorrect header check"), "example.com")
    assert isinstance(error, NotAsExpected)
    assert "bytes that cannot be unpacked" in error.message


def test_what_no_request_can_be_made_of_is_no_web_address() -> None:
    error = explained(InvalidURL(SECRET), "example.com")
    assert isinstance(error, ForbiddenAddress)
    assert "s3cret" not in error.message


def test_a_circle_of_causes_ends() -> None:
    error = MaxRetryError(None, SECRET)  # type: ignore[arg-type]  # a pool is not needed
    cause = OSError()
    error.__cause__, cause.__context__ = cause, error
    assert explained(error, "example.com").message == "example.com did not answer: the connection broke off."
