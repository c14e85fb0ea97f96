"""Saved views: a list's filters under a name, one's own or shared with the desk."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import SavedView
from articles.text import normalise

# As many as a person keeps apart, on each list.
MOST = 30
LONGEST_NAME = 40
LONGEST_QUERY = 1000
# What says where on a list somebody is, and nothing of what the list holds.
PLACES = ("after", "p", "at", "open", "e", "all")


def filters_of(query: str) -> str:
    """The filters in a list's address, in one order and without empty ones or a place in the list.

    >>> filters_of("q=port&section=&at=7&after=x")
    'q=port'
    """
    # PostgreSQL stores no NUL.
    given = QueryDict(query[: 4 * LONGEST_QUERY].replace("%00", ""), mutable=True)
    for name in PLACES:
        given.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(given):
        if values := [value.strip() for value in given.getlist(name) if value.strip()]:
            kept.setlist(name, values)
    return kept.urlencode()


def save_view(
    name: str,
    *,
    screen: SavedView.Screen,
    query: str,
    is_shared: bool = False,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> SavedView:
    """Keep the filters of a list under a name, in order to come back to them.

    Raises NotPermitted, and ActRefused without a name or a filter, for a name that the person uses
    already, or beyond `MOST` views.
    """
    rights.require(by, "add_savedview")
    kept = filters_of(query)
    if not kept:
        raise ActRefused(_("Nothing is narrowed here."), _("Choose a filter or search first."))
    if len(kept) > LONGEST_QUERY:
        raise ActRefused(_("These filters are too long to keep."), _("Shorten the search."))
    with acting.act("save-view", by=by, at=at, door=door, public=False) as recorder:
        mine = SavedView.objects.filter(owner=by, screen=screen)
        if len(mine[:MOST]) == MOST:
            raise ActRefused(
                _("You have %(n)d views of this list.") % {"n": MOST}, _("Remove one first.")
            )
        view = SavedView(screen=screen, query=kept, owner=by, is_shared=is_shared)
        view.name = _name(name, view)
        recorder.create(view)
    return view


def change_view(
    view: SavedView, *, name: str, is_shared: bool, by: Any, at: datetime, door: Door = Door.FORM
) -> SavedView:
    """Give a view another name, share it or take it back.

    Raises NotPermitted for another's view without the right, and ActRefused for a name that cannot
    be.
    """
    _require(view, by)
    with acting.act("change-view", by=by, at=at, door=door, public=False) as recorder:
        fresh = _locked(view)
        recorder.change(fresh, name=_name(name, fresh), is_shared=is_shared)
    return fresh


def remove_view(view: SavedView, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Remove a view; the articles that it listed stay what they are.

    Raises NotPermitted for another's view without the right.
    """
    _require(view, by)
    with acting.act("remove-view", by=by, at=at, door=door, public=False) as recorder:
        recorder.delete(_locked(view))


def _require(view: SavedView, by: Any) -> None:
    is_own = by is None or view.owner_id == by.pk
    rights.require(by, "add_savedview" if is_own else "change_savedview")


def _locked(view: SavedView) -> SavedView:
    fresh = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if fresh is None:
        raise ActRefused(_("This view no longer exists."), _("Reload the list."))
    return fresh


def _name(given: str, view: SavedView) -> str:
    name = " ".join(normalise.repair(given).split())[:LONGEST_NAME]
    if not name:
        raise ActRefused(_("The view needs a name."), _("Write one or two words."))
    alike = SavedView.objects.filter(owner=view.owner_id, screen=view.screen, name=name)
    if alike.exclude(pk=view.pk).exists():
        raise ActRefused(
            _("A view of this list is called “%(name)s” already.") % {"name": name},
            _("Choose another name, or remove that one."),
        )
    return name
