"""One article against the archive: pairs with evidence, copy groups as stars, one story."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.cluster import MOST_ACCOUNTS
from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import DEFAULT, Judgement, Limits, Ruling, judge_prints
from articles.dedupe.judge import Verdict as JudgedAs
from articles.desk import judging, publishing
from articles.enums import Decision, Door, Status, StoryStatus, Verdict
from articles.history import Recorder, record
from articles.ingest import joining, matching, store
from articles.ingest.joining import Pair
from articles.ingest.matching import Surroundings
from articles.models import Article, Change, Fingerprint, Match, Source, Story, Thresholds
from articles.models.thresholds import HIGHEST_EVENT, LOWEST_EVENT
from tests.factories import NOW, make_article, make_chief, make_match, make_source, make_story
from tests.ingest.documents import (
    FLOOD,
    HEAT,
    MUSEUM,
    RATE,
    TRAM,
    html,
    later,
    make_item,
    make_parsed,
)

pytestmark = pytest.mark.django_db

# Another newsroom's account of the flood: other words, the same people, places and figures.
ACCOUNT = (
    "Edda Marchetti walked out with a lamp to look at a wet patch in the grass of the Mill Dyke, "
    "and has not come back to Harrow Bay.",
    "She and another warden are among three people whom the town has not found since the Sol came "
    "through. Their radio was heard once more, near Chandlers Bridge.",
    "The river stood at 6.82 metres at Tellin, more than in 1994. In Sluice Street it reached the "
    "door handles, and 1,900 people were counted in the auction hall and the secondary school.",
)
CHROME = ("Skip to content", "More on this", "12 comments", "Sign in to join", "About us")


def bring(
    text: tuple[str, ...], *, source: Source | None = None, headline: str = "", **fields: Any
) -> Article:
    """An article of a source of its own with this text, taken in."""
    item = make_item(headline=headline or text[0][:60], body_html=html(text), **fields)
    tally = store.take_in(make_parsed(item), source=source or make_source(), now=NOW)
    assert tally.counts["failed"] == 0, tally.notes
    return Article.objects.get(pk=tally.article_ids[0])


def deny(one: Article, other: Article) -> None:
    judging.judge_pair(one, other, decision=Decision.NOT_THE_SAME, by=make_chief(), at=NOW)


def leaders() -> dict[int, int | None]:
    return dict(Article.objects.order_by("id").values_list("id", "copy_of_id"))


def rematch(article: Article) -> list[Match]:
    with record("match", by=None, at=NOW, door=Door.IMPORT) as recorder:
        return matching.match(Article.objects.get(pk=article.pk), now=NOW, recorder=recorder)


def test_two_accounts_of_one_event_are_a_pair_with_evidence_and_one_story() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")

    second = bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    pair = Match.objects.get()
    assert (pair.a, pair.b, pair.verdict, pair.decision) == (
        first,
        second,
        Verdict.SAME_EVENT,
        Decision.UNDECIDED,
    )
    assert {"1994"} <= set(pair.evidence["shared_dates"])
    assert pair.reason != ""
    assert leaders() == {first.pk: None, second.pk: None}
    story = Story.objects.get()
    assert story.title == first.headline
    assert set(story.articles.all()) == {first, second}


def test_exact_copy_is_folded_under_the_first_without_a_story() -> None:
    first = bring(FLOOD)

    second = bring(FLOOD, headline="Flood at Harrow Bay")

    assert Match.objects.get().verdict == Verdict.SAME_COPY
    assert leaders() == {first.pk: None, second.pk: first.pk}
    assert Story.objects.count() == 0


def test_cut_copy_in_other_chrome_is_folded() -> None:
    first = bring(FLOOD)

    second = bring((*CHROME, *FLOOD[:2]), headline="Flood")

    assert leaders() == {first.pk: None, second.pk: first.pk}


def test_copies_form_a_star_and_never_a_chain() -> None:
    first = bring(FLOOD)

    others = [bring(FLOOD, headline=f"Copy {n}").pk for n in range(4)]

    assert leaders() == {first.pk: None, **dict.fromkeys(others, first.pk)}


def test_unrelated_articles_stay_alone() -> None:
    for text in (FLOOD, TRAM, HEAT, MUSEUM, RATE):
        bring(text)

    assert Match.objects.count() == 0
    assert set(leaders().values()) == {None}
    assert Story.objects.count() == 0


def test_fuller_later_text_takes_the_lead_of_the_group() -> None:
    cut = bring(FLOOD[:2])
    copy = bring(FLOOD[:2], headline="Copy")

    full = bring(FLOOD, headline="Full")

    assert leaders() == {cut.pk: full.pk, copy.pk: full.pk, full.pk: None}


def test_fuller_text_does_not_take_the_lead_from_a_published_one() -> None:
    cut = bring(FLOOD[:2])
    publishing.publish(cut, by=make_chief(), at=NOW)

    full = bring(FLOOD, headline="Full")

    assert leaders() == {cut.pk: None, full.pk: cut.pk}


def test_published_article_is_never_folded_nor_moved() -> None:
    first = bring(FLOOD)
    publishing.publish(first, by=make_chief(), at=NOW)
    before = Article.objects.values().get(pk=first.pk)

    bring(FLOOD, headline="Copy")
    bring((*FLOOD, *TRAM, *HEAT), headline="Fuller copy")
    bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    assert Article.objects.values().get(pk=first.pk) == before


def test_published_article_that_is_matched_again_stays_where_it_is() -> None:
    bring(FLOOD)
    second = bring(FLOOD[:3], headline="Copy")
    Article.objects.filter(pk=second.pk).update(copy_of=None)
    publishing.publish(Article.objects.get(pk=second.pk), by=make_chief(), at=NOW)

    pairs = rematch(second)

    assert [pair.verdict for pair in pairs] == [Verdict.SAME_COPY]
    assert leaders()[second.pk] is None


def test_copy_of_a_folded_copy_goes_to_its_representative() -> None:
    first = bring(FLOOD)
    bring(FLOOD[:3], headline="Cut")

    third = bring(FLOOD[:3], headline="Cut again")

    assert leaders()[third.pk] == first.pk


def test_copy_of_a_spiked_representative_is_not_hidden_under_it() -> None:
    first = bring(FLOOD)
    second = bring(FLOOD, headline="Second")
    publishing.spike(first, by=make_chief(), at=NOW, reason="junk")

    third = bring(FLOOD, headline="Third")

    assert leaders()[third.pk] == second.pk
    assert leaders()[second.pk] is None


def test_text_that_is_no_copy_any_more_comes_out_from_under_its_representative() -> None:
    source = make_source()
    first = bring(FLOOD)
    second = bring(FLOOD, source=source, headline="Flood", guid="g", url="https://b.example/1")

    bring(TRAM, source=source, headline="Tram", guid="g", url="https://b.example/1")

    assert leaders() == {first.pk: None, second.pk: None}
    assert Match.objects.get().verdict == Verdict.UNRELATED


def test_confirmed_copy_stays_folded_whatever_its_text_becomes() -> None:
    source = make_source()
    first = bring(FLOOD)
    second = bring(FLOOD, source=source, headline="Flood", guid="g", url="https://b.example/1")
    judging.judge_pair(first, second, decision=Decision.CONFIRMED, by=make_chief(), at=NOW)

    bring(TRAM, source=source, headline="Tram", guid="g", url="https://b.example/1")

    assert leaders()[second.pk] == first.pk


def test_denied_pair_is_not_folded_again() -> None:
    bring(FLOOD)
    second = bring(FLOOD, headline="Second")
    first = Article.objects.get(pk=second.copy_of_id)
    deny(first, second)

    rematch(second)

    assert leaders() == {first.pk: None, second.pk: None}


def test_denied_pair_comes_together_through_no_third_lookalike() -> None:
    first = bring(FLOOD)
    second = bring(FLOOD, headline="Second")
    deny(first, second)

    third = bring(FLOOD, headline="Third")
    rematch(second)
    rematch(first)

    groups = [{pk, leader} for pk, leader in leaders().items() if leader is not None]
    assert {first.pk, second.pk} not in groups
    assert len({leaders()[first.pk] or first.pk, leaders()[second.pk] or second.pk}) == 2
    assert leaders()[third.pk] == first.pk


def test_fuller_third_text_does_not_gather_a_denied_pair() -> None:
    first = bring(FLOOD[:2])
    second = bring(FLOOD[:2], headline="Second")
    deny(first, second)

    full = bring(FLOOD, headline="Full")

    under_full = [pk for pk, leader in leaders().items() if leader == full.pk]
    assert under_full in ([first.pk], [second.pk])


def test_denied_pair_comes_into_no_common_story_through_a_third_account() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    second = bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")
    deny(first, second)
    assert Article.objects.filter(story=None).exists()

    bring((*ACCOUNT[:2], FLOOD[3]), headline="Harrow Bay: three missing as the Mill Dyke breaks")
    rematch(second)
    rematch(first)

    stories = dict(Article.objects.values_list("id", "story_id"))
    assert stories[first.pk] is None or stories[first.pk] != stories[second.pk]


def test_account_of_a_copy_brings_the_whole_group_into_the_story() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    copy = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay")

    account = bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    story = Story.objects.get()
    assert set(story.articles.values_list("pk", flat=True)) == {first.pk, copy.pk, account.pk}


def test_copy_of_a_member_enters_its_story() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    copy = bring(FLOOD, headline="Copy")

    first.refresh_from_db()
    assert copy.story_id == first.story_id is not None


def test_new_account_of_a_published_lone_article_starts_no_story() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    publishing.publish(first, by=make_chief(), at=NOW)

    bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    assert Match.objects.get().verdict == Verdict.SAME_EVENT
    assert Story.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "joins"),
    [(StoryStatus.ACTIVE, True), (StoryStatus.PAUSED, False), (StoryStatus.ARCHIVED, False)],
)
def test_only_an_active_story_takes_in_by_itself(status: StoryStatus, *, joins: bool) -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    story = make_story(status=status)
    Article.objects.filter(pk=first.pk).update(story=story)

    second = bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    assert (second.story_id == story.pk) is joins


def test_story_moves_to_the_arrival_of_its_newest_member() -> None:
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    story = make_story(last_at=NOW - timedelta(days=2))
    Article.objects.filter(pk=first.pk).update(story=story)

    bring(ACCOUNT, headline="Three missing at Harrow Bay after Mill Dyke breaks")

    story.refresh_from_db()
    assert story.last_at == NOW


def bring_update(wire: Source) -> Article:
    """The agency's own next state of FLOOD, under a guid of its own."""
    return bring(
        (*FLOOD, "The number of people missing rose to five, the authority said."),
        source=wire,
        guid="mwa:region:K20381:1",
        headline="UPDATE 1: Five missing",
        published_at=later(3),
    )


