"""Merging: what forbids it, and the plan that a person confirms."""

import json

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.desk import editing, merging, moving, relations
from articles.enums import (
    Decision,
    Door,
    Status,
    Verdict,
)
from articles.errors import ActRefused, IllegalMove, NotPermitted, PlanOutdated
from articles.models import (
    Act,
    Article,
    Merge,
)
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_author,
    make_capture,
    make_chief,
    make_contribution,
    make_credit,
    make_draft,
    make_link,
    make_match,
    make_merged,
    make_published,
    make_section,
    make_source,
    make_story,
    make_tag,
    make_user,
    tag_article,
)


class RefusalTest(TestCase):
    def test_merge_of_an_article_with_itself_is_refused(self) -> None:
        article = make_article()

        with pytest.raises(ActRefused, match="with itself"):
            merging.plan_merge(article, [make_article(), article], by=None)
        with pytest.raises(ActRefused, match="two different"):
            merging.plan_merge(article, [], by=None)

    def test_merge_of_merged_killed_spiked_or_retracted_articles_is_refused(self) -> None:
        cases = (
            (make_merged(make_article()), "was merged"),
            (make_article(status=Status.KILLED), "was killed"),
            (make_article(status=Status.SPIKED), "is spiked"),
            (make_published(retracted_at=EARLIER), "is retracted"),
        )

        for closed, told in cases:
            for pair in ((closed, make_published()), (make_published(), closed)):
                with pytest.raises(ActRefused, match=told):
                    merging.plan_merge(pair[0], [pair[1]], by=None)

    def test_merge_of_a_published_article_into_an_unpublished_one_is_refused(self) -> None:
        with pytest.raises(IllegalMove, match="lead nowhere"):
            merging.plan_merge(make_draft(), [make_published()], by=None)

    def test_merge_of_a_live_article_into_a_scheduled_one_is_refused(self) -> None:
        plan = merging.plan_merge(make_published(published_at=LATER), [make_published()], by=None)

        with pytest.raises(IllegalMove, match="lead nowhere"):
            merging.apply_merge(plan, by=None, at=NOW)

        assert Merge.objects.count() == Act.objects.count() == 0

    def test_merge_without_the_right_in_each_section_is_refused(self) -> None:
        mine, foreign = make_section(), make_section()
        articles = make_article(section=mine), make_article(section=foreign)
        plan = merging.plan_merge(articles[0], [articles[1]], by=None)

        for user in (make_user(SECTION_EDITOR, (mine,)), make_user(REPORTER, (mine, foreign))):
            with pytest.raises(NotPermitted):
                merging.plan_merge(articles[0], [articles[1]], by=user)
            with pytest.raises(NotPermitted):
                merging.apply_merge(plan, by=user, at=NOW)

    def test_merge_of_what_was_edited_since_the_plan_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=None)
        editing.edit(duplicate, by=None, at=NOW, fields={"headline": "New"})

        with pytest.raises(PlanOutdated):
            merging.apply_merge(plan, by=None, at=NOW)

    def test_merge_of_a_byline_that_changed_since_the_plan_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=None)
        editing.set_byline(duplicate, names=[editing.Name(name="Sara")], by=None, at=NOW)

        with pytest.raises(PlanOutdated):
            merging.apply_merge(plan, by=None, at=NOW)

    def test_merge_by_two_editors_at_once_is_done_by_the_first_only(self) -> None:
        one, other, third = make_article(), make_article(), make_article()
        first = merging.plan_merge(one, [other], by=None)
        second = merging.plan_merge(third, [other], by=None)
        merging.apply_merge(first, by=None, at=NOW)

        with pytest.raises(PlanOutdated):
            merging.apply_merge(second, by=None, at=NOW)

        other.refresh_from_db()
        assert (other.survivor_id, Merge.objects.count()) == (one.pk, 1)

    def test_merge_with_a_choice_of_no_such_field_or_article_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()

        for choices in ({"status": survivor.pk}, {"headline": 0}, {"source_id": duplicate.pk}):
            with pytest.raises(ActRefused, match=next(iter(choices))):
                merging.plan_merge(survivor, [duplicate], choices=choices, by=None)

    def test_merge_with_a_relation_that_nobody_decided_on_is_refused_by_name(self) -> None:
        known = set(moving.MOVERS) - {"articles.correction.article"}

        with pytest.raises(ActRefused) as refused:
            relations.refuse_unknown(Article, known)

        assert refused.value.message == (
            "Merging is switched off: nobody has decided what happens to "
            "articles.correction.article."
        )

    def test_merge_has_decided_on_every_relation_of_the_model(self) -> None:
        assert sorted(moving.MOVERS) == sorted(relations.pointers(Article))


