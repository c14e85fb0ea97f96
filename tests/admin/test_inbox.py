"""The inbox: what it shows, and what its buttons do."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import search
from articles.admin import inbox_rows
from articles.admin.inbox_rows import Cursor, Filters
from articles.enums import Decision, Door, Relation, Status, Verdict
from articles.models import Act, Article, Front, Match, RelatedLink
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

INBOX = "/admin/inbox/"


def read(filters: Filters | None = None, after: Cursor | None = None) -> inbox_rows.Page:
    return inbox_rows.read(filters or Filters(), user=None, now=factories.NOW, after=after)


def shown(page: inbox_rows.Page) -> list[list[str]]:
    return [[line.article.headline for line in group.lines] for group in page.groups]


def post(client: Client, act: str, **fields: Any) -> Any:
    fields = {"back": INBOX, **fields, "act": act}
    return client.post(reverse("admin:inbox-act"), fields)


def status_of(*articles: Article) -> list[str]:
    return [Article.objects.get(pk=article.pk).status for article in articles]


def arrived(minutes: int, **fields: Any) -> Article:
    return factories.make_article(arrived_at=factories.NOW - timedelta(minutes=minutes), **fields)


def story_of_three() -> tuple[Article, Article, Article]:
    """A lead with a copy, and another account, in one story."""
    story = factories.make_story()
    lead = arrived(30, headline="Lead", story=story, word_count=90)
    copy = arrived(20, headline="Copy", story=story, copy_of=lead)
    other = arrived(10, headline="Other", story=story, word_count=50)
    factories.make_match(lead, copy, reason="Word for word the same text.")
    factories.make_match(lead, other, verdict=Verdict.SAME_EVENT, reason="Same names: Tarn.")
    return lead, copy, other


@pytest.mark.django_db
class TestGroups:
    def test_story_is_one_group_with_its_copies_under_their_representative(self) -> None:
        story_of_three()
        arrived(5, headline="Alone")

        assert shown(read()) == [["Alone"], ["Lead", "Copy", "Other"]]

    def test_each_line_tells_why_it_stands_there(self) -> None:
        story_of_three()

        (group,) = read().groups

        assert [(line.is_copy, line.verdict, line.reason) for line in group.lines] == [
            (False, "", ""),
            (True, "same-copy", "Word for word the same text."),
            (False, "same-event", "Same names: Tarn."),
        ]

    def test_copies_without_a_story_fold_under_their_representative(self) -> None:
        lead = arrived(30, headline="Lead")
        arrived(5, headline="Copy", copy_of=lead)

        assert shown(read()) == [["Lead", "Copy"]]

    def test_published_representative_heads_its_incoming_copy(self) -> None:
        lead = factories.make_published(headline="Out already")
        arrived(5, headline="Copy", copy_of=lead)

        (group,) = read().groups

        assert [line.article.headline for line in group.lines] == ["Out already", "Copy"]
        assert group.ids == str(Article.objects.get(headline="Copy").pk)

    def test_group_names_what_is_published_already(self) -> None:
        _lead, _copy, other = story_of_three()
        out = factories.make_published(headline="Out", story=other.story)

        (group,) = read().groups

        assert [article.pk for article in group.published] == [out.pk]

    def test_groups_stand_by_their_newest_member(self) -> None:
        story = factories.make_story()
        arrived(60, headline="Old", story=story, word_count=90)
        arrived(20, headline="Middle")
        arrived(10, headline="New", story=story)

        assert shown(read()) == [["Old", "New"], ["Middle"]]

    def test_pinned_lead_stands_first(self) -> None:
        lead, _copy, other = story_of_three()
        lead.story.lead = other
        lead.story.save()

        assert shown(read()) == [["Other", "Lead", "Copy"]]

    def test_denied_pair_gives_no_reason(self) -> None:
        lead, _copy, other = story_of_three()
        Match.objects.between(lead.pk, other.pk).update(decision=Decision.NOT_THE_SAME)

        (group,) = read().groups

        assert group.lines[-1].reason == ""

    def test_pages_go_on_after_the_last_group_without_repeating_a_story(self) -> None:
        story = factories.make_story()
        for number in range(inbox_rows.GROUPS):
            arrived(number, headline=f"{number}")
        arrived(0, headline="newest of the story", story=story)
        arrived(1000, headline="oldest of the story", story=story, word_count=0)
        arrived(2000, headline="last")

        first = read()
        second = read(after=first.older)

        assert len(first.groups) == inbox_rows.GROUPS
        assert shown(second) == [[str(inbox_rows.GROUPS - 1)], ["last"]]
        assert second.older is None

    def test_filters_narrow_what_heads_a_group(self) -> None:
        world = factories.make_section(slug="world")
        search.index([arrived(5, headline="In", section=world).pk])
        search.index([arrived(4, headline="Out").pk])

        assert shown(read(Filters(section="world"))) == [["In"]]
        assert shown(read(Filters(section="none"))) == [["Out"]]
        assert shown(read(Filters(text="in"))) == [["In"]]

    def test_broken_cursor_is_no_cursor(self) -> None:
        found = [Cursor.read(text) for text in ("", "x~1", "2026-11-20~1", "2026-11-20T10:00Z~x")]

        assert found == [None, None, None, None]

    def test_cursor_survives_the_address(self) -> None:
        cursor = Cursor(factories.NOW, 7)

        assert Cursor.read(str(cursor)) == cursor


class TestPage:
    def test_row_tells_source_section_words_and_language(self, desk: Client) -> None:
        factories.make_article(
            headline="بندرگاہ پر ہڑتال",
            language="ur",
            word_count=226,
            source=factories.make_source(name="Roznama"),
            section=factories.make_section(name="City"),
        )

        response = desk.get(INBOX)

        row = pages.classed("row", "tr")
        assert pages.texts(response, f"{row}/td")[3:] == ["Roznama", "City", "ur ◂", "226", "1 h"]
        assert pages.values(response, f"{row}//a[@class='headline']/@dir") == ["rtl"]

    def test_every_key_has_a_button(self, desk: Client) -> None:
        response = desk.get(INBOX)

        tools = "//div[@role='toolbar']/button/@data-key"
        assert pages.values(response, tools) == list("mycnlpstfdu")

    def test_group_is_folded_until_asked_for(self, desk: Client) -> None:
        lead, _copy, _other = story_of_three()
        member = pages.classed("member", "tr")

        folded = desk.get(INBOX)
        unfolded = desk.get(f"{INBOX}?open=g{lead.pk}")

        assert len(pages.values(folded, f"{member}/@hidden")) == 2
        assert pages.values(unfolded, f"{member}/@hidden") == []

    def test_queries_do_not_grow_with_the_rows(self, desk: Client) -> None:
        story_of_three()
        lead = arrived(40)
        arrived(39, copy_of=lead)
        factories.make_published(story=factories.make_story())
        desk.get(INBOX)
        with CaptureQueriesContext(
            connection,
        ) as one:
            desk.get(INBOX)

        for _ in range(2):
            story_of_three()
            arrived(38, copy_of=arrived(41))
        with CaptureQueriesContext(connection) as three:
            desk.get(INBOX)

        assert len(three) == len(one) == 11
        assert [q["sql"] for q in three.captured_queries if "COUNT(" in q["sql"].upper()] == []

    def test_headline_with_markup_is_shown_as_text(self, desk: Client) -> None:
        factories.make_article(headline="<img src=x onerror=alert(1)>")

        response = desk.get(INBOX)

        assert pages.texts(response, "//a[@class='headline']") == ["<img src=x onerror=alert(1)>"]
        assert pages.values(response, "//img/@src") == []

    def test_reporter_sees_which_right_is_missing(self, db: None) -> None:
        client = logged_in(factories.make_user(factories.REPORTER))

        response = client.get(INBOX)

        publish = "//button[@value='publish']"
        assert pages.values(response, f"{publish}/@title") == [
            "You lack the right “publish_article”. Whoever manages the accounts can give it, "
            "by adding you to a group that has it."
        ]

    def test_empty_inbox_says_so(self, desk: Client) -> None:
        assert pages.texts(desk.get(INBOX), "//p[@class='empty']") == ["The inbox is empty."]


class TestActs:
    def test_publish_takes_the_lead_and_moves_the_focus_within_the_group(
        self, desk: Client
    ) -> None:
        lead, copy, other = story_of_three()

        response = post(
            desk,
            "publish",
            focus=f"{lead.pk},{copy.pk},{other.pk}",
            order=f"{lead.pk},{copy.pk},{other.pk}",
        )

        assert status_of(lead, copy, other) == ["published", "incoming", "incoming"]
        assert response.url == f"{INBOX}?at={copy.pk}"
        assert pages.said(response)[0] == "Published “Lead”."

    def test_spike_takes_the_whole_group_and_one_undo_brings_it_back(self, desk: Client) -> None:
        lead, copy, other = story_of_three()
        ids = f"{lead.pk},{copy.pk},{other.pk}"

        spiked = post(desk, "spike", focus=ids, order=f"{ids}|77")
        after_spike = status_of(lead, copy, other)
        post(desk, "undo")

        assert after_spike == ["spiked"] * 3
        assert spiked.url == f"{INBOX}?at=77"
        assert pages.said(spiked) == ["Spiked “Lead”. And 2 more."]
        assert status_of(lead, copy, other) == ["incoming"] * 3

    def test_acts_come_through_the_door_of_the_inbox(self, desk: Client) -> None:
        article = factories.make_article()

        post(desk, "draft", focus=article.pk)

        assert list(Act.objects.values_list("verb", "door")) == [("draft", Door.INBOX)]

    def test_schedule_understands_0630_on_the_publications_clock(self, desk: Client) -> None:
        article = factories.make_ready(headline="Later", status=Status.INCOMING)

        response = post(desk, "schedule", focus=article.pk, when="0630")

        fresh = Article.objects.get(pk=article.pk)
        assert fresh.visible_at == factories.NOW.replace(day=21, hour=6, minute=30)
        assert pages.said(response) == [
            "Scheduled “Later” for Sat 21 Nov 2026, 06:30 UTC (Sat 21 Nov, 06:30 UTC)."
        ]

    def test_schedule_without_a_time_asks_for_it(self, desk: Client) -> None:
        article = factories.make_article()

        response = post(desk, "schedule", focus=article.pk)

        assert response.url == f"/admin/articles/article/{article.pk}/act/schedule/?back=inbox"

    def test_bad_time_is_refused_with_its_reason(self, desk: Client) -> None:
        article = factories.make_article()

        response = post(desk, "schedule", focus=article.pk, when="soon")

        assert pages.said(response) == [
            "“soon” is not a time. Write 0630, +45 for minutes from now, or 2026-11-23 06:30."
        ]
        assert status_of(article) == ["incoming"]

    def test_merge_of_a_group_opens_the_plan_with_its_copies(self, desk: Client) -> None:
        lead, copy, other = story_of_three()

        response = post(desk, "merge", focus=f"{lead.pk},{copy.pk},{other.pk}")

        assert response.url == f"/admin/merge/?id={lead.pk}&id={copy.pk}&back=inbox"

    def test_merge_of_ticked_rows_takes_just_those(self, desk: Client) -> None:
        lead, copy, other = story_of_three()

        response = post(desk, "merge", pick=[lead.pk, other.pk], focus=copy.pk)

        assert response.url == f"/admin/merge/?id={lead.pk}&id={other.pk}&back=inbox"

    def test_merge_of_one_is_refused(self, desk: Client) -> None:
        response = post(desk, "merge", focus=factories.make_article().pk)

        assert pages.said(response) == [
            "A merge needs two articles or more. Tick them, or move onto a group."
        ]

    def test_compare_opens_the_two(self, desk: Client) -> None:
        one, other = factories.make_article(), factories.make_article()

        response = post(desk, "compare", pick=[one.pk, other.pk])

        assert response.url == f"/admin/compare/{one.pk}/{other.pk}/"

    def test_not_the_same_is_remembered_for_the_member_in_focus(self, desk: Client) -> None:
        lead, copy, other = story_of_three()

        response = post(desk, "split", focus=other.pk, order=f"{lead.pk},{copy.pk},{other.pk}")

        match = Match.objects.between(lead.pk, other.pk).get()
        assert match.decision == Decision.NOT_THE_SAME
        assert pages.said(response) == ["Not the same: “Other” and “Lead”. This is remembered."]

    def test_link_joins_the_other_accounts_to_the_lead_but_no_copies(self, desk: Client) -> None:
        lead, copy, other = story_of_three()

        post(desk, "link", focus=f"{lead.pk},{copy.pk},{other.pk}")

        links = RelatedLink.objects.order_by("article_id")
        assert list(links.values_list("article_id", "target_id", "kind")) == [
            (lead.pk, other.pk, Relation.OTHER_ACCOUNT),
            (other.pk, lead.pk, Relation.OTHER_ACCOUNT),
        ]

    def test_front_leads_to_the_page_of_places(self, desk: Client) -> None:
        article = factories.make_article()

        response = post(desk, "front", focus=article.pk)

        back = quote(f"/admin/inbox/?at={article.pk}", safe="")
        assert response.url == f"/admin/articles/front/place/{article.pk}/?back={back}"

    def test_nothing_chosen_is_said(self, desk: Client) -> None:
        response = post(desk, "publish")

        assert pages.said(response) == [
            "No row was chosen. Tick one, or move onto it, and try again."
        ]

    def test_unknown_act_is_refused(self, desk: Client) -> None:
        response = post(desk, "obliterate", focus=factories.make_article().pk)

        assert pages.said(response) == ["That is not an act of the inbox."]

    def test_undo_of_a_merge_leads_to_the_group_and_not_to_a_member(self, desk: Client) -> None:
        lead, copy, _other = story_of_three()
        asked = {"id": [lead.pk, copy.pk], "survivor": copy.pk, "back": "inbox"}
        desk.post(reverse("admin:merge-apply"), asked)
        after_merge = Article.objects.get(pk=copy.pk)

        response = post(desk, "undo", focus=after_merge.pk, back="/admin/inbox/?language=")
        page = desk.get(response.url)

        assert response.url == f"/admin/inbox/?language=&of={copy.pk}"
        assert pages.values(page, "//form[@id='inbox']/@data-focus") == [str(lead.pk)]

    def test_front_comes_back_to_the_row_and_the_list_it_was_called_from(
        self, desk: Client
    ) -> None:
        factories.make_front()
        article = factories.make_article()

        response = post(desk, "front", focus=article.pk, back="/admin/inbox/?source=wire&at=1")
        placed = desk.post(response.url, {"front": str(Front.objects.get().pk), "position": "1"})

        assert placed.url == f"/admin/inbox/?source=wire&at={article.pk}"

    def test_nothing_to_undo_is_said(self, desk: Client) -> None:
        assert pages.said(post(desk, "undo")) == ["There is nothing of yours to undo."]

    def test_undo_leaves_other_peoples_acts_alone(self, desk: Client) -> None:
        article = factories.make_article()
        post(logged_in(factories.make_chief()), "spike", focus=article.pk)

        post(desk, "undo")

        assert status_of(article) == ["spiked"]

    def test_refused_act_returns_with_its_reason_and_changes_nothing(self, db: None) -> None:
        article = factories.make_article()
        reporter = logged_in(factories.make_user(factories.REPORTER))

        response = post(reporter, "publish", focus=article.pk, order=str(article.pk))

        assert pages.said(response) == [
            "You lack the right “publish_article”. Whoever manages the accounts can give it, "
            "by adding you to a group that has it."
        ]
        assert status_of(article) == ["incoming"]
        assert response.url == f"{INBOX}?at={article.pk}"

    def test_one_refused_row_does_not_stop_the_others(self, desk: Client) -> None:
        good = factories.make_article(headline="Good")
        gone = factories.make_article(headline="Gone", status=Status.SPIKED)

        response = post(desk, "spike", pick=[gone.pk, good.pk])

        assert status_of(good, gone) == ["spiked", "spiked"]
        assert pages.said(response) == [
            "“Gone” is Spiked and cannot become Spiked. "
            "Reload the page: somebody may have moved it since.",
            "Spiked “Good”.",
        ]

    def test_answer_never_leads_to_another_site(self, desk: Client) -> None:
        response = post(desk, "undo", back="https://evil.example/?section=world")

        assert response.url == f"{INBOX}?section=world"

    def test_acts_need_a_post(self, desk: Client) -> None:
        assert desk.get(reverse("admin:inbox-act")).status_code == 405
