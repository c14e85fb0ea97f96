"""Tags: every spelling finds its tag, merges lose nothing, former names and addresses lead on."""

import pytest
from django.test import TestCase

from articles.desk import relations, tagging, undoing
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Address, Article, Tag, TagAlias, Tagging
from tests.factories import (
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_chief,
    make_draft,
    make_published,
    make_tag,
    make_tag_alias,
    make_user,
    tag_article,
)


def names(article: Article) -> list[str]:
    """The article's tags by name."""
    return sorted(article.tags.values_list("name", flat=True))


class TagTest(TestCase):
    def test_tag_by_any_spelling_finds_the_tag(self) -> None:
        kabul = make_tag("Kabul")
        make_tag_alias(kabul, "Caboul")
        article = make_draft()

        found = tagging.tag(article, names=["KABUL", "  caboul ", "Kābul", ""], by=None, at=NOW)

        assert (found, names(article)) == ([kabul], ["Kabul"])

    def test_tag_by_a_new_name_makes_the_tag_once(self) -> None:
        article = make_draft()

        tagging.tag(article, names=["پاکستان", "Dam", "dam"], by=make_user(REPORTER), at=NOW)

        assert names(article) == ["Dam", "پاکستان"]
        assert Tag.objects.get(name="پاکستان").slug == "پاکستان"

    def test_tag_twice_leaves_one_trace(self) -> None:
        article = make_draft()

        for _time in range(2):
            tagging.tag(article, names=["Dam"], by=None, at=NOW)

        assert (Tagging.objects.count(), Act.objects.count()) == (1, 1)

    def test_tag_adds_unless_told_to_replace(self) -> None:
        article = make_draft()
        tag_article(article, make_tag("Old"))

        tagging.tag(article, names=["New"], by=None, at=NOW)
        assert names(article) == ["New", "Old"]

        tagging.tag(article, names=["New"], replace=True, by=None, at=LATER)
        assert names(article) == ["New"]

    def test_tag_whose_slug_is_taken_gets_a_number(self) -> None:
        make_tag("C")
        Address.objects.create(noun=Address.Noun.TAG, key="c-2", target_id=1_000_000)

        found = tagging.tag(make_draft(), names=["C++"], by=None, at=NOW)

        assert found[0].slug == "c-3"

    def test_tag_without_letters_or_too_long_is_refused(self) -> None:
        for name in ("\u200b\u0301", "x" * 101):
            with pytest.raises(ActRefused):
                tagging.tag(make_draft(), names=[name], by=None, at=NOW)

    def test_tag_of_a_published_article_by_a_reporter_is_refused(self) -> None:
        with pytest.raises(NotPermitted):
            tagging.tag(make_published(), names=["Dam"], by=make_user(REPORTER), at=NOW)

    def test_untag_takes_off_only_the_tags_named(self) -> None:
        article = make_draft()
        old, kept = make_tag("Old"), make_tag("Kept")
        tag_article(article, old, kept)

        tagging.untag(article, tags=[old], by=None, at=NOW)

        assert names(article) == ["Kept"]
        assert Tag.objects.count() == 2


