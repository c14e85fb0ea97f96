"""Who had it first, who took from whom, and how much of each."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedupe.fingerprint import MOST_WORDS, fingerprint, gram_keys
from articles.dedupe.reuse import (
    BELIEVED,
    LENT,
    Basis,
    Edge,
    Kind,
    Reuse,
    Telling,
    Told,
    told,
    trace,
)
from tests.dedupe.material import RETOLD, WIRE

NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST_HALF, SECOND_HALF = WIRE.paragraphs[:3], WIRE.paragraphs[3:]
ADDED = (
    "The mayor of Tellin has kept bees on the roof of the town hall since April, and this week"
    " the first jars of honey went on sale at the Saturday market for nine crowns apiece.",
)


def telling(
    number: int, *paragraphs: str, source: str = "", minutes: int = 0, **fields: Any
) -> Telling:
    at = NINE + timedelta(minutes=minutes)
    return Telling(number, source or f"source-{number}", at, gram_keys(paragraphs), **fields)


def shares(reuse: Reuse) -> dict[tuple[int, int], tuple[Kind, int]]:
    """Per cent by giver and taker."""
    return {(e.giver, e.taker): (e.kind, round(100 * e.share)) for e in reuse.edges}


def own(reuse: Reuse) -> dict[int, int | None]:
    return {pk: None if share is None else round(100 * share) for pk, share in reuse.own.items()}


class TestTold:
    def test_claim_that_can_be_true_is_believed(self) -> None:
        earlier = NINE - timedelta(hours=2)

        assert told(NINE, earlier) == Told(earlier, Basis.CLAIM)
        assert told(NINE, NINE) == Told(NINE, Basis.CLAIM)
        assert told(NINE, NINE - BELIEVED) == Told(NINE - BELIEVED, Basis.CLAIM)

    @pytest.mark.parametrize(
        "claim",
        [
            None,
            NINE + timedelta(seconds=1),
            NINE - BELIEVED - timedelta(seconds=1),
            datetime(1970, 1, 1, tzinfo=UTC),
        ],
    )
    def test_claim_that_is_missing_later_or_absurd_gives_way_to_what_we_saw(
        self, claim: datetime | None
    ) -> None:
        assert told(NINE, claim) == Told(NINE, Basis.SEEN)


class TestTrace:
    def test_nothing_told_is_an_empty_graph(self) -> None:
        assert trace([]) == Reuse((), None, {}, ())

    def test_text_alone_is_all_its_own(self) -> None:
        assert trace([telling(1, *WIRE.paragraphs)]) == Reuse((1,), 1, {1: 1.0}, ())

    def test_independent_accounts_of_one_event_take_nothing_from_each_other(self) -> None:
        reuse = trace([telling(1, *WIRE.paragraphs), telling(2, *RETOLD.paragraphs, minutes=5)])

        assert (reuse.first, reuse.edges, reuse.own) == (1, (), {1: 1.0, 2: 1.0})

    def test_whole_copy_is_all_taken_and_the_original_all_its_own(self) -> None:
        reuse = trace([telling(1, *WIRE.paragraphs, minutes=5), telling(2, *WIRE.paragraphs)])

        assert reuse.edges == (Edge(2, 1, Kind.COPIED, 1.0),)
        assert (reuse.order, reuse.own) == ((2, 1), {1: 0.0, 2: 1.0})

    def test_share_is_of_the_later_text(self) -> None:
        """Little of a long text may be the whole of a short one: it says who took how much."""
        whole = len(gram_keys(WIRE.paragraphs))
        half = len(gram_keys(FIRST_HALF))

        longer = trace([telling(1, *FIRST_HALF), telling(2, *WIRE.paragraphs, minutes=1)])
        shorter = trace([telling(1, *WIRE.paragraphs), telling(2, *FIRST_HALF, minutes=1)])

        assert longer.edges[0].share == pytest.approx((half + 2) / (whole + 2))
        assert shorter.edges[0].share == 1.0

    def test_chain_credits_each_for_what_it_alone_had_first(self) -> None:
        """Wire to paper, which adds a paragraph, to blog, which takes the lot."""
        wire = telling(1, *FIRST_HALF)
        paper = telling(2, *FIRST_HALF, *ADDED, minutes=10)
        blog = telling(3, *ADDED, *FIRST_HALF, minutes=20)

        reuse = trace([wire, paper, blog])

        words = [len(gram_keys(part)) + 2 for part in (FIRST_HALF, ADDED)]
        wired = round(100 * words[0] / sum(words))
        assert shares(reuse) == {
            (1, 2): (Kind.COPIED, wired),
            (1, 3): (Kind.COPIED, wired),
            (2, 3): (Kind.COPIED, 100 - wired),
        }
        assert own(reuse) == {1: 100, 2: 100 - wired, 3: 0}

    def test_text_of_two_halves_has_two_givers(self) -> None:
        reuse = trace(
            [
                telling(1, *FIRST_HALF),
                telling(2, *ADDED),
                telling(3, *FIRST_HALF, *ADDED, *SECOND_HALF, minutes=9),
            ]
        )

        assert [(e.giver, e.taker, e.kind) for e in reuse.edges] == [
            (1, 3, Kind.COPIED),
            (2, 3, Kind.COPIED),
        ]
        assert sum(e.share for e in reuse.edges) + (reuse.own[3] or 0) == pytest.approx(1)

    def test_words_changed_here_and_there_leave_it_a_copy(self) -> None:
        words = " ".join(WIRE.paragraphs).split()
        words[::12] = ["indeed"] * len(words[::12])

        reuse = trace([telling(1, *WIRE.paragraphs), telling(2, " ".join(words), minutes=1)])

        assert 0.75 < reuse.edges[0].share < 1

    def test_phrase_that_a_third_had_first_does_not_break_a_passage(self) -> None:
        """The third gets nothing for "a ferry carrying 214", and the giver loses nothing."""
        phrase = telling(1, ADDED[0] + " A ferry carrying 214 passengers came by.")
        reuse = trace(
            [
                phrase,
                telling(2, *WIRE.paragraphs, minutes=1),
                telling(3, *WIRE.paragraphs, minutes=2),
            ]
        )

        assert shares(reuse) == {(2, 3): (Kind.COPIED, 100)}

    def test_common_quote_below_the_least_share_is_not_told(self) -> None:
        quote = "We heard the captain call on the radio and we simply went out to him"
        reuse = trace(
            [
                telling(1, *RETOLD.paragraphs, quote),
                telling(2, *WIRE.paragraphs, quote, minutes=1),
            ]
        )

        assert (reuse.edges, reuse.own[2]) == ((), 1.0)

    def test_single_passage_is_told_but_not_called_copied(self) -> None:
        """Both may have it from the minister's statement."""
        reuse = trace(
            [
                telling(1, *RETOLD.paragraphs, WIRE.paragraphs[4]),
                telling(2, *WIRE.paragraphs, minutes=1),
            ]
        )

        (edge,) = reuse.edges
        assert (edge.kind, reuse.own[2]) == (Kind.PASSAGE, 1.0)
        assert 0.1 < edge.share <= 0.3

    def test_single_passage_with_a_name_written_otherwise_is_one_still(self) -> None:
        statement = ADDED[0].replace("April", "the spring of last year")

        reuse = trace(
            [
                telling(1, *RETOLD.paragraphs, ADDED[0]),
                telling(2, *WIRE.paragraphs, statement, minutes=1),
            ]
        )

        assert [e.kind for e in reuse.edges] == [Kind.PASSAGE]

    def test_two_passages_are_copied_however_small(self) -> None:
        """Two paragraphs from two places of a report are no statement that both quote."""
        parts = (WIRE.paragraphs[1][:110], WIRE.paragraphs[4][:110])

        reuse = trace(
            [
                telling(1, *WIRE.paragraphs),
                telling(2, parts[0], *ADDED, *RETOLD.paragraphs, parts[1], minutes=1),
            ]
        )

        (edge,) = reuse.edges
        assert edge.kind == Kind.COPIED
        assert edge.share < 0.3

    def test_single_passage_that_is_most_of_a_text_is_copied(self) -> None:
        reuse = trace([telling(1, *WIRE.paragraphs), telling(2, *FIRST_HALF, minutes=1)])

        assert shares(reuse) == {(1, 2): (Kind.COPIED, 100)}

    def test_same_source_again_is_a_version_and_its_own(self) -> None:
        reuse = trace(
            [
                telling(1, *FIRST_HALF, source="wire"),
                telling(2, *FIRST_HALF, *ADDED, source="wire", minutes=30),
            ]
        )

        assert [e.kind for e in reuse.edges] == [Kind.VERSION]
        assert reuse.own == {1: 1.0, 2: 1.0}

    def test_version_of_what_was_copied_is_still_copied(self) -> None:
        reuse = trace(
            [
                telling(1, *WIRE.paragraphs, source="wire"),
                telling(2, *WIRE.paragraphs, source="paper", minutes=5),
                telling(3, *WIRE.paragraphs, source="paper", minutes=9),
            ]
        )

        assert shares(reuse) == {(1, 2): (Kind.COPIED, 100), (1, 3): (Kind.COPIED, 100)}

    def test_unknown_sources_are_kin_to_nothing(self) -> None:
        one, other = (
            Telling(n, "", NINE + timedelta(minutes=n), gram_keys(WIRE.paragraphs)) for n in (1, 2)
        )

        assert shares(trace([one, other])) == {(1, 2): (Kind.COPIED, 100)}

    def test_same_moment_leaves_undecided_who_took_from_whom(self) -> None:
        reuse = trace([telling(n, *WIRE.paragraphs) for n in (1, 2, 3)])

        assert shares(reuse) == {
            (2, 1): (Kind.UNDECIDED, 100),
            (1, 2): (Kind.UNDECIDED, 100),
            (1, 3): (Kind.UNDECIDED, 100),
        }
        assert (reuse.first, own(reuse)) == (None, {1: 0, 2: 0, 3: 0})

    def test_two_texts_of_one_source_at_one_moment_are_first_and_its_own(self) -> None:
        reuse = trace([telling(n, *WIRE.paragraphs, source="wire") for n in (1, 2)])

        assert (reuse.first, reuse.edges, own(reuse)) == (1, (), {1: 100, 2: 100})

    def test_text_too_short_to_tell_gives_and_takes_nothing(self) -> None:
        brief = "All aboard a ferry were brought ashore by boats"

        reuse = trace([telling(1, brief), telling(2, brief, minutes=1)])

        assert (reuse.order, reuse.own, reuse.edges) == ((1, 2), {1: None, 2: None}, ())

    def test_credit_overrules_the_clock(self) -> None:
        """We saw the paper first, but the paper says whose report it is."""
        paper = telling(1, *WIRE.paragraphs, source="paper", credited=frozenset(["wire"]))
        wire = telling(2, *WIRE.paragraphs, source="wire", minutes=20)
        blog = telling(3, *WIRE.paragraphs, source="blog", minutes=10)

        reuse = trace([paper, wire, blog])

        assert shares(reuse) == {(2, 1): (Kind.COPIED, 100), (2, 3): (Kind.COPIED, 100)}
        assert (reuse.first, reuse.order) == (2, (2, 1, 3))

    def test_credit_settles_a_tie(self) -> None:
        paper = telling(1, *WIRE.paragraphs, source="paper", credited=frozenset(["wire"]))

        reuse = trace([paper, telling(2, *WIRE.paragraphs, source="wire")])

        assert shares(reuse) == {(2, 1): (Kind.COPIED, 100)}

    def test_credits_are_followed_through_a_client(self) -> None:
        reuse = trace(
            [
                telling(1, *WIRE.paragraphs, source="blog", credited=frozenset(["paper"])),
                telling(
                    2, *WIRE.paragraphs, source="paper", minutes=5, credited=frozenset(["wire"])
                ),
                telling(3, *WIRE.paragraphs, source="wire", minutes=9),
            ]
        )

        assert reuse.order == (3, 2, 1)

    def test_credit_without_common_wording_changes_nothing(self) -> None:
        paper = telling(1, *RETOLD.paragraphs, source="paper", credited=frozenset(["wire"]))

        reuse = trace([paper, telling(2, *WIRE.paragraphs, source="wire", minutes=20)])

        assert (reuse.order, reuse.first) == ((1, 2), 1)

    def test_two_that_credit_each_other_stand_by_their_clocks(self) -> None:
        one = telling(1, *WIRE.paragraphs, source="a", credited=frozenset(["b"]))
        other = telling(2, *WIRE.paragraphs, source="b", minutes=1, credited=frozenset(["a"]))

        assert shares(trace([one, other])) == {(1, 2): (Kind.COPIED, 100)}

    def test_order_given_makes_no_difference(self) -> None:
        tellings = [
            telling(1, *FIRST_HALF, credited=frozenset(["source-4"])),
            telling(2, *FIRST_HALF),
            telling(3, *WIRE.paragraphs, minutes=3),
            telling(4, *FIRST_HALF, *ADDED, minutes=5),
        ]

        found = [trace(some) for some in permutations(tellings)]

        assert found == [found[0]] * len(found)
        assert len(found[0].edges) > 2


