"""What is said of an article before and after it goes out: form, keys, bulk, and the settings."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.enums import Check, CheckLevel, Status
from articles.models import Act, Article, BulkRun, Change, Publication
from tests import factories
from tests.admin import pages
from tests.admin.test_article_form import filled, save, url_of

LIST = "/admin/articles/article/"
SETTINGS = "/admin/articles/publication/1/change/"


def remarks(response: Any) -> list[str]:
    return pages.texts(response, f"{pages.classed('findings', 'ul')}/li")


def settings_form(desk: Client) -> dict[str, Any]:
    form = pages.tree(desk.get(SETTINGS)).xpath("//form[@id='publication_form']")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("_")}


class TestForm:
    def test_form_names_each_fault_and_leads_to_its_field(self, desk: Client) -> None:
        article = factories.make_ready(section=None, body_html="")

        response = desk.get(url_of(article))

        assert remarks(response) == [
            "Stops It has no text, and no address that readers could be sent to. "
            "Write the text, or enter the original address.",
            "Look It stands in no section. Choose one, or it will be on no front but the first.",
        ]
        places = pages.values(response, f"{pages.classed('findings', 'ul')}//a/@href")
        assert places == ["#id_body_html_helptext", "#id_section"]
        assert all(pages.tree(response).xpath(f"//*[@id='{place[1:]}']") for place in places)

    def test_form_of_a_ready_article_says_that_nothing_is_to_do(self, desk: Client) -> None:
        assert remarks(desk.get(url_of(factories.make_ready()))) == ["Nothing to look at."]

    def test_form_of_a_spiked_article_says_nothing(self, desk: Client) -> None:
        article = factories.make_article(status=Status.SPIKED)

        assert remarks(desk.get(url_of(article))) == []

    def test_save_and_publish_keeps_the_text_and_tells_why_it_did_not_go_out(
        self, desk: Client
    ) -> None:
        article = factories.make_ready(headline="Pier", body_html="")
        sent = filled(desk.get(url_of(article)))

        response = desk.post(url_of(article), {**sent, "kicker": "Port", "_publish": "1"})

        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.status, fresh.kicker) == (Status.DRAFT, "Port")
        assert pages.said(response) == [
            "“Pier” cannot go out: It has no text, and no address that readers could be sent to. "
            "Write the text, or enter the original address."
        ]

    def test_save_and_publish_tells_afterwards_what_is_worth_a_look(self, desk: Client) -> None:
        article = factories.make_ready(section=None)
        sent = filled(desk.get(url_of(article)))

        response = desk.post(url_of(article), {**sent, "_publish": "1"})

        assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED
        said, look = pages.said(response)
        assert said == "Saved and published."
        assert re.sub("<[^>]+>", "", look) == "Worth a look: It stands in no section. (open it)"
        assert f'href="{url_of(article)}#before-out"' in look

    def test_act_page_shows_the_faults_before_the_button(self, desk: Client) -> None:
        article = factories.make_ready(language="")
        url = reverse("admin:articles_article_act", args=[article.pk, "publish"])

        assert remarks(desk.get(url)) == [
            "Look Its language is not known. "
            "Enter it, for example en or ur: voices and searches need it."
        ]

    def test_headline_in_a_remark_is_escaped(self, desk: Client) -> None:
        articles = [factories.make_ready(headline="<img src=x>", language="") for _ in "ab"]
        chosen = [article.pk for article in articles]

        response = publish(desk, chosen)

        assert "&lt;img src=x&gt;" in pages.said(response)[0]
        assert "<img" not in pages.said(response)[0]


def publish(desk: Client, chosen: list[int]) -> Any:
    """Publish these by the list's act, looked at and begun."""
    desk.post(LIST, {"action": "publish_selected", "_selected_action": chosen, "index": 0})
    run = BulkRun.objects.get()
    return desk.post(f"/admin/bulk/{run.pk}/act/", {"act": "begin"})


class TestBulk:
    def test_one_that_is_refused_stops_none_of_the_others(self, desk: Client) -> None:
        fine, bare = factories.make_ready(), factories.make_ready(body_html="")
        plain = factories.make_ready(headline="Plain", section=None)
        chosen = [fine.pk, bare.pk, plain.pk]

        response = publish(desk, chosen)

        rows = Article.objects.in_bulk(chosen)
        assert [rows[pk].status for pk in chosen] == ["published", "draft", "published"]
        said = [re.sub("<[^>]+>", "", text) for text in pages.said(response)]
        assert said == ["Worth a look: It stands in no section. (Plain)"]
        assert "cannot go out" in BulkRun.objects.get().refused[str(bare.pk)]

    def test_many_are_named_up_to_five(self, desk: Client) -> None:
        chosen = [factories.make_ready(language="").pk for _ in range(7)]

        response = publish(desk, chosen)

        look = pages.said(response)[0]
        assert (look.count("<a "), look.endswith("And 2 more.")) == (5, True)


