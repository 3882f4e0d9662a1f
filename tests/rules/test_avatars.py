from __future__ import annotations

import pytest

from tracker.model import Claim
from tracker.rules.avatars import of_mail, of_picture

AOI = "f14b73f6fffee1813c574c04daf965bf95f7fd4fa064da14550e5bc5284d14f0"
"""Of aoi.t@mail.example, by SHA-256."""
MD5 = "0bc83cb571cd1c50ba6f3e8a78ef1346"


@pytest.mark.parametrize("typed", ["aoi.t@mail.example", " Aoi.T@Mail.Example\n"])
def test_an_address_is_one_however_it_is_typed(typed: str) -> None:
    assert of_mail(typed) == (Claim("email_sha256", AOI, "declared"),)


@pytest.mark.parametrize("typed", ["", "  ", "@", "aoi", "@@"])
def test_what_is_no_address_claims_nothing(typed: str) -> None:
    assert of_mail(typed) == ()


@pytest.mark.parametrize(
    "url",
    [
        f"https://secure.gravatar.com/avatar/{MD5}?s=96&d=mm&r=g",
        f"http://www.gravatar.com/avatar/{MD5}",
        f"//0.gravatar.com/avatar/{MD5}.png?s=96",
    ],
)
def test_a_picture_by_md5_is_a_claim_of_its_own(url: str) -> None:
    assert of_picture(url) == (Claim("gravatar", MD5, "declared"),)


def test_a_picture_by_sha256_claims_the_address_too() -> None:
    told = of_picture(f"https://secure.gravatar.com/avatar/{AOI}?s=96")
    assert told == (Claim("gravatar", AOI, "declared"), *of_mail("aoi.t@mail.example"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://secure.gravatar.com/avatar/?s=96&d=mm",
        f"https://img.example/avatar/{MD5}",
        f"https://gravatar.com.evil.example/avatar/{MD5}",
        f"https://secure.gravatar.com/avatar/{MD5}ab",
        "https://secure.gravatar.com/avatar/d41d8cd98f00b204e9800998ecf8427e?s=96",
        "https://secure.gravatar.com/avatar/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "https://secure.gravatar.com/avatar/ad516503a11cd5ca435acc9bb6523536",
    ],
)
def test_a_picture_of_nobody_claims_nothing(url: str) -> None:
    assert of_picture(url) == ()
