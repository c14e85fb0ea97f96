"""Moved addresses: the former ones lead on, and none is taken from another thing."""

from typing import Any

import pytest
from django.test import TestCase

from articles.desk import naming
from articles.errors import ActRefused, NotPermitted
from articles.models import Address
from tests.factories import (
    LATER,
    NOW,
    SECTION_EDITOR,
    make_author,
    make_chief,
    make_section,
    make_source,
    make_tag,
    make_user,
)


class MoveAddressTest(TestCase):
    def test_move_address_of_every_noun_keeps_the_former_one(self) -> None:
        things: list[Any] = [make_section(), make_source(), make_author(), make_tag()]

        for thing in things:
            former = thing.slug
            moved = naming.move_address(thing, slug="دنیا", by=make_chief(), at=NOW)

            address = Address.objects.get(noun=naming.noun_of(thing))
            assert (moved.slug, address.key, address.target_id) == ("دنیا", former, thing.pk)

    def test_move_address_twice_leads_from_both_in_one_hop(self) -> None:
        section = make_section(slug="one")
        section = naming.move_address(section, slug="two", by=None, at=NOW)
        naming.move_address(section, slug="three", by=None, at=LATER)

        assert set(Address.objects.values_list("key", "target_id")) == {
            ("one", section.pk),
            ("two", section.pk),
        }

    def test_move_address_back_frees_the_former_one(self) -> None:
        section = make_section(slug="one")
        section = naming.move_address(section, slug="two", by=None, at=NOW)
        naming.move_address(section, slug="one", by=None, at=LATER)

        assert list(Address.objects.values_list("key", flat=True)) == ["two"]

    def test_move_address_to_what_is_or_was_another_ones_is_refused(self) -> None:
        section = make_section(slug="mine")
        make_section(slug="theirs")
        Address.objects.create(noun=Address.Noun.SECTION, key="once", target_id=1_000_000)
        Address.objects.create(noun=Address.Noun.TAG, key="of-a-tag", target_id=1_000_000)

        for slug in ("theirs", "once"):
            with pytest.raises(ActRefused, match="taken"):
                naming.move_address(section, slug=slug, by=None, at=NOW)
        assert naming.move_address(section, slug="of-a-tag", by=None, at=NOW).slug == "of-a-tag"

    def test_move_address_to_what_is_no_slug_is_refused_with_a_proposal(self) -> None:
        for slug, proposal in (("", "item"), ("World News", "world-news"), ("a/b", "a-b")):
            with pytest.raises(ActRefused) as refused:
                naming.move_address(make_section(), slug=slug, by=None, at=NOW)
            assert f"“{proposal}”" in refused.value.hint

    def test_move_address_of_a_section_by_its_editor_is_refused(self) -> None:
        section = make_section()

        with pytest.raises(NotPermitted, match="change_section"):
            naming.move_address(
                section, slug="new", by=make_user(SECTION_EDITOR, (section,)), at=NOW
            )
