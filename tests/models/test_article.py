"""The article's rules: one visibility in Python and SQL, rights, and what the table refuses."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from articles.enums import Rights, Status
from articles.models import Article
from articles.public import gathering
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    make_article,
    make_author,
    make_contribution,
    make_credit,
    make_draft,
    make_merged,
    make_published,
    make_section,
    make_source,
    make_tag,
    tag_article,
)

MOMENT = timedelta(microseconds=1)


class VisibilityTest(TestCase):
    def setUp(self) -> None:
        live = make_published()
        self.rows = [
            live,
            make_article(),
            make_draft(),
            make_article(status=Status.SPIKED),
            make_article(status=Status.KILLED),
            make_merged(live),
            make_published(published_at=NOW),
            make_published(published_at=LATER),
            make_published(embargoed_until=LATER),
            make_published(expires_at=NOW),
            make_published(expires_at=LATER),
            make_published(retracted_at=EARLIER),
            make_published(copy_of=live),
        ]

    def test_published_in_sql_is_the_rule_in_python_at_every_edge(self) -> None:
        for at in (EARLIER - MOMENT, EARLIER, NOW - MOMENT, NOW, LATER - MOMENT, LATER):
            found = set(Article.objects.published(at))

            assert found == {row for row in self.rows if row.is_published(at)}

    def test_listed_in_sql_is_the_rule_in_python_at_every_edge(self) -> None:
        for at in (EARLIER - MOMENT, EARLIER, NOW - MOMENT, NOW, LATER - MOMENT, LATER):
            found = set(Article.objects.listed(at))

            assert found == {row for row in self.rows if row.is_listed(at)}

    def test_published_and_listed_at_now_are_these(self) -> None:
        places = {row.pk: place for place, row in enumerate(self.rows)}

        published = sorted(places[a.pk] for a in Article.objects.published(NOW))
        listed = sorted(places[a.pk] for a in Article.objects.listed(NOW))

        assert (published, listed) == ([0, 6, 10, 11, 12], [0, 6, 10])

    def test_scheduled_are_those_whose_moment_has_not_come(self) -> None:
        scheduled = [place for place, row in enumerate(self.rows) if row.is_scheduled(NOW)]

        assert scheduled == [7, 8]


class QuerySetTest(TestCase):
    def test_newest_first_breaks_ties_by_the_later_id(self) -> None:
        first, second, newest = (
            make_published(),
            make_published(),
            make_published(published_at=NOW),
        )

        assert list(Article.objects.newest_first()) == [newest, second, first]

    def test_incoming_is_the_newest_arrival_first(self) -> None:
        old, new = make_article(), make_article(arrived_at=NOW)
        make_draft()

        assert list(Article.objects.incoming()) == [new, old]

    def test_in_section_and_from_source_choose_theirs(self) -> None:
        section, source = make_section(), make_source()
        one, other = make_article(section=section), make_article(source=source)

        assert list(Article.objects.in_section(section)) == [one]
        assert list(Article.objects.from_source(source)) == [other]

    def test_lists_take_as_many_queries_for_three_rows_as_for_one(self) -> None:
        expected = {"for_list": 1, "for_detail": 1, "for_feed": 1}
        for number in (1, 2):
            for _row in range(number):
                article = make_published(source=make_source(), section=make_section())
                make_contribution(article, author=make_author())
                make_credit(article)
                tag_article(article, make_tag())
            for name, count in expected.items():
                with self.assertNumQueries(count + len(gathering.ALL)):
                    rows = list(getattr(Article.objects.listed(NOW), name)())
                    gathering.gather(rows, *gathering.ALL)
                    for row in rows:
                        assert [row.source, row.section, row.lead_image, row.effective_rights]
                        assert [str(c) for c in row.contributions.all()]
                        assert [c.printed_text for c in row.credits.all()]
                        assert [tag.name for tag in row.tags.all()]
                        assert not row.corrections.all()


class RightsTest(TestCase):
    def test_effective_rights_are_the_narrower_of_article_and_source(self) -> None:
        cases = [
            ("", None, Rights.FULL),
            ("", Rights.EXCERPT, Rights.EXCERPT),
            (Rights.FULL, Rights.LINK, Rights.LINK),
            (Rights.EXCERPT, Rights.FULL, Rights.EXCERPT),
            (Rights.LINK, None, Rights.LINK),
        ]

        for mine, theirs, wanted in cases:
            source = make_source(rights=theirs) if theirs else None
            assert make_article(rights=mine, source=source).effective_rights == wanted

    def test_public_text_is_what_the_rights_allow(self) -> None:
        body = "".join(f"<p>{'word ' * 60}{number}.</p>" for number in range(3))
        found = {}
        for right in Rights:
            article = make_article(rights=right, body_html=body, standfirst="Standfirst")
            words = len(article.public_html.split())
            found[right] = (article.public_standfirst, words > 0, words < 150)

        assert found == {
            Rights.FULL: ("Standfirst", True, False),
            Rights.EXCERPT: ("Standfirst", True, True),
            Rights.LINK: ("", False, True),
        }


class TableTest(TestCase):
    def refuses(self, constraint: str, article: Article, **fields: Any) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**fields)

    def test_table_refuses_published_without_its_moment(self) -> None:
        article = make_draft(embargoed_until=LATER)
        times: list[dict[str, datetime | None]] = [
            {"published_at": None, "visible_at": None},
            {"published_at": NOW, "visible_at": None},
            {"published_at": NOW, "visible_at": EARLIER},
            {"published_at": NOW, "visible_at": NOW},
        ]

        for fields in times:
            self.refuses("published_has_visible_at", article, status=Status.PUBLISHED, **fields)

    def test_table_refuses_merged_without_survivor_and_the_reverse(self) -> None:
        article, other = make_article(), make_article()

        self.refuses("merged_has_survivor", article, status=Status.MERGED)
        self.refuses("merged_has_survivor", article, survivor=other)

    def test_table_refuses_a_copy_and_a_survivor_of_itself(self) -> None:
        article = make_article()

        self.refuses("not_copy_of_itself", article, copy_of=article)
        self.refuses("not_survivor_of_itself", article, status=Status.MERGED, survivor=article)

    def test_table_refuses_an_urgency_beyond_one_to_nine(self) -> None:
        for urgency in (0, 10):
            self.refuses("urgency_1_to_9", make_article(), urgency=urgency)

    def test_clean_refuses_a_chain_of_copies(self) -> None:
        copy = make_article(copy_of=make_article())

        with pytest.raises(ValidationError, match="copy itself"):
            make_article(copy_of=copy).clean()

    def test_body_is_cleaned_on_every_way_of_saving_a_row(self) -> None:
        dirty = "<p onclick='x()'>Text</p><script>no</script>"
        article = make_article(body_html=dirty)
        made = Article.objects.bulk_create(
            [Article(headline="Bulk", body_html=dirty, arrived_at=NOW)]
        )

        bodies = {article.body_html, made[0].body_html}
        bodies |= set(Article.objects.values_list("body_html", flat=True))
        assert len(bodies) == 1
        assert "script" not in bodies.pop()
