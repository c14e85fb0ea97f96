"""Bulk acts of the article list: chosen there, looked at, begun, watched, taken back.

Up to `AT_ONCE` articles are dealt with in the request; the rest by a worker, or, where none
runs, by whoever keeps the page of the run open.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles import jobs
from articles.admin import performing, readiness
from articles.admin.choosing import Completing
from articles.admin.posted import MOST
from articles.desk import bulk, rights
from articles.models import Article, BulkRun, Section

AT_ONCE = 500
SHOWN = 20
# A request that carries a run on takes about so long.
SLICE = 2.0
WHOLE = 120.0


class SectionForm(forms.Form):
    """Which section the articles move to."""

    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))

    def argument(self) -> dict[str, Any]:
        """For the run."""
        return {"section": self.cleaned_data["section"].pk}


class TagForm(forms.Form):
    """Which tags the articles get."""

    names = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=400,
        help_text=gettext_lazy("Several with commas between them."),
        widget=Completing("tag", {"class": "vTextField"}, is_many=True),
    )

    def argument(self) -> dict[str, Any]:
        """For the run."""
        names = [name.strip() for name in self.cleaned_data["names"].split(",")]
        return {"names": [name for name in names if name]}


FORMS: dict[str, type[SectionForm] | type[TagForm]] = {"section": SectionForm, "tag": TagForm}


def _action(verb: str, *permissions: str) -> Any:
    """An action of the list that keeps what was chosen and opens the page of the run."""

    def act(
        model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        ids = queryset.values_list("pk", flat=True)[: bulk.MOST + 1]
        at = timezone.now()
        run = performing.attempt(request, lambda: bulk.ask(verb, ids, by=request.user, at=at))
        if run is None:
            return None
        query = urlencode({"back": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('admin:bulk', args=[run.pk])}?{query}")

    act.__name__ = f"{verb}_selected"
    label: Any = bulk.VERBS[verb].label
    return admin.action(act, description=label, permissions=permissions)


publish_selected = _action("publish", "publish")
draft_selected = _action("draft", "change")
spike_selected = _action("spike", "spike")
revive_selected = _action("revive", "spike")
section_selected = _action("section", "change")
tag_selected = _action("tag", "change")
take_out_selected = _action("take_out", "change")


@admin.action(description=gettext_lazy("Merge…"), permissions=["merge"])
def merge_selected(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse:
    """Open the merge workbench with the chosen articles."""
    ids = queryset.order_by("pk").values_list("pk", flat=True)[:MOST]
    query = urlencode([("id", pk) for pk in ids])
    return HttpResponseRedirect(f"{reverse('admin:merge')}?{query}")


@admin.action(description=gettext_lazy("Place on a front…"), permissions=["curate"])
def front_selected(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponse:
    """Open the page of the `f` key for the first that is chosen, and come back to this list."""
    article = queryset.order_by("pk").values_list("pk", flat=True)[:1].get()
    place = reverse("admin:articles_front_place", args=[article])
    return HttpResponseRedirect(f"{place}?{urlencode({'back': request.get_full_path()})}")


@performing.needs("view_article")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The run: before it begins what it will do, then how far it is and what was refused."""
    run = _seen(request, pk)
    form_class = FORMS.get(run.verb) if run.started_at is None else None
    context = _context(request, run, form_class() if form_class else None)
    return TemplateResponse(request, "admin/articles/bulk.html", context)


@performing.needs("view_article")
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, for the page's script."""
    run = _seen(request, pk)
    return JsonResponse({"position": run.position, "over": run.is_over, "said": _said(run)})


