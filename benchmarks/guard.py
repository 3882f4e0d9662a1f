"""`python -m benchmarks.guard`: the leak guard over a thousand pages, against a ledger of many private texts."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.flood import Flood, articles
from tracker.config.network import Nothing
from tracker.http import Http, HttpSettings
from tracker.ledger import Ledger
from tracker.model import Account, Interaction, Kind
from tracker.rules.leaks.ordinary import ENGLISH, JAPANESE
from tracker.rules.owner import Owner
from tracker.rules.reconcile import Changes
from tracker.verbs.guard import guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGES, PRIVATE, PUBLIC = 1_000, 20_000, 100_000
PAGE, TEXT = 3_000, 300
"""Letters of a page's own text, and of a private text on average: real comments have 332 in English, 76 in Japanese."""
LAYOUT = 60
FLAT = 80
"""How far from Zipf's law the commonest words are: so, as much is shared by chance as between real texts."""
LEAK = "the Rotterdam office closes in March and nobody has been told"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PARTICLES = "の に は を が で と して います という ことが ので から ました です ではなく まで なり した れる".split()  # noqa: SIM905 - as it reads


class Writer:
    """Makes up texts whose words are as frequent as those of a language (Zipf), the same in every run."""

    def __init__(self) -> None:
        self._chance = random.Random(7)  # noqa: S311 - no secret
        self._languages = (
            (" ", self._weighed([*sorted(ENGLISH), *self._made_up(20_000)])),
            ("", self._weighed([*PARTICLES * 3, *sorted(JAPANESE), *self._kanji(8_000)])),
        )

    def text(self, letters: int, *, japanese: bool) -> str:
        """Return a text of about so many letters."""
        between, (words, weights) = self._languages[japanese]
        several = self._chance.choices(words, cum_weights=weights, k=max(letters // (2 if japanese else 7), 1))
        return between.join(several)

    def length(self, about: int) -> int:
        """Return a length, mostly less than twice `about`."""
        return self._chance.randint(about // 5, about * 9 // 5)

    def _made_up(self, count: int) -> list[str]:
        pick = self._chance.choice
        return [
            "".join(pick("bcdfghjklmnprstvw") + pick("aeiou") for _ in range(pick((2, 3, 4)))) for _ in range(count)
        ]

    def _kanji(self, count: int) -> list[str]:
        return ["".join(chr(self._chance.randint(0x4E00, 0x6000)) for _ in range(2)) for _ in range(count)]

    @staticmethod
    def _weighed(words: Sequence[str]) -> tuple[Sequence[str], list[float]]:
        return words, list(accumulate(1 / (rank + FLAT) for rank in range(len(words))))


def main() -> None:
    """Measure in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="enishi-bench-") as scratch:
        folder, writer = Path(scratch), Writer()
        size = sum(map(len, pages(folder / "output", writer)))
        with Ledger.open(folder / "bench.db") as ledger:
            fill(ledger, writer)
            before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
            found = guard(ledger, folder / "output", Owner(name="Mio"))
            seconds = time.process_time() - started
            held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        clear = sum(one.clear for one in found.findings)
        print(
            f"leak guard, {PAGES:,} pages ({size / 1e6:.1f} MB) against {PRIVATE:,} private and {PUBLIC:,} public"
            f" texts: {seconds:.1f} s of CPU, {held:.0f} MB;"
            f" {clear} clear (1 was planted), {len(found.findings) - clear} to look at"
        )


def pages(output: Path, writer: Writer) -> Iterator[str]:
    """Write pages in one layout, and yield them; one has the leak in it."""
    output.mkdir()
    links = "\n".join(
        f'<li class="nav-item"><a class="nav-link" href="/tags/{n}/" title="{writer.text(20, japanese=False)}">'
        f"{writer.text(12, japanese=False)}</a></li>"
        for n in range(LAYOUT)
    )
    for number in range(PAGES):
        japanese = number % 2 == 1
        said = [writer.text(PAGE // 10, japanese=japanese) for _paragraph in range(10)]
        if number == PAGES // 2:
            said[4] += f" {LEAK}"
        text = "\n".join(f'<p id="{number}-{n}">{each}</p>' for n, each in enumerate(said))
        page = f'<!doctype html><html lang="en"><body><ul>{links}</ul><article>{text}</article></body></html>'
        (output / f"{number}.html").write_text(page, "utf-8")
        yield page


def fill(ledger: Ledger, writer: Writer) -> None:
    """Store what was said in public and in private, without a place to pull it from."""
    ledger.articles.remember(articles(120), NOW)
    for page in Flood(total=PUBLIC).pages((), None, Http(HttpSettings("bench"), Nothing())):
        ledger.interactions.apply("flood", Changes(new=page.interactions), NOW)
    ledger.interactions.apply("mail", Changes(new=tuple(mails(writer))), NOW)


def mails(writer: Writer) -> Iterator[Interaction]:
    """Yield private texts of a few thousand people; one says what was leaked."""
    for number in range(PRIVATE):
        text = writer.text(writer.length(TEXT), japanese=number % 2 == 1)
        who = f"reader{number % 4_000}@mail.example"
        yield Interaction(
            f"{number}",
            Kind.MAIL,
            f"tag:bench.example,2016:{number % 120}",
            Account("mail", who),
            text=f"{text} {LEAK}" if number == PRIVATE // 2 else text,
            published=NOW,
            private=True,
        )


if __name__ == "__main__":
    main()
