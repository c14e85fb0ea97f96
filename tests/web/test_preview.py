"""The preview of a front: the public page with another edition and another clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.models import Edition, Publication
from articles.web.page import MARK
from tests import factories
from tests.factories import LATER, NOW
from tests.web.reading import headlines, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.make_user(factories.REPORTER))
    return client


def test_preview_shows_the_draft_and_the_public_front_does_not(
    desk: Client, paper: Publication
) -> None:
    front = factories.make_front()
    draft = Edition.objects.create(front=front)
    article = factories.make_published(headline="As filed")
    factories.make_slot(front, article, edition=draft, headline="As drafted")

    shown = headlines(read(desk, f"/preview/front/{front.pk}/?edition={draft.pk}"))

    live = headlines(read(desk, f"/preview/front/{front.pk}/"))
    assert (shown, live) == (["As drafted"], ["As filed"])
    assert headlines(read(desk, "/")) == ["As filed"]


def test_preview_of_the_live_front_is_the_public_page_to_the_byte(
    desk: Client, paper: Publication
) -> None:
    section = factories.make_section()
    for number in range(12):
        article = factories.make_published(section=section)
        if number < 3:
            factories.make_slot(factories.make_front(), article, number + 1)
    front = factories.make_front(section)
    factories.make_slot(front, article, headline="Ours")

    pairs = [
        (desk.get(f"/preview/front/{pk}/").content, desk.get(path).content)
        for pk, path in (
            (factories.make_front().pk, "/"),
            (front.pk, section.get_absolute_url()),
        )
    ]

    assert [preview == public for preview, public in pairs] == [True, True]


def test_preview_at_a_moment_shows_what_time_brings_in_and_takes_off(
    desk: Client, paper: Publication
) -> None:
    front = factories.make_front()
    scheduled = factories.make_published(headline="Scheduled", published_at=LATER)
    timed = factories.make_published(headline="Until then", published_at=NOW - timedelta(days=2))
    expiring = factories.make_published(headline="Expiring", expires_at=LATER)
    factories.make_slot(front, timed, 1, headline="Timed", until_at=LATER)
    factories.make_slot(front, scheduled, 2)
    url = f"/preview/front/{front.pk}/"

    now = headlines(read(desk, url))
    then = headlines(read(desk, f"{url}?at={LATER.isoformat().replace('+', '%2B')}"))

    assert now == ["Timed", expiring.headline]
    assert then == ["Until then", "Scheduled"]


def test_preview_is_kept_by_no_cache_and_framed_by_ourselves_alone(
    desk: Client, paper: Publication
) -> None:
    front = factories.make_front()

    response: Any = desk.get(f"/preview/front/{front.pk}/")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self';" in response.headers["Content-Security-Policy"] + ";"
    assert MARK not in response.wsgi_request.META


def test_public_front_is_still_framed_by_nobody(client: Client, paper: Publication) -> None:
    response = client.get("/")

    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["edition=x", "edition=999999", "at=soon"])
def test_preview_of_what_is_not_there_is_not_found(
    desk: Client, paper: Publication, query: str
) -> None:
    front = factories.make_front()

    assert desk.get(f"/preview/front/{front.pk}/?{query}").status_code == 404


def test_preview_shows_no_edition_of_another_front(desk: Client, paper: Publication) -> None:
    front, other = factories.make_front(), factories.make_front(factories.make_section())
    assert other.live is not None

    url = f"/preview/front/{front.pk}/?edition={other.live.pk}"

    assert desk.get(url).status_code == 404


def test_preview_is_only_looked_at(desk: Client, paper: Publication) -> None:
    front = factories.make_front()

    assert desk.post(f"/preview/front/{front.pk}/").status_code == 405
