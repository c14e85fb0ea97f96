"""The unsaved words of an article's form: offered, taken, dropped, taken over, closed by a save.

Every button posts the whole form, so that what stands in it is never lost by pressing one; the
form is shown again with what was asked for, and saved by nothing but its own button.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin import parts, performing
from articles.admin.article_form import ArticleForm
from articles.admin.conflicts import BODY, told
from articles.admin.posted import number
from articles.desk import acting, sittings
from articles.errors import NewsroomError
from articles.models import Article, Sitting
from articles.models.sitting import PRESENT_FOR
from articles.text import diff, markup

MARK = "sitting"
_ONLY_SHOWN = "newsroom.only_shown"
_DROPPED = "newsroom.dropped"
_TOGETHER = "newsroom.brought_together"
# What a form carries besides words: it is given anew with every page.
NOT_KEPT = ("csrfmiddlewaretoken", "sitting")


@dataclass(frozen=True)
class Difference:
    """One field of unsaved words beside what is stored."""

    label: str
    spans: tuple[diff.Span, ...] = ()
    rows: tuple[diff.Row, ...] = ()


@dataclass(frozen=True)
class Offer:
    """Unsaved words that may be taken into the form or dropped."""

    sitting: Sitting
    differences: tuple[Difference, ...]
    is_open: bool


def words(posted: Any) -> dict[str, list[str]]:
    """The fields of a posted form that are kept, without the buttons and the form's own marks."""
    return {
        name: [value.replace("\x00", "") for value in posted.getlist(name)]
        for name in posted
        if not name.startswith("_") and name not in NOT_KEPT and not name.startswith("sitting-")
    }


def token_of(posted: Any) -> UUID | None:
    """The token that a form carries; None for what is none."""
    try:
        return UUID(str(posted.get(MARK, "")))
    except ValueError:
        return None


def new_token() -> UUID:
    """The token of a form that begins now."""
    return uuid4()


def receive(request: HttpRequest, article_id: int | None) -> None:
    """Do what a button beside the form asks for, and bring the posted rows together with others'.

    Nothing for somebody who may not change the article: the form itself says why.
    """
    article = Article.objects.filter(pk=article_id).first() if article_id is not None else None
    if not _may_write(request, article_id, article):
        return
    for name, deed in _DEEDS.items():
        if name in request.POST:
            request.META[_ONLY_SHOWN] = True
            deed(request, article, number(request.POST.get(name)))
    if article is not None:
        posted, theirs, conflicts = parts.brought_together(article, request.POST)
        request.POST = posted  # type: ignore[assignment]  # Django gives it a setter
        request.META[_TOGETHER] = (tuple(theirs), tuple(conflicts))


def prepared(request: HttpRequest, form: Any) -> Any:
    """The form class, knowing what `receive` found; never valid when it is only to be shown."""
    theirs, conflicts = request.META.get(_TOGETHER, ((), ()))
    only_shown = _ONLY_SHOWN in request.META
    if not (theirs or conflicts or only_shown):
        return form

    class Prepared(form):  # type: ignore[misc]  # the base is only known here
        """The same form with the rows of others, or only for showing."""

        parts_theirs = theirs
        parts_conflicts = conflicts

        def is_valid(self) -> bool:
            """Whether it may be saved."""
            return super().is_valid() and not only_shown

    return Prepared


