"""The ladder: which arrivals are one article, and which only look so."""

import pytest

from articles.enums import CaptureOutcome
from articles.errors import BadInput
from articles.formats.fields import GUID_REPEATED
from articles.ingest import identity, store
from articles.models import Article, Capture, Publication, Source
from tests.factories import NOW, make_article, make_source
from tests.ingest.documents import FLOOD, TRAM, html, later, make_item, make_parsed

pytestmark = pytest.mark.django_db

LONG = html(FLOOD)


@pytest.fixture
def wire() -> Source:
    return make_source(slug="wire", home_url="https://wire.example/")


def take(source: Source, *items: object, **fields: object) -> dict[str, int]:
    tally = store.take_in(make_parsed(*items, **fields), source=source, now=NOW)  # type: ignore[arg-type]
    assert tally.counts["failed"] == 0, tally.notes
    return {step: n for step, n in tally.counts.items() if n}


def test_item_with_the_guid_of_an_earlier_one_is_its_new_version(wire: Source) -> None:
    take(wire, make_item(guid="g", url="https://wire.example/a", body_html=LONG))

    taken = take(
        wire,
        make_item(guid="g", url="https://wire.example/b", body_html=LONG + "<p>And more.</p>"),
    )

    assert taken == {"update": 1}
    assert list(Capture.objects.values_list("rung", flat=True)) == ["guid", ""]


def test_item_without_guid_is_known_by_its_address(wire: Source) -> None:
    take(wire, make_item(guid="", url="https://wire.example/a?utm_source=x", headline="One"))

    taken = take(wire, make_item(guid="", url="http://www.wire.example/a/", headline="Two"))

    assert taken == {"update": 1}
    assert Capture.objects.latest("id").rung == "url"
    assert Article.objects.get().headline == "Two"


def test_item_without_guid_and_address_is_known_by_its_text(wire: Source) -> None:
    take(wire, make_item(guid="", url="", headline="One", body_html=LONG))

    taken = take(wire, make_item(guid="", url="", headline="Two", body_html=LONG))

    assert taken == {"update": 1}
    assert Capture.objects.latest("id").rung == "text"


def test_text_of_another_source_is_another_article(wire: Source) -> None:
    take(wire, make_item(guid="", url="", headline="One", body_html=LONG))

    taken = take(make_source(), make_item(guid="", url="", headline="One", body_html=LONG))

    assert taken == {"create": 1}
    assert Article.objects.count() == 2


def test_short_text_is_no_identity(wire: Source) -> None:
    take(wire, make_item(guid="", url="", headline="One", body_html="<p>Video</p>"))

    assert take(wire, make_item(guid="", url="", headline="Two", body_html="<p>Video</p>")) == {
        "create": 1
    }


def test_guid_of_another_source_is_another_article(wire: Source) -> None:
    take(wire, make_item(guid="1"))

    assert take(make_source(), make_item(guid="1")) == {"create": 1}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://wire.example/?p=7", "https://wire.example/?p=7"),
        ("https://wire.example/?p=7", "http://wire.example/?p=7"),
    ],
)
def test_guid_that_moves_between_http_and_https_is_one(
    wire: Source, first: str, second: str
) -> None:
    take(wire, make_item(guid=first, url=""))

    assert take(wire, make_item(guid=second, url="", headline="New headline")) == {"update": 1}


def test_guid_that_its_document_repeats_is_ignored(wire: Source) -> None:
    items = [make_item(guid="same", problems=(GUID_REPEATED,)) for _ in range(3)]

    assert take(wire, *items) == {"create": 3}
    assert take(wire, *items) == {"known": 3}


def test_address_that_its_document_repeats_is_ignored(wire: Source) -> None:
    items = [make_item(guid="", url="https://wire.example/live") for _ in range(3)]

    assert take(wire, *items) == {"create": 3}
    assert take(wire, *items) == {"known": 3}


def test_text_that_its_document_repeats_is_ignored(wire: Source) -> None:
    items = [
        make_item(guid="", url="", headline=f"Video {n}", body_html=html(TRAM)) for n in range(3)
    ]

    assert take(wire, *items) == {"create": 3}
    assert take(wire, *items) == {"known": 3}