class PlanTest(TestCase):
    def test_plan_in_json_is_the_same_plan(self) -> None:
        section = make_section()
        survivor = make_article(source=make_source(), section=section)
        duplicate = make_article(
            headline="روس نے تسلیم کیا", written_at=NOW, source=make_source(name="Wire")
        )
        make_contribution(duplicate)
        make_match(survivor, duplicate, verdict=Verdict.SAME_EVENT)

        plan = merging.plan_merge(survivor, [duplicate], by=None)

        assert merging.MergePlan.from_json(json.loads(json.dumps(plan.as_json()))) == plan

    def test_plan_writes_nothing(self) -> None:
        plan = merging.plan_merge(make_article(), [make_article()], by=None)

        assert (Act.objects.count(), {a.version for a in Article.objects.all()}) == (0, {1})
        assert [version for _pk, version in plan.versions] == [1, 1]

    def test_plan_of_nine_takes_as_many_queries_as_one_of_two(self) -> None:
        counts = []
        for number in (2, 9):
            articles = [
                make_article(
                    source=make_source(), section=make_section(), story=make_story(), language="en"
                )
                for _each in range(number)
            ]
            for article in articles:
                make_credit(article)
                make_contribution(article, author=make_author())
                tag_article(article, make_tag())
                make_match(articles[0], article) if article != articles[0] else None
            with CaptureQueriesContext(
                connection,
            ) as queries:
                merging.plan_merge(articles[0], articles[1:], by=None)
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert counts[0] <= 25

    def test_plan_counts_what_will_follow(self) -> None:
        survivor, duplicate = make_article(), make_article()
        tag_article(duplicate, make_tag(), make_tag())
        make_link(make_article(), duplicate)
        make_capture(duplicate)

        plan = merging.plan_merge(survivor, [duplicate], by=None)

        assert {(move.model, move.count) for move in plan.moves} == {
            ("articles.tagging", 2),
            ("articles.relatedlink", 1),
            ("articles.capture", 1),
        }

    def test_plan_warns_of_denied_pairs_other_accounts_languages_and_stories(self) -> None:
        survivor = make_article(headline="One", language="en", story=make_story())
        denied = make_article(headline="Two", language="ur")
        account = make_article(headline="Three", story=make_story(title="Flood"))
        make_match(survivor, denied, decision=Decision.NOT_THE_SAME)
        make_match(survivor, account, verdict=Verdict.SAME_EVENT)

        plan = merging.plan_merge(survivor, [denied, account], by=None)

        assert plan.warnings == (
            "“One” and “Two” were called not the same.",
            "“One” and “Three” are two accounts, not copies of one text.",
            "They are in different languages. A translation is better linked.",
            "“Three” leaves the story “Flood”.",
        )


class RecordTest(TestCase):
    def test_merge_is_one_act_with_who_when_door_and_plan(self) -> None:
        chief = make_chief()
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=chief)

        done = merging.apply_merge(plan, by=chief, at=NOW, door=Door.INBOX)

        act = Act.objects.get()
        assert (act.verb, act.by, act.at, act.door) == ("merge", chief, NOW, Door.INBOX)
        assert act.plan == {"survivor": survivor.pk, "duplicates": [duplicate.pk]}
        assert (done.act, done.survivor, done.merged_at, done.merged_by) == (
            act,
            survivor,
            NOW,
            chief,
        )
        assert merging.MergePlan.from_json(done.plan) == plan
