"""`empty_bin`: shows what it would do, and does it when told."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from articles.desk import emptying, publishing
from articles.models import Act, Article
from tests import factories
from tests.factories import NOW


def said(*options: str, verbosity: int = 1) -> list[str]:
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("empty_bin", *options, stdout=out, verbosity=verbosity)
    return out.getvalue().splitlines()


@pytest.fixture
def two(db: None) -> list[Article]:
    made = [factories.make_article(headline=name) for name in ("Goes", "Stays")]
    for article in made:
        publishing.spike(article, by=None, at=NOW - timedelta(days=31))
    factories.make_story(lead=made[1])
    return made


def test_without_yes_it_counts_and_writes_nothing(two: list[Article]) -> None:
    acts = Act.objects.count()

    assert said() == [
        "To be removed: 1.",
        "Kept (used: Stories): 1.",
        "Nothing was done; run it with --yes.",
    ]
    assert said(verbosity=2)[:2] == [
        f"{two[0].pk} Goes: to be removed",
        f"{two[1].pk} Stays: used: Stories",
    ]
    assert (Article.objects.count(), Act.objects.count()) == (2, acts)


def test_with_yes_it_removes_and_a_second_run_removes_nothing(two: list[Article]) -> None:
    assert said("--yes") == ["Removed: 1.", "Kept (used: Stories): 1."]
    assert said("--yes", verbosity=0) == []
    assert said("--yes")[0] == "Removed: 0."
    assert list(Article.objects.values_list("headline", flat=True)) == ["Stays"]


def test_more_than_a_lot_is_walked_to_its_end(
    two: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    third = factories.make_article(headline="Third")
    publishing.spike(third, by=None, at=NOW - timedelta(days=31))
    monkeypatch.setattr(emptying, "AT_ONCE", 1)

    assert said("--yes")[0] == "Removed: 2."
