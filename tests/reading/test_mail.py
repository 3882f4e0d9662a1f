from __future__ import annotations

import time
from base64 import b64encode
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from quopri import encodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mails import SEARCH, answer, mail
from tracker.model import Claim
from tracker.reading.mail import Letter, head, letter

HEAD = b"From: Aoi <aoi@aoi.example>\r\nMessage-ID: <a@x>\r\nDate: Tue, 3 Nov 2026 10:12:00 +0900\r\n"


def read(data: bytes) -> Letter:
    told = letter(data)
    assert told
    return told


def bundle(*parts: str, kind: str = "mixed", end: str = "\n--=b=--\n") -> bytes:
    """Return a mail of several parts."""
    inside = "".join(f"\n--=b=\n{part}" for part in parts)
    return HEAD.replace(b"\r", b"") + f'Content-Type: multipart/{kind}; boundary="=b="\n{inside}{end}'.encode()


PLAIN = "Content-Type: text/plain; charset=utf-8\n\n読みました。"
HTML = "Content-Type: text/html; charset=utf-8\n\n<p>読みました。<b>とても</b></p>"
FILE = 'Content-Type: text/plain; name="plan.txt"\nContent-Disposition: attachment; filename="plan.txt"\n\nsecret plan'


# --- where it belongs ----------------------------------------------------------------------------


def test_a_header_says_where_a_mail_belongs() -> None:
    data = answer("c@x", "b@x", References="<a@x>\r\n <b@x>", Date="Tue, 3 Nov 2026 10:12:00 +0900")
    told = head(data)
    assert (told.id, told.refs, told.automatic, told.is_mail) == ("c@x", ("b@x", "a@x"), False, True)
    assert told.at == datetime.fromisoformat("2026-11-03T10:12:00+09:00")
    assert head(data.partition(b"\r\n\r\n")[0]) == told, "the header is enough"


def test_a_mail_answers_what_it_references_last_where_it_does_not_say() -> None:
    assert read(mail("c@x", References="<a@x> <b@x>")).refs == ("b@x", "a@x")


def test_a_mail_does_not_answer_itself() -> None:
    assert read(answer("a@x", "a@x")).refs == ()


def test_a_mail_without_an_id_is_known_by_what_it_says() -> None:
    one, same, other = read(mail("", "x")), read(mail("", "x")), read(mail("", "y"))
    assert one.id.startswith("digest:")
    assert one.id == same.id != other.id
    assert read(mail("", "x", Date="Wed, 4 Nov 2026 10:12:00 +0900")).id != one.id


def test_the_id_of_a_mail_is_its_message_id_alone() -> None:
    assert read(mail("", Message_ID="  <a@x>  (added by a server)")).id == "a@x"
    assert read(mail("", Message_ID="a@x")).id == "a@x"
    assert read(mail("", Message_ID=f"<{'x' * 999}@x>")).id.startswith("digest:")


def test_programs_and_calendars_are_told_from_people() -> None:
    assert read(mail("a@x", List_Id="<x>")).automatic
    assert read(mail("a@x", From="MAILER-DAEMON@x")).automatic
    invitation = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"
    assert read(bundle(PLAIN, invitation, kind="alternative")).automatic
    attached = "Content-Type: text/calendar\nContent-Disposition: attachment; filename=x.ics\n\nBEGIN:VCALENDAR"
    assert not read(bundle(PLAIN, attached)).automatic


@pytest.mark.parametrize(
    "data", [b"", b"7", b"[" * 999, b"<!DOCTYPE html><p>x</p>", bytes(range(256)), b"\r\n\r\nwords"]
)
def test_what_is_no_mail_is_none(data: bytes) -> None:
    assert letter(data) is None
    assert not head(data).is_mail


def test_what_stands_before_a_mail_is_passed_over() -> None:
    for before in (b"\r\n\r\n", b"\xef\xbb\xbf", b"From - Tue Nov  3 10:12:00 2026\r\n"):
        assert read(before + mail("a@x")).id == head(before + mail("a@x")).id == "a@x"


