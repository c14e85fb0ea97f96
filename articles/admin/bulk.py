"""Bulk actions of the article list: the same acts, one by one, through a door of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import performing
from articles.admin.posted import MOST
from articles.desk import publishing, rights
from articles.enums import Door
from articles.models import Article


@admin.action(description=_("Publish"), permissions=["publish"])
def publish_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    """Publish each; what is refused is named with its reason."""
    _run(request, queryset, publishing.publish)


@admin.action(description=_("Take as draft"), permissions=["change"])
def draft_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    """Take each onto the desk."""
    _run(request, queryset, publishing.draft)


@admin.action(description=_("Spike"), permissions=["spike"])
def spike_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    """Spike each; the inbox's undo takes the whole batch back."""
    _run(request, queryset, publishing.spike)


@admin.action(description=_("Merge…"), permissions=["merge"])
def merge_selected(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse:
    """Open the merge workbench with the chosen articles."""
    ids = queryset.order_by("pk").values_list("pk", flat=True)[:MOST]
    query = urlencode([("id", pk) for pk in ids])
    return HttpResponseRedirect(f"{reverse('admin:merge')}?{query}")


def refused(request: HttpRequest) -> list[tuple[Any, rights.Refusal]]:
    """The bulk acts that this person lacks the right for, each with what is missing."""
    found = []
    for action, right in NEEDS:
        if not request.user.has_perm(f"articles.{right}"):
            found.append((action.short_description, rights.lacking(request.user, right)))  # type: ignore[attr-defined]  # set by the decorator
    return found


# Django leaves an action out of the list without a word; this is what it needs.
NEEDS: tuple[tuple[Callable[..., Any], str], ...] = (
    (publish_selected, "publish_article"),
    (draft_selected, "change_article"),
    (spike_selected, "spike_article"),
    (merge_selected, "merge_article"),
)


def _run(request: HttpRequest, queryset: QuerySet[Article], act: Callable[..., Any]) -> None:
    at = timezone.now()
    rows = queryset.order_by("pk").values_list("pk", flat=True)[:MOST]
    done = 0
    for article in Article.objects.in_bulk(list(rows)).values():
        deed = partial(act, article, by=request.user, at=at, door=Door.BULK)
        done += performing.attempt(request, deed) is not None
    if done:
        text = ngettext("Done for %(n)d article.", "Done for %(n)d articles.", done)
        messages.success(request, text % {"n": done})
