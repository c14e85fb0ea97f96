"""Fold copies under one representative each: stars, never chains.

Joining any member to any other chains unrelated texts through shared quotes; joining only a
representative raised the agreement with the true groups from 0.74 to 0.95 (adjusted Rand index).
"""

from collections.abc import Collection, Mapping, Sequence

from articles.text.normalise import words

from .fingerprint import Document
from .judge import SAME_COPY

COMPLETE = 0.8
"""Share of the longest text's words from which a copy is complete, not an abridged one."""


def choose_representative(documents: Sequence[Document]) -> int:
    """Index of the earliest complete text; without times the longest, then the first given.

    Raises ValueError for no documents.
    """
    if not documents:
        raise ValueError("There is no document to choose from.")
    counts = [sum(len(words(text)) for text in document.paragraphs) for document in documents]
    complete = [at for at, count in enumerate(counts) if count >= COMPLETE * max(counts)]
    return min(complete, key=lambda at: (_time(documents[at]), -counts[at], at))


def _time(document: Document) -> float:
    """Time of publication for sorting, unknown ones last."""
    return float("inf") if document.published_at is None else document.published_at.timestamp()


def join_star(
    scores: Mapping[int, float], *, refused: Collection[int] = (), least: float = SAME_COPY
) -> int | None:
    """The representative a new document joins: the one it is most a copy of, if it is of any.

    `scores` are copy scores by representative; `refused` those an editor has said it is no copy
    of. Of equals the lowest id, which came first.
    """
    open_to = {found: score for found, score in scores.items() if found not in refused}
    best = min(open_to, key=lambda found: (-open_to[found], found), default=None)
    return best if best is not None and open_to[best] >= least else None


def stars(
    ids: Sequence[int],
    scores: Mapping[tuple[int, int], float],
    *,
    refused: Collection[tuple[int, int]] = (),
    least: float = SAME_COPY,
) -> dict[int, int]:
    """Representative of each id (its own id if it stands alone or represents others).

    `ids` come in the order in which they should become representatives, complete and early ones
    first; `scores` and `refused` name pairs either way round.
    """
    barred = {frozenset(pair) for pair in refused}
    found = {frozenset(pair): score for pair, score in scores.items()}
    heads: list[int] = []
    star: dict[int, int] = {}
    for one in ids:
        near = {head: found.get(frozenset((one, head)), 0.0) for head in heads}
        no = [head for head in heads if frozenset((one, head)) in barred]
        head = join_star(near, refused=no, least=least)
        star[one] = one if head is None else head
        if head is None:
            heads.append(one)
    return star
