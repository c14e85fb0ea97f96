"""One's own second factor: set up, renewed, removed; and the wall before who still lacks it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.desk import factor
from articles.models import Account, Act, Change, DeskSession, SignIn
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

PAGE = "/admin/factor/"
PASSWORD = "a password for tests"
LATER = factories.NOW + timedelta(minutes=2)


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


def step(client: Client, name: str, **fields: str) -> Any:
    return client.post(PAGE, {"step": name, **fields})


def set_up(client: Client) -> Any:
    step(client, "begin")
    return step(client, "confirm", code=code_of(TOTPDevice.objects.get(confirmed=False)))


def is_walled(client: Client, path: str = "/admin/") -> bool:
    answer = client.get(path)
    return answer.status_code == 302 and answer.url == PAGE


def test_looking_begins_nothing(desk: Client) -> None:
    assert desk.get(PAGE).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_begun_it_shows_picture_and_secret_and_is_not_in_force(desk: Client, chief: Any) -> None:
    step(desk, "begin")

    page = desk.get(PAGE)

    device = TOTPDevice.objects.get()
    assert pages.texts(page, "//code") == [factor.secret_text(device)]
    (picture,) = pages.tree(page).xpath("//div[@role='img']/*[local-name()='svg']")
    assert picture.get("style") is None
    assert pages.values(page, "//div[@role='img']/@aria-label")
    assert factor.device_of(chief) is None
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_address_names_the_paper_and_the_person(chief: Any) -> None:
    device = factories.make_factor(chief)
    device.key = "00" * 20

    assert factor.address(device, issuer="The Courier: Karvan") == (
        "otpauth://totp/The%20Courier%20%20Karvan%3Achief"
        "?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&issuer=The+Courier++Karvan"
    )


def test_right_code_puts_it_in_force_and_shows_ten_codes_once(desk: Client, chief: Any) -> None:
    elsewhere = logged_in(chief)

    answer = set_up(desk)

    shown = pages.texts(answer, "//ol//code")
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(set(shown)) == len(kept) == 10
    assert not kept & {code.replace("-", "") for code in shown}
    assert factor.device_of(chief) is not None
    assert not pages.texts(desk.get(PAGE), "//ol//code")
    assert elsewhere.get("/admin/").status_code == 302
    assert desk.get("/admin/").status_code == 200
    assert [line.event for line in SignIn.objects.all()] == ["factor-set"]


def test_history_knows_when_and_never_the_secret(desk: Client, chief: Any) -> None:
    set_up(desk)

    act = Act.objects.get()
    kept = str(list(Change.objects.values_list("before", "after")))
    assert (act.verb, act.by) == ("set-factor", chief)
    assert Account.objects.get().factor_since == factories.NOW
    assert TOTPDevice.objects.get().key not in kept


def test_wrong_code_leaves_everything_as_it_was(desk: Client, chief: Any) -> None:
    step(desk, "begin")
    right = int(code_of(TOTPDevice.objects.get()))

    answer = step(desk, "confirm", code=f"{(right + 1) % 1_000_000:06d}")

    assert pages.said(answer)[0].startswith("That code is not right.")
    assert factor.device_of(chief) is None
    assert not Act.objects.exists()


@pytest.mark.parametrize("name", ["begin", "codes", "remove"])
@pytest.mark.parametrize("given", ["nothing", "password", "code", "wrong code"])
def test_changing_it_needs_password_and_code(
    desk: Client, chief: Any, name: str, given: str
) -> None:
    device = factories.make_factor(chief)
    right = code_of(device)
    fields = {
        "nothing": {},
        "password": {"password": PASSWORD},
        "code": {"password": "wrong", "code": right},
        "wrong code": {"password": PASSWORD, "code": f"{(int(right) + 7) % 1_000_000:06d}"},
    }[given]

    answer = step(desk, name, **fields)

    assert pages.said(answer)[0].startswith("Password or code is not right.")
    assert [d.key for d in TOTPDevice.objects.all()] == [device.key]
    assert not StaticToken.objects.exists()


def test_moving_to_another_device_keeps_the_old_one_until_the_new_is_confirmed(
    desk: Client, chief: Any
) -> None:
    old = factories.make_factor(chief)

    step(desk, "begin", password=PASSWORD, code=code_of(old))
    halfway = factor.device_of(chief)
    step(desk, "confirm", code=code_of(TOTPDevice.objects.get(confirmed=False)))

    assert halfway == old
    assert TOTPDevice.objects.get().key != old.key


def test_stopping_forgets_the_new_one_only(desk: Client, chief: Any) -> None:
    old = factories.make_factor(chief)
    step(desk, "begin", password=PASSWORD, code=code_of(old))

    step(desk, "stop")

    assert TOTPDevice.objects.get() == old


def test_new_codes_void_the_former_ones(desk: Client, chief: Any) -> None:
    device = factories.make_factor(chief)
    former = factor.new_codes(chief)

    answer = step(desk, "codes", password=PASSWORD, code=code_of(device))

    assert not set(pages.texts(answer, "//ol//code")) & set(former)
    assert not factor.check(chief, former[0]).is_right


def test_it_is_removed_where_the_role_does_not_demand_it(desk: Client, chief: Any) -> None:
    device = factories.make_factor(chief)

    step(desk, "remove", password=PASSWORD, code=code_of(device))

    assert factor.device_of(chief) is None
    assert [line.event for line in SignIn.objects.all()] == ["factor-removed"]


def test_it_is_not_removed_where_the_role_demands_it(chief: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = logged_in(chief)
    set_up(client)
    with time_machine.travel(LATER, tick=False):
        code = code_of(TOTPDevice.objects.get())
        answer = step(client, "remove", password=PASSWORD, code=code)

    assert pages.said(answer)[0].startswith("Your role works with a second factor only.")
    assert factor.device_of(chief) is not None


@pytest.mark.parametrize(
    ("role", "walled"),
    [
        (None, False),
        (factories.REPORTER, False),
        (factories.SECTION_EDITOR, True),
        (factories.CHIEF, True),
    ],
)
def test_who_may_publish_is_led_to_the_set_up_and_nowhere_else(
    db: None, settings: Any, role: str | None, walled: bool
) -> None:
    settings.SECOND_FACTOR = True
    article = factories.make_draft()
    client = logged_in(factories.make_user(role))
    act = f"/admin/articles/article/{article.pk}/act/publish/"
    paths = ["/admin/", "/admin/inbox/", "/admin/sessions/", "/admin/password_change/", act]

    assert {is_walled(client, path) for path in paths} == {walled}
    assert client.get(PAGE).status_code == 200
    client.post(act)
    article.refresh_from_db()
    assert article.status == "draft"


def test_superuser_is_walled_too_and_free_after_the_set_up(db: None, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = logged_in(factories.make_user(is_superuser=True))
    before = is_walled(client)

    set_up(client)

    assert (before, client.get("/admin/").status_code) == (True, 200)


def test_session_without_a_code_of_somebody_with_a_device_is_no_way_in(
    chief: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    factories.make_factor(chief)
    client = logged_in(chief)

    assert client.get("/admin/inbox/").url == "/admin/login/"
    assert client.get(PAGE).status_code == 302
    assert not DeskSession.objects.exists() or "_auth_user_id" not in client.session


def test_the_wall_costs_no_query_once_the_code_was_given(
    chief: Any, settings: Any, django_assert_num_queries: Any
) -> None:
    client = logged_in(chief)
    set_up(client)
    client.get("/admin/sessions/")
    settings.SECOND_FACTOR = True

    with django_assert_num_queries(6):
        client.get("/admin/sessions/")
