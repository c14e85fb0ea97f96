"""Where a row is used: everything that points at it, found from the models themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.posted import number
from articles.desk import relations
from articles.models import Article, Edition, FrontSlot

# Rows shown of each kind; the others are counted, and stand in a list.
MOST = 10
# Counted no further than this; beyond, "more than" says enough.
COUNTED = 1_000
# What machines keep about a row, and what it said or was: no use that anybody could mend.
UNTOLD: dict[str, str] = {
    "articles.capture": "the bytes of an arrival, kept for ever",
    "articles.fingerprint": "read again from the text",
    "articles.fingerprinthash": "read again from the text",
    "articles.fingerprintterm": "read again from the text",
    "articles.label": "an example that the machine is measured by",
    "articles.match": "what the machine found two texts to be",
    "articles.merge": "an act; its merged articles are told as such",
    "articles.picturekey": "read again from the picture",
    "articles.proposal": "a request for a second name; it has a page of its own",
    "articles.sealedprint": "what an arrival is held by while a text is sealed",
    "articles.sealedreading": "a line of the log of readings",
    "articles.searchtext": "read again from the text",
    "articles.sitting": "a form that somebody has open; the article's page tells who",
    "articles.sourceline": "learnt again from captures",
    "articles.suggestion": "stands on the article's own page",
    "articles.withdrawal": "what its own address answers",
}
# Rows that belong to the row itself, and go where it goes.
OWN = {
    "articles.article": frozenset(
        {
            "articles.comment.article", "articles.contribution.article",
            "articles.correction.article",
            "articles.credit.article", "articles.hold.article",
            "articles.plannedchange.article", "articles.relatedlink.article",
            "articles.tagging.content_object",
            "articles.versionname.article",
        }
    ),
    "articles.author": frozenset({"articles.authoralias.author"}),
    "articles.source": frozenset({"articles.sourcealias.source"}),
    "articles.tag": frozenset({"articles.tagalias.tag"}),
    "articles.section": frozenset({"articles.sectionmember.section"}),
}  # fmt: skip
# From the row that points here to what people call the place; the row itself where none fits.
_WAYS = ("edition__front", "article", "content_object", "front")


@dataclass(frozen=True)
class Place:
    """One row that uses it, in words, with the page on which that is changed.

    `state` tells of a front whether readers see that edition of it, or will.
    """

    name: str
    url: str
    is_public: bool
    state: str = ""


@dataclass(frozen=True)
class Use:
    """All rows that use it in one way: the newest of them, how many more, and the list of all."""

    label: str
    places: tuple[Place, ...]
    more: int
    url: str

    @property
    def more_said(self) -> str:
        """How many more there are, counted as far as anybody counts."""
        if self.more > COUNTED:
            return _("and more than %(n)d more") % {"n": COUNTED}
        return _("and %(n)d more") % {"n": self.more}


def uses(row: models.Model, now: datetime, besides: models.Model | None = None) -> list[Use]:
    """Who points at the row, kind by kind, newest first; `besides` itself is left out.

    One query for each kind, one more where it has more than are shown.
    """
    found = []
    for name, field in told(type(row)).items():
        way = _way(field)
        rows = _rows(field, row.pk, now)
        if besides is not None and isinstance(besides, field.model):
            rows = rows.exclude(pk=besides.pk)
        some = list(rows.select_related(*([way] if way else ())).order_by("-pk")[: MOST + 1])
        if some:
            places = tuple(_place(one, way, now) for one in some[:MOST])
            further = rows.order_by("-pk").values("pk")[MOST : MOST + COUNTED + 1]
            more = further.count() if len(some) > MOST else 0
            found.append(Use(_label(field), places, more, _list_of_all(name, field, row.pk)))
    return found


def told(model: type[models.Model]) -> dict[str, Any]:
    """Every key that points at the model and is a use, by `app.model.field`."""
    own = OWN.get(model._meta.label_lower, frozenset())
    return {
        name: field
        for name, field in relations.pointers(model).items()
        if name not in own and field.model._meta.label_lower not in UNTOLD
    }


def _way(field: Any) -> str:
    """The keys that lead from the row to the place, as a path; "" for a place of its own."""
    for way in _WAYS:
        first = way.partition("__")[0]
        if first != field.name and any(f.name == first for f in field.model._meta.concrete_fields):
            return way
    return ""


def _rows(field: Any, key: Any, now: datetime) -> QuerySet[Any]:
    """The rows that point at it; of fronts only what readers see, will see, or is worked on."""
    model = field.model
    if model is Edition:
        return Edition.objects.standing(now).filter(**{field.name: key})
    if model is FrontSlot:
        return FrontSlot.objects.standing(now).filter(**{field.name: key})
    rows: QuerySet[Any] = model._base_manager.filter(**{field.name: key})
    return rows


def _label(field: Any) -> str:
    kind = capfirst(str(field.model._meta.verbose_name_plural))
    return f"{kind}: {field.verbose_name}"


def _place(row: Any, way: str, now: datetime) -> Place:
    target = row
    for step in filter(None, way.split("__")):
        target = getattr(target, step)
    edition = row if isinstance(row, Edition) else getattr(row, "edition", None)
    is_public = isinstance(target, Article) and target.is_published(now)
    state = _state(edition, now) if edition is not None else ""
    # A slot names its front, its place and what stands there by itself.
    words = str(row if isinstance(row, FrontSlot) else target)
    return Place(words[:160], _url(target), is_public, state)


def _state(edition: Edition, now: datetime) -> str:
    if edition.launch_at is not None and edition.launch_at > now:
        local = timezone.localtime(edition.launch_at)
        return _("planned for %(when)s") % {"when": date_format(local, "j M, H:i")}
    is_draft = edition.begun_at is not None and edition.live_from is None
    return _("in the draft") if is_draft else _("live")


def _url(row: models.Model) -> str:
    try:
        return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def _list_of_all(name: str, field: Any, key: Any) -> str:
    """The list of the places, filtered to these; "" where the places have no list."""
    model = _place_model(field)
    if UsesFilter.of_model(model, name) is None:
        return ""
    base = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    return f"{base}?{urlencode({UsesFilter.parameter_name: f'{name}:{key}'})}"


def _place_model(field: Any) -> type[models.Model]:
    model = field.model
    for step in filter(None, _way(field).split("__")):
        model = model._meta.get_field(step).related_model
    found: type[models.Model] = model
    return found


class UsesFilter(admin.SimpleListFilter):
    """What uses one row, as a filter of a list; it is chosen on the page of uses."""

    title = gettext_lazy("uses")
    parameter_name = "uses"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The row that is asked for, so that the filter can be seen and left; nothing else."""
        asked = request.GET.get(self.parameter_name, "")
        name, _colon, key = asked.partition(":")
        field = self.of_model(model_admin.model, name)
        row = field.related_model._base_manager.filter(pk=number(key)).first() if field else None
        return [(asked, str(row or "–")[:80])] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of this list that use it."""
        name, _colon, key = (self.value() or "").partition(":")
        field = self.of_model(queryset.model, name)
        if field is None:
            return queryset.none()
        rows = _rows(field, number(key), timezone.now())
        return queryset.filter(pk__in=rows.values(_way(field) or "pk"))

    @staticmethod
    def of_model(model: type[models.Model], name: str) -> Any:
        """The key of that name whose places are rows of this model; None otherwise."""
        label, _dot, own = name.rpartition(".")
        try:
            field: Any = apps.get_model(label)._meta.get_field(own)
        except (LookupError, ValueError):
            return None
        if not field.is_relation or not field.concrete or field.model._meta.label_lower in UNTOLD:
            return None
        if name not in relations.pointers(field.related_model) or not admin.site.is_registered(
            _place_model(field)
        ):
            return None
        return field if _place_model(field) is model else None
