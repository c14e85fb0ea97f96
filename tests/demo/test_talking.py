"""The demo's readers: their words are ready to print, and the desk has judged some of them."""

import re
from datetime import timedelta

import pytest

from articles.demo import talking, world
from articles.models import Comment, Publication
from tests import factories
from tests.demo.test_own import PRESENT
from tests.factories import NOW

pytestmark = pytest.mark.once


def test_words_of_readers_name_no_day_and_answer_what_came_before() -> None:
    known: set[str] = set()
    for told in talking.comments():
        assert PRESENT.findall(told["text"]) == []
        assert re.findall(r"[\"'*<>{}]", told["text"]) == []
        assert told.get("answers", "") in {"", *known}
        assert told["key"] not in known
        known.add(told["key"])


@pytest.mark.django_db
def test_queue_of_the_demo_has_something_of_each_kind() -> None:
    Publication.objects.update_or_create(pk=1)
    factories.make_chief(username=world.STAFF[0].username)
    at = NOW - timedelta(hours=4)
    made = {
        name: factories.make_published(
            slugline=name, headline="Night at the port", published_at=at, visible_at=at
        )
        for name in ("port-strike-analysis", "tram-works-night")
    }
    urdu = factories.make_published(headline="رات کو سیلاب", language="ur", published_at=at)

    talking.play(NOW, urdu=urdu)

    def told(**fields: object) -> list[str]:
        rows = Comment.objects.filter(**fields).order_by("pk")
        return [str(row.status) for row in rows]

    strike = made["port-strike-analysis"]
    assert told(article=strike) == ["approved"] * 4 + ["held"]
    assert told(article=strike, parent__isnull=False) == ["approved", "approved"]
    assert told(article=made["tram-works-night"]) == ["approved", "spam", "held"]
    assert told(article=urdu) == ["approved", "approved", "held"]
    [links] = Comment.objects.filter(article=strike, status="held")
    assert "links" in [name for name, _detail in links.reasons]


@pytest.mark.django_db
def test_comment_that_would_come_after_the_anchor_is_left_out() -> None:
    Publication.objects.update_or_create(pk=1)
    factories.make_chief(username=world.STAFF[0].username)
    at = NOW - timedelta(minutes=32)
    factories.make_published(slugline="tram-works-night", published_at=at, visible_at=at)

    talking.play(NOW, urdu=None)

    assert [row.name for row in Comment.objects.all()] == ["Henrik Oduya"]
