from __future__ import annotations

import json
from typing import Any

from tracker.rules.scrub import Scrubber, blank

ANSWER = {
    "id": 4711,
    "created_at": "2026-10-15T08:31:00Z",
    "content": '<p>京都で<a href="https://mio.example/a/">読みました</a>, Exampleson&#39;s. h.ex@mail.example</p>',
    "url": "https://social.example.net/@hanako_x/4711",
    "favourites_count": 3,
    "account": {
        "username": "hanako_x",
        "display_name": "花子 例",
        "acct": "hanako_x",
        "avatar": "https://files.example/h.png",
        "did": "did:plc:abcdefghijklmnopqrstuvwx",
        "access_token": "s3cret",
        "email": "h.ex@mail.example",
    },
    "mentions": [{"username": "taro-y", "url": "https://social.example.net/@taro-y"}],
    "in_reply_to": None,
}


def scrubbed(data: object, scrubber: Scrubber | None = None) -> Any:  # noqa: ANN401 - JSON is any shape
    return (scrubber or Scrubber()).body(json.dumps(data).encode())


def test_nobody_is_left_and_the_shape_is() -> None:
    told = scrubbed(ANSWER)
    written = json.dumps(told, ensure_ascii=False)
    for secret in (
        "hanako",
        "花子",
        "taro",
        "Exampleson",
        "mail.example",
        "s3cret",
        "京都",
        "abcdefgh",
        "files.example",
    ):
        assert secret not in written, secret
    assert told.keys() == ANSWER.keys()
    assert (told["id"], told["created_at"], told["favourites_count"]) == (4711, "2026-10-15T08:31:00Z", 3)
    assert told["in_reply_to"] is None
    assert told["content"].startswith('<p>字字あ<a href="https://mio.example/a/">あああああああ'[:30])


def test_the_same_person_is_the_same_everywhere() -> None:
    scrubber = Scrubber()
    told = scrubbed(ANSWER, scrubber)
    name = told["account"]["username"]
    assert told["account"]["acct"] == name
    assert told["url"] == f"https://social.example.net/@{name}/4711"
    again = scrubbed({"user": {"name": "hanako_x"}, "body": "hi"}, scrubber)
    assert again == {"user": {"name": name}, "body": "xx"}


def test_a_feed_keeps_its_tags_and_addresses() -> None:
    feed = b"<entry><id>https://mio.example/c/1</id><name>Hanako</name><content>Good \xe8\xaa\xad</content></entry>"
    assert Scrubber().body(feed) == (
        "<entry><id>https://mio.example/c/1</id><name>xxxxxx</name><content>xxxx 字</content></entry>"
    )


def test_headers_that_could_tell_somebody_are_left_out() -> None:
    headers = {
        "ETag": 'W/"1"',
        "Set-Cookie": "s=1",
        "X-RateLimit-Reset": "17",
        "X-User": "hanako",
        "Link": "<a>; rel=next",
    }
    assert Scrubber().headers(headers) == {"ETag": 'W/"1"', "X-RateLimit-Reset": "17", "Link": "<a>; rel=next"}


def test_words_keep_their_length_and_script() -> None:
    assert blank("Göteborg 2026, ひらがな カタカナ 漢字!") == "xxxxxxxx 2026, ああああ アアアア 字字!"
