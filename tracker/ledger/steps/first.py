"""Articles, people, what they did, drafts and decisions."""

from __future__ import annotations

STEP = """
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
