"""What happened to a row: who, when, through which door, why, and what each field said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import performing, version_names
from articles.admin.posted import number
from articles.desk import editing
from articles.enums import Door
from articles.history import Entry, entries_of_article, folded, net, stands_out, value_at
from articles.history import values as history_values
from articles.models import Act, Article, Change, Text, VersionName
from articles.text import diff, markup

SHOWN = 50
MOST_SHOWN = 500
# What two versions of an article are compared by.
VERSIONED = ("kicker", "headline", "standfirst", "body_html", "dateline", "slugline")
_SEALED = Article.objects.filter(sealed_at__isnull=False).values("pk")
# The acts of a takedown itself; their notes are for the public, or for the log of who read it.
TOLD_OF_SEALED = frozenset({"ask-take-down", "take-down", "read-sealed", "ask-lift", "let-in"})
# Kept with every row, but nothing that a person changed.
UNTOLD = frozenset({"version", "word_count", "position"})


@dataclass(frozen=True)
class Told:
    """One change in words: what it was about, before and after, and the difference."""

    change: Change
    label: str
    before: str
    after: str
    spans: tuple[diff.Span, ...]
    rows: tuple[diff.Row, ...]
    can_restore: bool

    @property
    def is_long(self) -> bool:
        """Whether the whole of both sides says more than the difference."""
        return bool(self.before and self.after) and len(self.spans) > 3


@dataclass(frozen=True)
class Line:
    """One act with its changes in words; or a sitting, with what it changed in all.

    `saves` are the acts of a sitting, newest first; empty for an act by itself.
    """

    act: Act
    told: tuple[Told, ...]
    saves: tuple[Act, ...] = ()
    stands_out: bool = False
    name: str = ""

    @property
    def can_be_named(self) -> bool:
        """Whether it made a version of its own."""
        return self.act.verb not in version_names.NAMING

    @property
    def began(self) -> Act:
        """The first act of it."""
        return self.saves[-1] if self.saves else self.act


@dataclass(frozen=True)
class Compared:
    """One field of two versions."""

    label: str
    spans: tuple[diff.Span, ...]
    rows: tuple[diff.Row, ...]
    differs: bool


def article_history(request: HttpRequest, article: Article) -> HttpResponse:
    """Everything that touched the article, its credits, links and slots included."""
    limit = min(number(request.GET.get("show")) or SHOWN, MOST_SHOWN)
    named = version_names.context(request, article)
    only = set(named["names"]) if named["only_named"] else None
    entries = entries_of_article(article.pk, limit=limit, only=only)
    may_restore = request.user.has_perm("articles.change_article")
    context = _context(request, Article, article, _lines(entries, may_restore, named["names"]))
    context |= named
    heads = (line.act.pk for line in context["lines"] if line.can_be_named)
    context["newest_version"] = next(heads, None)
    context["further"] = len(entries) == limit < MOST_SHOWN and min(limit * 4, MOST_SHOWN)
    context["can_compare"] = len(entries) > 1
    context["may_restore"] = may_restore
    return TemplateResponse(request, "admin/articles/history.html", context)


def row_history(request: HttpRequest, model_admin: Any, object_id: str) -> HttpResponse:
    """The acts that touched one row of any other kind."""
    row = model_admin.get_object(request, object_id)
    if row is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    changes = (
        Change.objects.filter(model=history_values.label(model_admin.model), row=str(row.pk))
        .select_related("act__by")
        .order_by("-id")[:SHOWN]
    )
    entries: dict[int, tuple[Act, list[Change]]] = {}
    for change in changes:
        entries.setdefault(change.act_id, (change.act, []))[1].append(change)
    lines = _lines([Entry(act, tuple(found)) for act, found in entries.values()], False)
    context = _context(request, model_admin.model, row, lines)
    return TemplateResponse(request, "admin/articles/history.html", context)


@require_POST
@performing.needs("change_article")
def restore(request: HttpRequest, pk: int, change_id: int) -> HttpResponse:
    """Give one field the value it had before that change."""
    article = get_object_or_404(Article, pk=pk)
    change = get_object_or_404(Change, pk=change_id, article_id=pk)
    done = performing.attempt(
        request,
        lambda: editing.restore_field(
            article, change=change, by=request.user, at=timezone.now(), door=Door.FORM
        ),
    )
    if done is not None:
        label = field_label(Article, change.field)
        messages.success(request, _("Restored: %(field)s.") % {"field": label})
    return HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))


@performing.needs("view_article")
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of an article, each as it stood after one of its acts."""
    article = get_object_or_404(Article, pk=pk)
    older, newer = _act(request, "from", pk), _act(request, "to", pk)
    if older and newer and newer.at < older.at:
        older, newer = newer, older
    context = _context(request, Article, article, [])
    context |= {
        "title": _("Compare versions"),
        "older": older,
        "newer": newer,
        "names": {str(each.act_id): each.name for each in article.version_names.all()},
        "fields": (fields := _compared(article, older, newer)),
        "same": [field for field in fields if not field.differs],
    }
    return TemplateResponse(request, "admin/articles/versions.html", context)


