"""What gives away what a sentence does, in both languages: patterns over NFKC text, no logic."""

from __future__ import annotations

import re

# --- anywhere -------------------------------------------------------------------------------------

SMILEY = re.compile(
    r"(?:\s*(?:[:;=]-?[()DPp]+|\((?:笑|苦笑|汗|爆|涙)\)|\([^()\w]{0,4}\w?[^()\w]{0,4}\)|\(\^[^\w()]{0,4}"
    r"|w+(?=[\s。!?.]*$)|\^_*\^;*|m\(_ ?_\)m|[(\[]?(?:笑|汗)[)\]]?(?=$)))+(?=[\s.。!?…/)]*$)[/)]*"
)
ASIDE = re.compile(r"(?<=.)\s*\([^()]*\)[\s.。!]*$")
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")

# --- asking in English ----------------------------------------------------------------------------

EN_MARK = re.compile(r"\?[\s\"')!?.]*$")
EN_REQUEST = re.compile(
    r"\b(?:please|pl[sz]|plz|kindly)\b[^.!?]{0,12}\b(?:advise|answer|clarify|describe|elaborate|explain|give|guide"
    r"|help|let (?:me|us)|post|provide|reply|respond|send|share|show|tell|update)\b"
    r"|\b(?:can|could|would|will) (?:you|someone|some ?body|any ?one|any ?body)\b"
    r"(?! (?:imagine|say|see\b|not\b|be surprised))"
    r"|\b(?:do|does|did|has|have|is) (?:anyone|anybody|someone|somebody)\b"
    r"|\b(?:let (?:me|us) know|tell me|i'?d (?:love|like) to (?:know|hear)|(?:just )?wondering"
    r"|i (?:would|want to|need to) (?:like to )?know) (?:if|whether|how|what|why|when|where|which|who)\b"
    r"|\bi(?: was|'m| am) (?:just )?(?:wondering|curious) (?:if|whether|how|what|why|when|where|which|who|about)\b"
    r"|^(?:any|got any) (?:chance|ideas?|news|plans?|guides?|thoughts|tips|word|update|pointers)\b",
    re.IGNORECASE,
)
EN_OPENS = re.compile(
    r"^(?:(?:hey|hi|so|and|but|also|ok|okay|well|um+|btw|hm+|q:|question:|off topic:)[,.:]?\s+){0,2}"
    r"(?:how|why|where|when|which|what) (?:can|do|does|did|should|would|could|will|won't|don't|doesn't) "
    r"(?:i|you|we|it|this|that|they|the|your|my|one)\b"
    r"|^(?:do|does|did|is|are|can|could|will|would|have|has|should) "
    r"(?:you|i|we|it|this|there|they|the|your|\w+(?: \w+)?) .*\bnot\b"
    r"|^(?:do|does|did|can|could|will|would|should) (?:you|i|we|they|it|this) \w+",
    re.IGNORECASE,
)
EN_WONDERS = re.compile(r"\bi wonder\b", re.IGNORECASE)
EN_MUSES = re.compile(
    r"\bi wonder\b|\bwho knows\b|\bnot sure (?:if|whether|why|how)\b|\bwhat'?s (?:not to|the point|wrong with)\b"
    r"|\b(?:then|so) what is the point\b|\bwho (?:cares|needs|wants)\b|\bwhy (?:oh why|bother)\b"
    r"|\bhow (?:cool|great|hard) is that\b|\byou know\?|\bwtf\b|\bor what\?|\bremember\?"
    r"|\bdid(?:n't)? i (?:mention|say|send|tell)\b|\bguess what\b|\bisn'?t that (?:the|what|just)\b"
    r"|\bwhat (?:is|was) (?:he|she|they) thinking\b|\bwho would\b",
    re.IGNORECASE,
)
EN_TAG = re.compile(
    r"(?:[,.]|\.\.\.) ?(?:right|eh|huh|no|ok|okay|yes|see|yeah|correct)\s*\?+!*$"
    r"|,? (?:is|are|was|were|do|does|did|has|have|can|could|would|wo|should)n'?t "
    r"(?:it|that|they|you|we|he|she|there|i)\s*\?+!*$"
    r"|^\W*(?:why not|say what|who knew|get it|\w+)\s*[?!]+$",
    re.IGNORECASE,
)

