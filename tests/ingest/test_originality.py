"""How much of what a source sends is its own: from stored pairs, never from texts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.enums import Decision, Door, Verdict
from articles.history import record
from articles.ingest import matching, originality
from articles.ingest.originality import Giver, Originality
from articles.models import Article, Fingerprint, Source
from tests import factories
from tests.factories import NOW
from tests.ingest.documents import FLOOD, HEAT, MUSEUM, RATE, TRAM, html

pytestmark = pytest.mark.django_db

TEXTS = (FLOOD, HEAT, MUSEUM, RATE, TRAM)


def bring(source: Source | None, *texts: tuple[str, ...], hours: float = 0, **fields: Any) -> Any:
    """An arrival, matched against what is there, so many hours after the first."""
    at = NOW - timedelta(days=2) + timedelta(hours=hours)
    fields.setdefault("arrived_at", at)
    article = factories.make_article(source=source, body_html=html(sum(texts, ())), **fields)
    with record("match", by=None, at=at, door=Door.IMPORT) as recorder:
        matching.match(article, now=at, recorder=recorder)
    return article


def measured(source: Source) -> Originality:
    found = originality.of_source(source, NOW)
    assert found is not None
    return found


def percent(found: Originality) -> tuple[int, int]:
    return round(100 * found.own), round(100 * found.copied)


def givers(found: Originality) -> list[tuple[Source | None, int]]:
    return [(giver.source, round(100 * giver.share)) for giver in found.givers]


def words_of(*texts: tuple[str, ...]) -> int:
    """Grams, which is what shares are counted in."""
    article = bring(factories.make_source(), *texts, hours=40)
    count = Fingerprint.objects.get(article=article).gram_count
    article.delete()
    return count


@pytest.fixture
def wire() -> Source:
    return factories.make_source(name="Wire")


@pytest.fixture
def paper() -> Source:
    return factories.make_source(name="Paper")


def test_source_that_only_copies_has_nothing_of_its_own(wire: Source, paper: Source) -> None:
    for at, text in enumerate(TEXTS):
        bring(wire, text, hours=at)
        bring(paper, text, hours=at + 0.5)

    assert measured(paper) == Originality(
        NOW - timedelta(days=30), 5, 0.0, 1.0, (Giver(wire, 1.0),), False
    )


def test_source_that_is_only_copied_is_all_its_own(wire: Source, paper: Source) -> None:
    for at, text in enumerate(TEXTS):
        bring(wire, text, hours=at)
        bring(paper, text, hours=at + 0.5)

    assert measured(wire) == Originality(NOW - timedelta(days=30), 5, 1.0, 0.0, (), False)


def test_order_of_arrival_here_does_not_make_the_copier(wire: Source, paper: Source) -> None:
    """The wire's feed was polled late, but its own time can be true."""
    bring(paper, FLOOD)
    bring(wire, FLOOD, hours=1, written_at=NOW - timedelta(days=2, hours=3))

    assert (percent(measured(wire)), percent(measured(paper))) == ((100, 0), (0, 100))


def test_share_is_of_the_later_text_in_words(wire: Source, paper: Source) -> None:
    half, whole = words_of(FLOOD), words_of(FLOOD, HEAT)
    bring(wire, FLOOD)
    bring(paper, FLOOD, HEAT, hours=1)

    found = measured(paper)

    assert found.copied == pytest.approx(half / whole, abs=0.001)
    assert found.own + found.copied == pytest.approx(1)


def test_long_texts_weigh_more_than_short_ones(wire: Source, paper: Source) -> None:
    short, long = words_of(RATE), words_of(FLOOD, HEAT)
    bring(wire, RATE)
    bring(paper, RATE, hours=1)
    bring(paper, FLOOD, HEAT, hours=2)

    assert measured(paper).copied == pytest.approx(short / (short + long), abs=0.001)


def test_chain_credits_each_for_what_it_alone_had_first(wire: Source, paper: Source) -> None:
    blog = factories.make_source(name="Blog")
    bring(wire, FLOOD)
    bring(paper, FLOOD, HEAT, hours=1)
    bring(blog, FLOOD, HEAT, hours=2)
    wired = round(100 * words_of(FLOOD) / words_of(FLOOD, HEAT))

    assert givers(measured(blog)) == [(wire, wired), (paper, 100 - wired)]


def test_own_earlier_text_that_others_copied_stays_own(wire: Source, paper: Source) -> None:
    """The agency's update repeats its first report; the paper printed that in between."""
    bring(wire, FLOOD)
    bring(paper, FLOOD, hours=1)
    bring(wire, FLOOD, HEAT, hours=2)

    assert percent(measured(wire)) == (100, 0)


