"""Planning the launch of a front on its screen: typed like a time, told on two clocks."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import composing, curating, launching, planning
from articles.models import Edition, Front
from tests import factories
from tests.admin import pages
from tests.admin.test_fronts import begin, change_url, fresh, post, three
from tests.factories import LATER, NOW

PLANNED = "//section[@aria-labelledby='planned-title']"


@pytest.fixture
def front(db: None) -> Front:
    return factories.make_front(slot_count=3)


def begin_with(front: Front, headline: str) -> Edition:
    draft = begin(front)
    article = factories.make_published(headline=headline)
    curating.fill_slot(fresh(front), position=1, article=article, by=None, at=NOW)
    return draft


def seen(response: Any) -> str:
    return pages.values(response, "//input[@name='seen']/@value")[0]


def plan(front: Front, headline: str, hours: int) -> Edition:
    draft, when = begin_with(front, headline), NOW + timedelta(hours=hours)
    known = launching.plan_launch(fresh(front), when).seen
    planning.launch_at(fresh(front), when=when, seen=known, despite_changes=True, by=None, at=NOW)
    return draft


def test_launch_is_planned_by_a_typed_time_and_told_on_both_clocks(
    desk: Client, front: Front
) -> None:
    three(front)
    draft = begin_with(front, "New")

    done = post(desk, front, later="1", when="1300", seen=seen(desk.get(change_url(front))))

    draft.refresh_from_db()
    assert draft.launch_at == LATER
    told = "Launches by itself at Fri 20 Nov 2026, 13:00 UTC (Fri 20 Nov, 13:00 UTC)."
    assert pages.said(done)[-1].startswith(f"{told} Readers will see: in: “New”;")
    screen = desk.get(change_url(front))
    assert pages.texts(screen, f"{PLANNED}//time") == ["20 Nov, 13:00"]
    assert pages.texts(screen, f"{PLANNED}//ul/li")[0] == "in 1 New"


def test_time_has_a_form_of_its_own_so_that_enter_never_launches_at_once(
    desk: Client, front: Front
) -> None:
    begin(front)

    screen = pages.tree(desk.get(change_url(front)))

    (form,) = screen.xpath("//form[.//input[@name='when']]")
    assert form.xpath(".//button/@name") == ["later"]
    assert form.xpath(".//output/@data-zone") == ["UTC"]


def test_front_that_is_another_by_then_is_shown_as_it_will_be_and_asked_about(
    desk: Client, front: Front
) -> None:
    three(front)
    plan(front, "Noon", 1)
    draft = begin_with(front, "Evening")

    first = post(desk, front, later="1", when="1500", seen=seen(desk.get(change_url(front))))
    page = desk.get(first.url)
    done = post(desk, front, later="1", when="2026-11-20 15:00", seen=seen(page), despite="1")

    assert first.url == f"{change_url(front)}?when=2026-11-20+15%3A00"
    assert pages.texts(page, "//h2[@id='launch-title']") == [
        "What launching at Fri 20 Nov 2026, 15:00 UTC (Fri 20 Nov, 15:00 UTC) changes"
    ]
    changes = pages.texts(page, "//section[@aria-labelledby='launch-title']/ul/li")
    assert changes == ["in 1 Evening", "out 1 Noon"]
    draft.refresh_from_db()
    assert draft.launch_at == NOW + timedelta(hours=3)
    assert pages.said(done)[-1].startswith("Launches by itself at Fri 20 Nov 2026, 15:00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tomorrow", "“tomorrow” is not a time."),
        ("2026-11-19 10:00", "That moment has passed."),
        ("+0", "That moment has passed."),
    ],
)
def test_bad_time_plans_nothing_and_says_what_to_write(
    desk: Client, front: Front, typed: str, said: str
) -> None:
    draft = begin(front)

    done = post(desk, front, later="1", when=typed, seen=seen(desk.get(change_url(front))))

    assert pages.said(done)[-1].startswith(said)
    assert fresh(front).draft == draft


def test_planned_launch_is_called_off_by_a_button_and_is_the_draft_again(
    desk: Client, front: Front
) -> None:
    edition = plan(front, "New", 1)

    done = post(desk, front, off=edition.pk)

    assert pages.said(done)[-1] == "The launch is called off; its places are the draft again."
    assert fresh(front).draft == edition
    assert post(desk, front, off=edition.pk + 99).status_code == 404


def test_preview_at_a_time_shows_what_is_planned_before_it(desk: Client, front: Front) -> None:
    edition = plan(front, "New", 1)
    begin(front)
    url = reverse("admin:articles_front_preview", args=[front.pk])

    link = pages.values(desk.get(change_url(front)), f"{PLANNED}//a/@href")[0]
    named = desk.get(link)
    live = desk.get(url, {"edition": "live", "at": "1330"})
    sources = [set(pages.values(page, "//iframe/@src")) for page in (named, live)]

    assert link == f"{url}?edition={edition.pk}&at=2026-11-20+13%3A00"
    assert all(f"edition={edition.pk}" in each for (each,) in sources)
    assert b"New" in desk.get(next(iter(sources[1]))).content
    assert "Planned: 2026-11-20 13:00" in pages.texts(live, "//select[@name='edition']/option")


def test_list_of_fronts_tells_what_is_live_drafted_and_planned(desk: Client, front: Front) -> None:
    plan(front, "New", 1)
    plan(front, "Newer", 5)
    begin(front)

    response = desk.get(reverse("admin:articles_front_changelist"))

    told = pages.texts(response, "//td[contains(@class, 'field-state')]")
    assert told == ["Draft Planned 20 Nov 2026, 13:00 Planned 20 Nov 2026, 17:00"]


def test_list_of_fronts_costs_the_same_with_one_and_with_three(desk: Client) -> None:
    counts = []
    for _number in (1, 3):
        for _each in range(_number):
            plan(factories.make_front(factories.make_section()), "New", 1)
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("admin:articles_front_changelist"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_screen_after_the_moment_tells_who_planned_it_and_rolls_back(
    desk: Client, front: Front
) -> None:
    former = fresh(front).live
    assert former is not None
    edition = plan(front, "New", 1)

    with time_machine.travel(LATER + timedelta(minutes=30), tick=False):
        screen = desk.get(change_url(front))
        seen_live = pages.values(screen, "//input[@name='live']/@value")[0]
        done = post(desk, front, back=former.pk, live=seen_live)
        after = desk.get(change_url(front))

    assert "launched 20 Nov, 13:00 as – had planned." in pages.texts(screen, "//header/p")[0]
    assert pages.values(screen, "//button[@data-key='R']/@value") == [str(former.pk)]
    assert pages.said(done)[-1].startswith("Rolled back.")
    back = "//ul[@class='former']//button/@value"
    assert pages.values(after, back) == [str(edition.pk)]
    assert composing.front_of(None, LATER + timedelta(hours=1)).live == former
