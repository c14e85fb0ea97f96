"""Taking documents in: counted, kept, repeatable, and never over the desk's hand."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.desk import editing, publishing
from articles.enums import CaptureOutcome, Door, Kind, Rights, Status, SuggestionStatus
from articles.formats.item import Item
from articles.ingest import arriving, identity, store, turns
from articles.ingest.tally import Tally
from articles.models import (
    Act,
    Article,
    Capture,
    Change,
    Contribution,
    Credit,
    Raw,
    Source,
    Suggestion,
)
from articles.text import markup
from tests.factories import EARLIER, NOW, make_capture, make_chief, make_section, make_source
from tests.ingest.documents import FLOOD, TRAM, html, later, make_item, make_parsed
from tests.tables import counts, dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire() -> Source:
    return make_source(slug="wire", name="Wire")


def take(source: Source, *items: Item, **options: Any) -> Tally:
    options.setdefault("now", NOW)
    return store.take_in(make_parsed(*items), source=source, **options)


def test_new_item_becomes_an_incoming_article_with_byline_and_credit(wire: Source) -> None:
    item = make_item(
        guid="g",
        url="https://wire.example/flood",
        headline="Sol breaks dyke",
        standfirst="Three missing.",
        body_html=html(FLOOD),
        authors=("Ann Lee", "Bo Ek"),
        credit="Wire Agency",
        published_at=EARLIER,
        language="en",
        report={"dateline": "HARROW BAY"},
    )

    tally = take(wire, item)

    article = Article.objects.get()
    assert tally.as_json() == {
        "known": 0,
        "own": 0,
        "create": 1,
        "update": 0,
        "suggest": 0,
        "keep": 0,
        "hold": 0,
        "failed": 0,
        "notes": [],
        "articles": [article.pk],
    }
    assert (article.status, article.kind) == (Status.INCOMING, Kind.REPUBLISHED)
    assert (article.headline, article.standfirst) == ("Sol breaks dyke", "Three missing.")
    assert article.body_text == "\n".join(FLOOD)
    assert article.word_count == markup.word_count(html(FLOOD))
    assert (article.dateline, article.language) == ("HARROW BAY", "en")
    assert (article.source, article.canonical_url) == (wire, "https://wire.example/flood")
    assert (article.arrived_at, article.written_at) == (NOW, EARLIER)
    assert list(Contribution.objects.values_list("name", "position")) == [
        ("Ann Lee", 0),
        ("Bo Ek", 1),
    ]
    assert list(Credit.objects.values_list("source", "text", "url")) == [
        (wire.pk, "Wire Agency", "https://wire.example/flood")
    ]


def test_new_item_is_kept_byte_for_byte_with_what_was_understood(wire: Source) -> None:
    item = make_item(raw=b"<item>\x00 bytes</item>", report={"cut": []}, problems=("odd date",))

    take(wire, item, headers={"etag": '"1"'})

    capture = Capture.objects.select_related("raw").get()
    assert capture.raw.data == b"<item>\x00 bytes</item>"
    assert (capture.outcome, capture.rung) == (CaptureOutcome.CREATED, "")
    assert capture.headers == {"etag": '"1"'}
    assert (capture.fetched_at, capture.version_at) == (NOW, EARLIER)
    assert capture.cleaner_version == store.CLEANER_VERSION
    assert capture.report == {"cut": [], "problems": ["odd date"], "complete": True}
    assert capture.fields["headline"] == item.headline


def test_problems_of_an_item_and_of_the_document_are_noted(wire: Source) -> None:
    item = make_item(headline="Flood", problems=("odd date",))

    tally = store.take_in(
        make_parsed(item, problems=("cp1252 called UTF-8",)), source=wire, now=NOW
    )

    assert tally.notes == ["cp1252 called UTF-8", "Flood: odd date"]


def test_arrival_is_one_act_of_the_machine_with_the_article_made(wire: Source) -> None:
    take(wire, make_item(), make_item())

    act = Act.objects.get()
    made = Change.objects.filter(kind=Change.Kind.CREATE, model="articles.article")
    assert (act.verb, act.by, act.door, act.plan) == (
        "take-in",
        None,
        Door.IMPORT,
        {"source": "wire"},
    )
    assert [change.act_id for change in made] == [act.pk, act.pk]


def test_link_only_source_gives_link_outs() -> None:
    take(make_source(rights=Rights.LINK), make_item())

    assert Article.objects.get().kind == Kind.LINK_OUT


def test_same_document_a_second_time_changes_no_table(wire: Source) -> None:
    items = [make_item(body_html=html(FLOOD)), make_item(body_html=html(TRAM)), make_item()]
    take(wire, *items)
    before = dump()

    tally = take(wire, *items, now=NOW + timedelta(hours=5))

    assert (tally.counts, tally.notes) == ({"known": 3}, [])
    assert dump() == before


def test_same_item_twice_in_one_document_is_stored_once(wire: Source) -> None:
    item = make_item()

    assert take(wire, item, item).counts == {"create": 1, "known": 1}
    assert Capture.objects.count() == 1


def test_dry_run_counts_and_stores_nothing(wire: Source) -> None:
    before = dump()
    item = make_item()

    tally = take(wire, item, item, make_item(), dry_run=True)

    assert tally.counts == {"create": 2, "known": 1}
    assert dump() == before


def test_progress_is_told_after_each_item(wire: Source) -> None:
    steps: list[int] = []

    take(wire, make_item(), make_item(), progress=lambda: steps.append(1))

    assert steps == [1, 1]


def test_newer_text_of_an_untouched_article_is_taken_over_with_history(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Three missing", body_html=html(FLOOD[:2])))
    article = Article.objects.get()

    tally = take(
        wire,
        make_item(guid="g", headline="Five missing", body_html=html(FLOOD), updated_at=later(2)),
    )

    article.refresh_from_db()
    assert tally.counts == {"update": 1}
    assert (article.headline, article.body_text) == ("Five missing", "\n".join(FLOOD))
    assert (article.written_at, article.updated_at) == (later(2), None)
    change = Change.objects.get(field="headline")
    assert (change.before, change.after, change.act.by) == ("Three missing", "Five missing", None)


def test_newer_text_is_compared_again(wire: Source) -> None:
    take(make_source(), make_item(headline="Flood", body_html=html(FLOOD)))
    url = "https://wire.example/live"
    take(wire, make_item(guid="g", url=url, headline="Tram", body_html=html(TRAM)))

    take(wire, make_item(guid="g", url=url, headline="Flood", body_html=html(FLOOD)))

    first, second = Article.objects.order_by("id")
    assert (first.copy_of_id, second.copy_of_id) == (None, first.pk)


def test_update_that_says_the_same_in_other_mark_up_is_known(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="One", body_html="<p>The same words.</p>"))

    tally = take(
        wire, make_item(guid="g", headline="One", body_html="<p>The  <b>same</b> words.</p>")
    )

    assert tally.counts == {"known": 1}


def test_older_version_that_arrives_late_is_kept_and_not_applied(wire: Source) -> None:
    new = make_item(guid="g", headline="Five missing", updated_at=later(2))
    old = make_item(guid="g", headline="Three missing", updated_at=later(1))
    take(wire, new)

    tally = take(wire, old)

    assert tally.counts == {"keep": 1}
    assert tally.notes == ["Three missing: kept, nothing changed: older than what we have"]
    assert Article.objects.get().headline == "Five missing"
    assert Capture.objects.latest("id").outcome == CaptureOutcome.KEPT
    assert Capture.objects.latest("id").article == Article.objects.get()
    assert take(wire, old).counts == {"known": 1}


def test_version_after_a_late_one_is_applied(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Second", updated_at=later(2)))
    take(wire, make_item(guid="g", headline="First", updated_at=later(1)))

    assert take(wire, make_item(guid="g", headline="Third", updated_at=later(3))).counts == {
        "update": 1
    }


def test_empty_refetch_wipes_nothing(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Flood", body_html=html(FLOOD)))

    tally = take(wire, make_item(guid="g", headline="Flood, live", body_html=""))

    article = Article.objects.get()
    assert tally.counts == {"keep": 1}
    assert (article.headline, article.body_text) == ("Flood", "\n".join(FLOOD))


def test_summary_does_not_replace_the_full_text(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Flood", body_html=html(FLOOD)))

    tally = take(
        wire, make_item(guid="g", headline="Flood", body_html=html(FLOOD[:1]), complete=False)
    )

    assert tally.counts == {"keep": 1}
    assert Article.objects.get().body_text == "\n".join(FLOOD)


def test_full_text_replaces_the_summary(wire: Source) -> None:
    take(wire, make_item(guid="g", body_html=html(FLOOD[:1]), complete=False))

    assert take(wire, make_item(guid="g", body_html=html(FLOOD))).counts == {"update": 1}


def test_text_taken_back_by_upstream_at_a_later_date_is_applied_once(wire: Source) -> None:
    first = make_item(guid="g", headline="Three missing", updated_at=later(1))
    take(wire, first)
    take(wire, make_item(guid="g", headline="Five missing", updated_at=later(2)))
    back = make_item(
        guid="g", headline="Three missing", body_html=first.body_html, updated_at=later(3)
    )

    assert take(wire, back).counts == {"update": 1}
    assert Article.objects.get().headline == "Three missing"
    assert take(wire, back).counts == {"known": 1}


def test_stale_text_without_a_later_date_is_known(wire: Source) -> None:
    first = make_item(guid="g", headline="Three missing", published_at=EARLIER)
    take(wire, first)
    take(wire, make_item(guid="g", headline="Five missing", published_at=EARLIER))

    assert take(wire, first).counts == {"known": 1}
    assert Article.objects.get().headline == "Five missing"


def test_upstream_change_of_an_edited_article_is_a_suggestion(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Three missing", body_html=html(FLOOD[:2])))
    editing.edit(
        Article.objects.get(), by=make_chief(), at=NOW, fields={"headline": "Our headline"}
    )

    tally = take(wire, make_item(guid="g", headline="Five missing", body_html=html(FLOOD)))

    suggestion = Suggestion.objects.get()
    assert tally.counts == {"suggest": 1}
    assert tally.notes == ["Five missing: changed upstream; suggested to the desk"]
    assert Article.objects.get().headline == "Our headline"
    assert (suggestion.base["headline"], suggestion.offered["headline"]) == (
        "Three missing",
        "Five missing",
    )
    assert suggestion.offered["body_html"] == suggestion.capture.fields["body_html"]
    assert (suggestion.status, suggestion.made_at) == (SuggestionStatus.OPEN, NOW)
    assert suggestion.capture.outcome == CaptureOutcome.SUGGESTED


def test_upstream_change_of_a_published_article_is_a_suggestion(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="Three missing"))
    publishing.publish(Article.objects.get(), by=make_chief(), at=NOW)

    assert take(wire, make_item(guid="g", headline="Five missing")).counts == {"suggest": 1}
    assert Article.objects.get().headline == "Three missing"


def test_newer_suggestion_takes_the_place_of_the_open_one_and_keeps_the_base(
    wire: Source,
) -> None:
    take(wire, make_item(guid="g", headline="One"))
    publishing.publish(Article.objects.get(), by=make_chief(), at=NOW)
    take(wire, make_item(guid="g", headline="Two"))

    take(wire, make_item(guid="g", headline="Three"))

    told = Suggestion.objects.order_by("id").values_list(
        "base__headline", "offered__headline", "status"
    )
    assert list(told) == [("One", "Two", "refused"), ("One", "Three", "open")]


def test_suggestion_after_an_accepted_one_begins_from_what_was_accepted(wire: Source) -> None:
    editor = make_chief()
    take(wire, make_item(guid="g", headline="One"))
    publishing.publish(Article.objects.get(), by=editor, at=NOW)
    take(wire, make_item(guid="g", headline="Two"))
    editing.accept_suggestion(Suggestion.objects.get(), by=editor, at=NOW, fields=["headline"])

    take(wire, make_item(guid="g", headline="Three"))

    newest = Suggestion.objects.get(status=SuggestionStatus.OPEN)
    assert Article.objects.get().headline == "Two"
    assert (newest.base["headline"], newest.offered["headline"]) == ("Two", "Three")


def test_edit_of_another_field_does_not_count_as_touched(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="One"))
    section = make_section()
    editing.edit(Article.objects.get(), by=make_chief(), at=NOW, fields={"section_id": section.pk})

    assert take(wire, make_item(guid="g", headline="Two")).counts == {"update": 1}


def test_update_that_a_person_imported_does_not_count_as_touched(wire: Source) -> None:
    take(wire, make_item(guid="g", headline="One"))
    take(wire, make_item(guid="g", headline="Two"), by=make_chief())

    assert not arriving.is_touched(Article.objects.get())
    assert take(wire, make_item(guid="g", headline="Three")).counts == {"update": 1}


def test_item_that_cannot_be_stored_is_counted_with_its_bytes_kept(wire: Source) -> None:
    bad = Item(guid="x", raw=b"bad bytes")
    good = make_item()

    tally = take(wire, bad, good)

    failure = Capture.objects.select_related("raw").get(outcome=CaptureOutcome.FAILED)
    assert tally.counts == {"failed": 1, "create": 1}
    assert tally.notes[0].startswith("x: The item has neither a headline nor a text.")
    assert failure.raw.data == b"bad bytes"
    assert failure.report["error"] == "The item has neither a headline nor a text."
    assert failure.article is None


def test_failed_item_fails_again_without_doubling(wire: Source) -> None:
    bad = Item(guid="x", raw=b"bad bytes")
    take(wire, bad)

    assert take(wire, bad).counts == {"failed": 1}
    assert (Capture.objects.count(), Raw.objects.count()) == (1, 1)


def test_items_after_a_failed_one_keep_their_act(wire: Source) -> None:
    take(wire, make_item(), Item(guid="x", raw=b"bad"), make_item())

    assert Act.objects.count() == 1
    assert Change.objects.filter(kind=Change.Kind.CREATE).values("act").distinct().count() == 1


def test_failed_item_before_all_others_leaves_no_act_behind(wire: Source) -> None:
    take(wire, Item(guid="x", raw=b"bad"))

    assert counts().keys() & {"articles.Act", "articles.Change"} == set()


def test_duplicate_merged_into_another_passes_its_updates_to_the_survivor(wire: Source) -> None:
    take(wire, make_item(guid="a", headline="One", body_html=html(TRAM)))
    take(wire, make_item(guid="b", headline="Two", body_html=html(FLOOD)))
    survivor, merged = Article.objects.order_by("id")
    Article.objects.filter(pk=merged.pk).update(status=Status.MERGED, survivor=survivor)
    Article.objects.filter(pk=survivor.pk).update(status=Status.DRAFT)

    tally = take(wire, make_item(guid="b", headline="Two, updated", body_html=html(FLOOD)))

    assert tally.counts == {"suggest": 1}
    assert Suggestion.objects.get().article == survivor


def test_row_that_the_database_refuses_is_a_failure_and_not_known(wire: Source) -> None:
    """A refused row must not pass for one that another process stored first."""
    item = make_item(guid="g")
    keys = identity.keys_of(item)
    make_capture(
        source=wire,
        outcome=CaptureOutcome.FAILED,
        item_key=keys.item,
        content_key=keys.content,
    )

    tally = take(wire, item, make_item())

    assert tally.counts == {"failed": 1, "create": 1}
    assert Capture.objects.filter(outcome=CaptureOutcome.FAILED).count() == 2
    assert Raw.objects.filter(sha256=hashlib.sha256(item.raw).hexdigest()).exists()


def test_one_arrival_at_a_time_is_stored(wire: Source) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        turns.take_turn()

    # Its turn comes when it comes: the time that an act waits for a lock does not hold here.
    waiting = "SELECT set_config('lock_timeout', '0', true), pg_advisory_xact_lock(6701845)"
    locks = [query["sql"] for query in queries]
    assert locks == ([waiting] if connection.vendor == "postgresql" else [])
