"""Changes of an article at a later moment: several, each told, called off, its conflicts named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import moments, performing
from articles.admin.history import field_label
from articles.admin.posted import number
from articles.desk import acting, planned_changes
from articles.enums import Door, PlanOutcome
from articles.history import values
from articles.models import Article, PlannedChange, Section

FIELDS = (
    "kicker", "headline", "standfirst", "dateline", "section", "urgency", "seo_title",
    "social_title",
)  # fmt: skip
# Of what became of earlier ones, so many are shown.
SETTLED = 10


class LaterForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The words and settings that can be planned; what is left as it is, is not planned."""

    when = forms.CharField(
        label=gettext_lazy("When"), max_length=40,
        help_text=gettext_lazy("0630, +45 for minutes from now, or 2026-11-23 06:30."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": "0630", "dir": "ltr", "autofocus": True}
        ),
    )  # fmt: skip
    field_order = ("when", *FIELDS)

    class Meta:
        model = Article
        fields = FIELDS
        widgets = {
            "headline": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def clean_when(self) -> moments.Moment:
        """The moment on the publication's clock."""
        text, zone = self.cleaned_data["when"], timezone.get_current_timezone()
        try:
            return moments.understand(text, now=timezone.now(), zone=zone)
        except moments.BadMoment as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def planned(self) -> dict[str, Any]:
        """What was changed in the form, by attribute name."""
        given = {name: self.cleaned_data[name] for name in self.changed_data if name in FIELDS}
        if "section" in given:
            section = given.pop("section")
            given["section_id"] = section.pk if section else None
        return given


@dataclass(frozen=True)
class Told:
    """One planned change in words: what each field becomes, and what stands against it."""

    planned: PlannedChange
    moment: moments.Moment
    fields: tuple[tuple[str, str], ...]
    conflicts: tuple[str, ...] = ()
    is_late: bool = False


def waiting(article: Article) -> list[Told]:
    """What is planned for the article, the next first. Two queries, three with a section."""
    rows = PlannedChange.objects.waiting().filter(article=article).select_related("planned_by")
    return told(article, list(rows[: planned_changes.MOST]), timezone.now())


def told(article: Article, rows: list[PlannedChange], now: datetime) -> list[Told]:
    """The planned changes in words; each is judged against what those before it make."""
    sections = _sections(rows)
    expected: dict[str, Any] = {}
    found = []
    for planned in rows:
        stale = [
            name
            for name, base in planned.base.items()
            if expected.get(name, values.packed(getattr(article, name))) != base
        ]
        expected |= planned.fields
        found.append(
            Told(
                planned,
                moments.tell(planned.due_at, timezone.get_current_timezone()),
                tuple((_label(n), _words(n, v, sections)) for n, v in planned.fields.items()),
                tuple(_label(name) for name in stale),
                planned.due_at <= now,
            )
        )
    return found


@performing.needs("view_article")
def later(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a change, look at what is planned and what became of it, call one off."""
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    here = reverse("admin:articles_article_later", args=[pk])
    refusal = acting.why_not_edit(request.user, article)
    if "off" in request.POST:
        _call_off(request, article)
        return HttpResponseRedirect(here)
    is_sealed = article.sealed_at is not None
    given = request.POST if request.method == "POST" else None
    form = None if is_sealed else LaterForm(given, instance=article)
    if form is not None and form.is_valid() and _is_planned(request, pk, form):
        return HttpResponseRedirect(here)
    fresh = Article.objects.get(pk=pk)
    settled = PlannedChange.objects.filter(article=fresh).exclude(outcome=PlanOutcome.WAITING)
    settled = settled.select_related("planned_by").order_by("-due_at", "-id")
    context = {
        **admin.site.each_context(request),
        "title": _("Change later"),
        "article": fresh,
        "form": form,
        "refusal": refusal,
        "waiting": [] if is_sealed else waiting(fresh),
        "settled": [] if is_sealed else told(fresh, list(settled[:SETTLED]), timezone.now()),
        "zone_name": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/articles/changing_later.html", context)


def _is_planned(request: HttpRequest, pk: int, form: LaterForm) -> bool:
    """Whether the desk took it; a refusal is a message and the form keeps what was typed."""
    moment: moments.Moment = form.cleaned_data["when"]
    made = performing.attempt(
        request,
        lambda: planned_changes.plan_change(
            Article.objects.get(pk=pk),
            fields=form.planned,
            when=moment.at,
            by=request.user,
            at=timezone.now(),
            door=Door.FORM,
        ),
    )
    if made is not None:
        messages.success(request, _("Planned for %(moment)s.") % {"moment": moment})
    return made is not None


def _call_off(request: HttpRequest, article: Article) -> None:
    rows = PlannedChange.objects.select_related("article")
    planned = get_object_or_404(rows, pk=number(request.POST["off"]), article=article)
    by, at = request.user, timezone.now()
    done = performing.attempt(
        request, lambda: planned_changes.call_off_change(planned, by=by, at=at, door=Door.FORM)
    )
    if done is not None:
        messages.success(request, _("The change is called off; undo plans it again."))


def _label(name: str) -> str:
    return field_label(Article, name)


def _sections(rows: list[PlannedChange]) -> dict[int, str]:
    ids = {one.fields["section_id"] for one in rows if one.fields.get("section_id")}
    return dict(Section.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _words(name: str, kept: Any, sections: dict[int, str]) -> str:
    if name == "section_id":
        return sections.get(kept, "–")
    return str(values.unpack(kept) or "–")[:300]
