"""Readers' comments: the queue, judged by keys or by buttons."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.admin import comment_rows, performing, sheets, undoing_acts
from articles.admin.comment_rows import Filters
from articles.admin.posted import number, numbers
from articles.desk import commenting
from articles.enums import CommentStatus, Door
from articles.models import Article, Ban, Comment

MOST_BANS = 100

# Name, key, label, whether it is grave.
TOOLS: tuple[tuple[str, str, Any, bool], ...] = (
    ("approve", "a", gettext_lazy("Approve"), False),
    ("refuse", "d", gettext_lazy("Refuse"), True),
    ("spam", "!", gettext_lazy("Spam"), True),
    ("ban", "b", gettext_lazy("Ban the writer"), True),
    ("ban-network", "n", gettext_lazy("Ban the network"), True),
)
ACTS: dict[str, tuple[Callable[..., list[Any]], Any]] = {
    "approve": (
        commenting.approve,
        lambda n: ngettext("Approved %d comment.", "Approved %d comments.", n) % n,
    ),
    "refuse": (
        commenting.refuse,
        lambda n: ngettext("Refused %d comment.", "Refused %d comments.", n) % n,
    ),
    "spam": (
        commenting.mark_spam,
        lambda n: (
            ngettext("Put %d comment with the spam.", "Put %d comments with the spam.", n) % n
        ),
    ),
    "ban": (
        commenting.ban_writers,
        lambda n: ngettext("Banned %d writer.", "Banned %d writers.", n) % n,
    ),
    "ban-network": (
        commenting.ban_networks,
        lambda n: (
            ngettext("Banned %d network for 30 days.", "Banned %d networks for 30 days.", n) % n
        ),
    ),
}


@performing.needs(commenting.RIGHT)
def queue(request: HttpRequest) -> HttpResponse:
    """One page of comments; everything it needs stands in its address."""
    filters = Filters.read(request.GET)
    page = comment_rows.read(filters)
    about = page.lines[0].comment.article if page.lines else None
    if filters.article and about is None:
        about = Article.objects.defer("body_html").filter(pk=filters.article).first()
    context = {
        **admin.site.each_context(request),
        "title": _("Comments"),
        "page": page,
        "filters": filters,
        "kinds": _kinds(filters),
        "about": about if filters.article else None,
        "tools": TOOLS,
        "at": min(number(request.GET.get("at")), max(len(page.lines) - 1, 0)),
        "older": f"{filters.query()}&before={page.older}" if page.older else "",
        "last_act": undoing_acts.last_own_act(request.user),
        "sheet": sheets.COMMENTS,
    }
    return TemplateResponse(request, "admin/articles/comments.html", context)


@performing.needs(commenting.RIGHT)
def bans(request: HttpRequest) -> HttpResponse:
    """Who is banned, each with the button that lifts it."""
    rows: QuerySet[Ban] = Ban.objects.standing(timezone.now()).select_related("made_by")
    context = {
        **admin.site.each_context(request),
        "title": _("Bans"),
        "bans": rows[:MOST_BANS],
        "kinds": _kinds(None),
        "most": MOST_BANS,
    }
    return TemplateResponse(request, "admin/articles/comment_bans.html", context)


@require_POST
@performing.needs(commenting.RIGHT)
def act(request: HttpRequest) -> HttpResponse:
    """Judge the ticked comments, or the one in focus; then back to the next one of the page."""
    filters = Filters.read(request.POST)
    name, _blank, key = request.POST.get("act", "").partition(" ")
    back = f"{reverse('admin:comments')}?{filters.query()}"
    if filters.before:
        back += f"&before={filters.before}"
    if name == "undo":
        undoing_acts.undo_last(request)
    elif name == "lift":
        _lift(request, number(key))
        return HttpResponseRedirect(reverse("admin:comment-bans"))
    elif name in ("close", "open"):
        _switch(request, name, number(key))
    elif name in ACTS:
        _judge(request, name)
    else:
        messages.error(request, _("That is not an act of this page."))
    place = number(request.POST.get("place"))
    return HttpResponseRedirect(f"{back}&at={place}" if place else back)


def _kinds(filters: Filters | None) -> list[tuple[Any, str, bool]]:
    """The statuses as links: label, address, whether it is the one that is shown."""
    url = reverse("admin:comments")
    known = [
        (status.label, f"{url}?show={status.value}", bool(filters and filters.show == status.value))
        for status in CommentStatus
    ]
    return [*known, (_("Bans"), reverse("admin:comment-bans"), filters is None)]


def _judge(request: HttpRequest, name: str) -> None:
    ids = numbers(request.POST.getlist("pick")) or numbers([request.POST.get("focus", "")])
    found = Comment.objects.in_bulk(ids)
    if not found:
        messages.error(
            request, _("No comment was chosen. Tick one, or move onto it, and try again.")
        )
        return
    deed, said = ACTS[name]
    chosen = [found[pk] for pk in ids if pk in found]
    at = timezone.now()
    done = performing.attempt(
        request, partial(deed, chosen, by=request.user, at=at, door=Door.FORM)
    )
    if done:
        messages.success(request, f"{said(len(done))} {_('Undo it with u.')}")
    elif done is not None:
        messages.info(request, _("Nothing was left to do: it stood like that already."))


def _switch(request: HttpRequest, name: str, article_id: int) -> None:
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        messages.error(request, _("This article no longer exists."))
        return
    deed = commenting.close_comments if name == "close" else commenting.open_comments
    by, at = request.user, timezone.now()
    if performing.attempt(request, partial(deed, article, by=by, at=at)) is not None:
        closed = _("“%(headline)s” takes no more comments.")
        opened = _("“%(headline)s” takes comments again.")
        text = closed if name == "close" else opened
        messages.success(request, text % {"headline": article.headline[:80]})


def _lift(request: HttpRequest, ban_id: int) -> None:
    ban = Ban.objects.filter(pk=ban_id).first() or Ban(pk=ban_id)
    by, at = request.user, timezone.now()

    def deed() -> bool:
        commenting.lift_ban(ban, by=by, at=at)
        return True

    if performing.attempt(request, deed):
        messages.success(request, _("The ban is lifted."))
