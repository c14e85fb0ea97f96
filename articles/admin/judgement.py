"""How right the machine is on the desk's own verdicts, and the numbers that it acts by."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import judgement_rows, performing
from articles.dedupe.judge import DEFAULT, Limits
from articles.dedupe.measuring import ENOUGH_DECISIONS, TRUSTED_PRECISION
from articles.desk import rights, tuning
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Thresholds
from articles.models.thresholds import HIGHEST_COPY, HIGHEST_EVENT, LOWEST_EVENT, LOWEST_REVIEW

SLIDERS: tuple[tuple[str, Any, Any, float, float], ...] = (
    (
        "same_copy",
        gettext_lazy("Same copy"),
        gettext_lazy("from this copy score on, two texts are one copy"),
        LOWEST_REVIEW,
        HIGHEST_COPY,
    ),
    (
        "review",
        gettext_lazy("Review"),
        gettext_lazy("from this copy score on, the desk is asked"),
        LOWEST_REVIEW,
        HIGHEST_COPY,
    ),
    (
        "same_event",
        gettext_lazy("Same event"),
        gettext_lazy("from this event score on, two texts tell one event"),
        LOWEST_EVENT,
        HIGHEST_EVENT,
    ),
)


@performing.needs("view_thresholds")
def judgement(request: HttpRequest) -> HttpResponse:
    """The measures, the sources, the sliders; with other numbers in the address, what they do."""
    now = timezone.now()
    current = Thresholds.limits_now()
    asked = performing.attempt(request, lambda: _asked_for(request.GET, current))
    wanted = asked or current
    context = {
        **admin.site.each_context(request),
        "title": _("Judgement"),
        "questions": judgement_rows.questions(current, wanted, now),
        "sources": judgement_rows.sources(current, now),
        "sliders": [_slider(row, current, wanted) for row in SLIDERS],
        "preview": judgement_rows.preview(current, wanted, now) if wanted != current else None,
        "current": _written(current),
        "wanted": _written(wanted),
        "is_own": current == DEFAULT,
        "changes": judgement_rows.last_changes(),
        "refusal": rights.why_not(request.user, "change_thresholds"),
        "enough": ENOUGH_DECISIONS,
        "least": TRUSTED_PRECISION,
        "reason": request.GET.get("reason", "")[: tuning.LONGEST_REASON],
    }
    return TemplateResponse(request, "admin/articles/judgement.html", context)


@require_POST
@performing.needs("view_thresholds")
def save(request: HttpRequest) -> HttpResponse:
    """Let the shown numbers hold; a refusal comes back to them with its reason."""

    def act() -> Thresholds:
        return tuning.set_thresholds(
            _read(request.POST, ""),
            seen=_read(request.POST, "_seen"),
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
            door=Door.FORM,
        )

    row = performing.attempt(request, act)
    address = reverse("admin:judgement")
    if row is None:
        kept = QueryDict(mutable=True)
        for name, *_rest in SLIDERS:
            kept[name] = request.POST.get(name, "")[:20]
        kept["reason"] = request.POST.get("reason", "")[: tuning.LONGEST_REASON]
        return HttpResponseRedirect(f"{address}?{kept.urlencode()}")
    messages.success(
        request,
        _("Saved: same copy %(copy).2f, review %(review).2f, same event %(event).2f.")
        % {"copy": row.same_copy, "review": row.review, "event": row.same_event},
    )
    return HttpResponseRedirect(address)


def _asked_for(given: QueryDict, current: Limits) -> Limits:
    """The numbers in the address, the current ones where it names none; raises ActRefused."""
    values = {}
    for name, *_rest in SLIDERS:
        shown, slid = given.get(f"{name}_shown"), given.get(f"{name}_slider")
        typed = given.get(name)
        if typed is not None and typed == shown and slid is not None:
            typed = slid  # only the slider was moved, and no script carried it over
        if typed is not None:
            values[name] = _number(typed)
    if not values:
        return current
    wanted = {name: values.get(name, getattr(current, name)) for name, *_rest in SLIDERS}
    return tuning.limits_of(**wanted)


def _read(given: QueryDict, suffix: str) -> Limits:
    numbers = {name: _number(given.get(name + suffix, "")) for name, *_rest in SLIDERS}
    return tuning.limits_of(**numbers)


def _number(text: str) -> float:
    """A number with a point or a comma; raises ActRefused."""
    try:
        return round(float(text.strip()[:20].replace(",", ".")), 4)
    except ValueError as error:
        raise ActRefused(
            _("“%(text)s” is not a number.") % {"text": text[:20]},
            _("Write one such as 0.55."),
        ) from error


def _written(limits: Limits) -> dict[str, str]:
    """The numbers as form fields hold them, in every language."""
    return {name: _exact(getattr(limits, name)) for name, *_rest in SLIDERS}


def _exact(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _slider(
    row: tuple[str, Any, Any, float, float], current: Limits, wanted: Limits
) -> dict[str, str]:
    name, label, told, least, most = row
    return {
        "name": name,
        "label": str(label),
        "help": str(told),
        "least": _exact(least),
        "most": _exact(most),
        "current": _exact(getattr(current, name)),
        "value": _exact(getattr(wanted, name)),
    }
