window.YTD.tweets.part1 = [
  {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1967000000000000001"
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
          "url": "https://t.co/aaaaaaaaa2",
          "expanded_url": "https://mio.example/en/2026/09/small-tools/",
          "display_url": "mio.example/en/2026/09…",
          "indices": [
            "0",
            "23"
          ]
        }
      ]
    },
    "display_text_range": [
      "0",
      "48"
    ],
    "favorite_count": "3",
    "id_str": "1967000000000000001",
    "truncated": false,
    "retweet_count": "0",
    "id": "1967000000000000001",
    "created_at": "Sun Sep 20 08:30:00 +0000 2026",
    "favorited": false,
    "full_text": "Small tools, kept small: https://t.co/aaaaaaaaa2",
    "lang": "en"
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1050118621198921728"
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
            "url": "https://t.co/aaaaaaaaa3",
            "expanded_url": "https://other.example/",
            "display_url": "other.example/…",
            "indices": [
              "0",
              "23"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "39"
      ],
      "favorite_count": "3",
      "id_str": "1050118621198921728",
      "truncated": false,
      "retweet_count": "0",
      "id": "1050118621198921728",
      "created_at": "Wed Oct 10 20:19:24 +0000 2018",
      "favorited": false,
      "full_text": "Nothing of ours https://t.co/aaaaaaaaa3",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "id_str": "1050118621198921729",
      "created_at": "Wed Oct 10 20:19:24 +0000 2018"
    }
  }
]
