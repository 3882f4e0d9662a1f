"""What was published where, and what was posted about it."""

from __future__ import annotations

STEP = """
CREATE TABLE published_files ( -- what we put into each target: only ours is ever removed from it
    target TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (target, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE publications ( -- each time the site was put somewhere
    number INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    at TEXT NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    told TEXT -- when all that follows (hubs, webmentions) had been done; NULL: not yet
) STRICT;

CREATE TABLE pinged ( -- WebSub: the state of each feed that its hub was last told of
    feed TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE posts ( -- announcements of ours, from the draft to the address it got
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    place TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'declined', 'sending', 'sent')),
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    key TEXT NOT NULL, -- sent with it, so that the place takes it once
    url TEXT NOT NULL, -- empty until it is sent
    at TEXT NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE allowed_leaks ( -- what the guard found, and the author lets stand
    key TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
