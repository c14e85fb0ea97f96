"""Every text is a query: nothing that is typed breaks the reading or either database."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Article
from articles.search import query
from articles.search.extracts import Piece
from articles.search.query import Filter, Query, Term, parse
from tests import factories
from tests.factories import NOW

PIECES = st.sampled_from(
    [
        '"', "“", "”", "«", "-", "−", "*", ":", "(", ")", "'", "\\", "&", "|", "!", "<->", "NEAR(",
        " AND ", " OR ", " NOT ", "headline:", "section:", "status:draft", "by:", "after:2026",
        "before:", "lang:", "tag:", "source:", "kind:own", "\x00", "\u200f", "\u200c", "\ud800",
        "ہ", "كتاب", "北", "café", "storks", "·", "is·draft", "^", "{lead}", "%s", "%", ";--", " ",
        "9" * 30, "after:0001-01-01", "before:9999-12-31", "after:2026-02-30", "\n", "+", "~", "?",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


def test_query_is_read_as_words_phrases_and_filters() -> None:
    asked = 'Storks -"port strike" harb* section:politics -source:agency headline:"the port" x:y'

    assert parse(asked) == Query(
        (
            Term(("storks",)),
            Term(("port", "strike"), is_left_out=True),
            Term(("harb",), is_prefix=True),
            Term(("the", "port"), in_headline=True),
            Term(("x", "y")),
        ),
        (Filter("section", "politics"), Filter("source", "agency", is_left_out=True)),
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('"never closed', (Term(("never", "closed")),)),
        ("a-b", (Term(("a", "b")),)),
        ("-", ()),
        ("--x", (Term(("x",), is_left_out=True),)),
        ("12:30", (Term(("12", "30")),)),
        ("https://example.org/a", (Term(("https", "example", "org", "a")),)),
        ("section: politics", (Term(("section",)), Term(("politics",)))),
        ("p*", (Term(("p",)),)),
        ("is·draft", (Term(("is", "draft")),)),
        ("-after", (Term(("after",), is_left_out=True),)),
    ],
)
def test_odd_spellings_are_read_so(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == Query(terms)


def test_long_text_is_read_as_far_as_anybody_types() -> None:
    long = parse("storks " * 3000)

    assert (len(long.terms), long.is_cut) == (query.MOST_PARTS, True)
    assert parse("x" * 10_000).is_cut
    assert not parse("storks").is_cut


@given(TEXTS)
def test_words_of_a_query_are_words_of_the_index(text: str) -> None:
    parsed = parse(text)

    for term in parsed.terms:
        assert term.words == tuple(query.tokens(" ".join(term.words)))
        assert not set("".join(term.words)) & set("\"'·*:()&|!\\ ")


@given(TEXTS, st.lists(PIECES, max_size=6).map(" ".join))
def test_marked_pieces_joined_are_the_text(text: str, asked: str) -> None:
    pieces = search.mark(text, parse(asked).wanted)

    assert "".join(piece.text for piece in pieces) == text


def test_extract_shows_the_place_that_says_most() -> None:
    text = f"Storks first. {'Other words here. ' * 30} Then storks at the harbour. {'End. ' * 40}"

    pieces = search.excerpt(text, parse("harbour storks").wanted)

    assert [piece.text for piece in pieces if piece.is_found] == ["storks", "harbour"]
    assert pieces[0] == Piece("… ")
    assert pieces[-1] == Piece(" …")


def test_extract_of_a_text_without_the_words_is_its_beginning() -> None:
    assert search.excerpt("Short text.", parse("nothing").wanted) == (Piece("Short text."),)


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("کتاب اور كتاب", "كتاب", ["کتاب", "كتاب"]),
        ("Russia’s men", "russia", ["Russia"]),
        ("Harbours, harbour", "harb*", ["Harbours", "harbour"]),
        ("The port strike of the port", '"port strike"', ["port strike"]),
        ("北京市长", "北京", ["北京"]),
        ("مُحَمَّد came", "محمد", ["مُحَمَّد"]),
    ],
)
def test_what_was_found_is_marked_as_it_stands(text: str, asked: str, marked: list[str]) -> None:
    pieces = search.mark(text, parse(asked).wanted)

    assert [piece.text for piece in pieces if piece.is_found] == marked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(TEXTS)
@example("tag:\ud800")
def test_no_text_breaks_the_index(db: None, text: str) -> None:
    article = Article.objects.first()
    if article is None:
        article = factories.make_published(headline=f"Storks {query.tokens('café')}")
        search.index([article.pk])
    rows = Article.objects.all()

    desk = search.find(text, now=NOW, is_desk=True)
    readers = search.find(text, now=NOW)

    assert {hit.article.pk for hit in (*desk.hits, *readers.hits)} <= {article.pk}
    assert search.find_ids(text, among=rows, now=NOW).problems == desk.problems
    assert isinstance(search.suggest(text, among=rows, now=NOW), str)
    assert isinstance(search.complete(text, among=rows, now=NOW), list)


def test_text_of_every_letter_can_be_indexed_and_found(db: None) -> None:
    odd = "O'Neil \"x\" \\ ' & | ! <-> :* ^ {a} -- %s 100% \u200c٪ ok"
    article = factories.make_article(headline=odd, body_html="<p>a&amp;b &lt;c&gt; 'd' \\e</p>")

    search.index([article.pk])

    found = [search.find(text, now=NOW, is_desk=True).count.number for text in (odd, "o'neil c d")]
    assert found == [1, 1]
