"""The scores that the machine acts by: set with a reason, refused when they make no sense."""

from typing import Any

import pytest

from articles.dedupe.judge import DEFAULT, Limits
from articles.desk import tuning, undoing
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Change, Thresholds
from articles.models.thresholds import HIGHEST_EVENT, LOWEST_EVENT, LOWEST_REVIEW
from tests.factories import NOW, SECTION_EDITOR, make_chief, make_user

pytestmark = pytest.mark.django_db

STRICT = Limits(same_copy=0.6, review=0.3, same_event=0.7)


def set_to(wanted: Limits, *, seen: Limits = DEFAULT, reason: str = "Too many", by: Any) -> None:
    tuning.set_thresholds(wanted, seen=seen, reason=reason, by=by, at=NOW)


def test_without_a_row_the_products_own_numbers_hold() -> None:
    assert (Thresholds.limits_now(), Thresholds.objects.count()) == (DEFAULT, 0)


def test_numbers_that_were_set_hold_and_carry_their_reason() -> None:
    chief = make_chief()

    set_to(STRICT, reason="  Twins of one court  ", by=chief)

    act = Act.objects.get()
    assert Thresholds.limits_now() == STRICT
    assert (act.verb, act.reason, act.by) == ("edit-thresholds", "Twins of one court", chief)


def test_undoing_the_first_setting_brings_the_products_numbers_back() -> None:
    chief = make_chief()
    set_to(STRICT, by=chief)

    undoing.undo_act(Act.objects.get(), by=chief, at=NOW)

    assert Thresholds.limits_now() == DEFAULT


def test_undoing_a_later_setting_brings_the_former_numbers_back() -> None:
    chief = make_chief()
    set_to(STRICT, by=chief)
    set_to(Limits(0.7, 0.3, 0.7), seen=STRICT, by=chief)

    undoing.undo_act(Act.objects.latest("id"), by=chief, at=NOW)

    assert Thresholds.limits_now() == STRICT
    assert list(Change.objects.filter(act__verb="undo").values_list("field", flat=True)) == [
        "same_copy"
    ]


def test_numbers_are_refused_when_others_were_set_meanwhile() -> None:
    chief = make_chief()
    set_to(STRICT, by=chief)

    with pytest.raises(PlanOutdated, match="Somebody set other numbers"):
        set_to(Limits(0.8, 0.3, 0.7), seen=DEFAULT, by=chief)

    assert Thresholds.limits_now() == STRICT


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0.3, 0.4, 0.5), "“Review” must lie between 0.26"),
        ((0.5, LOWEST_REVIEW - 0.01, 0.5), "“Review” must lie between 0.26"),
        ((1.1, 0.3, 0.5), "“Review” must lie between 0.26"),
        ((0.5, 0.3, LOWEST_EVENT - 0.01), "“Same event” must lie between 0.30 and 0.95"),
        ((0.5, 0.3, HIGHEST_EVENT + 0.01), "“Same event” must lie between 0.30 and 0.95"),
        ((float("nan"), 0.3, 0.5), "“Review” must lie between 0.26"),
        ((0.5, 0.3, float("inf")), "“Same event” must lie between"),
    ],
)
def test_nonsense_is_refused_with_what_is_possible(
    numbers: tuple[float, float, float], said: str
) -> None:
    with pytest.raises(ActRefused, match=said):
        tuning.limits_of(*numbers)


def test_every_number_that_a_slider_reaches_is_one_that_the_judge_takes() -> None:
    ends = [(1.0, LOWEST_REVIEW, LOWEST_EVENT), (LOWEST_REVIEW, LOWEST_REVIEW, HIGHEST_EVENT)]

    assert [tuning.limits_of(*end) for end in ends] == [Limits(*end) for end in ends]


@pytest.mark.parametrize(("wanted", "reason"), [(STRICT, "  "), (DEFAULT, "Because")])
def test_setting_without_a_reason_or_a_change_is_refused(wanted: Limits, reason: str) -> None:
    with pytest.raises(ActRefused):
        set_to(wanted, reason=reason, by=make_chief())

    assert (Act.objects.count(), Thresholds.objects.count()) == (0, 0)


def test_section_editor_is_refused_with_the_right_that_is_missing() -> None:
    with pytest.raises(NotPermitted, match="change_thresholds"):
        set_to(STRICT, by=make_user(SECTION_EDITOR))
