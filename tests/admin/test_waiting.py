"""Copies that the machine may not fold by itself: how the inbox shows them, and one key to fold."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin import waiting
from articles.enums import Autopilot, Decision, Status, Verdict
from articles.ingest import store
from articles.models import Article, Label, Match
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.ingest.documents import FLOOD, html, make_item, make_parsed

INBOX = "/admin/inbox/"

pytestmark = pytest.mark.django_db


def arrived(minutes: int, **fields: Any) -> Article:
    return factories.make_article(arrived_at=factories.NOW - timedelta(minutes=minutes), **fields)


def pair(**fields: Any) -> tuple[Article, Article]:
    """An original and what seems its copy, in that order."""
    first, copy = arrived(30, headline="Original"), arrived(10, headline="Copy")
    factories.make_match(first, copy, reason="All of it stands in both.", **fields)
    return first, copy


def twins(*articles: Article) -> dict[int, int]:
    return {pk: twin.article.pk for pk, twin in waiting.twins(articles).items()}


def fold(client: Client, **fields: Any) -> Any:
    return client.post(reverse("admin:inbox-act"), {"act": "fold", "back": INBOX, **fields})


def test_later_of_two_waits_for_the_earlier() -> None:
    first, copy = pair()

    assert twins(first, copy) == {copy.pk: first.pk}


def test_copy_of_what_is_published_waits() -> None:
    copy = arrived(10)
    out = factories.make_published()
    factories.make_match(copy, out)

    assert twins(copy) == {copy.pk: out.pk}


@pytest.mark.parametrize("status", [Status.SPIKED, Status.KILLED])
def test_copy_of_what_is_gone_waits_for_nothing(status: Status) -> None:
    first, copy = pair()
    first.status = status
    first.save()

    assert twins(copy) == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"decision": Decision.NOT_THE_SAME},
        {"decision": Decision.CONFIRMED},
        {"verdict": Verdict.SAME_EVENT},
        {"verdict": Verdict.NEW_VERSION},
    ],
)
def test_pair_that_is_decided_or_no_copy_waits_for_nothing(changed: dict[str, str]) -> None:
    first, copy = pair(**changed)

    assert twins(first, copy) == {}


def test_folded_copy_waits_no_more() -> None:
    first, copy = pair()
    copy.copy_of = first
    copy.save()

    assert twins(first, copy) == {}


def test_nearest_of_several_originals_is_shown() -> None:
    far, copy = pair(copy_score=0.6)
    near = arrived(20)
    factories.make_match(near, copy, copy_score=0.9)

    assert twins(far, near, copy) == {copy.pk: near.pk}


def test_inbox_says_what_a_row_seems_a_copy_of(desk: Client) -> None:
    copy = arrived(10, headline="Copy")
    out = factories.make_published(headline="Out already")
    factories.make_match(copy, out, reason="All of it stands in both.")

    response = desk.get(INBOX)

    badge = pages.classed("badge-waiting", "a")
    assert pages.values(response, f"{badge}/@href") == [f"/admin/compare/{out.pk}/{copy.pk}/"]
    assert pages.texts(response, pages.classed("why")) == [
        "Seems a copy of “Out already”. All of it stands in both."
    ]


def test_arrivals_of_a_new_source_stand_in_one_group_and_one_key_folds_them(desk: Client) -> None:
    for text in (FLOOD, FLOOD[:2], FLOOD[:3]):
        item = make_item(body_html=html(text), headline=f"{len(text)} paragraphs")
        source = factories.make_source(autopilot=Autopilot.MEASURED)
        store.take_in(make_parsed(item), source=source, now=factories.NOW)
    ids = ",".join(map(str, Article.objects.order_by("id").values_list("id", flat=True)))
    page = desk.get(INBOX)
    assert pages.texts(page, pages.classed("badge-waiting", "span")) == ["2 wait"]

    response = fold(desk, focus=ids, order=ids)

    assert pages.said(response)[0].endswith("And 1 more.")
    leader = Article.objects.get(copy_of=None)
    assert Article.objects.filter(copy_of=leader).count() == 2
    assert list(Label.objects.values_list("question", "is_same", "was_joined").distinct()) == [
        ("copy", True, False)
    ]
    assert pages.texts(desk.get(INBOX), pages.classed("badge-waiting")) == []


def test_two_ticked_rows_are_folded_whatever_the_machine_says(desk: Client) -> None:
    one = arrived(30, headline="Short", word_count=10)
    fuller = arrived(10, headline="Fuller", word_count=90)

    response = fold(desk, pick=[one.pk, fuller.pk])

    one.refresh_from_db()
    assert one.copy_of == fuller
    assert Match.objects.get().decision == Decision.CONFIRMED
    assert pages.said(response) == ["Folded “Short” as a copy."]


def test_row_that_is_no_copy_is_not_folded_and_told_why(desk: Client) -> None:
    article = arrived(10)

    response = fold(desk, focus=str(article.pk))

    assert pages.said(response)[0].startswith("Nothing here waits to be folded.")


def test_undo_brings_a_folded_copy_back_to_waiting(desk: Client) -> None:
    first, copy = pair()
    fold(desk, focus=str(copy.pk))

    desk.post(reverse("admin:inbox-act"), {"act": "undo", "back": INBOX})

    copy.refresh_from_db()
    assert (copy.copy_of, Label.objects.count()) == (None, 0)
    assert twins(first, copy) == {copy.pk: first.pk}


def test_comparison_folds_the_lesser_text_under_the_better(desk: Client) -> None:
    first, copy = pair()
    url = reverse("admin:compare-act", args=[copy.pk, first.pk])

    response = desk.post(url, {"act": "copy"})

    copy.refresh_from_db()
    assert copy.copy_of == first
    assert pages.said(response) == ["Folded under “Original”. It is the earliest."]


def test_reporter_may_not_fold_and_is_told_why() -> None:
    _first, copy = pair()
    reporter = logged_in(factories.make_user(factories.REPORTER))

    response = fold(reporter, focus=str(copy.pk))

    copy.refresh_from_db()
    assert copy.copy_of is None
    assert pages.said(response)[0].startswith("You lack the right “link_article”.")


def test_merge_takes_what_waits_along_with_what_is_folded(desk: Client) -> None:
    first, waits = pair()
    folded = arrived(20, copy_of=first)
    account = arrived(5)
    ids = ",".join(str(article.pk) for article in (first, folded, waits, account))

    response = desk.post(reverse("admin:inbox-act"), {"act": "merge", "focus": ids, "order": ids})

    asked = dict(parse_qs(urlsplit(response.url).query))
    assert sorted(map(int, asked["id"])) == sorted([first.pk, folded.pk, waits.pk])