# --- asking in Japanese ---------------------------------------------------------------------------

INTERROGATIVE = re.compile(
    r"何|なに|なん(?!か|と)|なぜ|何故|どう(?!も|ぞ|か)|どこ|どちら|どっち|どれ|どの|どんな|いつ(?!も|か|の間)"
    r"|誰|だれ|いくつ|いくら|いかが|幾つ"
)
JA_REQUEST = re.compile(
    r"(?:教え|おしえ|聞かせ|お?知らせ|示し|見せ|送っ)て"
    r"(?:ください|下さい|ほしい|欲しい|いただけ|頂け|もらえ|くれ(?:ると|ません|ない|る\?))"
    r"|(?:お教え|お知らせ|お聞かせ|ご回答|ご返信|ご返答)(?:ください|下さい|いただけ|頂け|願)"
    r"|[ご御]教[示授](?:ください|下さい|いただ|頂|願|の(?:ほど|程))"
    r"|(?:いただけ|頂け|もらえ|くださ)(?:ると|れば|たら)(?:大変|とても)?(?:助か|たすか|うれし|嬉し|幸い|あり)"
    r"|教えて[~ー!]*$"
)
JA_HEDGE = re.compile(
    r"(?:のでは|んじゃ|んでは|ことでは|じゃ)(?:ない(?:でしょう|だろう|です)か|ないかな?)"
    r"|(?:のでは|では|じゃ)(?:ありませんか|ない(?:か|かと)?|ないの)?ね?[?.…]*$(?<!\?)"
    r"|(?:こと|ところ|ぐらい|くらい|あたり|せい|ため)(?:なん)?でしょうか"
    r"|のでは\?|じゃね\?|じゃん\?|(?<!ん)じゃないですか"
)
JA_POLITE = re.compile(r"(?:でしょう|ます|ません|ました|でした|ないです|たいです|ございます)か(?:ね|な)?[。.…~ー!]*$")
JA_SOFTENED = re.compile(r"(?:でしょう|ます)かね[。.…]*$")
JA_IS_IT = re.compile(r"(?:です|なの|の|だったの)か(?:ね)?[。.…~ー!]*$")
JA_HOW = re.compile(r"(?:でしょう(?:ね)?|いかが|どうです)[。.…]*$")
JA_WONDERS = re.compile(r"(?:かな[ぁあー~]*|かしら(?:ん)?|だろ(?:う)?(?:か|ね)?|んだろ|やろ(?:か)?)[。.…?!]*$")
JA_MUSES = re.compile(
    r"(?:の|よう|たら|んじゃない|もの|せい|から)かな[ぁあー~]*[。.…?!]*$"
    r"|(?:だろ(?:う)?|かしら(?:ん)?)[か]?[。.…?!]*$|どうなるか|か[、,].*(?<!です)(?<!ます)か\?$"
)
JA_EXCLAIMS = re.compile(
    r"^[\W\d_]*(?:え|ん|は|あれ|おや|マジ|まじ|本当|ほんと|ほんとう|そう)(?:で)?(?:に)?\W*$|^[^ぁ-ん]{1,6}\?$"
)

# --- what else a sentence does --------------------------------------------------------------------

