"""Show what differs between two texts, by words, paragraphs and sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from articles.text.align import Stretch, align
from articles.text.normalise import fold
from articles.text.normalise import words as folded_words
from articles.text.sentences import sentences as sentences

Op = Literal["same", "removed", "added"]

_TOKEN = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0dff'’\u200c\u200d])+\s*|[\W_]\s*"
)
_MOST_PAIRS = 10_000  # paragraph pairs weighed in one changed stretch; beyond, they pair in order
_ALIKE = 0.3  # shared share of words from which two paragraphs are one, changed
_MOVED_ALIKE = 0.5  # the same where the paragraph also stands elsewhere
_MOST_WEIGHED = 4_000  # characters of a paragraph that tell which other one it is like
_SAME_SENTENCE = 0.8  # share of three-word runs
_COUNTS = """
no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
million billion half third quarter dozen once twice
ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ پندرہ بیس تیس چالیس پچاس سو ہزار لاکھ کروڑ
واحد اثنان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية تسعة تسع عشرة عشر مئة ألف
"""
_COUNT_WORDS = frozenset(fold(_COUNTS).split())
_SHORT_SENTENCE = 4  # shorter ones are shared by chance ("He said no.")


@dataclass(frozen=True)
class Span:
    """A run of whole words with the blanks behind them; safe to mark up in either direction."""

    op: Op
    text: str


@dataclass(frozen=True)
class Row:
    """A paragraph beside what became of it; None on the side where it is missing."""

    before: tuple[Span, ...] | None
    after: tuple[Span, ...] | None
    changed: bool


@dataclass(frozen=True)
class Couple:
    """The places of a paragraph and of what became of it; None on the side where it is missing."""

    old: int | None
    new: int | None
    moved: bool = False


@dataclass(frozen=True)
class Shared:
    """Indexes of the sentences of either text that the other one has too."""

    in_a: frozenset[int]
    in_b: frozenset[int]


def words(before: str, after: str) -> list[Span]:
    """Return the spans that turn `before` into `after`, removed before added.

    The same and added spans joined give `after` exactly; the same and removed ones give `before`
    but for changed blanks. Time grows with the length, not with its square.

    >>> [(span.op, span.text) for span in words("two men died", "three men died")]
    [('removed', 'two '), ('added', 'three '), ('same', 'men died')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    spans = _leading(after, new)
    for stretch in align([token.strip() for token in old], [token.strip() for token in new]):
        spans.extend(_spans(stretch, old, new))
    return spans


def _leading(text: str, tokens: Sequence[str]) -> list[Span]:
    """The blanks before the first token."""
    blanks = text[: len(text) - len("".join(tokens))]
    return [Span("same", blanks)] if blanks else []


def _spans(stretch: Stretch, old: Sequence[str], new: Sequence[str]) -> list[Span]:
    removed, added = "".join(old[stretch.old]), "".join(new[stretch.new])
    if stretch.equal:
        return [Span("same", added)]
    both: list[Span] = []
    if removed:
        both.append(Span("removed", removed))
    if added:
        both.append(Span("added", added))
    return both


def paragraphs(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Return the two texts side by side, each paragraph beside the one it became."""
    return [
        row(
            None if couple.old is None else before[couple.old],
            None if couple.new is None else after[couple.new],
        )
        for couple in _in_order(before, after)
    ]


def couples(before: Sequence[str], after: Sequence[str]) -> list[Couple]:
    """Return each paragraph with the one it became, by their places.

    As `paragraphs`, but one that stands elsewhere in `after` is found there and called moved.

    >>> [(couple.old, couple.new, couple.moved) for couple in couples(["a", "b"], ["b", "a"])]
    [(1, 0, True), (0, 1, False)]
    """
    found = list(_in_order(before, after))
    lone_old = [c.old for c in found if c.new is None and c.old is not None]
    lone_new = [c.new for c in found if c.old is None and c.new is not None]
    if not (lone_old and lone_new):
        return found
    moved = _moved(
        {place: before[place] for place in lone_old}, {place: after[place] for place in lone_new}
    )
    gone = set(moved.values())
    return [
        Couple(moved[c.new], c.new, moved=True) if c.old is None and c.new in moved else c
        for c in found
        if c.new is not None or c.old not in gone
    ]


def _moved(old: dict[int, str], new: dict[int, str]) -> dict[int, int]:
    """For paragraphs of `new` the place in `old` where they stood: the same words, else the likest.

    Of very many only those in the same words are found.
    """
    places: dict[str, list[int]] = {}
    for place, text in reversed(old.items()):
        places.setdefault(fold(text), []).append(place)
    found = {at: known.pop() for at, text in new.items() if (known := places.get(fold(text)))}
    taken = set(found.values())
    left = {at: _some_words(text) for at, text in old.items() if at not in taken}
    right = {at: _some_words(text) for at, text in new.items() if at not in found}
    if len(left) * len(right) > _MOST_PAIRS:
        return found
    weighed = [(_likeness(a, b), i, j) for i, a in left.items() for j, b in right.items()]
    for weight, i, j in sorted(weighed, key=lambda one: (-one[0], one[1], one[2])):
        if weight >= _MOVED_ALIKE and j not in found and i not in taken:
            found[j] = i
            taken.add(i)
    return found


def _in_order(before: Sequence[str], after: Sequence[str]) -> Iterator[Couple]:
    for stretch in align([fold(text) for text in before], [fold(text) for text in after]):
        old, new = stretch.old, stretch.new
        pairs: Sequence[tuple[int | None, int | None]]
        if stretch.equal:
            pairs = [(place, place) for place in range(old.stop - old.start)]
        else:
            pairs = _pair(before[old], after[new])
        for i, j in pairs:
            yield Couple(None if i is None else old.start + i, None if j is None else new.start + j)


def row(left: str | None, right: str | None) -> Row:
    """Return two paragraphs side by side with the words that differ; either may be missing."""
    if left is None or right is None:
        before = None if left is None else (Span("removed", left),)
        after = None if right is None else (Span("added", right),)
        return Row(before, after, changed=True)
    if left == right:
        return Row((Span("same", left),), (Span("same", right),), changed=False)
    old, new = _TOKEN.findall(left), _TOKEN.findall(right)
    mine, theirs = _leading(left, old), _leading(right, new)
    # Each side keeps its own blanks: the same word may stand before a comma in one of them only.
    for stretch in align([token.strip() for token in old], [token.strip() for token in new]):
        mine.append(Span("same" if stretch.equal else "removed", "".join(old[stretch.old])))
        theirs.append(Span("same" if stretch.equal else "added", "".join(new[stretch.new])))
    return Row(
        tuple(span for span in mine if span.text),
        tuple(span for span in theirs if span.text),
        changed=True,
    )


def _pair(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pair like paragraphs in order, so that the sum of their likeness is greatest."""
    if len(old) * len(new) > _MOST_PAIRS:
        return _pair_in_order(len(old), len(new))
    left = [_some_words(text) for text in old]
    right = [_some_words(text) for text in new]
    weighed = [[_likeness(a, b) for b in right] for a in left]
    likeness = [[weight if weight >= _ALIKE else 0.0 for weight in line] for line in weighed]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = likeness[i][j] + best[i + 1][j + 1]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return _walk(likeness, best)


def _walk(
    likeness: list[list[float]], best: list[list[float]]
) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(best) - 1 or j < len(best[0]) - 1:
        more_old, more_new = i < len(best) - 1, j < len(best[0]) - 1
        worth = likeness[i][j] if more_old and more_new else 0.0
        if worth and best[i][j] == worth + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif more_old and (not more_new or best[i + 1][j] >= best[i][j + 1]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _pair_in_order(old: int, new: int) -> list[tuple[int | None, int | None]]:
    return [(i if i < old else None, i if i < new else None) for i in range(max(old, new))]


def _some_words(text: str) -> frozenset[str]:
    return frozenset(folded_words(text[:_MOST_WEIGHED]))


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    shared = len(left & right)
    return shared / max(1, len(left) + len(right) - shared)


def shared_sentences(a: str, b: str) -> Shared:
    """Return which sentences of each text stand in the other, word for word or nearly.

    Indexes are those of `sentences(a)` and `sentences(b)`. One that gives another number is another
    statement in the same words. One under four words ("He said no.") is shared where it stands in
    both beside a shared one, else by chance.

    >>> shared_sentences("Six men were hurt in it.", "Two men were hurt in it.").in_a
    frozenset()
    """
    left, right = ([tuple(folded_words(text)) for text in sentences(whole)] for whole in (a, b))
    grams_a, grams_b = [_grams(found) for found in left], [_grams(found) for found in right]
    in_a, in_b = _found_in(grams_a, grams_b), _found_in(grams_b, grams_a)
    short_a, short_b = _short_beside(left, in_a), _short_beside(right, in_b)
    both = set(short_a.values()) & set(short_b.values())
    return Shared(
        in_a | {index for index, found in short_a.items() if found in both},
        in_b | {index for index, found in short_b.items() if found in both},
    )


_Gram = tuple[str, str, str]


def _grams(found: Sequence[str]) -> frozenset[_Gram]:
    if len(found) < _SHORT_SENTENCE:
        return frozenset()
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def _short_beside(
    all_words: Sequence[tuple[str, ...]], shared: frozenset[int]
) -> dict[int, tuple[str, ...]]:
    """The words of each short sentence that stands right before or behind a shared one."""
    return {
        index: found
        for index, found in enumerate(all_words)
        if 0 < len(found) < _SHORT_SENTENCE and shared & {index - 1, index + 1}
    }


def _found_in(
    sought: Sequence[frozenset[_Gram]], among: Sequence[frozenset[_Gram]]
) -> frozenset[int]:
    """Return the indexes of `sought` whose word runs lie nearly all in the other text."""
    everywhere = frozenset().union(*among)
    return frozenset(
        index
        for index, grams in enumerate(sought)
        if grams and _says_the_same(grams & everywhere, grams - everywhere)
    )


def _says_the_same(found: frozenset[_Gram], missing: frozenset[_Gram]) -> bool:
    """Whether a sentence of these word runs stands there: nearly all, and every number."""
    if len(found) < _SAME_SENTENCE * (len(found) + len(missing)):
        return False
    changed = frozenset().union(*missing) - frozenset().union(*found)
    return not any(_is_number(word) for word in changed)


def _is_number(word: str) -> bool:
    return word in _COUNT_WORDS or any(character.isdecimal() for character in word)
