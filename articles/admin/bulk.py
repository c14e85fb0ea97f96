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

from articles.admin import performing, readiness
from articles.admin.posted import MOST
from articles.desk import publishing
from articles.enums import Door
from articles.models import Article


@admin.action(description=_("Publish"), permissions=["publish"])
def publish_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    """Publish each; what is refused is named with its reason, and stops none of the others."""
    done = _run(request, queryset, publishing.publish)
    readiness.tell(request, done, at=timezone.now())


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


def _run(request: HttpRequest, queryset: QuerySet[Article], act: Callable[..., Any]) -> list[int]:
    """Run the act on each; the ids of those that it was done for."""
    at = timezone.now()
    rows = queryset.order_by("pk").values_list("pk", flat=True)[:MOST]
    done = []
    for article in Article.objects.in_bulk(list(rows)).values():
        deed = partial(act, article, by=request.user, at=at, door=Door.BULK)
        if performing.attempt(request, deed) is not None:
            done.append(article.pk)
    if done:
        text = ngettext("Done for %(n)d article.", "Done for %(n)d articles.", len(done))
        messages.success(request, text % {"n": len(done)})
    return done
