"""A story's texts traced as they came in: what is read, when it counts as told, what it costs."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.reuse import Basis, Kind, Told
from articles.enums import CaptureOutcome, Status
from articles.ingest import store, tracing
from articles.ingest.tracing import Tracing
from articles.models import Article, Capture, Source, Story
from tests import factories
from tests.factories import EARLIER, LATER, NOW
from tests.ingest.documents import FLOOD, HEAT, MUSEUM, RATE, html, make_item, make_parsed

pytestmark = pytest.mark.django_db

AT_SIX = NOW - timedelta(hours=6)


@pytest.fixture
def story() -> Story:
    return factories.make_story()


def tell(story: Story | None, *texts: tuple[str, ...], hours: float = 0, **fields: Any) -> Article:
    """An arrival of a source of its own, so many hours after the first."""
    fields.setdefault("source", factories.make_source())
    fields.setdefault("body_html", html(sum(texts, ())))
    fields.setdefault("arrived_at", AT_SIX + timedelta(hours=hours))
    return factories.make_article(story=story, **fields)


def capture(article: Article, *texts: tuple[str, ...], hours: float = 0, **fields: Any) -> Capture:
    fields.setdefault("fields", {"body_html": html(sum(texts, ()))})
    fields.setdefault("fetched_at", AT_SIX + timedelta(hours=hours))
    return factories.make_capture(article, **fields)


def edges(tracing: Tracing) -> dict[tuple[int, int], tuple[Kind, int]]:
    return {(e.giver, e.taker): (e.kind, round(100 * e.share)) for e in tracing.reuse.edges}


def test_story_is_traced_from_wire_to_blog(story: Story) -> None:
    blog = tell(story, FLOOD, HEAT, hours=2)
    paper = tell(story, FLOOD, HEAT, hours=1)
    wire = tell(story, FLOOD)

    found = tracing.trace_story(story, NOW)

    assert [teller.article for teller in found.tellers] == [wire, paper, blog]
    assert found.reuse.first == wire.pk
    assert set(edges(found)) == {(wire.pk, paper.pk), (wire.pk, blog.pk), (paper.pk, blog.pk)}
    assert found.reuse.own[wire.pk] == 1
    assert found.reuse.own[blog.pk] == 0


def test_story_without_texts_is_an_empty_tracing(story: Story) -> None:
    assert tracing.trace_story(story, NOW).tellers == ()


def test_copies_and_merged_articles_outside_the_story_are_traced(story: Story) -> None:
    head = tell(story, FLOOD, hours=1)
    copy = tell(None, FLOOD, hours=2, copy_of=head)
    merged = tell(None, FLOOD, status=Status.MERGED, survivor=head)
    tell(None, FLOOD, hours=3)

    found = tracing.trace_story(story, NOW)

    assert [teller.article for teller in found.tellers] == [merged, head, copy]


def test_every_status_is_traced(story: Story) -> None:
    """A text that the desk spiked may be the one that all others copied."""
    spiked = tell(story, FLOOD, status=Status.SPIKED)
    live = tell(
        story, FLOOD, hours=1, status=Status.PUBLISHED, published_at=EARLIER, visible_at=EARLIER
    )

    assert edges(tracing.trace_story(story, NOW)) == {(spiked.pk, live.pk): (Kind.COPIED, 100)}


class TestTime:
    def test_publishers_time_is_believed_before_our_first_sight(self, story: Story) -> None:
        late = tell(story, FLOOD, hours=2, written_at=AT_SIX - timedelta(hours=1))
        prompt = tell(story, FLOOD)

        found = tracing.trace_story(story, NOW)

        assert found.tellers[0].article == late
        assert found.tellers[0].told == Told(AT_SIX - timedelta(hours=1), Basis.CLAIM)
        assert edges(found) == {(late.pk, prompt.pk): (Kind.COPIED, 100)}

    @pytest.mark.parametrize("claim", [LATER, NOW - timedelta(days=400)])
    def test_time_that_cannot_be_true_is_not_believed(self, story: Story, claim: datetime) -> None:
        tell(story, FLOOD, written_at=claim)

        (teller,) = tracing.trace_story(story, NOW).tellers

        assert teller.told == Told(AT_SIX, Basis.SEEN)

    def test_our_own_piece_is_told_when_readers_see_it(self, story: Story) -> None:
        """The draft was begun before the wire's report came, and filled from it."""
        draft = tell(story, FLOOD, hours=-1, source=None, status=Status.DRAFT)
        live = factories.make_published(
            story=story, body_html=html(FLOOD), arrived_at=AT_SIX - timedelta(hours=2)
        )
        wire = tell(story, FLOOD)

        found = tracing.trace_story(story, NOW)

        assert [(t.article, t.told) for t in found.tellers] == [
            (wire, Told(AT_SIX, Basis.SEEN)),
            (live, Told(EARLIER, Basis.OUT)),
            (draft, Told(NOW, Basis.AHEAD)),
        ]
        assert edges(found)[wire.pk, live.pk] == (Kind.COPIED, 100)


