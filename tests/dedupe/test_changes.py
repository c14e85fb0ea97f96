"""What changed between two versions of one text."""

import time
from datetime import date

import pytest

from articles.dedupe.changes import (
    MOST_TOLD,
    Change,
    Changes,
    Sort,
    Value,
    Version,
    compare_versions,
)
from articles.dedupe.ledger import Passage
from articles.text.diff import Couple

DAY = date(2026, 11, 14)
SECONDS = 60


def version(*texts: str, headline: str = "", day: date | None = DAY) -> Version:
    """A version whose paragraphs are p-1, p-2 and so on."""
    passages = [Passage(f"p-{place}", text) for place, text in enumerate(texts, start=1)]
    passages.append(Passage("headline", headline, is_body=False))
    return Version.read(passages, day=day)


def compared(old: str, new: str, *, day: date | None = DAY) -> Changes:
    return compare_versions(version(old, day=day), version(new, day=day))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """Sort, former and present words of each."""
    return [
        (
            change.sort.value,
            change.old.text if change.old else "",
            change.new.text if change.new else "",
        )
        for change in changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "A blast at the Tarnow mill killed 3 people, the governor said.",
            "A blast at the Tarnow mill killed 5 people, the governor said.",
            ("number", "3 people", "5 people"),
        ),
        (
            "A blast at the Tarnow mill killed three people, the governor said.",
            "A blast at the Tarnow mill killed 5 people, the governor said.",
            ("number", "three people", "5 people"),
        ),
        (
            "The toll of the blast in Tarnow stood at 15 on the day.",
            "The toll of the blast in Tarnow stood at 19 on the day.",
            ("number", "15", "19"),
        ),
        (
            "Rebuilding the mill will cost $2.5 million, engineers said.",
            "Rebuilding the mill will cost $3.1 million, engineers said.",
            ("amount", "$2.5 million", "$3.1 million"),
        ),
        (
            "Rebuilding the mill will cost $5 million, engineers said.",
            "Rebuilding the mill will cost €5 million, engineers said.",
            ("amount", "$5 million", "€5 million"),
        ),
        (
            "The inquiry opens on 14 November in Tarnow.",
            "The inquiry opens on 21 November in Tarnow.",
            ("date", "14 November", "21 November"),
        ),
        (
            "The inquiry opens in Tarnow on Monday, the judge said.",
            "The inquiry opens in Tarnow on Thursday, the judge said.",
            ("date", "Monday", "Thursday"),
        ),
        (
            "The hall caught fire at 10:30 in the night.",
            "The hall caught fire at 11:45 in the night.",
            ("time", "10:30", "11:45"),
        ),
        (
            "Minister Amir Mutaki left the hall early.",
            "Minister Amir Muttaqi left the hall early.",
            ("name", "Amir Mutaki", "Amir Muttaqi"),
        ),
        (
            "تارنو مل میں دھماکے سے ۳ افراد ہلاک ہوئے۔",
            "تارنو مل میں دھماکے سے ۵ افراد ہلاک ہوئے۔",
            ("number", "۳ افراد", "۵ افراد"),
        ),
        (
            "پولیس نے تارنو میں تین سو گاڑیاں روکیں۔",
            "پولیس نے تارنو میں چار سو گاڑیاں روکیں۔",
            ("number", "تین سو", "چار سو"),
        ),
        (
            "یہ واقعہ ۱۴ نومبر کو تارنو میں پیش آیا۔",
            "یہ واقعہ ۱۵ نومبر کو تارنو میں پیش آیا۔",
            ("date", "۱۴ نومبر", "۱۵ نومبر"),
        ),
        (
            "قتل ٣ أشخاص في انفجار في تارنو.",
            "قتل ٥ أشخاص في انفجار في تارنو.",
            ("number", "٣ أشخاص", "٥ أشخاص"),
        ),
        (
            "انفجر المصنع في تارنو يوم الاثنين صباحا.",
            "انفجر المصنع في تارنو يوم الثلاثاء صباحا.",
            ("date", "الاثنين", "الثلاثاء"),
        ),
    ],
)
@pytest.mark.parametrize("day", [DAY, None])
def test_value_in_the_place_of_another_is_a_change(
    old: str, new: str, expected: tuple[str, str, str], day: date | None
) -> None:
    changes = compared(old, new, day=day)

    assert told(changes.changed) == [expected]
    assert (changes.came, changes.went, changes.added, changes.dropped) == ((), (), (), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The mill sold 1,200 sacks in a week.", "The mill sold 1200 sacks in a week."),
        ("The mill sold 1,200 sacks in a week.", "The mill sold 1 200 sacks in a week."),
        ("It hurt three people in the hall.", "It hurt 3 people in the hall."),
        ("It will cost $2.5 million in all.", "It will cost 2.5 million dollars in all."),
        ("It fell by 4 per cent in a year.", "It fell by 4% in a year."),
        ("It opens on 14 November in Tarnow.", "It opens on November 14 in Tarnow."),
        ("It opens on 14 November in Tarnow.", "It opens on 14 November 2026 in Tarnow."),
        ("It began at 3:30 pm in the hall.", "It began at 15:30 in the hall."),
        ("دھماکے میں ۳ افراد ہلاک ہوئے۔", "دھماکے میں 3 افراد ہلاک ہوئے۔"),
        ("پولیس نے پانچ گاڑیاں روکیں۔", "پولیس نے ۵ گاڑیاں روکیں۔"),
        ("أصيب ١٢ شخصا في تارنو.", "أصيب 12 شخصا في تارنو."),
        ("It rained on the old mill of the town.", "It rained on the new mill of the town."),
        (
            "TARNOW, July 14 (Reuters) — The old mill of the town burnt down in the night.",
            "TARNOW, July 15 (Reuters) — The old mill of the town burnt down in the night.",
        ),
    ],
)
def test_value_that_is_only_printed_otherwise_is_no_change(old: str, new: str) -> None:
    changes = compared(old, new)

    assert (changes.changed, changes.came, changes.went) == ((), (), ())


