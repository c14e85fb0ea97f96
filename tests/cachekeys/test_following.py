"""Which pages an act makes anew: those that show what it changed, and no others."""

from typing import Any

import pytest
from django.apps import apps
from django.test import TestCase

from articles import cachekeys
from articles.cachekeys import following, names
from articles.desk import acting, curating, editing, launching, linking, publishing, tagging
from articles.models import Act, Article, Change, Front
from tests import factories
from tests.factories import NOW, make_draft, make_published, make_section, make_source, make_story

# The history itself, and what no act ever writes a change of.
NEVER_CHANGED = {
    "act", "change", "text", "raw", "fingerprint", "fingerprinthash", "fingerprintterm", "termday",
    "sourceline", "newsday", "searchtext", "searchword", "sitting", "desksession", "signin",
    "commenttry", "picturekey", "pictureuse", "departure", "ping", "pingahead",
}  # fmt: skip


def keys_of_last_act() -> set[str]:
    act = Act.objects.latest("pk")
    return cachekeys.keys_of(Change.objects.filter(act=act).order_by("pk"))


class FollowTest(TestCase):
    def setUp(self) -> None:
        self.now: dict[str, Any] = {"by": None, "at": NOW}
        self.section, self.source, self.story = make_section(), make_source(), make_story()
        self.tag, self.author = factories.make_tag(), factories.make_author()
        self.live = make_published(section=self.section, source=self.source, story=self.story)
        self.month = names.month(self.live.visible_at)
        factories.tag_article(self.live, self.tag)
        factories.make_contribution(self.live, author=self.author)

    def lists(self) -> set[str]:
        """Where the article stands."""
        return {
            names.LATEST,
            names.in_section(self.section.pk),
            names.from_source(self.source.pk),
            names.tagged(self.tag.pk),
            names.written_by(self.author.pk),
            names.story(self.story.pk),
            self.month,
        }

    def test_new_words_leave_the_lists_without_the_article_alone(self) -> None:
        editing.edit(self.live, fields={"headline": "New", "body_html": "<p>N.</p>"}, **self.now)

        own = {names.article(self.live.pk), names.story(self.story.pk), self.month}
        assert keys_of_last_act() == own

    def test_publishing_and_killing_tell_every_list_it_stands_on(self) -> None:
        article = names.article(self.live.pk)
        publishing.kill(self.live, note="Wrong", **self.now)

        assert keys_of_last_act() == self.lists() | {article}

    def test_moving_tells_the_section_it_left_and_the_one_it_came_to(self) -> None:
        other = make_section()
        editing.edit(self.live, fields={"section_id": other.pk}, **self.now)

        told = self.lists() | {names.article(self.live.pk), names.in_section(other.pk)}
        assert keys_of_last_act() == told

    def test_article_that_goes_tells_pages_that_link_to_it_and_fronts_that_pick_it(self) -> None:
        neighbour = make_published()
        factories.make_link(neighbour, self.live)
        section = make_section()
        factories.make_slot(factories.make_front(section), self.live)
        publishing.retract(self.live, note="Wrong", **self.now)

        assert {names.article(neighbour.pk), names.front(section.pk)} <= keys_of_last_act()

    def test_what_is_done_to_drafts_and_arrivals_is_seen_by_nobody(self) -> None:
        draft, incoming = (
            make_draft(section=self.section, story=self.story),
            factories.make_article(),
        )

        for act in (
            lambda: editing.edit(draft, fields={"headline": "New"}, **self.now),
            lambda: tagging.tag(draft, names=["New", self.tag.name], **self.now),
            lambda: linking.move_to_story(incoming, story=self.story, **self.now),
            lambda: publishing.spike(incoming, **self.now),
        ):
            act()
            assert keys_of_last_act() == set()

    def test_what_is_done_to_a_draft_of_a_front_is_seen_by_nobody_until_it_is_launched(
        self,
    ) -> None:
        front = factories.make_front(self.section)
        launching.begin_draft(front, **self.now)
        begun = keys_of_last_act()
        curating.fill_slot(
            Front.objects.get(pk=front.pk), position=1, article=self.live, **self.now
        )
        filled = keys_of_last_act()
        front = Front.objects.get(pk=front.pk)
        seen = launching.plan_launch(front, NOW).seen
        launching.launch(front, seen=seen, despite_changes=True, **self.now)

        assert (begun, filled) == (set(), set())
        assert keys_of_last_act() == {names.front(self.section.pk)}

    def test_row_of_a_model_that_nobody_thought_of_empties_the_cache(self) -> None:
        with acting.act("edit", **self.now, public=False) as recorder:
            recorder.pending.append(
                Change(
                    act=recorder.act, model="articles.poll", row="1", kind="update", field="name"
                )
            )

        assert keys_of_last_act() == {names.SITE}

    def test_act_on_very_many_articles_empties_the_cache(self) -> None:
        changes = [
            Change(model="articles.article", row=str(n), kind="update", field="source_id")
            for n in range(following.MOST + 1)
        ]

        assert cachekeys.keys_of(changes) == {names.SITE}

    def test_article_that_ingest_makes_is_not_even_looked_up(self) -> None:
        article = factories.make_article()
        image = {"status": "incoming", "section_id": self.section.pk}
        change = Change(model="articles.article", row=str(article.pk), kind="create", after=image)

        with self.assertNumQueries(0):
            assert cachekeys.keys_of([change]) == set()


def test_months_of_a_span_are_all_named() -> None:
    start, end = NOW.replace(year=2025, month=11, day=30), NOW.replace(year=2026, month=1, day=1)

    assert names.months(start, end) == ["month:2025-11", "month:2025-12", "month:2026-01"]


def test_every_model_is_known_to_the_page_cache() -> None:
    """A new one empties the whole cache at each change until it stands in one of these."""
    known = following.UNSEEN | set(following.OF_ARTICLES) | set(following.OF_ROWS)
    models = {model._meta.label_lower for model in apps.get_app_config("articles").get_models()}

    assert models - known == {f"articles.{name}" for name in NEVER_CHANGED}


def test_words_are_columns_of_an_article() -> None:
    assert {field.attname for field in Article._meta.concrete_fields} >= following.WORDS


pytestmark = pytest.mark.once