def show(request: HttpRequest, article: Article | None, context: dict[str, Any]) -> None:
    """Put into the page what the form was opened on, who else is there, and what is unsaved."""
    form, at = context["adminform"].form, timezone.now()
    context["conflicts"] = getattr(form, "conflicts", ())
    if not hasattr(form, "marks"):
        return
    # What was posted and not saved is kept at once, before the next key.
    context["is_unsaved"] = form.is_bound and bool(_differences(words(form.data), article, form))
    context["dropped"] = request.META.get(_DROPPED)
    rows = []
    if article is not None and not form.is_bound:
        shown = [inline.formset for inline in context["inline_admin_formsets"]]
        rows = parts.marks(article, {formset.prefix: formset.get_queryset() for formset in shown})
    kept = [(n, str(form.data[n])) for n in form.data if n.startswith(parts.SEEN)]
    context["marks"] = list(dict([*kept, *form.marks(), *rows]).items())
    may_write = context.get("refusal") is None
    if may_write:
        token = token_of(form.data) if form.is_bound else None
        token = token or sittings.begin(article, by=request.user, at=at).token
        context["sitting_token"] = token
    else:
        token = uuid4()
    context["others"] = sittings.others(article.pk, by=request.user, at=at) if article else []
    context["may_write"] = may_write
    context["offers"] = _offers(request, article, form, token, at)


def refuse_saved(request: HttpRequest, form: Any) -> None:
    """Raise ActRefused for the form of a new article that was sent a second time."""
    sittings.refuse_saved(token_of(form.data), by=request.user)


def saved(request: HttpRequest, article: Article, form: Any, at: datetime) -> None:
    """Close the form's sitting and say whose words are in as well."""
    sitting = sittings.close_saved(token_of(form.data), by=request.user, article=article, at=at)
    if theirs := getattr(form, "theirs", ()):
        fields = ", ".join(dict.fromkeys(theirs))
        said = _("Somebody else changed this while you wrote, and it is in, too: %(fields)s.")
        messages.info(request, said % {"fields": fields})
    if sitting is not None and sitting.taken_by is not None:
        said = _("%(name)s took over at %(time)s. Your words are in as you see them now.")
        messages.info(request, said % {"name": sitting.taken_by, "time": _clock(sitting.taken_at)})


def _may_write(request: HttpRequest, article_id: int | None, article: Article | None) -> bool:
    if article_id is None:
        return request.user.has_perm("articles.add_article")
    if article is None:
        return False
    try:
        acting.require_edit(article, by=request.user)
    except NewsroomError:
        return False
    return True


def _take(request: HttpRequest, article: Article | None, pk: int) -> None:
    """Put unsaved words into the form; what stood there is kept and offered in their place."""
    sitting, at = _own(request, article, pk), timezone.now()
    if sitting is None:
        return
    if not _keep_posted(request, article):
        return
    taken = sittings.store(article, by=request.user, at=at, fields=sitting.fields)
    # A window that has them still before it goes on under a new mark.
    sittings.close(sitting, at=at)
    form = QueryDict(mutable=True)
    for name, values in sitting.fields.items():
        form.setlist(name, values)
    form[MARK] = str(taken.token)
    request.POST = form  # type: ignore[assignment]  # Django gives it a setter
    said = _("This is the unsaved text of %(time)s. Nothing is saved yet.")
    messages.info(request, said % {"time": _clock(sitting.kept_at)})


def _drop(request: HttpRequest, article: Article | None, pk: int) -> None:
    sitting = _own(request, article, pk)
    if sitting is not None:
        sittings.close(sitting, at=timezone.now())
        request.META[_DROPPED] = pk


def _bring_back(request: HttpRequest, article: Article | None, pk: int) -> None:
    """Offer again what was dropped."""
    if not sittings.reopen(pk, by=request.user):
        messages.error(request, _("This unsaved text is gone: it was taken, saved or dropped."))


def _take_over(request: HttpRequest, article: Article | None, pk: int) -> None:
    other = Sitting.objects.filter(pk=pk, article=article).select_related("person").first()
    if other is None or article is None:
        messages.error(request, _("Nobody has this article open there any more."))
        return
    at = timezone.now()
    who = {"name": other.person.get_username()}
    given: list[Sitting | None] = []
    performing.attempt(
        request, lambda: given.append(sittings.take_over(other, by=request.user, at=at))
    )
    if given and given[0] is None:
        messages.info(request, _("You took over from %(name)s, who had no unsaved text.") % who)
    elif given:
        said = _("You took over from %(name)s, and both of you have the unsaved text now.")
        messages.info(request, said % who)


