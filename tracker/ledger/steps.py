"""The tables, as steps from one version to the next.

Never edit a step that has been released; add one at the end.
"""

from __future__ import annotations

FIRST = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    lang TEXT NOT NULL,
    published TEXT,
    comments_feed TEXT NOT NULL
) STRICT;

CREATE TABLE article_urls (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    url TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (article, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE syndication (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    url TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (article, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never given twice: decisions hang on it
    place TEXT NOT NULL,
    native_id TEXT NOT NULL,
    name TEXT NOT NULL,
    handle TEXT NOT NULL,
    url TEXT NOT NULL,
    photo TEXT NOT NULL,
    bot INTEGER NOT NULL,
    said TEXT NOT NULL, -- when they were last known by this name
    UNIQUE (place, native_id)
) STRICT;

CREATE TABLE account_names (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    handle TEXT NOT NULL,
    seen_at TEXT NOT NULL, -- for the first time
    PRIMARY KEY (account, name, handle)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (account, kind, value, basis)
) STRICT, WITHOUT ROWID;

CREATE TABLE interactions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    native_id TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    account INTEGER REFERENCES accounts (number),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'missing', 'gone')),
    copy_key TEXT NOT NULL,
    published TEXT,
    received TEXT,
    first_seen TEXT NOT NULL,
    happened TEXT GENERATED ALWAYS AS (coalesce(published, received, first_seen)) VIRTUAL,
    private INTEGER NOT NULL,
    parent TEXT NOT NULL,
    thread TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    url TEXT NOT NULL,
    target TEXT NOT NULL,
    precision TEXT NOT NULL,
    missed_at TEXT,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL, -- the long ones last: what comes before is read without them
    UNIQUE (source, native_id)
) STRICT;

CREATE INDEX interactions_engaged -- all that "who engaged" reads
    ON interactions (article, account, kind, copy_key, state, happened, source);
CREATE INDEX interactions_by_account ON interactions (account, happened, state, kind);
CREATE INDEX interactions_worded -- all that "who waits" counts
    ON interactions (article, account, copy_key, state)
    WHERE kind IN ('in-reply-to', 'mention-of', 'quotation-of', 'mail') AND text <> '';
CREATE INDEX interactions_by_thread ON interactions (source, thread) WHERE thread <> '';
CREATE INDEX interactions_missing ON interactions (source) WHERE state = 'missing';

CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    interaction INTEGER NOT NULL REFERENCES interactions (number) ON DELETE CASCADE,
    seen_at TEXT NOT NULL, -- when the edit that replaced it was seen
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;

CREATE INDEX versions_by_interaction ON versions (interaction);

CREATE TABLE cursors (
    source TEXT PRIMARY KEY,
    cursor TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE validators (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    PRIMARY KEY (source, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE pulls (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    complete INTEGER NOT NULL,
    partial_why TEXT NOT NULL,
    new INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    error TEXT NOT NULL
) STRICT;

CREATE INDEX pulls_by_source ON pulls (source);

CREATE TABLE drafts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    interaction INTEGER NOT NULL UNIQUE REFERENCES interactions (number) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    parent_fingerprint TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT;

CREATE TABLE links (
    number INTEGER PRIMARY KEY,
    first INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    second INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    same INTEGER NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL,
    retracted_at TEXT,
    retracted_by TEXT,
    CHECK (first <> second)
) STRICT;

CREATE TABLE contact_names (
    account INTEGER PRIMARY KEY REFERENCES accounts (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX notes_by_account ON notes (account);

CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE triage (
    interaction INTEGER PRIMARY KEY REFERENCES interactions (number) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('done', 'later')),
    until TEXT,
    at TEXT NOT NULL,
    fingerprint TEXT NOT NULL -- of what was read then: an edit since brings it back
) STRICT;
"""

SECOND = """
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

THIRD = """
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

STEPS = (FIRST, SECOND, THIRD)
