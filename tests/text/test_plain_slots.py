"""Byline, date, dateline, standfirst and sections, in English, Urdu and Arabic."""

from articles.text.blocks import Block
from articles.text.normalise import fold
from articles.text.plain import CLEANER_VERSION, Cut, clean_text
from tests.text.material import FERRY

HEADLINE = "Velmora reopens the Ropewalk bridge after eleven weeks"
FIRST = (
    "The Ropewalk bridge in Velmora was opened to traffic again on Monday, eleven weeks after a "
    "barge had struck its second pier."
)
SECOND = (
    "Engineers from Harrow Point replaced forty steel plates and tested the pier with six loaded "
    "trucks, the harbour office said."
)
THIRD = "The owner of the barge, Tomas Reike, has agreed to pay a third of the cost, the city said."


def test_clean_text_page_with_everything_fills_every_slot() -> None:
    text = "\n".join(
        [
            "Home › Region › Transport",
            HEADLINE,
            "City pays two thirds of the cost, owner of the barge the rest",
            "By Jane Doe, Harbour Press | July 5, 2025",
            "Share on FacebookTweet",
            "Trucks on the bridge on Monday. (Anna Berg / Reuters)",
            FIRST,
            "Advertisement",
            SECOND,
            "Who pays",
            THIRD,
            "Jane Doe is a reporter who covers the harbour for the Velmora Post.",
            "Related Articles",
            "Mayor Opens Second Tram Line To The Hill Wards",
        ]
    )

    cleaned = clean_text(text)

    assert cleaned.as_json() == {
        "headline": HEADLINE,
        "lead": None,
        "standfirst": "City pays two thirds of the cost, owner of the barge the rest",
        "byline": "By Jane Doe, Harbour Press",
        "date": "July 5, 2025",
        "dateline": None,
        "section_hints": ["Home", "Region", "Transport"],
        "headings": ["Who pays"],
        "paragraphs": [FIRST, SECOND, "Who pays", THIRD],
        "cut": [
            {"line": "Home › Region › Transport", "reason": "breadcrumb", "number": 0},
            {"line": "Share on FacebookTweet", "reason": "chrome", "number": 4},
            {
                "line": "Trucks on the bridge on Monday. (Anna Berg / Reuters)",
                "reason": "caption",
                "number": 5,
            },
            {"line": "Advertisement", "reason": "chrome", "number": 7},
            {
                "line": "Jane Doe is a reporter who covers the harbour for the Velmora Post.",
                "reason": "about-author",
                "number": 11,
            },
            {"line": "Related Articles", "reason": "chrome", "number": 12},
            {
                "line": "Mayor Opens Second Tram Line To The Hill Wards",
                "reason": "outside",
                "number": 13,
            },
        ],
        "language": "en",
        "confidence": cleaned.confidence,
    }
    assert 0.9 <= cleaned.confidence <= 1.0
    assert cleaned.blocks[2] == Block("h2", "Who pays")
    assert CLEANER_VERSION


def test_clean_text_in_urdu() -> None:
    headline = "ویلمورا کا پل گیارہ ہفتوں بعد دوبارہ کھول دیا گیا"
    first = (
        "ویلمورا: شہر کا پرانا پل پیر کے روز گیارہ "
        "ہفتوں کی بندش کے بعد ٹریفک کے لیے دوبارہ کھول "
        "دیا گیا ہے۔"
    )
    second = (
        "بندرگاہ کے دفتر کے مطابق انجینئروں نے چالیس "
        "فولادی تختے بدلے اور چھ ٹرکوں سے پل کی جانچ کی۔"
    )
    heading = "خرچ کون دے گا"
    third = (
        "کشتی کے مالک نے خرچ کا ایک تہائی حصہ ادا کرنے "
        "پر رضامندی ظاہر کی ہے، شہر کی انتظامیہ نے بتایا۔"
    )
    text = "\n\n".join(
        [
            "ہومپاکستاناہم خبریں",
            headline,
            "نامہ نگار: احمد خان",
            "5 جولائی 2025",
            first,
            second,
            heading,
            third,
            "متعلقہ خبریں",
            "شیئر کریں",
            "آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا",
        ]
    )

    cleaned = clean_text(text)

    assert (cleaned.headline, cleaned.byline) == (headline, "نامہ نگار: احمد خان")
    assert (cleaned.date, cleaned.dateline) == ("5 جولائی 2025", "ویلمورا")
    assert cleaned.section_hints == ("ہوم", "پاکستان", "اہم خبریں")
    assert cleaned.blocks == (
        Block("p", first),
        Block("p", second),
        Block("h2", heading),
        Block("p", third),
    )
    assert [cut.reason for cut in cleaned.cut] == ["breadcrumb", "chrome", "chrome", "chrome"]
    assert cleaned.language == "ur"