# --- who and when --------------------------------------------------------------------------------


def test_somebody_is_an_address_in_lower_case_and_a_name_as_written() -> None:
    told = read(mail("a@x", From='"Sakura, Aoi" <Aoi.S@AOI.example>')).sender
    assert told
    assert (told.place, told.id, told.name) == ("mail", "aoi.s@aoi.example", "Sakura, Aoi")
    assert told.claims == (Claim("email_sha256", sha256(b"aoi.s@aoi.example").hexdigest(), "native"),)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (f"=?UTF-8?B?{b64encode('佐倉 碧'.encode()).decode()}?= <a@b>", "佐倉 碧"),
        (f"=?ISO-2022-JP?B?{b64encode('佐倉 碧'.encode('iso2022_jp')).decode()}?= <a@b>", "佐倉 碧"),
        ("=?utf-8?q?=E4=BD=90=E5=80=89=E3=80=80=E7=A2=A7?= <a@b>", "佐倉　碧"),
        ("佐倉 碧 <a@b>", "佐倉 碧"),
        ("<a@b>", ""),
    ],
)
def test_names_are_read_however_they_are_encoded(field: str, name: str) -> None:
    told = read(mail("a@x", From=field)).sender
    assert told
    assert told.name == name


def test_nobody_is_named_where_there_is_no_address() -> None:
    assert read(mail("a@x", From="nobody")).sender is None
    told = read(mail("a@x", From="nobody", Sender="aoi@aoi.example")).sender
    assert told
    assert told.id == "aoi@aoi.example"


def test_everybody_it_came_to_is_told() -> None:
    data = b"Delivered-To: mio+a@mio.example\r\nDelivered-To: MIO@mio.example\r\n" + mail(
        "a@x", To="Friends: x@y, z@y;", Cc="=?utf-8?B?5L2Q5YCJ?= <c@d>"
    )
    assert read(data).to == ("x@y", "z@y", "c@d", "mio+a@mio.example", "mio@mio.example")


def test_a_mail_is_dated_by_its_author_else_by_who_took_it() -> None:
    received = "from a by b with LMTP;\r\n Tue, 3 Nov 2026 10:13:00 +0900 (JST)"
    told = read(mail("a@x", Received=received))
    assert told.published == datetime.fromisoformat("2026-11-03T10:12:00+09:00")
    assert told.received == datetime.fromisoformat("2026-11-03T10:13:00+09:00")
    assert read(mail("a@x", Received=received, Date="")).published == told.received
    assert read(mail("a@x", Received=received, Date="yesterday")).published == told.received
    assert read(mail("a@x", Date="")).published is None
    assert read(mail("a@x", Date="Tue, 3 Nov 2026 10:12:00")).precision == "day"


def test_the_language_is_told_only_where_the_mail_says_it() -> None:
    assert read(mail("a@x", Content_Language="ja-JP")).lang == "ja"
    assert read(mail("a@x", Content_Language="???")).lang == ""
    assert read(mail("a@x")).lang == ""


# --- what it says --------------------------------------------------------------------------------


def test_iso_2022_jp_is_read_with_all_that_windows_puts_into_it() -> None:
    words = b"\x1b$B8!:w\x1b(B \x1b$B-!\x1b(B \x1b(I\x4a\x5d\x36\x38\x1b(B"
    data = mail("a@x", "@", Content_Type="text/plain; charset=ISO-2022-JP", Content_Transfer_Encoding="7bit")
    assert read(data.replace(b"\r\n@", b"\r\n" + words)).text == "検索 ① ﾊﾝｶｸ"


