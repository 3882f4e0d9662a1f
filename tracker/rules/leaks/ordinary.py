"""Words that are in anybody's texts: a run of a private text that has no others says nothing of it."""

from __future__ import annotations

_ENGLISH = """
ability able about above absolutely accept accepted access accomplish accomplished according account across act
action actually add added adding addition address adopt advance advantage advantages advice after afternoon again
against age ago agree ahead algorithm all allow allowed almost alone along already also although always amazed
amazing among amount and android another answer any anybody anymore anyone anything anyway apart app appear
application apply appreciate appreciated approach april architecture are area arent argue arguments around article
aside ask aspect assume assumption attempt attention attribute attributes august authenticate authenticated
authentication author automatic automatically available average avoid aware away awesome back background bad badly
balance base based basic beat beautiful because become been before began begin beginning behavior behaviour behind
being believe below benefit benefits best bet better between beyond big bigger biggest bit black blame blog blue
bonus book boring both bottom bound box branch break brief brilliant bring broad broken brought browser bug build
building built busy but button buy cache calculate call came can cannot cant capable card care careful carry case
catch cause certain challenge chance change changing character characters cheap cheat check cheers child choice
choose claim class classic clean cleaner clear click client close code collect collection combine combined come
comes comfortable coming command comment common community company compare comparison compatible competition compile
complain complete completely complex complexity component compromise computer concept concern conclusion condition
conditions configuration confirm confuse confused confusing connect connected connection consider considering
consistent constant constantly construct consumer contact contain container content context continue contract
contribute contribution control convenient conversation convert convinced copy core corner correct correctly cost
could couldnt count country couple course cover create creating creative credit cross crucial curiosity curious
current currently custom cut cycle damage danger dark data database date day deal debate debug debugging decade
december decent decide decision dedicated deep default definitely definition delete demand depend dependencies
dependency depending deploy deployment describe deserve design detail detailed determine develop developer
development device did didnt difference different difficult direct directory disagree disappear discover discuss
discussion disk display distribution document documentation does doesnt doing domain done dont door down download
dozen dozens drawback driven drop due duplicate during duty each early easier easily easy edit education effect
effective effectively efficient effort eight either elegant element elements eliminate else email emphasis enable
encourage end engine english enjoy enormous enough ensure entire entirely entry environment equal equivalent error
errors especially essential establish estimate etc even evening event eventually ever every everybody everyone
everything evidence evil exact exactly example excellent except exception exercise exist existing exit expand expect
expected expensive experience expert explain explicit explore exploring exposure express expression extend extension
external extra extreme face facing fact factor fail failed failure fair fairly fall false familiar far fascinating
fast fault favorite favourite fear feature february feed feedback feel feeling festival few fiction field fifth
figure file fill filter filtering final finally find fine finger finish first fit fix fixed flag flexible flow focus
folder follow followed following for force forever forget form formal format formatting former fortunately forward
found foundation four fourth frame framework free frequent frequently fresh friday friend from front frustrating
full fully fun function functionality further future gain gather gave general generate generation get gets getting
giant github give given gives glad global goal goals goes going gone good got gotten grateful great green group grow
growing guarantee guess guide guy habit had half hand handle happen happened happens happy hard hardly hardware has
hasnt hate have havent having head hear heard hell hello help helpful helps hence her here heres hes hey hidden high
him his history hit hold home honest honestly hope hopefully host hour house how however html http https huge human
hundred hype idea ideal ignore ill image imagine immediately impact implement implementation imply important
impossible impression improve improvement include including indeed index individual information initial inside
insight inspire install installation instance instead instruction instructions integrate integration intention
interact interaction interest interested interesting interestingly interface internet into introduce invent
investigate involve isnt issue item iteration its itself ive january javascript job join joke journey json july june
just keep kept key keyboard kind knew know knowledge known label lack language languages laptop large last late
later latest layout lazy lead leading learn least leave left less lesson let lets letter level library life light
like likely limit limited line link list listen little live load local long longer look looked looking looks loop
lose lot lots love luck lucky machine made mail main make makes making man manage management manager manual many map
march mark master material matter maximum may maybe mean meaning means meant measure medium meet meeting member
memory mention mentioned mentioning merge message method middle might million mind mine minimal minimum minute miss
missing mistake mobile model module moment monday money month more morning most mostly motivation mouse move moved
much multiple music must myself mystery name namespace naming narrow native nature near nearby nearly necessarily
necessary need needed negative neither nervous net network never new news next nice night nine nobody none nonsense
nor normal not notable note nothing notice november now number numerous object obvious obviously occasionally
october off offer office often okay old once one ones online only onto open operating operation opinion opinions
opportunity opposite optimize option order ordinary organize original originally other others otherwise ought our
ours out outcome outdated output outside over overall overview own package page paper parallel parameter parent part
partial particular party pass past path patience pattern pay people per perfect perfectly performance perhaps
permission person personal personally perspective phone physical pick picture piece place plan platform play please
pleasure plenty plugin plugins plus point polite popular portion position positive possible possibly post potential
power practice prefer prepare present presentation press pretty prevent previous price primary principle priority
privacy private probably problem process product production professional program programming project proof proper
property protect proud provide public publish published pull pure purpose push put python quality query question
quick quickly quite quote radical ran random range rarely rate rather rating reach read reader reading ready real
really reason recent recently recommend recommendation record red reduce refer reference reflect regard regular
relate related relationship release relevant reliable remain remark remember remind reminds remove repeat replace
replaced reply report repository represent representing reproduce reputation request require required requirement
research resource respond response rest restrict restricted result return reuse review revisit rewrite right risk
robust role room roughly rule run running runtime safe safely safety said same sample satisfied saturday save saw
say saying says scale scenario schedule school scratch screen script search second secret section secure security
see seeing seem seems seen select self send sense sent separate separately september series serious serve server
service session set setting setup seven several shape share sharing she shift short shortcut should shouldnt show
shown side sign significant silly similar simple simplify simply since single site situation situations sixth size
skill skills slightly slow small smart smooth snippet social society software solid solution solutions solve some
somebody somehow someone something sometime sometimes somewhat somewhere soon sorry sort sound sounds source space
speak special specific specifically specify speed spend spent spirit split spread stable stack stand standard start
started state statement static statistics stay steady step still stop storage story straight straightforward strange
strategy stream strength strict string strong structure structured struggle stuck studio stuff style subject subset
succeed success successful such suddenly suggest suggestion suitable summary sunday superb support suppose sure
surface surprise surprised surprising survive suspect suspicious switch syntax system table take taken takes taking
talk talking target task team technical technology tedious tell template tempting ten tendency term terms test
testing text than thank thanks that thats the their them theme themselves then theory there therefore theres these
they theyre thing things think thinking third this thorough those though thought thousand thread three through
throughout throw thursday thus tie time times tip tips title today together token told tomorrow tonight too took
tool top topic total totally touch toward towards track trade tradition traffic transform transition translate
translation transparent trend trick tricks tricky trigger trivial trouble true trust truth try trying tuesday turn
turned twice twitter two type typical typically ultimately under underlying understand understanding understood
unexpected unfortunate unfortunately unique unit universal unknown unless unlike unnecessary until unusual update
upgrade upload upon url use used useful useless user using usual usually valid validate valuable value variable
various vary verify version very via video view virtual visible vision visit visual voice vote wait walk want wanted
wants was wasnt waste wasted watch way ways weak wealth web website wednesday week weekend weird welcome well went
were werent weve what whatever whats when whenever where whereas wherever whether which while white who whole whose
why wide will window winner wise wish with within without wonder wonderful wondering wont word words work worked
workflow working works world worry worse worth worthwhile would wouldnt write writing written wrong wrote www yeah
year years yes yesterday yet yield you youd youll young your youre yours yourself youve zero
"""
_JAPANESE = """
思 人 言 出 使 気 書 入 見 何 今 方 時 知 感 良 分 同 行 自分 問題 上 話 無 月 作 買 読 出来 合 必要 多 引 以下 今日
事 切 会社 高 記事 日 取 年 動 考 日本 時間 中 前 場合 対 変 持 込 設定 後 笑 食 越 円 付 聞 違 少 私 楽 表示 仕事
次 他 調 リンク 手 サイト 関係 下 生 借 来 コメント 普通 呼 本 返 環境 方法 残 用 飲 悪 換 システム 置 立 頃 実際
ファイル 別 一 二 三 内容 日本語 直 参加 疲 簡単 対応 タイトル 最近 試 利用 負 受 帰 大丈夫 紹介 最初 間違 最後 全
サーバー サーバ 気持 発表 昨日 明日 替 僕 俺 店 追加 参考 得 ページ 早 続 微妙 特 問 文字 結果 機能 勉強 先 本当
実行 メール 一人 集 用意 購入 終 処理 並 ポイント 消 情報 頑張 大変 誰 大 小 乗 遅 状態 所 増 通 値 回 テスト コード
強 追 開発 安 意味 決 今年 昔 超 実 差 朝 昼 夜 失敗 成功 含 住 エラー 確認 変更 件 願 申 関 動作 先日 際 上記 時点
経験 忙 解 プログラム 好 名前 確 押 色々 限 物 者 使用 相手 去年 自宅 公開 全員 結構 会 落 様 非常 導入 面倒 以上
以前 以外 画面 戻 適用 バージョン 古 新 長 想像 側 共有 面白 間 細 単 足 当 知識 理由 理解 説明 例 ユーザー ユーザ
今回 前回 次回 毎回 声 発見 忘 検索 探 進 送 届 扱 覚 質問 回答 存在 興味 待 興味深 数 意外 選択 前提 心配 同時 毎日
嫌 一緒 原因 解決 感謝 絶対 途中 部分 多分 標準 最終的 感想 一度 特別 今後 早速 返事 程度 可能 具体的 直接 基本的
基本 影響 認識 言葉 指定 是非 注意 残念 同意 便利 勝手 移動 仕方 技術 場所 状況 世界 一部 意見 当然 自体 逆 更新
把握 定義 約 指示 構成 作成 起動 入力 出力 実装 修正 改善 変換 比較 削除 登録 管理 保存 完了 開始 終了 発生 提供
予定 期待 目的 全体 全部 個人 他人 皆 皆様 皆様方 第 的 化 性 等 点 形 型 式 度 個 目 名 語 系 元 率 量 力 心 体 口
頭 顔 家 外 内 金 水 道 車 電話 学 教 歩 走 休 働 起 寝 住所 データ ブログ アクセス ソフト ネット インターネット
パソコン プロジェクト インストール ダウンロード アップデート チェック ソース ケース タイミング レベル ログ
メッセージ メモ ノート スマホ アプリ アプリケーション サービス ツール ライブラリ フレームワーク プログラミング
コンピュータ コンピューター データベース イメージ イベント グループ チーム テキスト ドキュメント バグ フォルダ
プロセス ボタン メソッド モード リスト ルール クラス オブジェクト 有難 有 御 お世話 失礼 宜 致 頂 恐縮 拝見 拝読
本日 昨年 来年 来週 今週 先週 今月 来月 先月 当時 現在 過去 将来 最中 大切 重要 大事 十分 全然 結局 一応 突然 確実
正 正直 丁寧 無事 無理 不要 不明 不安 不思議 可能性 必要性 時期 期間 時代 半年 半分 一番 一回 二回 数回 何度 何回
何人 何年 書籍 文章 文 題 記 読者 作者 著者 筆者 話題 投稿 公式 英語 日本人 海外 国 東京 大学 学校 社会 企業 業界
仕組 流 流行 違和感 印象 共感 納得 反応 反映 設計 試験 文書 画像 動画 音楽 映画 番号 番組 手順 手段 手間 手伝 手軽
単純 複雑 高速 低速 無料 有料 有名 有効 無効 有用 不便 快適 正解 正常 異常 例外 通常 特徴 特定 特殊 種類 複数 単位
単語 文法 発言 発想 発展 達成 解説 解釈 議論 検討 検証 調査 調整 調子 対象 対策 対処 対話 反対 賛成 同様 同感 共通
協力 交流 連携 連絡 連続 関連 関心 感情 感動 苦労 苦手 得意 努力 習慣 経過 経由 経緯 結論 結末 原則 原理 根本 本質
本格的 本人 本体 本文 表現 表面 裏側 背景 前後 左右 上手 下手 最大 最小 最高 最低 最新 最適 最悪 更 再 別途 別々
段階 段落 順番 順序 優先 優秀 改良 改修 変化 変数 変形 固定 安定 安心 安全 危険 保証 保護 保守 維持 継続 中止 停止
開催 開放 公表 印刷 出版 出席 出会 出発 到着 到達 通過 通知 通信 送信 受信 返信 配信 配布 転送 接続 切断 設置 設備
準備 備 装置 機器 機械 機会 危機 端末 電源 電池 電子 電気 天気 空気 人気 元気 本気 気分 気軽 雰囲気 周囲 周辺 範囲
領域 区別 分類 分析 分割 分担 部品 製品 商品 作品 作業 作文 工夫 工程 過程 課題 宿題 会話 会議 会場 集会 集中 集計
計算 計画 計測 測定 予想 予測 予約 約束 期限 限定 限界 制限 制御 強制 強調 協調 相談 相互 互換 交換 交代 代表 代替
時刻 瞬間 一瞬 一時 一方 一般 一般的 一種 一致 統一 単一 唯一 第一 以降 以後 以内 以来 未来 未定 未満 不足 不満
不具合 不可能 無駄 無視 無限 非表示 画期的 積極的 効果 効率 成果 成長 評価 評判 価値 価格 金額 料金 費用 予算 経費
収入 支出 売上 販売 購読 登場 登場人物 場面 場 現場 現実 現象 印 象 記憶 記号 記述 記入 日記 筆 執筆 著 本屋 図書館
雑誌 新聞 漫画 小説 物語 言語 国語 自然 自動 自動的 自由 自信 自身 各自 各々 各種 様々 色 形式 方式 方針 方向 地方
地域 地図 土地 場合分 生活 生産 生成 発行 実験 実績 実感 実在 確率 確定 確保 正確 的確 明確 明白 証明 照明 声明 透明
直感 直前 直後 夜中 深夜 早朝 午前 午後 朝食 昼食 夕食 日常 日付 曜日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 週末 平日
休日 祝日 年末 年始 春 夏 秋 冬 季節 父 母 親 子 子供 兄 弟 姉 妹 家族 家庭 友人 友達 仲間 相手側 彼 彼女 彼等 我々
先輩 後輩 先生 生徒 学生 インターフェース インタフェース エディタ オプション オンライン カテゴリ ガイド キー
キーワード クリック クライアント グラフ コスト コマンド コミュニティ コメント欄 コンテンツ サイズ サポート サンプル
シンプル ショック スクリプト スタイル スピード スペース セキュリティ セット タグ ターゲット ディレクトリ デザイン
デバッグ デフォルト デメリット メリット トラブル ニュース ネタ パターン パスワード パッケージ パフォーマンス
ビジネス フィード フォーマット フォルダー ブラウザ プラグイン プラットフォーム プレゼン ヘルプ マシン メディア
メモリ モデル モデル化 ユニーク ラベル リリース リンク切れ レビュー レポート ロック ワーク アイデア アイディア
アカウント アドバイス アドレス アルゴリズム エントリ エントリー オリジナル カスタマイズ キャッシュ クエリ グーグル
コピー コミュニケーション コンパイル サーチ スキル スマート タイプ チャンス テーマ ディスカッション トップ
トラックバック ハード ハマ バックアップ パーツ フォーム プロ プロダクト ヒント ボトルネック マニュアル メンテナンス
ライブ ランダム リスク リズム リンク先 レイアウト レスポンス ソフトウェア ハードウェア
"""
ENGLISH = frozenset(_ENGLISH.split())
"""Without apostrophes; what an ending makes of one is ordinary too."""
JAPANESE = frozenset(_JAPANESE.split())
"""Kanji and katakana as they stand between other scripts."""
