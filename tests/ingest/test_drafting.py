"""From item to article: sections and tags only as the desk knows them, nothing too long."""

import pytest

from articles.enums import Kind, Rights
from articles.ingest import drafting
from articles.models import Article, Contribution
from tests.factories import NOW, make_section, make_source, make_tag, make_tag_alias
from tests.ingest.documents import make_item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hints", "tags", "expected"),
    [
        (("Latest", "Sport"), (), "sport"),
        (("  SPORT ",), (), "sport"),
        (("Kultur", "Café"), (), "cafe"),
        (("کھیل",), (), "khel"),
        (("Sports desk",), (), None),
        ((), ("Sport",), "sport"),
        (("World news",), ("Sport",), None),
        ((), (), None),
    ],
)
def test_section_is_the_one_that_a_hint_names_exactly(
    hints: tuple[str, ...], tags: tuple[str, ...], expected: str | None
) -> None:
    for slug, name in (("sport", "Sport"), ("cafe", "Cafe"), ("khel", "کھیل")):
        make_section(slug=slug, name=name)

    article = drafting.article_from(
        make_item(section_hints=hints, tags=tags), source=make_source(), now=NOW
    )

    assert (article.section.slug if article.section else None) == expected


def test_first_hint_that_names_a_section_wins() -> None:
    make_section(slug="sport", name="Sport")
    make_section(slug="world", name="World")

    section = drafting.section_from(("Latest", "World", "Sport"))

    assert section is not None
    assert section.slug == "world"


def test_tags_are_those_of_the_desk_with_aliases_followed() -> None:
    flood, dyke = make_tag("Flood"), make_tag("Mill Dyke")
    make_tag_alias(dyke, "Milldyke")

    found = drafting.known_tags(("FLOOD", "milldyke", "Mill Dyke", "Never heard of"))

    assert sorted(tag.name for tag in found) == ["Flood", "Mill Dyke"]
    assert {tag.pk for tag in found} == {flood.pk, dyke.pk}


def test_tags_of_an_item_never_make_new_ones(django_assert_num_queries: object) -> None:
    make_tag("Flood")
    source = make_source()
    article = drafting.article_from(make_item(), source=source, now=NOW)
    article.save()

    drafting.add_relations(article, make_item(tags=("flood", "Brand new")))

    assert list(article.tags.names()) == ["Flood"]


def test_item_without_headline_is_named_so() -> None:
    article = drafting.article_from(make_item(headline=""), source=make_source(), now=NOW)

    assert article.headline == "(no headline)"


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        ("short", "short"),
        ("word " * 99 + "word", ("word " * 99 + "word")),
        ("word " * 1000, "word " * 99 + "word…"),
        ("words " * 1000, "words " * 82 + "words…"),
        ("x" * 5000, "x" * 499 + "…"),
    ],
)
def test_headline_fits_its_column_cut_at_a_word(headline: str, kept: str) -> None:
    article = drafting.article_from(make_item(headline=headline), source=make_source(), now=NOW)

    assert article.headline == kept
    assert len(article.headline) <= 500


def test_text_without_mark_up_becomes_paragraphs() -> None:
    item = make_item(body_html="", body_text="One <b> & two.\n\n  \nThree.")

    assert drafting.article_from(item, source=make_source(), now=NOW).body_text == (
        "One <b> & two.\nThree."
    )


@pytest.mark.parametrize(
    ("said", "text", "source_language", "language"),
    [
        ("de", "Guten Tag", "en", "de"),
        ("", "The river broke through the dyke and they were not there.", "", "en"),
        ("", "دریائے سول کا پانی شہر میں داخل ہو گیا ہے اور لوگ چلے گئے۔", "", "ur"),
        ("", "12345", "fr", "fr"),
    ],
)
def test_language_is_said_guessed_or_that_of_the_source(
    said: str, text: str, source_language: str, language: str
) -> None:
    item = make_item(language=said, headline=text, body_html=f"<p>{text}</p>")

    article = drafting.article_from(item, source=make_source(language=source_language), now=NOW)

    assert article.language == language


@pytest.mark.parametrize(
    ("rights", "kind"),
    [
        (Rights.FULL, Kind.REPUBLISHED),
        (Rights.EXCERPT, Kind.REPUBLISHED),
        (Rights.LINK, Kind.LINK_OUT),
    ],
)
def test_kind_follows_the_rights_of_the_source(rights: Rights, kind: Kind) -> None:
    assert (
        drafting.article_from(make_item(), source=make_source(rights=rights), now=NOW).kind == kind
    )


def test_preview_leaves_the_article_alone() -> None:
    article = Article(headline="Old", body_html="<p>Old.</p>", arrived_at=NOW)

    ahead = drafting.preview(article, make_item(headline="New", body_html="<p>New.</p>"))

    assert (ahead.headline, article.headline) == ("New", "Old")


def test_byline_leaves_out_blank_names_and_cuts_endless_ones() -> None:
    article = drafting.article_from(make_item(), source=make_source(), now=NOW)
    article.save()

    drafting.add_relations(article, make_item(authors=("Ann Lee", "  ", "x" * 300)))

    names = list(Contribution.objects.order_by("position").values_list("name", flat=True))
    assert names == ["Ann Lee", "x" * 200]
