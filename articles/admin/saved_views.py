"""The saved views of a list: tabs above it, and the small forms that keep, change or remove one.

A view is an address. Whoever opens it sees what that person may see there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import search
from articles.admin import inbox_rows, performing
from articles.admin.answers import UpTo, answers
from articles.admin.posted import number
from articles.desk import rights, saving_views
from articles.errors import SearchAway
from articles.models import Article, SavedView

# Tabs are for what one comes back to: the first ones are counted, and three have a key.
SHOWN = 20
COUNTED = 6
KEYED = 3
MOST_COUNTED = 100
LISTS = {
    SavedView.Screen.INBOX: "admin:inbox",
    SavedView.Screen.ARTICLES: "admin:articles_article_changelist",
}
# The filters of the list of articles, by their names in its address.
COLUMNS = {
    "status__exact": "status",
    "section__id__exact": "section",
    "kind__exact": "kind",
    "source": "source__slug",
}


@dataclass(frozen=True)
class Tab:
    """One view above its list; `count` is empty where it was not counted."""

    view: SavedView
    url: str
    count: str
    key: str
    is_current: bool
    is_own: bool


def context(request: HttpRequest, screen: SavedView.Screen, **also: Any) -> dict[str, Any]:
    """What the tabs and forms need, and the answers to what the page wants to know `also`.

    One query for the views, one for all numbers and answers; a view with words to look for takes
    a search of its own.
    """
    query = saving_views.filters_of(request.GET.urlencode())
    views = list(SavedView.objects.seen_by(request.user).filter(screen=screen)[:SHOWN])
    counts = _counts(views[:COUNTED], request.user, timezone.now())
    told = answers({**counts, **also}, person=request.user.pk)
    tabs = [
        Tab(
            view,
            f"{reverse(LISTS[screen])}?{view.query}",
            _said(told.get(_name(view))),
            f"g {place}" if place <= KEYED else "",
            view.query == query,
            view.owner_id == request.user.pk,
        )
        for place, view in enumerate(views, start=1)
    ]
    current = next((tab for tab in tabs if tab.is_current), None)
    may_save = request.user.has_perm("articles.add_savedview")
    may_change = request.user.has_perm("articles.change_savedview")
    return {
        "view_tabs": tabs,
        "view_screen": screen.value,
        "view_query": query,
        "view_current": current,
        "may_change_view": current is not None and (current.is_own or may_change),
        "view_refusal": None if may_save else rights.why_not(request.user, "add_savedview"),
        **{name: told[name] for name in also},
    }


def _name(view: SavedView) -> str:
    return f"view_{view.pk}"


def _counts(views: list[SavedView], user: Any, now: datetime) -> dict[str, Any]:
    """How many each lists, as far as anybody cares to know: questions for `answers`."""
    found = {}
    for view in views:
        try:
            rows = _listed(view, user, now)
        except SearchAway:  # the list itself goes on, without that number
            continue
        if rows is not None:
            found[_name(view)] = UpTo(rows, MOST_COUNTED)
    return found


def _listed(view: SavedView, user: Any, now: datetime) -> Any:
    given = QueryDict(view.query)
    if view.screen == SavedView.Screen.INBOX:
        return inbox_rows.pool(inbox_rows.Filters.read(given), user, now)[0]
    return _articles(given, now)


def _said(count: int | None) -> str:
    """The number as people read it; nothing where none was counted."""
    if count is None:
        return ""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _articles(given: QueryDict, now: datetime) -> Any:
    """The articles that the list would show; None for a filter that is not known here."""
    rows = Article.objects.all()
    for name, value in given.items():
        if name == "q":
            continue
        if name not in COLUMNS or (name == "section__id__exact" and not number(str(value))):
            return None
        rows = rows.filter(**{COLUMNS[name]: value})
    if text := given.get("q", ""):
        found = search.find_ids(text, among=rows, now=now, most=MOST_COUNTED)
        rows = rows.filter(pk__in=found.ids)
    return rows


@require_POST
@performing.needs("view_article")
def act(request: HttpRequest) -> HttpResponse:
    """Save, rename, share or remove a view; then back to the list as it was."""
    given = request.POST
    screen = SavedView.Screen.INBOX
    if given.get("screen") == SavedView.Screen.ARTICLES:
        screen = SavedView.Screen.ARTICLES
    deed = _DEEDS.get(given.get("act", ""))
    if deed is None:
        messages.error(request, _("That is not an act of this page."))
    elif said := performing.attempt(request, lambda: deed(request, screen)):
        messages.success(request, f"{said} {_('Undo it with u in the inbox.')}")
    back = saving_views.filters_of(given.get("query", ""))
    return HttpResponseRedirect(f"{reverse(LISTS[screen])}{'?' if back else ''}{back}")


def _save(request: HttpRequest, screen: SavedView.Screen) -> str:
    view = saving_views.save_view(
        request.POST.get("name", ""),
        screen=screen,
        query=request.POST.get("query", ""),
        is_shared="shared" in request.POST,
        by=request.user,
        at=timezone.now(),
    )
    return _("Saved the view “%(name)s”.") % {"name": view.name}


def _change(request: HttpRequest, screen: SavedView.Screen) -> str:
    view = saving_views.change_view(
        _seen(request),
        name=request.POST.get("name", ""),
        is_shared="shared" in request.POST,
        by=request.user,
        at=timezone.now(),
    )
    return _("Changed the view “%(name)s”.") % {"name": view.name}


def _remove(request: HttpRequest, screen: SavedView.Screen) -> str:
    view = _seen(request)
    saving_views.remove_view(view, by=request.user, at=timezone.now())
    return _("Removed the view “%(name)s”.") % {"name": view.name}


def _seen(request: HttpRequest) -> SavedView:
    """The view that is meant; another's private one is not there."""
    seen = SavedView.objects.seen_by(request.user)
    return get_object_or_404(seen, pk=number(request.POST.get("view")))


_DEEDS = {"save": _save, "change": _change, "remove": _remove}
