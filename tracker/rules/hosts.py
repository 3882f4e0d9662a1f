"""Hosts by what they are, for telling pages that somebody wrote from all the rest.

A name here stands for itself and everything below it. None of the lists is complete, nor needs to be:
what slips through is looked at, and seen to be nothing.
"""

from __future__ import annotations

import re

_ASKED = (
    "news.ycombinator.com hn.algolia.com hckrnews.com hackerweb.app hn.premii.com b.hatena.ne.jp s.hatena.com "
    "lobste.rs reddit.com redd.it twitter.com x.com t.co bsky.app bsky.social"
)
_APPS = (
    "facebook.com fb.com fb.me messenger.com instagram.com threads.com threads.net linkedin.com lnkd.in tiktok.com "
    "pinterest.com discord.com discordapp.com slack.com office.com office.net telegram.org t.me whatsapp.com wa.me "
    "line.me chatwork.com live.com outlook.com teams.microsoft.com docs.google.com drive.google.com notion.so "
    "trello.com atlassian.net asana.com esa.io kibe.la qiita.team bit.ly buff.ly ow.ly tinyurl.com goo.gl is.gd "
    "dlvr.it ift.tt htn.to j.mp trib.al cutt.ly t.ly x.gd amzn.to"
)
_COPIES = (
    "feedly.com inoreader.com newsblur.com theoldreader.com feedbin.com netvibes.com getpocket.com instapaper.com "
    "flipboard.com smartnews.com archive.org archive.today archive.ph archive.is archive.md archive.li archive.vn "
    "megalodon.jp gyo.tc googleusercontent.com translate.goog 12ft.io"
)
_SEARCH = (
    "duckduckgo.com ecosia.org startpage.com qwant.com kagi.com naver.com sogou.com so.com seznam.cz ask.com aol.com "
    "mojeek.com marginalia-search.com presearch.com swisscows.com metager.org perplexity.ai chatgpt.com "
    "chat.openai.com claude.ai copilot.microsoft.com gemini.google.com you.com phind.com felo.ai genspark.ai"
)
_CROWDS = (
    "hatena.ne.jp d.hatena.ne.jp hatenablog.com hatenablog.jp hateblo.jp ameblo.jp yahoo.co.jp goo.ne.jp livedoor.jp "
    "fc2.com seesaa.net cocolog-nifty.com 5ch.net scrapbox.io hackmd.io speakerdeck.com slideshare.net teratail.com "
    "substack.com blogspot.com wordpress.com tumblr.com gitlab.com codeberg.org sourcehut.org stackoverflow.com "
    "stackexchange.com wikipedia.org mastodon.social mastodon.online mstdn.jp pawoo.net fosstodon.org hachyderm.io "
    "mas.to misskey.io tildes.net lemmy.world"
)
_BAIT = "casino casinos viagra cialis porn xxx escort escorts betting gambling payday forex backlinks"

ASKED = frozenset(_ASKED.split())
"""Places that sources of ours ask themselves, and other faces of the same."""
APPS = frozenset(_APPS.split())
"""Open to members only, or only leading on."""
COPIES = frozenset(_COPIES.split())
"""Feed readers, caches, archives, translators."""
SEARCH = frozenset(_SEARCH.split())
ENGINE = re.compile(
    r"(?:[\w-]+\.)*(?:google|bing|yandex|baidu)\.(?:com?\.)?\w{2,3}|(?:[\w-]+\.)?search[\w-]*\..+|searx.*"
)
CROWDS = frozenset(_CROWDS.split())
"""Where many write under one host: its home page is nobody's."""
MAIL = re.compile(r"(?:web)?mail\d*\..+|(?:outlook|owa)\..+")
LOCAL = re.compile(r".+\.(?:local|localhost|lan|internal|intranet|home|corp|test|invalid|onion|arpa)")
BAIT = frozenset(_BAIT.split())
"""Words between the dots and dashes of a name that only wants to be seen in a log."""
BAITS = re.compile(r"semalt|buttons-for|share-buttons|darodar|ilovevitaly|free-?traffic|traffic2|hulfington|bestseo")