@require_POST
@performing.needs("view_article")
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the run, carry it on, stop it, or take it back."""
    run = _seen(request, pk)
    if run.by_id != request.user.pk:
        raise PermissionDenied(_("Somebody else began this."))
    deed = _DEEDS.get(request.POST.get("act", ""))
    if deed is None:
        messages.error(request, _("That is not an act of this page."))
        return HttpResponseRedirect(reverse("admin:bulk", args=[pk]))
    return deed(request, run)


def _seen(request: HttpRequest, pk: int) -> BulkRun:
    run = get_object_or_404(BulkRun.objects.select_related("undoes", "by"), pk=pk)
    if run.by_id != request.user.pk and not request.user.has_perm("articles.view_act"):
        raise PermissionDenied(_("Somebody else began this."))
    return run


def _back(request: HttpRequest) -> str:
    """The list it was chosen in; never an address outside of the admin."""
    back = request.GET.get("back", "") or request.POST.get("back", "")
    lists = reverse("admin:articles_article_changelist")
    return back if back.startswith(lists) else lists


def _context(request: HttpRequest, run: BulkRun, form: forms.Form | None) -> dict[str, Any]:
    is_asked = run.started_at is None
    needs_words = form is not None
    refused = list(run.refused.items())[: MOST if run.is_over else SHOWN]
    shown = run.articles[: bulk.TRIED] if is_asked else [int(pk) for pk, _reason in refused]
    rows = Article.objects.only("headline", "language", "status").in_bulk(shown)
    foreseen = bulk.foresee(run) if is_asked and not needs_words else {}
    reasons = foreseen if is_asked else {int(pk): reason for pk, reason in refused}
    return {
        **admin.site.each_context(request),
        "title": _label(run),
        "run": run,
        "form": form,
        "is_asked": is_asked,
        "is_mine": run.by_id == request.user.pk,
        "rows": [(rows.get(pk), pk, reasons.get(pk, "")) for pk in shown],
        "foreseen": len(foreseen),
        "unseen": run.count - len(shown) if is_asked else len(run.refused) - len(shown),
        "said": _said(run),
        "undone": BulkRun.objects.filter(undoes=run).first(),
        "at_once": run.count <= AT_ONCE,
        "back": _back(request),
    }


def _label(run: BulkRun) -> str:
    name = run.undoes.verb if run.undoes else run.verb
    label = str(bulk.VERBS[name].label)
    return _("Undo: %(verb)s") % {"verb": label} if run.undoes else label


def _said(run: BulkRun) -> str:
    done = ngettext("Done for %(n)d article", "Done for %(n)d articles", run.done_count)
    said = done % {"n": run.done_count}
    if run.refused:
        some = ngettext("%(n)d refused", "%(n)d refused", len(run.refused))
        said += f", {some % {'n': len(run.refused)}}"
    if run.position < run.count:
        left = ngettext("%(n)d left", "%(n)d left", run.count - run.position)
        said += f", {left % {'n': run.count - run.position}}"
    return said


def _begin(request: HttpRequest, run: BulkRun) -> HttpResponse:
    now = timezone.now()
    if run.started_at is None and (form_class := FORMS.get(run.verb)):
        form = form_class(request.POST)
        if not form.is_valid():
            context = _context(request, run, form)
            return TemplateResponse(request, "admin/articles/bulk.html", context)
        BulkRun.objects.filter(pk=run.pk, started_at=None).update(argument=form.argument())
    bulk.begin(run, now=now)
    return _carry_on(request, run)


def _deal(run: BulkRun) -> None:
    """At once when it is short; else it is given to the worker and its page watches it."""
    if run.count <= AT_ONCE:
        bulk.advance(run, seconds=WHOLE)
    else:
        jobs.enqueue("articles.tasks.carry_bulk_run_on", run=run.pk)


def _carry_on(request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Begin to deal with it; back to the list when nothing is left to say, else to its page."""
    _deal(run)
    if run.is_over and run.verb == "publish":
        done = [pk for pk in run.articles if str(pk) not in run.refused]
        readiness.tell(request, done[:SHOWN], at=timezone.now())
    if run.is_over and not run.refused:
        _tell(request, run)
        return HttpResponseRedirect(_back(request))
    query = urlencode({"back": _back(request)})
    return HttpResponseRedirect(f"{reverse('admin:bulk', args=[run.pk])}?{query}")


def _step(request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Deal with a slice here: the page of the run posts this while no worker does."""
    bulk.advance(run, seconds=SLICE)
    if request.headers.get("Accept") == "application/json":
        return state(request, run.pk)
    return HttpResponseRedirect(reverse("admin:bulk", args=[run.pk]))


def _stop(request: HttpRequest, run: BulkRun) -> HttpResponse:
    bulk.stop(run, now=timezone.now())
    return HttpResponseRedirect(reverse("admin:bulk", args=[run.pk]))


def _undo(request: HttpRequest, run: BulkRun) -> HttpResponse:
    back = _asked_back(request, run)
    if back is None:
        return HttpResponseRedirect(reverse("admin:bulk", args=[run.pk]))
    return _carry_on(request, back)


def take_back(request: HttpRequest, run: BulkRun) -> None:
    """Take back all that the run did, from another screen, and say how it went."""
    back = _asked_back(request, run)
    if back is not None:
        _deal(back)
        _tell(request, back)


def _asked_back(request: HttpRequest, run: BulkRun) -> BulkRun | None:
    at = timezone.now()
    return performing.attempt(request, lambda: bulk.ask_undo(run, by=request.user, at=at))


def _tell(request: HttpRequest, run: BulkRun) -> None:
    """How far it is, with the way to its page where something is left or was refused."""
    said = f"{_label(run)}. {_said(run)}."
    if run.is_over and not run.refused:
        messages.success(request, said)
        return
    url = reverse("admin:bulk", args=[run.pk])
    link = format_html('{} <a href="{}">{}</a>', said, url, _("Open its page"))
    messages.warning(request, link)


_DEEDS: dict[str, Callable[[HttpRequest, BulkRun], HttpResponse]] = {
    "begin": _begin,
    "step": _step,
    "stop": _stop,
    "undo": _undo,
}


def refused(request: HttpRequest) -> list[tuple[Any, rights.Refusal]]:
    """The bulk acts that this person lacks the right for, each with what is missing."""
    needs = [(verb.label, verb.permission) for verb in bulk.VERBS.values()]
    needs.append((merge_selected.short_description, "merge_article"))  # type: ignore[attr-defined]  # set by the decorator
    missing = [one for one in needs if not request.user.has_perm(f"articles.{one[1]}")]
    rights.look_up(request.user, [right for _label, right in missing])
    return [(label, rights.lacking(request.user, right)) for label, right in missing]
