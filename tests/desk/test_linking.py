"""Related links: two-way, typed, ordered, once, and never to nowhere."""

import pytest
from django.test import TestCase

from articles.desk import linking
from articles.enums import OPPOSITE, Door, Relation, Status
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Article, RelatedLink
from tests.factories import (
    LATER,
    NOW,
    REPORTER,
    make_article,
    make_chief,
    make_link,
    make_merged,
    make_user,
)

Row = tuple[int, int | None, str, int]


def rows() -> list[Row]:
    """Every link: from, to, kind, position."""
    found = RelatedLink.objects.order_by("article_id", "position")
    return list(found.values_list("article_id", "target_id", "kind", "position"))


class LinkTest(TestCase):
    def test_link_of_every_kind_shows_its_opposite_on_the_other_article(self) -> None:
        for kind in Relation:
            one, other = make_article(), make_article()

            linking.link(one, to=other, kind=kind, by=None, at=NOW)

            back = RelatedLink.objects.get(article=other)
            assert (back.target, back.kind) == (one, OPPOSITE[kind])

    def test_link_twice_changes_the_kind_in_both_directions(self) -> None:
        one, other = make_article(), make_article()
        linking.link(one, to=other, by=None, at=NOW)

        linking.link(other, to=one, kind=Relation.UPDATE_OF, by=None, at=LATER)

        assert rows() == [
            (one.pk, other.pk, "updated-by", 0),
            (other.pk, one.pk, "update-of", 0),
        ]

    def test_link_with_position_moves_the_others_down(self) -> None:
        article = make_article()
        first, second = make_link(article, position=0), make_link(article, position=1)

        placed = linking.link(article, url="https://example.org/x", position=1, by=None, at=NOW)

        assert list(article.links.values_list("pk", "position")) == [
            (first.pk, 0),
            (placed.pk, 1),
            (second.pk, 2),
        ]

    def test_link_records_who_made_it_why_and_through_which_door(self) -> None:
        chief = make_chief()

        link = linking.link(
            make_article(),
            url="https://example.org/x",
            title="The\nreport",
            reason="Source of the figures",
            by=chief,
            at=NOW,
            door=Door.INBOX,
        )

        link.refresh_from_db()
        act = Act.objects.get()
        assert (link.title, link.reason, link.made_by, link.made_at) == (
            "The report",
            "Source of the figures",
            chief,
            NOW,
        )
        assert (act.verb, act.by, act.door, act.reason) == (
            "link",
            chief,
            Door.INBOX,
            "Source of the figures",
        )

    def test_link_to_a_merged_article_leads_to_its_survivor(self) -> None:
        article, survivor = make_article(), make_article()

        link = linking.link(article, to=make_merged(survivor), by=None, at=NOW)

        assert link.target_id == survivor.pk

    def test_link_to_nowhere_is_refused(self) -> None:
        article = make_article()
        targets: list[Article] = [article, make_merged(article), make_article(status=Status.KILLED)]

        for target in targets:
            with pytest.raises(ActRefused):
                linking.link(article, to=target, by=None, at=NOW)
        for url in ("javascript:alert(1)", "not an address", "https://", "ftp://a.example/b"):
            with pytest.raises(ActRefused, match="not a web address"):
                linking.link(article, url=url, by=None, at=NOW)
        with pytest.raises(ActRefused, match="leads to one article"):
            linking.link(article, by=None, at=NOW)
        assert rows() == []

    def test_link_by_a_reporter_is_refused(self) -> None:
        with pytest.raises(NotPermitted):
            linking.link(make_article(), url="https://example.org/", by=make_user(REPORTER), at=NOW)


class UnlinkTest(TestCase):
    def test_unlink_removes_both_directions(self) -> None:
        one, other = make_article(), make_article()
        link = linking.link(one, to=other, by=None, at=NOW)
        kept = make_link(one)

        linking.unlink(link, by=None, at=LATER)

        assert list(RelatedLink.objects.all()) == [kept]

    def test_unlink_twice_is_refused(self) -> None:
        link = make_link(make_article())
        linking.unlink(link, by=None, at=NOW)

        with pytest.raises(ActRefused, match="gone already"):
            linking.unlink(link, by=None, at=LATER)


class ReorderTest(TestCase):
    def test_reorder_puts_the_links_into_the_order_given(self) -> None:
        article = make_article()
        first, second = make_link(article, position=0), make_link(article, position=1)

        linking.reorder(article, link_ids=[second.pk, first.pk], by=None, at=NOW)

        assert list(article.links.values_list("pk", "position")) == [
            (second.pk, 0),
            (first.pk, 1),
        ]

    def test_reorder_of_other_links_than_there_are_is_refused(self) -> None:
        article = make_article()
        link, foreign = make_link(article), make_link(make_article())

        for ids in ([], [link.pk, foreign.pk], [link.pk, link.pk]):
            with pytest.raises(PlanOutdated):
                linking.reorder(article, link_ids=ids, by=None, at=NOW)
