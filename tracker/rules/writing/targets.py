"""Where a link inside the site leads: to a file of `content/`, to a page of the site, to a heading; or nowhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from tracker.messages import _
from tracker.rules.settings import nearest
from tracker.rules.urls import host, is_web
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from tracker.rules.writing.links import Link

BRACED = re.compile(r"[{|](filename|static|attach|index|author|category|tag)[|}]([^#?]*)(?:\?[^#]*)?(?:#(.*))?")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
LISTS = ("index", "author", "category", "tag")
"""Links that name a list, not a file: Pelican knows those."""
TEXTS = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html")
BASE = "https://site.invalid"


@dataclass(frozen=True)
class Targets:
    """Everything a link may lead to."""

    files: AbstractSet[str]
    """What lies in `content/`."""
    pages: Mapping[str, str]
    """Each address of the site (`/en/2026/10/slug/`), and the file of the text there; empty for a list."""
    ids: Callable[[str], AbstractSet[str]]
    """The `#id`s of a text, by its file; empty for what is none."""
    host: str = ""
    """Of the published site: a link to it is a link inside."""
    built: AbstractSet[str] = field(default_factory=frozenset)
    """What the last build wrote, as addresses; empty when there is none."""
    gone: AbstractSet[str] = field(default_factory=frozenset)
    """The texts that were taken down, by their files, and the addresses of those whose files are no more."""


def outside(link: Link, ours: str) -> bool:
    """Whether a link leaves the site that is published at host `ours`."""
    where = f"https:{link.where}" if link.where.startswith("//") else link.where
    return is_web(where) and host(where) != ours


def remarks(link: Link, name: str, address: str, targets: Targets) -> Iterator[Remark]:
    """Yield what is wrong with where `link` leads, in the text `name` that is read at `address`."""
    where = link.where.strip()
    braced = BRACED.fullmatch(unquote(where))
    if not where:
        said = _("“{label}” leads nowhere.").format(label=link.label)
        yield Remark("link-empty", link.line, said, _("Write its address between the brackets."))
    elif braced:
        yield from _named(link, name, braced, targets)
    elif where.startswith("#"):
        yield from _anchor(link, name, unquote(where[1:]), targets)
    elif is_web(where) and host(where) == targets.host:
        parts = urlsplit(where)
        yield from _on_site(link, unquote(parts.path) or "/", unquote(parts.fragment), targets)
    elif not SCHEME.match(where) and not where.startswith("//"):
        yield from _plain(link, name, address, targets)


def resolved(where: str, name: str) -> str:
    """Return the file in `content/` that a path behind `{filename}` or `{static}` in `name` means."""
    path = unquote(where)
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
    return posixpath.normpath(joined)


def static(where: str, name: str) -> str:
    """Return the file of `content/` that an image shows; empty when it is shown from elsewhere."""
    braced = BRACED.fullmatch(unquote(where.strip()))
    return resolved(braced[2], name) if braced and braced[1] in ("static", "attach", "filename") else ""


def _named(link: Link, name: str, braced: re.Match[str], targets: Targets) -> Iterator[Remark]:
    what, path, fragment = braced.groups()
    if what in LISTS:
        return
    file = resolved(path, name)
    if file not in targets.files:
        yield _missing(link, file, _near(file, name, targets))
    elif file in targets.gone:
        yield _gone(link)
    elif fragment:
        yield from _anchor(link, file, fragment, targets)


def _gone(link: Link) -> Remark:
    said = _("“{label}” leads to a post that is gone.").format(label=link.label)
    return Remark("link-gone", link.line, said, _("Remove the link, or say in its place that the post was taken down."))


def _missing(link: Link, file: str, near: str) -> Remark:
    rule = "image-missing" if link.image else "link-broken"
    if link.image:
        said = _("There is no picture {file} in the folder of texts.").format(file=file)
    else:
        said = _("There is no file {file} in the folder of texts.").format(file=file)
    fix = _("Did you mean {nearest}?").format(nearest=near) if near else _("Put it there, or correct the path.")
    return Remark(rule, link.line, said, fix)


def _near(file: str, name: str, targets: Targets) -> str:
    """The file that was most likely meant, as it would be written in the text `name`."""
    base = posixpath.basename(file)
    same = [one for one in sorted(targets.files) if posixpath.basename(one).lower() == base.lower()]
    near = next(iter(same), "") or nearest(file, targets.files)
    return posixpath.relpath(near, posixpath.dirname(name) or ".") if near else ""


def _anchor(link: Link, file: str, fragment: str, targets: Targets) -> Iterator[Remark]:
    known = targets.ids(file)
    if not file.endswith(TEXTS) or fragment in known or fragment == "top":
        return
    near = nearest(fragment, known)
    fix = (
        _("Did you mean #{nearest}?").format(nearest=near)
        if near
        else _("Link to a heading, or name the place: {{#{id}}} behind a heading.").format(id=fragment)
    )
    yield Remark("link-anchor", link.line, _("There is no #{id} in {file}.").format(id=fragment, file=file), fix)


def _plain(link: Link, name: str, address: str, targets: Targets) -> Iterator[Remark]:
    """Yield what is wrong with a path that Pelican hands on as it is."""
    parts = urlsplit(link.where.strip())
    path = unquote(parts.path)
    file = resolved(path, name)
    if file in targets.files and not path.startswith("/"):
        what = "{filename}" if file.endswith(TEXTS) else "{static}"
        said = _("The path {path} is a file here; on the site it is none.").format(path=path)
        rule = "image-missing" if link.image else "link-relative"
        yield Remark(rule, link.line, said, _("Write {link}.").format(link=f"{what}{path}"))
    elif path.endswith(TEXTS[:-1]):
        yield _missing(link, file, _near(file, name, targets))
    elif address:
        yield from _on_site(link, unquote(urlsplit(urljoin(BASE + address, parts.path)).path), parts.fragment, targets)


def _on_site(link: Link, path: str, fragment: str, targets: Targets) -> Iterator[Remark]:
    """Yield what is wrong with a link to the path of a page of ours."""
    page = path.removesuffix("index.html")
    file = targets.pages.get(page, targets.pages.get(f"{page}/"))
    if targets.gone & {page, f"{page}/", file}:
        yield _gone(link)
    elif file is not None:
        if file and fragment:
            yield from _anchor(link, file, unquote(fragment), targets)
    elif path.lstrip("/") not in targets.files and page not in targets.built and f"{page}/" not in targets.built:
        near = nearest(page, targets.pages)
        fix = _("Did you mean {nearest}?").format(nearest=near) if near else _("Correct it, or link with {filename}.")
        known = bool(targets.built)
        said = (
            _("There is no {path} on the site.")
            if known
            else _("{path} is no text of this site, and nothing is built.")
        )
        yield Remark("link-broken" if known else "link-unknown", link.line, said.format(path=path), fix)
