"""The buttons that move an article: each a page that says what will happen, then the desk's act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import moments, performing, readiness, returning, uses
from articles.admin.act_forms import (
    CorrectionForm,
    EmbargoForm,
    HoldForm,
    KillForm,
    PlainForm,
    ReasonForm,
    RetractForm,
    TakedownForm,
    UnpublishForm,
    WhenForm,
)
from articles.desk import (
    correcting,
    holders,
    holding,
    lifting,
    proposing,
    publishing,
    rights,
    second_name,
    takedown,
)
from articles.enums import MOVES, Grave, Status
from articles.models import Article, Proposal

Run = Callable[..., Any]


@dataclass(frozen=True)
class Deed:
    """One button: when it stands there, the right it needs, its form and the act it runs."""

    verb: str
    label: Any
    permission: str
    offered: Callable[[Article, datetime], bool]
    form: Callable[..., forms.Form]
    run: Run
    says: Any
    is_grave: bool = False
    is_main: bool = False
    key: str = ""


@dataclass(frozen=True)
class Button:
    """A deed as it is offered to one person on one article."""

    deed: Deed
    url: str
    refusal: rights.Refusal | None
    key: str


def _from(*statuses: Status) -> Callable[[Article, datetime], bool]:
    return lambda article, now: article.status in statuses


def _to(target: Status) -> Callable[[Article, datetime], bool]:
    return lambda article, now: target in MOVES[Status(article.status)]


DEEDS: tuple[Deed, ...] = (
    Deed(
        "publish", gettext_lazy("Publish"), "publish_article",
        lambda a, now: Status.PUBLISHED in MOVES[Status(a.status)] or a.is_scheduled(now),
        PlainForm,
        lambda a, by, at, data: publishing.publish(a, by=by, at=at, published_at=at),
        gettext_lazy("Readers see it at once, unless an embargo stands."), is_main=True, key="p",
    ),
    Deed(
        "schedule", gettext_lazy("Schedule"), "publish_article",
        lambda a, now: Status.PUBLISHED in MOVES[Status(a.status)] or a.is_scheduled(now),
        WhenForm,
        lambda a, by, at, data: publishing.schedule(a, by=by, at=at, when=data["when"]),
        gettext_lazy("It appears by itself at that moment; no job is needed."), key="s",
    ),
    Deed(
        "draft", gettext_lazy("Take as draft"), "change_article",
        _from(Status.INCOMING, Status.SPIKED), PlainForm,
        lambda a, by, at, data: publishing.draft(a, by=by, at=at),
        gettext_lazy("It leaves the inbox and is yours to work on."), key="t",
    ),
    Deed(
        "embargo", gettext_lazy("Embargo"), "publish_article",
        _from(Status.INCOMING, Status.DRAFT, Status.PUBLISHED), EmbargoForm,
        lambda a, by, at, data: publishing.embargo(a, by=by, at=at, until=data["when"]),
        gettext_lazy("A wall: nobody sees it before that moment, published or not."),
    ),
    Deed(
        "correct", gettext_lazy("Correct"), "correct_article",
        _from(Status.PUBLISHED), CorrectionForm,
        lambda a, by, at, data: correcting.correct(a, by=by, at=at, **data),
        gettext_lazy("Readers see it on the page, in the feeds and on the corrections page."),
        key="c",
    ),
    Deed(
        "unpublish", gettext_lazy("Unpublish"), "publish_article",
        _from(Status.PUBLISHED), UnpublishForm,
        lambda a, by, at, data: publishing.unpublish(a, by=by, at=at, **data),
        gettext_lazy(
            "Back to draft. If readers could see it, its address answers 410 with the note, or "
            "leads to another article."
        ),
        is_grave=True,
    ),
    Deed(
        "retract", gettext_lazy("Retract"), "retract_article",
        lambda a, now: a.status == Status.PUBLISHED and a.retracted_at is None, RetractForm,
        lambda a, by, at, data: publishing.retract(a, by=by, at=at, note=data["note"]),
        gettext_lazy("The page stays with the notice; it leaves fronts, lists, feeds and search."),
        is_grave=True, key="r",
    ),
    Deed(
        "reinstate", gettext_lazy("Reinstate"), "retract_article",
        lambda a, now: a.retracted_at is not None, PlainForm,
        lambda a, by, at, data: publishing.reinstate(a, by=by, at=at),
        gettext_lazy("The retraction is taken back; its trace stays in the history."),
    ),
    Deed(
        "kill", gettext_lazy("Kill"), "kill_article", _to(Status.KILLED), KillForm,
        lambda a, by, at, data: publishing.kill(a, by=by, at=at, note=data["note"]),
        gettext_lazy("Withdrawn for good: its address answers 410; out of every list at once."),
        is_grave=True,
    ),
    Deed(
        "take-down", gettext_lazy("Legal takedown"), "kill_article",
        lambda a, now: a.sealed_at is None and a.status in (Status.PUBLISHED, Status.KILLED),
        TakedownForm,
        lambda a, by, at, data: takedown.take_down(
            a, also=data.get("also") or (), note=data["note"], by=by, at=at
        ),
        gettext_lazy(
            "Withheld on legal order: 451 at every address, its words gone from every page, list "
            "and comparison, here too. A sealed copy stays; each reading of it is logged."
        ),
        is_grave=True,
    ),
    Deed(
        "hold", gettext_lazy("Legal hold"), "kill_article",
        lambda a, now: not hasattr(a, "hold"), HoldForm,
        lambda a, by, at, data: holding.hold(a, by=by, at=at, reason=data["reason"]),
        gettext_lazy(
            "It is never removed, whatever becomes of it at the desk. Readers notice nothing."
        ),
    ),
    Deed(
        "release", gettext_lazy("Lift the legal hold"), "kill_article",
        lambda a, now: hasattr(a, "hold"), PlainForm,
        lambda a, by, at, data: holding.release(a, by=by, at=at),
        gettext_lazy("Once in the bin for thirty days, it may be removed again."),
    ),
    Deed(
        "lift", gettext_lazy("Lift the takedown"), "kill_article",
        lambda a, now: a.sealed_at is not None, PlainForm,
        lambda a, by, at, data: lifting.lift(a, by=by, at=at),
        gettext_lazy(
            "It and all that went with it get their words and their status back; what was "
            "published is public again at once."
        ),
        is_grave=True,
    ),
    Deed(
        "spike", gettext_lazy("Spike"), "spike_article", _to(Status.SPIKED), ReasonForm,
        lambda a, by, at, data: publishing.spike(a, by=by, at=at, reason=data["reason"]),
        gettext_lazy("Rejected, but kept; it can be revived."), is_grave=True, key="d",
    ),
    Deed(
        "revive", gettext_lazy("Revive"), "spike_article",
        lambda a, now: a.status in (Status.SPIKED, Status.KILLED) and a.sealed_at is None,
        PlainForm, lambda a, by, at, data: publishing.revive(a, by=by, at=at),
        gettext_lazy("A spiked article returns to the inbox, a killed one to draft."),
    ),
)  # fmt: skip
GOES_OUT = frozenset({"publish", "schedule"})
TAKES_BACK = frozenset({"retract", "kill", "take-down"})
_BY_VERB = {deed.verb: deed for deed in DEEDS}


def buttons(article: Article, by: Any, now: datetime, *, taken: str = "") -> list[Button]:
    """The deeds that the state offers, with what the person lacks; a `taken` key is left out."""
    found = []
    refusals: dict[str, rights.Refusal | None] = {}
    for deed in DEEDS:
        if deed.offered(article, now):
            needed = _permission(deed, article)
            if needed not in refusals:
                refusals[needed] = rights.why_not(by, needed, article)
            url = reverse("admin:articles_article_act", args=[article.pk, deed.verb])
            key = "" if deed.key == taken else deed.key
            found.append(Button(deed, url, refusals[needed], key))
    return found


@performing.needs("view_article")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Say what will happen and ask for what is needed; a posted form does it."""
    deed = _BY_VERB.get(verb)
    if deed is None:
        raise Http404(_("There is no such act."))
    article = get_object_or_404(Article.objects.select_related("section", "source"), pk=pk)
    extra = {"article": article} if deed.form in (CorrectionForm, TakedownForm) else {}
    if given := returning.given_back(request):
        messages.info(request, _("What you wrote before the log-in stands in the form again."))
    form = deed.form(request.POST if request.method == "POST" else None, initial=given, **extra)
    back = "inbox" if request.GET.get("back") == "inbox" else ""
    needs_two = second_name.binds(deed.verb, article, request.user)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        if needs_two:
            asked = performing.attempt(request, lambda: _ask(deed, article, request, form))
            if asked is not None:
                return HttpResponseRedirect(reverse("admin:second-name", args=[asked.pk]))
        elif _run(request, deed, article, form, at):
            _tell(request, deed, article)
            if deed.verb in GOES_OUT:
                readiness.tell(request, [article.pk], at=at)
            return HttpResponseRedirect(_back_to(article, deed, back))
        # A refusal leaves every word in the form.
    context = {
        **admin.site.each_context(request),
        "title": deed.label,
        "article": article,
        "deed": deed,
        "form": form,
        "back": back,
        "refusal": rights.why_not(request.user, _permission(deed, article), article),
        "remarks": readiness.remarks(article, at=timezone.now()) if verb in GOES_OUT else None,
        "uses": uses.uses(article, timezone.now()) if deed.is_grave else [],
        "picture_uses": _picture_uses(deed, article),
    }
    if needs_two:
        people = second_name.seconds(deed.verb, article, request.user)
        context["needs_two"], context["seconds"] = True, holders.named(people)
    return TemplateResponse(request, "admin/articles/article_act.html", context)


