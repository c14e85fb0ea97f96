"""Pairs that may be one: found from names and former names, and never again once denied."""

import pytest
from django.test import TestCase

from articles.desk import namesakes, undoing
from articles.enums import Decision
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Namesake
from tests import factories
from tests.factories import LATER, NOW

KIND = Namesake.Noun


def found(noun: Namesake.Noun) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in namesakes.find(noun).pairs]


class FindTest(TestCase):
    def test_each_kind_meets_its_own_in_three_queries(self) -> None:
        tags = [factories.make_tag(name) for name in ("Port strike", "Port strikes", "Dam")]
        sources = [factories.make_source(name=name) for name in ("Sol Post", "The Sol Post")]
        authors = [factories.make_author(name=name) for name in ("J. Roe", "Jane Roe")]

        for noun, pair in (
            (KIND.TAG, tags[:2]),
            (KIND.SOURCE, sources),
            (KIND.AUTHOR, authors),
        ):
            with self.subTest(noun), self.assertNumQueries(3):
                assert found(noun) == [(pair[0].pk, pair[1].pk)]

    def test_former_name_meets_a_new_one(self) -> None:
        mumbai, new = factories.make_tag("Mumbai"), factories.make_tag("Bombay port")
        factories.make_tag_alias(mumbai, "Bombay ports")

        (pair,) = namesakes.find(KIND.TAG).pairs

        assert (pair.one, pair.other, pair.one_name) == (mumbai.pk, new.pk, "Bombay ports")

    def test_pair_that_was_told_apart_never_comes_back_until_undone(self) -> None:
        one, other = factories.make_tag("Dam wall"), factories.make_tag("Dam walls")
        chief = factories.make_chief()

        pair = namesakes.tell_apart(KIND.TAG, other.pk, one.pk, by=chief, at=NOW)

        assert (pair.first_id, pair.second_id, pair.decision, pair.decided_by) == (
            one.pk,
            other.pk,
            Decision.NOT_THE_SAME,
            chief,
        )
        assert found(KIND.TAG) == []
        undoing.undo_act(Act.objects.get(), by=chief, at=LATER)
        assert found(KIND.TAG) == [(one.pk, other.pk)]

    def test_telling_apart_twice_leaves_one_trace(self) -> None:
        one, other = factories.make_author(), factories.make_author()

        for _time in range(2):
            namesakes.tell_apart(KIND.AUTHOR, one.pk, other.pk, by=None, at=NOW)

        assert (Namesake.objects.count(), Act.objects.count()) == (1, 1)

    def test_telling_apart_without_the_right_or_of_one_row_is_refused(self) -> None:
        one, other = factories.make_source(), factories.make_source()
        editor = factories.make_user(factories.SECTION_EDITOR)

        with pytest.raises(NotPermitted):
            namesakes.tell_apart(KIND.SOURCE, one.pk, other.pk, by=editor, at=NOW)
        for wrong in (one.pk, 1_000_000):
            with pytest.raises(ActRefused):
                namesakes.tell_apart(KIND.SOURCE, one.pk, wrong, by=None, at=NOW)