@pytest.mark.parametrize("claim", ["text/plain; charset=iso-8859-1", "text/plain", "text/plain; charset=utf-8", "text"])
def test_shift_jis_is_read_whatever_it_claims_to_be(claim: str) -> None:
    data = mail("a@x", "@", Content_Type=claim)
    assert read(data.replace(b"\r\n@", b"\r\n" + "検索の話です。①".encode("cp932"))).text == "検索の話です。①"


def test_words_are_unpacked() -> None:
    base = mail("a@x", b64encode("検索の話".encode()).decode(), Content_Transfer_Encoding="BASE64")
    torn = mail("a@x", b64encode("検索の話です".encode()).decode()[:-1] + "\r\n", Content_Transfer_Encoding="base64")
    quoted = mail("a@x", encodestring("検索の話".encode()).decode(), Content_Transfer_Encoding="quoted-printable; x")
    assert read(base).text == read(quoted).text == "検索の話"
    assert read(torn).text.startswith("検索の話で")


def test_a_flowed_text_is_put_together() -> None:
    flowed = mail("a@x", "検索の \r\n話。\r\n-- \r\nAoi", Content_Type="text/plain; format=flowed; delsp=yes")
    assert read(flowed).text == "検索の話。"
    assert read(mail("a@x", "one \r\ntwo", Content_Type='text/plain; format="Flowed"')).text == "one two"


def test_html_alone_is_read_as_text() -> None:
    page = (
        '<html><head><style>p{}</style></head><body><p>Hello<br>world</p><div class="gmail_attr">On x wrote</div>'
        '<blockquote>old</blockquote><div class="gmail_signature">Aoi</div></body></html>'
    )
    assert read(mail("a@x", page, Content_Type="text/html")).text == "Hello\nworld"


def test_of_two_kinds_the_plain_one_is_read_unless_it_is_empty() -> None:
    assert read(bundle(PLAIN, HTML, kind="alternative")).text == "読みました。"
    assert read(bundle("Content-Type: text/plain\n\n \n", HTML, kind="alternative")).text == "読みました。とても"


def test_parts_of_a_text_are_put_together_and_what_is_attached_is_not_read() -> None:
    told = read(bundle(PLAIN, FILE, PLAIN.replace("読みました", "以上です")))
    assert told.text == "読みました。\n\n以上です。"
    assert "secret" not in told.whole + told.said + told.plain
    picture = 'Content-Type: text/plain\nContent-Disposition: inline; filename="notes.txt"\n\nnotes'
    assert "notes" not in read(bundle(PLAIN, picture)).whole


def test_a_mail_within_a_mail_is_not_its_words() -> None:
    inner = f"Content-Type: message/rfc822\n\nFrom: x@y\nSubject: old\n\n{SEARCH.url}"
    told = read(bundle(PLAIN, inner))
    assert (told.text, SEARCH.url in told.whole) == ("読みました。", False)


def test_links_that_only_html_has_are_told_apart_by_who_wrote_them() -> None:
    link = f'<a href="{SEARCH.url}">記事</a>'
    new = read(bundle(PLAIN, f"Content-Type: text/html\n\n<p>{link}</p>", kind="alternative"))
    assert SEARCH.url in new.said
    old = read(bundle(PLAIN, f"Content-Type: text/html\n\n<p>x</p><blockquote>{link}</blockquote>", kind="alternative"))
    assert SEARCH.url not in old.said
    assert SEARCH.url in old.whole


def test_what_python_itself_writes_is_read() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "佐倉 碧 <aoi@aoi.example>", "mio@mio.example"
    message["Subject"], message["Message-ID"] = "Re: 検索について、とても長い件名なので何行にもなります" * 3, "<a@x>"
    message.set_content("読みました。\n" * 40)
    message.add_alternative("<p>読みました。</p>", subtype="html")
    message.add_attachment(b"\0\1", maintype="image", subtype="png", filename="図.png")
    told = read(bytes(message))
    assert (
        told.subject
        == "検索について、とても長い件名なので何行にもなります"
        + "Re: 検索について、とても長い件名なので何行にもなります" * 2
    )
    assert told.text == "\n".join(["読みました。"] * 40)
    assert told.sender
    assert told.sender.name == "佐倉 碧"


