"""Syncing: a client that follows it holds what a fresh read gives, whatever happened between."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.desk import (
    acting,
    copies,
    correcting,
    crediting,
    editing,
    merging,
    publishing,
    tagging,
    takedown,
    undoing,
)
from articles.enums import CorrectionKind, Rights
from articles.errors import NewsroomError
from articles.models import Act, Article, Author, Image, Merge, Publication, Section, Source, Tag
from tests import factories
from tests.api.reading import Copy, fresh
from tests.factories import NOW

STEP = timedelta(minutes=10)


@dataclass
class World:
    """A small newsroom and the chance that moves it."""

    chance: Random
    now: datetime = NOW
    chief: Any = None
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        Publication.objects.create(pk=1, base_url="https://paper.example", language="en")
        self.chief = factories.make_chief(is_superuser=True)
        sections = [factories.make_section() for _ in range(2)]
        sources = [factories.make_source(rights=Rights.FULL) for _ in range(2)]
        author, tags = factories.make_author(), [factories.make_tag(f"Tag {n}") for n in range(3)]
        factories.make_image(caption="One")
        for n in range(6):
            make = factories.make_draft if n < 2 else factories.make_published
            article = make(
                section=self.chance.choice(sections),
                source=self.chance.choice([None, *sources]),
                body_html="<p>Enough words to stand as a text of its own.</p>",
            )
            factories.make_contribution(article, author=author)
            factories.tag_article(article, self.chance.choice(tags))
        self.look()

    def look(self) -> None:
        """Remember what readers could open at this moment."""
        self.seen |= {str(uid) for uid in self.open_now().values_list("uid", flat=True)}

    def open_now(self) -> Any:
        return Article.objects.published(self.now)

    def one(self, model: type[Any] = Article) -> Any:
        return self.chance.choice(list(model.objects.order_by("pk")))

    def by(self) -> dict[str, Any]:
        return {"by": self.chief, "at": self.now}

    def soon(self) -> datetime:
        return self.now + STEP * self.chance.randint(1, 3)

    def write(self, row: Any, **fields: Any) -> None:
        """What a form of the admin does with a noun."""
        with acting.act(f"edit-{row._meta.model_name}", **self.by()) as recorder:
            recorder.change(row, **fields)

    def words(self) -> str:
        return f"Words {self.chance.randint(0, 999)}"


def _picture(world: World) -> None:
    body = f'<figure data-image="{world.one(Image).pk}"></figure><p>{world.words()}</p>'
    editing.edit(world.one(), fields={"body_html": body}, **world.by())


def _merge(world: World) -> None:
    plan = merging.plan_merge(world.one(), [world.one()], by=world.chief)
    merging.apply_merge(plan, **world.by())


def _undo(world: World) -> None:
    act = Act.objects.order_by("-pk").first()
    if act is not None:
        undoing.undo_act(act, **world.by())


ACTS: list[Callable[[World], Any]] = [
    lambda w: editing.edit(w.one(), fields={"headline": w.words()}, **w.by()),
    lambda w: editing.edit(w.one(), fields={"section_id": w.one(Section).pk}, **w.by()),
    lambda w: editing.edit(w.one(), fields={"lead_image_id": w.one(Image).pk}, **w.by()),
    lambda w: editing.edit(w.one(), fields={"expires_at": w.soon()}, **w.by()),
    _picture,
    lambda w: publishing.publish(w.one(), **w.by()),
    lambda w: publishing.publish(w.one(), published_at=w.soon(), **w.by()),
    lambda w: publishing.embargo(w.one(), until=w.chance.choice([None, w.soon()]), **w.by()),
    lambda w: publishing.unpublish(w.one(), **w.by()),
    lambda w: publishing.kill(w.one(), note="Wrong.", **w.by()),
    lambda w: publishing.revive(w.one(), **w.by()),
    lambda w: publishing.retract(w.one(), note="Wrong.", **w.by()),
    lambda w: publishing.reinstate(w.one(), **w.by()),
    lambda w: takedown.take_down(w.one(), note="By order.", **w.by()),
    lambda w: correcting.correct(w.one(), kind=CorrectionKind.CORRECTION, text=w.words(), **w.by()),
    lambda w: tagging.tag(w.one(), names=[w.one(Tag).name], **w.by()),
    lambda w: tagging.rename(w.one(Tag), name=w.words(), **w.by()),
    lambda w: tagging.merge_tags(w.one(Tag), into=w.one(Tag), **w.by()),
    lambda w: crediting.set_byline(w.one(), names=[crediting.Name(name=w.words())], **w.by()),
    lambda w: copies.set_copy(w.one(), of=w.one(), **w.by()),
    lambda w: copies.split_copy(w.one(), **w.by()),
    _merge,
    lambda w: merging.undo_merge(w.one(Merge), **w.by()) if Merge.objects.exists() else None,
    lambda w: w.write(w.one(Section), name=w.words()),
    lambda w: w.write(w.one(Source), rights=w.chance.choice(Rights.values)),
    lambda w: w.write(w.one(Source), name=w.words()),
    lambda w: w.write(w.one(Author), name=w.words()),
    lambda w: w.write(w.one(Image), caption=w.words()),
    lambda w: w.write(w.one(Image), expires_at=w.soon()),
    _undo,
    lambda w: None,
]


# Within one transaction PostgreSQL tells more than it must; tests/api/test_sync_cursors.py asks it.
@pytest.mark.once
class SyncProperty(TestCase):
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32))
    def test_synced_copies_equal_a_fresh_read_after_any_acts(self, seed: int) -> None:
        """Two clients that sync at their own moments and page sizes; time passes between acts."""
        chance = Random(seed)
        with time_machine.travel(NOW, tick=False) as clock:
            world = World(chance)
            often, seldom = Copy().sync(), Copy()
            for _ in range(chance.randint(3, 14)):
                with suppress(NewsroomError), transaction.atomic():
                    chance.choice(ACTS)(world)
                world.look()
                if chance.random() < 0.5:
                    world.now += STEP * chance.choice([1, 1, 2, 5])
                    clock.move_to(world.now, tick=False)
                    world.look()
                if chance.random() < 0.5:
                    assert often.sync(limit=chance.randint(2, 9)).articles == fresh()
                if chance.random() < 0.15:
                    seldom.sync(limit=chance.randint(2, 9))

            expected = fresh()
            assert often.sync(limit=2).articles == expected
            assert seldom.sync(limit=50).articles == expected
            assert Copy().sync(limit=2).articles == expected
            told = {*often.gone, *seldom.gone}
            assert told <= world.seen  # nothing is told of what readers never had
