"""Posts about the same things, for whoever has read one to its end: `article.related`.

Posts of one language are compared by their tags and by the words of title, summary and headings;
what few posts say counts most (tf-idf, cosine). The same posts always give the same answer. The whole
texts would cost every build a second at a thousand posts and name the subject no better.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from heapq import nsmallest
from itertools import chain, islice
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from pelican import signals
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Features = Mapping[str, float]

MOST = 3
CONSIDERED = 32
"""Of how many near posts those may be left out that are linked anyway."""
NEAR = 0.08
"""Cosine below which two posts have nothing in common but their language."""
TAG, TITLE, TEXT = 4, 3, 1
"""What a tag, a word of the title and any other word weigh."""
TERMS = 16
"""How many of its words, the most telling ones, a post is compared by."""
COMMON = 20
"""Posts that a word may stand in and still tell something; in a large blog one in twelve."""

HEADING = re.compile(r"<h[23]\b[^>]*>(.*?)</h[23]>", re.DOTALL)
MARKUP = re.compile(r"<(rt|rp)\b.*?</\1>|<[^>]+>", re.DOTALL)
LATIN = re.compile(r"[^\W\d_\u3005\u3041-\u30ff\u3400-\u9fff]{3,}")
JAPANESE = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]{2,}|[\u30a1-\u30fa\u30fc]{2,}")


def terms(text: str) -> Iterator[str]:
    """Yield words in Latin letters, and each pair of characters in runs of kanji or katakana."""
    yield from (word.casefold() for word in LATIN.findall(text))
    for run in JAPANESE.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def features(article: Any) -> Counter[str]:
    """Return what a post is about, each with its weight."""
    headings = MARKUP.sub("", " ".join(HEADING.findall(article._content or "")))  # noqa: SLF001 - as it was read
    found: Counter[str] = Counter()
    for text, weight in ((article.title, TITLE), (article.summary, TEXT), (headings, TEXT)):
        for term in terms(text):
            found[term] += weight
    for tag in getattr(article, "tags", ()):
        found[f"#{tag.slug}"] += TAG
    return found


def similar(posts: Sequence[Counter[str]]) -> list[list[int]]:
    """Return for each post the numbers of those most like it, best first; of two alike the earlier."""
    said = Counter(chain.from_iterable(posts))
    telling = {term: log(1 + len(posts) / times) for term, times in said.items() if _tells(times, len(posts))}
    vectors = [_unit({term: post[term] * telling[term] for term in post if term in telling}) for post in posts]
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            holders[term].append((number, weight))
    return [_nearest(number, vector, holders) for number, vector in enumerate(passing(vectors))]


def _tells(times: int, posts: int) -> bool:
    return 1 < times <= max(COMMON, posts // 12)


def _unit(vector: Features) -> Features:
    """Return what says most about a post, of length 1."""
    heaviest = sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    length = sqrt(sum(weight * weight for _, weight in heaviest))
    return {term: weight / length for term, weight in heaviest}


def _nearest(number: int, vector: Features, holders: Mapping[str, Sequence[tuple[int, float]]]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for term, weight in vector.items():
        for other, its_weight in holders[term]:
            scores[other] += weight * its_weight
    scores.pop(number, None)
    near = [(-score, other) for other, score in scores.items() if score >= NEAR]
    return [other for _, other in nsmallest(CONSIDERED, near)]


def tell_related(articles: Iterable[Any]) -> None:
    """Set `related` of every post: others of its language, without those that are linked beside them anyway."""
    together: dict[str, list[Any]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: (article.date, article.url)):
        together[article.lang].append(article)
    for posts in together.values():
        for post, others in zip(posts, similar([features(post) for post in passing(posts)]), strict=True):
            found = (posts[other] for other in others)
            post.related = tuple(islice((one for one in found if one not in _beside(post)), MOST))


def _beside(post: Any) -> Sequence[Any]:
    """The posts before and after, and the rest of its series."""
    part = getattr(post, "part", None)
    return (post.older, post.newer, *(part.articles if part else ()))


def _tell(generators: Sequence[Any]) -> None:
    articles = generators[0].context["articles"]
    tell_related(chain(articles, *(article.translations for article in articles)))


def register() -> None:
    """Tell every post before anything is written."""
    signals.all_generators_finalized.connect(_tell)
