"""What a page was made from: the names its templates asked for, the templates, and what they read of each post.

Noted while the page is rendered, whatever the theme; so the next build knows whether it would come
out the same. A post is watched by a `__getattribute__` that is there only while a page is rendered,
because functions that templates call read posts too.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fingerprints import digest
from jinja2 import Environment
from jinja2.exceptions import TemplateNotFound
from jinja2.runtime import Context
from kept_templates import kept_templates
from pelican.contents import Content
from worth import Untold, Worth, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TEXT = frozenset(
    ("content", "summary", "_content", "_summary", "get_content", "get_summary", "_update_content", "_get_content")
)
"""What depends on a post's whole text and on the addresses it links to."""
MISSING = "missing"

Reads = dict[tuple[Any, str], None]


@dataclass
class Noted:
    """What one page has read."""

    names: dict[str, None] = field(default_factory=dict)
    templates: dict[str, None] = field(default_factory=dict)
    reads: Reads = field(default_factory=dict)


_now = Noted()


class NotingContext(Context):
    """Notes the names that templates ask for."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return what a name stands for."""
        _now.names[key] = None
        return super().resolve_or_missing(key)


class NotingEnvironment(Environment):
    """Notes the templates that others extend, include or import."""

    context_class = NotingContext

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002 - Jinja's name for it
        _now.templates[name] = None
        return super()._load_template(name, globals)


@contextmanager
def noting() -> Iterator[Noted]:
    """Note what is read while this lasts."""
    global _now  # noqa: PLW0603 - one page is rendered at a time
    _now = noted = Noted()
    Content.__getattribute__ = _watching(noted.reads)
    try:
        yield noted
    finally:
        del Content.__getattribute__
        _now = Noted()


def _watching(reads: Reads) -> Any:
    """Note what others read of a post, not what it reads of itself to answer them."""
    plain, answering = object.__getattribute__, False

    def watched(self: Any, name: str) -> Any:
        nonlocal answering
        if answering:
            return plain(self, name)
        reads[self, name] = None
        answering = True
        try:
            return plain(self, name)
        finally:
            answering = False

    return watched


class Sums:
    """Adds up what pages were made from, as it is in this build."""

    def __init__(self, settings: Mapping[str, Any], surroundings: str) -> None:
        self.worth = Worth(settings)
        self.surroundings = surroundings
        """What every page depends on: programs, settings, the rest of the theme."""
        self._sources: dict[tuple[int, str], str] = {}
        self._read: dict[tuple[int, tuple[str, ...]], str] = {}
        self._texts: dict[int, str] = {}

    def of(self, template: Any, context: Mapping[str, Any], made_from: MadeFrom, posts: Mapping[str, Any]) -> str:
        """Return one name for everything a page was made from; raises `Untold`, or KeyError for a post that is gone."""
        environment = template.environment
        return digest(
            self.surroundings,
            template.name,
            context["output_file"],
            *(self._source(environment, name) for name in (template.name, *made_from.templates)),
            *(self._name(environment, context, name) for name in made_from.names),
            *(self._reads(posts[key], attributes) for key, attributes in made_from.reads),
        )

    def _source(self, environment: Environment, name: str) -> str:
        key = (id(environment), name)
        if key not in self._sources:
            try:
                source = environment.loader.get_source(environment, name)[0] if environment.loader else MISSING
            except TemplateNotFound:
                source = MISSING
            self._sources[key] = digest(source)
        return self._sources[key]

    def _name(self, environment: Environment, context: Mapping[str, Any], name: str) -> str:
        if name in context:
            return self.worth.of(context[name])
        return self.worth.of(environment.globals[name]) if name in environment.globals else MISSING

    def _reads(self, post: Any, attributes: tuple[str, ...]) -> str:
        key = (id(post), attributes)
        if key not in self._read:
            self._read[key] = "\0".join(self._attribute(post, name) for name in attributes)
        return self._read[key]

    def _attribute(self, post: Any, name: str) -> str:
        if name in TEXT:
            if name == "summary" and "summary" in post.metadata:
                return self.worth.of(post.metadata["summary"])
            return self._text(post)
        try:
            value = getattr(post, name)
        except AttributeError:
            return MISSING
        return self._whole(post) if callable(value) or name == "__dict__" else self.worth.of(value)

    def _text(self, post: Any) -> str:
        """The text with its addresses filled in, and as it was: the two decide how it reads on any page."""
        if id(post) not in self._texts:
            text = post._content or ""  # noqa: SLF001 - what plugins are meant to change
            self._texts[id(post)] = digest(text, post.get_content("") or "", str(post.metadata.get("summary")))
        return self._texts[id(post)]

    def _whole(self, post: Any) -> str:
        state = {name: value for name, value in vars(post).items() if name not in ("settings", "_context")}
        return self._text(post) + self.worth.of(state)


@dataclass(frozen=True)
class MadeFrom:
    """What a page was made from, as it is kept from one build to the next."""

    templates: tuple[str, ...]
    names: tuple[str, ...]
    reads: tuple[tuple[str, tuple[str, ...]], ...]
    """(post, what was read of it)."""


def made_from(noted: Noted) -> MadeFrom:
    """Put in order what was noted; raises `Untold` when a post has no name."""
    by_post: dict[Any, list[str]] = {}
    for post, name in noted.reads:
        by_post.setdefault(post, []).append(name)
    if any(not post.source_path for post in by_post):
        raise Untold
    return MadeFrom(
        tuple(noted.templates),
        tuple(noted.names),
        tuple((key(post), tuple(names)) for post, names in by_post.items()),
    )


def key(content: Any) -> str:
    """Return the name of a post, page or file among all of them."""
    return f"{type(content).__name__}:{reference(content)}"


def by_key(contents: Iterable[Any]) -> dict[str, Any]:
    """Return posts, pages and files by name."""
    return {key(content): content for content in contents if content is not None}


def watch(environment: Environment, options: str) -> None:
    """Let a generator's environment note what its templates ask for, and compile none that it compiled before.

    `options` say how it compiles.
    """
    environment.__class__ = NotingEnvironment
    environment.context_class = NotingContext
    environment.bytecode_cache = kept_templates(f"__enishi_{digest(options)}_%s.cache")
