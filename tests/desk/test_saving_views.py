"""Saved views: an address under a name, with a way back, and no right of its own."""

from typing import Any

import pytest

from articles.desk import saving_views, undoing
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, SavedView
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
INBOX = SavedView.Screen.INBOX


def save(by: Any, name: str = "Ports", query: str = "q=port", **given: Any) -> SavedView:
    return saving_views.save_view(name, screen=INBOX, query=query, by=by, at=NOW, **given)


def names(user: Any) -> list[str]:
    return [view.name for view in SavedView.objects.seen_by(user)]


def test_view_keeps_the_filters_and_not_the_place() -> None:
    view = save(
        factories.make_user(factories.REPORTER),
        query="section=&at=7&q=port+strike&after=9~1&p=3&open=g7&source=wire",
    )

    assert view.query == "q=port+strike&source=wire"
    assert view.get_absolute_url() == "/admin/inbox/?q=port+strike&source=wire"


def test_own_and_shared_views_are_seen_own_ones_first() -> None:
    one, other = (factories.make_user(factories.REPORTER) for _ in range(2))
    save(other, "Shared", is_shared=True)
    save(other, "Private")
    save(one, "Own")

    assert [names(one), names(other)] == [["Own", "Shared"], ["Shared", "Private"]]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("  ", "q=port", "The view needs a name."),
        ("Ports", "", "Nothing is narrowed here."),
        ("Ports", "at=7&p=2", "Nothing is narrowed here."),
        ("Taken", "q=port", "A view of this list is called “Taken” already."),
        ("Ports", "q=" + "x" * 2000, "These filters are too long to keep."),
    ],
)
def test_view_that_cannot_be_kept_is_refused_with_the_reason(
    name: str, query: str, said: str
) -> None:
    reporter = factories.make_user(factories.REPORTER)
    save(reporter, "Taken")

    with pytest.raises(ActRefused) as refusal:
        save(reporter, name, query)

    assert refusal.value.message == said
    assert names(reporter) == ["Taken"]


def test_views_have_a_number_that_a_person_can_keep_apart() -> None:
    reporter = factories.make_user(factories.REPORTER)
    SavedView.objects.bulk_create(
        SavedView(name=str(n), screen=INBOX, query="q=x", owner=reporter)
        for n in range(saving_views.MOST)
    )

    with pytest.raises(ActRefused, match="30 views"):
        save(reporter)


def test_person_without_the_right_keeps_none() -> None:
    with pytest.raises(NotPermitted):
        save(factories.make_user())


def test_only_the_owner_and_a_chief_change_a_view() -> None:
    owner = factories.make_user(factories.REPORTER)
    other = factories.make_user(factories.SECTION_EDITOR)
    view = save(owner, is_shared=True)

    with pytest.raises(NotPermitted):
        saving_views.remove_view(view, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        saving_views.change_view(view, name="x", is_shared=False, by=other, at=NOW)
    saving_views.change_view(view, name="Port", is_shared=True, by=factories.make_chief(), at=NOW)

    assert names(other) == ["Port"]


def test_only_the_owner_and_a_chief_take_an_act_back() -> None:
    owner = factories.make_user(factories.REPORTER)
    save(owner, is_shared=True)
    act = Act.objects.get(verb="save-view")

    with pytest.raises(NotPermitted):
        undoing.undo_act(act, by=factories.make_user(factories.SECTION_EDITOR), at=NOW)
    undoing.undo_act(act, by=owner, at=NOW)

    assert names(owner) == []


def test_removed_view_comes_back() -> None:
    owner = factories.make_user(factories.REPORTER)
    saving_views.remove_view(save(owner), by=owner, at=NOW)

    undoing.undo_act(Act.objects.get(verb="remove-view"), by=owner, at=NOW)

    assert names(owner) == ["Ports"]


def test_view_that_is_gone_is_refused() -> None:
    owner = factories.make_user(factories.REPORTER)
    view = save(owner)
    saving_views.remove_view(view, by=owner, at=NOW)

    with pytest.raises(ActRefused, match="no longer exists"):
        saving_views.remove_view(view, by=owner, at=NOW)
