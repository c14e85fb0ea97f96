"""What people are quoted as saying, in the quotation marks of several scripts."""

import pytest

from articles.dedupe.names import place_names
from articles.dedupe.quotes import LONGEST, Quote, find_quotes, same_words


def found(text: str) -> list[tuple[str, str]]:
    return [
        (text[at.start : at.end], at.quote.speaker)
        for at in find_quotes(text, place_names([text])[0])
    ]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("The mayor, Leila Haddan, said: “We saw it come.”", "We saw it come.", "Leila Haddan"),
        ('"We saw it come," said Leila Haddan.', "We saw it come,", "Leila Haddan"),
        ("It was ‘a black day for us’, said Leila Haddan.", "a black day for us", "Leila Haddan"),
        ("«Nous l’avons vu venir», said Leila Haddan.", "Nous l’avons vu venir", "Leila Haddan"),
        ('Leila Haddan called it "shameful" in the house.', "shameful", "Leila Haddan"),
        ("حمزہ شریف نے بتایا: ’’ہم نے پانی دیکھا۔‘‘", "ہم نے پانی دیکھا۔", "حمزہ شریف"),
        ("وقالت كاستيلان: «رأينا الماء قادماً»", "رأينا الماء قادماً", ""),
    ],
)
def test_quotation_is_found_with_its_speaker(text: str, said: str, speaker: str) -> None:
    quotes = found(text)

    assert [words for words, _ in quotes] == [said]
    assert quotes[0][1].endswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called ‘line’ is closed.",
        "It’s the dogs’ day and the cats’ night.",
        'A "smart" card is needed.',
        "He is 6' 2\" tall.",
        "“An opening mark that nobody closes",
    ],
)
def test_term_apostrophe_and_forgotten_mark_are_no_quotation(text: str) -> None:
    assert found(text) == []


def test_mark_closed_too_late_was_forgotten() -> None:
    assert found(f"She said: “{'word ' * LONGEST}”") == []


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("we saw it come", "we saw it come", 1.0),
        ("saw it come", "we saw it come and did nothing", 1.0),
        ("we saw it all come", "we saw it come at last", 0.5),
        ("we saw it come", "nobody was there", 0.0),
    ],
)
def test_same_words_is_the_share_of_the_shorter(one: str, other: str, share: float) -> None:
    first, second = (Quote(tuple(text.split()), "") for text in (one, other))

    assert same_words(first, second) == share == same_words(second, first)
