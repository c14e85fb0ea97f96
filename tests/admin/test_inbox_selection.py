"""Which rows an act is about, and where the focus goes."""

from django.http import QueryDict

from articles.admin.inbox_selection import Selection
from articles.admin.posted import number, numbers


def selection(query: str) -> Selection:
    return Selection.read(QueryDict(query))


def test_numbers_leave_out_what_is_none() -> None:
    assert numbers(["3", "x", "3", "-1", "", "9" * 30, "4"]) == (3, 4)


def test_what_is_no_number_is_no_key() -> None:
    assert [number(text) for text in ("12", "", None, "x", "9" * 19)] == [12, 0, 0, 0, 0]


def test_ticked_rows_win_over_the_row_in_focus() -> None:
    found = selection("pick=2&pick=3&focus=1&order=1|2|3")

    assert (found.ids, found.is_ticked) == ((2, 3), True)


def test_without_ticks_the_row_in_focus_is_meant() -> None:
    found = selection("focus=1,4&order=1,4|2")

    assert (found.ids, found.is_ticked) == ((1, 4), False)


def test_focus_stays_in_the_group_while_something_is_left() -> None:
    assert selection("focus=1,4&order=1,4|2").row_after(frozenset({1})) == 4


def test_focus_goes_to_the_next_group_when_all_is_gone() -> None:
    assert selection("focus=1,4&order=1,4|2|3").row_after(frozenset({1, 4})) == 2


def test_focus_goes_back_after_the_last_group() -> None:
    assert selection("focus=3&order=1|2|3").row_after(frozenset({3})) == 2


def test_focus_stays_when_nothing_is_gone() -> None:
    assert selection("focus=2&order=1|2|3").row_after(frozenset()) == 2


def test_empty_inbox_leaves_no_focus() -> None:
    assert selection("focus=1&order=1").row_after(frozenset({1})) is None