def test_clean_text_in_arabic() -> None:
    headline = "إعادة فتح جسر فيلمورا بعد أحد عشر أسبوعا من الإغلاق"
    first = (
        "فيلمورا (رويترز) - أعيد فتح الجسر القديم في "
        "المدينة يوم الاثنين بعد أحد عشر أسبوعا من الإغلاق."
    )
    second = (
        "وقال مكتب الميناء إن المهندسين استبدلوا "
        "أربعين لوحا من الصلب واختبروا الجسر بست شاحنات محملة."
    )
    text = "\n".join(
        [
            "الرئيسية » العالم",
            headline,
            "كتب: محمد علي",
            "٥ يوليو ٢٠٢٥",
            first,
            second,
            "اقرأ أيضاً: مدينة أخرى تغلق ميناءها",
            "مقالات ذات صلة",
            "اترك تعليقاً",
        ]
    )

    cleaned = clean_text(text)

    assert (cleaned.headline, cleaned.byline) == (headline, "كتب: محمد علي")
    assert (cleaned.date, cleaned.dateline) == ("٥ يوليو ٢٠٢٥", "فيلمورا")
    assert cleaned.paragraphs == (first, second)
    assert [cut.reason for cut in cleaned.cut] == ["breadcrumb", "chrome", "chrome", "chrome"]
    assert cleaned.language == "ar"


def test_clean_text_given_headline_cuts_each_echo_of_it() -> None:
    text = "\n".join([f"{HEADLINE} - The Velmora Post", FIRST, HEADLINE, SECOND])

    cleaned = clean_text(text, headline=HEADLINE)

    assert cleaned.headline == HEADLINE
    assert cleaned.paragraphs == (FIRST, SECOND)
    assert [cut.reason for cut in cleaned.cut] == ["headline-echo", "headline-echo"]


def test_clean_text_known_chrome_of_the_source_is_cut() -> None:
    promise = "We tell you what the harbour does not, every morning at six."

    cleaned = clean_text("\n".join([FIRST, promise, SECOND]), chrome=frozenset({fold(promise)}))

    assert cleaned.paragraphs == (FIRST, SECOND)
    assert cleaned.cut == (Cut(promise, "known-chrome", 1),)


def test_clean_text_long_paragraph_that_a_source_repeats_is_not_chrome() -> None:
    long = " ".join([FIRST, SECOND, THIRD])

    cleaned = clean_text("\n".join([FIRST, long]), chrome=frozenset({fold(long)}))

    assert cleaned.cut == ()


def test_clean_text_date_stated_behind_the_text_is_found() -> None:
    text = "\n".join([HEADLINE, FIRST, SECOND, "First Published: Saturday, July 5, 2025 08:38 AM"])

    assert clean_text(text).date == "First Published: Saturday, July 5, 2025 08:38 AM"


def test_clean_text_without_headline_byline_or_date_leaves_them_unknown() -> None:
    cleaned = clean_text("\n".join([FIRST, SECOND, THIRD]))

    assert (cleaned.headline, cleaned.byline, cleaned.date, cleaned.dateline) == (None,) * 4
    assert cleaned.paragraphs == (FIRST, SECOND, THIRD)


def test_clean_text_list_without_prose_is_kept_whole() -> None:
    cleaned = clean_text("Winners of the regatta\nAnna Berg\nTomas Reike\nNadia Holm")

    assert cleaned.headline == "Winners of the regatta"
    assert cleaned.paragraphs == ("Anna Berg", "Tomas Reike", "Nadia Holm")
    assert cleaned.confidence < 0.6


def test_clean_text_talk_has_no_dateline() -> None:
    talk = [f"Holm: {FIRST}", f"Reike: {SECOND}", f"Holm: {THIRD}"]

    assert clean_text("\n".join([HEADLINE, *talk])).dateline is None


def test_clean_text_first_sentence_below_the_headline_is_no_standfirst_without_a_sign() -> None:
    cleaned = clean_text("\n".join([HEADLINE, THIRD, f"{FIRST} {SECOND}"]))

    assert cleaned.standfirst is None
    assert cleaned.paragraphs == (THIRD, f"{FIRST} {SECOND}")


def test_clean_text_full_article_given_its_own_headline_is_untouched() -> None:
    text = "\n".join(FERRY.paragraphs)

    cleaned = clean_text(text, headline=FERRY.headline)

    assert (cleaned.paragraphs, cleaned.cut) == (FERRY.paragraphs, ())
