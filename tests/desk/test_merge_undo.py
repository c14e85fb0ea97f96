"""Property: merging random articles and undoing it leaves every table as it would be without."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.desk import curating, editing, linking, merging, tagging
from articles.enums import (
    OPPOSITE,
    Decision,
    Kind,
    Relation,
    Status,
    Trust,
    Verdict,
    WithdrawalKind,
)
from articles.models import Article, Front, Source, Story, Suggestion, Tag, Withdrawal
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    make_article,
    make_author,
    make_capture,
    make_contribution,
    make_correction,
    make_credit,
    make_front,
    make_link,
    make_match,
    make_section,
    make_slot,
    make_source,
    make_story,
    make_tag,
    tag_article,
)
from tests.tables import contents

BOOKKEEPING = {"articles.act", "articles.change", "articles.text", "articles.merge"}
BOOKKEEPING |= {"articles.fingerprint"}  # read again from the text
BOOKKEEPING |= {"articles.searchtext", "articles.searchword"}  # and so are these
Key = tuple[str, Any]
Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class World:
    """Articles with relations of every kind; the first of `members` survives."""

    members: list[Article]
    bystanders: list[Article]
    quiet_front: Front
    apart: Article
    tags: list[Tag]


def dump() -> dict[Key, Row]:
    """Every row of the app but the history's, without the counter of versions."""
    found: dict[Key, Row] = {}
    for model, rows in contents():
        if model._meta.label_lower in BOOKKEEPING:
            continue
        for values in rows:
            keys = [field.column for field in model._meta.pk_fields]
            pk = tuple(values[key] for key in keys)
            if len(keys) == 1:  # of several, each says something
                values.pop(keys[0])
            values.pop("version", None)
            row = tuple((name, repr(value)) for name, value in sorted(values.items()))
            found[(model._meta.label_lower, pk)] = row
    return found


def told(found: dict[Key, Row], known: dict[Key, Row]) -> tuple[dict[Key, Row], Counter[Any]]:
    """Rows that were there before by key, newer ones by content: keys are not reused."""
    old = {key: row for key, row in found.items() if key in known}
    new = Counter((key[0], row) for key, row in found.items() if key not in known)
    return old, new


def build(random: Random, size: int) -> World:
    """A world in which everything that acts keep true is true."""
    sources = [make_source(trust=random.choice(Trust.values)) for _number in range(3)]
    sections = [make_section(), None]
    stories = [make_story() for _number in range(2)]
    articles = [_article(random, sources, sections, stories) for _number in range(size + 3)]
    members, bystanders = articles[:size], articles[size:]
    if any(a.status == Status.PUBLISHED for a in members):
        _publish(members[0])
    _fold(random, articles)
    tags = [make_tag() for _number in range(3)]
    for article in articles:
        _relations(random, article, tags)
    _pairs(random, articles)
    _slots(random, articles)
    _settle(random, stories)
    return World(members, bystanders, make_front(make_section()), make_article(), tags)


def _article(
    random: Random, sources: list[Source], sections: list[Any], stories: list[Story]
) -> Article:
    source = random.choice([None, *sources])
    status = random.choice([Status.INCOMING, Status.INCOMING, Status.DRAFT, Status.PUBLISHED])
    return make_article(
        status=status,
        source=source,
        kind=Kind.OWN if source is None else Kind.REPUBLISHED,
        section=random.choice(sections),
        story=random.choice([None, *stories]),
        headline=random.choice(["Dam opens", "DAM OPENS AT NOON", "ڈیم کھل گیا"]),
        standfirst=random.choice(["", "A standfirst."]),
        # Never empty: a merge that would leave a live article without text is refused.
        body_html="".join(f"<p>Sentence {n}.</p>" for n in range(random.randint(1, 3))),
        canonical_url=random.choice(["", "https://example.org/original"]),
        urgency=random.randint(1, 9),
        language=random.choice(["", "en", "ur"]),
        arrived_at=EARLIER + timedelta(minutes=random.randint(0, 9)),
        embargoed_until=None if status == Status.PUBLISHED else random.choice([None, LATER]),
        **({"published_at": EARLIER, "visible_at": EARLIER} if status == "published" else {}),
    )


def _publish(article: Article) -> None:
    article.status, article.embargoed_until = Status.PUBLISHED, None
    article.published_at = article.visible_at = EARLIER
    article.save()


def _fold(random: Random, articles: list[Article]) -> None:
    """Stars: each copy points at a leader, and has its story."""
    leaders = articles[::2]
    for copy in articles[1::2]:
        leader = random.choice([None, *leaders])
        if leader is not None:
            copy.copy_of, copy.story = leader, leader.story
            copy.save()


