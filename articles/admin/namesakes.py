"""“Same name?”: tags, sources and authors that may be one, judged by keys or by buttons."""

from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin import namesake_rows, performing, sheets, undoing_acts, uses
from articles.admin.choosing import AuthorChoice, NamedChoice, SourceChoice, TagChoice
from articles.admin.paging import LAST_PAGE
from articles.admin.posted import number
from articles.dedupe.namesakes import NamePair
from articles.desk import merging_nouns, namesakes, rights
from articles.desk.noun_plan import NounPlan
from articles.enums import Door
from articles.models import Namesake

Kind = Namesake.Noun

# One preview, read to its end by a person.
MOST_AT_ONCE = 100
CHOICES: dict[Namesake.Noun, type[NamedChoice]] = {
    Kind.TAG: TagChoice,
    Kind.SOURCE: SourceChoice,
    Kind.AUTHOR: AuthorChoice,
}


@performing.needs("view_tag")
def review(request: HttpRequest) -> HttpResponse:
    """One page of pairs, the surest first; everything it needs stands in its address."""
    noun, why = _asked(request)
    found = namesakes.find(noun)
    pairs = _of_reason(found.pairs, why)
    page = min(max(number(request.GET.get("p")), 1), LAST_PAGE)
    start = (page - 1) * namesake_rows.SHOWN
    rows = namesake_rows.shown(noun, pairs[start : start + namesake_rows.SHOWN])
    context = {
        **admin.site.each_context(request),
        "title": _("Same name?"),
        "noun": noun,
        "kinds": [(kind, kind.label, _url(kind)) for kind in Kind],
        "reasons": _reasons(noun, found.pairs),
        "why": why,
        "rows": rows,
        "count": len(pairs),
        "is_cut": found.is_cut,
        "most_compared": namesakes.MOST_COMPARED,
        "at": min(number(request.GET.get("at")), max(len(rows) - 1, 0)),
        "page": page,
        "next": _url(noun, why, page + 1) if len(pairs) > start + namesake_rows.SHOWN else "",
        "before": _url(noun, why, page - 1) if page > 1 else "",
        "bulk_url": f"{reverse('admin:namesakes-bulk')}?{urlencode({'kind': noun, 'why': why})}",
        "lacking": rights.why_not(request.user, f"change_{noun.value}"),
        "last_act": undoing_acts.last_own_act(request.user),
        "sheet": sheets.NAMESAKES,
    }
    return TemplateResponse(request, "admin/articles/namesakes.html", context)


@require_POST
@performing.needs("view_tag")
def act(request: HttpRequest) -> HttpResponse:
    """Merge a pair, tell it apart, or undo; then back to the next row of the same page."""
    noun, why = _asked(request)
    verb, *rest = request.POST.get("act", "").split() or [""]
    one, other, place = ([number(text) for text in rest] + [0, 0, 0])[:3]
    back = _url(noun, why, number(request.POST.get("p")), place)
    if verb == "undo":
        undoing_acts.undo_last(request)
    elif verb == "keep":
        plan_url = _keep(request, noun, stays_id=one, gone_id=other)
        return HttpResponseRedirect(plan_url or back)
    elif verb == "apart":
        _tell_apart(request, noun, one, other)
    else:
        messages.error(request, _("That is not an act of this page."))
    return HttpResponseRedirect(back)


@performing.needs("view_tag")
def merge(request: HttpRequest) -> HttpResponse:
    """What merging one into another does; what it asks is agreed to here, then it is done."""
    noun, _why = _asked(request)
    given = request.POST if request.method == "POST" else request.GET
    gone = _row(noun, number(given.get("gone")))
    stays = _row(noun, number(given.get("stays")))
    name, error = given.get("into", "")[:200], ""
    if stays is None:
        stays, error = _chosen(noun, name)
    if gone is None:
        messages.error(request, _("What you wanted to merge no longer exists."))
        return HttpResponseRedirect(_url(noun))
    plan = None
    if stays is not None:
        plan = performing.attempt(request, partial(merging_nouns.plan_merge, gone, stays))
        if plan is not None and "confirm" in request.POST:
            agreed = request.POST.getlist("agreed")
            if _merge(request, gone, stays, agreed):
                return HttpResponseRedirect(_url(noun))
    context = {
        **admin.site.each_context(request),
        "title": _("Merge"),
        "noun": noun,
        "list_url": _url(noun),
        "gone": gone,
        "stays": stays if plan is not None else None,
        "plan": plan,
        "into": name,
        "error": error,
        "lacking": rights.why_not(request.user, f"change_{noun.value}"),
        "uses": uses.uses(gone, timezone.now()),
    }
    return TemplateResponse(request, "admin/articles/namesake_merge.html", context)


