"""The bin as a list of articles: since when each lies there, by whom, why, and for how long."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin import badges
from articles.desk import emptying
from articles.enums import Status
from articles.models import Article, Withdrawal

REPORT = "bin"
COLUMNS = ("state", "title", "source_name", "days_left", "binned_by", "binned_why", "binned_at")


def is_asked(request: HttpRequest) -> bool:
    """Whether the list of articles shows the bin."""
    return request.GET.get("report") == REPORT


def annotated(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the act that put each there, and what speaks for keeping it; no query more."""
    last = emptying.last_moves()
    named = Coalesce(NullIf(F("act__by__first_name"), Value("")), F("act__by__username"))
    found: QuerySet[Any] = rows.select_related("section", "source", "hold").annotate(
        bin_at=Subquery(last.values("act__at")[:1]),
        bin_by=Subquery(last.annotate(who=named).values("who")[:1]),
        bin_why=Subquery(last.values("act__reason")[:1]),
        was_public=Exists(Withdrawal.objects.filter(article=OuterRef("pk"))),
    )
    return found


class BinColumns:
    """What the list of articles shows of the bin."""

    @admin.display(description=gettext_lazy("Days left"))
    def days_left(self, article: Article) -> SafeString:
        """How long it stays, or why it stays for good."""
        if hasattr(article, "hold"):
            return badges.badge("none", _("stays: legal hold"))
        if article.status == Status.KILLED or getattr(article, "was_public", False):
            return badges.badge("none", _("stays: its address answers"))
        at = getattr(article, "bin_at", None)
        if at is None:
            return badges.badge("none", "–")
        left = max(-((timezone.now() - at - emptying.KEPT_FOR) // timedelta(days=1)), 0)
        return format_html("{}", ngettext("%(n)d day", "%(n)d days", left) % {"n": left})

    @admin.display(description=gettext_lazy("By"), empty_value="–")
    def binned_by(self, article: Article) -> str | None:
        """Who put it there; the machine has no name."""
        return getattr(article, "bin_by", None)

    @admin.display(description=gettext_lazy("Why"), empty_value="–")
    def binned_why(self, article: Article) -> SafeString | None:
        """The reason that was given."""
        why = getattr(article, "bin_why", "")
        return format_html('<q dir="auto">{}</q>', why[:200]) if why else None

    @admin.display(description=gettext_lazy("In the bin since"))
    def binned_at(self, article: Article) -> SafeString:
        """When it was put there."""
        return badges.moment(getattr(article, "bin_at", None))
