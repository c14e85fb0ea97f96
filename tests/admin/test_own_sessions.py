"""Where one is signed in: seeing it, ending one, and all; never another person's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from articles.admin import visitor
from articles.desk import sessions
from articles.enums import SignInEvent
from articles.models import DeskSession, SignIn
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

PAGE = "/admin/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
    "Safari/537.36 Edg/140.0"
)
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Safari/604.1"


def row_of(client: Client) -> DeskSession:
    return DeskSession.objects.get(session_key=client.session.session_key)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_page_names_browser_and_address_and_marks_this_one(chief: Any) -> None:
    here = {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "192.0.2.5"}
    client = Client(**here)
    client.post("/admin/login/", {"username": "chief", "password": "a password for tests"})
    logged_in(chief)

    lines = pages.texts(client.get(PAGE), pages.classed("sessions") + "/li")

    assert len(lines) == 2
    (mine,) = [line for line in lines if "This one" in line]
    assert "Firefox · Linux" in mine
    assert "192.0.2.5" in mine


@pytest.mark.parametrize(
    ("line", "name"),
    [(FIREFOX, "Firefox · Linux"), (EDGE, "Edge · Windows"), (SAFARI, "Safari · iOS"), ("", "")],
)
def test_browser_is_told_by_family_and_system(line: str, name: str) -> None:
    assert visitor.browser(line) == name


@pytest.mark.parametrize(
    ("behind", "connected", "forwarded", "told"),
    [
        (False, "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "8.8.4.4", "198.51.100.1", "8.8.4.4"),
        (True, "", "2001:db8::1", "2001:db8::1"),
        (True, "127.0.0.1", "<script>", "127.0.0.1"),
    ],
)
def test_address_is_the_proxys_word_only_behind_our_proxy(
    rf: Any, settings: Any, behind: bool, connected: str, forwarded: str, told: str
) -> None:
    settings.BEHIND_HTTPS = behind
    request = rf.get("/", REMOTE_ADDR=connected, HTTP_X_FORWARDED_FOR=forwarded)

    assert visitor.address(request) == told


def test_one_session_is_ended_and_the_others_stay(chief: Any, desk: Client) -> None:
    lost, kept = logged_in(chief), logged_in(chief)

    desk.post(PAGE, {"end": row_of(lost).pk})

    assert [is_in(client) for client in (desk, kept, lost)] == [True, True, False]


@pytest.mark.parametrize("end", ["another's", "0", "x", "999999"])
def test_nobody_ends_a_session_of_somebody_else(desk: Client, end: str) -> None:
    theirs = logged_in(factories.make_chief(username="other"))
    number = str(row_of(theirs).pk) if end == "another's" else end

    answer = desk.post(PAGE, {"end": number})

    assert answer.status_code == 404
    assert is_in(theirs)
    assert not SignIn.objects.exists()


def test_all_others_or_all_are_ended(chief: Any, desk: Client) -> None:
    others = [logged_in(chief), logged_in(chief)]
    stranger = logged_in(factories.make_chief(username="other"))

    desk.post(PAGE, {"others": "1"})
    after_others = [is_in(client) for client in (desk, *others)]
    desk.post(PAGE, {"everywhere": "1"})

    assert after_others == [True, False, False]
    assert not is_in(desk)
    assert is_in(stranger)
    assert not DeskSession.objects.filter(user=chief).exists()


def test_looking_ends_nothing_and_a_form_without_the_token_neither(chief: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)

    client.get(PAGE, {"everywhere": "1"})

    assert client.post(PAGE, {"everywhere": "1"}).status_code == 403
    assert is_in(client)


def test_new_password_ends_the_others_and_keeps_this_one(chief: Any, desk: Client) -> None:
    other, new = logged_in(chief), "quite-another-passphrase"
    form = {"old_password": "a password for tests", "new_password1": new, "new_password2": new}

    desk.post("/admin/password_change/", form)

    assert [is_in(desk), is_in(other)] == [True, False]
    assert row_of(desk).user == chief
    assert DeskSession.objects.count() == 1
    assert SignIn.objects.get().event == "password"


def test_refused_change_of_password_ends_nothing(chief: Any, desk: Client) -> None:
    other = logged_in(chief)

    desk.post("/admin/password_change/", {"old_password": "wrong"})

    assert is_in(other)
    assert not SignIn.objects.exists()


def test_last_seen_is_written_at_most_every_five_minutes(desk: Client) -> None:
    moments = []
    for minutes in (0, 4, 5, 9):
        with time_machine.travel(factories.NOW + timedelta(minutes=minutes), tick=False):
            desk.get("/admin/sessions/")
            moments.append((row_of(desk).seen_at - factories.NOW) // timedelta(minutes=1))

    assert moments == [0, 0, 5, 5]


def test_session_from_before_is_taken_up_when_it_is_used(chief: Any, desk: Client) -> None:
    DeskSession.objects.all().delete()
    session = desk.session
    del session["newsroom.seen"]
    session.save()

    desk.get("/admin/")

    assert row_of(desk).user == chief


def test_sessions_of_a_person_are_bounded_and_the_oldest_gives_way(chief: Any) -> None:
    first = logged_in(chief)
    DeskSession.objects.update(seen_at=factories.EARLIER)
    for _n in range(sessions.MOST):
        logged_in(chief)

    assert DeskSession.objects.count() == sessions.MOST
    assert not is_in(first)


def test_what_ran_out_is_swept_away(chief: Any) -> None:
    logged_in(chief)
    later = factories.NOW + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)

    with time_machine.travel(later, tick=False):
        logged_in(chief)

    assert DeskSession.objects.count() == Session.objects.count() == 1


def test_log_forgets_after_ninety_days_and_bounds_unknown_names(
    chief: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_UNKNOWN", 2)
    who = sessions.Visitor()
    sessions.log(SignInEvent.IN, chief, at=factories.NOW - timedelta(days=91), visitor=who)
    sessions.log(SignInEvent.IN, chief, at=factories.NOW - timedelta(days=89), visitor=who)
    for _n in range(4):
        sessions.log(SignInEvent.WRONG_PASSWORD, None, at=factories.NOW, visitor=who)

    sessions.sweep_log(factories.NOW)

    kept = SignIn.objects.values_list("user", "at")
    assert [user for user, _at in kept] == [None, None, chief.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_session_and_three(
    chief: Any, desk: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _n in range(count):
        logged_in(chief)
        sessions.log(SignInEvent.IN, chief, at=factories.NOW, visitor=sessions.Visitor(), by=chief)

    with django_assert_num_queries(6):
        desk.get(PAGE)
