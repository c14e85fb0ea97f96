"""Names that may stand for one thing: what meets, what must not, and what it may cost."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedupe import namesakes
from articles.dedupe.edits import edits_between, shortened
from articles.dedupe.namesakes import SCORES, compare, find_namesakes
from articles.dedupe.spelling import NameKind, is_plural, spelling_of, stem

TAG, SOURCE, AUTHOR = NameKind.TAG, NameKind.SOURCE, NameKind.AUTHOR
ALIKE = [
    (TAG, "Covid-19", "COVID 19", namesakes.LETTERS),
    (TAG, "U.S. economy", "US economy", namesakes.LETTERS),
    (TAG, "Oil & gas", "oil and gas", namesakes.LETTERS),
    (TAG, "كابل", "کابُل", namesakes.LETTERS),
    (TAG, "Sol’s harbour", "Sol harbour", namesakes.LETTERS),
    (TAG, "انتخابات ۲۰۲۶", "2026 انتخابات", namesakes.ORDER),
    (TAG, "Change, climate", "Climate change", namesakes.ORDER),
    (TAG, "Port strikes", "port strike", namesakes.PLURAL),
    (TAG, "City parties", "Cities, party", namesakes.PLURAL),
    (TAG, "The harbour", "Harbour", namesakes.FILLER),
    (TAG, "Seagrass", "Seagras", namesakes.ONE_LETTER),
    (TAG, "Karvan elecitons", "Karvan elections", namesakes.ONE_LETTER),
    (TAG, "Zhirnov", "Jirnov", namesakes.SOUND),
    (TAG, "Eid al-Fitr", "Eid ul Fitr", namesakes.SOUND),
    (AUTHOR, "Muhammad Rahman", "Rehman, Mohammed", namesakes.SOUND),
    (TAG, "Reconciliation talks", "Reconsilation talks", namesakes.TWO_LETTERS),
    (SOURCE, "The Karvan Herald", "Karvan Herald Ltd.", namesakes.FILLER),
    (SOURCE, "Harbour Post", "harbourpost.com", namesakes.FILLER),
    (SOURCE, "روزنامہ ساحل", "ساحل", namesakes.FILLER),
    (AUTHOR, "Roe, Jane", "Jane Roe", namesakes.LETTERS),
    (AUTHOR, "Dr. Jane Roe", "Jane Roe", namesakes.TITLE),
    (AUTHOR, "J. Roe", "Jane Roe", namesakes.INITIALS),
    (AUTHOR, "J.R. Roe", "Jane Rita Roe", namesakes.INITIALS),
    (AUTHOR, "Jane R. Roe", "Jane Roe", namesakes.MIDDLE),
    (AUTHOR, "Jane Elisabeth Muttaqi", "Jane Elisabeth Mutaqi", namesakes.ONE_LETTER),
]
APART = [
    (TAG, "Covid-19", "Covid-20"),
    (TAG, "World Cup 2022", "World Cup 2026"),
    (TAG, "World War I", "World War II"),
    (TAG, "Iran", "Iraq"),
    (TAG, "Austria", "Australia"),
    (TAG, "Gambia", "Zambia"),
    (TAG, "North Karvan", "South Karvan"),
    (TAG, "New York", "York"),
    (TAG, "New", "News"),
    (TAG, "1 2", "12"),
    (TAG, "C++", "C"),
    (TAG, "Al Khor", "El Nido"),
    (TAG, "🎉", "🎊"),
    (TAG, "Dr. Jane Roe", "Jane Roe"),
    (AUTHOR, "James Roe", "Jane Roe"),
    (AUTHOR, "J. Roe", "J. Rowe"),
    (AUTHOR, "Roe", "Jane Roe"),
    (AUTHOR, "Jane Anna Roe", "Jane Berta Roe"),
    (SOURCE, "Karvan Herald", "Sol Herald"),
    (SOURCE, "The News", "The Group"),
]
WORDS = st.sampled_from(
    ["harbour", "harbours", "harbor", "strike", "Strikes", "the", "Karvan", "J.", "Jane", "2022",
     "2026", "ساحل", "Ltd", "Muttaqi", "Mutaqi", "O’Brien", "reconciliation", ""]
)  # fmt: skip
NAMES = st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=25)
KINDS = st.sampled_from(list(NameKind))


@pytest.mark.parametrize(("kind", "one", "other", "reason"), ALIKE)
def test_namesakes_are_found_and_say_why(kind: NameKind, one: str, other: str, reason: str) -> None:
    found = find_namesakes([(1, one), (2, "Something else entirely"), (3, other)], kind)

    assert [(pair.one, pair.other, pair.reason) for pair in found] == [(1, 3, reason)]
    assert compare(one, other, kind) == reason


@pytest.mark.parametrize(("kind", "one", "other"), APART)
def test_names_of_two_things_are_left_apart(kind: NameKind, one: str, other: str) -> None:
    assert (compare(one, other, kind), find_namesakes([(1, one), (2, other)], kind)) == (None, ())


def test_surest_reason_comes_first_and_a_row_never_meets_its_own_alias() -> None:
    names = [(1, "Port strike"), (1, "Port strikes"), (2, "Strike, port"), (3, "Port strikke")]

    found = find_namesakes(names, TAG)

    assert [(pair.one, pair.other, pair.score) for pair in found] == [
        (1, 2, SCORES[namesakes.ORDER]),
        (1, 3, SCORES[namesakes.ONE_LETTER]),
        (2, 3, SCORES[namesakes.ONE_LETTER]),
    ]
    assert (found[1].one_name, found[1].other_name) == ("Port strike", "Port strikke")
    assert str(found[0].clause) == "same words in another order"


def test_name_of_only_words_that_do_not_count_keeps_one() -> None:
    assert spelling_of("The News", SOURCE).core == ("news",)
    assert spelling_of("Dr", AUTHOR).core == ("dr",)


@given(NAMES, NAMES, KINDS)
def test_compare_is_the_same_either_way_round(one: str, other: str, kind: NameKind) -> None:
    assert compare(one, other, kind) == compare(other, one, kind)


@given(NAMES, KINDS)
def test_spelling_of_its_own_words_is_the_same(name: str, kind: NameKind) -> None:
    spelling = spelling_of(name, kind)

    again = spelling_of(" ".join(spelling.words), kind)

    assert (again.words, again.core) == (spelling.words, spelling.core)
    assert bool(spelling.words) == bool(spelling.core)


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMES, max_size=9), KINDS, st.randoms(use_true_random=False))
def test_found_pairs_do_not_depend_on_the_order_of_the_names(
    names: list[str], kind: NameKind, chance: random.Random
) -> None:
    numbered = list(enumerate(names))
    shuffled = chance.sample(numbered, len(numbered))

    assert find_namesakes(numbered, kind) == find_namesakes(shuffled, kind)


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMES, max_size=7), KINDS)
def test_found_pairs_are_those_that_comparing_all_would_find(
    names: list[str], kind: NameKind
) -> None:
    every = {
        (one, other)
        for one in range(len(names))
        for other in range(one + 1, len(names))
        if compare(names[one], names[other], kind)
    }

    assert {(pair.one, pair.other) for pair in find_namesakes(enumerate(names), kind)} == every


def distance(one: str, other: str) -> int:
    """Optimal string alignment by its definition."""
    if not one or not other:
        return len(one) + len(other)
    found = min(
        distance(one[1:], other[1:]) + (one[0] != other[0]),
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
    )
    if len(one) > 1 < len(other) and one[0] == other[1] and one[1] == other[0]:
        found = min(found, distance(one[2:], other[2:]) + 1)
    return found


@settings(deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.sampled_from([1, 2]))
def test_edits_are_counted_as_defined_up_to_the_most(one: str, other: str, most: int) -> None:
    assert edits_between(one, other, most) == min(distance(one, other), most + 1)


@given(st.text("abcd", min_size=1, max_size=7), st.text("abcd", min_size=1, max_size=7))
def test_words_one_edit_apart_share_a_shortened_form(one: str, other: str) -> None:
    if edits_between(one, other, 1) <= 1:
        assert shortened(one) & shortened(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("strike", "strikes"), ("city", "cities"), ("tax", "taxes"), ("house", "houses"),
     ("key", "keys"), ("process", "processes")],
)  # fmt: skip
def test_plurals_meet_on_their_stem(one: str, other: str) -> None:
    assert is_plural(one, other)
    assert is_plural(other, one)
    assert stem(one) == stem(other)


COLLIDING = {
    "one prefix": lambda at, chance: "tagprefixword" + "".join(chance.choices("abcdefgh", k=5)),
    "one prefix, numbers": lambda at, chance: f"tagprefixword {at}",
    "another last letter": lambda at, chance: "prefixes" + chr(0x4E00 + at),
    "words in every order": lambda at, chance: " ".join(
        chance.sample(["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"], 8)
    ),
    "all the same": lambda at, chance: "Jane Roe",
    "very long": lambda at, chance: "x" * 190 + str(at),
    "one family": lambda at, chance: chance.choice("jkm") + ". " + chance.choice("ab") + " roe",
}


@pytest.mark.parametrize("how", COLLIDING)
def test_names_made_to_collide_cost_no_more_than_a_bounded_time(how: str) -> None:
    chance = random.Random(7)
    names = [(at, COLLIDING[how](at, chance)) for at in range(4_000)]
    start = time.process_time()

    found = find_namesakes(names, AUTHOR)

    # Comparing all with all would take minutes; this takes 0.2 to 3.5 s on a slow machine.
    assert time.process_time() - start < 20
    assert len(found) <= namesakes.MOST_PAIRS
