"""The screen of a front: places, words, times, the rule, draft and launch; and the `f` key."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import search
from articles.desk import composing, curating, launching
from articles.enums import Status
from articles.models import Act, Article, Edition, Front, FrontSlot, Publication
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.factories import EARLIER, LATER, NOW

HEADS = "//ol[@id='places']/li//a[contains(@class, 'headline')]"


@pytest.fixture
def front(db: None) -> Front:
    return factories.make_front(slot_count=3)


def change_url(front: Front) -> str:
    return reverse("admin:articles_front_change", args=[front.pk])


def post(client: Client, front: Front, **fields: Any) -> Any:
    return client.post(reverse("admin:articles_front_slots", args=[front.pk]), fields)


def three(front: Front) -> list[FrontSlot]:
    return [
        factories.make_slot(front, factories.make_published(headline=name), position)
        for position, name in enumerate("ABC", start=1)
    ]


def fresh(front: Front) -> Front:
    return Front.objects.get(pk=front.pk)


def picks(edition: Edition | None) -> list[tuple[int, str]]:
    assert edition is not None
    rows = edition.slots.order_by("position").select_related("article")
    return [(slot.position, slot.article.headline) for slot in rows]


def live(front: Front) -> list[tuple[int, str]]:
    return picks(fresh(front).live)


def begin(front: Front) -> Edition:
    return launching.begin_draft(fresh(front), by=None, at=NOW)


class TestPlaces:
    def test_each_tells_whether_somebody_picked_it_or_why_the_rule_did(
        self, desk: Client, front: Front
    ) -> None:
        user = factories.make_user(username="ada")
        wire = factories.make_source(name="Wire")
        pick = factories.make_published(headline="Picked", source=wire)
        since = NOW - timedelta(hours=6)
        factories.make_slot(front, pick, 2, picked_at=since, picked_by=user, headline="Ours")
        factories.make_published(headline="Urgent", source=wire, urgency=3)

        response = desk.get(change_url(front))

        assert pages.texts(response, HEADS) == ["Urgent", "Ours"]
        told = pages.texts(response, pages.classed("place-meta"))
        assert told == [
            "by rule Wire 1 h urgency 3, counts as 4 h newer",
            told[1],
        ]
        assert told[1].startswith("picked own words Wire 6 h ada")
        empty = pages.texts(response, "//ol[@id='places']/li[3]//p[@class='quiet']")
        assert empty == ["The rule finds nothing for this place."]

    def test_place_shows_the_picture_that_readers_see(self, desk: Client, front: Front) -> None:
        own, other = factories.make_image(), factories.make_image()
        gone = factories.make_image(expires_at=NOW)
        pictures = ((own, None), (own, other), (gone, None))
        for place, (image, here) in enumerate(pictures, 1):
            article = factories.make_published(lead_image=image)
            factories.make_slot(front, article, place, image=here)

        response = desk.get(change_url(front))

        at_hand = "img[not(ancestor::*[@data-picture-view])]"
        shown = pages.values(response, f"//ol[@id='places']//{at_hand}/@src")
        assert shown == [own.file.url, other.file.url]

    def test_old_pick_is_asked_about(self, desk: Client, front: Front) -> None:
        hours = {1: 11, 2: 12}
        for place, age in hours.items():
            at = NOW - timedelta(hours=age)
            factories.make_slot(front, factories.make_published(), place, picked_at=at)

        response = desk.get(change_url(front))

        stale = "//ol[@id='places']/li[.//*[contains(@class, 'badge-stale')]]/@data-row"
        assert pages.values(response, stale) == ["2"]

    def test_scheduled_pick_says_from_when_and_what_stands_there_until_then(
        self, desk: Client, front: Front
    ) -> None:
        Publication.objects.update_or_create(pk=1, defaults={"zone": "Europe/Paris"})
        embargoed = factories.make_published(headline="Budget", embargoed_until=LATER)
        factories.make_slot(front, embargoed, 1)
        factories.make_published(headline="Filler")

        response = desk.get(change_url(front))

        assert pages.texts(response, HEADS) == ["Budget"]
        assert pages.texts(response, pages.classed("badge-scheduled")) == ["from 14:00"]
        meanwhile = pages.texts(response, "//ol[@id='places']/li[1]//p[@class='place-meta']")
        assert meanwhile == ["until then: Filler by rule"]

    def test_withdrawn_pick_is_dropped_with_its_reason_and_the_gap_is_filled(
        self, desk: Client, front: Front
    ) -> None:
        for status in (Status.KILLED, Status.DRAFT):
            article = factories.make_article(status=status, headline=f"Was {status}")
            place = 1 if status == Status.KILLED else 2
            factories.make_slot(front, article, place)
        factories.make_published(headline="Filler")

        response = desk.get(change_url(front))

        assert pages.texts(response, HEADS) == ["Filler"]
        off = "//ul[@aria-labelledby='dropped-title']//li/form/*[self::span or self::a]"
        assert pages.texts(response, off) == [
            "killed", "Was killed", "from place 1, filled by the rule",
            "not published", "Was draft", "from place 2, filled by the rule",
        ]  # fmt: skip

    def test_place_moves_up_and_down(self, desk: Client, front: Front) -> None:
        _a, _b, c = three(front)

        post(desk, front, move=f"{c.pk} up")
        after_up = live(front)
        post(desk, front, move=f"{FrontSlot.objects.get(position=1).pk} down")

        assert after_up == [(1, "A"), (2, "C"), (3, "B")]
        assert live(front) == [(1, "C"), (2, "A"), (3, "B")]

    def test_place_at_the_end_stays_there(self, desk: Client, front: Front) -> None:
        a, _b, c = three(front)

        post(desk, front, move=f"{a.pk} up")
        post(desk, front, move=f"{c.pk} down")

        assert live(front) == [(1, "A"), (2, "B"), (3, "C")]

    def test_place_is_emptied(self, desk: Client, front: Front) -> None:
        a, _b, _c = three(front)

        post(desk, front, empty=a.pk)

        assert live(front) == [(2, "B"), (3, "C")]

    def test_unknown_act_is_refused(self, desk: Client, front: Front) -> None:
        assert pages.said(post(desk, front)) == ["That is not an act of this page."]

    def test_slot_of_another_front_is_not_found(self, desk: Client, front: Front) -> None:
        other = factories.make_front(factories.make_section())
        slot = factories.make_slot(other, factories.make_published())

        assert post(desk, front, empty=slot.pk).status_code == 404
        assert FrontSlot.objects.filter(pk=slot.pk).exists()

    def test_last_act_is_undone_by_a_button(self, desk: Client, front: Front) -> None:
        a, _b, _c = three(front)
        post(desk, front, empty=a.pk)

        response = post(desk, front, undo="1")

        assert pages.said(response)[-1] == "Undid: clear a place."
        assert live(front) == [(1, "A"), (2, "B"), (3, "C")]

    def test_reporter_looks_but_does_not_touch(self, front: Front) -> None:
        reporter = logged_in(factories.make_user(factories.REPORTER))
        article = factories.make_published()

        page = reporter.get(change_url(front))
        post(reporter, front, article=article.pk, position="1")

        warning = pages.texts(page, "//p[@class='warning']")[0]
        assert warning.startswith("You may look at this front. You lack the right “curate_front”.")
        assert live(front) == []
        assert pages.values(page, "//ol[@id='places']//button/@name") == []

    def test_section_editor_reads_why_the_front_of_the_paper_is_not_theirs(
        self, front: Front
    ) -> None:
        section = factories.make_section()
        editor = logged_in(factories.make_user(factories.SECTION_EDITOR, (section,)))
        mine = factories.make_front(section)
        article = factories.make_published(headline="Storm")

        page = editor.get(change_url(front))
        for each in (front, mine):
            post(editor, each, article=article.pk, position="1")

        assert "The front of the whole paper is the chief editors’." in page.content.decode()
        assert (live(front), live(mine)) == ([], [(1, "Storm")])


class TestPicking:
    def test_article_is_found_and_placed_and_what_drops_out_is_told(
        self, desk: Client, front: Front
    ) -> None:
        three(front)
        new = factories.make_published(headline="New storm")
        search.index([new.pk])

        found = desk.get(change_url(front), {"q": "storm"})
        response = post(desk, front, article=new.pk, position="1")

        pick = "//section[@aria-labelledby='pick-title']//li//a"
        assert pages.texts(found, pick) == ["New storm"]
        assert live(front) == [(1, "New storm"), (2, "A"), (3, "B")]
        assert pages.said(response) == ["“New storm” stands at 1 of Home. “C” dropped out."]

    def test_what_the_rule_would_take_next_is_offered_without_a_search(
        self, desk: Client, front: Front
    ) -> None:
        for minutes, name in enumerate("ABCDE"):
            at = EARLIER - timedelta(minutes=minutes)
            factories.make_published(headline=name, published_at=at)

        response = desk.get(change_url(front))

        pick = "//section[@aria-labelledby='pick-title']//li//a"
        assert (pages.texts(response, HEADS), pages.texts(response, pick)) == (
            ["A", "B", "C"],
            ["D", "E"],
        )

    def test_story_that_the_rule_loses_its_place_for_is_told(
        self, desk: Client, front: Front
    ) -> None:
        for minutes, name in enumerate("ABC"):
            at = EARLIER - timedelta(minutes=minutes)
            factories.make_published(headline=name, published_at=at)
        old = factories.make_published(headline="Old", published_at=EARLIER - timedelta(days=3))

        response = post(desk, front, article=old.pk, position="2")

        assert pages.said(response) == ["“Old” stands at 2 of Home. “C” dropped out."]

    def test_what_readers_do_not_see_yet_says_when_they_will(
        self, desk: Client, front: Front
    ) -> None:
        scheduled = factories.make_published(headline="Later", published_at=LATER)
        draft = factories.make_draft(headline="Draft")

        told = [
            pages.said(post(desk, front, article=article.pk, position=str(place)))[-1]
            for place, article in enumerate((scheduled, draft), 1)
        ]

        assert told == [
            "“Later” stands at 1 of Home. It shows from 13:00; "
            "the rule fills the place until then.",
            "“Draft” stands at 2 of Home. It shows once it is published; "
            "the rule fills the place until then.",
        ]


class TestWords:
    @pytest.fixture
    def slot(self, front: Front) -> FrontSlot:
        Publication.objects.update_or_create(pk=1, defaults={"zone": "Europe/Paris"})
        return three(front)[1]

    def reword(self, client: Client, slot: FrontSlot, **fields: str) -> Any:
        names = ("headline", "standfirst", "image", "from_at", "until_at")
        url = reverse("admin:articles_front_words", args=[slot.front.pk, slot.pk])
        return client.post(url, {f"slot{slot.pk}-{n}": fields.get(n, "") for n in names})

    def test_slot_gets_words_picture_and_times_of_its_own(
        self, desk: Client, slot: FrontSlot
    ) -> None:
        picture = factories.make_image()

        response = self.reword(
            desk, slot, headline="Sharper", image=str(picture.pk), from_at="1430", until_at="+200"
        )

        slot.refresh_from_db()
        assert (slot.headline, slot.image, slot.article.headline) == ("Sharper", picture, "B")
        assert slot.from_at == NOW + timedelta(hours=1, minutes=30)
        assert pages.said(response) == [
            "Saved the words of place 2. From: Fri 20 Nov 2026, 14:30 Europe/Paris "
            "(Fri 20 Nov, 13:30 UTC) Until: Fri 20 Nov 2026, 16:20 Europe/Paris "
            "(Fri 20 Nov, 15:20 UTC)"
        ]

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("soon", "“soon” is not a time."),
            ("2026-11-20 12:59", "has passed. Choose a later time, or leave it empty."),
            ("2027-03-28 02:30", "The clocks skip 02:30 on that day."),
        ],
    )
    def test_bad_time_is_told_and_nothing_that_was_typed_is_lost(
        self, desk: Client, slot: FrontSlot, typed: str, told: str
    ) -> None:
        response = self.reword(desk, slot, headline="Sharper", from_at=typed)

        errors = pages.texts(response, "//ul[contains(@class, 'errorlist')]")
        assert [told in error for error in errors] == [True]
        inputs = f"//input[@name='slot{slot.pk}-headline' or @name='slot{slot.pk}-from_at']/@value"
        assert pages.values(response, inputs) == ["Sharper", typed]
        assert Act.objects.count() == 0

    def test_hour_that_comes_twice_is_the_first_and_stays_the_second_when_it_was(
        self, desk: Client, slot: FrontSlot
    ) -> None:
        first = NOW.replace(year=2027, month=10, day=31, hour=0, minute=30)
        second = first + timedelta(hours=1)

        said = pages.said(self.reword(desk, slot, from_at="2027-10-31 02:30"))
        slot.refresh_from_db()
        taken = slot.from_at
        FrontSlot.objects.filter(pk=slot.pk).update(from_at=second)
        self.reword(desk, slot, headline="Sharper", from_at="2027-10-31 02:30")
        slot.refresh_from_db()

        assert (taken, slot.from_at) == (first, second)
        assert "That hour comes twice; the first is meant." in said[0]

    def test_end_before_the_beginning_is_refused(self, desk: Client, slot: FrontSlot) -> None:
        response = self.reword(desk, slot, from_at="+60", until_at="+30")

        assert pages.said(response)[0].startswith("The place would end before it begins.")
        assert response.status_code == 200

    def test_headline_that_the_article_outgrew_is_shown_and_dropped_or_kept(
        self, desk: Client, front: Front, slot: FrontSlot
    ) -> None:
        self.reword(desk, slot, headline="Sharper")
        before = pages.texts(desk.get(change_url(front)), pages.classed("renamed"))
        Article.objects.filter(pk=slot.article_id).update(headline="B, corrected")

        renamed = pages.texts(desk.get(change_url(front)), pages.classed("renamed") + "/p")
        post(desk, front, keep=slot.pk)
        after = pages.texts(desk.get(change_url(front)), pages.classed("renamed"))
        post(desk, front, drop=slot.pk)

        assert (before, after) == ([], [])
        assert renamed == ["The article is called now: B, corrected"]
        assert FrontSlot.objects.get(pk=slot.pk).headline == ""


class TestRule:
    def test_rule_is_previewed_before_it_is_saved(self, desk: Client, front: Front) -> None:
        factories.make_published(headline="Flash", urgency=1, published_at=EARLIER)
        factories.make_published(headline="Newest", published_at=NOW)
        newest = {"rule_order": "newest"}

        redirect = post(desk, front, **{"try": "1"}, **newest)
        tried = desk.get(redirect.url)
        saved = fresh(front).live
        post(desk, front, rule="1", **newest)

        shown = "//ol[@aria-labelledby='tried-title']/li"
        assert pages.texts(tried, shown)[:2] == [
            "by rule Newest the newest that fits",
            "by rule Flash the newest that fits",
        ]
        assert pages.texts(tried, HEADS) == ["Flash", "Newest"]
        assert saved is not None
        assert saved.rule_order == "weighed"
        assert pages.texts(desk.get(change_url(front)), HEADS) == ["Newest", "Flash"]

    def test_unknown_tag_is_told_and_stays_in_the_form(self, desk: Client, front: Front) -> None:
        redirect = post(desk, front, rule="1", rule_order="newest", rule_tag="Nowhere")

        page = desk.get(redirect.url)

        errors = pages.texts(page, "//form[@class='rule']//ul[contains(@class, 'errorlist')]")
        assert errors == ["There is no tag “Nowhere”."]
        assert pages.values(page, "//input[@name='rule_tag']/@value") == ["Nowhere"]
        assert Act.objects.count() == 0


class TestDraft:
    def test_draft_is_begun_changed_and_launched_by_buttons(
        self, desk: Client, front: Front, chief: Any
    ) -> None:
        three(front)
        new = factories.make_published(headline="New")

        post(desk, front, begin="1")
        said = pages.said(post(desk, front, article=new.pk, position="1"))[-1]
        page = desk.get(change_url(front))
        untouched = live(front)
        seen = pages.values(page, "//input[@name='seen']/@value")[0]
        launched = post(desk, front, launch="1", seen=seen)

        assert said == (
            "“New” stands at 1 of Home. “C” dropped out. "
            "This is in the draft: readers see it when you launch."
        )
        changes = "//section[@aria-labelledby='launch-title']//li"
        assert pages.texts(page, changes) == ["in 1 New", "out 3 C", "1 → 2 A", "2 → 3 B"]
        assert untouched == [(1, "A"), (2, "B"), (3, "C")]
        assert live(front) == [(1, "New"), (2, "A"), (3, "B")]
        told = pages.said(launched)[-1]
        assert told == "Launched. Readers see: in: “New”; out: “C”; moved: “A”, “B”."

    def test_second_editor_is_told_what_changed_and_confirms(
        self, desk: Client, front: Front
    ) -> None:
        three(front)
        former = fresh(front).live
        assert former is not None
        new = factories.make_published(headline="New")
        begin(front)
        curating.fill_slot(fresh(front), position=1, article=new, by=None, at=NOW)
        plan = launching.plan_launch(fresh(front), NOW)
        launching.launch(fresh(front), seen=plan.seen, by=None, at=NOW)
        draft = begin(front)
        first = desk.get(change_url(front))
        # Meanwhile the other editor takes the launch back.
        seen_live = fresh(front).live_id or 0
        launching.roll_back(fresh(front), to=former, seen=seen_live, by=None, at=NOW)

        outdated = pages.values(first, "//input[@name='seen']/@value")[0]
        refused = pages.said(post(desk, front, launch="1", seen=outdated))[-1]
        second = desk.get(change_url(front))
        seen = pages.values(second, "//input[@name='seen']/@value")[0]
        still = pages.said(post(desk, front, launch="1", seen=seen))[-1]
        post(desk, front, launch="1", seen=seen, despite="1")

        assert refused.startswith("The front changed since you looked at it.")
        unseen = pages.texts(second, pages.classed("questions") + "/ul/li")
        assert unseen == ["in 3 C", "out 1 New"]
        assert still.startswith("The live front changed since this draft was begun (in: “C”; out:")
        assert fresh(front).live == draft

    def test_front_is_rolled_back_by_one_button_and_that_is_undone(
        self, desk: Client, front: Front
    ) -> None:
        three(front)
        begin(front)
        curating.clear_slot(
            FrontSlot.objects.get(edition__draft_of=front, position=1), by=None, at=NOW
        )
        plan = launching.plan_launch(fresh(front), NOW)
        launching.launch(fresh(front), seen=plan.seen, by=None, at=NOW)

        page = desk.get(change_url(front))
        former = pages.values(page, "//button[@data-key='R']/@value")[0]
        seen = pages.values(page, "//header//input[@name='live']/@value")[0]
        post(desk, front, back=former, live=seen)
        back = live(front)
        post(desk, front, undo="1")

        assert back == [(1, "A"), (2, "B"), (3, "C")]
        assert live(front) == [(2, "B"), (3, "C")]

    def test_draft_is_put_aside(self, desk: Client, front: Front) -> None:
        begin(front)

        response = post(desk, front, aside="1")

        assert fresh(front).draft is None
        assert pages.said(response) == ["The draft is put aside; undo brings it back."]

    def test_list_of_fronts_tells_which_are_in_draft(self, desk: Client, front: Front) -> None:
        begin(front)

        response = desk.get("/admin/articles/front/")

        assert pages.texts(response, pages.classed("field-state")) == ["Draft"]

    def test_section_of_a_front_is_settled_when_it_is_made(
        self, desk: Client, front: Front
    ) -> None:
        section = factories.make_section()

        desk.post(change_url(front), {"name": "Home", "section": section.pk, "slot_count": "5"})

        assert (fresh(front).section, fresh(front).slot_count) == (None, 5)


class TestPush:
    def url(self, article: Article) -> str:
        return reverse("admin:articles_front_place", args=[article.pk])

    def test_f_and_a_digit_place_and_the_page_says_who_drops_out(
        self, desk: Client, front: Front
    ) -> None:
        three(front)
        article = factories.make_published(headline="Storm")

        page = desk.get(self.url(article))
        response = desk.post(self.url(article), {"front": front.pk, "position": "2"})

        assert pages.values(page, "//button[@data-key]/@data-key") == ["1", "2", "3"]
        lost = pages.texts(page, "//p[span[contains(@class, 'badge-denied')]]")
        assert lost == ["drops out C whichever place you choose"]
        assert live(front) == [(1, "A"), (2, "Storm"), (3, "B")]
        assert pages.said(response) == ["“Storm” stands at 2 of Home. “C” dropped out."]
        assert response.url == reverse("admin:articles_article_change", args=[article.pk])

    def test_each_place_says_who_drops_out_where_that_differs(
        self, desk: Client, front: Front
    ) -> None:
        first, _second, third = three(front)
        first.delete()
        article = third.article

        page = desk.get(self.url(article))

        rows = pages.texts(page, "//ol[contains(@class, 'push')]/li/div")
        assert rows == ["by rule A", "picked B", "stands here C"]

    def test_front_in_draft_says_that_launch_is_the_third_act(
        self, desk: Client, front: Front
    ) -> None:
        article = factories.make_published(headline="Storm")
        draft = begin(front)

        page = desk.get(self.url(article))
        desk.post(self.url(article), {"front": front.pk, "position": "1"})

        assert pages.texts(page, "//p[@class='warning']") == [
            "This front is in draft. The digit puts the article into the draft; "
            "launching is the third act."
        ]
        assert (live(front), picks(draft)) == ([], [(1, "Storm")])

    def test_section_editor_lands_on_the_front_of_the_section_even_unused(
        self, front: Front
    ) -> None:
        section = factories.make_section(name="World")
        editor = logged_in(factories.make_user(factories.SECTION_EDITOR, (section,)))
        article = factories.make_published(section=section, headline="Storm")

        page = editor.get(self.url(article))
        key = pages.values(page, "//form/input[@name='front']/@value")[0]
        editor.post(self.url(article), {"front": key, "position": "1"})

        chosen = pages.texts(page, "//nav[@class='tabs']/a[@aria-current]")
        assert chosen == ["World"]
        assert live(Front.objects.get(section=section)) == [(1, "Storm")]

    @pytest.mark.parametrize(
        ("back", "to"), [("/admin/inbox/?at=3", "/admin/inbox/?at=3"), ("//evil.example/", "")]
    )
    def test_push_goes_back_to_where_one_came_from_and_nowhere_else(
        self, desk: Client, front: Front, back: str, to: str
    ) -> None:
        article = factories.make_published()
        own = reverse("admin:articles_article_change", args=[article.pk])

        url = f"{self.url(article)}?back={back}"
        response = desk.post(url, {"front": front.pk, "position": "1"})

        assert response.url == (to or own)

    def test_list_of_articles_and_story_lead_to_it(self, desk: Client, front: Front) -> None:
        story = factories.make_story()
        article = factories.make_published(story=story)
        data = {"_selected_action": [article.pk], "index": "1"}

        page = desk.get("/admin/articles/article/")
        from_list = desk.post(
            "/admin/articles/article/", {**data, "action": ["", "front_selected"]}
        )
        from_story = desk.post(
            reverse("admin:articles_story_members", args=[story.pk]),
            {"member": article.pk, "front": "1"},
        )

        assert pages.values(page, "//button[@data-key='f']/@value") == ["1"]
        assert from_list.url == f"{self.url(article)}?back=%2Fadmin%2Farticles%2Farticle%2F"
        assert from_story.url.startswith(f"{self.url(article)}?back=%2Fadmin%2Farticles%2Fstory")

    def test_keys_of_the_article_form_and_the_inbox_lead_to_it(
        self, desk: Client, front: Front
    ) -> None:
        article = factories.make_article()

        form = desk.get(reverse("admin:articles_article_change", args=[article.pk]))
        inbox = desk.post(reverse("admin:inbox-act"), {"act": "front", "focus": article.pk})

        assert pages.values(form, "//a[@data-key='f']/@href") == [self.url(article)]
        back = quote(f"/admin/inbox/?at={article.pk}", safe="")
        assert inbox.url == f"{self.url(article)}?back={back}"


class TestPreview:
    def get(self, client: Client, front: Front, **query: str) -> Any:
        return client.get(reverse("admin:articles_front_preview", args=[front.pk]), query)

    def sources(self, response: Any) -> list[str]:
        return pages.values(response, "//iframe/@src")

    def test_three_widths_stand_side_by_side_or_one_is_chosen(
        self, desk: Client, front: Front
    ) -> None:
        everything = self.get(desk, front)
        one = self.get(desk, front, width="768")

        assert pages.values(everything, "//iframe/@width") == ["390", "768", "1440"]
        assert pages.values(one, "//iframe/@width") == ["768"]

    def test_frames_show_the_draft_or_what_is_chosen_at_the_moment_asked_for(
        self, desk: Client, front: Front
    ) -> None:
        draft, address = begin(front), reverse("front-preview", args=[front.pk])
        assert front.live is not None

        now = self.sources(self.get(desk, front))
        later = self.sources(self.get(desk, front, edition="live", at="0630"))

        assert set(now) == {f"{address}?edition={draft.pk}"}
        at = "2026-11-21T06%3A30%3A00%2B00%3A00"
        assert set(later) == {f"{address}?at={at}&edition={front.live.pk}"}

    def test_picks_that_will_not_show_then_are_named(self, desk: Client, front: Front) -> None:
        article = factories.make_published(headline="Budget", embargoed_until=LATER)
        factories.make_slot(front, article, 1)

        before = pages.texts(self.get(desk, front), "//p[@class='help']")
        after = pages.texts(self.get(desk, front, at="1300"), "//p[@class='help']")

        assert before == ["Picks that do not show then: Budget (from 20 Nov, 13:00)"]
        assert after == []

    def test_bad_moment_is_told_and_now_is_shown(self, desk: Client, front: Front) -> None:
        response = self.get(desk, front, at="soon")

        assert "“soon” is not a time." in response.content.decode()
        assert all("at=" not in source for source in self.sources(response))

    def test_only_this_page_may_frame_and_only_ourselves(self, desk: Client, front: Front) -> None:
        framing = self.get(desk, front).headers["Content-Security-Policy"]
        other = desk.get(change_url(front)).headers["Content-Security-Policy"]

        assert ("frame-src 'self'" in framing, "frame-src" in other) == (True, False)


@pytest.mark.parametrize("is_draft", [False, True])
def test_screen_takes_as_many_queries_for_twenty_places_as_for_one(
    desk: Client, is_draft: bool
) -> None:
    desk.get(change_url(factories.make_front()))  # Django remembers the kinds of rows
    counts = []
    for size in (1, 3, 20):
        front = factories.make_front(factories.make_section(), slot_count=size * 2)
        if is_draft:
            draft = begin(front)
        for place in range(1, size + 1):
            for _each in range(2):
                article = factories.make_published(
                    section=front.section,
                    source=factories.make_source(),
                    lead_image=factories.make_image(),
                )
            factories.make_slot(front, article, place, edition=draft if is_draft else front.live)
        with CaptureQueriesContext(connection) as queries:
            response = desk.get(change_url(front))
        assert len(pages.texts(response, HEADS)) == size * 2
        counts.append(len(queries))

    assert counts == [12, 12, 12]


def test_push_takes_as_many_queries_for_three_places_as_for_one(desk: Client) -> None:
    counts = []
    for size in (1, 3):
        section = factories.make_section()
        front = factories.make_front(section, slot_count=size)
        for place in range(1, size + 1):
            factories.make_slot(front, factories.make_published(section=section), place)
        article = factories.make_published(section=section)
        url = reverse("admin:articles_front_place", args=[article.pk]) + f"?front={front.pk}"
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert composing.front_of(None, NOW).pk is not None