def test_text_is_composed_and_without_what_nobody_can_type() -> None:
    told = read(mail("a@x", "か\u3099\0 e\u0301\x07\r\nb", Subject="か\u3099"))
    assert (told.text, told.subject) == ("が é\nb", "が")


# --- broken and hostile --------------------------------------------------------------------------


def test_a_mail_that_breaks_off_in_its_words_says_so() -> None:
    assert read(bundle(PLAIN, end="")).broken
    assert read(HEAD.rstrip(b"\r\n")).broken
    assert read(bundle(end="")).broken
    assert not read(bundle(PLAIN, FILE, end="")).broken, "what is attached is not read"
    assert not read(bundle(PLAIN, HTML, kind="alternative", end="")).broken
    assert not read(bundle(PLAIN)).broken


def test_bundles_that_cannot_be_untied_are_read_as_they_are() -> None:
    told = read(HEAD + b"Content-Type: multipart/mixed\r\n\r\nwords\r\n")
    assert (told.text, told.broken) == ("words", False)


@pytest.mark.parametrize(
    "kind",
    [
        "",
        ";",
        "text/plain; charset",
        'text/plain; charset="',
        "text/plain; charset=utf-8''x",
        "a/b/c",
        "text/plain; =",
        "\x00",
    ],
)
def test_no_kind_of_content_fails(kind: str) -> None:
    assert read(mail("a@x", "words", Content_Type=kind)).id == "a@x"


@given(st.binary(max_size=200))
def test_no_bytes_fail(data: bytes) -> None:
    for whole in (data, HEAD + data, mail("a@x").replace(b"https", data)):
        head(whole)
        told = letter(whole)
        if told:
            (told.text + told.subject + told.said + told.whole).encode()


@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_mail_with_a_hole_is_read(hole: bytes, at: int) -> None:
    whole = bundle(PLAIN, HTML, FILE, kind="alternative")
    told = letter(whole[:at] + hole + whole[at + 20 :])
    if told:
        (told.text + told.subject + told.said + told.whole).encode()


def nested(depth: int) -> bytes:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return HEAD + deep + b"\r\nwords" + b"\r\nx" * 50_000


HOSTILE = {
    "nested": nested(45),
    "nested too deep": nested(3000),
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    "many parts": HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n" + b"--q\r\n\r\nx\r\n" * 20_000 + b"--q--",
    "a large file": HEAD
    + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nwords\r\n--q\r\nContent-Type: application/pdf\r\n"
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + (b"A" * 76 + b"\r\n") * 60_000
    + b"--q--\r\n",
    "one long line": mail("a@x", "a" * 3_000_000),
    "many lines": mail("a@x", "lorem ipsum\r\n" * 200_000),
    "many fields": HEAD + b"X: a\r\n" * 100_000 + b"\r\nwords",
    "a long field": HEAD + b"Subject: " + b"=?utf-8?Q?a" * 50_000 + b"\r\n\r\nwords",
    "many parameters": HEAD + b"Content-Type: text/plain; " + b'x="a;b";' * 50_000 + b"\r\n\r\nwords",
    "flowed": mail("a@x", "a \r\n" * 200_000, Content_Type="text/plain; format=flowed"),
    "quotations": mail("a@x", "> q\r\nword:\r\n" * 100_000),
    "deep HTML": mail("a@x", "x<blockquote>" * 50_000, Content_Type="text/html"),
    "marked HTML": mail("a@x", "<div class=gmail_attr>x" * 30_000, Content_Type="text/html"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_mail_takes_long(data: bytes) -> None:
    began = time.process_time()
    told = letter(data)
    if told:
        assert len(told.text) <= 210_000
        assert told.whole.count("words") <= 1
    assert time.process_time() - began < 15
