"""The frame of acts: all or nothing, locked in order, and the page cache told after the commit."""

import pytest
from django.test import TestCase

from articles import cachekeys
from articles.desk import acting, editing, publishing
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Act, Article, Change
from tests.factories import NOW, make_article, make_draft, make_published


class ActTest(TestCase):
    def test_act_that_raises_leaves_neither_act_nor_change(self) -> None:
        article = make_article(headline="Old")

        with pytest.raises(ActRefused):
            self._change_and_refuse(article)

        article.refresh_from_db()
        assert (article.headline, Act.objects.count(), Change.objects.count()) == ("Old", 0, 0)

    def _change_and_refuse(self, article: Article) -> None:
        with acting.act("edit", by=None, at=NOW) as recorder:
            recorder.change(article, headline="New")
            raise ActRefused("No.")

    def test_act_keeps_door_reason_and_plan(self) -> None:
        article = make_article()

        with acting.act(
            "edit", by=None, at=NOW, door=Door.COMMAND, reason="Why", plan={"a": 1}
        ) as recorder:
            recorder.change(article, headline="New")

        act = Act.objects.get()
        assert (act.door, act.reason, act.plan) == (Door.COMMAND, "Why", {"a": 1})

    def test_locked_all_of_a_row_that_is_gone_is_refused(self) -> None:
        article = make_article()
        Article.objects.all().delete()

        with pytest.raises(ActRefused, match="no longer exists"):
            acting.locked_all([article.pk])


class CacheTest(TestCase):
    def told(self) -> int:
        return cachekeys.latest(cachekeys.ANY)

    def test_act_on_what_readers_see_tells_the_page_cache_after_the_commit(self) -> None:
        draft, live = make_draft(), make_published()
        before = self.told()

        with self.captureOnCommitCallbacks(execute=True):
            publishing.publish(draft, by=None, at=NOW)
            within = self.told()
        published = self.told()
        with self.captureOnCommitCallbacks(execute=True):
            editing.edit(live, by=None, at=NOW, fields={"headline": "New"})

        assert within == before
        assert published != before
        assert self.told() != published

    def test_act_on_a_draft_leaves_the_page_cache_alone(self) -> None:
        before = self.told()

        with self.captureOnCommitCallbacks(execute=True):
            editing.edit(make_draft(), by=None, at=NOW, fields={"headline": "New"})

        assert self.told() == before

    def test_act_that_is_refused_leaves_the_page_cache_alone(self) -> None:
        spiked, before = make_article(status="spiked"), self.told()

        with self.captureOnCommitCallbacks(execute=True), pytest.raises(ActRefused):
            publishing.publish(spiked, by=None, at=NOW)

        assert self.told() == before