@performing.needs("view_tag")
def bulk(request: HttpRequest) -> HttpResponse:
    """All pairs of one reason, shown before they are merged; each can be left out."""
    noun, why = _asked(request)
    if not why:
        messages.error(request, _("Choose a reason first; only pairs of one kind are merged."))
        return HttpResponseRedirect(_url(noun))
    if request.method == "POST":
        _merge_all(request, noun, request.POST.getlist("pick"))
        return HttpResponseRedirect(_url(noun))
    pairs = _of_reason(namesakes.find(noun).pairs, why)
    context = {
        **admin.site.each_context(request),
        "title": _("Merge all of one kind"),
        "noun": noun,
        "why": why,
        "reason": namesake_rows.REASONS[why][1],
        "rows": namesake_rows.shown(noun, pairs[:MOST_AT_ONCE]),
        "count": len(pairs),
        "list_url": _url(noun, why),
        "lacking": rights.why_not(request.user, f"change_{noun.value}"),
    }
    return TemplateResponse(request, "admin/articles/namesakes_bulk.html", context)


def _asked(request: HttpRequest) -> tuple[Namesake.Noun, str]:
    """The kind and the reason in the address or form; raises PermissionDenied for the kind."""
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    noun = Kind(kind) if kind in Kind.values else Kind.TAG
    if refusal := rights.why_not(request.user, f"view_{noun.value}"):
        raise PermissionDenied(f"{refusal.message} {refusal.hint}")
    why = given.get("why", "")
    return noun, why if why in namesake_rows.REASONS else ""


def _of_reason(pairs: tuple[NamePair, ...], why: str) -> tuple[NamePair, ...]:
    if not why:
        return pairs
    return tuple(pair for pair in pairs if pair.reason == namesake_rows.REASONS[why][0])


def _reasons(noun: Namesake.Noun, pairs: tuple[NamePair, ...]) -> list[tuple[str, Any, int, str]]:
    """The reasons that occur: name, words, how many pairs, and the address that shows them."""
    counts = Counter(pair.reason for pair in pairs)
    return [
        (why, words, counts[template], _url(noun, why))
        for why, (template, words) in namesake_rows.REASONS.items()
        if counts[template]
    ]


def _url(noun: Namesake.Noun, why: str = "", page: int = 1, at: int = 0) -> str:
    query: dict[str, Any] = {"kind": noun.value}
    query |= {"why": why} if why else {}
    query |= {"p": page} if page > 1 else {}
    query |= {"at": at} if at else {}
    return f"{reverse('admin:namesakes')}?{urlencode(query)}"


def _row(noun: Namesake.Noun, row_id: int) -> Any:
    return namesakes.MODELS[noun]._base_manager.filter(pk=row_id).first()


def _keep(request: HttpRequest, noun: Namesake.Noun, *, stays_id: int, gone_id: int) -> str:
    """Merge at once where nothing is asked; else the address of the page that asks."""
    stays, gone = _row(noun, stays_id), _row(noun, gone_id)
    if stays is None or gone is None:
        messages.error(request, _("One of the two no longer exists; it may have been merged."))
        return ""
    plan: NounPlan | None = performing.attempt(
        request, partial(merging_nouns.plan_merge, gone, stays)
    )
    if plan is not None and plan.questions and not _lacks(request, noun):
        query = urlencode({"kind": noun.value, "gone": gone_id, "stays": stays_id})
        return f"{reverse('admin:namesakes-merge')}?{query}"
    if plan is not None:
        _merge(request, gone, stays, ())
    return ""


def _lacks(request: HttpRequest, noun: Namesake.Noun) -> bool:
    return rights.why_not(request.user, f"change_{noun.value}") is not None


def _merge(request: HttpRequest, gone: Any, stays: Any, agreed: Any) -> bool:
    by, at = request.user, timezone.now()
    name = str(gone)
    done = performing.attempt(
        request,
        lambda: merging_nouns.merge(gone, into=stays, agreed=agreed, by=by, at=at, door=Door.MERGE),
    )
    if done is not None:
        text = _("“%(gone)s” is now “%(stays)s”. Undo it with u.")
        messages.success(request, text % {"gone": name, "stays": str(stays)})
    return done is not None


def _tell_apart(request: HttpRequest, noun: Namesake.Noun, one: int, other: int) -> None:
    by, at = request.user, timezone.now()
    done = performing.attempt(
        request, partial(namesakes.tell_apart, noun, one, other, by=by, at=at, door=Door.FORM)
    )
    if done is not None:
        messages.success(request, _("Not the same. This is remembered for the pair."))


def _merge_all(request: HttpRequest, noun: Namesake.Noun, picked: list[str]) -> None:
    pairs = [tuple(number(text) for text in pick.split()) for pick in picked[:MOST_AT_ONCE]]
    outcome = merging_nouns.merge_all(
        noun,
        [(pair[0], pair[1]) for pair in pairs if len(pair) == 2],
        by=request.user,
        at=timezone.now(),
        door=Door.BULK,
    )
    if outcome.done_count:
        text = ngettext(
            "Merged %(n)d pair. Undo it with u.",
            "Merged %(n)d pairs. Undo all of them with u.",
            outcome.done_count,
        )
        messages.success(request, text % {"n": outcome.done_count})
    for refusal in outcome.refusals[:10]:
        messages.warning(request, str(refusal))
    if not outcome.done_count and not outcome.refusals:
        messages.error(request, _("No pair was chosen. Tick one and try again."))


def _chosen(noun: Namesake.Noun, name: str) -> tuple[Any, str]:
    """The row of that name, and what is wrong with the name."""
    if not name:
        return None, ""
    try:
        return CHOICES[noun](label="").clean(name), ""
    except ValidationError as error:
        return None, " ".join(error.messages)
