"""Look over what is written before it is published: every text, and what only shows beside the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.content import built, gone
from tracker.messages import _
from tracker.programs import git_history
from tracker.rules.telling import file_of
from tracker.rules.urls import host, path
from tracker.rules.writing import findings, front_matter, frozen, gate, headings, manuscript, pairs, places, raw
from tracker.rules.writing.cadence import State, cadence
from tracker.rules.writing.findings import Remark, Severity
from tracker.rules.writing.frozen import Published
from tracker.rules.writing.pairs import Changed
from tracker.rules.writing.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from tracker.content import Content
    from tracker.ledger import Ledger
    from tracker.rules.writing.findings import Finding
    from tracker.rules.writing.gate import Outside
    from tracker.rules.writing.manuscript import Manuscript

GRACE = timedelta(days=1)
"""How much later than the other a version may be saved or committed without being called newer."""
SPOKEN = {"ja": lambda: _("Japanese"), "en": lambda: _("English")}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what was found."""

    findings: tuple[Finding, ...]
    posts: int
    pages: int
    outside: tuple[Outside, ...] = ()
    """Links that leave the site."""

    def count(self, severity: Severity) -> int:
        """How many findings are so bad."""
        return sum(one.severity is severity for one in self.findings)

    def blocking(self, *, strict: bool) -> int:
        """How many findings hold the site back."""
        return self.count(Severity.ERROR) + (self.count(Severity.WARNING) if strict else 0)


def published(ledger: Ledger) -> tuple[Published, ...]:
    """Return the posts that are where the site was put last, by each address that they have there."""
    last = ledger.publications.all()[:1]
    files = {name for one in last for name in ledger.publications.files(one.target)}
    articles = ledger.articles.all() if files else ()
    addresses = ((one.uid, url) for one in articles for url in (one.url, *one.older_urls))
    return tuple(Published(uid, path(url)) for uid, url in addresses if file_of(url, files))


