"""Field by field: the value a merge takes, why, and what comes along with a text."""

import pytest
from django.test import TestCase

from articles.desk import merging
from articles.enums import (
    Kind,
    Rights,
    Trust,
)
from articles.errors import ActRefused
from articles.models import (
    Article,
    Merge,
)
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    make_article,
    make_contribution,
    make_draft,
    make_published,
    make_section,
    make_source,
)


def merge(survivor: Article, *duplicates: Article, **choices: int) -> Merge:
    """Plan and apply by the machine, at NOW; the survivor and duplicates are reloaded."""
    plan = merging.plan_merge(survivor, duplicates, choices=choices, by=None)
    done = merging.apply_merge(plan, by=None, at=NOW)
    for article in (survivor, *duplicates):
        article.refresh_from_db()
    return done


def chosen(survivor: Article, *duplicates: Article) -> dict[str, int]:
    """The article that the rule takes each field from."""
    return merging.plan_merge(survivor, duplicates, by=None).choices


class ChoiceTest(TestCase):
    def test_survivor_is_published_then_own_then_trusted_then_full_then_early(self) -> None:
        trusted = make_source(trust=Trust.HIGH)
        usual = make_source()
        plain = make_article(source=usual, kind=Kind.REPUBLISHED, arrived_at=NOW)
        early = make_article(source=usual, kind=Kind.REPUBLISHED)
        full = make_article(source=usual, kind=Kind.REPUBLISHED, body_html="<p>a b c d e f g</p>")
        high = make_article(source=trusted, kind=Kind.REPUBLISHED)
        own = make_article()
        live = make_published(source=usual, kind=Kind.REPUBLISHED)

        found = []
        articles = [plain, early, full, high, own, live]
        while len(articles) > 1:
            best, reason = merging.choose_survivor(articles)
            found.append((best, reason))
            articles.remove(best)

        assert found == [
            (live, "It is published: readers know its address."),
            (own, "It is our own reporting."),
            (high, "Its source is trusted more."),
            (full, "It is the fullest text."),
            (early, "It is the earliest."),
        ]

    def test_choice_of_text_takes_the_best_and_what_goes_with_it(self) -> None:
        survivor = make_article(
            source=make_source(), kind=Kind.REPUBLISHED, standfirst="Short", dateline="KABUL"
        )
        own = make_article(standfirst="Longer", language="en")

        found = chosen(survivor, own)

        names = ("body_html", "headline", "standfirst", "dateline", "language")
        assert [found[name] for name in names] == [own.pk, own.pk, own.pk, survivor.pk, own.pk]

    def test_choice_for_a_published_survivor_leaves_what_readers_know(self) -> None:
        survivor = make_published(source=make_source(), kind=Kind.REPUBLISHED)

        found = chosen(survivor, make_article())

        assert (found["headline"], found["body_html"]) == (survivor.pk, survivor.pk)

    def test_choice_of_headline_avoids_shouting(self) -> None:
        survivor = make_article(headline="Dam opens", source=make_source(), kind=Kind.REPUBLISHED)
        loud = make_article(headline="DAM OPENS AT NOON")

        found = chosen(survivor, loud)

        assert (found["headline"], found["body_html"]) == (survivor.pk, loud.pk)

    def test_choice_of_urgency_takes_the_most_urgent(self) -> None:
        survivor, flash = make_article(urgency=5), make_article(urgency=1)

        assert chosen(survivor, flash)["urgency"] == flash.pk

    def test_choice_of_section_stays_unless_the_survivor_has_none(self) -> None:
        section = make_section()
        with_one, without = make_article(section=section), make_article()

        assert chosen(with_one, make_article(section=make_section()))["section_id"] == with_one.pk
        assert chosen(without, with_one)["section_id"] == with_one.pk

    def test_choice_tells_a_reason_for_every_field(self) -> None:
        plan = merging.plan_merge(make_article(), [make_article(urgency=2)], by=None)

        reasons = {field.name: field.reason for field in plan.fields}
        assert reasons == {
            "headline": "It came in first.",
            "kicker": "None has one.",
            "standfirst": "None has one.",
            "body_html": "It came in first.",
            "byline": "None has one.",
            "dateline": "None has one.",
            "language": "None has one.",
            "section_id": "None has one.",
            "lead_image_id": "None has one.",
            "slugline": "None has one.",
            "urgency": "It is the most urgent.",
            "seo_title": "None has one.",
            "social_title": "None has one.",
            "editor_note": "None has one.",
        }

    def test_choice_by_an_editor_wins_field_by_field(self) -> None:
        survivor, second, third = (make_article() for _number in range(3))
        wanted = {"headline": second.pk, "body_html": third.pk}

        done = merge(survivor, second, third, **wanted)

        assert (survivor.headline, survivor.body_html) == (second.headline, third.body_html)
        reasons = {f["name"]: f["reason"] for f in done.plan["fields"]}
        assert (reasons["headline"], reasons["body_html"]) == ("You chose it.", "You chose it.")


class TextTest(TestCase):
    def test_merged_text_brings_its_source_rights_and_address(self) -> None:
        survivor = make_draft()
        source = make_source(rights=Rights.EXCERPT)
        wire = make_article(
            source=source, kind=Kind.REPUBLISHED, canonical_url="https://w.example/1"
        )

        merge(survivor, wire, body_html=wire.pk)

        assert (survivor.source, survivor.kind, survivor.canonical_url) == (
            source,
            Kind.REPUBLISHED,
            "https://w.example/1",
        )
        assert survivor.effective_rights == Rights.EXCERPT
        assert survivor.word_count == wire.word_count

    def test_merged_standfirst_of_a_link_only_source_narrows_the_rights(self) -> None:
        survivor = make_draft()
        wire = make_article(source=make_source(rights=Rights.LINK), standfirst="Theirs")

        merge(survivor, wire, body_html=survivor.pk, standfirst=wire.pk)

        assert (survivor.standfirst, survivor.effective_rights) == ("Theirs", Rights.LINK)

    def test_merged_text_under_embargo_pulls_the_survivor_behind_the_wall(self) -> None:
        survivor = make_published()
        wire = make_article(embargoed_until=LATER)

        merge(survivor, wire, body_html=wire.pk)

        assert (survivor.embargoed_until, survivor.visible_at) == (LATER, LATER)

    def test_merged_duplicate_under_embargo_binds_nobody_when_its_text_is_not_taken(self) -> None:
        survivor = make_published()

        merge(survivor, make_article(embargoed_until=LATER))

        assert (survivor.embargoed_until, survivor.visible_at) == (None, EARLIER)

    def test_merged_text_that_readers_had_not_seen_moves_updated_at(self) -> None:
        survivor, wire = make_published(), make_article()
        other = make_published()

        merge(survivor, wire, body_html=wire.pk)
        merge(other, make_article(urgency=1))

        assert (survivor.updated_at, other.updated_at) == (NOW, None)

    def test_merged_link_only_text_without_address_is_refused_on_a_live_survivor(self) -> None:
        survivor = make_published()
        wire = make_article(source=make_source(rights=Rights.LINK))

        with pytest.raises(ActRefused, match="link only"):
            merge(survivor, wire, body_html=wire.pk)

        survivor.refresh_from_db()
        assert survivor.source is None

    def test_merged_byline_is_the_chosen_one_alone(self) -> None:
        survivor, wire = make_article(), make_article()
        make_contribution(survivor, name="Ours")
        make_contribution(wire, name="Theirs")

        merge(survivor, wire, byline=wire.pk)

        assert [row.name for row in survivor.contributions.all()] == ["Theirs"]
