"""The few words a rule may put into a reply, and what its slots ask the author for.

Each thanks names the thing given ({it}); each set is varied enough that two of its
sentences do not read as one. Slots are never sent: they are the author's to fill.
"""

from __future__ import annotations

from dataclasses import dataclass

OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a draft in one language is made of, beside their words."""

    answer: str
    """A slot for one question: {number}, {question}."""
    own: str
    """The slot for the author's own sentence: {prompt}."""
    back: str
    """A slot for a question back: {it}."""
    named: str
    """How a thing of theirs is named inside a sentence: {it}."""
    part: str
    """How a part of our own work is named: {it}."""
    guide: int
    """About how many graphemes a quotation should have."""
    prompts: dict[str, tuple[str, ...]]
    """By what the comment mainly does."""
    slips: tuple[tuple[str, str], ...]
    """What a correction is called when it names nothing: a word in it, and the name."""
    thanks: dict[str, tuple[str, ...]]
    """By what was given."""


ENGLISH = Phrases(
    answer="⟦A{number}: {question}⟧",
    own="⟦your own line: {prompt}⟧",
    back="⟦question back, or delete this line: what would you like to know about {it}?⟧",
    named="{it}",
    part="the {it}",
    guide=90,
    prompts={
        "question": (
            "what you tried or saw yourself",
            "how sure you are, and what you do not know yet",
            "why it is so, as far as you know",
        ),
        "report": (
            "what you saw when you tried it yourself",
            "whether you can see the same, and where",
            "what you looked at first",
        ),
        "correction": (
            "whether it is put right by now",
            "how it came about",
        ),
        "experience": (
            "where it went the same way for you, or did not",
            "what you did not expect in theirs",
            "what you would have done at that point",
        ),
        "suggestion": (
            "what speaks for it, and what kept you from it so far",
            "whether you have tried it, and how it went",
            "what would have to change to do it",
        ),
        "statement": (
            "what it made you think of",
            "an example of your own, for or against",
            "what you now see differently, or still do not",
        ),
        "praise": (
            "what was hard about that part",
            "what nearly was left out of it",
            "what you would do differently today",
        ),
    },
    slips=(("typo", "the typo"), ("missp", "the misspelling"), ("link", "the broken link")),
    thanks={
        "report": (
            "Thank you for catching {it}.",
            "It helps to be told about {it}.",
            "Sharp eyes on {it}; thanks.",
            "I am grateful that you took the time to point out {it}.",
            "Good of you to write in about {it}.",
        ),
        "resource": (
            "Thank you for the link to {it}.",
            "Good of you to point me to {it}.",
            "Thanks for adding {it} to this page.",
            "The pointer to {it} is welcome here.",
        ),
        "suggestion": (
            "Thank you for suggesting {it}.",
            "I am grateful for the tip about {it}.",
            "Thanks for putting {it} forward.",
            "Good of you to bring {it} into this.",
        ),
        "praise": (
            "It is kind of you to single out {it}.",
            "Thank you for what you say about {it}.",
        ),
    },
)

JAPANESE = Phrases(
    answer="⟦回答{number}：{question}⟧",
    own="⟦ご自身の一文：{prompt}⟧",
    back="⟦質問（不要なら行ごと削除）：{it}について聞いてみたいこと⟧",
    named="「{it}」",
    part="{it}",
    guide=40,
    prompts={
        "question": (
            "ご自分で試したこと、見たこと",
            "どこまで確かで、何がまだわからないか",
            "そうなっている理由、わかる範囲で",
        ),
        "report": (
            "手元で試したらどうだったか",
            "同じ現象が見られたか、どこで見られたか",
            "最初に調べたところ",
        ),
        "correction": (
            "もう直したかどうか",
            "なぜそうなっていたか",
        ),
        "experience": (
            "ご自分の場合と同じところ、違うところ",
            "読んで意外だったところ",
            "ご自分ならその場面でどうしたか",
        ),
        "suggestion": (
            "よいと思う点と、これまでそうしなかった理由",
            "試したことがあるか、そのときどうだったか",
            "取り入れるなら何を変えることになるか",
        ),
        "statement": (
            "読んで思い浮かべたこと",
            "ご自分の具体例をひとつ",
            "そう思うところ、少し違うと思うところ",
        ),
        "praise": (
            "そこで苦労したこと",
            "書くかどうか迷ったこと",
            "今ならこう書く、というところ",
        ),
    },
    slips=(("リンク", "リンク切れ"), ("誤字", "誤字"), ("脱字", "脱字"), ("誤植", "誤植"), ("誤記", "誤記")),
    thanks={
        "report": (
            "{it}の件、知らせてくださってありがとうございます。",
            "{it}のところ、教えてもらえて助かりました。",
            "{it}に気づいてくださり、感謝します。",
            "わざわざ{it}のことを書き残してくださって、ありがたいです。",
        ),
        "resource": (
            "{it}のページを教えてくださり、ありがとうございます。",
            "{it}へのリンク、助かります。",
            "{it}をご紹介いただき、感謝します。",
            "こうして{it}を知ることができて、ありがたいです。",
        ),
        "suggestion": (
            "{it}を勧めてくださったこと、うれしく思います。",
            "{it}という案を出してもらえて、助かります。",
            "{it}のご提案に感謝します。",
        ),
        "praise": (
            "{it}に目を留めていただき、ありがとうございます。",
            "{it}へのひとこと、ありがたく読みました。",
        ),
    },
)

PHRASES = {"en": ENGLISH, "ja": JAPANESE}