@dataclass(frozen=True)
class Check:
    """One look over the texts of a site."""

    content: Content
    site: Path
    """The site's folder: findings name files below it."""
    url: str
    """The published site's address."""
    articles: Path | None
    """Where the last build listed its articles, if that is a file."""
    now: datetime
    known: tuple[Published, ...] = ()
    """The posts that were put out, whatever was built since (`published`)."""

    def __call__(self, only: Collection[str] = ()) -> Checked:
        """Return what is to be said about the texts named in `only`, or about all of them."""
        wanted = [one for one in self.content.texts if not only or one.name in only]
        found = [self._finding(name, each) for name, each in self._remarks(only) if not only or name in only]
        written = [one.written for one in wanted if one.written]
        ours = host(self.url)
        return Checked(
            findings.worst_first(found),
            sum(not one.page for one in written) + sum(one.written is None for one in wanted),
            sum(one.page for one in written),
            tuple(each for one in written for each in gate.outside(one, ours)),
        )

    def file(self, name: str) -> str:
        """What a file of the folder of texts is called below the site's."""
        path = self.content.root / name
        return path.relative_to(self.site).as_posix() if self.site in path.parents else path.as_posix()

    def beside(self, checked: Checked, remarks: Iterable[tuple[str, Remark]]) -> Checked:
        """Return what was found, with what is to be said about links besides; a text may except itself here too."""
        more = [self._finding(name, one) for name, one in self._excepting(remarks)]
        return replace(checked, findings=findings.worst_first([*checked.findings, *more]))

    def _finding(self, name: str, one: Remark) -> Finding:
        return next(findings.found(self.file(name) if name in self.content.files else name, (one,)))

    def _remarks(self, only: Collection[str]) -> Iterator[tuple[str, Remark]]:
        around = self._around
        for text in self.content.texts:
            if only and text.name not in only:
                continue
            yield from ((text.name, remark) for remark in text.remarks)
            if text.written and not any(remark.rule == "file-size" for remark in text.remarks):
                yield from ((text.name, remark) for remark in gate.remarks(text.written, around))
        yield from self._together()
        if not only:
            yield from self._month()

    def _together(self) -> Iterator[tuple[str, Remark]]:
        """Yield what shows only where texts are seen side by side."""
        texts = self.content.manuscripts
        yield from self._excepting(front_matter.twice(texts))
        yield from self._excepting(places.taken(texts, self.content.plan.addresses, self.content.plan.languages))
        yield from self._excepting(each for versions in pairs.pairs(texts) for each in self._pair(versions))
        yield from self._excepting(frozen.remarks(texts, self._published(), self.content.plan.addresses.of))
        yield from self._excepting(self._built())
        yield from ((gone.NAME, remark) for remark in self.content.gone.remarks)
        yield from self._vanished()

    def _vanished(self) -> Iterator[tuple[str, Remark]]:
        """Yield the posts that were built or put out last, are no more and of which nothing says so."""
        was = (*(built.published(self.articles) if self.articles else ()), *self.known)
        address = self.content.plan.addresses.of
        return frozen.vanished(self.content.manuscripts, was, address, self.content.gone.addresses, self.now)

    def _excepting(self, remarks: Iterable[tuple[str, Remark]]) -> Iterator[tuple[str, Remark]]:
        by_file: dict[str, list[Remark]] = defaultdict(list)
        for name, remark in remarks:
            by_file[name].append(remark)
        for name, several in by_file.items():
            one = self._by_name.get(name)
            exceptions = gate.exceptions(one) if one else ()
            yield from ((name, remark) for remark in several if not findings.covered(remark, exceptions))

    # --- one text -----------------------------------------------------------------------------------

    @cached_property
    def _by_name(self) -> Mapping[str, Manuscript]:
        return {one.name: one for one in self.content.manuscripts}

    @cached_property
    def _around(self) -> gate.Surroundings:
        plan, content = self.content.plan, self.content
        pages = places.pages(content.manuscripts, plan.addresses, plan.languages)
        known: dict[str, AbstractSet[str]] = {}

        def ids(file: str) -> AbstractSet[str]:
            one = self._by_name.get(file)
            if one and file not in known:
                known[file] = headings.ids(one.layout)
            return known.get(file, frozenset())

        there = Targets(
            content.files.keys(),
            pages,
            ids,
            host(self.url),
            built.addresses(self.site / plan.output),
            content.gone.addresses.union(one.name for one in content.manuscripts if one.gone),
        )
        return gate.Surroundings(plan.languages, self.now, plan.addresses, there, content.picture)

    # --- all of them --------------------------------------------------------------------------------

    def _pair(self, versions: tuple[Manuscript, ...]) -> Iterator[tuple[str, Remark]]:
        def speaks(lang: str) -> str:
            return SPOKEN[lang]() if lang in SPOKEN else lang

        says = any(one.modified for one in versions)
        return pairs.remarks(versions, lambda one: self._changed(one, says=says), speaks, GRACE)

    def _changed(self, one: Manuscript, *, says: bool) -> Changed | None:
        """When a text was changed: as it says, else as git does; else as the disk does, where no version `says` so."""
        if one.modified:
            return Changed(one.modified, said=True)
        committed = self._committed.get(one.name)
        if says:
            known = [at for at in (one.date, committed) if at]
            return Changed(max(known), said=False) if known else None
        return Changed(committed or datetime.fromtimestamp(self._mtime(one.name), UTC), said=False)

    @cached_property
    def _committed(self) -> Mapping[str, datetime]:
        paired = [one for versions in pairs.pairs(self.content.manuscripts) for one in versions if not one.modified]
        return git_history.committed(self.content.root, [one.name for one in paired])

    def _mtime(self, name: str) -> float:
        return self.content.files[name].stat().st_mtime

    def _published(self) -> Iterator[Published]:
        """Yield the posts as the last publication, the last build and the last commit have them."""
        yield from self.known
        if self.articles:
            yield from built.published(self.articles)
        plan = self.content.plan
        for name, was in git_history.changed(self.content.root).items():
            text = raw.text(was) if name.endswith(".md") else None
            one = manuscript.read(name, text, plan.zone) if text else None
            if one and one.is_out(self.now) and one.said("uid"):
                yield Published(one.said("uid"), plan.addresses.of(one), name)

    def _built(self) -> Iterator[tuple[str, Remark]]:
        if self.articles and self.articles.is_file():
            mtime = {one.name: self._mtime(one.name) for one in self.content.posts}
            yield from built.remarks(self.site / self.content.plan.output, self.articles, self.content.posts, mtime)

    def _month(self) -> Iterator[tuple[str, Remark]]:
        """Yield a note when the month has no post yet."""
        month = cadence(self.content.posts, self.now.astimezone(self.content.plan.zone))
        if month.state in (State.NONE, State.DRAFT):
            said = _("No post is out or scheduled this month; days left: {count}.").format(count=month.days_left)
            yield "", Remark("cadence", 0, said, _("`enishi status` says how the month stands."))
