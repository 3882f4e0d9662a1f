window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1979000000000000005"
          ],
          "editableUntil": "2026-10-15T10:00:05.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "14"
      ],
      "favorite_count": "3",
      "id_str": "1979000000000000005",
      "truncated": false,
      "retweet_count": "0",
      "id": "1979000000000000005",
      "created_at": "Sun Oct 18 09:00:05 +0000 2026",
      "favorited": false,
      "full_text": "@someone 別の話です",
      "lang": "ja",
      "in_reply_to_status_id": "1970000000000000000",
      "in_reply_to_status_id_str": "1970000000000000000",
      "in_reply_to_user_id": "4242",
      "in_reply_to_user_id_str": "4242",
      "in_reply_to_screen_name": "mio_writes"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1978000000000000004"
          ],
          "editableUntil": "2026-10-15T10:00:05.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/aaaaaaaaa1",
            "expanded_url": "https://mio.example/ja/2026/10/two-character-search/",
            "display_url": "mio.example/ja/2026/10…",
            "indices": [
              "0",
              "23"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "50"
      ],
      "favorite_count": "3",
      "id_str": "1978000000000000004",
      "truncated": false,
      "retweet_count": "0",
      "id": "1978000000000000004",
      "created_at": "Sat Oct 17 09:00:05 +0000 2026",
      "favorited": false,
      "full_text": "RT @aoi: 二文字で十分という記事、たすかった https://t.co/aaaaaaaaa1",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1977000000000000003"
          ],
          "editableUntil": "2026-10-15T10:00:05.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "33"
      ],
      "favorite_count": "3",
      "id_str": "1977000000000000003",
      "truncated": false,
      "retweet_count": "0",
      "id": "1977000000000000003",
      "created_at": "Fri Oct 16 09:00:05 +0000 2026",
      "favorited": false,
      "full_text": "誤字を直しました。索引の大きさは、記事の終わりに書き足しています。",
      "lang": "ja",
      "in_reply_to_status_id": "1976000000000000002",
      "in_reply_to_status_id_str": "1976000000000000002",
      "in_reply_to_user_id": "4242",
      "in_reply_to_user_id_str": "4242",
      "in_reply_to_screen_name": "mio_writes"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1976000000000000001",
            "1976000000000000002"
          ],
          "editableUntil": "2026-10-15T10:00:05.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/aaaaaaaaa1",
            "expanded_url": "https://mio.example/ja/2026/10/two-character-search/?utm_source=x",
            "display_url": "mio.example/ja/2026/10…",
            "indices": [
              "0",
              "23"
            ]
          }
        ],
        "media": [
          {
            "url": "https://t.co/pppppppp01",
            "expanded_url": "https://twitter.com/mio/status/1976000000000000002/photo/1",
            "media_url": "http://pbs.twimg.com/media/x.jpg",
            "type": "photo"
          }
        ]
      },
      "display_text_range": [
        "0",
        "91"
      ],
      "favorite_count": "3",
      "id_str": "1976000000000000002",
      "truncated": false,
      "retweet_count": "0",
      "id": "1976000000000000002",
      "created_at": "Thu Oct 15 09:00:05 +0000 2026",
      "favorited": false,
      "full_text": "二文字検索の話を書きました。「二文字で十分」&amp;「辞書はいらない」という話です。 https://t.co/aaaaaaaaa1 https://t.co/pppppppp01",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1976000000000000001",
            "1976000000000000002"
          ],
          "editableUntil": "2026-10-15T10:00:05.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/aaaaaaaaa1",
            "expanded_url": "https://mio.example/ja/2026/10/two-character-search/",
            "display_url": "mio.example/ja/2026/10…",
            "indices": [
              "0",
              "23"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "38"
      ],
      "favorite_count": "3",
      "id_str": "1976000000000000001",
      "truncated": false,
      "retweet_count": "0",
      "id": "1976000000000000001",
      "created_at": "Thu Oct 15 09:00:05 +0000 2026",
      "favorited": false,
      "full_text": "二文字検策の話を書きました。 https://t.co/aaaaaaaaa1",
      "lang": "ja"
    }
  }
]
