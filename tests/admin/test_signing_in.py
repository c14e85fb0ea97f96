"""Signing in with password and code: guessing, replaying, fixing sessions, leading astray."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.desk import factor
from articles.models import DeskSession, SignIn
from tests import factories
from tests.admin import pages

LOGIN = "/admin/login/"
CODE = "/admin/login/code/"
PASSWORD = "a password for tests"


@pytest.fixture
def chief(db: None) -> Any:
    return factories.make_chief(username="chief")


@pytest.fixture
def device(chief: Any) -> TOTPDevice:
    """The confirmed second factor of the chief."""
    return factories.make_factor(chief)


def code_of(device: TOTPDevice, *, steps: int = 0) -> str:
    return f"{totp(device.bin_key, drift=steps):06d}"


def give_password(client: Client, password: str = PASSWORD, **data: str) -> Any:
    return client.post(LOGIN, {"username": "chief", "password": password, **data})


def give_code(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def events() -> list[str]:
    return list(SignIn.objects.order_by("id").values_list("event", flat=True))


def test_without_a_device_the_password_opens_the_desk(chief: Any) -> None:
    client = Client()

    answer = give_password(client, next="/admin/inbox/")

    assert answer.url == "/admin/inbox/"
    assert is_in(client)
    assert events() == ["in"]


def test_with_a_device_the_password_alone_opens_nothing(device: TOTPDevice) -> None:
    client = Client()

    answer = give_password(client, next="/admin/inbox/")

    assert answer.url == CODE
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    assert events() == []


def test_the_code_opens_the_desk_where_the_person_was_going(device: TOTPDevice) -> None:
    client = Client()
    give_password(client, next="/admin/inbox/")

    answer = give_code(client, code_of(device))

    assert answer.url == "/admin/inbox/"
    assert is_in(client)
    assert events() == ["in"]
    assert DeskSession.objects.get().session_key == client.session.session_key


@pytest.mark.parametrize(
    ("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_off_by_one_step(device: TOTPDevice, steps: int, opens: bool) -> None:
    client = Client()
    give_password(client)

    give_code(client, code_of(device, steps=steps))

    assert is_in(client) is opens


def test_digits_of_another_script_and_blanks_are_understood(device: TOTPDevice) -> None:
    client = Client()
    give_password(client)
    code = code_of(device)
    arabic = "".join(chr(ord("٠") + int(digit)) for digit in code)

    give_code(client, f"{arabic[:3]} {arabic[3:]}")

    assert is_in(client)


def test_a_code_is_never_accepted_twice(device: TOTPDevice) -> None:
    code, first, second = code_of(device), Client(), Client()
    for client in (first, second):
        give_password(client)
    give_code(first, code)

    answer = give_code(second, code)

    assert is_in(first)
    assert not is_in(second)
    assert "used before" in pages.texts(answer, pages.classed("errornote"))[0]
    assert events() == ["in", "wrong-code"]


def test_a_recovery_code_opens_once_and_says_how_many_are_left(
    chief: Any, device: TOTPDevice
) -> None:
    codes, first, second = factor.new_codes(chief), Client(), Client()
    for client in (first, second):
        give_password(client)

    answer = give_code(first, f" {codes[3].upper()} ")
    give_code(second, codes[3])

    assert pages.said(answer) == ["You used a recovery code; 9 are left."]
    assert is_in(first)
    assert not is_in(second)
    assert events() == ["recovery", "wrong-code"]


def test_another_persons_codes_open_nothing(device: TOTPDevice) -> None:
    other = factories.make_chief(username="other")
    theirs = factories.make_factor(other)
    client = Client()
    give_password(client)

    give_code(client, code_of(theirs))
    with time_machine.travel(factories.NOW + timedelta(seconds=5), tick=False):
        give_code(client, factor.new_codes(other)[0])

    assert not is_in(client)


def test_guessing_is_slowed_down_on_the_device_from_whatever_address(device: TOTPDevice) -> None:
    clients = [Client(REMOTE_ADDR=f"192.0.2.{n}") for n in range(3)]
    for client in clients:
        give_password(client)
    wrong = f"{(int(code_of(device)) + 7) % 1_000_000:06d}"
    give_code(clients[0], wrong)

    answer = give_code(clients[1], code_of(device))

    assert not is_in(clients[1])
    assert "Try again in 1 seconds." in pages.texts(answer, pages.classed("errornote"))[0]
    with time_machine.travel(factories.NOW + timedelta(seconds=2), tick=False):
        give_code(clients[2], code_of(device))
        assert is_in(clients[2])


def test_ten_wrong_codes_lock_account_and_address_together(
    device: TOTPDevice, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    here = {"REMOTE_ADDR": "192.0.2.1"}
    client = Client(**here)
    with time_machine.travel(factories.NOW, tick=False) as clock:
        give_password(client)
        for n in range(10):
            clock.shift(timedelta(seconds=2**n))
            give_password(client)
            answer = give_code(client, "000000")

        locked = give_password(client)
        elsewhere = Client(REMOTE_ADDR="198.51.100.7")
        give_password(elsewhere)
        clock.shift(timedelta(seconds=520))
        give_password(elsewhere)
        give_code(elsewhere, code_of(device))

        assert answer.status_code == 429
        assert (locked.status_code, is_in(client)) == (429, False)
        assert "Locked for a quarter of an hour" in locked.content.decode()
        assert is_in(elsewhere)


def test_right_password_does_not_clear_the_count_of_wrong_codes(
    device: TOTPDevice, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 2
    client = Client(REMOTE_ADDR="192.0.2.1")
    give_password(client)
    give_code(client, "000000")
    give_password(client)
    with time_machine.travel(factories.NOW + timedelta(seconds=9), tick=False):
        answer = give_code(client, "000000")

    assert answer.status_code == 429


def test_the_code_step_is_closed_without_the_password_and_after_ten_minutes(
    device: TOTPDevice,
) -> None:
    stranger, slow = Client(), Client()
    give_password(slow)

    assert stranger.get(CODE).url == LOGIN
    assert give_code(stranger, code_of(device)).url == LOGIN
    with time_machine.travel(factories.NOW + timedelta(minutes=10), tick=False):
        answer = give_code(slow, code_of(device))
        assert answer.url == LOGIN
        assert not is_in(slow)
    assert pages.said(answer) == ["That took too long. Give your password once more."]


def test_a_password_changed_meanwhile_voids_the_step(chief: Any, device: TOTPDevice) -> None:
    client = Client()
    give_password(client)
    chief.set_password("another one for tests")
    chief.save()

    give_code(client, code_of(device))

    assert not is_in(client)


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_somebody_sent_away_meanwhile_does_not_get_in(
    chief: Any, device: TOTPDevice, field: str
) -> None:
    client = Client()
    give_password(client)
    setattr(chief, field, False)
    chief.save()

    give_code(client, code_of(device))

    assert "_auth_user_id" not in client.session


def test_a_session_laid_under_somebody_is_not_the_one_that_opens(device: TOTPDevice) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    planted = session.session_key

    give_password(client)
    halfway = client.session.session_key
    give_code(client, code_of(device))
    opened = client.session.session_key

    assert len({planted, halfway, opened}) == 3
    assert not Session.objects.filter(session_key__in=(planted, halfway)).exists()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(thief)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_never_leads_away(chief: Any, target: str) -> None:
    without, client = Client(), Client()
    answer = without.post(
        f"{LOGIN}?next={target}", {"username": "chief", "password": PASSWORD, "next": target}
    )
    device = factories.make_factor(chief)
    give_password(client, next=target)

    after = give_code(client, code_of(device))

    assert (answer.url, after.url) == ("/admin/", "/admin/")


def test_forms_without_the_token_are_refused(device: TOTPDevice) -> None:
    client = Client(enforce_csrf_checks=True)

    for path in (LOGIN, CODE):
        assert client.post(path, {"code": "1"}).status_code == 403


def test_words_and_log_are_the_same_for_known_and_unknown_names(chief: Any) -> None:
    factories.make_chief(username="gone", is_active=False)
    factories.make_user(username="reader", is_staff=False)

    answers = [
        Client().post(LOGIN, {"username": name, "password": "wrong"})
        for name in ("chief", "gone", "reader", "nobody-of-that-name")
    ]

    assert len({answer.status_code for answer in answers}) == 1
    words = {tuple(pages.texts(answer, pages.classed("errornote"))) for answer in answers}
    assert len(words) == 1
    assert events() == ["wrong-password"] * 4
    assert SignIn.objects.filter(user=None).count() == 1


def test_wrong_password_for_an_account_with_a_device_never_reaches_the_code(
    device: TOTPDevice,
) -> None:
    client = Client()

    answer = give_password(client, "wrong")

    assert answer.status_code == 200
    assert client.get(CODE).url == LOGIN


def test_as_many_queries_for_a_known_name_as_for_an_unknown_one(
    chief: Any, django_assert_num_queries: Any
) -> None:
    for name in ("chief", "nobody"):
        with django_assert_num_queries(4):
            Client().post(LOGIN, {"username": name, "password": "wrong"})


def test_logging_out_ends_the_session_and_is_noted(chief: Any) -> None:
    client = Client()
    give_password(client)

    client.post(reverse("admin:logout"))

    assert not is_in(client)
    assert events() == ["in", "out"]
    assert not DeskSession.objects.exists()
