"""Webmentions sent."""

from __future__ import annotations

STEP = """
CREATE TABLE mentions_sent ( -- each link of ours that leads out, and what came of telling its target
    source TEXT NOT NULL,
    page TEXT NOT NULL, -- the target without its fragment: one of each is told
    target TEXT NOT NULL,
    wanted TEXT NOT NULL, -- the fingerprint that was last tried to tell of; '': that the link is no more
    told TEXT, -- the last one that was taken; NULL: none ever
    status TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    code INTEGER,
    status_url TEXT NOT NULL,
    error TEXT NOT NULL,
    tried INTEGER NOT NULL, -- failures in a row
    sent_at TEXT,
    next_try TEXT,
    PRIMARY KEY (source, page)
) STRICT, WITHOUT ROWID;
"""