class TestGramKeys:
    def test_keys_are_those_of_the_prints(self) -> None:
        keys = gram_keys(WIRE.paragraphs)

        assert set(keys) == set(fingerprint(WIRE).grams)
        assert len(keys) == sum(len(text.split()) for text in WIRE.paragraphs) - 2 + _split_words()

    def test_huge_text_is_cut(self) -> None:
        text = "word " * (MOST_WORDS + 50)

        assert len(gram_keys([text])) == MOST_WORDS - 2
        assert len(gram_keys([text], most=100)) == 98


def _split_words() -> int:
    """ "1.4" is two words to the comparison."""
    return sum(text.count("1.4") for text in WIRE.paragraphs)


LETTERS = st.lists(st.sampled_from("abcdefghij"), min_size=0, max_size=40)


@st.composite
def stories(draw: st.DrawFn) -> list[Telling]:
    """Texts over few words, so that they share much, few moments and few sources."""
    pool = [draw(LETTERS) for _n in range(3)]
    tellings = []
    for number in range(draw(st.integers(1, 7))):
        parts = draw(st.lists(st.sampled_from(pool) | LETTERS, max_size=3))
        text = " ".join(word for part in parts for word in part)
        tellings.append(
            Telling(
                number,
                draw(st.sampled_from(["", "a", "b", "c"])),
                NINE + timedelta(minutes=draw(st.integers(0, 3))),
                gram_keys([text]),
                draw(st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)),
            )
        )
    return tellings


