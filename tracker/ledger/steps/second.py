"""Announcements, what walks saw, copies."""

from __future__ import annotations

STEP = """
CREATE TABLE announcements ( -- beside those that the site names itself
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    url TEXT NOT NULL,
    by TEXT NOT NULL CHECK (by IN ('human', 'found', 'nobody')), -- nobody: it was taken back
    posted TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (article, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE walks ( -- when each article was last asked about in each place
    source TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    asked TEXT NOT NULL,
    PRIMARY KEY (source, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts ( -- how much the last walks saw of each part of it, and how much is there
    source TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    part TEXT NOT NULL, -- a conversation and kinds; empty: all
    seen INTEGER NOT NULL,
    claimed INTEGER, -- NULL: the place makes no claim
    why TEXT NOT NULL,
    PRIMARY KEY (source, article, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE withheld ( -- how many there are of whom nothing is kept, since they asked not to be collected
    source TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (source, article, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE copies ( -- what a human said about copies; it outweighs the rule
    interaction INTEGER PRIMARY KEY REFERENCES interactions (number) ON DELETE CASCADE,
    of INTEGER REFERENCES interactions (number) ON DELETE CASCADE, -- NULL: it stands alone
    at TEXT NOT NULL
) STRICT;

CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE pulls ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pulls ADD COLUMN token_ends TEXT;

ALTER TABLE interactions ADD COLUMN original TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN head INTEGER; -- of which one this is a copy; NULL: of none
ALTER TABLE interactions ADD COLUMN told_by INTEGER; -- the account that the head is by, or this one
ALTER TABLE interactions ADD COLUMN told_as TEXT; -- its kind
ALTER TABLE interactions ADD COLUMN forgotten TEXT; -- when the words of what is gone were forgotten
UPDATE interactions SET told_by = account, told_as = kind;

DROP INDEX interactions_engaged;
DROP INDEX interactions_by_account;
DROP INDEX interactions_worded;
CREATE INDEX interactions_engaged -- all that "who engaged" reads
    ON interactions (article, told_by, told_as, head, state, happened, source);
CREATE INDEX interactions_by_account ON interactions (account);
CREATE INDEX interactions_by_teller ON interactions (told_by, happened, state, told_as);
CREATE INDEX interactions_by_copy ON interactions (article, copy_key);
CREATE INDEX interactions_worded -- all that "who waits" counts
    ON interactions (article, told_by, copy_key, state)
    WHERE kind IN ('in-reply-to', 'mention-of', 'quotation-of', 'mail') AND text <> '';
CREATE INDEX interactions_gone ON interactions (missed_at) WHERE state = 'gone' AND forgotten IS NULL;
"""
