"""`enishi serve`: the site on this machine while it is written; the page that is saved comes first.

Run as a program, since the tracker never imports Pelican:
`python plugins/preview.py --settings pelicanconf.py --port 8000 [--again]`. It ends with AGAIN when
settings, plugins or the theme's words changed: whoever started it starts it again, with `--again`.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from preview_server import Problem, Server, Shown
from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preview_site import Live

AGAIN = 75
"""The exit code that asks to be started again."""
OUTPUT = "preview"
"""The folder of the cache that is shown: what was built to be published stays as it is."""
QUIET = 0.15
"""Seconds without another save after which the rest is built."""
HALF = 0.7
"""Seconds in which a file that cannot be read may still be on its way: editors empty a file, then write it."""
TURN = 0.001
"""Seconds after which a build lets those who watch and serve go on."""
STEP, SETTLE = 5, 20
"""Milliseconds between two looks at the disk, and how long one editor's saving may take."""


@dataclass(frozen=True)
class Plan:
    """What a change asks for."""

    pages: tuple[Path, ...] = ()
    """Posts that are shown before the rest is built."""
    again: bool = False


def plan(changed: Iterable[Path], content: Path, theme: Path) -> Plan:
    """Decide what to do: texts are read again, and so are templates and styles; all else is a new start."""
    found = sorted(set(changed))
    readable = (content, theme / "templates", theme / "static")
    again = any(not any(path.is_relative_to(place) for place in readable) for path in found)
    return Plan(tuple(path for path in found if path.suffix == ".md" and path.is_relative_to(content)), again)


class Preview:
    """One run: builds, shows, and waits for what is saved next."""

    def __init__(self, settings: Path, port: int) -> None:
        self.settings = settings
        self.changes: Queue[Path] = Queue()
        self.places: list[Path] = []
        self.shown = Shown(_cache(settings) / OUTPUT)
        self.shown.folder.mkdir(parents=True, exist_ok=True)
        self.server = Server(port, self.shown)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def run(self, *, again: bool) -> int:
        """Show the site until a change asks for a new start; a site that cannot be loaded is shown as it was."""
        site = self.settings.parent
        self.places = [site / name for name in ("content", "theme", "plugins")]
        self._watch([site], below=False)
        self._watch(self.places, below=True)
        try:
            live = self._loaded()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the settings, it is told
            self._tell(_unloaded(error))
            if not again:
                return 1
            self.shown.ready.set()
            self.changes.get()
            return AGAIN
        self._build(live)
        self.shown.ready.set()
        while True:
            asked = plan(self._saved(None), live.content, live.theme)
            if asked.again and self._sound():
                return AGAIN
            if not asked.again:
                self._show(live, asked.pages)
                self._build(live)

    def _loaded(self) -> Live:
        from preview_site import Live  # noqa: PLC0415 - Pelican takes its time, and the server answers already

        live = Live(self.settings, self.shown.folder, lambda: not self.changes.empty())
        elsewhere = [place for place in (live.content, live.theme) if place not in self.places]
        self.places += elsewhere
        self._watch(elsewhere, below=True)
        return live

    def _show(self, live: Live, pages: Sequence[Path]) -> None:
        """Show the pages that were saved, each as soon as it is there, until nothing is saved for a moment."""
        waiting = list(pages)
        while waiting:
            with suppress(Exception):  # whatever it is, the build that follows meets it and says so
                if (path := waiting.pop(0)).is_file() and (name := live.page(path)):
                    self.shown.change([name])
            if not waiting:
                with suppress(Empty):
                    waiting += self._texts_saved()

    def _build(self, live: Live) -> None:
        """Build the rest; what is saved meanwhile goes before it."""
        from preview_site import Superseded  # noqa: PLC0415 - it is there by now

        try:
            changed = live.build()
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the site is shown, and mended by its author
            if not self._more_comes(HALF):
                self._tell(live.problem(error))
            return
        self.shown.marks = live.marks()
        self.shown.change(changed)
        self._tell(None)

    def _tell(self, problem: Problem | None) -> None:
        before = self.shown.problem
        if problem != before:
            said = problem or (f"✓ {before.file}" if before else "✓")
            print(said, file=sys.stderr, flush=True)  # noqa: T201 - a program of its own
        self.shown.tell(problem)

    def _sound(self) -> bool:
        """Whether the programs of the site can be read; a new start would fail otherwise."""
        for path in [*self.settings.parent.glob("*.py"), *self.settings.parent.glob("plugins/*.py")]:
            try:
                compile(path.read_bytes(), str(path), "exec")
            except (SyntaxError, ValueError) as error:
                self._tell(Problem(str(error), path.name, getattr(error, "lineno", None) or 0))
                return False
        return True

    def _texts_saved(self) -> list[Path]:
        """Wait a moment for more texts; what else is saved is put back for later."""
        found = self._saved(QUIET)
        for path in found:
            if path.suffix != ".md":
                self.changes.put(path)
        return [path for path in found if path.suffix == ".md"]

    def _more_comes(self, seconds: float) -> bool:
        """Whether something is saved within so many seconds; it stays to be looked at."""
        try:
            self.changes.put(self.changes.get(timeout=seconds))
        except Empty:
            return False
        return True

    def _saved(self, seconds: float | None) -> list[Path]:
        """Wait until something is saved; raises Empty when nothing was for so many seconds."""
        found = [self.changes.get(timeout=seconds)]
        while not self.changes.empty():
            found.append(self.changes.get())
        return found

    def _watch(self, places: Sequence[Path], *, below: bool) -> None:
        there = [place for place in places if place.is_dir()]
        if there:
            threading.Thread(target=self._look, args=(there, below), daemon=True).start()

    def _look(self, places: Sequence[Path], below: bool) -> None:  # noqa: FBT001 - a thread's argument
        for changes in watch(*places, step=STEP, debounce=SETTLE, recursive=below, watch_filter=None):
            for path in sorted({Path(name) for _, name in changes}):
                if matters(path, self.settings.parent):
                    self.changes.put(path)


def matters(path: Path, site: Path) -> bool:
    """Whether a change is one of a text or a program, not of what an editor or Python keeps beside it."""
    if path.name.startswith((".", "#")) or path.name.endswith(("~", ".swp", ".tmp", ".pyc", ".part")):
        return False
    if "__pycache__" in path.parts or path.is_dir():
        return False
    return path.parent != site or path.suffix == ".py"


def _unloaded(error: Exception) -> Problem:
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    return Problem(f"{type(error).__name__}: {error}", str(file or ""), line or 0)


def _cache(settings: Path) -> Path:
    return settings.parent / ".cache"


def main() -> int:
    """Run until Ctrl-C, or until a new start is needed."""
    parser = argparse.ArgumentParser(description="Show the site while it is written.")
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--again", action="store_true", help="it was shown before")
    asked = parser.parse_args()
    sys.setswitchinterval(TURN)
    try:
        return Preview(asked.settings.resolve(), asked.port).run(again=asked.again)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # open tabs are not waited for
