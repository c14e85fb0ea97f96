"""Names in running text."""

from articles.dedupe.names import find_names, name_key, shared_names


def names_of(*texts: str) -> list[str]:
    return [name.text for name in find_names(texts).values()]


def test_words_with_a_capital_inside_a_sentence_are_names() -> None:
    assert names_of("The ship met Oskar Brandeby at Skarvholm.") == [
        "Oskar",
        "Brandeby",
        "Skarvholm",
    ]


def test_a_common_word_that_opens_a_sentence_is_no_name() -> None:
    assert names_of("However, it sank. After that they left. Brandeby swam.") == ["Brandeby"]


def test_months_and_weekdays_are_no_names() -> None:
    assert names_of("They met in March, on Friday, at Skarvholm.") == ["Skarvholm"]


def test_a_line_in_title_case_yields_no_names() -> None:
    assert names_of("Complex History of Russia and Norhelm") == []


def test_a_possessive_ends_a_name_and_is_left_out() -> None:
    names = find_names(["They asked Norhelm’s Oskar Brandeby for help."])

    assert {name.runs for name in names.values()} == {(("Norhelm",),), (("Oskar", "Brandeby"),)}


def test_a_text_without_capitals_yields_no_names() -> None:
    assert names_of("جزیرہ اسکارہولم کے قریب کشتی", "") == []


def test_usual_spellings_of_a_name_share_a_key() -> None:
    assert name_key("Muttaqi") == name_key("Mutaki") == name_key("MUTTAQI’s")
    assert name_key("Zhirnov") == name_key("Jirnov")
    assert name_key("Erdoğan") == name_key("Erdogan")


def test_short_names_and_other_names_keep_keys_of_their_own() -> None:
    keys = {name_key(word) for word in ("Iran", "Iraq", "Austria", "Australia", "London", "Lyon")}

    assert len(keys) == 6


def test_shared_names_are_called_as_people_call_them() -> None:
    one = find_names(["They saw Minister Amir Khan Muttaqi in New York with the United Nations."])
    other = find_names(["In all, Amir Khan Muttaqi told the United Nations of New York that."])

    assert sorted(shared_names(one, other)) == ["Muttaqi", "New York", "United Nations"]


def test_a_title_alone_is_no_shared_name() -> None:
    one = find_names(["They saw the Foreign Ministry and the Minister."])
    other = find_names(["They left the Interior Ministry and its Minister."])

    assert shared_names(one, other) == ()


def test_shared_names_come_rarest_and_most_used_first() -> None:
    text = "They saw Zorbach and Zorbach in Germany, and Zorbach left Germany for Quillan."

    assert shared_names(find_names([text]), find_names([text])) == (
        "Zorbach",
        "Germany",
        "Quillan",
    )
