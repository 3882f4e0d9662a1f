"""Templates compiled once: what came of them lies in the user's own folder for that, sealed.

Never in the site's cache, which may come from elsewhere: it is run. What is broken counts as not there, and a
disk that is full is no reason to fail; Jinja's own memory takes it for one, and runs what was written over.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache
from kept_files import KeptFiles

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

OLDER = (ValueError, TypeError, EOFError, AttributeError, ImportError, pickle.UnpicklingError)
"""What Python raises for what another Python has compiled."""


class KeptTemplates(FileSystemBytecodeCache):
    """Jinja's memory, in Jinja's folder, with our files."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fetch what came of a template, if it is whole."""
        data = KeptFiles(Path(self.directory)).get(self.pattern % bucket.key)
        try:
            if data:
                bucket.bytecode_from_string(data)
        except OLDER:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if there is room."""
        KeptFiles(Path(self.directory)).put(self.pattern % bucket.key, bucket.bytecode_to_string())


def kept_templates(pattern: str) -> KeptTemplates | None:
    """Return the memory; None where there is no safe place for it."""
    try:
        return KeptTemplates(pattern=pattern)
    except (RuntimeError, OSError):  # a folder that others could write to, or none
        return None