SOLVED = re.compile(
    r"\b(?:fixed|solved|resolved)\b|\b(?:works|working) (?:now|great|fine|well|like a charm)\b"
    r"|\bno (?:more|longer)\b.*\b(?:error|bug)"
    r"|解決(?:しま|でき|いたし)|直りました|なおりました|うまくいきました|(?:動き|でき|出来)ました|動作しています|動いた",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"\b(?:typos?|misspell\w*)\b|\b(?:broken|dead) links?\b"
    r"|\blinks? (?:is|are|seems?)(?: to be)? (?:broken|dead|down)\b"
    r"|\byour \w+(?: \w+)? (?:is|are|has|have) (?:missing|broken|corrupt\w*|down)\b|\b(?:zip|download) is corrupt"
    r"|\byou (?:forgot|misspelled)\b|[\"”] not [\"“]|\bshould (?:be|read|say) [\"“`]|[\"”] ?(?:→|⇒|->|=>) ?[\"“]"
    r"|リンク切れ(?!という)|リンクが切れ|誤字|脱字|誤植|誤記|」\s*(?:→|⇒|->)\s*「|になって(?:い)?(?:た|る|ます)気が"
    r"|(?:閲覧|表示|ダウンロード)(?:が)?(?:でき|出来)(?:ない|ません)"
    r"|の間違い(?:では|です|かと)|間違って(?:い)?(?:ます|る)(?!んですか)|(?:では|じゃ)なく(?:て)?.{1,12}(?:では|だ[。ぞよ]?$)",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"\b(?:do|does|did|is|are|was)(?:n'?t| not) (?:seem to )?"
    r"(?:work|load|open|render|show|display|build|compile|run|appear|trigger|accept)"
    r"|\bnot working\b|\bno longer works?\b|\b(?:am|'m|are) not (?:getting|able)\b"
    r"|\b(?:is|are|seems?|looks?|got|appears?)(?: to be)? (?:\w+ )?"
    r"(?:broken|corrupt(?:ed)?|dead|missing|blurred|outdated|down)\b"
    r"|\b(?:crash|hang|fail)(?:s|ed|es|ing)?\b"
    r"|\b(?:throws?|gives?|get|getting|got|causes?|see|seeing)\b.{0,40}\b(?:error|exception)s?\b"
    r"|\w+(?:Error|Exception)\b|\b(?:is|has|found) an? (?:\w+ )?(?:bug|mistake|error)\b(?! (?:margin|message))"
    r"|\b(?:gives?|gets?|getting|got|returns?|returning|shows?)\b.{0,20}\b404\b|404(?:に|で|が|エラー)"
    r"|\b(?:can(?:'t|not)|could(?:n't| not)|unable to) (?:\w+ )?"
    r"(?:open|see|download|install|build|compile|run|load|access|log ?in|reproduce)\b"
    r"|動(?:きません|かない|きましぇ|作しません|作しない)|(?:でき|出来)ません(?:でした)?(?!か)|エラー(?:に|が|と)|例外が"
    r"|壊れて|文字化け|バグ(?:が|で|っ|か)|うまく(?:いか|動か|いき?ません)|見え(?:ない|ません)"
    r"|(?:表示|反映|実行|認識|起動|読み込み)(?:され|し|でき)(?:ない|ません)|(?:表示|実行|起動)(?:が)?(?:崩れ|失敗)"
    r"|失敗(?:し(?:ます|ました|てしま)|する)|落ち(?:ます|ました|てしま)|間違い(?!な|あり)|ダメ(?:みたい|です)|駄目な",
    re.IGNORECASE,
)
SUGGESTION = re.compile(
    r"\b(?:i(?:'d| would)? (?:recommend|suggest)|you (?:should|might|may|can also|could also|can use|could use)"
    r"|consider \w+ing|have you (?:tried|looked|seen)|why not|how about|what about|check(?:ing)? (?:out|this)"
    r"|(?:have|take) a look at|look at (?:the|my|this)|there(?:'s| is) (?:also|a (?:new|great|nice))"
    r"|better (?:solution|way|idea|option|approach)|instead of|maybe you|my (?:suggestion|advice)|pro ?tip"
    r"|would be (?:nice|great|good|better|cool|useful|awesome|helpful)|feature request|it'?s worth"
    r"|(?:would|i'd) (?:love|like|prefer) to (?:see|have)|worth (?:a look|reading|trying))\b"
    r"|^(?:just |simply |also |or |then |maybe )?(?:try|use|add|read|see|look) (?!it\b|to\b)\w+"
    r"|(?:た|る)(?:方|ほう)が(?:い|良|よ|楽|早|速|簡単|便利)|[うくぐすつぬぶむるた]と(?:いい|良い|よい|便利|楽)"
    r"|(?:れ|え|け|せ|ね|め)ば(?:いい|良い|よい|OK)|(?:たら|ては|てみては)(?:どう|いかが|いい)"
    r"|おすすめ|オススメ|お勧め|お薦め|てみて(?:は|ください|下さい)|(?:す|る)べき|必要は(?:ない|ありません)"
    r"|(?:が|で)(?:よい|良い|いい)(?:のでは|かと|かな|と思)|もありますよ?|ありますよ|欲しいです|してほしい|どうぞ",
    re.IGNORECASE,
)
EXPERIENCE = re.compile(
    r"\b(?:i|we)(?:'ve| have| had|'d)? "
    r"(?:also |just |recently |once |actually |even |always |usually |finally |personally |only |ever |never )*"
    r"(?:been|used|using|use|tried|had|found|ran|run into|switched|wrote|written|built|build|migrated|moved|worked"
    r"|implemented|ended up|came|learned|learnt|got|bought|installed|started|spent|went|did|made|noticed|upgraded"
    r"|converted|ported|blogged|documented|saw|encountered|created|decided|counted|grew|lived|struggled|dealt)\b"
    r"|\bin my (?:\w+ )?(?:experience|case|project|job|team|code)\b|\b(?:at|for) my (?:work|company|day job|job|team)\b"
    r"|\bmy (?:team|company|last project|current project)\b"
    r"|(?:私|僕|自分|うち|ウチ|ぼく|ボク|わたし|わし|俺|弊社|当方|あっし)(?:の|は|(?<!自分)が|も|で|ら|に)"
    r".{0,80}(?:た|ます|て(?:い)?る|てます)(?:ね|よ|ん(?:です|だ))?"
    r"|(?:てみ|使い|使ってい|やり|やってい|買い|試し|作り|書き|読み|行き|行ってき|入れ|導入し|購入し|経験し|参加し|利用し"
    r"|移行し|予約し)(?:ました|ています|てます)"
    r"|(?:使って|やって|使用して|利用して)(?:る|ます|います|いる|た)|ことがあ(?:り|る)",
    re.IGNORECASE,
)
TOLD = re.compile(r"きました|(?:だっ|かっ)た(?:です)?[。!ー~]*$|(?:し|っ|い)て(?:い)?(?:た|ました)[。!ー~]*$")
PRAISE = re.compile(
    r"\b(?:great|nice|awesome|love(?:d|ly)?|cool|excellent|congrat\w*|fantastic|helpful|useful|brilliant"
    r"|well (?:done|said|written|put)|good (?:post|job|article|stuff|read|work|point|write|one)|beautiful|amazing"
    r"|impressive|sweet+|kudos|funny|interesting|enjoy(?:ed|able)?|bravo|wow|superb?|wonderful|perfect|inspir\w+"
    r"|insightful|neat|best)\b"
    r"|すご|凄|すばらし|素晴らし|面白|おもしろ|(?:いい|良い)(?:です)?ね|いいなぁ?|かっこい|カッコい|格好い|最高"
    r"|(?:わか|分か)りやす|勉強になり|参考にな|感動|楽し|おめでと|お疲れ|おつかれ|便利|おいしそう|美味しそう|懐かし"
    r"|なつかし|さすが|ナイス|うまい|納得|共感|きれい|ステキ|素敵|好き|頑張って|がんばって",
    re.IGNORECASE,
)
EN_THANKS = re.compile(
    r"\b(?:thanks|thanx|thx|ty|tnx|cheers for|thank (?:you|u|ya))\b|\bmuch appreciated\b|\bmany thx\b"
    r"|\b(?:i|we)(?:'m| am)? (?:really |greatly |very )?(?:appreciate|grateful|thankful|owe you)\b",
    re.IGNORECASE,
)
EN_NO_THANKS = re.compile(
    r"\bthanks to (?!you\b|your\b)\w+|\bno,? thanks\b|\bthanks,? but no\b|\bthanks (?:in advance|for any)\b"
    r"|\bthank (?:god|goodness)\b|\bwould (?:be )?(?:really |greatly )?(?:appreciate|grateful)",
    re.IGNORECASE,
)
JA_THANKS = re.compile(
    r"ありがと(?!いけど|迷惑)|有難う|有り難う|ありがた(?:く|かった|いです|や)|感謝|多謝|助かりました|助かった|助かってい?ます"
    r"|サンクス|さんくす|あざっす|あざす|どもです|恩に着|お世話になりました"
)
JA_NO_THANKS = re.compile(
    r"(?:いただけ|頂け|もらえ|くださ)(?:ると|れば|たら).{0,6}(?:助か|あり|感謝)|ありがたい(?:のですが|んですが|かも)|ありがたいこと"
)