class MergeTagsTest(TestCase):
    def setUp(self) -> None:
        self.gone, self.stays = make_tag("Afghanistan war"), make_tag("Afghanistan")
        make_tag_alias(self.gone, "Afghan war")
        Address.objects.create(noun=Address.Noun.TAG, key="older", target_id=self.gone.pk)
        self.one, self.both = make_draft(), make_draft()
        tag_article(self.one, self.gone)
        tag_article(self.both, self.gone, self.stays)

    def test_plan_tag_merge_tells_what_moves_and_writes_nothing(self) -> None:
        plan = tagging.plan_tag_merge(self.gone, self.stays)

        assert plan == tagging.TagMergePlan(
            tag_id=self.gone.pk,
            into_id=self.stays.pk,
            moving_count=1,
            both_count=1,
            aliases=("Afghanistan war", "Afghan war"),
        )
        assert Act.objects.count() == 0

    def test_merge_tags_moves_articles_aliases_and_addresses(self) -> None:
        tagging.merge_tags(self.gone, into=self.stays, by=make_chief(), at=NOW)

        assert (names(self.one), names(self.both)) == (["Afghanistan"], ["Afghanistan"])
        assert sorted(self.stays.aliases.values_list("name", flat=True)) == [
            "Afghan war",
            "Afghanistan war",
        ]
        assert set(Address.objects.values_list("key", "target_id")) == {
            ("older", self.stays.pk),
            ("afghanistan-war", self.stays.pk),
        }
        assert not Tag.objects.filter(pk=self.gone.pk).exists()

    def test_merge_tags_then_undo_leaves_the_vocabulary_as_it_was(self) -> None:
        tables = (Tag, TagAlias, Tagging, Address)
        before = [list(model._base_manager.order_by("pk").values()) for model in tables]
        tagging.merge_tags(self.gone, into=self.stays, by=None, at=NOW)

        reverted = undoing.undo_act(Act.objects.get(), by=None, at=LATER)

        assert reverted.kept == ()
        assert before == [list(model._base_manager.order_by("pk").values()) for model in tables]

    def test_merged_name_never_becomes_a_tag_again(self) -> None:
        tagging.merge_tags(self.gone, into=self.stays, by=None, at=NOW)

        found = tagging.tag(make_draft(), names=["AFGHANISTAN WAR"], by=None, at=LATER)

        assert found == [self.stays]

    def test_merge_tags_with_itself_or_without_the_right_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="with itself"):
            tagging.merge_tags(self.gone, into=self.gone, by=None, at=NOW)
        with pytest.raises(NotPermitted):
            tagging.merge_tags(self.gone, into=self.stays, by=make_user(REPORTER), at=NOW)

    def test_merge_tags_has_decided_on_every_relation(self) -> None:
        assert set(relations.pointers(Tag)) == tagging.FOLLOWING


class VocabularyTest(TestCase):
    def test_add_alias_lets_the_spelling_stand_for_the_tag(self) -> None:
        tag = make_tag("Kabul")

        tagging.add_alias(tag, name=" Caboul ", by=make_user(SECTION_EDITOR), at=NOW)

        assert tagging.tag(make_draft(), names=["caboul"], by=None, at=NOW) == [tag]

    def test_add_alias_that_stands_for_something_is_refused(self) -> None:
        tag, other = make_tag("Kabul"), make_tag("Herat")
        make_tag_alias(other, "Haraat")

        for name in ("kabul", "HERAT", "haraat"):
            with pytest.raises(ActRefused, match="stands for the tag"):
                tagging.add_alias(tag, name=name, by=None, at=NOW)

    def test_rename_keeps_the_former_name_and_address(self) -> None:
        tag = make_tag("Bombay")

        tagging.rename(tag, name="Mumbai", by=None, at=NOW)

        tag.refresh_from_db()
        assert (tag.name, tag.folded, tag.slug) == ("Mumbai", "mumbai", "mumbai")
        assert list(tag.aliases.values_list("name", "folded")) == [("Bombay", "bombay")]
        assert list(Address.objects.values_list("noun", "key", "target_id")) == [
            ("tag", "bombay", tag.pk)
        ]

    def test_rename_back_frees_the_former_name_and_address(self) -> None:
        tag = make_tag("Bombay")
        tagging.rename(tag, name="Mumbai", by=None, at=NOW)

        tagging.rename(tag, name="Bombay", by=None, at=LATER)

        tag.refresh_from_db()
        assert (tag.name, tag.slug) == ("Bombay", "bombay")
        assert list(tag.aliases.values_list("name", flat=True)) == ["Mumbai"]
        assert list(Address.objects.values_list("key", flat=True)) == ["mumbai"]

    def test_rename_that_changes_the_case_only_makes_no_alias(self) -> None:
        tag = make_tag("nato")

        tagging.rename(tag, name="NATO", by=None, at=NOW)

        assert (TagAlias.objects.count(), Address.objects.count()) == (0, 0)

    def test_rename_to_another_tag_is_refused(self) -> None:
        make_tag("Mumbai")

        with pytest.raises(ActRefused, match="stands for the tag"):
            tagging.rename(make_tag("Bombay"), name="mumbai", by=None, at=NOW)
