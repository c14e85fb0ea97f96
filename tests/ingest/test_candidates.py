"""The look-ups behind matching: bounded, blind to what is too common, open to what is rare."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.enums import Status
from articles.ingest import candidates, printing
from articles.models import Fingerprint, FingerprintHash, FingerprintTerm
from tests.factories import make_article
from tests.ingest.documents import FLOOD

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
PRINTS = fingerprint(Document(headline="Sol breaks dyke", paragraphs=FLOOD))
KEYS = sorted(PRINTS.shingles)


def holders(keys: list[int], count: int, *, day: date = DAY) -> list[int]:
    """So many articles that hold these shingles."""
    articles = [make_article() for _ in range(count)]
    FingerprintHash.objects.bulk_create(
        FingerprintHash(hash=key, article=article, day=day) for article in articles for key in keys
    )
    return [article.pk for article in articles]


def found(prints: Prints = PRINTS, *, besides: int | None = None, after: int = 0) -> list[int]:
    return candidates.of(prints, DAY, besides=besides, after=after)


def test_article_that_shares_two_shingles_is_a_candidate() -> None:
    (pk,) = holders(KEYS[:2], 1)
    holders(KEYS[:1], 1)

    assert found() == [pk]


def test_article_itself_and_those_already_seen_are_left_out() -> None:
    first, second = holders(KEYS[:3], 2)

    assert found(besides=second) == [first]
    assert found(after=first) == [second]


def test_identical_text_is_a_candidate_whatever_its_day() -> None:
    article = make_article()
    Fingerprint.objects.create(
        article=article, exact=PRINTS.exact, version="1", day=DAY - timedelta(days=4000)
    )

    assert found() == [article.pk]


@pytest.mark.parametrize(("days", "is_found"), [(90, True), (91, False), (-90, True)])
def test_copies_are_looked_for_within_ninety_days(days: int, *, is_found: bool) -> None:
    ids = holders(KEYS[:2], 1, day=DAY - timedelta(days=days))

    assert found() == (ids if is_found else [])


def test_key_that_too_many_hold_says_nothing() -> None:
    holders(KEYS[:2], 200)

    assert found() == []


def test_common_key_hides_no_rare_one() -> None:
    holders(KEYS[:1], 200)
    (pk,) = holders(KEYS[1:3], 1)

    assert found() == [pk]


@pytest.mark.parametrize("size", [1, 250])
def test_candidates_take_one_query_however_many_hold_the_keys(size: int) -> None:
    holders(KEYS[:3], size)

    with CaptureQueriesContext(connection) as queries:
        found()

    assert len(queries) == 1


def test_text_reprinted_more_often_than_a_key_may_be_held_has_its_newest_reprints() -> None:
    ids = holders(KEYS, 201)

    assert found() == sorted(ids, reverse=True)[:50]


def test_boilerplate_that_too_many_carry_makes_no_candidate() -> None:
    holders(KEYS[: len(KEYS) // 2 - 1], 201)

    assert found() == []


def test_event_is_found_by_the_weight_of_shared_terms() -> None:
    heavy = sorted(PRINTS.terms, key=lambda term: -term.weight)[:3]
    article, other = make_article(), make_article()
    FingerprintTerm.objects.bulk_create(
        FingerprintTerm(key=term.key, article=article, day=DAY) for term in heavy
    )
    FingerprintTerm.objects.create(
        key=min(PRINTS.terms, key=lambda t: t.weight).key, article=other, day=DAY
    )

    assert found() == [article.pk]


def test_text_without_words_has_no_candidates() -> None:
    make_article()
    empty = fingerprint(Document(headline="", paragraphs=()))
    Fingerprint.objects.create(article=make_article(), exact="", version="1", day=DAY)

    assert found(empty) == []


def test_former_pairs_are_read_first_and_whatever_is_stored_of_them() -> None:
    unread, outdated, stranger = make_article(), make_article(), make_article()
    Fingerprint.objects.outdate([outdated.pk], DAY)
    alien = fingerprint(Document(headline="Opera", paragraphs=("Nothing is like it anywhere.",)))
    printing.write([printing.Printed(stranger.pk, DAY, alien)])

    ids = [outdated.pk, stranger.pk]
    found = candidates.glance(PRINTS, ids, frozenset(), surely=[unread.pk]).likely

    assert [one.pk for one in found] == [unread.pk, outdated.pk]


def test_article_that_is_not_worked_on_any_more_is_not_read() -> None:
    spiked = make_article(status=Status.SPIKED)

    assert candidates.glance(PRINTS, [], frozenset(), surely=[spiked.pk]).likely == []