@settings(deadline=None)
@given(stories())
def test_shares_of_a_text_and_its_own_make_one(tellings: list[Telling]) -> None:
    reuse = trace(tellings)

    for one in tellings:
        share = reuse.own[one.id]
        lent = sum(e.share for e in reuse.edges if e.taker == one.id and e.kind in LENT)
        assert all(0 < e.share <= 1 for e in reuse.edges)
        assert lent <= 1 + 1e-9
        assert share is None or share == pytest.approx(1 - lent, abs=1e-9)


@settings(deadline=None)
@given(stories())
def test_givers_come_before_their_takers(tellings: list[Telling]) -> None:
    """So there is no cycle: nobody took from itself over others."""
    reuse = trace(tellings)

    place = {pk: at for at, pk in enumerate(reuse.order)}
    directed = [e for e in reuse.edges if e.kind in (Kind.COPIED, Kind.VERSION)]
    assert [e for e in directed if place[e.giver] >= place[e.taker]] == []
    assert sorted(reuse.order) == sorted(one.id for one in tellings)


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_trace_does_not_depend_on_the_order_given(tellings: list[Telling], random: Any) -> None:
    shuffled = random.sample(tellings, len(tellings))

    assert trace(shuffled) == trace(tellings)


@settings(deadline=None)
@given(stories())
def test_who_comes_later_takes_nothing_away_from_who_came_before(tellings: list[Telling]) -> None:
    free = [Telling(t.id, t.source, t.told_at, t.grams) for t in tellings]
    newcomer = Telling(99, "z", NINE + timedelta(hours=1), free[0].grams)

    before, after = trace(free), trace([*free, newcomer])

    assert {pk: after.own[pk] for pk in before.own} == before.own
    assert [edge for edge in after.edges if edge.taker != 99] == list(before.edges)
