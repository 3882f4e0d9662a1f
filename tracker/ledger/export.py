"""Every fact by its natural key: no row numbers, and no times of our own reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.ledger.database import Database

SECTIONS = {
    "article": """
        SELECT uid, url, title, lang, published, comments_feed FROM articles ORDER BY uid
    """,
    "address": """
        SELECT uid AS article, u.url FROM article_urls AS u JOIN articles ON number = article ORDER BY uid, u.url
    """,
    "syndication": """
        SELECT uid AS article, s.url FROM syndication AS s JOIN articles ON number = article ORDER BY uid, position
    """,
    "account": """
        SELECT place, native_id AS id, name, handle, url, photo, bot FROM accounts ORDER BY place, id
    """,
    "account name": """
        SELECT place, native_id AS id, n.name, n.handle FROM account_names AS n JOIN accounts ON number = account
        ORDER BY place, id, n.name, n.handle
    """,
    "claim": """
        SELECT place, native_id AS id, kind, value, basis FROM claims JOIN accounts ON number = account
        ORDER BY place, id, kind, value, basis
    """,
    "interaction": """
        SELECT source, i.native_id AS id, kind, state, uid AS article_uid, place, a.native_id AS account_id,
            i.url, target, i.title, text, i.lang, i.published, precision, received, parent, thread, private
        FROM interactions AS i JOIN articles AS t ON t.number = article LEFT JOIN accounts AS a ON a.number = account
        ORDER BY source, id
    """,
    "version": """
        SELECT source, native_id AS id, v.kind, v.title, v.text
        FROM versions AS v JOIN interactions AS i ON i.number = interaction ORDER BY source, id, v.number
    """,
    "link": """
        SELECT a.place, a.native_id AS id, b.place AS other_place, b.native_id AS other_id, same, by, why
        FROM links JOIN accounts AS a ON a.number = first JOIN accounts AS b ON b.number = second
        WHERE retracted_at IS NULL ORDER BY a.place, a.native_id, b.place, b.native_id, same, by, why
    """,
    "contact name": """
        SELECT place, native_id AS id, n.name FROM contact_names AS n JOIN accounts ON number = account
        WHERE n.name <> '' ORDER BY place, id
    """,
    "note": """
        SELECT place, native_id AS id, text, at FROM notes AS n JOIN accounts AS a ON a.number = account
        ORDER BY place, id, at, text
    """,
    "draft": """
        SELECT source, native_id AS id, d.lang, d.text, parent_fingerprint
        FROM drafts AS d JOIN interactions AS i ON i.number = interaction ORDER BY source, id
    """,
    "decision": """
        SELECT scope, coalesce(i.source, a.place, '') AS place, coalesce(i.native_id, a.native_id, key) AS id, verdict,
            d.fingerprint
        FROM decisions AS d
        LEFT JOIN interactions AS i ON scope = 'item' AND i.number = CAST(key AS INTEGER)
        LEFT JOIN accounts AS a ON scope = 'person' AND a.number = CAST(key AS INTEGER)
        WHERE d.number IN (SELECT max(number) FROM decisions GROUP BY scope, key) ORDER BY scope, place, id
    """,
    "triage": """
        SELECT source, native_id AS id, t.state, until FROM triage AS t JOIN interactions AS i ON i.number = interaction
        WHERE t.fingerprint = i.fingerprint ORDER BY source, id
    """,
    "mention sent": """
        SELECT source, target, wanted, told, status FROM mentions_sent ORDER BY source, target
    """,
    "published file": """
        SELECT target, name, digest FROM published_files ORDER BY target, name
    """,
    "feed told": """
        SELECT feed, digest FROM pinged ORDER BY feed
    """,
    "post": """
        SELECT uid AS article, place, state, p.lang, p.text, p.url FROM posts AS p JOIN articles ON number = article
        ORDER BY uid, place
    """,
    "cursor": """
        SELECT source, cursor FROM cursors ORDER BY source
    """,
}


def export(database: Database) -> Iterator[dict[str, object]]:
    """Yield each fact as a record that JSON can hold; its `type` is the section."""
    with database.transaction("DEFERRED"):  # one moment for all sections, whoever writes meanwhile
        tables = {section: database.table(sql) for section, sql in SECTIONS.items()}
    for section, (names, rows) in tables.items():
        for row in rows:
            yield {"type": section, **dict(zip(names, row, strict=True))}
