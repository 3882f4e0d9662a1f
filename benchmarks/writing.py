"""`python -m benchmarks.writing`: a check of ten years of posts, beside the start of the same command."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
ENISHI = (sys.executable, "-m", "tracker")
POSTS = 120
RUNS = 7


def main() -> None:
    """Measure in a scratch folder; the commands take turns, so that other work disturbs both alike."""
    with tempfile.TemporaryDirectory(prefix="enishi-bench-") as scratch:
        site = Path(scratch)
        written = sum(1 for _post in posts(site))
        for command in (("check",), ("check", "--json"), ("status",)):
            seconds, start = paired((*ENISHI, *command), (*ENISHI, "--version"), site)
            print(
                f"enishi {' '.join(command)} over {written} posts: {seconds:.2f} s of CPU"
                f" = {seconds / start:.1f} x enishi --version ({start:.2f} s); after start: {seconds - start:.2f} s"
            )


def posts(site: Path) -> Iterator[Path]:
    """Write the starter's posts over and over, each under an address and a date of its own, and yield them."""
    sources = sorted((ROOT / "content" / "2026").glob("*.md"))
    for name in ("images", "pages"):
        (site / "content" / name).parent.mkdir(exist_ok=True)
        (site / "content" / name).symlink_to(ROOT / "content" / name)
    (site / "content" / "2026").symlink_to(ROOT / "content" / "2026")
    for name in ("pelicanconf.py", "enishi.toml"):
        (site / name).write_bytes((ROOT / name).read_bytes())
    yield from sources
    for number in range(POSTS - len(sources)):
        source = sources[number % len(sources)]
        file = site / "content" / f"{2015 + number // 12}" / f"{number % 12 + 1:02}-{source.stem}-{number}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(renamed(source.read_text("utf-8"), number), "utf-8")
        yield file


def renamed(text: str, number: int) -> str:
    """Return a post that may stand beside the one it was made from."""
    text = re.sub(r"^(Slug|Uid): (.*)$", rf"\1: \2-{number}", text, flags=re.MULTILINE)
    date = f"Date: {2015 + number // 12}-{number % 12 + 1:02}-10 08:30 +0900"
    text = re.sub(r"^Date: .*$", date, text, flags=re.MULTILINE)
    text = re.sub(r"^(?:Modified|Aliases|Syndication): .*\n", "", text, flags=re.MULTILINE)
    return text.replace("{filename}", "{filename}../2026/")


def paired(command: Sequence[str], other: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run two commands in turn and return the median CPU seconds of each: other work on the machine counts less."""
    times = [(_timed(command, folder), _timed(other, folder)) for _run in range(RUNS + 1)][1:]
    return statistics.median(one for one, _two in times), statistics.median(two for _one, two in times)


def _timed(command: Sequence[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "ENISHI_LEDGER": str(folder / "none.db")}
    subprocess.run(command, cwd=folder, env=surroundings, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