def test_new_version_under_a_guid_of_its_own_is_seen_as_one_and_not_folded() -> None:
    wire = make_source()
    first = bring(FLOOD, source=wire, guid="mwa:region:K20381")

    second = bring_update(wire)

    assert Match.objects.get().verdict == Verdict.NEW_VERSION
    assert leaders() == {first.pk: None, second.pk: None}
    assert first.pk != second.pk
    assert Article.objects.exclude(story=None).count() == 2


def test_new_version_is_not_folded_through_a_reprint_of_the_old_one() -> None:
    wire = make_source()
    first = bring(FLOOD, source=wire, guid="mwa:region:K20381")
    reprint = bring(FLOOD, headline="Flood")

    update = bring_update(wire)

    assert leaders() == {first.pk: None, reprint.pk: first.pk, update.pk: None}
    first.refresh_from_db()
    assert first.story_id == update.story_id is not None


def tie_of(score: float) -> Judgement:
    """Two accounts of one event, as sure as that."""
    judged = judge_prints(*(matching.read(Document("", ("",))) for _ in range(2)))
    ruling = Ruling("event", 0.0, score)
    return replace(
        judged, verdict=JudgedAs.SAME_EVENT, copy_score=0.0, event_score=score, ruling=ruling
    )


@pytest.mark.parametrize(
    ("size", "score", "joins"), [(1, 0.6, True), (3, 0.6, False), (2, 0.95, True)]
)
def test_story_that_has_grown_is_not_entered_by_one_weak_tie(
    size: int, score: float, *, joins: bool
) -> None:
    members = [make_article() for _ in range(size)]
    story = make_story()
    Article.objects.update(story=story)
    members[0].refresh_from_db()
    newcomer = make_article()
    tie = tie_of(score)

    with record("match", by=None, at=NOW, door=Door.IMPORT) as recorder:
        told = joining.Told(NOW.date(), lambda ids: dict.fromkeys(ids, (0.05, False)))
        joining.join(
            newcomer, [Pair(members[0], tie)], recorder, limits=DEFAULT, told=told, now=NOW
        )

    newcomer.refresh_from_db()
    assert (newcomer.story_id == story.pk) is joins