class TestFirstText:
    def test_text_is_the_one_that_came_first_whatever_was_added_later(self, story: Story) -> None:
        """The wire took the paper's addition into its update: that is no scoop of the wire's."""
        wire = tell(story, FLOOD, HEAT)
        capture(wire, FLOOD)
        capture(wire, FLOOD, HEAT, hours=3, outcome=CaptureOutcome.UPDATED)
        paper = tell(story, HEAT, hours=1)

        found = tracing.trace_story(story, NOW)

        assert (edges(found), found.reuse.own[paper.pk]) == ({}, 1)

    def test_teaser_gives_way_to_the_first_whole_text(self, story: Story) -> None:
        article = tell(story, MUSEUM)
        capture(article, FLOOD[:1], report={"complete": False})
        capture(article, FLOOD, hours=1, report={"complete": True}, version_at=AT_SIX)
        capture(article, MUSEUM, hours=2, report={"complete": True})
        copy = tell(story, FLOOD, hours=2)

        found = tracing.trace_story(story, NOW)

        assert found.tellers[0].told == Told(AT_SIX, Basis.CLAIM)
        assert edges(found) == {(article.pk, copy.pk): (Kind.COPIED, 100)}

    def test_capture_of_another_source_is_not_the_articles_text(self, story: Story) -> None:
        """A merge brings the duplicates' captures along."""
        survivor = tell(story, FLOOD)
        capture(survivor, RATE, source=factories.make_source())
        copy = tell(story, FLOOD, hours=1)

        found = edges(tracing.trace_story(story, NOW))

        assert found == {(survivor.pk, copy.pk): (Kind.COPIED, 100)}

    def test_text_that_came_without_words_is_read_from_the_article(self, story: Story) -> None:
        wire = tell(story, FLOOD)
        capture(wire, fields={})
        copy = tell(story, FLOOD, hours=1)

        assert set(edges(tracing.trace_story(story, NOW))) == {(wire.pk, copy.pk)}

    def test_word_count_is_that_of_the_traced_text(self, story: Story) -> None:
        tell(story, ("One two three four five.",))
        tell(story, (), hours=1, body_html="")

        found = tracing.trace_story(story, NOW)

        assert [teller.word_count for teller in found.tellers] == [5, 0]


def test_register_is_traced_by_its_first_words(story: Story) -> None:
    tell(story, ("word " * (tracing.MOST_WORDS + 90),))

    assert tracing.trace_story(story, NOW).tellers[0].word_count == tracing.MOST_WORDS


class TestCredits:
    @pytest.fixture
    def wire(self) -> Source:
        return factories.make_source(name="Marsa Wire")

    @pytest.mark.parametrize(
        "text",
        [
            ("HARROW BAY (Marsa Wire) — " + FLOOD[0], *FLOOD[1:]),
            (*FLOOD, "With reports by Marsa Wire."),
        ],
    )
    def test_credit_in_the_text_overrules_the_clock(
        self, story: Story, wire: Source, text: tuple[str, ...]
    ) -> None:
        paper = tell(story, text)
        agency = tell(story, FLOOD, hours=1, source=wire)

        assert set(edges(tracing.trace_story(story, NOW))) == {(agency.pk, paper.pk)}

    def test_byline_and_credit_line_count_as_well(self, story: Story, wire: Source) -> None:
        paper, blog = tell(story, FLOOD), tell(story, FLOOD, hours=1)
        factories.make_contribution(paper, name="Edda Marchetti, Marsa Wire")
        factories.make_credit(blog, source=blog.source, text="Marsa Wire via Daily")
        agency = tell(story, FLOOD, hours=2, source=wire)

        assert set(edges(tracing.trace_story(story, NOW))) == {
            (agency.pk, paper.pk),
            (agency.pk, blog.pk),
        }

    def test_name_amid_the_text_is_no_credit(self, story: Story, wire: Source) -> None:
        paper = tell(story, (f"He told Marsa Wire that. {FLOOD[0]}", *FLOOD[1:]))
        agency = tell(story, FLOOD, hours=1, source=wire)

        assert set(edges(tracing.trace_story(story, NOW))) == {(paper.pk, agency.pk)}


def test_story_of_real_arrivals_is_traced_through_the_pipeline() -> None:
    """The dateline stays out, the captures count, the copy is folded and found all the same."""
    item = make_item(headline="Dyke breaks", body_html=html(FLOOD), published_at=EARLIER)
    first = store.take_in(make_parsed(item), source=factories.make_source(), now=NOW)
    again = make_item(
        headline="Flood", body_html=html((f"HARROW BAY: {FLOOD[0]}", *FLOOD[1:])), published_at=NOW
    )
    second = store.take_in(make_parsed(again), source=factories.make_source(), now=LATER)
    wire, copy = first.article_ids[0], second.article_ids[0]
    story = factories.make_story()
    Article.objects.filter(pk=wire).update(story=story)

    found = tracing.trace_story(story, LATER)

    assert Article.objects.get(pk=copy).copy_of_id == wire
    assert [teller.told.basis for teller in found.tellers] == [Basis.CLAIM, Basis.CLAIM]
    assert edges(found) == {(wire, copy): (Kind.COPIED, 100)}


def test_longer_story_is_cut_to_its_earliest_arrivals(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "MOST_TELLINGS", 2)
    articles = [tell(story, FLOOD, hours=hours) for hours in (2, 1, 0)]

    found = tracing.trace_story(story, NOW)

    assert [teller.article for teller in found.tellers] == articles[:0:-1]
    assert found.is_cut
    articles[0].delete()
    assert not tracing.trace_story(story, NOW).is_cut


def test_queries_do_not_grow_with_the_texts(story: Story) -> None:
    def add(hours: float) -> None:
        article = tell(story, FLOOD, hours=hours)
        capture(article, FLOOD, hours=hours)
        factories.make_contribution(article, author=factories.make_author())
        factories.make_credit(article, text="Agency")
        tell(None, FLOOD, hours=hours, copy_of=article)

    add(0)
    with CaptureQueriesContext(connection) as one:
        tracing.trace_story(story, NOW)
    add(1)
    add(2)
    with CaptureQueriesContext(connection) as three:
        tracing.trace_story(story, NOW)

    assert len(three) == len(one) == 6
