"""What was posted in vain is given back: after a log-out, a stale form, a lost right."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import Article, Sitting
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_article_form import ADD, filled, fresh, url_of
from tests.admin.test_sittings import offers, pressed

EVIL = '"><img src=x onerror=alert(1)>'
LOGIN = "/admin/login/"
HELD = "//input[@name='held']/@value"


@pytest.fixture
def article(db: None) -> Article:
    return factories.make_draft(headline="Port closed")


@pytest.fixture
def ann(db: None) -> Client:
    return logged_in(factories.make_chief(username="ann"))


def logged_out(client: Client) -> None:
    """The session has run out; the browser's other cookies stay."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def log_in(client: Client, page: Any, username: str = "ann", password: str = "") -> Any:
    """What the log-in page sends, its hidden inputs included."""
    tree = pages.tree(page)
    hidden = {i.get("name"): i.get("value") for i in tree.xpath("//input[@type='hidden']")}
    (action,) = tree.xpath("//form[@id='login-form']/@action")
    given = {"username": username, "password": password or "a password for tests"}
    return client.post(action, {**hidden, **given})


def enter(client: Client, page: Any, code: str) -> Any:
    """What the page that asks for the code sends, its hidden inputs included."""
    tree = pages.tree(page)
    hidden = {i.get("name"): i.get("value") for i in tree.xpath("//input[@type='hidden']")}
    (action,) = tree.xpath("//form[@id='login-form']/@action")
    return client.post(action, {**hidden, "code": code})


