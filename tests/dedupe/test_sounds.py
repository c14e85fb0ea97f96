"""Names as they sound in two scripts."""

from dataclasses import replace

import pytest

from articles.dedupe.event import across
from articles.dedupe.fingerprint import Document, fingerprint
from articles.dedupe.judge import Verdict, judge
from articles.dedupe.match import asked_weights, stored_keys
from articles.dedupe.sounds import ARABIC, LATIN, MOST_SOUNDS, script_of, sounds, sounds_of
from tests.dedupe.material import MARKET_MONDAY, NOON, WIRE

# Our own report of the ferry (material.WIRE) as an Urdu and an Arabic paper would have it.
URDU = Document(
    headline="اسکارہولم کے قریب فیری چٹان سے ٹکرا گئی، ۲۱۴ مسافر محفوظ",
    paragraphs=(
        "ماریا لنڈکوسٹ نامی فیری منگل کی رات اسکارہولم کے ساحل پر چٹان سے ٹکرا گئی۔ کپتان آسکر "
        "برانڈبی نے بتایا کہ جہاز پر ۲۱۴ افراد سوار تھے۔",
        "یہ جہاز ۱۹۸۷ میں بنا تھا۔ وزیر ٹامس آرکل بدھ کو پہنچیں گے۔",
    ),
    published_at=NOON,
    source="roznama",
)
ARABIC_TEXT = Document(
    headline="عبارة تصطدم بصخور قرب سكارفهولم",
    paragraphs=(
        "اصطدمت العبارة ماريا لندكويست بصخور قرب سكارفهولم وعلى متنها ٢١٤ راكبا، كما قال القبطان "
        "أوسكار براندبي. وبنيت السفينة عام ١٩٨٧.",
    ),
    published_at=NOON,
    source="sahifa",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Skarvholm", "اسکارہولم"),
        ("Brandeby", "برانڈبی"),
        ("Afghanistan", "افغانستان"),
        ("Pakistan", "پاکستان"),
        ("Kabul", "کابل"),
        ("Karvan", "كارفان"),
        ("Zardari", "زرداری"),
    ],
)
def test_a_name_sounds_alike_in_two_scripts(one: str, other: str) -> None:
    assert set(sounds(one)) & set(sounds(other))


@pytest.mark.parametrize("word", ["", "Rio", "۲۱۴", "214", "a1b2c3d4", "北京", "Москва", "u.s."])
def test_short_words_figures_and_other_scripts_have_no_sound(word: str) -> None:
    assert sounds(word) == ()


def test_script_is_that_of_most_words() -> None:
    assert script_of(["ferry", "harbour", "چٹان"]) == LATIN
    assert script_of(["ferry", "جہاز", "چٹان"]) == ARABIC
    assert script_of(["北京", "12"]) == script_of([]) == ""


def test_sounds_of_a_text_are_bounded_and_the_longest() -> None:
    words = [f"b{'lmnr'[n % 4]}{'dfjk'[n // 4 % 4]}{'stvr'[n // 16 % 4]}k" for n in range(64)]

    found = sounds_of([*words, "zmbrtl", "brk"])

    assert len(found) == MOST_SOUNDS
    assert "brk" not in found
    assert next(iter(found)) == "smbrtl"


@pytest.mark.parametrize("text", [URDU, ARABIC_TEXT])
def test_an_account_in_another_script_tells_the_same_event(text: Document) -> None:
    judgement = judge(WIRE, text)

    assert judgement.verdict == Verdict.SAME_EVENT
    assert "Skarvholm = " in judgement.reason
    assert judgement.reason.startswith("Names that sound alike: ")


def test_short_sounds_are_shown_only_where_there_are_no_longer_ones() -> None:
    urdu = replace(URDU, headline="", paragraphs=(f"برٹ نے بتایا۔ {URDU.paragraphs[0]}",))
    english = replace(WIRE, paragraphs=(*WIRE.paragraphs, "They were met by Berit on the quay."))
    short = [
        replace(URDU, headline="", paragraphs=("برٹ نے ۱۹۸۷ میں بتایا۔",)),
        replace(WIRE, headline="", paragraphs=("They were met by Berit in 1987 on the quay.",)),
    ]

    both = judge(english, urdu).evidence["shared_sounds"]

    assert "Skarvholm = اسکارہولم" in both
    assert not any(pair.startswith("Berit") for pair in both)
    assert judge(short[1], short[0]).evidence["shared_sounds"] == ["Berit = برٹ"]


def test_an_account_in_another_script_is_sought_by_sounds_and_figures() -> None:
    english, urdu = fingerprint(WIRE), fingerprint(URDU)

    there = asked_weights(urdu).keys() & set(stored_keys(english))
    back = asked_weights(english).keys() & set(stored_keys(urdu))
    foreign = asked_weights(urdu).keys() & set(stored_keys(fingerprint(MARKET_MONDAY)))

    assert (
        min(
            sum(asked_weights(p)[key] for key in keys)
            for p, keys in ((urdu, there), (english, back))
        )
        >= 24
    )
    assert sum(asked_weights(urdu)[key] for key in foreign) < 24


def test_one_name_alone_or_another_week_is_not_enough() -> None:
    named = replace(
        URDU, headline="", paragraphs=("اسکارہولم میں آج دھوپ نکلی اور بازار کھلے رہے۔",)
    )
    later = replace(URDU, published_at=NOON.replace(month=5))

    assert judge(WIRE, named).verdict == Verdict.UNRELATED
    assert judge(WIRE, later).verdict == Verdict.UNRELATED


def test_more_in_common_never_speaks_against_one_event() -> None:
    steps = [
        across([], 0.0, 0.0),
        across(["krb"], 0.0, 0.0),
        across(["krb", "mrkt"], 0.0, 0.0),
        across(["krb", "mrkt"], 12.0, 0.0),
        across(["krb", "mrkt"], 12.0, 1.0),
    ]

    assert steps == sorted(steps)
    assert 0 < steps[0] < 0.01 < 0.5 < steps[-1] < 1
