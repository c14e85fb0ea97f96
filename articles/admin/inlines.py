"""Byline, credits and links within an article's form; what is posted goes to the desk whole."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.choosing import (
    ArticleChoice,
    Completing,
    SourceChoice,
    Suggesting,
    WebAddress,
    article_number,
    author_names,
)
from articles.admin.posted import number
from articles.desk import editing, linking
from articles.enums import Door, Relation
from articles.models import Article, Author, AuthorAlias, Contribution, Credit, RelatedLink
from articles.text import normalise, urls

_ORDER = forms.NumberInput(attrs={"class": "order", "min": 0})


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One name of the byline: an author's, or a free name as the source printed it."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=Suggesting("author", author_names)
    )

    class Meta:
        model = Contribution
        fields = ("position", "name", "role")
        widgets = {"position": _ORDER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["name"] = self.instance.printed_name


class CreditForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One credited organisation, with its own words and address where it has them."""

    source = SourceChoice(label=gettext_lazy("Source"))
    url = WebAddress(label=gettext_lazy("Original"), required=False)

    class Meta:
        model = Credit
        fields = ("position", "source", "text", "url")
        widgets = {
            "position": _ORDER,
            "text": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Its name and not its number, which would have to be looked up again.
            self.initial["source"] = str(self.instance.source)


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One link: to an article of ours by number or address, or to an address outside."""

    to = forms.CharField(
        label=gettext_lazy("To"),
        max_length=2000,
        help_text=gettext_lazy("Number, address or words of an article, or an address outside."),
        widget=Completing("article"),
    )

    class Meta:
        model = RelatedLink
        fields = ("position", "kind", "to", "title")
        widgets = {"position": _ORDER, "title": forms.TextInput(attrs={"dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            link = self.instance
            self.initial["to"] = f"{link.target_id} {link.target}" if link.target else link.url
            for name in ("kind", "to", "title"):
                self.fields[name].disabled = True

    def clean_to(self) -> Any:
        """The article, or the outside address."""
        text = str(self.cleaned_data["to"]).strip()
        if self.instance.pk:
            return text
        if pk := number(article_number(text)):
            if (article := Article.objects.filter(pk=pk).first()) is None:
                raise ValidationError(_("There is no article %(n)s.") % {"n": pk})
            return article
        return text if urls.is_web(text) else ArticleChoice().clean(text)


class ArticlePart(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Rows that belong to an article and may be changed by whoever may change it."""

    extra = 1
    permission = "change_article"
    # The part's name at its clock.
    part = ""

    def _may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"articles.{self.permission}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the article sees its parts."""
        return request.user.has_perm("articles.view_article")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right that the part needs; the desk asks again, section and all."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right that the part needs."""
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right that the part needs; the row's image stays in the history."""
        return self._may(request)


class Byline(ArticlePart):
    """Who wrote it."""

    model = Contribution
    form = NameForm
    verbose_name_plural = gettext_lazy("Byline")
    part = "byline"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the authors' names."""
        return super().get_queryset(request).select_related("author")


class Credits(ArticlePart):
    """Whose text it is."""

    model = Credit
    form = CreditForm
    verbose_name_plural = gettext_lazy("Credits")
    part = "credits"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the sources' names."""
        return super().get_queryset(request).select_related("source")


class Links(ArticlePart):
    """What it is connected with."""

    model = RelatedLink
    fk_name = "article"
    form = LinkForm
    permission = "link_article"
    verbose_name_plural = gettext_lazy("Links")
    part = "links"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the headlines of their targets."""
        return super().get_queryset(request).select_related("target")


def save(request: HttpRequest, article: Article, formset: Any) -> None:
    """Hand one posted part to the desk; nothing when it did not change."""
    if formset.has_changed():
        _SAVERS[formset.model](request, article, _rows(formset), formset)


def _rows(formset: Any) -> list[Any]:
    """The forms that stay and say something, in the order that was asked for."""
    gone = set(formset.deleted_forms)
    forms_left = [f for f in formset.forms if f not in gone and (f.instance.pk or f.has_changed())]
    return sorted(forms_left, key=lambda form: form.cleaned_data.get("position") or 0)


def _save_byline(request: HttpRequest, article: Article, rows: list[Any], formset: Any) -> None:
    names = [row.cleaned_data["name"].strip() for row in rows]
    authors = _authors(names)
    found = []
    for row, name in zip(rows, names, strict=True):
        author = authors.get(name.casefold())
        free = "" if author else name
        found.append(editing.Name(author.pk if author else None, free, row.cleaned_data["role"]))
    editing.set_byline(article, names=found, by=request.user, at=timezone.now(), door=Door.FORM)


def _authors(names: list[str]) -> dict[str, Author]:
    """The authors of these names, by the casefolded name. Two queries.

    A former name means an author only if it is nobody's name now and was one author's.
    """
    wanted = reduce(or_, (Q(name__iexact=name) for name in names), Q(pk=None))
    authors = {author.name.casefold(): author for author in Author.objects.filter(wanted)}
    rest = {normalise.fold(name)[:200]: name.casefold() for name in names}
    former: dict[str, set[Author]] = {}
    aliases = AuthorAlias.objects.filter(folded__in=rest).select_related("author")
    for alias in aliases:
        former.setdefault(rest[alias.folded], set()).add(alias.author)
    meant = {name: found.pop() for name, found in former.items() if len(found) == 1}
    return {**meant, **authors}


def _save_credits(request: HttpRequest, article: Article, rows: list[Any], formset: Any) -> None:
    lines = [
        editing.CreditLine(
            row.cleaned_data["source"].pk, row.cleaned_data["text"], row.cleaned_data["url"]
        )
        for row in rows
    ]
    editing.set_credits(article, credits=lines, by=request.user, at=timezone.now(), door=Door.FORM)


def _save_links(request: HttpRequest, article: Article, rows: list[Any], formset: Any) -> None:
    by, at = request.user, timezone.now()
    for form in formset.deleted_forms:
        if form.instance.pk:
            linking.unlink(form.instance, by=by, at=at, door=Door.FORM)
    for row in rows:
        if not row.instance.pk:
            given = row.cleaned_data
            outside = isinstance(given["to"], str)
            linking.link(
                article,
                to=None if outside else given["to"],
                url=given["to"] if outside else "",
                title=given["title"],
                kind=Relation(given["kind"]),
                by=by,
                at=at,
                door=Door.FORM,
            )
    kept = [row for row in rows if row.instance.pk]
    if any("position" in row.changed_data for row in kept):
        ids = [row.instance.pk for row in kept]
        linking.reorder(article, link_ids=ids, by=by, at=at, door=Door.FORM)


_SAVERS: dict[Any, Any] = {
    Contribution: _save_byline,
    Credit: _save_credits,
    RelatedLink: _save_links,
}