@pytest.mark.parametrize("tells_of_it", ["earliest", "latest"])
def test_of_a_long_story_the_latest_accounts_are_heard(tells_of_it: str) -> None:
    members = [make_article() for _ in range(2 * MOST_ACCOUNTS)]
    story = make_story()
    Article.objects.update(story=story)
    halves = {"earliest": members[:MOST_ACCOUNTS], "latest": members[MOST_ACCOUNTS:]}
    alike = {member.pk for member in halves[tells_of_it]}
    tied = halves[tells_of_it][0]
    tied.refresh_from_db()
    newcomer = make_article()

    with record("match", by=None, at=NOW, door=Door.IMPORT) as recorder:
        told = joining.Told(
            NOW.date(), lambda ids: {pk: (0.9 if pk in alike else 0.01, False) for pk in ids}
        )
        joining.join(
            newcomer, [Pair(tied, tie_of(0.9))], recorder, limits=DEFAULT, told=told, now=NOW
        )

    newcomer.refresh_from_db()
    assert (newcomer.story_id == story.pk) is (tells_of_it == "latest")


def test_joining_is_in_the_history() -> None:
    bring(FLOOD)

    second = bring(FLOOD, headline="Copy")

    change = Change.objects.get(field="copy_of_id", article_id=second.pk)
    assert (change.before, change.after, change.act.verb) == (None, second.copy_of_id, "take-in")


