"""What the buttons on a front's screen do: read what is meant, call the desk, say what happened."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import front_forms, front_rows, performing, undoing_acts
from articles.admin.posted import number
from articles.desk import composing, curating, launching, planning
from articles.desk.launching import Difference
from articles.enums import Door
from articles.models import Article, Edition, Front, FrontSlot


def perform(request: HttpRequest, front: Front) -> str:
    """Do the act whose button was pressed; returns the address to go on at."""
    if "undo" in request.POST:
        undoing_acts.undo_last(request)
        return address(front)
    if deed := next((name for name in _DEEDS if name in request.POST), ""):
        gone_on = performing.attempt(request, lambda: _DEEDS[deed](request, front))
        if isinstance(gone_on, str):
            return gone_on
    else:
        messages.error(request, _("That is not an act of this page."))
    return address(front)


def address(front: Front, **query: Any) -> str:
    """The front's screen."""
    base = reverse("admin:articles_front_change", args=[front.pk])
    return f"{base}?{urlencode(query)}" if query else base


def fill(request: HttpRequest, front: Front, article: Article) -> bool:
    """Put an article at the posted place and tell who drops out; whether it was done."""
    now = timezone.now()
    position = number(request.POST.get("position")) or 1
    before = composing.look(front, now, front.worked_on(now))[0] if front.pk else None
    placed = curating.fill_slot(
        front, position=position, article=article, by=request.user, at=now, door=Door.FORM
    )
    fresh = Article.objects.get(pk=article.pk)
    lost = before.lost_by(before.pushed(fresh, position)) if before else []
    names = [card.headline for card in lost]
    if placed.dropped is not None and placed.dropped.headline not in names:
        names.append(placed.dropped.headline)
    messages.success(request, _told(front, fresh, placed.slot, names))
    return True


def _told(front: Front, article: Article, slot: FrontSlot, dropped: list[str]) -> str:
    now = timezone.now()
    said = [
        _("“%(headline)s” stands at %(place)s of %(front)s.")
        % {"headline": article.headline[:80], "place": slot.position, "front": front.name}
    ]
    if article.is_scheduled(now) and article.visible_at is not None:
        time = {"time": front_rows.clock(article.visible_at, now)}
        said.append(_("It shows from %(time)s; the rule fills the place until then.") % time)
    elif not article.is_listed(now):
        said.append(_("It shows once it is published; the rule fills the place until then."))
    out = _("“%(headline)s” dropped out.")
    if not article.is_listed(now):
        out = _("“%(headline)s” drops out then.")
    said += [out % {"headline": name[:80]} for name in dropped]
    if front.draft is not None:
        said.append(_("This is in the draft: readers see it when you launch."))
    return " ".join(said)


def _place(request: HttpRequest, front: Front) -> Any:
    article = get_object_or_404(Article, pk=number(request.POST.get("article")))
    fill(request, front, article)
    return address(front, at=article.pk)


def _slot(front: Front, text: str) -> FrontSlot:
    rows = FrontSlot.objects.select_related("edition__front", "article")
    return get_object_or_404(rows, pk=number(text), edition__front=front)


def _empty(request: HttpRequest, front: Front) -> Any:
    slot = _slot(front, request.POST["empty"])
    curating.clear_slot(slot, by=request.user, at=timezone.now(), door=Door.FORM)
    messages.success(request, _("The place is free; the rule fills it."))
    return address(front, place=slot.position)


def _move(request: HttpRequest, front: Front) -> Any:
    """One place up or down; what stands there changes places with it."""
    pk, _sign, way = request.POST["move"].partition(" ")
    slot = _slot(front, pk)
    position = slot.position + (-1 if way == "up" else 1)
    if 1 <= position <= front.slot_count:
        curating.fill_slot(
            front,
            position=position,
            article=slot.article,
            by=request.user,
            at=timezone.now(),
            door=Door.FORM,
        )
    return address(front, at=slot.article_id)


def _keep(request: HttpRequest, front: Front) -> Any:
    return _settle(request, front, "keep")


def _drop(request: HttpRequest, front: Front) -> Any:
    return _settle(request, front, "drop")


