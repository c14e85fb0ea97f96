"""Copies under one representative."""

from dataclasses import replace
from datetime import timedelta

import pytest

from articles.dedupe.cluster import choose_representative, join_star, stars
from articles.dedupe.fingerprint import Document
from tests.dedupe.material import NOON, WIRE, cut_copy


def test_representative_is_the_earliest_complete_text() -> None:
    early_cut = replace(cut_copy(), published_at=NOON - timedelta(hours=5))
    late = replace(WIRE, published_at=NOON + timedelta(hours=5))

    assert choose_representative([early_cut, late, WIRE]) == 2


def test_representative_without_times_is_the_longest() -> None:
    texts = [replace(WIRE, published_at=None, paragraphs=WIRE.paragraphs[:n]) for n in (5, 6, 2)]

    assert choose_representative(texts) == 1


def test_representative_with_a_time_goes_before_one_without() -> None:
    assert choose_representative([replace(WIRE, published_at=None), WIRE]) == 1


def test_representative_of_equals_is_the_first() -> None:
    assert choose_representative([WIRE, WIRE]) == 0


def test_representative_of_empty_texts_is_the_first() -> None:
    empty = Document(headline="", paragraphs=())

    assert choose_representative([empty, empty]) == 0


def test_representative_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no document"):
        choose_representative([])


def test_a_document_joins_the_representative_it_is_most_a_copy_of() -> None:
    assert join_star({1: 0.6, 2: 0.9, 3: 0.9, 4: 0.1}) == 2


def test_a_document_joins_none_below_the_edge_or_against_an_editor() -> None:
    assert join_star({}) is None
    assert join_star({1: 0.49}) is None
    assert join_star({1: 0.9, 2: 0.7}, refused=[1]) == 2
    assert join_star({1: 0.9}, refused=[1]) is None


def test_stars_do_not_chain() -> None:
    scores = {(1, 2): 0.8, (2, 3): 0.8, (1, 3): 0.0}

    assert stars([1, 2, 3], scores) == {1: 1, 2: 1, 3: 3}


def test_stars_honour_a_refusal_either_way_round() -> None:
    scores = {(2, 1): 0.8, (1, 3): 0.8}

    assert stars([1, 2, 3], scores, refused=[(2, 1)]) == {1: 1, 2: 2, 3: 1}
