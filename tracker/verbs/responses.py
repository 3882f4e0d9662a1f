"""What of the responses may be shown in public, and the files the site shows it from."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import PrivateStaysPrivate
from tracker.model import Decision, Scope, State, Verdict
from tracker.rules import finding, identity, jf2, moderation, reconcile, urls
from tracker.rules.moderation import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from tracker.ledger import Ledger
    from tracker.model import Article, Known
    from tracker.rules.owner import Owner


@dataclass(frozen=True, slots=True)
class Response:
    """One response, and whether it may be shown."""

    id: str
    verdict: Verdict
    edited: bool
    """It was approved, and reads differently now."""
    kind: str
    name: str
    person: int
    source: str
    article: str
    """Its title."""
    url: str
    text: str
    private: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Exported:
    """What the site's folder holds now."""

    shown: int
    articles: int
    written: tuple[Path, ...]
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Judge:
    """The decisions as they hold now."""

    decisions: Mapping[tuple[Scope, str], Decision]

    def subject(self, one: Known) -> Subject:
        it = one.interaction
        domain = urls.host(it.url or (it.account.url if it.account else ""))
        return Subject(one.number, one.person, domain, reconcile.fingerprint(it), it.private)

    def verdict(self, one: Known) -> Verdict:
        return moderation.verdict(self.subject(one), self.decisions)


def listed(ledger: Ledger, owner: Owner, *, article: str = "", verdict: Verdict | None = None) -> tuple[Response, ...]:
    """Return the responses with words, newest first; the author's own are never among them."""
    articles = ledger.articles.all()
    asked = finding.article(article, articles) if article else None
    judge, theirs = _theirs(ledger, owner, asked)
    titles = {one.uid: one.title or finding.slug(one) for one in articles}
    worded = [one for one in theirs if one.interaction.text]
    made = (_response(one, judge, titles) for one in reversed(worded))
    return tuple(one for one in made if verdict in (None, one.verdict))


def decide(ledger: Ledger, verdict: Verdict, ids: Sequence[str], now: datetime) -> tuple[Known, ...]:
    """Decide about single responses, bound to what they say now; raises PrivateStaysPrivate for what never is shown."""
    found = tuple(ledger.interactions.get(finding.interaction(asked)) for asked in ids)
    private = [f"c{one.number}" for one in found if one.interaction.private]
    if private and verdict is Verdict.APPROVED:
        raise PrivateStaysPrivate(private)
    with ledger.transaction():
        for one in found:
            fingerprint = reconcile.fingerprint(one.interaction)
            ledger.moderation.decide(Decision(Scope.ITEM, str(one.number), verdict, fingerprint, now))
    return found


def decide_widely(ledger: Ledger, verdict: Verdict, scope: Scope, key: str, now: datetime) -> None:
    """Decide about all that a person says, or that comes from a domain, now and later; raises NoSuchPerson."""
    told = _person(ledger, key) if scope is Scope.PERSON else urls.host(key) or urls.host(f"https://{key}") or key
    with ledger.transaction():
        ledger.moderation.decide(Decision(scope, told.lower(), verdict, "", now))


def _person(ledger: Ledger, asked: str) -> str:
    return str(ledger.contacts.get(finding.person_number(asked, ledger.contacts.all())).number)


def export(ledger: Ledger, owner: Owner, folder: Path) -> Exported:
    """Write a jf2 file for each article that has something to show, and remove those that have nothing left.

    A file whose content has not changed is not touched.
    """
    judge, theirs = _theirs(ledger, owner, None)
    by_article: dict[str, list[Known]] = defaultdict(list)
    for one in theirs:
        by_article[one.interaction.article].append(one)
    feeds, announced = {}, _announced(ledger)
    for article in ledger.articles.all():
        feed = _feed(article, by_article[article.uid], judge, announced[article.uid])
        if feed["children"] or feed["counts"] or feed["syndication"]:
            feeds[folder / jf2.file_name(article)] = feed
    written = tuple(path for path, feed in feeds.items() if _write(path, feed))
    removed = tuple(path for path in sorted(folder.glob("*.json")) if path not in feeds)
    for path in removed:
        path.unlink()
    shown = [len(feed["children"]) for feed in feeds.values() if feed["children"]]
    return Exported(sum(shown), len(shown), written, removed)


def _theirs(ledger: Ledger, owner: Owner, article: Article | None) -> tuple[_Judge, list[Known]]:
    accounts = ledger.accounts.all()
    persons = identity.fold(accounts, ledger.links.active())
    owners = identity.owned(accounts, persons, owner.owns)
    decisions = {_key(one, persons): one for one in ledger.moderation.history()}
    live = ledger.interactions.responses(article.uid if article else None, (State.LIVE, State.MISSING))
    return _Judge(decisions), [one for one in live if one.account not in owners]


def _key(decision: Decision, persons: Mapping[int, int]) -> tuple[Scope, str]:
    """A decision about a person follows them when accounts are merged."""
    if decision.scope is not Scope.PERSON:
        return decision.scope, decision.key
    return Scope.PERSON, str(persons.get(int(decision.key), decision.key))


def _response(one: Known, judge: _Judge, titles: Mapping[str, str]) -> Response:
    it, subject = one.interaction, judge.subject(one)
    return Response(
        f"c{one.number}",
        moderation.verdict(subject, judge.decisions),
        moderation.edited_since(subject, judge.decisions),
        it.kind.word,
        it.account.label if it.account else "",
        subject.person,
        one.source,
        titles.get(it.article, it.article),
        it.url,
        it.text,
        it.private,
        it.published or it.received or one.first_seen,
    )


def _announced(ledger: Ledger) -> dict[str, list[str]]:
    """What a command or a search told us: the site knows what it says itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for told in ledger.announcements.all():
        if told.by != "site":
            found[told.announcement.article].append(told.announcement.url)
    return found


def _feed(article: Article, theirs: Iterable[Known], judge: _Judge, announced: Sequence[str]) -> jf2.Feed:
    told = [(one, judge.verdict(one)) for one in theirs]
    approved = [one for one, said in told if said is Verdict.APPROVED and one.interaction.text]
    counted = (one.interaction.kind for one, said in told if said is not Verdict.HIDDEN and not one.interaction.private)
    counts = Counter(kind.value for kind in counted if kind in jf2.COUNTED)
    return jf2.feed(article, approved, dict(sorted(counts.items())), announced)


def _write(path: Path, feed: jf2.Feed) -> bool:
    text = json.dumps(feed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)  # the whole file or the old one, also when interrupted
    return True
