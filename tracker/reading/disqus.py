"""A Disqus export: its threads and posts one after the other, however large the file is.

Learned from exports of 2011 to 2016 (http://disqus.com/api/schemas/1.0/disqus.xsd). Comments carry
characters that XML forbids, so these are dropped before it is read; entities cannot be declared.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tracker.messages import _
from tracker.rules.disqus import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import BufferedIOBase

CHUNK = 2**16
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML may hold, even escaped (XML 1.0 §2.2)."""
INTERNAL_ID = "{http://disqus.com/disqus-internals}id"
KINDS = ("thread", "post")
REFERENCES = ("thread", "parent")
"""Elements inside a post that only name another."""
MOST_LETTERS = 10_000_000
"""Of one post; Disqus takes far fewer, and memory is not endless."""


class NoExport(ValueError):
    """A file that is something else; its text names what."""


@dataclass
class Export:
    """The rows of one file; `broken` is known when all have come."""

    file: BufferedIOBase
    broken: str = ""
    """What is wrong with the file; the rows before it are good. Empty: nothing."""

    def __iter__(self) -> Iterator[Row]:
        """Yield each thread and post; raises NoExport."""
        found = _Rows()
        parser = ET.XMLParser(target=found)  # noqa: S314 - `doctype` refuses what could declare an entity
        try:
            for text in _texts(self.file):
                parser.feed(text)
                yield from found.taken()
            parser.close()
        except (ET.ParseError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield from found.taken()
            self.broken = str(error)
        if not found.begun:
            raise NoExport(_("it is not XML"))


def _texts(file: BufferedIOBase) -> Iterator[str]:
    """Yield the file's text from its first `<` on, unpacked, without what XML forbids."""
    file.seek(0)
    head = file.read(len(ZIP))
    file.seek(0)
    if head == ZIP:
        raise NoExport(_("it is a ZIP archive; unpack it first"))
    unpacked = gzip.GzipFile(fileobj=file) if head.startswith(GZIP) else file
    texts = _decoded(unpacked, "utf-16" if head.startswith(UTF16) else "utf-8")
    for text in texts:
        if "<" in text:
            yield text[text.index("<") :]
            break
    yield from texts


def _decoded(file: BufferedIOBase, charset: str) -> Iterator[str]:
    """Yield text; a letter that is damaged costs itself."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    while chunk := file.read1(CHUNK):  # `read` would lose what came before the end of a packed file that is cut off
        yield FORBIDDEN.sub("", decoder.decode(chunk))


@dataclass
class _Rows:
    """What the XML parser tells: rows as they end."""

    begun: bool = False
    _ready: list[Row] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    """The elements we are in, below the root."""
    _depth: int = 0
    _id: str = ""
    _said: dict[str, str] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _letters: int = 0

    def taken(self) -> list[Row]:
        """Hand over the rows that have ended."""
        ready, self._ready = self._ready, []
        return ready

    def doctype(self, _name: str, _public: str, _system: str) -> None:
        """Refuse: an export declares nothing."""
        raise NoExport(_("it begins with a DOCTYPE, as web pages do and exports do not"))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter an element."""
        name = tag.rpartition("}")[2]
        if not self.begun:
            self._begin(name)
            return
        self._path.append(name)
        self._words.clear()
        if len(self._path) == 1:
            self._id, self._said, self._letters = attributes.get(INTERNAL_ID, ""), {}, 0
        elif len(self._path) == 2 and name in REFERENCES:  # noqa: PLR2004 - a child of the row
            self._said[name] = attributes.get(INTERNAL_ID, "")

    def _begin(self, name: str) -> None:
        if name != "disqus":
            raise NoExport(_("it is XML of another kind, <{name}>").format(name=name))
        self.begun = True

    def data(self, words: str) -> None:
        """Take the text of an element."""
        self._letters += len(words)
        if self._letters > MOST_LETTERS:
            raise NoExport(_("one of its comments has more than {count:,} letters").format(count=MOST_LETTERS))
        self._words.append(words)

    def end(self, _tag: str) -> None:
        """Leave an element, and the row with the last of it."""
        if not self._path:
            return
        if len(self._path) > 1 and self._words:
            self._said.setdefault("/".join(self._path[1:]), "".join(self._words))
        self._words.clear()
        kind = self._path.pop()
        if not self._path and kind in KINDS:
            self._ready.append(Row(kind, self._id.strip(), self._said))

    def close(self) -> None:
        """Say that this was all."""
