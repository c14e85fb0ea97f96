"""Checks before an article goes out: each fault, each level, the same rule on every way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase

from articles.desk import checks, editing, merging, publishing, undoing
from articles.enums import Check, CheckLevel, Door, Kind, Rights, Status
from articles.errors import ActRefused, NotReady
from articles.models import Act, Article, Image, Publication
from tests import factories
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    make_article,
    make_chief,
    make_contribution,
    make_credit,
    make_draft,
    make_link,
    make_published,
    make_ready,
    make_section,
    make_source,
)


def picture(**fields: Any) -> Image:
    """A picture of which is known whose it is."""
    return factories.make_image(**({"credit_line": "Archive"} | fields))


def found(article: Article) -> list[Check]:
    return [finding.check for finding in checks.find(article, at=NOW)]


def levels(**chosen: CheckLevel) -> None:
    """What the publication decided, by the names of the checks."""
    Publication.objects.update_or_create(
        pk=1, defaults={"check_levels": {Check[name].value: lv for name, lv in chosen.items()}}
    )


# What makes a ready article lack one thing, and what is said of it.
FAULTS: dict[Check, Callable[[], dict[str, Any]]] = {
    Check.HEADLINE_MISSING: lambda: {"headline": " "},
    Check.LINK_MISSING: lambda: {"rights": Rights.LINK},
    Check.TEXT_MISSING: lambda: {"body_html": ""},
    Check.TEXT_EMPTY: lambda: {"body_html": "", "canonical_url": "https://example.org/a"},
    Check.PICTURE_EXPIRED: lambda: {"lead_image": picture(alt="A pier", expires_at=NOW)},
    Check.PICTURE_MISSING: lambda: {"body_html": '<p>Pier.</p><figure data-image="999"></figure>'},
    Check.PICTURE_WORDLESS: lambda: {"lead_image": picture()},
    Check.PICTURE_OWNERLESS: lambda: {"lead_image": picture(alt="A pier", credit_line="")},
    Check.PLACEHOLDER: lambda: {"body_html": "<p>The pier cost TK rupees.</p>"},
    Check.SECTION_MISSING: lambda: {"section": None},
    Check.LANGUAGE_UNKNOWN: lambda: {"language": ""},
    Check.BYLINE_MISSING: lambda: {"source": None},
    Check.STANDFIRST_ECHO: lambda: {"headline": "Pier opens", "standfirst": "“Pier opens.”"},
    Check.HEADLINE_LONG: lambda: {
        "headline": "h" * 101, "seo_title": "Short", "social_title": "Short",
    },
    Check.SEARCH_LONG: lambda: {"headline": "h" * 66},
    Check.SOCIAL_LONG: lambda: {"social_title": "s" * 91},
    Check.EMBARGO_LATER: lambda: {"embargoed_until": LATER},
    Check.EXPIRES_FIRST: lambda: {"expires_at": NOW},
}  # fmt: skip


class FindingTest(TestCase):
    def test_ready_article_has_no_fault(self) -> None:
        assert found(make_ready()) == []

    def test_each_fault_is_found_alone_and_tells_what_to_do(self) -> None:
        for check, fields in FAULTS.items():
            with self.subTest(check):
                [finding] = checks.find(make_ready(**fields()), at=NOW)

                usual = check in (
                    Check.HEADLINE_MISSING,
                    Check.LINK_MISSING,
                    Check.TEXT_MISSING,
                    Check.PICTURE_EXPIRED,
                )
                assert (finding.check, finding.stops) == (check, usual)
                assert finding.message.endswith(".")
                assert finding.hint.endswith(".")

    def test_dead_related_links_are_counted(self) -> None:
        article = make_ready()
        make_link(article, make_article(status=Status.SPIKED))
        make_link(article, make_published(expires_at=NOW))
        make_link(article, make_published())
        make_link(article, make_draft())
        make_link(article)

        [finding] = checks.find(article, at=NOW)

        assert (finding.check, finding.message) == (
            Check.LINKS_DEAD,
            "2 related links lead to what readers cannot open.",
        )

    def test_writer_or_credit_stands_for_a_source(self) -> None:
        written, credited = make_ready(source=None), make_ready(source=None)
        make_contribution(written)
        make_credit(credited)

        assert (found(written), found(credited)) == ([], [])

    def test_brief_with_a_standfirst_needs_no_text(self) -> None:
        assert found(make_ready(kind=Kind.BRIEF, standfirst="Open.", body_html="")) == []

    def test_link_out_needs_no_text(self) -> None:
        fields = {"kind": Kind.LINK_OUT, "canonical_url": "https://example.org/a"}

        assert found(make_ready(body_html="", **fields)) == []

    def test_picture_right_must_last_until_the_article_appears(self) -> None:
        image = picture(alt="A pier", expires_at=NOW + timedelta(minutes=30))

        assert found(make_ready(lead_image=image)) == []
        waiting = make_ready(lead_image=image, embargoed_until=LATER)
        assert found(waiting) == [Check.PICTURE_EXPIRED, Check.EMBARGO_LATER]

    def test_what_stops_comes_first(self) -> None:
        article = make_ready(body_html="", language="")

        assert found(article) == [Check.TEXT_MISSING, Check.LANGUAGE_UNKNOWN]

    def test_pictures_in_the_text_are_looked_at_like_the_lead(self) -> None:
        image = picture(expires_at=NOW)
        article = make_ready(body_html=f'<p>Pier.</p><figure data-image="{image.pk}"></figure>')

        assert found(article) == [Check.PICTURE_EXPIRED, Check.PICTURE_WORDLESS]

    def test_picture_of_which_anything_is_known_has_an_owner(self) -> None:
        known: tuple[dict[str, Any], ...] = (
            {"credit_line": "Archive"},
            {"creator": "A. Khan"},
            {"rights_notice": "© Archive"},
            {"source": make_source()},
        )

        for fields in known:
            image = factories.make_image(alt="A pier", **fields)
            assert found(make_ready(lead_image=image)) == []

    def test_picture_of_another_site_is_none_of_the_library(self) -> None:
        Publication.objects.update_or_create(pk=1, defaults={"base_url": "https://paper.example"})
        own = make_ready(body_html='<p>Pier. <img src="https://paper.example/a.png"></p>')
        theirs = make_ready(body_html='<p>Pier. <img src="https://other.example/a.png"></p>')

        assert (found(own), found(theirs)) == ([], [Check.PICTURE_MISSING])

    def test_looking_costs_seven_queries_at_most(self) -> None:
        body = "".join(f'<figure data-image="{picture().pk}"></figure>' for _ in range(3))
        article = make_ready(source=None, lead_image=picture(), body_html=body)
        for _ in range(3):
            make_link(article, make_published())

        with self.assertNumQueries(7):
            checks.find(Article.objects.get(pk=article.pk), at=NOW)


class LevelTest(TestCase):
    def test_publication_makes_a_warning_stop(self) -> None:
        levels(SECTION_MISSING=CheckLevel.BLOCK)

        with pytest.raises(NotReady) as refused:
            publishing.publish(make_ready(section=None), by=None, at=NOW)

        assert refused.value.reasons == ("It stands in no section.",)

    def test_publication_lets_a_stopping_fault_pass(self) -> None:
        levels(TEXT_MISSING=CheckLevel.WARN)

        article = publishing.publish(make_ready(body_html=""), by=None, at=NOW)

        assert article.status == Status.PUBLISHED

    def test_check_that_is_off_is_not_looked_for(self) -> None:
        levels(LANGUAGE_UNKNOWN=CheckLevel.OFF)

        assert found(make_ready(language="")) == []

    def test_no_publication_lets_an_article_without_a_headline_pass(self) -> None:
        levels(HEADLINE_MISSING=CheckLevel.OFF, LINK_MISSING=CheckLevel.OFF)

        assert found(make_ready(headline="")) == [Check.HEADLINE_MISSING]
        assert found(make_ready(rights=Rights.LINK)) == [Check.LINK_MISSING]

    def test_unknown_levels_in_the_row_count_as_the_usual(self) -> None:
        odd: list[Any] = [[], None, "x", {"text-missing": "never"}]

        told = [Publication(check_levels=one).level_of(Check.TEXT_MISSING) for one in odd]

        assert told == [CheckLevel.BLOCK] * 4


class DoorTest(TestCase):
    def test_publish_is_refused_the_same_through_every_door(self) -> None:
        for door in Door:
            with self.subTest(door):
                article = make_ready(headline="Pier", body_html="")

                with pytest.raises(NotReady) as refused:
                    publishing.publish(article, by=None, at=NOW, door=door)

                assert str(refused.value) == (
                    "“Pier” cannot go out: It has no text, and no address that readers could be "
                    "sent to. Write the text, or enter the original address."
                )
                article.refresh_from_db()
                assert article.status == Status.DRAFT
        assert not Act.objects.exists()

    def test_schedule_looks_at_the_moment_that_is_chosen(self) -> None:
        image = picture(alt="A pier", expires_at=NOW + timedelta(minutes=30))
        article = make_ready(lead_image=image)

        with pytest.raises(NotReady):
            publishing.schedule(article, by=None, at=NOW, when=LATER)
        publishing.schedule(article, by=None, at=NOW, when=NOW + timedelta(minutes=29))

        article.refresh_from_db()
        assert article.is_scheduled(NOW)

    def test_edit_of_a_live_article_is_refused_the_fault_it_brings(self) -> None:
        article = make_published(headline="Pier")

        with pytest.raises(NotReady) as refused:
            editing.edit(article, by=None, at=NOW, fields={"body_html": ""})

        assert len(refused.value.reasons) == 1
        article.refresh_from_db()
        assert article.body_html != ""

    def test_edit_of_a_live_article_may_leave_an_old_fault(self) -> None:
        image = picture(alt="A pier", expires_at=EARLIER)
        article = make_published(lead_image=image)

        editing.edit(article, by=None, at=NOW, fields={"kicker": "Port"})

        article.refresh_from_db()
        assert article.kicker == "Port"

    def test_edit_to_another_picture_without_right_is_refused(self) -> None:
        old, other = (picture(alt="A pier", expires_at=EARLIER) for _ in range(2))
        article = make_published(lead_image=old)

        with pytest.raises(NotReady):
            editing.edit(article, by=None, at=NOW, fields={"lead_image_id": other.pk})

    def test_edit_of_a_draft_is_free(self) -> None:
        article = make_ready()

        editing.edit(article, by=None, at=NOW, fields={"body_html": ""})

        article.refresh_from_db()
        assert article.body_html == ""

    def test_merge_into_a_live_article_brings_no_fault(self) -> None:
        live = make_published(section=make_section(), source=make_source())
        image = picture(alt="A pier", expires_at=EARLIER)
        other = make_draft(source=live.source, lead_image=image)
        plan = merging.plan_merge(live, [other], by=None, choices={"lead_image_id": other.pk})

        with pytest.raises(NotReady):
            merging.apply_merge(plan, by=None, at=NOW)

        live.refresh_from_db()
        assert live.lead_image is None

    def test_undo_of_an_unpublishing_meets_the_checks_again(self) -> None:
        chief = make_chief()
        image = picture(alt="A pier")
        article = make_published(lead_image=image)
        publishing.unpublish(article, by=chief, at=NOW)
        Image.objects.filter(pk=image.pk).update(expires_at=NOW)

        with pytest.raises(ActRefused):
            undoing.undo_act(Act.objects.latest("pk"), by=chief, at=LATER)

        article.refresh_from_db()
        assert article.status == Status.DRAFT