def test_our_own_report_may_be_what_was_copied(paper: Source) -> None:
    live = NOW - timedelta(days=2)
    bring(
        None, FLOOD, hours=-9, status="published", published_at=live, visible_at=live, slug="flood"
    )
    bring(paper, FLOOD, hours=1)

    assert givers(measured(paper)) == [(None, 100)]


def test_our_draft_of_the_same_words_is_nobodys_origin(paper: Source) -> None:
    bring(None, FLOOD, hours=-9, status="draft")
    bring(paper, FLOOD, hours=1)

    assert percent(measured(paper)) == (100, 0)


def test_same_moment_decides_nothing(wire: Source, paper: Source) -> None:
    bring(wire, FLOOD)
    bring(paper, FLOOD)

    assert (percent(measured(wire)), percent(measured(paper))) == ((100, 0), (100, 0))


def test_pair_that_the_desk_denied_is_no_copy(wire: Source, paper: Source) -> None:
    one, other = bring(wire, FLOOD), bring(paper, FLOOD, hours=1)
    assert percent(measured(paper)) == (0, 100)

    originality.Match.objects.between(one.pk, other.pk).update(decision=Decision.NOT_THE_SAME)

    assert percent(measured(paper)) == (100, 0)


def test_only_the_last_thirty_days_count(wire: Source, paper: Source) -> None:
    bring(wire, FLOOD, hours=-24 * 40)
    bring(paper, FLOOD, hours=-24 * 39)
    assert originality.of_source(paper, NOW) is None

    bring(paper, HEAT)

    assert (measured(paper).article_count, percent(measured(paper))) == (1, (100, 0))


def test_texts_too_short_to_tell_are_not_measured(paper: Source) -> None:
    bring(paper, ("Dyke breaks at Harrow Bay.",))

    assert originality.of_source(paper, NOW) is None


def make_pair(giver: Article, taker: Article) -> None:
    factories.make_match(giver, taker, copy_score=1.0, verdict=Verdict.SAME_COPY)


def plain(source: Source, hours: float, gram_count: int = 100) -> Article:
    """An arrival with a size, matched by hand."""
    at = NOW - timedelta(days=2) + timedelta(hours=hours)
    article = factories.make_article(source=source, arrived_at=at)
    Fingerprint.objects.create(
        article=article, exact="", gram_count=gram_count, version="1", day=at
    )
    return article


class TestBounds:
    def test_five_largest_givers_are_named(self, paper: Source) -> None:
        wires = [factories.make_source() for _n in range(6)]
        for at, wire in enumerate(wires, start=1):
            make_pair(plain(wire, 0, 100 * at), plain(paper, at, 100 * at))

        found = measured(paper)

        assert [giver.source for giver in found.givers] == wires[:0:-1]
        assert percent(found) == (0, 100)

    def test_more_articles_than_are_read_are_the_newest(
        self, wire: Source, paper: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(originality, "MOST_ARTICLES", 2)
        make_pair(plain(wire, 0), plain(paper, 1))
        assert (measured(paper).article_count, measured(paper).is_cut) == (1, False)

        plain(paper, 2)
        plain(paper, 3)

        found = measured(paper)
        assert (found.article_count, found.is_cut, percent(found)) == (2, True, (100, 0))

    def test_article_whose_pairs_were_not_all_read_is_not_measured(
        self, wire: Source, paper: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise a copy would pass for a report of its own where its pair was left out."""
        monkeypatch.setattr(originality, "MOST_PAIRS", 1)
        giver = plain(wire, 0)
        for hours in (1, 2, 3):
            make_pair(giver, plain(paper, hours))

        found = measured(paper)

        assert (found.article_count, found.is_cut, percent(found)) == (1, True, (0, 100))

    def test_copies_that_others_made_are_not_read(
        self, wire: Source, paper: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An agency's every report has copies; they say nothing of what the agency took."""
        monkeypatch.setattr(originality, "MOST_PAIRS", 1)
        report = plain(wire, 0)
        for hours in (1, 2, 3):
            make_pair(report, plain(paper, hours))

        found = measured(wire)

        assert (found.article_count, found.is_cut, percent(found)) == (1, False, (100, 0))

    def test_queries_do_not_grow_with_articles_pairs_and_givers(self, paper: Source) -> None:
        make_pair(plain(factories.make_source(), 0), plain(paper, 1))
        with CaptureQueriesContext(connection) as one:
            measured(paper)
        for _n in range(2):
            make_pair(plain(factories.make_source(), 0), plain(paper, 1))
        with CaptureQueriesContext(connection) as three:
            assert len(measured(paper).givers) == 3

        assert len(three) == len(one) == 4
