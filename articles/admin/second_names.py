"""Requests for a second name: the list of them, and the page on which one is decided."""

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

from articles.admin import performing
from articles.desk import holders, proposing, rights, second_name
from articles.enums import Grave, Outcome
from articles.errors import NewsroomError
from articles.models import Article, Proposal

# Requests on the list: those that wait, and the newest decided ones.
SHOWN = 50
ON_HOME = 5

# Requests about the withholding itself, whose notes are for everybody.
OF_SEALING = (Grave.TAKE_DOWN, Grave.LIFT)
SAYS = {
    Grave.RETRACT: gettext_lazy(
        "The page stays with the notice; it leaves fronts, lists, feeds and search."
    ),
    Grave.KILL: gettext_lazy("Withdrawn for good: 410 with the note; out of every list at once."),
    Grave.TAKE_DOWN: gettext_lazy(
        "Withheld on legal order: 451 at every address, its words sealed, here too."
    ),
    Grave.REVIVE: gettext_lazy(
        "It becomes a draft again; readers do not see it until it is published."
    ),
    Grave.LIFT: gettext_lazy(
        "It and all that went with it get their words and their status back; what was published "
        "is public again at once."
    ),
}


class DecisionForm(forms.Form):
    """Why not, or why alone."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


def waiting(request: HttpRequest) -> list[Proposal]:
    """What waits for a second name, for whom it concerns: holders of a right, and the asker."""
    if not second_name.is_on():
        return []
    mine = {
        verb for verb, right in second_name.RIGHTS.items()
        if request.user.has_perm(f"articles.{right}")
    }  # fmt: skip
    if not mine:
        return []
    rows = Proposal.objects.waiting().filter(verb__in=mine)
    return list(rows.select_related("article", "asked_by")[:ON_HOME])


@performing.needs("view_article")
def index(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first, then what was decided last."""
    known = Proposal.objects.select_related("article", "asked_by", "decided_by")
    now = timezone.now()
    open_ones = known.waiting()[:SHOWN]
    context = {
        **admin.site.each_context(request),
        "title": _("Second names"),
        "waiting": [(one, _stale(one, now)) for one in open_ones],
        "decided": known.exclude(outcome=Outcome.WAITING).order_by("-asked_at", "-id")[:SHOWN],
    }
    return TemplateResponse(request, "admin/articles/second_names.html", context)


@performing.needs("view_article")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was asked for and what would happen; a posted form decides it."""
    known = Proposal.objects.select_related("article__section", "asked_by", "decided_by")
    proposal = get_object_or_404(known, pk=pk)
    if request.method == "POST":
        said = performing.attempt(request, lambda: _do(request, proposal))
        if said:
            messages.success(request, said)
            is_done = request.POST.get("act") in ("confirm", "alone")
            page = "uses" if is_done and proposal.verb != Grave.REVIVE else "change"
            url = reverse(f"admin:articles_article_{page}", args=[proposal.article_id])
            return HttpResponseRedirect(url)
        return HttpResponseRedirect(reverse("admin:second-name", args=[pk]))
    if proposal.article.sealed_at is not None and proposal.verb not in OF_SEALING:
        proposal.note = proposal.reason = _("Withheld for legal reasons.")
    now, verb = timezone.now(), Grave(proposal.verb)
    is_own = request.user.pk == proposal.asked_by_id
    is_open = proposal.outcome == Outcome.WAITING
    context = {
        **admin.site.each_context(request),
        "title": verb.label,
        "proposal": proposal,
        "article": proposal.article,
        "says": SAYS[verb],
        "form": DecisionForm(),
        "is_own": is_own,
        "is_open": is_open,
        "stale": _stale(proposal, now) if is_open else "",
        "refusal": rights.why_not(request.user, second_name.RIGHTS[verb], proposal.article),
        "fronts": proposal.article.slots.standing(now).select_related("edition__front")[:20],
        "companions": Article.objects.filter(pk__in=proposal.also).order_by("pk")[:SHOWN],
        "links": proposal.article.backlinks.select_related("article")[:20],
    }
    if is_own and is_open:
        context["alone_from"] = second_name.alone_from(proposal)
        context["may_alone"] = now >= context["alone_from"]
        context["seconds"] = holders.named(
            second_name.seconds(verb, proposal.article, request.user)
        )
    return TemplateResponse(request, "admin/articles/second_name.html", context)


def _do(request: HttpRequest, proposal: Proposal) -> str:
    """Confirm, decline, withdraw or go on alone; what to say of it."""
    form = DecisionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by, at = request.user, timezone.now()
    act = request.POST.get("act")
    if act == "confirm":
        proposing.confirm(proposal, by=by, at=at)
        return _("Done, with two names: yours and that of %(who)s.") % {
            "who": holders.named([proposal.asked_by])
        }
    if act == "alone":
        proposing.carry_out_alone(proposal, reason=reason, by=by, at=at)
        return _("Done alone; your reason stands in the history.")
    if act == "decline":
        proposing.decline(proposal, reason=reason, by=by, at=at)
        return _("The request is closed; nothing was changed.")
    return ""


def _stale(proposal: Proposal, now: Any) -> str:
    """Why it can no longer be confirmed; "" while it can."""
    try:
        second_name.refuse_stale(proposal, proposal.article, now)
    except NewsroomError as refusal:
        return str(refusal)
    return ""