class TestInbox:
    def press(self, desk: Client, act: str, article: Article, **more: str) -> Any:
        sent = {"act": act, "focus": str(article.pk), "order": str(article.pk), **more}
        return desk.post(reverse("admin:inbox-act"), sent)

    def test_key_publishes_and_says_afterwards_what_is_missing(self, desk: Client) -> None:
        article = factories.make_ready(status=Status.INCOMING, language="")

        response = self.press(desk, "publish", article)

        assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED
        assert "Its language is not known." in pages.said(response)[1]

    def test_key_is_refused_with_the_reason_and_the_row_stays(self, desk: Client) -> None:
        for act, more in (("publish", {}), ("schedule", {"when": "+45"})):
            article = factories.make_ready(status=Status.INCOMING, body_html="")

            response = self.press(desk, act, article, **more)

            assert Article.objects.get(pk=article.pk).status == Status.INCOMING
            assert "cannot go out" in pages.said(response)[-1]
            assert not any("Worth a look" in text for text in pages.said(response))


class TestSettings:
    def test_form_shows_every_check_that_may_be_set_with_its_usual(self, desk: Client) -> None:
        Publication.objects.update_or_create(pk=1)

        sent = settings_form(desk)

        levels = {name: value for name, value in sent.items() if name.startswith("check_levels-")}
        assert len(levels) == len(Check) - 2
        assert levels["check_levels-text-missing"] == CheckLevel.BLOCK
        assert levels["check_levels-section-missing"] == CheckLevel.WARN

    def test_change_is_an_act_and_keeps_only_what_is_not_usual(self, desk: Client) -> None:
        Publication.objects.update_or_create(pk=1)
        sent = settings_form(desk)

        desk.post(SETTINGS, {**sent, "check_levels-section-missing": "block"})

        assert Publication.current().check_levels == {"section-missing": "block"}
        assert list(Act.objects.values_list("verb", flat=True)) == ["edit-publication"]
        assert list(Change.objects.values_list("field", "before", "after")) == [
            ("check_levels", {}, {"section-missing": "block"})
        ]

    def test_saving_the_form_untouched_leaves_no_trace(self, desk: Client) -> None:
        Publication.objects.update_or_create(
            pk=1, defaults={"check_levels": {"placeholder": "off"}}
        )

        desk.post(SETTINGS, settings_form(desk))

        assert (Act.objects.count(), Publication.current().check_levels) == (
            0,
            {"placeholder": "off"},
        )

    def test_made_up_levels_are_not_kept(self, desk: Client) -> None:
        Publication.objects.update_or_create(pk=1)
        sent = settings_form(desk)

        desk.post(SETTINGS, {**sent, "check_levels-placeholder": "shout"})

        assert Publication.current().check_levels == {}


class TestLengths:
    def lines(self, response: Any) -> dict[str, str]:
        found = pages.tree(response).xpath("//*[@data-counts]")
        return {line.get("data-counts"): " ".join(line.text_content().split()) for line in found}

    def test_lengths_are_told_for_page_search_and_social(self, desk: Client) -> None:
        headline = "The pier of the old harbour opens again after eleven years of work"
        article = factories.make_ready(headline=headline, social_title="Pier opens")

        assert self.lines(desk.get(url_of(article))) == {
            "headline": "66 / 100",
            "standfirst": "0 / 200",
            "seo_title": "66 / 65 The pier of the old harbour opens again after eleven years of…",
            "social_title": "10 / 90 Pier opens",
        }

    def test_words_and_minutes_of_the_text_follow_its_language(self, desk: Client) -> None:
        body = "<p>" + "لفظ " * 380 + "</p>"
        article = factories.make_ready(language="ur", body_html=body)

        found = pages.texts(desk.get(url_of(article)), "//*[@data-counts-words]")

        assert found == ["Words: 380 · Minutes to read: 2"]

    def test_hostile_headline_is_escaped_in_the_cut(self, desk: Client) -> None:
        article = factories.make_ready(headline="<script>x</script>" * 6)

        assert "<script>x" not in desk.get(url_of(article)).content.decode()

    def test_refused_form_counts_what_was_typed(self, desk: Client) -> None:
        article = factories.make_ready()

        response = save(desk, article, headline="New words", canonical_url="not an address")

        assert self.lines(response)["headline"] == "9 / 100"