def test_relative_day_of_two_writings_is_no_change() -> None:
    older = version("The hall of the mill burnt down yesterday.", day=DAY)
    newer = version("The hall of the mill burnt down yesterday, again.", day=date(2026, 11, 15))

    changes = compare_versions(older, newer)

    assert (changes.changed, changes.came, changes.went) == ((), (), ())


def test_change_tells_its_fate_and_both_places() -> None:
    older = version("It rained.", "A blast at the Tarnow mill killed 3 people at noon.")
    newer = version("A blast at the Tarnow mill killed 5 people at noon.", "It rained.")

    [change] = compare_versions(older, newer).changed

    around = "A blast at the Tarnow mill killed ", " at noon."
    assert change == Change(
        Sort.NUMBER,
        Value("3 people", *around, "p-2", 2),
        Value("5 people", *around, "p-1", 1),
        fate="die",
    )


def test_stop_of_the_sentence_is_no_part_of_a_date() -> None:
    [change] = compared(
        "The boiler was looked at on 14 March.", "The boiler was looked at on 21 March."
    ).changed

    assert change.new == Value("21 March", "The boiler was looked at on ", ".", "p-1", 1)


def test_reordered_paragraphs_are_no_changes() -> None:
    texts = ["It hurt 3 people.", "The mill cost $5 million.", "Ilse Varnow came at 10:30."]

    changes = compare_versions(version(*texts), version(*texts[::-1]))

    assert (changes.changed, changes.came, changes.went) == ((), (), ())
    assert (changes.added, changes.dropped, len(changes.moved)) == ((), (), 2)
    assert sorted((c.old, c.new) for c in changes.couples) == [(0, 2), (1, 1), (2, 0)]


def test_paragraph_cut_in_two_adds_nothing() -> None:
    older = version("It hurt 3 people. Ilse Varnow came at noon. The mill was shut.")
    newer = version("It hurt 3 people. Ilse Varnow came at noon.", "The mill was shut.")

    changes = compare_versions(older, newer)

    assert (changes.changed, changes.came, changes.went) == ((), (), ())
    assert (changes.added, changes.dropped) == ((), ())


def test_what_came_in_and_went_out_is_listed_apart() -> None:
    first = "A blast shook the mill of the town at noon, and the hall fell in."
    older = version(first, "The governor, Ilse Varnow, promised help.")
    newer = version(
        first,
        "Judge Greta Holmsund will lead an inquiry. “Nobody had looked at the boiler,” she said.",
        "The hall was insured for $4.2 million.",
    )

    changes = compare_versions(older, newer)

    assert changes.changed == ()
    assert told(changes.came) == [
        ("amount", "", "$4.2 million"),
        ("name", "", "Greta Holmsund"),
        ("quote", "", "Nobody had looked at the boiler,"),
    ]
    assert told(changes.went) == [("name", "Ilse Varnow", "")]
    assert (changes.added, changes.dropped) == ((1, 2), (1,))


