"""A glance says what the judge would say of the event, and turns away no pair that is related."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dedupe.event import event_score, signals
from articles.dedupe.familiar import event_keys, without
from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.dedupe.glance import (
    PRINTS_VERSION,
    SLIGHT,
    asker,
    estimated_share,
    event_signals,
    pack_glance,
    unpack_glance,
)
from articles.dedupe.judge import REVIEW
from articles.dedupe.keys import pack_keys, unpack_keys
from articles.dedupe.match import COPIES, shingle_keys, stored_keys
from articles.dedupe.wording import by_length, overlap

AT = datetime(2026, 11, 20, tzinfo=UTC)
_SAID = """the harbour a council said Tellin Harrow Bay 412 million crowns on 20 November 1994
Mayor Leila Haddan flood dyke river rose 6.82 metres and of budget vote Friday tram line missing
wardens بند دریا سول 洪 水 O'Brien's Zürich 15,000 . , 3 may May"""
WORDS = _SAID.split()
NOTHING = asker(fingerprint(Document("", ())))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
DOCUMENTS = st.builds(
    Document,
    headline=TEXTS,
    paragraphs=st.lists(TEXTS, max_size=4).map(tuple),
    published_at=st.just(AT),
)


def seen_score(one: Prints, other: Prints, familiar: frozenset[int] = frozenset()) -> float:
    """The event score by glance: `one` has been read, of `other` the bytes are stored."""
    found = event_signals(
        asker(without(one, familiar), familiar), unpack_glance(pack_glance(other))
    )
    return event_score(found, days_apart=1.5)


def read_score(one: Prints, other: Prints, familiar: frozenset[int] = frozenset()) -> float:
    found = signals(without(one, familiar), without(other, familiar))
    return event_score(found, days_apart=1.5)


@given(DOCUMENTS, DOCUMENTS)
def test_event_score_at_a_glance_is_that_of_the_texts(one: Document, other: Document) -> None:
    a, b = fingerprint(one), fingerprint(other)

    assert seen_score(a, b) == pytest.approx(read_score(a, b), abs=1e-5)


@given(DOCUMENTS, DOCUMENTS, st.data())
def test_familiar_words_are_left_out_of_both(
    one: Document, other: Document, data: st.DataObject
) -> None:
    a, b = fingerprint(one), fingerprint(other)
    keys = sorted(event_keys(a) | event_keys(b))
    familiar = frozenset(data.draw(st.lists(st.sampled_from(keys), max_size=9)) if keys else [])

    assert seen_score(a, b, familiar) == pytest.approx(read_score(a, b, familiar), abs=1e-5)


def numbered(first: int, last: int) -> str:
    return " ".join(f"word{number}" for number in range(first, last))


@pytest.mark.parametrize(
    ("length", "kept"),
    [(120, 1.0), (400, 0.4), (400, 0.5), (1200, 0.4), (1200, 1.0), (5000, 0.4), (5000, 1.0)],
)
def test_text_that_holds_a_part_of_another_is_worth_reading(length: int, kept: float) -> None:
    whole = fingerprint(Document("", (numbered(0, 1200),)))
    part = fingerprint(
        Document("", (numbered(0, int(kept * length)), numbered(9000, 9000 + length // 2)))
    )
    shorter, longer = by_length(part, whole)

    share = estimated_share(asker(part), shingle_keys(whole.shingles))

    if overlap(shorter, longer).containment >= REVIEW:
        assert share >= SLIGHT


def test_texts_with_a_phrase_in_common_are_not_worth_reading_as_copies() -> None:
    one = fingerprint(Document("", (numbered(0, 400), numbered(8000, 8012))))
    other = fingerprint(Document("", (numbered(8000, 8012), numbered(4000, 4400))))

    assert one.shingles & other.shingles
    assert estimated_share(asker(one), shingle_keys(other.shingles)) < SLIGHT


def test_estimate_compares_only_what_both_samples_cover() -> None:
    every = list(range(4 * COPIES.most_keys))
    long = replace(NOTHING, shingles=frozenset(every[: COPIES.most_keys]))

    assert estimated_share(long, every[::8]) == 1.0
    assert estimated_share(long, every[1000:]) == 0.0
    assert estimated_share(NOTHING, every[::8]) == 0.0


def test_glance_of_a_register_of_a_hundred_thousand_words_is_bounded() -> None:
    prints = fingerprint(Document("Names", (" ".join(f"Name{n}x" for n in range(100_000)),)))

    packed = pack_glance(prints)

    assert len(packed) < 500_000
    assert len(unpack_glance(packed).words[0]) == len(prints.weights) == 20_001


def test_keys_are_packed_in_eight_bytes_each() -> None:
    keys = (-(2**63), -1, 0, 2**63 - 1)

    assert len(pack_keys(keys)) == 32
    assert unpack_keys(pack_keys(keys)) == keys


def test_stored_prints_change_only_with_their_version() -> None:
    """Raise PRINTS_VERSION with this digest: what is stored of older texts is then read anew."""
    prints = fingerprint(
        Document(
            "Sol breaks Mill Dyke at Harrow Bay",
            ("Three people were missing, Edda Marchetti said on 20 November 1994.", "It is 6.82."),
        )
    )
    keys = pack_keys(shingle_keys(prints.shingles)), pack_keys(stored_keys(prints))
    seen = unpack_glance(pack_glance(prints))
    ordered = [sorted(zip(*part, strict=True)) for part in (seen.words, seen.opening, seen.names)]
    heard = (seen.dates, seen.script, sorted(seen.sounds))
    digest = sha256(repr((keys, ordered, heard)).encode()).hexdigest()

    assert (PRINTS_VERSION, digest[:16]) == ("3", "25018c91fe85723b")