class TestLoggedOut:
    def test_posted_text_goes_through_the_login_and_is_offered(
        self, ann: Client, article: Article
    ) -> None:
        sent = {**filled(ann.get(url_of(article))), "headline": "Port open"}
        logged_out(ann)

        page = ann.post(url_of(article), {**sent, "_continue": "1"})
        answer = log_in(ann, page)

        assert pages.texts(page, pages.classed("warning", "li")) == [
            "You were logged out. Log in: what you wrote goes with you and is offered again."
        ]
        assert answer.url == url_of(article)
        form = ann.get(answer.url)
        assert offers(form)[0].startswith("Your unsaved text 20 Nov, 12:00 Headline Port")
        assert fresh(article).headline == "Port closed"
        shown = pressed(ann, form, "_take", url_of(article))
        assert filled(shown)["headline"].strip() == "Port open"

    def test_text_goes_through_the_second_factor_even_past_a_wrong_code(
        self, db: None, article: Article
    ) -> None:
        person = factories.make_chief(username="ann")
        ann = logged_in(person)
        sent = {**filled(ann.get(url_of(article))), "headline": "Port open"}
        device = factories.make_factor(person)
        logged_out(ann)

        asked = log_in(ann, ann.post(url_of(article), {**sent, "_continue": "1"}))
        assert not Sitting.objects.unsaved().exists()  # the password alone stores nothing
        wrong = enter(ann, asked, "000000")
        TOTPDevice.objects.update(throttling_failure_count=0)
        answer = enter(ann, wrong, f"{totp(device.bin_key):06d}")

        assert answer.url == url_of(article)
        assert offers(ann.get(answer.url))[0].startswith("Your unsaved text 20 Nov, 12:00 Headline")

    def test_new_article_as_well(self, ann: Client) -> None:
        sent = {**filled(ann.get(ADD)), "headline": "Our own"}
        logged_out(ann)

        answer = log_in(ann, ann.post(ADD, {**sent, "_save": "1"}))

        assert answer.url == ADD
        assert len(offers(ann.get(ADD))) == 1
        assert Article.objects.count() == 0

    def test_wrong_password_loses_nothing(self, ann: Client, article: Article) -> None:
        sent = {**filled(ann.get(url_of(article))), "headline": "Port open"}
        logged_out(ann)
        page = ann.post(url_of(article), sent)

        again = log_in(ann, page, password="wrong")

        assert pages.values(again, HELD) == pages.values(page, HELD)
        log_in(ann, again)
        assert len(offers(ann.get(url_of(article)))) == 1

    def test_nothing_is_stored_for_nobody(self, article: Article) -> None:
        Client().post(url_of(article), {"headline": "Flood"})

        assert Sitting.objects.count() == 0

    def test_markup_stays_text_on_the_login_page(self, article: Article) -> None:
        page = Client().post(url_of(article), {"headline": EVIL})

        assert pages.values(page, "//@onerror") == []
        held = json.loads(pages.values(page, HELD)[0])
        assert held["fields"]["headline"] == [EVIL]
        assert held["path"] == url_of(article)

    def test_form_is_not_saved_by_logging_in(self, ann: Client, article: Article) -> None:
        logged_out(ann)

        log_in(ann, ann.post(url_of(article), {"headline": "Forged", "_continue": "1"}))

        assert fresh(article).headline == "Port closed"

    def test_note_of_an_act_stands_in_its_form_again(self, ann: Client) -> None:
        live = factories.make_published()
        url = f"/admin/articles/article/{live.pk}/act/correct/"
        logged_out(ann)

        page = ann.post(url, {"kind": "correction", "text": f"It was two. {EVIL}"})
        answer = log_in(ann, page)
        form = ann.get(answer.url)

        assert answer.url == url
        assert pages.texts(form, "//textarea[@name='text']") == [f"It was two. {EVIL}"]
        assert pages.values(form, "//@onerror") == []
        assert live.corrections.count() == 0
        assert pages.texts(ann.get(url), "//textarea[@name='text']") == [""]  # told once

    def test_text_of_any_other_form_is_given_back_on_the_page_it_stood_on(
        self, ann: Client
    ) -> None:
        story = factories.make_story()
        here = f"/admin/articles/story/{story.pk}/change/"
        logged_out(ann)

        page = ann.post(
            f"/admin/articles/story/{story.pk}/members/",
            {"title": "The second strike", "split": "1", "password": "hush"},
            headers={"referer": f"http://testserver{here}"},
        )
        answer = log_in(ann, page)
        form = ann.get(answer.url)

        assert answer.url == here
        assert pages.texts(form, pages.classed("given-back", "textarea")) == ["The second strike"]
        assert "hush" not in page.content.decode() + form.content.decode()
        assert "The second strike" not in ann.get(here).content.decode()

    def test_foreign_page_is_never_led_back_to(self, ann: Client) -> None:
        logged_out(ann)

        page = ann.post(
            "/admin/views/act/", {"title": "x"}, headers={"referer": "https://evil.example/admin/"}
        )

        assert log_in(ann, page).url == "/admin/views/act/"

    def test_other_forms_go_to_the_login_as_before(self, db: None) -> None:
        answer = Client().post("/admin/inbox/act/", {"act": "undo"})

        assert answer.url == f"{LOGIN}?next=/admin/inbox/act/"

    @pytest.mark.parametrize(
        "held",
        [
            "no json", "[]", '{"path": "/", "fields": {}}', '{"path": 1, "fields": 2}',
            '{"path": "/admin/articles/article/add/", "fields": {"headline": 1}}',
            '{"path": "/admin/articles/article/999/change/", "fields": {"headline": ["x"]}}',
            '{"path": "/nowhere/", "fields": {"headline": ["x"]}}',
        ],
    )  # fmt: skip
    def test_what_no_page_of_ours_wrote_is_left_alone(self, db: None, held: str) -> None:
        factories.make_chief(username="ann")
        client = Client()
        given = {"username": "ann", "password": "a password for tests", "next": "/admin/"}

        answer = client.post(LOGIN, {**given, "held": held})

        assert (answer.status_code, answer.url) == (302, "/admin/")
        assert Sitting.objects.count() == 0

    def test_text_for_an_article_of_a_foreign_section_is_not_kept_and_it_is_said(
        self, article: Article
    ) -> None:
        section = factories.make_section(name="World")
        Article.objects.filter(pk=article.pk).update(section=section)
        factories.make_user(factories.REPORTER, username="reporter")
        client = Client()

        answer = log_in(client, client.post(url_of(article), {"headline": "x"}), "reporter")

        assert Sitting.objects.count() == 0
        assert pages.said(answer)[-1].startswith("The section World is not yours.")


class TestRefused:
    def test_stale_form_gives_the_words_back_as_text_and_no_way_to_send_them(
        self, article: Article
    ) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(factories.make_chief())

        page = client.post(
            url_of(article), {"headline": EVIL, "body_html": "<p>Mine.</p>", "password": "hush"}
        )

        assert page.status_code == 403
        assert pages.texts(page, "//textarea") == [EVIL, "<p>Mine.</p>"]
        assert pages.values(page, "//@onerror") == []
        assert pages.texts(page, "//form") == []
        assert "hush" not in page.content.decode()
        assert fresh(article).headline == "Port closed"

    def test_article_that_may_not_be_changed_any_more_gives_the_words_back(
        self, article: Article
    ) -> None:
        reporter = logged_in(factories.make_user(factories.REPORTER))
        section = factories.make_section(name="World")
        Article.objects.filter(pk=article.pk).update(section=section)

        page = reporter.post(url_of(article), {"headline": "Words of mine"})

        assert page.status_code == 403
        assert pages.texts(page, "//textarea") == ["Words of mine"]

    def test_nothing_is_given_back_where_nothing_was_written(self, db: None) -> None:
        page = Client(enforce_csrf_checks=True).post("/admin/login/", {"password": "hush"})

        assert pages.texts(page, "//textarea") == []
        assert "hush" not in page.content.decode()