def test_decision_of_a_person_outlives_a_new_judgement() -> None:
    first = bring(FLOOD)
    second = bring(FLOOD, headline="Second")
    judging.judge_pair(first, second, decision=Decision.CONFIRMED, by=make_chief(), at=NOW)

    rematch(second)

    pair = Match.objects.get()
    assert (pair.decision, pair.verdict) == (Decision.CONFIRMED, Verdict.SAME_COPY)


def test_article_without_text_is_compared_by_its_headline_alone() -> None:
    item = make_item(headline="Only a headline about Harrow Bay", body_html="")

    tally = store.take_in(make_parsed(item), source=make_source(), now=NOW)

    assert tally.counts == {"create": 1}
    assert Fingerprint.objects.get().exact == ""


def test_what_another_process_stored_since_we_looked_is_caught_up_with() -> None:
    article = bring(FLOOD)
    around = matching.look(article)
    other = bring(FLOOD, headline="Came in meanwhile")
    Match.objects.all().delete()
    Article.objects.update(copy_of=None)

    with record("match", by=None, at=NOW, door=Door.IMPORT) as recorder:
        pairs = matching.settle(
            Article.objects.get(pk=article.pk), around, now=NOW, recorder=recorder
        )

    assert [pair.other for pair in pairs] == [other]
    assert Match.objects.get().verdict == Verdict.SAME_COPY