def told_changes(changes: Sequence[Change], *, may_restore: bool = False) -> tuple[Told, ...]:
    """The changes in words. A fixed number of queries, however many there are."""
    texts = _kept_texts(changes)
    names = _names_of_rows(changes)
    sealed = _sealed(changes)
    shown = [c for c in changes if c.field not in UNTOLD]
    return tuple(
        _withheld(change)
        if change.article_id in sealed
        else _told(change, texts, names, may_restore)
        for change in shown
    )


def _sealed(changes: Iterable[Change]) -> set[int]:
    """The articles among these whose words the law withholds: their past says nothing either."""
    ids = {change.article_id for change in changes if change.article_id is not None}
    rows = Article.objects.filter(pk__in=ids).exclude(sealed_at=None)
    return set(rows.values_list("pk", flat=True)) if ids else set()


def withhold_reasons(acts: Iterable[Act]) -> None:
    """Put "withheld" in place of reasons that may tell what the law withholds; saves nothing.

    What was said of a takedown itself stays: on whose order, who read it, who asked. One query
    where an act has a reason.
    """
    told = [act for act in acts if act.reason and act.verb not in TOLD_OF_SEALED]
    rows = Change.objects.filter(act__in=told, article_id__in=_SEALED)
    hidden = set(rows.values_list("act_id", flat=True)) if told else set()
    for act in told:
        if act.pk in hidden:
            act.reason = _("Withheld for legal reasons.")


def _withheld(change: Change) -> Told:
    model = history_values.model_of(change.model)
    label = field_label(model, change.field) if change.field else str(model._meta.verbose_name)
    return Told(change, label, "", _("Withheld for legal reasons."), (), (), False)


def field_label(model: type[models.Model], name: str) -> str:
    """The field's name as people read it."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(capfirst(str(getattr(field, "verbose_name", name))))


def _lines(
    entries: Sequence[Entry], may_restore: bool, names: Mapping[int, VersionName] | None = None
) -> list[Line]:
    """The acts, the saves of one sitting as one line; a named version heads a line of its own."""
    withhold_reasons(entry.act for entry in entries)
    names = names or {}
    groups = [(group, _changes(group)) for group in folded(entries, frozenset(names))]
    told = {
        id(t.change): t
        for t in told_changes(
            [c for _g, changes in groups for c in changes], may_restore=may_restore
        )
    }
    return [
        Line(
            group[0].act,
            tuple(told[id(change)] for change in changes if id(change) in told),
            tuple(entry.act for entry in group) if len(group) > 1 else (),
            stands_out(group[0]) or group[0].act.pk in names,
            str(names.get(group[0].act.pk, "")),
        )
        for group, changes in groups
    ]


def _changes(group: Sequence[Entry]) -> list[Change]:
    return list(group[0].changes) if len(group) == 1 else net(group)


def _context(
    request: HttpRequest, model: type[models.Model], row: models.Model, lines: list[Line]
) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": _("History"),
        "opts": model._meta,
        "object": row,
        "lines": lines,
        "is_article": model is Article,
    }


def _kept_texts(changes: Iterable[Change]) -> dict[str, str]:
    keys = set()
    for change in changes:
        images = [change.before, change.after]
        for image in images:
            values = image.values() if isinstance(image, dict) and "text" not in image else [image]
            keys |= {v["text"] for v in values if isinstance(v, dict) and set(v) == {"text"}}
    return {text.pk: text.value for text in Text.objects.filter(pk__in=keys)}


def _names_of_rows(changes: Iterable[Change]) -> dict[tuple[str, Any], str]:
    """What foreign keys in the changes point at, by model and key: one query a model."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for change in changes:
        for field, key in _keys(change):
            wanted.setdefault(field.related_model, set()).add(key)
    return {
        (model._meta.label_lower, pk): str(row)
        for model, keys in wanted.items()
        for pk, row in model._base_manager.in_bulk(keys).items()
    }


