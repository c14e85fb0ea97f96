"""What goes wrong at the desk, through its real doors: named, with what to do, and nothing lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import bulk, editing, tagging
from articles.enums import Status
from articles.models import Act, Article, BulkRun, Publication, Section, Tag
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_article_form import ADD, errors, filled, fresh, save

SPRING = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 30, 12, 0, tzinfo=UTC)


def act_url(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, verb])


@contextmanager
def desk_at(moment: datetime, person: Any) -> Iterator[Client]:
    """A browser of that person at another time."""
    with time_machine.travel(moment, tick=False):
        yield logged_in(person)


@pytest.fixture
def draft(db: None) -> Article:
    Publication.objects.update_or_create(pk=1, defaults={"zone": "Europe/Berlin"})
    return factories.make_draft()


class TestClock:
    """Europe/Berlin skips 02:00 to 03:00 on 28 March 2027 and has it twice on 31 October."""

    def test_skipped_hour_is_refused_with_its_neighbours(self, chief: Any, draft: Article) -> None:
        with desk_at(SPRING, chief) as desk:
            answer = desk.post(act_url(draft, "schedule"), {"when": "2027-03-28 02:30"})

        assert errors(answer) == [
            "The clocks skip 02:30 on that day. "
            "Summer time begins then; choose 2027-03-28 01:59 or 2027-03-28 03:00."
        ]
        assert pages.values(answer, "//input[@name='when']/@value") == ["2027-03-28 02:30"]
        assert fresh(draft).status == Status.DRAFT

    @pytest.mark.parametrize(
        ("typed", "hour", "told"),
        [
            ("2027-10-31 02:30", 0, "first is meant. The second is 2027-10-31 01:30 UTC."),
            ("2027-10-31 01:30 UTC", 1, "is the second. The first is 2027-10-31 00:30 UTC."),
        ],
    )
    def test_doubled_hour_is_the_first_and_both_are_told(
        self, chief: Any, draft: Article, typed: str, hour: int, told: str
    ) -> None:
        with desk_at(AUTUMN, chief) as desk:
            answer = desk.post(act_url(draft, "schedule"), {"when": typed})

        assert fresh(draft).visible_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        assert told in pages.said(answer)[0]
        assert f"{hour:02}:30 UTC)" in pages.said(answer)[0]

    def test_minutes_are_real_minutes_over_the_change(self, chief: Any, draft: Article) -> None:
        with desk_at(datetime(2027, 3, 28, 0, 45, tzinfo=UTC), chief) as desk:
            desk.post(act_url(draft, "schedule"), {"when": "+45"})

        assert fresh(draft).visible_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)

    def test_time_in_a_form_that_was_left_alone_stays_in_the_doubled_hour(
        self, desk: Client, draft: Article
    ) -> None:
        second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        Article.objects.filter(pk=draft.pk).update(expires_at=second)

        save(desk, draft, kicker="Other")
        skipped = save(desk, draft, expires_at="2027-03-28T02:30:00")
        save(desk, draft, expires_at="2027-10-31T02:15:00")

        assert fresh(draft).kicker == "Other"
        assert "choose 2027-03-28 01:59" in errors(skipped)[0]
        changes = Act.objects.get(changes__field="expires_at").changes.get()
        assert (changes.before, changes.after) == (
            "2027-10-31T01:30:00+00:00",
            "2027-10-31T00:15:00+00:00",
        )

    def test_moment_that_has_passed_is_refused(self, desk: Client, draft: Article) -> None:
        answer = desk.post(act_url(draft, "schedule"), {"when": "2026-11-01 08:00"})

        assert pages.texts(answer, pages.classed("error", "li")) == [
            "That moment has passed. Choose a later time, or publish at once."
        ]

    def test_embargo_behind_the_schedule_holds_and_is_said(
        self, desk: Client, draft: Article
    ) -> None:
        desk.post(act_url(draft, "embargo"), {"when": "2026-11-23 09:00"})

        answer = desk.post(act_url(draft, "schedule"), {"when": "2026-11-22 09:00"})

        assert fresh(draft).visible_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        said = " ".join(pages.said(answer))
        assert "Readers see it from Mon 23 Nov 2026, 09:00" in said
        assert "The embargo holds it back until 23 Nov 2026, 09:00." in said


class TestWhatIsGone:
    def test_merge_into_a_killed_article_is_refused(self, desk: Client, draft: Article) -> None:
        killed = factories.make_article(status=Status.KILLED, headline="Shut")

        answer = desk.post(reverse("admin:merge-apply"), {"id": [killed.pk, draft.pk]})

        assert "was killed" in " ".join(pages.said(answer))
        assert fresh(draft).status == Status.DRAFT
        assert not Act.objects.exists()

    def test_version_comes_back_without_what_is_gone_and_says_so(
        self, desk: Client, chief: Any
    ) -> None:
        section, image = factories.make_section(name="Ports"), factories.make_image(caption="Pier")
        article = factories.make_draft(section=section, lead_image=image, kicker="Then")
        author = factories.make_author(name="Ida Fell")
        now = {"by": chief, "at": factories.EARLIER}
        tagging.tag(article, names=["Cranes", "Boats"], **now)
        editing.set_byline(article, names=[editing.Name(author_id=author.pk)], **now)
        then = Act.objects.latest("pk")
        editing.edit(
            article, fields={"kicker": "Now", "section_id": None, "lead_image_id": None}, **now
        )
        tagging.tag(article, names=[], replace=True, **now)
        editing.set_byline(article, names=[], **now)
        Section.objects.filter(pk=section.pk).delete()
        image.delete()
        author.delete()
        Tag.objects.filter(name="Cranes").delete()
        url = reverse("admin:articles_article_restore_to", args=[article.pk, then.pk])

        parts = pages.values(desk.get(url), "//input[@name='part']/@value")
        answer = desk.post(url, {"part": parts})

        back = fresh(article)
        assert (back.kicker, back.section, back.lead_image) == ("Then", None, None)
        assert [tag.name for tag in back.tags.all()] == ["Boats"]
        said = " ".join(pages.said(answer))
        lost = [part for part in ("Section", "Lead picture", "Tags", "Byline")
                if f"{part}: “№ " in said and "did not come back" in said]  # fmt: skip
        assert lost == ["Section", "Lead picture", "Tags", "Byline"]


class TestWrongPerson:
    @pytest.mark.parametrize(
        ("verb", "field"), [("correct", "text"), ("unpublish", "note"), ("retract", "note")]
    )
    def test_right_that_went_between_page_and_button_loses_no_word(
        self, desk: Client, chief: Any, verb: str, field: str
    ) -> None:
        live = factories.make_published()
        desk.get(act_url(live, verb))
        chief.groups.set([Group.objects.get(name=factories.REPORTER)])

        sent = {"kind": "correction", field: "It was two, not three."}
        answer = desk.post(act_url(live, verb), sent)

        assert pages.texts(answer, f"//textarea[@name='{field}']") == ["It was two, not three."]
        assert fresh(live).status == Status.PUBLISHED
        assert not Act.objects.exists()
        assert "right" in " ".join(pages.texts(answer, pages.classed("error", "li")))

    def test_asking_that_is_refused_loses_no_word(self, desk: Client, settings: Any) -> None:
        settings.TWO_PERSON_MINUTES = 30
        live = factories.make_published()
        sent = {"note": "Counsel says that it was two."}
        desk.post(act_url(live, "retract"), sent)

        answer = desk.post(act_url(live, "retract"), sent)

        assert "has asked for this already" in answer.content.decode()
        assert pages.texts(answer, "//textarea[@name='note']") == [sent["note"]]


class TestTwice:
    @pytest.mark.parametrize(
        ("verb", "sent"),
        [
            ("publish", {}),
            ("spike", {"reason": "Old"}),
            ("schedule", {"when": "2026-12-01 09:00"}),
            ("embargo", {"when": "2026-12-01 09:00"}),
        ],
    )
    def test_act_on_a_draft_is_done_once(
        self, desk: Client, draft: Article, verb: str, sent: dict[str, str]
    ) -> None:
        for _press in range(2):
            desk.post(act_url(draft, verb), sent)

        assert Act.objects.count() == 1

    @pytest.mark.parametrize(
        ("verb", "sent"),
        [
            ("correct", {"kind": "correction", "text": "It was two."}),
            ("retract", {"note": "Wrong"}),
            ("unpublish", {"note": "Wrong"}),
            ("kill", {"note": "Wrong"}),
            ("take-down", {"note": "By order"}),
        ],
    )
    def test_act_on_a_live_article_is_done_once(
        self, desk: Client, verb: str, sent: dict[str, str]
    ) -> None:
        live = factories.make_published()

        for _press in range(2):
            desk.post(act_url(live, verb), sent)

        assert Act.objects.count() == 1

    def test_form_of_a_new_article_makes_one(self, desk: Client) -> None:
        sent = {**filled(desk.get(ADD)), "headline": "Ours", "_continue": "1"}

        first = desk.post(ADD, sent)
        second = desk.post(ADD, {**sent, "kicker": "Since"})

        article = Article.objects.get()
        assert first.status_code == 302
        assert errors(second) == [
            f"This form was saved already, as article {article.pk}. "
            "Open that one to go on; copy what you wrote since."
        ]
        assert filled(second)["kicker"] == "Since"

    def test_undo_out_of_order_keeps_what_came_after_and_names_it(
        self, desk: Client, chief: Any, draft: Article
    ) -> None:
        now = {"by": chief, "at": factories.EARLIER}
        fields = {"headline": "First", "kicker": "First"}
        editing.edit(draft, fields=fields, **now)
        first = Act.objects.get()
        editing.edit(draft, fields={"headline": "Second"}, **now)

        answer = desk.post(reverse("admin:articles_act_undo", args=[first.pk]))
        again = desk.post(reverse("admin:articles_act_undo", args=[first.pk]))

        assert (fresh(draft).headline, fresh(draft).kicker) == ("Second", "")
        assert any("Kept, because it was changed since: Headline" in s for s in pages.said(answer))
        assert "This was undone before." in " ".join(pages.said(again))


class TestMany:
    def test_invalid_ones_are_named_the_rest_is_done_and_undone_whole(
        self, desk: Client, chief: Any
    ) -> None:
        """Every tenth cannot be spiked; each article costs the same however long the run is."""
        articles = [
            factories.make_article(status=Status.KILLED if n % 10 == 0 else Status.INCOMING)
            for n in range(40)
        ]
        bad = {str(a.pk) for a in articles if a.status == Status.KILLED}
        run = bulk.ask("spike", [a.pk for a in articles], by=chief, at=factories.NOW)
        bulk.begin(run, now=factories.NOW)

        costs = []
        for _article in articles:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                bulk._step(run)
            costs.append(len(queries))
        page = desk.get(reverse("admin:bulk", args=[run.pk]))

        run.refresh_from_db()
        assert set(run.refused) == bad
        assert (run.done_count, Article.objects.filter(status=Status.SPIKED).count()) == (36, 36)
        assert len({cost for n, cost in enumerate(costs) if n % 10}) == 1
        assert "was killed" in page.content.decode() or "is Killed" in page.content.decode()
        desk.post(reverse("admin:bulk-act", args=[run.pk]), {"act": "undo"})
        assert Article.objects.filter(status=Status.INCOMING).count() == 36
        assert BulkRun.objects.latest("pk").refused == {}


def test_reader_s_rights_end_with_the_role(db: None) -> None:
    """An account that was closed between the page and the button is sent to the log-in."""
    person = factories.make_chief()
    browser, live = logged_in(person), factories.make_published()
    person.is_active = False
    person.save()

    answer = browser.post(act_url(live, "unpublish"), {"note": "Wrong"})

    assert pages.values(answer, "//input[@name='held']/@value")
    assert fresh(live).status == Status.PUBLISHED


def test_headline_of_300_words_is_refused_with_every_word_of_it_kept(
    desk: Client, draft: Article
) -> None:
    words = " ".join(f"word{n}" for n in range(300))

    answer = save(desk, draft, headline=words, body_html="<p>Typed for an hour.</p>")

    assert errors(answer) == [
        f"Ensure this value has at most 500 characters (it has {len(words)})."
    ]
    typed = [
        pages.texts(answer, f"//textarea[@name='{name}']") for name in ("headline", "body_html")
    ]
    assert typed == [[words], ["<p>Typed for an hour.</p>"]]
    assert fresh(draft).headline == draft.headline