def test_name_in_a_changed_sentence_is_told() -> None:
    changes = compared(
        "The hall was opened by the mayor of the town last year.",
        "The hall was opened by Karl Tomsen, the mayor of the town last year.",
    )

    assert (changes.changed, told(changes.came), changes.went) == (
        (),
        [("name", "", "Karl Tomsen")],
        (),
    )


def test_quote_that_says_otherwise_is_changed() -> None:
    changes = compared(
        "Varnow said: “We were warned of the crack three times before.” Nobody came.",
        "Varnow said: “We were warned of the crack many times before.” Nobody came.",
    )

    assert told(changes.changed) == [
        (
            "quote",
            "We were warned of the crack three times before.",
            "We were warned of the crack many times before.",
        )
    ]


def test_sentence_told_anew_is_held_against_the_former_one() -> None:
    older = version("The ferry Saltmaiden ran on a sandbank off Oreva with 214 passengers aboard.")
    newer = version(
        "It was a quiet night on the coast, with little wind and a clear sky above it.",
        "All 217 passengers of the ferry Saltmaiden were safe after it hit a sandbank off Oreva.",
    )

    changes = compare_versions(older, newer)

    assert told(changes.changed) == [("number", "214 passengers", "217 passengers")]
    assert changes.changed[0].label == "ferry Saltmaiden sandbank off Oreva"


def test_figure_that_stayed_is_not_held_against_a_new_one() -> None:
    first = "The blast at the Tarnow mill killed 15 people."
    changes = compare_versions(
        version(first), version(first, "An earlier blast at the Tarnow mill killed 7 people.")
    )

    assert (changes.changed, told(changes.came)) == ((), [("number", "", "7 people")])


def test_change_that_headline_and_body_tell_is_told_once_in_the_body() -> None:
    older = version("The blast in Tarnow killed 3 people.", headline="Blast in Tarnow kills 3")
    newer = version("The blast in Tarnow killed 5 people.", headline="Blast in Tarnow kills 5")

    assert told(compare_versions(older, newer).changed) == [("number", "3 people", "5 people")]


def test_change_of_the_headline_alone_points_at_it() -> None:
    older = version("It rained.", headline="Blast in Tarnow kills 3")
    newer = version("It rained.", headline="Blast in Tarnow kills 5")

    [change] = compare_versions(older, newer).changed

    assert change.new
    assert (change.new.text, change.new.anchor, change.new.number) == ("5", "headline", 0)


def test_figures_come_before_names_and_quotes() -> None:
    changes = compared(
        "Minister Amir Mutaki said on 14 November that 3 mills, worth $5 million, burnt at 10:30.",
        "Minister Amir Muttaqi said on 15 November that 4 mills, worth $6 million, burnt at 11:30.",
    )

    assert [sort for sort, _old, _new in told(changes.changed)] == [
        "number",
        "amount",
        "date",
        "time",
        "name",
    ]
    assert len(changes.figures) == 4


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [((), (), []), ((), ("It rained.",), [(None, 0)]), (("It rained.",), (), [(0, None)])],
)
def test_empty_texts_are_compared(
    old: tuple[str, ...], new: tuple[str, ...], places: list[tuple[int | None, int | None]]
) -> None:
    changes = compare_versions(version(*old), version(*new))

    assert changes == Changes(
        (), (), (),
        couples=tuple(Couple(i, j) for i, j in places),
        added=(0,) if new else (),
        dropped=(0,) if old else (),
        moved=(),
    )  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "words"), [(10_000, 100), (200, 5_000), (1, 1_000_000)])
def test_million_words_take_bounded_time_and_say_that_they_are_not_all_read(
    paragraphs: int, words: int
) -> None:
    old = [
        " ".join(f"w{(n * 7919 + k * k) % 4999}" for k in range(words - 1)) + f" {n + 10} mills"
        for n in range(paragraphs)
    ]
    new = [text.replace("w17 ", "w18 ").replace(" mills", "7 mills") for text in old]
    started = time.monotonic()

    changes = compare_versions(version(*old), version(*new))

    assert time.monotonic() - started < SECONDS
    assert not changes.is_whole
    assert len(changes.couples) == paragraphs
    assert len(changes.changed) <= MOST_TOLD
