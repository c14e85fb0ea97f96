"""The paste box: understood first, stored only then, each cut restorable."""

import pytest

from articles.enums import Door
from articles.errors import BadInput, EmptyInput, NotPermitted
from articles.ingest import pasting
from articles.models import Act, Article, Capture, Source
from tests.factories import NOW, make_chief, make_section, make_source, make_user
from tests.ingest.documents import FLOOD
from tests.tables import dump

pytestmark = pytest.mark.django_db

TEXT = "\n\n".join(
    ["River Sol breaks dyke at Harrow Bay", "By Ann Lee", *FLOOD, "Leave a Reply", "Back to top"]
)


@pytest.fixture
def wire() -> Source:
    return make_source(slug="wire", language="en")


def test_understanding_stores_nothing_and_names_each_cut(wire: Source) -> None:
    before = dump()

    cleaned = pasting.understand(TEXT, now=NOW, source=wire)

    assert dump() == before
    assert cleaned.headline == "River Sol breaks dyke at Harrow Bay"
    assert cleaned.byline == "By Ann Lee"
    assert cleaned.paragraphs == FLOOD
    assert {"Leave a Reply", "Back to top"} <= {cut.line for cut in cleaned.cut}
    assert all(cut.reason for cut in cleaned.cut)


def test_pasted_text_is_stored_as_it_was_understood(wire: Source) -> None:
    editor = make_chief()

    article, is_new = pasting.paste(
        TEXT, source=wire, by=editor, at=NOW, url="https://wire.example/flood"
    )

    assert is_new
    assert article.headline == "River Sol breaks dyke at Harrow Bay"
    assert article.body_text == "\n".join(FLOOD)
    assert [c.name for c in article.contributions.all()] == ["Ann Lee"]
    assert article.canonical_url == "https://wire.example/flood"
    assert Capture.objects.select_related("raw").get().raw.data == TEXT.encode()
    act = Act.objects.get(verb="take-in")
    assert (act.by, act.door) == (editor, Door.FORM)


def test_same_text_pasted_again_is_the_same_article(wire: Source) -> None:
    first, _new = pasting.paste(TEXT, source=wire, by=make_chief(), at=NOW)
    before = dump()

    again, is_new = pasting.paste(TEXT, source=wire, by=make_chief(), at=NOW)

    assert (again, is_new) == (first, False)
    assert dump() == before


def test_restored_and_dropped_lines_are_obeyed(wire: Source) -> None:
    cleaned = pasting.understand(TEXT, now=NOW, source=wire)
    (cut,) = [cut for cut in cleaned.cut if cut.line == "Back to top"]
    last = TEXT.split("\n").index(FLOOD[-1])

    article, _new = pasting.paste(
        TEXT,
        source=wire,
        by=make_chief(),
        at=NOW,
        keep=frozenset({cut.number}),
        drop=frozenset({last}),
    )

    assert article.body_text == "\n".join([*FLOOD[:-1], "Back to top"])


def test_given_headline_is_taken(wire: Source) -> None:
    article, _new = pasting.paste(
        "\n\n".join(FLOOD), source=wire, by=make_chief(), at=NOW, headline="Given"
    )

    assert article.headline == "Given"
    assert article.body_text == "\n".join(FLOOD)


def test_section_hint_of_the_breadcrumb_sets_the_section(wire: Source) -> None:
    section = make_section(name="Region", slug="region")

    article, _new = pasting.paste(f"HomeNewsRegion\n\n{TEXT}", source=wire, by=make_chief(), at=NOW)

    assert article.section == section


def test_date_without_zone_is_in_the_zone_of_the_source() -> None:
    source = make_source(zone="Asia/Karachi")
    text = TEXT.replace("By Ann Lee", "By Ann Lee\n\n19 November 2026 10:30")

    article, _new = pasting.paste(text, source=source, by=make_chief(), at=NOW)

    assert article.written_at is not None
    assert article.written_at.isoformat() == "2026-11-19T05:30:00+00:00"


def test_unknown_date_and_byline_stay_unknown(wire: Source) -> None:
    article, _new = pasting.paste(
        "\n\n".join(["A headline", *FLOOD]), source=wire, by=make_chief(), at=NOW
    )

    assert article.written_at is None
    assert list(article.contributions.all()) == []


def test_person_without_the_right_may_not_paste(wire: Source) -> None:
    with pytest.raises(NotPermitted, match="import_article"):
        pasting.paste(TEXT, source=wire, by=make_user(), at=NOW)

    assert Article.objects.count() == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "wire.example/flood", "//x"])
def test_address_that_is_no_web_address_is_refused(wire: Source, url: str) -> None:
    with pytest.raises(BadInput, match="not a web address"):
        pasting.paste(TEXT, source=wire, by=make_chief(), at=NOW, url=url)

    assert Article.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n\u200b\n"])
def test_empty_text_is_refused(wire: Source, text: str) -> None:
    with pytest.raises(EmptyInput):
        pasting.paste(text, source=wire, by=make_chief(), at=NOW)


def test_lone_surrogates_in_a_paste_are_kept_as_bytes_and_out_of_the_text(wire: Source) -> None:
    article, _new = pasting.paste(
        TEXT.replace("Harrow Bay", "Harrow\ud83d Bay", 1), source=wire, by=make_chief(), at=NOW
    )

    assert "\ud83d" not in article.headline
    assert b"Harrow\xed\xa0\xbd Bay" in Capture.objects.select_related("raw").get().raw.data
