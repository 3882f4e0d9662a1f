from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.quotations import unflowed, written

NEW = "とても参考になりました。\n\n半角のカナでも探せますか？"
"""What is newly written in most of these."""
MIO = "森川 澪 <mio@mio.example>"
GMAIL = f"2026年11月3日(火) 10:12 {MIO}:"
AT = "On Tue, Nov 3, 2026 at 10:12 AM"
OLD = "> 二文字検索のつくりかたを書きました。\n> 感想をお待ちしています。"

CASES: dict[str, str] = {
    "nothing quoted": NEW,
    "Gmail in Japanese": f"{NEW}\n\n{GMAIL}\n\n{OLD}\n",
    "Gmail in Japanese, wrapped": f"{NEW}\n\n2026年11月3日(火) 10:12 森川\n澪 <mio@mio.example>:\n\n{OLD}",
    "Gmail in English": f"{NEW}\n\n{AT} {MIO} wrote:\n\n{OLD}",
    "Gmail in English, wrapped": f"{NEW}\n\n{AT} {MIO}\nwrote:\n\n{OLD}",
    "Gmail, wrapped twice": f"{NEW}\n\n{AT}\n{MIO}\nwrote:\n\n{OLD}",
    "Apple Mail in Japanese": f"{NEW}\n\n2026/11/03 10:12、{MIO}のメール:\n\n{OLD}",
    "Apple Mail in Japanese, with a day in words": (f"{NEW}\n\n2026年11月3日 10:12、{MIO}のメール：\n\n{OLD}"),
    "Apple Mail in English": f"{NEW}\n\n> On Nov 3, 2026, at 10:12, Mio <mio@mio.example> wrote:\n> \n{OLD}",
    "iPhone": f"{NEW}\n\niPhoneから送信\n\n2026/11/03 10:12、{MIO}のメール:\n\n{OLD}",
    "iPhone in English": f"{NEW}\n\nSent from my iPhone\n\n{AT}, Mio wrote:\n\n{OLD}",
    "Android": f"{NEW}\n\nスマートフォンから送信されました。\n",
    "Thunderbird in Japanese": f"{NEW}\n\nOn 2026/11/03 10:12, 森川 澪 wrote:\n{OLD}",
    "old Thunderbird in Japanese": f"{NEW}\n\n(2026/11/03 10:12), 森川 澪 wrote:\n{OLD}",
    "Becky!": f"{NEW}\n\nOn Tue, 3 Nov 2026 10:12:33 +0900\n{MIO} wrote:\n\n{OLD}",
    "somebody wrote": f"{NEW}\n\n森川 澪さんは書きました:\n{OLD}",
    "mutt": f"{NEW}\n\n* Mio Morikawa <mio@mio.example> [2026-11-03 10:12]:\n{OLD}",
    "Gnus": f"{NEW}\n\nMio Morikawa <mio@mio.example> writes:\n\n{OLD}",
    "German": f"{NEW}\n\nAm Di., 3. Nov. 2026 um 10:12 Uhr schrieb Mio <mio@mio.example>:\n\n{OLD}",
    "French": f"{NEW}\n\nLe mar. 3 nov. 2026 à 10:12, Mio <mio@mio.example> a écrit :\n\n{OLD}",
    "a language nobody thought of": f"{NEW}\n\n3.11.2026 klo 10.12 Mio <mio@mio.example> kirjoitti:\n{OLD}",
    "below what is quoted": f"{GMAIL}\n\n{OLD}\n\n{NEW}",
    "Outlook in Japanese": (
        f"{NEW}\n\n________________________________\n差出人: {MIO}\n送信日時: 2026年11月3日 10:12\n"
        "宛先: 佐倉 碧 <aoi@aoi.example>\n件名: 二文字検索\n\n記事を書きました。\n感想をお待ちしています。"
    ),
    "Outlook in Japanese with wide colons": (
        f"{NEW}\n\n差出人：森川 澪\n送信日時：2026年11月3日 10:12\n宛先：佐倉 碧\n件名：二文字\n\n書きました。"
    ),
    "Outlook in English": (
        f"{NEW}\n\nFrom: Mio <mio@mio.example>\nSent: Tuesday, November 3, 2026\nTo: Aoi\nSubject: Two\n\nHello"
    ),
    "Outlook with stars": f"{NEW}\n\n*From:* Mio\n*Sent:* Tuesday\n*To:* Aoi\n*Subject:* Two\n\nHello Aoi",
    "old Outlook": f"{NEW}\n\n-----Original Message-----\nFrom: Mio\nSent: Tuesday\nTo: Aoi\n\nHello Aoi",
    "old Outlook in Japanese": f"{NEW}\n\n-----元のメッセージ-----\n差出人: 森川 澪\n件名: 二文字\n\nこんにちは",
    "Yahoo! Mail": f"{NEW}\n\n----- Original Message -----\nFrom: Mio\nTo: Aoi\n\nHello Aoi",
    "forwarded": f"{NEW}\n\n---------- Forwarded message ---------\nFrom: Mio <mio@mio.example>\n\nHello",
    "forwarded in Japanese": f"{NEW}\n\n-------- 転送されたメッセージ --------\n件名: 二文字\n\nこんにちは",
    "forwarded by Apple": f"{NEW}\n\nBegin forwarded message:\n\nFrom: Mio\nSubject: Two\n\nHello",
    "an original without marks": f"{NEW}\n\n{AT} Mio <mio@mio.example> wrote:\n\nHello\nHow are you?",
    "an original without marks in Japanese": (f"{NEW}\n\n{GMAIL}\n\n記事を書きました。"),
    "marked by initials": f"{NEW}\n\nMM> 記事を書きました。\nMM> 感想をお待ちしています。",
    "marked by a name": f"{NEW}\n\n森川> 記事を書きました。\n森川> 感想をお待ちしています。",
    "wide marks": f"{NEW}\n\n＞ 記事を書きました。\n＞ 感想をお待ちしています。",
    "a signature": f"{NEW}\n\n-- \n佐倉 碧\naoi@aoi.example\n",
    "a signature that lost its space": f"{NEW}\n--\n佐倉 碧\nhttps://aoi.example/",
    "a signature in a box": (
        f"{NEW}\n\n――――――――――――――\n佐倉 碧\n〒000-0000 札幌市\nTEL: 011-000-0000\n――――――――――――――\n"
    ),
    "a signature in a box of stars": f"{NEW}\n\n*-*-*-*-*-*-*\nあおい aoi@aoi.example\n*-*-*-*-*-*-*",
    "a signature above what is quoted": f"{NEW}\n\n-- \n佐倉 碧\n\n{GMAIL}\n{OLD}",
    "Outlook's advertisement": f"{NEW}\n\nOutlook for iOS を入手<https://aka.ms/o0ukef>\n",
    "hard spaces": f"{NEW}\n\nOn\u00a0Nov 3, 2026, at 10:12\u00a0AM, Mio <mio@mio.example> wrote:\n\n{OLD}",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_what_is_new_is_told_from_what_is_not(text: str) -> None:
    assert written(text) == NEW


STAYS: dict[str, str] = {
    "Python's prompt": "Python 3.11では動きません。\n\n>>> import search\n>>> search.two('検索')\n[]",
    "a list of fields": "環境です。\n\nOS: Debian 12\nPython: 3.11\nSQLite: 3.40",
    "two fields": "Subject: と To: の違いについて教えてください。\nTo: の方が先に来ますか？",
    "a day and a time": "2026年11月3日の10:12に公開された記事についてです。\n\n続きはいつですか：と聞かれました。",
    "a dash of prose": "First.\n\n---\n\nSecond, with a ruler above it that belongs to the words.\nThird.",
    "a ruler and addresses": "参考にした記事です。\n-----\nhttps://other.example/a\nhttps://other.example/b",
    "an arrow": "a -> b\n  -> c",
    "a database's prompt": "mysql> SELECT 1;\nmysql> SELECT 2;",
    "silence": "ええと\n・・・・・・・",
    "joy": "やった\n！！！！！！！",
    "sent from somewhere": "昨日、会社から送信しましたが、届きましたか？",
    "an address with a colon": "私のアドレスはこちらです：\naoi@aoi.example",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert written(text) == text


def test_answers_between_quotations_are_kept_as_paragraphs() -> None:
    told = f"{GMAIL}\n> ひとつめ？\nはい。\n>> 古い\n> ふたつめ？\n\nいいえ。\n> 以上"
    assert written(told) == "はい。\n\nいいえ。"


def test_a_sentence_above_a_quotation_is_not_taken_for_who_wrote_it() -> None:
    assert (
        written("記事に、\n> 半角は揃える\nとありましたが、全角はどうですか？")
        == "記事に、\n\nとありましたが、全角はどうですか？"
    )
    assert written("As you wrote:\n> two letters\nYes.") == "As you wrote:\n\nYes."


def test_a_mail_that_only_quotes_says_nothing() -> None:
    assert written(OLD) == ""
    assert written("-----Original Message-----\nFrom: Mio\n\nHello") == ""
    assert written("") == ""


def test_empty_lines_part_paragraphs_once() -> None:
    assert written("\n\nA\n\n\n\nB  \n\n") == "A\n\nB"


def test_a_flowed_text_has_its_paragraphs_in_one_line() -> None:
    assert unflowed("one \ntwo\nthree\n") == "one two\nthree\n"
    assert unflowed("日本 \n語で \n書く", delete_space=True) == "日本語で書く"
    assert unflowed(" From here\n >not quoted") == "From here\n>not quoted"
    assert unflowed("> one \n> two\n>> three \n> four") == "> one two\n>> three \n> four"
    assert unflowed("bye \n-- \nMio") == "bye \n-- \nMio"


@given(st.text(alphabet=st.sampled_from(list("> -:\nAb@1/月日年_あ*")), max_size=200))
def test_whatever_is_written_ends_and_invents_nothing(text: str) -> None:
    told = written(text)
    assert set(told) <= set(text)
    assert len(told.split("\n")) <= len(text.split("\n")) + 1


@pytest.mark.parametrize(
    "text",
    [
        "> q\nword:\n" * 20_000,
        ("a" * 5000 + ":\n> q\n") * 40,
        "2026/11/03 " * 20_000,
        "On 2026/11/03 10:12 a@b wrote\n" * 7_000,
        "--\n" * 60_000,
        "-- \n" * 50_000,
        "-----\n" * 30_000,
        "From: x\n" * 25_000,
        "a" * 200_000 + ":\n> q",
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    written(text)
    unflowed(text)
    assert time.process_time() - began < 5
