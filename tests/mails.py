"""Mails as people and programs send them, for tests."""

from __future__ import annotations

from tracker.model import Article

SEARCH = Article(
    "search",
    "https://mio.example/ja/2026/10/two-character-search/",
    "二文字検索のつくりかた",
    "ja",
    older_urls=("https://mio.example/2026/10/search.html",),
)
TOOLS = Article("tools", "https://mio.example/en/2026/09/small-tools/", "Small tools, kept small", "en")
ARTICLES = (SEARCH, TOOLS)


def mail(uid: str, text: str = SEARCH.url, **more: str) -> bytes:
    """Return a mail of Aoi's; `more` are fields, `_` for `-`, an empty one left out."""
    fields = {
        "Date": "Tue, 3 Nov 2026 10:12:00 +0900",
        "From": "Aoi Sakura <aoi@aoi.example>",
        "To": "mio@mio.example",
        "Subject": "Hello",
        "Message-ID": f"<{uid}>" if uid else "",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    } | {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"{head}\r\n{text}\r\n".encode()


def answer(uid: str, to: str, text: str = "Thanks.", **more: str) -> bytes:
    """Return a mail that answers another and names no article."""
    return mail(uid, text, In_Reply_To=f"<{to}>", **more)