_DEEDS = {
    "_take": _take,
    "_drop": _drop,
    "_bring_back": _bring_back,
    "_take_over": _take_over,
}


def _own(request: HttpRequest, article: Article | None, pk: int) -> Sitting | None:
    sitting = sittings.own(pk, by=request.user)
    if sitting is None or sitting.article_id != (article.pk if article else None):
        messages.error(request, _("This unsaved text is gone: it was taken, saved or dropped."))
        return None
    return sitting


def _keep_posted(request: HttpRequest, article: Article | None) -> bool:
    """Keep what was typed into the form that another text comes into; False when it cannot be."""
    at, token, fields = timezone.now(), token_of(request.POST), words(request.POST)
    if token is None or not _differences(fields, article, ArticleForm(instance=article)):
        return True
    # The script counts in milliseconds, too: this is the newest.
    count, article_id = int(at.timestamp() * 1000) + 1, article.pk if article else None
    kept = performing.attempt(
        request,
        lambda: sittings.keep(
            token, by=request.user, at=at, fields=fields, count=count, article_id=article_id
        ),
    )
    return kept is not None


def _offers(
    request: HttpRequest, article: Article | None, form: Any, but: UUID, at: datetime
) -> list[Offer]:
    """What this person has not saved, as far as it says anything else than what is stored."""
    found = []
    for sitting in sittings.offered(article, by=request.user, but=but):
        differences, is_open = _differences(sitting.fields, article, form), _is_open(sitting, at)
        if differences:
            found.append(Offer(sitting, differences, is_open))
        elif not is_open:
            sittings.close(sitting, at=at)
    return found


def _is_open(sitting: Sitting, at: datetime) -> bool:
    return sitting.seen_at is not None and sitting.seen_at > at - PRESENT_FOR


def _differences(
    kept: dict[str, list[str]], article: Article | None, form: Any
) -> tuple[Difference, ...]:
    posted = QueryDict(mutable=True)
    for name, values in kept.items():
        posted.setlist(name, values)
    found = []
    for name, field in form.fields.items():
        if name not in posted or name == "weight":
            continue
        initial = form.get_initial_for_field(field, name)
        value = field.widget.value_from_datadict(posted, {}, name)
        before, after = _told(name, field, initial), _told(name, field, value)
        if field.has_changed(initial, value) and before != after:
            found.append(_difference(str(field.label), before, after, name == BODY))
    for part in parts.PARTS:
        before = parts.stored_words(article, part) if article else ""
        after = parts.in_words(posted, part)
        if f"{part.prefix}-TOTAL_FORMS" in posted and before != after:
            found.append(_difference(str(part.label), before, after, False))
    return tuple(found)


def _difference(label: str, before: str, after: str, is_long: bool) -> Difference:
    if not is_long:
        return Difference(label, spans=tuple(diff.words(before, after)))
    rows = diff.paragraphs(before.split("\n"), after.split("\n"))
    return Difference(label, rows=tuple(row for row in rows if row.changed))


def _told(name: str, field: forms.Field, value: Any) -> str:
    """A value of the form in words, whether it is stored or was posted."""
    if value in (None, ""):
        return ""
    if name == BODY:
        return markup.to_text(str(value))
    if isinstance(field, forms.ModelChoiceField):
        return told(f"{name}_id", number(str(value)) or None)
    if isinstance(field, forms.DateTimeField):
        shown = field.widget.format_value(field.prepare_value(value))
        return value if isinstance(value, str) else str(shown)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(field.prepare_value(value)).replace("\r\n", "\n").strip()


def _clock(moment: datetime | None) -> str:
    """The time of day on the publication's clock; the day with it where it is not today."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime().date()
    return date_format(local, "H:i" if is_today else "j M, H:i")