def test_look_writes_nothing_and_needs_no_stored_article() -> None:
    first = bring(FLOOD)
    draft = Article(headline="Draft", body_html=html(FLOOD), arrived_at=NOW)

    with CaptureQueriesContext(connection) as queries:
        around = matching.look(draft)

    assert [(pk, found.verdict) for pk, found in around.judged] == [(first.pk, "same-copy")]
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


# One literal bound for both sizes: what it costs to match may not depend on the archive.
MOST_QUERIES = 45


@pytest.mark.parametrize("size", [5, 200])
def test_matching_takes_no_more_queries_in_a_larger_archive(size: int) -> None:
    fill_archive(size)
    article = make_article(headline="Sol breaks dyke", body_html=html(FLOOD))
    recorder: Recorder

    with (
        record("match", by=None, at=NOW, door=Door.IMPORT) as recorder,
        CaptureQueriesContext(connection) as queries,
    ):
        matching.match(article, now=NOW, recorder=recorder)

    assert len(queries) <= MOST_QUERIES


def fill_archive(size: int) -> None:
    """Articles that share places, figures and some sentences with the flood, each a bit."""
    texts = (FLOOD, ACCOUNT, TRAM, HEAT, MUSEUM, RATE)
    for number in range(size):
        own = f"Witness number {number} of Harrow Bay saw the Sol rise by {number} centimetres."
        text = (own, texts[number % 6][number % 3], texts[(number + 1) % 6][number % 2])
        article = make_article(headline=f"Report {number}", body_html=html(text))
        prints = matching.read(matching.document_of(article))
        day = article.arrived_at.date()
        alone = Surroundings(prints, prints, frozenset(), day, judged=(), seen=article.pk)
        matching.write_prints(article, alone)
    assert Article.objects.filter(status=Status.INCOMING).count() == size


def test_match_row_of_a_pair_that_the_desk_made_is_filled_in() -> None:
    first = bring(FLOOD)
    second = bring(TRAM)
    make_match(first, second, verdict=Verdict.SAME_EVENT, decision=Decision.CONFIRMED)

    rematch(second)

    pair = Match.objects.get()
    assert (pair.verdict, pair.decision) == (Verdict.UNRELATED, Decision.CONFIRMED)


def test_pair_just_below_the_limits_is_kept_as_unrelated_and_joined_to_nothing() -> None:
    """Otherwise nobody could be shown what a lower limit would bring."""
    first = bring(FLOOD, headline="Sol breaks Mill Dyke at Harrow Bay, three missing")
    text = ("Harrow Bay remembers the flood of 1994, when the Sol last broke its dykes.", TRAM[1])
    draft = Article(headline="What Harrow Bay remembers", body_html=html(text), arrived_at=NOW)
    ((_pk, judged),) = matching.look(draft).judged
    assert LOWEST_EVENT < judged.event_score < HIGHEST_EVENT - 0.01
    Thresholds.of(Limits(same_event=judged.event_score + 0.01)).save()

    second = bring(text, headline=draft.headline, published_at=None)

    pair = Match.objects.get()
    assert (pair.verdict, pair.rule) == (Verdict.UNRELATED, "nothing")
    assert "shared_paragraphs" not in pair.evidence
    assert (list(Match.objects.standing()), first.story, second.story) == ([], None, None)


def test_pair_far_below_the_limits_leaves_no_row() -> None:
    bring(FLOOD)
    draft = Article(headline="Museum", body_html=html(MUSEUM), arrived_at=NOW)
    assert matching.look(draft).judged == ()

    bring(MUSEUM)

    assert Match.objects.count() == 0