def test_home_page_as_address_of_an_item_is_ignored(wire: Source) -> None:
    take(wire, make_item(guid="", url="https://wire.example/", body_html=LONG))

    assert take(wire, make_item(guid="", url="https://wire.example", body_html=html(TRAM))) == {
        "create": 1
    }


def test_guid_used_again_for_something_wholly_different_is_a_new_article(wire: Source) -> None:
    old = make_item(guid="7", url="https://wire.example/flood", body_html=LONG)
    take(wire, old)

    taken = take(
        wire,
        make_item(
            guid="7",
            url="https://wire.example/tram",
            headline="Council passes tram line",
            body_html=html(TRAM),
        ),
    )

    assert taken == {"create": 1}
    assert Article.objects.count() == 2
    assert take(wire, old) == {"known": 1}


def test_guid_used_again_finds_the_article_that_is_meant(wire: Source) -> None:
    flood = make_item(guid="7", url="https://wire.example/flood", headline="F", body_html=LONG)
    tram = make_item(guid="7", url="https://wire.example/tram", headline="T", body_html=html(TRAM))
    take(wire, flood)
    take(wire, tram)

    taken = take(
        wire,
        make_item(
            guid="7",
            url="https://wire.example/flood",
            headline="F again",
            body_html=LONG + "<p>The water falls.</p>",
        ),
    )

    assert taken == {"update": 1}
    assert list(Article.objects.order_by("id").values_list("headline", flat=True)) == [
        "F again",
        "T",
    ]


def test_guid_with_another_address_and_a_rewritten_text_is_the_same_article(wire: Source) -> None:
    take(wire, make_item(guid="7", url="https://wire.example/flood", body_html=LONG))

    rewritten = make_item(
        guid="7", url="https://wire.example/flood-2", body_html=html((*TRAM, FLOOD[1]))
    )

    assert take(wire, rewritten) == {"update": 1}


def test_address_used_by_two_guids_for_different_texts_is_two_articles(wire: Source) -> None:
    take(wire, make_item(guid="1", url="https://wire.example/live", body_html=LONG))

    assert take(
        wire, make_item(guid="2", url="https://wire.example/live", body_html=html(TRAM))
    ) == {"create": 1}


def test_new_guid_for_the_same_address_and_text_is_known(wire: Source) -> None:
    item = make_item(guid="a", url="https://wire.example/1", headline="One", body_html=LONG)
    take(wire, item)

    again = make_item(guid="b", url="https://wire.example/1", headline="One", body_html=LONG)

    assert take(wire, again) == {"known": 1}


def test_note_of_another_source_that_links_to_a_report_is_an_article_of_its_own(
    wire: Source,
) -> None:
    take(wire, make_item(url="https://wire.example/flood", body_html=LONG))

    note = make_item(url="https://wire.example/flood", headline="My boots", body_html=html(TRAM))

    assert take(make_source(), note) == {"create": 1}


def test_report_fetched_through_another_source_is_kept_and_changes_nothing(wire: Source) -> None:
    take(wire, make_item(url="https://wire.example/flood", headline="Flood", body_html=LONG))

    taken = take(
        make_source(),
        make_item(url="https://wire.example/flood", headline="Flood!", body_html=html(FLOOD[:2])),
    )

    assert taken == {"keep": 1}
    assert Article.objects.get().headline == "Flood"
    assert Capture.objects.latest("id").outcome == CaptureOutcome.KEPT


def test_own_article_coming_back_by_its_feed_id_is_linked(wire: Source) -> None:
    ours = make_article(headline="Ours")

    taken = take(wire, make_item(guid=f"urn:uuid:{ours.uid}", headline="Ours, reprinted"))

    assert taken == {"own": 1}
    capture = Capture.objects.get()
    assert (capture.article_id, capture.outcome) == (ours.pk, CaptureOutcome.OWN)
    ours.refresh_from_db()
    assert (ours.headline, ours.version) == ("Ours", 1)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_own_article_coming_back_by_its_address_is_linked(wire: Source, scheme: str) -> None:
    publication = Publication.current()
    publication.base_url = "https://courier.example/"
    publication.save()
    ours = make_article()

    url = f"{scheme}://courier.example/news/{ours.pk}/some-slug/?utm_source=feed"
    taken = take(wire, make_item(guid="theirs", url=url))

    assert taken == {"own": 1}
    assert Capture.objects.get().article_id == ours.pk


