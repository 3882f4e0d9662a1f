"""Which of our two languages somebody wrote: by script, then by a few words.

Kana is Japanese, except for a word or two inside an English sentence; kanji alone is
Japanese when every character exists in Japanese writing and none is a Chinese
function word; Latin letters are English only when English words say so.
"""

from __future__ import annotations

import re

from tracker.rules.text import GAP, mask

KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\uff66-\uff9f]")
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々]")
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
QUOTE_MARK = re.compile(r"^[ \t>＞]+", re.MULTILINE)
LETTER = re.compile(r"[^\W\d_]")
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?")
JAPANESE_GRAMMAR = re.compile(
    r"(?<=[\u3041-\u30ff\u4e00-\u9fff々A-Za-z0-9])(?:[はがをに]|です|ます|ません|ました|でしょう)"
)
NAMED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"")
CHINESE = re.compile(r"[我你您他她們嗎吧呢很這那哪什麼沒囉啦喔咱]|太[好美]|好看|不錯")

_FUNCTION = (
    "a about after all also am an and any are as at be been but by can could did do does for from get got had has "
    "have he her his how i if in into is it its just like me more my no not of on one only or our out over she so "
    "some such than that the their them then there these they this to too up us very was we were what when where "
    "which who why will with would yes you your"
)
_REMARKS = (
    "agree article awesome bad best better bravo bug congrats congratulations cool excellent fantastic funny good "
    "great haha hello help helpful hi interesting lol love lovely nice ok perfect please post really sorry super sweet "
    "thank thanks thx true useful well work works working wow wrong"
)
ENGLISH = frozenset(f"{_FUNCTION} {_REMARKS}".split())
_FOREIGN = (
    "aber artigo bien bom bonjour bueno che como con danke das de dei der des die dla el est gracias grazie gut hola "
    "ich il ist jest la las le les los mais merci molto muito muy nicht non obrigado para per por pour que qui sehr "
    "sono sous tres um uma una und une von zu"
)
OTHER = frozenset(_FOREIGN.split())
_ENOUGH_WORDS = 3


def of(text: str) -> str:
    """Return `ja`, `en`, or `und` when neither can be told.

    Code and addresses never count, quoted lines only when there is nothing else.
    """
    prose = mask(text).replace(GAP, " ")
    prose = prose if LETTER.search(prose) else mask(QUOTE_MARK.sub("", text)).replace(GAP, " ")
    words = [word.lower() for word in LATIN_WORD.findall(prose)]
    if HANGUL.search(prose):
        return "und"
    if KANA.search(prose):
        return "en" if _english_around(prose, words) else "ja"
    if KANJI.search(prose):
        return _of_kanji(prose, words)
    return "en" if _english(words) else "und"


def _english_around(prose: str, words: list[str]) -> bool:
    """Whether the Japanese is only named in an English sentence, without a grammar of its own."""
    if len(JAPANESE_GRAMMAR.findall(NAMED.sub("", prose))) > 1:
        return False
    wide = len(KANA.findall(prose)) + len(KANJI.findall(prose))
    grammar = sum(word in ENGLISH for word in words)
    return grammar >= _ENOUGH_WORDS and wide < sum(map(len, words)) / 2


def _of_kanji(prose: str, words: list[str]) -> str:
    if sum(map(len, words)) > len(KANJI.findall(prose)) and _english(words):
        return "en"
    return "und" if CHINESE.search(prose) or not all(map(_in_japanese_use, KANJI.findall(prose))) else "ja"


def _in_japanese_use(kanji: str) -> bool:
    """Whether Japanese character sets know it: simplified Chinese forms are not among them."""
    try:
        kanji.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _english(words: list[str]) -> bool:
    stems = [re.split("['’]", word)[0] for word in words]
    known = sum(stem in ENGLISH for stem in stems)
    foreign = sum(stem in OTHER or not stem.isascii() for stem in stems)
    return known > foreign or (not foreign and len(words) >= _ENOUGH_WORDS)
