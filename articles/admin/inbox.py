"""The inbox: what came in, grouped by event, judged from the keyboard or by its buttons."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import F, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import inbox_acts, inbox_rows, performing, saved_views, sheets, undoing_acts
from articles.admin.inbox_selection import PASSING, Selection, came_from
from articles.admin.posted import number, numbers
from articles.desk import rights
from articles.enums import Relation
from articles.models import SavedView, Section, Source

# Filters are offered, not listed whole: a source beyond these is found by its name in the search.
SOURCES_OFFERED = 60


@dataclass(frozen=True)
class Tool:
    """A button of the toolbar, with its key and what the person lacks to use it."""

    name: str
    key: str
    label: str
    lacking: str = ""
    is_grave: bool = False
    permission: str = ""


TOOLS: tuple[tuple[str, str, Any, str], ...] = (
    ("merge", "m", gettext_lazy("Merge"), "merge_article"),
    ("fold", "y", gettext_lazy("Same copy"), "link_article"),
    ("compare", "c", gettext_lazy("Compare"), "view_article"),
    ("split", "n", gettext_lazy("Not the same"), "link_article"),
    ("link", "l", gettext_lazy("Link as other account"), "link_article"),
    ("publish", "p", gettext_lazy("Publish"), "publish_article"),
    ("schedule", "s", gettext_lazy("Schedule"), "publish_article"),
    ("draft", "t", gettext_lazy("Take as draft"), "change_article"),
    ("front", "f", gettext_lazy("Front"), "curate_front"),
    ("spike", "d", gettext_lazy("Spike"), "spike_article"),
    ("undo", "u", gettext_lazy("Undo"), "view_article"),
)


@performing.needs("view_article")
def inbox(request: HttpRequest) -> HttpResponse:
    """One page of incoming articles; everything it needs stands in its address."""
    filters = inbox_rows.Filters.read(request.GET)
    after = inbox_rows.Cursor.read(request.GET.get("after", ""))
    now = timezone.now()
    page = inbox_rows.read(filters, user=request.user, now=now, after=after)
    context = {
        **admin.site.each_context(request),
        "title": _("Inbox"),
        "page": page,
        "filters": filters,
        **_offered(),
        "tools": _tools(request.user),
        "order": "|".join(group.ids for group in page.groups if group.ids),
        "focus": _focus(request, page),
        "open_key": request.GET.get("open", ""),
        "here": request.get_full_path(),
        "older": _older(request, page),
        "kinds": Relation.choices,
        "now": now,
        "zone_name": timezone.get_current_timezone_name(),
        "sheet": sheets.INBOX,
        **saved_views.context(
            request, SavedView.Screen.INBOX, last_verb=undoing_acts.last_own_verb(request.user)
        ),
    }
    return TemplateResponse(request, "admin/articles/inbox.html", context)


@require_POST
@performing.needs("view_article")
def act(request: HttpRequest) -> HttpResponse:
    """Do one act on the ticked rows, or on the row in focus, and come back to the next row."""
    selection = Selection.read(request.POST)
    outcome = inbox_acts.perform(request, request.POST.get("act", ""), selection)
    if outcome.go_to:
        return HttpResponseRedirect(outcome.go_to)
    query = came_from(request.POST)
    if next_row := selection.row_after(outcome.gone):
        # Undoing may have given the group another lead; what follows is about the whole of it.
        query["of" if request.POST.get("act") == "undo" else "at"] = str(next_row)
    return HttpResponseRedirect(f"{reverse('admin:inbox')}?{query.urlencode()}")


def _offered() -> dict[str, list[dict[str, Any]]]:
    """The sections and sources to narrow to, in their order. One query for both."""
    names = ("list_name", "place", "name", "slug", "pk")
    sections = Section.objects.order_by().annotate(list_name=Value("sections"))
    active = Source.objects.filter(active=True).values("pk")[:SOURCES_OFFERED]
    sources = Source.objects.order_by().filter(pk__in=active)
    sources = sources.annotate(list_name=Value("sources"), place=Value(0))
    both = sections.annotate(place=F("position")).values(*names).union(
        sources.values(*names), all=True
    )  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {"sections": [], "sources": []}
    for row in both.order_by("name", "pk"):
        found[row["list_name"]].append(row)
    found["sections"].sort(key=lambda row: (row["place"], row["pk"]))
    return found


def _tools(user: Any) -> list[Tool]:
    missing = [
        right for _name, _key, _label, right in TOOLS if not user.has_perm(f"articles.{right}")
    ]
    rights.look_up(user, missing)
    return [
        Tool(
            name,
            key,
            str(label),
            ""
            if user.has_perm(f"articles.{permission}")
            else _told(rights.lacking(user, permission)),
            name == "spike",
            permission,
        )
        for name, key, label, permission in TOOLS
    ]


def _told(refusal: rights.Refusal) -> str:
    return f"{refusal.message} {refusal.hint}"


def _focus(request: HttpRequest, page: inbox_rows.Page) -> int:
    """The row that the address names, the lead of the group that it names, or the first."""
    if asked := number(request.GET.get("at")):
        return asked
    members = set(numbers(request.GET.getlist("of")))
    groups = (g for g in page.groups if members & {line.article.pk for line in g.lines})
    group = next(groups, page.groups[0] if page.groups else None)
    return group.lead.article.pk if group else 0


def _older(request: HttpRequest, page: inbox_rows.Page) -> str:
    if page.older is None:
        return ""
    query = request.GET.copy()
    for passing in PASSING:
        query.pop(passing, None)
    query["after"] = str(page.older)
    return query.urlencode()