def _relations(random: Random, article: Article, tags: list[Tag]) -> None:
    tag_article(article, *random.sample(tags, random.randint(0, len(tags))))
    if random.random() < 0.6:
        make_contribution(article, author=make_author())
    if random.random() < 0.6:
        make_credit(article, source=article.source or make_source(), url=article.canonical_url)
    if random.random() < 0.4:
        make_correction(article)
    if random.random() < 0.6:
        capture = make_capture(article)
        Suggestion.objects.create(article=article, capture=capture, made_at=EARLIER)
    if random.random() < 0.3:
        Withdrawal.objects.create(article=article, kind=WithdrawalKind.GONE, at=EARLIER)
    if random.random() < 0.4:
        make_link(article, url=random.choice(["https://a.example/", "https://b.example/"]))


def _pairs(random: Random, articles: list[Article]) -> None:
    for place, one in enumerate(articles):
        for other in articles[place + 1 :]:
            if random.random() < 0.4:
                make_match(
                    one,
                    other,
                    verdict=random.choice(Verdict.values),
                    decision=random.choice(Decision.values),
                )
            if random.random() < 0.3:
                kind = random.choice(list(Relation))
                make_link(one, other, kind=kind, position=random.randint(0, 3))
                make_link(other, one, kind=OPPOSITE[kind])


def _slots(random: Random, articles: list[Article]) -> None:
    for front in (make_front(), make_front(make_section())):
        chosen = random.sample(articles, random.randint(0, min(5, len(articles))))
        for position, article in enumerate(chosen, 1):
            make_slot(front, article, position)


def _settle(random: Random, stories: list[Story]) -> None:
    for story in stories:
        members = list(Article.objects.filter(story=story))
        if members:
            story.last_at = max(article.arrived_at for article in members)
            story.lead = random.choice([None, *members])
            story.save()


def choices_for(random: Random, world: World) -> dict[str, int]:
    """Some fields against the rule, from any member."""
    names = ["headline", "body_html", "standfirst", "byline", "section_id", "urgency"]
    chosen = random.sample(names, random.randint(0, len(names)))
    return {name: random.choice(world.members).pk for name in chosen}


def edits_elsewhere(random: Random, world: World) -> list[Callable[[], Any]]:
    """Acts of a busy desk that touch nothing of what the merge changed."""
    one, other, third = world.bystanders
    possible: list[Callable[[], Any]] = [
        lambda: editing.edit(one, by=None, at=NOW, fields={"headline": "Edited since"}),
        lambda: editing.edit(
            world.members[0], by=None, at=NOW, fields={"slugline": "edited-since"}
        ),
        lambda: tagging.tag(other, names=[tag.name for tag in world.tags], by=None, at=NOW),
        lambda: tagging.untag(third, tags=world.tags, by=None, at=NOW),
        lambda: linking.link(third, url="https://c.example/", by=None, at=NOW),
        lambda: curating.fill_slot(
            world.quiet_front, position=1, article=world.apart, by=None, at=NOW
        ),
        lambda: tagging.rename(world.tags[0], name="Renamed since", by=None, at=NOW),
    ]
    return random.sample(possible, random.randint(0, len(possible)))


class MergeUndoTest(TestCase):
    # A seed rather than drawn decisions: shrinking a world row by row takes many minutes.
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32), st.integers(2, 9))
    def test_merge_then_undo_leaves_every_table_equal(self, seed: int, size: int) -> None:
        random = Random(seed)
        world = build(random, size)
        survivor, *duplicates = world.members
        choices = choices_for(random, world)
        edits = edits_elsewhere(random, world)
        before = dump()
        expected = told(_after(edits), before)

        plan = merging.plan_merge(survivor, duplicates, choices=choices, by=None)
        merge = merging.apply_merge(plan, by=None, at=NOW)
        _assert_merged(world)
        for edit in edits:
            edit()
        reverted = merging.undo_merge(merge, by=None, at=LATER)

        assert reverted.kept == ()
        assert told(dump(), before) == expected


def _after(edits: list[Callable[[], Any]]) -> dict[Key, Row]:
    """What the tables would say with the edits alone; rolled back."""
    with transaction.atomic():
        for edit in edits:
            edit()
        found = dump()
        transaction.set_rollback(True)
    return found


def _assert_merged(world: World) -> None:
    """What a merge promises: one hop, stars only, nothing left on a duplicate but its own."""
    survivor, *duplicates = world.members
    gone = [article.pk for article in duplicates]
    rows = Article.objects.filter(pk__in=gone)
    assert set(rows.values_list("status", "survivor", "copy_of", "story")) == {
        (Status.MERGED, survivor.pk, None, None)
    }
    assert not Article.objects.filter(copy_of__in=gone).exists()
    assert not Article.objects.filter(copy_of__copy_of__isnull=False).exists()
    for relation in ("tagging", "capture", "correction", "credit", "frontslot", "suggestion"):
        model = apps.get_model("articles", relation)
        name = "content_object" if relation == "tagging" else "article"
        assert not model._base_manager.filter(**{f"{name}__in": gone}).exists()
    credited = set(survivor.credits.values_list("source_id", flat=True))
    assert {a.source_id for a in world.members if a.source_id} <= credited
