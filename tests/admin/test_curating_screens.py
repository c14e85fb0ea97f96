"""Stories, tags, matches, captures and the other nouns behind the menu."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk import editing
from articles.enums import Decision, Verdict
from articles.models import (
    Act,
    Address,
    Article,
    Match,
    Publication,
    Raw,
    Section,
    SectionMember,
    Source,
    Story,
    Tag,
    TagAlias,
)
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in


def change_url(noun: str, pk: int) -> str:
    return reverse(f"admin:articles_{noun}_change", args=[pk])


def filled(response: Any) -> dict[str, Any]:
    form = pages.tree(response).xpath("//form[contains(@id, '_form')]")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("_")}


def resave(client: Client, noun: str, pk: int, **more: Any) -> Any:
    url = change_url(noun, pk)
    return client.post(url, {**filled(client.get(url)), **more})


class TestStory:
    def post(self, client: Client, story: Story, **fields: Any) -> Any:
        return client.post(reverse("admin:articles_story_members", args=[story.pk]), fields)

    def test_words_are_saved_through_the_desk(self, desk: Client) -> None:
        story = factories.make_story(title="Old")
        lead = factories.make_article(story=story)

        resave(desk, "story", story.pk, title="New", lead=str(lead.pk))

        story.refresh_from_db()
        assert (story.title, story.lead) == ("New", lead)
        assert list(Act.objects.values_list("verb", flat=True)) == ["edit-story"]

    def test_untouched_form_leaves_no_trace(self, desk: Client) -> None:
        story = factories.make_story(summary="All of it")
        story.lead = factories.make_article(story=story)
        story.save()

        resave(desk, "story", story.pk)

        assert Act.objects.count() == 0

    def test_ticked_members_are_split_off(self, desk: Client) -> None:
        story = factories.make_story(title="Old")
        stays, goes = (factories.make_article(story=story) for _ in range(2))

        response = self.post(desk, story, member=goes.pk, split="1", title="Apart")

        stories = Article.objects.order_by("pk").values_list("story__title", flat=True)
        assert list(stories) == ["Old", "Apart"]
        assert Article.objects.get(pk=stays.pk).story == story
        assert pages.said(response) == ["Split off into “Apart”."]

    def test_member_is_taken_out(self, desk: Client) -> None:
        story = factories.make_story()
        article = factories.make_article(story=story)

        self.post(desk, story, member=article.pk, out="1")

        assert Article.objects.get().story is None

    def test_member_moves_to_another_story(self, desk: Client) -> None:
        story, other = factories.make_story(), factories.make_story(title="Other")
        article = factories.make_article(story=story)

        self.post(desk, story, member=article.pk, move="1", into="Other")

        assert Article.objects.get().story == other

    def test_story_joins_another(self, desk: Client) -> None:
        story, other = factories.make_story(), factories.make_story()
        factories.make_article(story=story)

        self.post(desk, story, join="1", into=str(other.pk))

        assert Article.objects.get().story == other
        assert Story.objects.get(pk=story.pk).joined_into == other

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"split": "1"}, "No member is ticked. Tick one and try again."),
            ({"join": "1"}, "Choose another story to join. Write its title or number."),
            (
                {"join": "1", "into": "Nowhere"},
                "There is no story “Nowhere”. Write its title or its number.",
            ),
        ],
    )
    def test_what_cannot_be_done_is_told(
        self, desk: Client, fields: dict[str, str], said: str
    ) -> None:
        story = factories.make_story()

        assert pages.said(self.post(desk, story, **fields)) == [said]


class TestTag:
    def test_new_name_keeps_the_old_one_as_a_spelling(self, desk: Client) -> None:
        tag = factories.make_tag("Strike")

        resave(desk, "tag", tag.pk, name="Walkout")

        tag.refresh_from_db()
        assert (tag.name, tag.slug) == ("Walkout", "walkout")
        assert list(TagAlias.objects.values_list("name", flat=True)) == ["Strike"]

    def test_spelling_is_added(self, desk: Client) -> None:
        tag = factories.make_tag("Strike")

        desk.post(reverse("admin:articles_tag_alias", args=[tag.pk]), {"name": " Work  stoppage "})

        page = desk.get(change_url("tag", tag.pk))
        assert pages.texts(page, "//ul[@class='chips']/li") == ["Work stoppage"]

    def test_merge_shows_what_moves_then_merges(self, desk: Client) -> None:
        one, other = factories.make_tag("Walkout"), factories.make_tag("Strike")
        factories.tag_article(factories.make_article(), one)
        factories.tag_article(factories.make_article(), one, other)
        url = reverse("admin:articles_tag_merge", args=[one.pk])

        shown = desk.get(url, {"into": "Strike"})
        before = Tag.objects.count()
        response = desk.post(url, {"into": str(other.pk), "confirm": "1"})

        assert pages.texts(shown, "(//ul[@class='plain-list'])[1]/li") == [
            "1 article gets the tag",
            "1 article has both",
            "Spellings: Walkout",
        ]
        assert (before, list(Tag.objects.values_list("name", flat=True))) == (2, ["Strike"])
        assert response.url == change_url("tag", other.pk)

    def test_merge_into_itself_is_refused(self, desk: Client) -> None:
        tag = factories.make_tag("Strike")
        url = reverse("admin:articles_tag_merge", args=[tag.pk])

        desk.post(url, {"into": "Strike", "confirm": "1"})

        assert Tag.objects.count() == 1

    def test_taken_name_is_refused_and_the_form_kept(self, desk: Client) -> None:
        factories.make_tag("Strike")
        tag = factories.make_tag("Walkout")

        response = resave(desk, "tag", tag.pk, name="strike")

        assert response.status_code == 200
        assert filled(response)["name"] == "strike"
        assert Tag.objects.get(pk=tag.pk).name == "Walkout"


class TestSection:
    def test_new_slug_keeps_the_old_address(self, desk: Client) -> None:
        section = factories.make_section(slug="world")

        resave(desk, "section", section.pk, slug="abroad")

        assert Section.objects.get().slug == "abroad"
        assert list(Address.objects.values_list("noun", "key", "target_id")) == [
            ("section", "world", section.pk)
        ]

    def test_members_are_bound_and_released_on_record(self, desk: Client) -> None:
        section = factories.make_section()
        editor = factories.make_user(factories.SECTION_EDITOR)

        resave(desk, "section", section.pk, **{"members-0-user": editor.pk})
        bound = list(SectionMember.objects.values_list("user", flat=True))
        resave(desk, "section", section.pk, **{"members-0-DELETE": "on"})

        assert (bound, SectionMember.objects.count()) == ([editor.pk], 0)
        assert list(Act.objects.values_list("verb", flat=True)) == ["edit-sectionmember"] * 2

    def test_section_is_added_on_record(self, desk: Client) -> None:
        url = "/admin/articles/section/add/"

        desk.post(url, {**filled(desk.get(url)), "name": "Weather", "slug": "weather"})

        assert Section.objects.get().slug == "weather"
        assert list(Act.objects.values_list("verb", flat=True)) == ["add-section"]


class TestSource:
    def test_untouched_form_leaves_no_trace(self, desk: Client) -> None:
        source = factories.make_source(notes="Call before noon")

        resave(desk, "source", source.pk)

        assert Act.objects.count() == 0

    def test_rights_are_changed_on_record(self, desk: Client) -> None:
        source = factories.make_source()

        resave(desk, "source", source.pk, rights="link")

        assert Source.objects.get().rights == "link"
        assert list(Act.objects.values_list("verb", flat=True)) == ["edit-source"]

    def test_poll_now_needs_an_address(self, desk: Client) -> None:
        source = factories.make_source()

        response = desk.post(
            "/admin/articles/source/", {"action": "poll_now", "_selected_action": [source.pk]}
        )

        assert pages.said(response) == ["None of these is switched on and has an address to poll."]

    def test_poll_now_says_what_came_in(self, desk: Client, monkeypatch: Any) -> None:
        source = factories.make_source(poll_url="http://10.0.0.1/feed")

        response = desk.post(
            "/admin/articles/source/", {"action": "poll_now", "_selected_action": [source.pk]}
        )

        assert pages.said(response)[0] == "Polled 1: 1 failed."
        assert Source.objects.get().failure_count == 1


class TestPublication:
    def test_list_of_one_opens_the_form(self, desk: Client) -> None:
        Publication.objects.update_or_create(pk=1, defaults={"name": "The Courier"})

        assert desk.get("/admin/articles/publication/").url == change_url("publication", 1)

    def test_name_and_clock_are_those_of_every_page(self, desk: Client) -> None:
        Publication.objects.update_or_create(
            pk=1, defaults={"name": "The Courier", "zone": "Asia/Karachi"}
        )
        factories.make_article()

        response = desk.get("/admin/articles/article/")

        assert pages.texts(response, "//*[@id='site-name']") == ["The Courier"]
        assert pages.texts(response, pages.classed("field-when")) == ["20 Nov 2026, 16:00"]

    def test_zone_that_does_not_exist_is_refused(self, desk: Client) -> None:
        Publication.objects.update_or_create(pk=1)

        resave(desk, "publication", 1, zone="Mars/Base")

        assert Publication.current().zone == "UTC"


class TestMatch:
    @pytest.fixture
    def match(self, db: None) -> Match:
        return factories.make_match(
            factories.make_article(headline="<b>One</b>"), factories.make_article()
        )

    def test_decision_is_made_by_a_button(self, desk: Client, match: Match) -> None:
        url = reverse("admin:articles_match_decide", args=[match.pk])

        response = desk.post(url, {"decision": Decision.NOT_THE_SAME})

        match.refresh_from_db()
        assert match.decision == Decision.NOT_THE_SAME
        assert pages.said(response) == ["Decided: Not the same."]

    def test_no_decision_is_none(self, desk: Client, match: Match) -> None:
        url = reverse("admin:articles_match_decide", args=[match.pk])

        desk.post(url, {"decision": ""})

        match.refresh_from_db()
        assert (match.decision, match.verdict) == ("", Verdict.SAME_COPY)

    def test_page_shows_both_headlines_as_text(self, desk: Client, match: Match) -> None:
        response = desk.get(change_url("match", match.pk))

        assert pages.texts(response, f"{pages.classed('field-one')}//span") == ["<b>One</b>"]

    def test_form_cannot_be_posted(self, desk: Client, match: Match) -> None:
        answer = desk.post(change_url("match", match.pk), {"verdict": "unrelated"})

        assert answer.status_code == 403


class TestCapture:
    def test_page_shows_raw_text_and_the_cleaners_report(self, desk: Client) -> None:
        capture = factories.make_capture(
            raw=Raw.keep("<script>alert(1)</script> سطر".encode()),
            report={"byline": "N. Feld", "cut": [{"line": "Share this", "reason": "chrome"}]},
        )

        response = desk.get(change_url("capture", capture.pk))

        assert pages.texts(response, "//pre") == ["<script>alert(1)</script> سطر"]
        assert pages.texts(response, "//table[@class='cut']/tbody/tr/td") == [
            "Share this",
            "furniture of the page",
        ]
        assert "bylineN. Feld" in pages.texts(response, "//dl[@class='facts']/div")

    def test_bytes_that_are_no_text_are_named_so(self, desk: Client) -> None:
        capture = factories.make_capture(raw=Raw.keep(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64))

        response = desk.get(change_url("capture", capture.pk))

        assert len(pages.texts(response, "//pre")[0]) > 0


class TestActPage:
    def test_act_is_undone_from_its_page(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old")
        at = factories.NOW
        editing.edit(article, by=None, at=at, fields={"headline": "New"})
        act = Act.objects.get()

        response = desk.post(reverse("admin:articles_act_undo", args=[act.pk]))

        assert Article.objects.get().headline == "Old"
        assert pages.said(response) == ["Undid: edit."]

    def test_undone_act_offers_no_second_undo(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old")
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "New"})
        act = Act.objects.get()
        button = "//main//form//button"

        before = pages.texts(desk.get(change_url("act", act.pk)), button)
        desk.post(reverse("admin:articles_act_undo", args=[act.pk]))
        after = pages.texts(desk.get(change_url("act", act.pk)), button)

        assert (before, after) == (["Undo this act u"], [])

    def test_what_was_changed_since_stays_and_is_named(self, desk: Client) -> None:
        article = factories.make_draft(headline="Old", kicker="")
        editing.edit(
            article, by=None, at=factories.NOW, fields={"headline": "New", "kicker": "Port"}
        )
        act = Act.objects.get()
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Newest"})

        response = desk.post(reverse("admin:articles_act_undo", args=[act.pk]))

        assert (Article.objects.get().headline, Article.objects.get().kicker) == ("Newest", "")
        assert pages.said(response)[1] == (
            f"Kept, because it was changed since: Headline № {article.pk}."
        )


class TestRefusal:
    def test_refused_page_says_why_and_who_can_help(self, db: None) -> None:
        response = logged_in(factories.make_user()).get("/admin/inbox/")

        assert response.status_code == 403
        assert pages.texts(response, "//main//section/p")[0] == (
            "You lack the right “view_article”. Whoever manages the accounts can give it, "
            "by adding you to a group that has it."
        )

    def test_refused_form_of_django_is_told_in_the_same_way(self, db: None) -> None:
        response = logged_in(factories.make_user()).get("/admin/articles/source/")

        assert response.status_code == 403
        assert pages.texts(response, "//main//section/p")[0] == (
            "You lack the right “view_source”. Whoever manages the accounts can give it, "
            "by adding you to a group that has it."
        )


class TestHome:
    def test_person_without_rights_is_told_whom_to_ask(self, db: None) -> None:
        response = logged_in(factories.make_user()).get("/admin/")

        assert pages.texts(response, "//main//h2") == ["You have no rights here yet"]

    def test_home_shows_what_waits_and_leads_to_the_inbox(self, desk: Client) -> None:
        factories.make_article(headline="Waits")
        factories.make_draft(headline="Mine")
        factories.make_published(headline="Comes", published_at=factories.LATER)

        response = desk.get("/admin/")

        def lines(name: str) -> list[str]:
            path = f"//section[@aria-labelledby='home-{name}']//a[@class='headline']"
            return pages.texts(response, path)

        assert [lines(n) for n in ("inbox", "drafts", "scheduled")] == [
            ["Waits"],
            ["Mine"],
            ["Comes"],
        ]
        assert "/admin/inbox/" in pages.values(response, "//h2/a/@href")

    def test_home_tells_what_i_did_last_and_to_which_article(self, desk: Client) -> None:
        article = factories.make_draft(headline="Bridge opens")
        desk.post(f"/admin/articles/article/{article.pk}/act/publish/", {})

        response = desk.get("/admin/")

        line = "//section[@aria-labelledby='home-acts']//li"
        assert pages.texts(response, f"{line}/a") == ["Publish", "Bridge opens"]
        assert pages.values(response, f"{line}/a/@href")[1] == (
            f"/admin/articles/article/{article.pk}/change/"
        )

    def test_list_of_everything_still_stands(self, desk: Client) -> None:
        response = desk.get("/admin/articles/")

        assert "Articles" in pages.texts(response, "//th/a")
