"""Unsaved words: kept while one types, offered again, handed over; and who may not have them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import search
from articles.desk import acting, editing, rights, sittings
from articles.enums import Status
from articles.models import Act, Article, Sitting
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_article_form import ADD, filled, fresh, save, url_of

KEEP = "/admin/sittings/keep/"
BEAT = "/admin/sittings/beat/"
EVIL = "<img src=x onerror=alert(1)>"


def keep(client: Client, sent: dict[str, Any], count: int = 1, **fields: Any) -> Any:
    """What the script sends for the form of an article, with these fields typed over."""
    return client.post(KEEP, {**sent, "sitting-count": count, **fields})


def opened(client: Client, article: Article) -> dict[str, Any]:
    return filled(client.get(url_of(article)))


def offers(response: Any) -> list[str]:
    return pages.texts(response, pages.classed("offer", "section"))


def pressed(client: Client, response: Any, name: str, url: str) -> Any:
    """The page after pressing the button of that name, with the form as it stands."""
    (value, *_others) = pages.values(response, f"//button[@name='{name}']/@value")
    return client.post(url, {**filled(response), name: value})


@pytest.fixture
def article(db: None) -> Article:
    return factories.make_draft(headline="Port closed", body_html="<p>One.</p><p>Two.</p>")


@pytest.fixture
def ann(db: None) -> Client:
    return logged_in(factories.make_chief(username="ann"))


@pytest.fixture
def ben(db: None) -> Client:
    return logged_in(factories.make_chief(username="ben"))


class TestKeeping:
    def test_words_are_kept_and_the_article_stays_as_it_was(
        self, ann: Client, article: Article
    ) -> None:
        answer = keep(ann, opened(ann, article), headline="Port open")

        assert answer.json() == {
            "kept_at": factories.NOW.isoformat(),
            "is_late": False,
            "is_closed": False,
            "count": 0,
        }
        assert Sitting.objects.get().fields["headline"] == ["Port open"]
        assert (fresh(article).headline, fresh(article).version) == ("Port closed", 1)
        assert Act.objects.count() == 0

    def test_keeping_costs_four_queries_with_those_that_find_out_who_asks(
        self, article: Article
    ) -> None:
        section = factories.make_section()
        Article.objects.filter(pk=article.pk).update(section=section)
        reporter = logged_in(factories.make_user(factories.REPORTER, (section,)))
        sent = opened(reporter, article)

        with CaptureQueriesContext(connection) as queries:
            answer = keep(reporter, sent, headline="Port open")

        assert answer.status_code == 200
        assert len(queries) == 4

    def test_superuser_without_a_group_is_let_in(self, article: Article) -> None:
        root = logged_in(factories.make_user(is_superuser=True))

        answers = [keep(root, opened(root, article)), keep(root, filled(root.get(ADD)))]

        assert [answer.status_code for answer in answers] == [200, 200]

    def test_older_words_that_come_later_change_nothing(
        self, ann: Client, article: Article
    ) -> None:
        sent = opened(ann, article)
        keep(ann, sent, 2, headline="Newer")

        answer = keep(ann, sent, 1, headline="Older")

        assert answer.json()["is_late"] is True
        assert Sitting.objects.get().fields["headline"] == ["Newer"]

    def test_marks_of_the_form_and_buttons_are_not_kept(
        self, ann: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), csrfmiddlewaretoken="secret", _save="1")

        names = Sitting.objects.get().fields.keys()
        assert {"csrfmiddlewaretoken", "_save", "sitting", "sitting-count"} & names == set()

    def test_huge_form_is_refused_with_what_to_do(
        self, ann: Client, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sittings, "LARGEST", 5000)

        answer = keep(ann, opened(ann, article), body_html="x" * 5001)

        assert answer.status_code == 413
        assert answer.json() == {
            "error": "This form has more than 5,000 characters. What you typed is not kept. "
            "Split the text, or save it now."
        }
        assert Sitting.objects.get().kept_at is None

    def test_nul_characters_are_left_out(self, ann: Client, article: Article) -> None:
        keep(ann, opened(ann, article), headline="Port\x00 open")

        assert Sitting.objects.get().fields["headline"] == ["Port open"]

    def test_form_without_a_token_is_refused(self, ann: Client, article: Article) -> None:
        sent = opened(ann, article)

        assert [keep(ann, {**sent, "sitting": t}).status_code for t in ("", "x", "1" * 99)] == [
            403
        ] * 3

    def test_form_that_was_cleared_away_begins_anew(self, ann: Client, article: Article) -> None:
        sent = opened(ann, article)
        Sitting.objects.all().delete()

        keep(ann, {**sent, "sitting-article": article.pk}, headline="Port open")

        assert [s.fields["headline"] for s in Sitting.objects.filter(article=article)] == [
            ["Port open"]
        ]

    def test_account_with_too_many_unsaved_texts_is_told(
        self, ann: Client, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sittings, "MOST_UNSAVED", 1)
        keep(ann, opened(ann, article), headline="Port open")

        answer = keep(ann, {"sitting": str(uuid4()), "headline": "Another"})

        assert answer.status_code == 409
        assert answer.json()["error"].startswith("You have 1 unsaved texts.")

    def test_saved_form_takes_no_late_words_and_gets_a_new_token(
        self, ann: Client, article: Article
    ) -> None:
        sent = opened(ann, article)
        save(ann, article, sent, headline="Saved")

        answer = keep(ann, sent, 9, headline="Late").json()

        assert answer["is_closed"] is True
        assert answer["token"] != sent["sitting"]
        assert offers(ann.get(url_of(article))) == []

    def test_logged_out_is_told_in_json(self, ann: Client, article: Article) -> None:
        sent = opened(ann, article)

        answers = [keep(Client(), sent), Client().get(BEAT), Client().post(BEAT, sent)]

        assert [a.status_code for a in answers] == [401] * 3
        assert answers[0].json() == {"error": "You are logged out."}
        assert Sitting.objects.get().kept_at is None


class TestRights:
    def test_another_persons_form_takes_nothing(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ann, article)

        answer = keep(ben, sent, headline="Theirs")

        assert answer.status_code == 403
        assert answer.json()["error"].startswith("This form was opened by somebody else.")
        assert list(Sitting.objects.values_list("fields", flat=True)) == [{}]

    def test_foreign_section_takes_nothing_and_says_why(self, article: Article) -> None:
        section = factories.make_section(name="World")
        Article.objects.filter(pk=article.pk).update(section=section)
        reporter = logged_in(factories.make_user(factories.REPORTER))

        answer = keep(
            reporter, {"sitting": str(uuid4()), "sitting-article": article.pk, "headline": "x"}
        )

        assert answer.status_code == 403
        assert answer.json()["error"].startswith("The section World is not yours.")
        assert Sitting.objects.count() == 0

    def test_right_that_was_lost_meanwhile_ends_it(self, article: Article) -> None:
        user = factories.make_user(factories.REPORTER)
        reporter = logged_in(user)
        sent = opened(reporter, article)
        Article.objects.filter(pk=article.pk).update(
            status=Status.PUBLISHED, published_at=factories.EARLIER, visible_at=factories.EARLIER
        )

        answer = keep(reporter, sent, headline="Mine")

        assert answer.status_code == 403
        assert answer.json()["error"].startswith("You lack the right “publish_article”.")

    def test_nobody_is_offered_the_words_of_another(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), headline="Secret draft of mine")

        page = ben.get(url_of(article))
        taken = ben.post(
            url_of(article), {**filled(page), "_take": Sitting.objects.order_by("pk")[0].pk}
        )

        assert "Secret draft of mine" not in page.content.decode()
        assert "Secret draft of mine" not in taken.content.decode()
        assert pages.said(taken) == ["This unsaved text is gone: it was taken, saved or dropped."]

    def test_reader_of_a_foreign_section_cannot_take_over(
        self, ann: Client, article: Article
    ) -> None:
        section = factories.make_section(name="World")
        Article.objects.filter(pk=article.pk).update(section=section)
        keep(ann, opened(ann, article), headline="Secret")
        reporter = logged_in(factories.make_user(factories.REPORTER))

        page = reporter.get(url_of(article))
        answer = reporter.post(url_of(article), {"_take_over": Sitting.objects.get().pk})

        assert pages.values(page, "//button[@name='_take_over']/@value") == []
        assert answer.status_code == 403
        assert list(Sitting.objects.values_list("taken_by", flat=True)) == [None]

    @pytest.mark.parametrize(
        "role", [None, factories.REPORTER, factories.SECTION_EDITOR, factories.CHIEF]
    )
    @pytest.mark.parametrize("is_superuser", [False, True])
    def test_rule_within_a_query_is_the_rule_of_the_desk(
        self, db: None, role: str | None, is_superuser: bool
    ) -> None:
        own, other = factories.make_section(), factories.make_section()
        user = factories.make_user(role, (own,), is_superuser=is_superuser)
        rows = [
            factories.make_article(section=section, status=status)
            for section in (None, own, other)
            for status in (*(s for s in Status if s not in (Status.PUBLISHED, Status.MERGED)),)
        ]
        rows += [factories.make_published(section=section) for section in (None, own, other)]
        rows.append(factories.make_merged(rows[0]))
        for row in rows:
            Sitting.objects.create(token=uuid4(), article=row, person=user, opened_at=factories.NOW)

        found = Sitting.objects.filter(rights.may_change(user, "article_id"))

        assert set(found.values_list("article_id", flat=True)) == {
            row.pk for row in rows if _may(row, user)
        }

    def test_nobody_without_a_log_in_or_a_right_adds_words_for_a_new_article(
        self, db: None
    ) -> None:
        nobody = logged_in(factories.make_user())

        answer = keep(nobody, {"sitting": str(uuid4()), "headline": "x"})

        assert (answer.status_code, Sitting.objects.count()) == (403, 0)


def _may(article: Article, user: Any) -> bool:
    return acting.why_not_edit(user, article) is None


class TestComingBack:
    def test_unsaved_words_are_offered_with_what_they_change(
        self, ann: Client, article: Article
    ) -> None:
        body = fresh(article).body_html
        keep(
            ann, opened(ann, article), headline="Port open", body_html=body.replace("Two", "Three")
        )

        page = ann.get(url_of(article))

        (offer,) = offers(page)
        assert offer.startswith("Your unsaved text 20 Nov, 12:00")
        inside = pages.classed("offer", "section")
        assert pages.texts(page, f"{inside}//del") == ["removed: closed", "removed: Two."]
        assert pages.texts(page, f"{inside}//ins") == ["added: open", "added: Three."]

    def test_taken_words_stand_in_the_form_and_nothing_is_saved(
        self, ann: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), headline="Port open")

        shown = pressed(ann, ann.get(url_of(article)), "_take", url_of(article))

        assert filled(shown)["headline"].strip() == "Port open"
        assert fresh(article).headline == "Port closed"
        assert pages.texts(shown, "//p[@class='errornote']") == []
        save(ann, article, filled(shown))
        assert fresh(article).headline == "Port open"
        assert offers(ann.get(url_of(article))) == []

    def test_taking_keeps_what_stood_in_the_form(self, ann: Client, article: Article) -> None:
        keep(ann, opened(ann, article), headline="First words")
        page = ann.get(url_of(article))
        typed = {**filled(page), "headline": "Second words"}
        (pk,) = pages.values(page, "//button[@name='_take']/@value")

        shown = ann.post(url_of(article), {**typed, "_take": pk})

        assert filled(shown)["headline"].strip() == "First words"
        assert ["Second" in offer for offer in offers(shown)] == [True]

    def test_dropped_words_are_offered_no_more_and_the_form_stays(
        self, ann: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), headline="Port open")
        page = ann.get(url_of(article))
        typed = {**filled(page), "kicker": "Typed"}
        (pk,) = pages.values(page, "//button[@name='_drop']/@value")

        shown = ann.post(url_of(article), {**typed, "_drop": pk})

        assert (offers(shown), filled(shown)["kicker"]) == ([], "Typed")
        assert offers(ann.get(url_of(article))) == []

    def test_dropped_words_are_brought_back(self, ann: Client, article: Article) -> None:
        keep(ann, opened(ann, article), headline="Port open")
        dropped = pressed(ann, ann.get(url_of(article)), "_drop", url_of(article))

        back = pressed(ann, dropped, "_bring_back", url_of(article))

        assert len(offers(back)) == 1

    def test_words_of_another_are_not_brought_back(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ann, article)
        keep(ann, sent, headline="Port open")
        Sitting.objects.update(closed_at=factories.NOW)

        answer = ben.post(
            url_of(article),
            {**opened(ben, article), "_bring_back": Sitting.objects.earliest("pk").pk},
        )

        assert offers(answer) == []
        assert Sitting.objects.filter(closed_at=None).exclude(kept_at=None).count() == 0

    def test_form_that_was_not_accepted_is_kept_at_once(
        self, ann: Client, article: Article
    ) -> None:
        untouched = opened(ann, article)

        answers = [
            save(ann, article, untouched, headline=""),
            save(ann, article, untouched, headline="x", canonical_url="no address"),
        ]

        dirty = [pages.values(answer, "//*[@id='sitting']/@data-dirty") for answer in answers]
        assert dirty == [["yes"], ["yes"]]
        assert pages.values(ann.get(url_of(article)), "//*[@id='sitting']/@data-dirty") == [""]

    def test_words_for_a_new_article_are_offered_on_the_empty_form(self, ann: Client) -> None:
        keep(ann, filled(ann.get(ADD)), headline="Our own", body_html="<p>Begun.</p>")

        shown = pressed(ann, ann.get(ADD), "_take", ADD)

        assert filled(shown)["headline"].strip() == "Our own"
        ann.post(ADD, {**filled(shown), "_save": "1"})
        assert Article.objects.get().headline == "Our own"
        assert offers(ann.get(ADD)) == []

    def test_hostile_markup_in_unsaved_words_stays_text(
        self, ann: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), headline=EVIL, body_html=f"<p>{EVIL}</p>", tag_names=EVIL)

        page = ann.get(url_of(article))
        shown = pressed(ann, page, "_take", url_of(article))

        assert EVIL in pages.texts(page, pages.classed("offer", "section"))[0]
        assert pages.values(page, "//@onerror") + pages.values(shown, "//@onerror") == []

    def test_byline_and_tags_are_told_and_taken(self, ann: Client, article: Article) -> None:
        factories.make_contribution(article, name="Nora Feld")
        keep(
            ann,
            opened(ann, article),
            tag_names="Port",
            **{"contributions-0-name": "Nora Field"},
        )

        page = ann.get(url_of(article))
        shown = pressed(ann, page, "_take", url_of(article))

        inside = pages.classed("offer", "section")
        assert pages.texts(page, f"{inside}//ins") == ["added: Port", "added: Field"]
        save(ann, article, filled(shown))
        assert [c.name for c in article.contributions.all()] == ["Nora Field"]
        assert [t.name for t in article.tags.all()] == ["Port"]

    def test_words_that_were_saved_otherwise_are_not_offered(
        self, ann: Client, article: Article
    ) -> None:
        keep(ann, opened(ann, article), headline="Port open")
        editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Port open"})

        with time_machine.travel(factories.NOW + timedelta(minutes=2), tick=False):
            assert offers(ann.get(url_of(article))) == []
            assert list(sittings.unsaved(by=Sitting.objects.all()[0].person, limit=9)) == []

    def test_words_are_cleared_away_after_thirty_days(self, ann: Client, article: Article) -> None:
        keep(ann, opened(ann, article), headline="Port open")

        for days, left in ((29, 1), (31, 0)):
            with time_machine.travel(factories.NOW + timedelta(days=days), tick=False):
                client = logged_in(Sitting.objects.order_by("pk")[0].person)
                assert (days, len(offers(client.get(url_of(article))))) == (days, left)

    def test_first_page_lists_them(self, ann: Client, article: Article) -> None:
        keep(ann, opened(ann, article), headline="Port open")

        page = ann.get("/admin/")

        listed = "//section[@aria-labelledby='home-unsaved']//li"
        assert pages.texts(page, listed) == ["Port open 20 Nov, 12:00"]


class TestPresence:
    def test_others_are_named_with_what_they_have(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        keep(ben, opened(ben, article), headline="x")

        page = ann.get(url_of(article))

        assert pages.texts(page, "//*[@role='status'][@id='presence']") == [
            "Open elsewhere ben since 12:00, unsaved text of 12:00 Take over"
        ]

    def test_one_is_not_told_of_oneself(self, ann: Client, article: Article) -> None:
        opened(ann, article)

        assert pages.texts(ann.get(url_of(article)), "//*[@id='presence']") == [""]

    def test_presence_ends_a_minute_after_the_last_word_of_it(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ben, article)
        with time_machine.travel(factories.NOW + timedelta(seconds=50), tick=False):
            ben.post(BEAT, sent)

        shown = {}
        for seconds in (109, 110):
            with time_machine.travel(factories.NOW + timedelta(seconds=seconds), tick=False):
                shown[seconds] = (
                    "ben" in pages.texts(ann.get(url_of(article)), "//*[@id='presence']")[0]
                )

        assert shown == {109: True, 110: False}

    def test_beat_tells_the_script_who_is_here_and_that_it_was_saved(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ann, article)
        save(ben, article, headline="Theirs")
        opened(ben, article)

        answer = ann.post(BEAT, {**sent, "sitting-version": "1"}).json()

        assert "ben" in answer["presence"]
        assert "saved after you opened it" in answer["presence"]

    def test_beat_gives_the_token_that_a_form_needs(self, ann: Client) -> None:
        answer = ann.get(BEAT).json()

        assert set(answer) == {"csrf", "person"}
        assert len(answer["csrf"]) == 64

    @pytest.mark.parametrize("count", [1, 3])
    def test_form_costs_the_same_however_many_are_there(
        self, ann: Client, article: Article, count: int
    ) -> None:
        for _ in range(count):
            opened(logged_in(factories.make_chief()), article)
        ann.get(url_of(article))

        with CaptureQueriesContext(connection) as queries:
            ann.get(url_of(article))

        assert len(queries) == FORM_QUERIES

    @pytest.mark.parametrize("count", [1, 3])
    def test_beat_costs_six_queries_however_many_are_there(
        self, ann: Client, article: Article, count: int
    ) -> None:
        for _ in range(count):
            opened(logged_in(factories.make_chief()), article)
        sent = opened(ann, article)

        with CaptureQueriesContext(connection) as queries:
            answer = ann.post(BEAT, sent)

        assert answer.json()["presence"].count("badge-here") == count
        assert len(queries) == 6

    def test_page_that_is_left_is_open_no_longer(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ben, article)

        ben.post(BEAT, {**sent, "sitting-leaving": "1"})

        assert pages.texts(ann.get(url_of(article)), "//*[@id='presence']") == [""]

    def test_inbox_row_names_who_has_it_open(self, ann: Client, ben: Client) -> None:
        article = factories.make_article(headline="Incoming")
        opened(ben, article)

        page = ann.get(reverse("admin:inbox"))

        assert pages.texts(page, pages.classed("badge-here")) == ["Open at ben"]

    @pytest.mark.parametrize("query", ["", "?q=Harbour"])
    def test_list_names_who_has_an_article_open_in_one_query_for_all(
        self, ann: Client, ben: Client, query: str
    ) -> None:
        def told() -> Article:
            made = factories.make_draft(headline="Harbour")
            search.index([made.pk])
            return made

        opened(ben, told())
        url = reverse("admin:articles_article_changelist") + query
        counts = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                page = ann.get(url)
            counts.append(sum("articles_sitting" in query["sql"] for query in queries))
            opened(ann, told())
            opened(ben, told())

        assert counts == [1, 1]
        assert pages.texts(page, pages.classed("badge-here")) == ["Open at ben", "Open at ben"]


FORM_QUERIES = 26


class TestTakingOver:
    def take_over(self, client: Client, article: Article, **typed: Any) -> Any:
        page = client.get(url_of(article))
        (pk,) = pages.values(page, "//button[@name='_take_over']/@value")
        return client.post(url_of(article), {**filled(page), **typed, "_take_over": pk})

    def test_words_are_with_both_and_the_own_form_keeps_what_stood_in_it(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ben, article)
        keep(ben, sent, headline="Ben’s words")

        shown = self.take_over(ann, article, kicker="Typed by Ann")

        assert filled(shown)["kicker"] == "Typed by Ann"
        (offer,) = offers(shown)
        assert offer.startswith("Unsaved text of ben 20 Nov, 12:00")
        assert (
            filled(pressed(ann, shown, "_take", url_of(article)))["headline"].strip()
            == "Ben’s words"
        )
        (his,) = offers(ben.get(url_of(article)))
        assert "ann took over at 12:00; your text is kept here." in his

    def test_other_is_told_at_the_next_beat_and_goes_on_keeping(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ben, article)
        keep(ben, sent, 1, headline="Ben’s words")
        self.take_over(ann, article)

        told = ben.post(BEAT, sent).json()["presence"]
        keep(ben, sent, 2, headline="More of Ben’s words")

        assert "ann took over at 12:00." in told
        kept = Sitting.objects.exclude(kept_at=None).order_by("pk")
        assert [s.fields["headline"] for s in kept] == [["More of Ben’s words"], ["Ben’s words"]]

    def test_next_save_of_the_other_is_a_merge_by_field(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        sent = opened(ben, article)
        keep(ben, sent, headline="Ben’s words")
        shown = self.take_over(ann, article)
        taken = pressed(ann, shown, "_take", url_of(article))
        save(ann, article, {**filled(taken), "kicker": "Ann’s kicker"})

        answer = save(ben, article, sent, headline="Ben’s words", standfirst="Ben’s standfirst")

        assert answer.status_code == 302
        stored = fresh(article)
        assert (stored.headline, stored.kicker, stored.standfirst) == (
            "Ben’s words", "Ann’s kicker", "Ben’s standfirst",
        )  # fmt: skip
        assert "ann took over at 12:00. Your words are in as you see them now." in pages.said(
            answer
        )

    def test_taking_over_twice_offers_the_words_once(
        self, ann: Client, ben: Client, article: Article
    ) -> None:
        keep(ben, opened(ben, article), headline="Ben’s words")
        self.take_over(ann, article)

        assert len(offers(self.take_over(ann, article))) == 1

    def test_nothing_to_take_is_said(self, ann: Client, ben: Client, article: Article) -> None:
        opened(ben, article)

        assert pages.said(self.take_over(ann, article)) == [
            "You took over from ben, who had no unsaved text."
        ]

    def test_form_that_is_gone_is_said(self, ann: Client, article: Article) -> None:
        answer = ann.post(url_of(article), {**opened(ann, article), "_take_over": "99999"})

        assert pages.said(answer) == ["Nobody has this article open there any more."]
