"""The form of an article: what is saved, what two people change at once, and who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk import editing
from articles.enums import Door, Relation, Role, Status
from articles.history import entries_of_article
from articles.models import Act, Article, Change, Contribution, Credit, RelatedLink
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

ADD = "/admin/articles/article/add/"
LIVE_NOTE = {"weight": "minor", "note": ""}


def url_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def filled(response: Any) -> dict[str, Any]:
    """The page's own form as a browser would send it back, untouched."""
    form = pages.tree(response).xpath("//form[@id='article_form']")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("_")}


def save(client: Client, article: Article, sent: dict[str, Any] | None = None, **more: Any) -> Any:
    sent = filled(client.get(url_of(article))) if sent is None else sent
    return client.post(url_of(article), {**sent, "_continue": "1", **more})


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def errors(response: Any) -> list[str]:
    return pages.texts(response, "//ul[contains(@class, 'errorlist')]/li")


class TestSaving:
    def test_untouched_form_changes_nothing_and_leaves_no_trace(self, desk: Client) -> None:
        article = factories.make_draft(
            standfirst="In brief", written_at=factories.EARLIER, section=factories.make_section()
        )
        factories.make_contribution(article)
        factories.make_credit(article)

        response = save(desk, article)

        assert response.status_code == 302
        assert fresh(article).version == 1
        assert Act.objects.count() == 0

    def test_save_is_an_edit_of_just_what_was_changed(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old")

        save(desk, article, headline="New", kicker="Port")

        changes = Change.objects.order_by("field").values_list("field", "before", "after")
        assert list(changes) == [("headline", "Old", "New"), ("kicker", "", "Port")]
        assert list(Act.objects.values_list("verb", "door")) == [("edit", Door.FORM)]

    def test_status_is_no_field_and_cannot_be_posted(self, desk: Client) -> None:
        article = factories.make_draft()

        response = save(desk, article, status="published", visible_at="2026-11-20", version="99")

        assert (fresh(article).status, fresh(article).version) == (Status.DRAFT, 1)
        assert "status" not in filled(desk.get(response.url))

    def test_body_is_cleaned_and_its_ids_stay(self, desk: Client) -> None:
        article = factories.make_draft(body_html="<p>First.</p>")
        before = fresh(article).body_html

        save(desk, article, body_html=before + "<p onclick='x()'>Second.<script>x</script></p>")

        after = fresh(article).body_html
        assert after.startswith(before)
        assert ("onclick" in after, "script" in after, "Second." in after) == (False, False, True)

    def test_headline_pasted_over_two_lines_is_one(self, desk: Client) -> None:
        article = factories.make_draft()

        save(desk, article, headline="Port\r\nstands still")

        assert fresh(article).headline == "Port stands still"

    def test_new_article_is_a_draft_made_by_the_desk(self, desk: Client) -> None:
        sent = filled(desk.get(ADD))

        desk.post(ADD, {**sent, "headline": "Our own", "tag_names": "port", "_save": "1"})

        article = Article.objects.get()
        assert (article.headline, article.status) == ("Our own", Status.DRAFT)
        assert [tag.name for tag in article.tags.all()] == ["port"]
        assert list(Act.objects.order_by("pk").values_list("verb", flat=True)) == ["create", "tag"]

    def test_save_and_publish_does_both(self, desk: Client) -> None:
        article = factories.make_draft()

        desk.post(url_of(article), {**filled(desk.get(url_of(article))), "_publish": "1"})

        assert fresh(article).status == Status.PUBLISHED

    def test_tags_are_names_in_any_spelling_and_replace_the_former_ones(self, desk: Client) -> None:
        article = factories.make_draft()
        port = factories.make_tag("Port")
        factories.tag_article(article, factories.make_tag("Strike"))

        save(desk, article, tag_names="PORT, Karvan، docks")

        assert sorted(tag.name for tag in article.tags.all()) == ["Karvan", "Port", "docks"]
        assert port in article.tags.all()

    def test_tag_field_holds_names_not_ids(self, desk: Client) -> None:
        article = factories.make_draft()
        factories.tag_article(article, factories.make_tag("Port"), factories.make_tag("Strike"))

        assert filled(desk.get(url_of(article)))["tag_names"] == "Port, Strike"


class TestLiveArticle:
    def test_minor_change_leaves_the_time_of_update(self, desk: Client) -> None:
        article = factories.make_published()

        save(desk, article, headline="Slip mended", weight="minor")

        assert (fresh(article).headline, fresh(article).updated_at) == ("Slip mended", None)

    def test_material_change_moves_it_and_keeps_the_note(self, desk: Client) -> None:
        article = factories.make_published()

        save(desk, article, headline="More dead", weight="material", note="Toll raised")

        assert fresh(article).updated_at == factories.NOW
        assert Act.objects.get().reason == "Toll raised"

    def test_material_change_without_a_note_is_asked_for_one(self, desk: Client) -> None:
        article = factories.make_published(headline="Old")

        response = save(desk, article, headline="New", weight="material")

        assert errors(response) == ["Say what changed: readers will see it."]
        assert fresh(article).headline == "Old"

    def test_draft_is_not_asked(self, desk: Client) -> None:
        sent = filled(desk.get(url_of(factories.make_draft())))

        assert {"weight", "note"} & set(sent) == set()


class TestTwoPeople:
    def test_different_fields_merge_silently(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old", kicker="")
        sent = filled(desk.get(url_of(article)))
        editing.edit(article, by=None, at=factories.NOW, fields={"kicker": "Theirs"})

        response = save(desk, article, sent, headline="Mine")

        assert response.status_code == 302
        assert (fresh(article).headline, fresh(article).kicker) == ("Mine", "Theirs")

    def test_same_field_shows_both_and_saves_nothing(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old words")
        sent = filled(desk.get(url_of(article)))
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Their words"})

        response = save(desk, article, sent, headline="My words")

        conflict = pages.classed("conflict")
        assert pages.texts(response, f"{conflict}//h3/following-sibling::p") == [
            "Old words",
            "removed: Old added: Their words",
            "removed: Old added: My words",
        ]
        assert filled(response)["headline"].strip() == "My words"
        assert fresh(article).headline == "Their words"

    @pytest.mark.parametrize(("word", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
    def test_second_save_takes_the_side_that_was_chosen(
        self, desk: Client, word: str, kept: str
    ) -> None:
        article = factories.make_draft(headline="Old")
        sent = filled(desk.get(url_of(article)))
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Theirs"})
        shown = save(desk, article, sent, headline="Mine")

        save(desk, article, {**filled(shown), "keep-headline": word})

        assert fresh(article).headline == kept

    def test_another_error_does_not_forget_what_the_form_was_opened_on(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old")
        sent = filled(desk.get(url_of(article)))
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Theirs"})
        shown = save(desk, article, sent, headline="Mine", canonical_url="no address")

        again = save(desk, article, {**filled(shown), "canonical_url": ""})

        assert len(pages.texts(again, pages.classed("conflict"))) == 1
        assert fresh(article).headline == "Theirs"


class TestParts:
    def test_byline_finds_authors_by_name_and_keeps_free_names(self, desk: Client) -> None:
        article = factories.make_draft()
        author = factories.make_author(name="Nora Feld")

        save(
            desk,
            article,
            **{
                "contributions-TOTAL_FORMS": "2",
                "contributions-0-name": "nora feld",
                "contributions-0-position": "1",
                "contributions-0-role": Role.WRITER,
                "contributions-1-name": "A. Stringer",
                "contributions-1-position": "0",
                "contributions-1-role": Role.REPORTING,
            },
        )

        rows = Contribution.objects.order_by("position").values_list("author", "name", "role")
        assert list(rows) == [
            (None, "A. Stringer", "reporting"),
            (author.pk, "", "writer"),
        ]

    def test_credit_is_added_and_another_removed(self, desk: Client) -> None:
        article = factories.make_draft()
        old = factories.make_credit(article)
        wire = factories.make_source(name="Wire")

        save(
            desk,
            article,
            **{
                "credits-0-DELETE": "on",
                "credits-1-source": "Wire",
                "credits-1-text": "By Wire",
                "credits-1-url": "https://wire.example/1",
            },
        )

        rows = Credit.objects.values_list("source", "text", "url")
        assert list(rows) == [(wire.pk, "By Wire", "https://wire.example/1")]
        assert not Credit.objects.filter(pk=old.pk).exists()

    def test_link_takes_a_number_an_address_or_an_outside_address(self, desk: Client) -> None:
        article = factories.make_draft()
        one, two = factories.make_published(), factories.make_published()
        targets = [str(one.pk), two.get_absolute_url(), "https://example.org/x"]
        form: dict[str, Any] = {"links-TOTAL_FORMS": "3"}
        for number, to in enumerate(targets):
            form |= {
                f"links-{number}-to": to,
                f"links-{number}-kind": Relation.BACKGROUND,
                f"links-{number}-position": str(number + 1),
            }

        save(desk, article, **form)

        rows = RelatedLink.objects.filter(article=article).order_by("pk")
        assert list(rows.values_list("target", "url")) == [
            (one.pk, ""),
            (two.pk, ""),
            (None, "https://example.org/x"),
        ]
        assert RelatedLink.objects.filter(target=article).count() == 2

    def test_link_is_removed_both_ways(self, desk: Client) -> None:
        article, other = factories.make_draft(), factories.make_published()
        factories.make_link(article, other)
        factories.make_link(other, article)

        save(desk, article, **{"links-0-DELETE": "on"})

        assert RelatedLink.objects.count() == 0

    def test_link_to_nothing_is_refused(self, desk: Client) -> None:
        article = factories.make_draft()

        response = save(desk, article, **{"links-0-to": "999", "links-0-kind": "see-also"})

        assert "There is no article 999." in errors(response)

    def test_refused_part_saves_nothing_at_all_and_keeps_the_form(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old")

        response = save(
            desk,
            article,
            headline="New",
            **{"links-0-to": str(article.pk), "links-0-kind": "see-also"},
        )

        assert response.status_code == 200
        assert fresh(article).headline == "Old"
        assert filled(response)["headline"].strip() == "New"
        assert Act.objects.count() == 0


class TestRights:
    def test_reporter_may_read_but_not_change_a_foreign_article_and_is_told_why(
        self, db: None
    ) -> None:
        article = factories.make_draft(
            headline="Foreign", section=factories.make_section(name="World")
        )
        reporter = logged_in(factories.make_user(factories.REPORTER))

        page = reporter.get(url_of(article))
        answer = reporter.post(url_of(article), {"headline": "Mine"})

        assert pages.texts(page, "//p[@class='warning']") == [
            "You may read, not change, this article. The section World is not yours. "
            "a chief editor can add you to it."
        ]
        assert pages.texts(page, f"{pages.classed('submit-row')}//input") == []
        assert answer.status_code == 403
        assert fresh(article).headline == "Foreign"

    def test_buttons_that_a_person_may_not_press_say_why(self, db: None) -> None:
        article = factories.make_draft()
        reporter = logged_in(factories.make_user(factories.REPORTER))

        page = reporter.get(url_of(article))

        refused = pages.texts(page, pages.classed("refused"))
        assert [text.split(" Why")[0].split("Why")[0].strip() for text in refused] == [
            "Publish",
            "Schedule",
            "Embargo",
            "Legal hold",
            "Spike",
            "Front",
        ]

    def test_merged_article_is_read_only_and_says_why(self, desk: Client) -> None:
        gone = factories.make_merged(factories.make_published(), headline="Gone")

        page = desk.get(url_of(gone))

        assert pages.texts(page, "//p[@class='warning']")[0].startswith(
            "You may read, not change, this article. “Gone” was merged into another article."
        )

    def test_nobody_deletes_an_article(self, desk: Client) -> None:
        article = factories.make_draft()

        answer = desk.post(
            reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
        )

        assert answer.status_code == 403
        assert Article.objects.filter(pk=article.pk).exists()


class TestPage:
    def test_headline_with_markup_stays_text_everywhere(self, desk: Client) -> None:
        evil = "<img src=x onerror=alert(1)>"
        article = factories.make_draft(headline=evil)

        page = desk.get(url_of(article))

        assert pages.texts(page, "//h1/span[last()]") == [evil]
        assert pages.texts(page, "//div[@class='breadcrumbs']/bdi") == [evil]
        assert pages.values(page, "//@onerror") == []

    def test_likenesses_are_shown_with_the_way_to_compare(self, desk: Client) -> None:
        article, other = factories.make_draft(), factories.make_article(headline="Other")
        factories.make_match(article, other, reason="Word for word the same text.")

        page = desk.get(url_of(article))

        aside = "//section[@aria-labelledby='like-title']//li"
        assert pages.texts(page, aside) == ["Same copy Other · Word for word the same text."]
        assert pages.values(page, f"{aside}/a/@href") == [
            f"/admin/compare/{article.pk}/{other.pk}/"
        ]

    def test_editor_gets_the_nonce_of_the_policy(self, desk: Client) -> None:
        page = desk.get(url_of(factories.make_draft()))

        (nonce,) = set(pages.values(page, "//script[@type='importmap']/@nonce"))
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]

    def test_queries_do_not_grow_with_the_parts(
        self, desk: Client, django_assert_max_num_queries: Any
    ) -> None:
        article = factories.make_draft()
        for _ in range(3):
            factories.make_credit(article)
            factories.make_link(article, factories.make_published())
            factories.make_match(article, factories.make_article())
        desk.get(url_of(article))

        with django_assert_max_num_queries(26):
            desk.get(url_of(article))

    def test_last_acts_are_told(self, desk: Client) -> None:
        article = factories.make_draft()
        editing.edit(article, by=None, at=factories.NOW, fields={"kicker": "x"})

        page = desk.get(url_of(article))

        acts = pages.texts(page, "//section[@aria-labelledby='acts-title']//li")
        assert acts == ["edit the machine · Form 20 Nov, 12:00"]
        assert len(entries_of_article(article.pk)) == 1