def _run(
    request: HttpRequest, deed: Deed, article: Article, form: forms.Form, at: datetime
) -> bool:
    """Do it for the person; whether it was done."""
    done = performing.attempt(
        request, lambda: deed.run(article, request.user, at, form.cleaned_data)
    )
    return done is not None


def _picture_uses(deed: Deed, article: Article) -> list[uses.Use]:
    """Who else shows the picture, where an act takes the text that brought it from readers."""
    picture = article.lead_image if deed.is_grave else None
    return uses.uses(picture, timezone.now(), besides=article) if picture else []


def _ask(deed: Deed, article: Article, request: HttpRequest, form: forms.Form) -> Proposal:
    """Ask for the second name that the act needs."""
    data = form.cleaned_data
    asked = proposing.ask(
        article,
        verb=Grave(deed.verb),
        note=data.get("note", ""),
        also=data.get("also") or (),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Asked for a second name. Nothing has changed yet."))
    return asked


def _permission(deed: Deed, article: Article) -> str:
    if deed.verb == "revive" and article.status == Status.KILLED:
        return "kill_article"
    return deed.permission


def _tell(request: HttpRequest, deed: Deed, article: Article) -> None:
    fresh = Article.objects.get(pk=article.pk)
    text = f"{deed.label}: “{fresh.headline[:80]}”."
    now = timezone.now()
    if fresh.is_scheduled(now) and fresh.visible_at:
        moment = moments.tell(fresh.visible_at, timezone.get_current_timezone())
        text += " " + _("Readers see it from %(moment)s.") % {"moment": moment}
    messages.success(request, text)


def _back_to(article: Article, deed: Deed, back: str) -> str:
    """What takes back what readers could see ends with the places that it reached."""
    if deed.verb in TAKES_BACK and article.visible_at is not None:
        return reverse("admin:articles_article_uses", args=[article.pk])
    if back == "inbox":
        return reverse("admin:inbox")
    return reverse("admin:articles_article_change", args=[article.pk])
