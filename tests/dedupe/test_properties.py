"""What holds of every text."""

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import ANY

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedupe.fingerprint import MOST_TERMS, Document, fingerprint
from articles.dedupe.judge import judge
from articles.text.normalise import fold
from tests.dedupe.material import ARABIC, MARKET_MONDAY, RETOLD, URDU, WIRE

CHROME = frozenset(["share this", "read more", "advertisement"])
LINES = sorted(
    {text for doc in (WIRE, RETOLD, MARKET_MONDAY, URDU, ARABIC) for text in doc.paragraphs}
)
WILD = st.text(max_size=120)
TIMES = st.none() | st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    paragraphs = draw(st.lists(st.sampled_from(LINES) | WILD, max_size=8))
    return Document(
        headline=draw(st.sampled_from([WIRE.headline, RETOLD.headline, ""]) | WILD),
        paragraphs=tuple(paragraphs),
        published_at=draw(TIMES),
        source=draw(st.sampled_from(["", "a", "b"])),
        guid_family=draw(st.sampled_from(["", "x"])),
    )


@settings(deadline=None)
@given(documents(), documents())
def test_judge_is_the_same_either_way_round(one: Document, other: Document) -> None:
    there, back = judge(one, other), judge(other, one)

    assert (there.verdict, there.copy_score, there.event_score) == (
        back.verdict,
        back.copy_score,
        back.event_score,
    )
    sided = ("newer", "shared_paragraphs", "shared_names", "shared_words", "shared_sounds")
    mirrored = dict.fromkeys(sided, ANY)
    assert there.evidence | mirrored == back.evidence | mirrored


@settings(deadline=None)
@given(documents(), documents())
def test_judge_gives_scores_from_0_to_1_and_one_sentence(one: Document, other: Document) -> None:
    judgement = judge(one, other)

    assert 0 <= judgement.copy_score <= 1
    assert 0 <= judgement.event_score <= 1
    assert judgement.reason.endswith(".")


@settings(deadline=None)
@given(documents())
def test_identical_bodies_with_a_word_are_exact_copies(one: Document) -> None:
    judgement = judge(one, replace(one, headline="Other", source="elsewhere"))

    rule = "exact" if fingerprint(one).exact else ANY
    assert judgement.evidence["rule"] == rule


@settings(deadline=None)
@given(documents(), st.data())
def test_prints_do_not_see_line_ends_blanks_and_chrome(one: Document, data: st.DataObject) -> None:
    dressed = []
    for text in one.paragraphs:
        dressed += data.draw(
            st.lists(st.sampled_from(["", "  ", "Share  this", "READ MORE"]), max_size=2)
        )
        dressed.append(
            data.draw(st.sampled_from(["{}", "\r\n{}\r\n", "  {}\t", "Advertisement\n{}"])).format(
                text
            )
        )

    plain = fingerprint(one, chrome=CHROME)
    other = fingerprint(replace(one, paragraphs=tuple(dressed)), chrome=CHROME)

    assert (plain.exact, plain.shingles) == (other.exact, other.shingles)


@settings(deadline=None)
@given(documents())
def test_prints_fit_the_database(one: Document) -> None:
    prints = fingerprint(one)
    keys = [term.key for term in prints.terms]

    assert len(keys) == len(set(keys)) <= MOST_TERMS
    assert all(-(2**63) <= key < 2**63 for key in [*keys, *prints.shingles])


@settings(deadline=None)
@given(WILD)
def test_chrome_of_everything_leaves_nothing(text: str) -> None:
    chrome = frozenset(fold(line) for line in text.splitlines())

    assert fingerprint(Document(headline="", paragraphs=(text,)), chrome=chrome).exact == ""