def _settle(request: HttpRequest, front: Front, name: str) -> str:
    slot = _slot(front, request.POST[name])
    by, at = request.user, timezone.now()
    curating.settle_headline(slot, keep=name == "keep", by=by, at=at, door=Door.FORM)
    if name == "keep":
        messages.success(request, _("The headline here stays as it is."))
    else:
        messages.success(request, _("The front shows the article's own headline again."))
    return address(front, at=slot.article_id)


def _try(request: HttpRequest, front: Front) -> Any:
    """Show what the rule would do: it goes into the address, nothing is written."""
    tried = {name: request.POST.get(name, "") for name in front_forms.RuleForm.base_fields}
    return address(front, **{name: text for name, text in tried.items() if text})


def _rule(request: HttpRequest, front: Front) -> Any:
    at = timezone.now()
    form = front_forms.RuleForm(front.worked_on(at), request.POST)
    if not form.is_valid():
        return _try(request, front)
    launching.set_rule(front, rule=form.columns, by=request.user, at=at, door=Door.FORM)
    messages.success(request, _("The rule is saved.") + _in_draft(front))
    return None


def _begin(request: HttpRequest, front: Front) -> Any:
    launching.begin_draft(front, by=request.user, at=timezone.now(), door=Door.FORM)
    said = _("This is a draft now: readers see nothing of it until you launch.")
    messages.success(request, said)


def _aside(request: HttpRequest, front: Front) -> Any:
    launching.put_aside(front, by=request.user, at=timezone.now(), door=Door.FORM)
    messages.success(request, _("The draft is put aside; undo brings it back."))


def _launch(request: HttpRequest, front: Front) -> Any:
    change = launching.launch(
        front,
        seen=request.POST.get("seen", ""),
        despite_changes="despite" in request.POST,
        by=request.user,
        at=timezone.now(),
        door=Door.FORM,
    )
    messages.success(request, _("Launched.") + _changed(change))


def _launch_at(request: HttpRequest, front: Front) -> Any:
    """Plan the launch; when the front will be another one by then, show that plan first."""
    typed, now = request.POST.get("when", "").strip(), timezone.now()
    moment = performing.attempt(request, lambda: front_forms.launch_moment(typed, now))
    if moment is None:
        return address(front)
    change = performing.attempt(
        request,
        lambda: planning.launch_at(
            front,
            when=moment.at,
            seen=request.POST.get("seen", ""),
            despite_changes="despite" in request.POST,
            by=request.user,
            at=now,
            door=Door.FORM,
        ),
    )
    if change is None:
        return address(front, when=front_forms.as_typed(moment.at)) if moment.at > now else None
    told = _("Launches by itself at %(moment)s.") % {"moment": moment}
    messages.success(request, told + _changed(change, later=True))
    return address(front)


def _call_off(request: HttpRequest, front: Front) -> Any:
    rows = Edition.objects.select_related("front")
    edition = get_object_or_404(rows, pk=number(request.POST["off"]), front=front)
    had_draft = front.draft_id is not None
    planning.call_off(edition, by=request.user, at=timezone.now(), door=Door.FORM)
    said = _("The launch is called off; its places are the draft again.")
    if had_draft:
        said = _("The launch is called off; undo plans it again.")
    messages.success(request, said)


def _back(request: HttpRequest, front: Front) -> Any:
    edition = Edition.objects.filter(pk=number(request.POST["back"]), front=front).first()
    if edition is None:
        raise Http404
    seen = number(request.POST.get("live"))
    by, at = request.user, timezone.now()
    change = launching.roll_back(front, to=edition, seen=seen, by=by, at=at, door=Door.FORM)
    messages.success(request, _("Rolled back.") + _changed(change))


def _changed(change: Difference, *, later: bool = False) -> str:
    if not change:
        return " " + _("Readers see no change.")
    if later:
        return " " + _("Readers will see: %(what)s.") % {"what": change}
    return " " + _("Readers see: %(what)s.") % {"what": change}


def _in_draft(front: Front) -> str:
    if front.draft is None:
        return ""
    return " " + _("This is in the draft: readers see it when you launch.")


_DEEDS: dict[str, Callable[[HttpRequest, Front], Any]] = {
    "article": _place,
    "empty": _empty,
    "move": _move,
    "keep": _keep,
    "drop": _drop,
    "try": _try,
    "rule": _rule,
    "begin": _begin,
    "aside": _aside,
    "launch": _launch,
    "later": _launch_at,
    "off": _call_off,
    "back": _back,
}