def _keys(change: Change) -> list[tuple[Any, Any]]:
    """The foreign keys that a change names, with the field of each."""
    field = _field(change)
    if isinstance(field, models.ForeignKey):
        return [(field, key) for key in (change.before, change.after) if key is not None]
    if change.kind == Change.Kind.UPDATE:
        return []
    image = (change.after if change.kind == Change.Kind.CREATE else change.before) or {}
    return [(f, image[f.attname]) for f in _pointers(change) if image.get(f.attname) is not None]


def _pointers(change: Change) -> list[Any]:
    """The foreign keys that tell what a made or removed row is about: not whose, nor by whom."""
    own = ("article", "content_object", "made_by", "decided_by", "by", "raw", "picked_by")
    fields = history_values.model_of(change.model)._meta.concrete_fields
    return [f for f in fields if isinstance(f, models.ForeignKey) and f.name not in own]


def _field(change: Change) -> Any:
    """The model's field that an update is about; None when there is none of that name."""
    if change.kind != Change.Kind.UPDATE:
        return None
    try:
        return history_values.model_of(change.model)._meta.get_field(change.field)
    except (FieldDoesNotExist, LookupError):
        return None


def _told(
    change: Change, texts: dict[str, str], names: dict[tuple[str, Any], str], may_restore: bool
) -> Told:
    model = history_values.model_of(change.model)
    if change.kind != Change.Kind.UPDATE:
        image = change.after if change.kind == Change.Kind.CREATE else change.before
        label = f"{capfirst(str(model._meta.verbose_name))} {change.get_kind_display()}"
        about = [
            names.get((f.related_model._meta.label_lower, key), "") for f, key in _keys(change)
        ]
        text = " · ".join(filter(None, [*about, *_summary(image or {}, texts)]))
        is_new = change.kind == Change.Kind.CREATE
        return Told(change, label, "" if is_new else text, text if is_new else "", (), (), False)
    before, after = (_words(change, v, texts, names) for v in (change.before, change.after))
    is_own = model is Article
    is_body = is_own and change.field == "body_html"
    paragraphs = (before.split("\n"), after.split("\n")) if is_body else ((), ())
    return Told(
        change,
        ("" if is_own else f"{capfirst(str(model._meta.verbose_name))}: ")
        + field_label(model, change.field),
        before,
        after,
        () if is_body else _spans(_field(change), before, after),
        tuple(diff.paragraphs(*paragraphs)),
        may_restore and is_own and change.field in editing.EDITABLE,
    )


def _spans(field: Any, before: str, after: str) -> tuple[diff.Span, ...]:
    """The words that differ in a text; of any other value, the whole of it before and after."""
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return tuple(diff.words(before, after))
    between = " → " if before and after else ""
    sides = (diff.Span("removed", before), diff.Span("same", between), diff.Span("added", after))
    return tuple(span for span in sides if span.text)


def _words(
    change: Change, value: Any, texts: dict[str, str], names: dict[tuple[str, Any], str]
) -> str:
    """A stored value as people read it: names for keys, labels for choices, times on our clock."""
    if value is None:
        return ""
    field = _field(change)
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model._meta.label_lower, value), f"№ {value}")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return date_format(timezone.localtime(moment), "j M Y, H:i") if moment else str(value)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    text = _unpacked(value, texts)
    return markup.to_text(text) if change.field == "body_html" else text


def _unpacked(value: Any, texts: dict[str, str]) -> str:
    if isinstance(value, dict) and set(value) == {"text"}:
        return texts.get(value["text"], "")
    return str(value)


def _summary(image: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """The telling fields of a row that was made or removed."""
    names = ("headline", "name", "title", "text", "url", "kind", "role", "note", "status")
    words = (_unpacked(image[name], texts) for name in names if image.get(name))
    return [Truncator(text).chars(300) for text in words]


def _act(request: HttpRequest, name: str, article_id: int) -> Act | None:
    asked = number(request.GET.get(name))
    acts = Act.objects.filter(pk=asked, changes__article_id=article_id)
    return acts.select_related("by").distinct().first()


def _compared(article: Article, older: Act | None, newer: Act | None) -> list[Compared]:
    if older is None or newer is None or article.sealed_at is not None:
        return []
    found = []
    for name in VERSIONED:
        before, after = (_version(article, name, act) for act in (older, newer))
        is_body = name == "body_html"
        rows = tuple(diff.paragraphs(before.split("\n"), after.split("\n"))) if is_body else ()
        spans = () if is_body else tuple(diff.words(before, after))
        found.append(Compared(field_label(Article, name), spans, rows, before != after))
    return found


def _version(article: Article, name: str, act: Act) -> str:
    value = value_at(article, name, act.at) or ""
    return markup.to_text(value) if name == "body_html" else str(value)
