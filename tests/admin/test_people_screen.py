"""The people of the desk in the admin: made, changed, closed, and opened by a one-time link."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.desk import factor
from articles.models import Account, Act, Colleague, SignIn
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_curating_screens import filled

LIST = "/admin/articles/colleague/"
NEW = "a passphrase of one's own"


def url_of(colleague: Any) -> str:
    return f"{LIST}{colleague.pk}/change/"


def do(client: Client, colleague: Any, act: str, reason: str = "") -> Any:
    return client.post(f"{LIST}{colleague.pk}/act/", {"do": act, "reason": reason})


def link_in(answer: Any) -> str:
    (link,) = pages.values(answer, "//input[@id='one-time-link']/@value")
    return urlsplit(link).path


def choose(client: Client, link: str) -> Any:
    """Open the link as a person does, and set a password."""
    opened = client.get(link, follow=True)
    form = {"new_password1": NEW, "new_password2": NEW}
    return client.post(opened.redirect_chain[-1][0], form) if opened.redirect_chain else opened


def test_chief_makes_a_colleague_who_then_chooses_a_password(desk: Client) -> None:
    city = factories.make_section()
    desk.post(f"{LIST}add/", {"username": "jonna", "role": "Reporter", "sections": [city.pk]})
    jonna = Colleague.objects.get(username="jonna")

    answer = do(desk, jonna, "link")
    choose(Client(), link_in(answer))

    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert Client().login(username="jonna", password=NEW)
    browser = logged_in(Colleague.objects.get(username="jonna"))
    assert browser.get("/admin/inbox/").status_code == 200
    assert [line.event for line in SignIn.objects.order_by("id")] == ["link", "password"]


def test_link_opens_once_and_leaves_no_session_behind(desk: Client) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    before = logged_in(jonna)
    link = link_in(do(desk, jonna, "link"))
    browser = Client()

    choose(browser, link)
    again = Client().get(link, follow=True)

    assert "not good any more" in again.content.decode()
    assert "_auth_user_id" not in browser.session
    assert before.get("/admin/").status_code == 302
    assert Account.objects.get(user=jonna).link_made_at is None


@pytest.mark.parametrize("spoilt", ["token", "user", "closed"])
def test_spoilt_link_opens_nothing(desk: Client, spoilt: str) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    link = link_in(do(desk, jonna, "link"))
    if spoilt == "closed":
        User.objects.filter(pk=jonna.pk).update(is_active=False)
    head, uid, token, _end = link.rsplit("/", 3)
    uid = "OTk5OTk" if spoilt == "user" else uid
    token = f"{token[:-1]}x" if spoilt == "token" else token

    answer = Client().get(f"{head}/{uid}/{token}/", follow=True)

    assert "not good any more" in answer.content.decode()


def test_weak_password_is_refused_behind_a_link(desk: Client) -> None:
    link = link_in(do(desk, factories.make_colleague(), "link"))
    browser = Client()
    opened = browser.get(link, follow=True).redirect_chain[-1][0]

    answer = browser.post(opened, {"new_password1": "short", "new_password2": "short"})

    assert pages.texts(answer, pages.classed("errorlist"))
    assert answer.status_code == 200


def test_factor_survives_a_link_and_falls_with_a_reset(desk: Client) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    factories.make_factor(jonna)
    choose(Client(), link_in(do(desk, jonna, "link")))
    kept = factor.device_of(jonna)

    without_reason = do(desk, jonna, "reset")
    do(desk, jonna, "reset", "Phone lost")

    assert kept is not None
    assert pages.said(without_reason)[0].startswith("A reason is missing.")
    assert factor.device_of(jonna) is None


def test_closed_account_is_logged_out_and_opened_again(desk: Client) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    browser = logged_in(jonna)

    do(desk, jonna, "close", "Left the paper")
    out = browser.get("/admin/").status_code
    do(desk, jonna, "open")

    assert out == 302
    assert logged_in(jonna).get("/admin/").status_code == 200


def test_form_of_a_superuser_is_for_reading_and_says_why(desk: Client) -> None:
    root = factories.make_colleague(is_superuser=True, username="root")

    page = desk.get(url_of(root))
    desk.post(url_of(root), {"username": "root", "role": "Reporter", "email": "x@y.org"})
    for act in ("link", "close", "reset"):
        do(desk, root, act, "Why not")

    root.refresh_from_db()
    assert "stands above yours" in pages.texts(page, pages.classed("warning"))[0]
    assert (root.is_active, root.email) == (True, "")
    assert not pages.texts(page, pages.classed("account-acts"))


def test_forged_fields_make_no_superuser(desk: Client) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    form = {**filled(desk.get(url_of(jonna))), "is_superuser": "on", "user_permissions": "1",
            "is_staff": "", "email": "j@example.org"}  # fmt: skip

    desk.post(url_of(jonna), form)

    jonna.refresh_from_db()
    assert (jonna.is_superuser, jonna.is_staff, jonna.email) == (False, True, "j@example.org")


def test_own_role_is_refused_with_the_reason(chief: Any, desk: Client) -> None:
    form = {**filled(desk.get(url_of(chief))), "role": "Reporter"}

    answer = desk.post(url_of(chief), form)

    assert "Nobody changes this of their own account." in answer.content.decode()


def test_superusers_own_screen_deletes_nobody(db: None) -> None:
    root = logged_in(factories.make_user(is_superuser=True))
    jonna = factories.make_user()

    answer = root.post(f"/admin/auth/user/{jonna.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=jonna.pk).exists()


def test_what_was_done_to_an_account_is_read_and_taken_back(desk: Client) -> None:
    jonna = factories.make_colleague(factories.REPORTER)
    form = {**filled(desk.get(url_of(jonna))), "role": "Section editor", "email": "j@x.org"}
    desk.post(url_of(jonna), form)
    act = Act.objects.latest("id")
    url = f"/admin/articles/act/{act.pk}/change/"

    page = desk.get(url)
    history = desk.get(f"{LIST}{jonna.pk}/history/")
    desk.post(f"/admin/articles/act/{act.pk}/undo/")

    assert "j@x.org" in page.content.decode()
    assert "change a colleague’s rights" in history.content.decode()
    jonna.refresh_from_db()
    assert (jonna.email, [g.name for g in jonna.groups.all()]) == ("", ["Reporter"])


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_person_and_three(
    desk: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _n in range(count):
        factories.make_colleague(factories.REPORTER)

    with django_assert_num_queries(6):
        desk.get(LIST)


class TestSection:
    """A new owner in three acts: open the section, choose the owner, save."""

    def test_owner_is_chosen_on_the_sections_form(self, desk: Client) -> None:
        city, jonna = factories.make_section(), factories.make_user(factories.SECTION_EDITOR)
        url = f"/admin/articles/section/{city.pk}/change/"

        desk.post(url, {**filled(desk.get(url)), "owner": jonna.pk})

        assert city.members.get().is_owner
        assert filled(desk.get(url))["owner"] == str(jonna.pk)

    def test_day_ahead_is_told_on_the_form(self, desk: Client) -> None:
        city = factories.make_section()
        jonna = factories.make_user(factories.SECTION_EDITOR, username="jonna")
        url = f"/admin/articles/section/{city.pk}/change/"
        form = {**filled(desk.get(url)), "owner": jonna.pk, "owner_from": "2026-12-01T08:00:00"}

        desk.post(url, form)

        page = desk.get(url)
        assert "jonna takes over on 2026-12-01 08:00." in page.content.decode()
        assert filled(page)["owner"] == ""

    def test_moment_that_has_passed_comes_back_with_the_reason(self, desk: Client) -> None:
        city, jonna = factories.make_section(), factories.make_user(factories.SECTION_EDITOR)
        url = f"/admin/articles/section/{city.pk}/change/"
        form = {**filled(desk.get(url)), "owner": jonna.pk, "owner_from": "2020-01-01T08:00:00"}

        answer = desk.post(url, form)

        assert "That moment has passed." in answer.content.decode()
        assert not city.members.exists()

    def test_who_runs_a_section_adds_people_and_changes_nothing_else(self, db: None) -> None:
        city = factories.make_section(name="City")
        owner = factories.make_user(factories.SECTION_EDITOR, (city,))
        city.members.update(is_owner=True)
        jonna = factories.make_user(factories.REPORTER)
        client, url = logged_in(owner), f"/admin/articles/section/{city.pk}/change/"
        form = {**filled(client.get(url)), "members-1-user": jonna.pk, "name": "Mine",
                "owner": jonna.pk}  # fmt: skip

        client.post(url, form)

        city.refresh_from_db()
        assert city.name == "City"
        assert sorted(city.members.values_list("user", "is_owner")) == [
            (owner.pk, True), (jonna.pk, False),
        ]  # fmt: skip

    def test_member_who_does_not_run_it_changes_no_people(self, db: None) -> None:
        city = factories.make_section()
        client = logged_in(factories.make_user(factories.SECTION_EDITOR, (city,)))
        url = f"/admin/articles/section/{city.pk}/change/"

        answer = client.post(url, {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0"})

        assert answer.status_code == 403
        assert city.members.count() == 1