def test_own_article_coming_back_twice_is_known(wire: Source) -> None:
    ours = make_article()
    item = make_item(guid=f"urn:uuid:{ours.uid}")
    take(wire, item)

    assert take(wire, item) == {"known": 1}


@pytest.mark.parametrize(
    "guid",
    ["urn:uuid:8d7f5c1e-9f53-4a52-9a3b-0a4f5ad8a001", "urn:uuid:" + "-" * 36, "urn:uuid:x"],
)
def test_foreign_uuid_is_a_guid_like_any_other(wire: Source, guid: str) -> None:
    assert take(wire, make_item(guid=guid)) == {"create": 1}


def test_address_of_ours_with_a_number_beyond_the_database_is_no_article_of_ours(
    wire: Source,
) -> None:
    publication = Publication.current()
    publication.base_url = "https://courier.example"
    publication.save()

    item = make_item(url="https://courier.example/news/99999999999999999999/x/")

    assert take(wire, item) == {"create": 1}


def test_text_whose_bytes_came_before_is_known_whatever_the_cleaner_makes_of_it_now(
    wire: Source,
) -> None:
    raw = b"the very bytes"
    take(wire, make_item(guid="", url="", raw=raw, body_html=LONG), kind="text")

    taken = take(wire, make_item(guid="", url="", raw=raw, body_html=html(FLOOD[:3])), kind="text")

    assert taken == {"known": 1}


def test_items_that_share_the_bytes_of_their_document_are_told_apart(wire: Source) -> None:
    items = [
        make_item(guid="", url="", raw=b"the document", headline=f"Item {n}", body_html="")
        for n in range(3)
    ]

    assert take(wire, *items) == {"create": 3}
    assert take(wire, *items) == {"known": 3}


def test_failed_capture_of_the_same_bytes_does_not_hide_the_item(wire: Source) -> None:
    item = make_item(guid="", url="", raw=b"bytes", body_html=LONG)
    store.keep_failure(b"bytes", source=wire, now=NOW, error=BadInput("The cleaner failed."))

    assert take(wire, item, kind="text") == {"create": 1}


@pytest.mark.parametrize(
    ("guid", "family"),
    [
        ("mwa:region:K20381", "mwa:region:K20381"),
        ("mwa:region:K20381:1", "mwa:region:K20381"),
        ("mwa:sport:K20301:c1", "mwa:sport:K20301"),
        ("urn:newsml:agency.example:20250705:nL5N:2", "urn:newsml:agency.example:20250705:nL5N:2"),
        ("https://a.example/story-v2", "https://a.example/story"),
        ("https://a.example/story?version=3", "https://a.example/story"),
        ("tag:blog.example,2014:12", "tag:blog.example,2014:12"),
        ("https://a.example/?p=51702", "https://a.example/?p=51702"),
        ("radio-marsa-news-88031", "radio-marsa-news-88031"),
        ("", ""),
    ],
)
def test_family_of_a_guid_leaves_out_its_version(guid: str, family: str) -> None:
    assert identity.family_of(guid) == family


def test_older_guid_reuse_is_found_behind_many_newer_ones(wire: Source) -> None:
    first = make_item(guid="7", url="https://wire.example/0", headline="F", body_html=LONG)
    take(wire, first)
    for number in range(1, 4):
        text = html((f"Wholly other words number{number} " * 20,))
        url = f"https://wire.example/{number}"
        take(wire, make_item(guid="7", url=url, headline=f"H{number}", body_html=text))

    newer = make_item(
        guid="7",
        url="https://wire.example/0",
        headline="F2",
        body_html=LONG + "<p>More.</p>",
        updated_at=later(2),
    )

    assert take(wire, newer) == {"update": 1}
    assert Article.objects.order_by("id")[0].headline == "F2"
