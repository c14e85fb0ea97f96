"""Form fields that take names as people write them, without a full table in a select box."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin import once, searching
from articles.admin.posted import number
from articles.models import Article, Author, Source, Story, Tag
from articles.text.normalise import fold

# Enough to help; whoever is not among them is found by name all the same.
SUGGESTIONS = 100
# Articles that are named where several fit.
NEAREST = 4


class Completing(forms.TextInput):
    """A text input whose words are completed from the rows of a kind while one types.

    `is_many` where it holds several, parted by commas. Without script it is a plain line.
    """

    def __init__(
        self, kind: str, attrs: dict[str, Any] | None = None, *, is_many: bool = False
    ) -> None:
        many = {"data-complete-many": ""} if is_many else {}
        super().__init__({"dir": "auto", "autocomplete": "off", **many, **(attrs or {})})
        self.kind = kind

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The attributes with the address that knows the names."""
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[arg-type]  # passed on
        return {**attrs, "data-complete": reverse("admin:complete", args=[self.kind])}


class Suggesting(Completing):
    """The same; without script the browser offers the first names by its own means."""

    def __init__(
        self,
        kind: str,
        suggestions: Callable[[], Iterable[str]],
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(kind, attrs)
        self.suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The input and, where the page has them not yet, the names that it offers."""
        listed = {"list": _listed(self.suggestions)}
        field = super().render(name, value, {**(attrs or {}), **listed}, renderer)
        return format_html("{}{}", field, name_list(self.suggestions))


def name_list(suggestions: Callable[[], Iterable[str]]) -> SafeString:
    """The names for all inputs of a page that offer them; "" when it has them. One query."""
    if not once.is_first(_listed(suggestions)):
        return SafeString("")
    options = format_html_join("", '<option value="{}">', ((name,) for name in suggestions()))
    return format_html('<datalist id="{}">{}</datalist>', _listed(suggestions), options)


def _listed(suggestions: Callable[[], Iterable[str]]) -> str:
    return suggestions.__name__.replace("_", "-")


def source_names() -> Iterable[str]:
    """Names of active sources, in order."""
    rows = Source.objects.filter(active=True).order_by("name", "id")
    return rows.values_list("name", flat=True)[:SUGGESTIONS]


def author_names() -> Iterable[str]:
    """Names of authors, in order."""
    return Author.objects.order_by("name", "id").values_list("name", flat=True)[:SUGGESTIONS]


class ByDigits(forms.RadioSelect):
    """A short choice by digits: 1 takes the first and goes on to the field `leads_to`."""

    def __init__(self, *, leads_to: str) -> None:
        super().__init__({"autofocus": True})
        self.leads_to = leads_to

    def create_option(self, *given: Any, **more: Any) -> dict[str, Any]:
        """With its digit, which is told beside it."""
        option = super().create_option(*given, **more)
        digit = int(option["index"]) + 1
        option["attrs"] |= {"data-key": digit, "data-key-to": self.leads_to}
        option["label"] = format_html("{} <kbd>{}</kbd>", option["label"], digit)
        return option


class NamedChoice(forms.CharField):
    """A row chosen by its name, slug or number; the cleaned value is the row, or None."""

    rows: Any = None
    keys: tuple[str, ...] = ("name__iexact", "slug")
    # The key to a row's former names, where it has some.
    former: str = ""
    unknown: Any = ""

    def __init__(self, *args: Any, queryset: Any = None, limit_choices_to: Any = None,
                 to_field_name: Any = None, blank: Any = None, **kwargs: Any) -> None:  # fmt: skip
        # The extra arguments are those that a foreign key gives its form field.
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The name of the row that an initial value stands for."""
        if isinstance(value, int):
            row = self.rows().filter(pk=value).first()
            return str(row) if row else ""
        return "" if value is None else str(value)

    def clean(self, value: Any) -> Any:
        """The row; ValidationError when no row, or more than one, has that name."""
        text = super().clean(value)
        if not text:
            return None
        wanted: list[tuple[str, str]] = [(key, text) for key in self.keys]
        if self.former:
            wanted.append((self.former, fold(text)[:200]))
        for key, value in wanted:
            found = list(self.rows().filter(**{key: value}).distinct()[:2])
            if len(found) == 1:
                return found[0]
        if row := self.rows().filter(pk=number(text) or numbered(text)).first():
            return row
        raise ValidationError(str(self.unknown) % {"name": text[:80]})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another name stands there than at first."""
        return bool(self.prepare_value(initial) != (data or ""))


class SourceChoice(NamedChoice):
    """A source by its name or slug."""

    rows = staticmethod(lambda: Source.objects.order_by("id"))
    former = "aliases__folded"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Suggesting("source", source_names))
        super().__init__(*args, **kwargs)
        self.unknown = _("There is no source “%(name)s”. Choose one, or add it under Sources.")


class AuthorChoice(NamedChoice):
    """An author by name or slug."""

    rows = staticmethod(lambda: Author.objects.order_by("id"))
    former = "aliases__folded"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Suggesting("author", author_names))
        super().__init__(*args, **kwargs)
        self.unknown = _("There is no author “%(name)s”. Choose one, or add it under Authors.")


class TagChoice(NamedChoice):
    """A tag by its name or slug."""

    rows = staticmethod(lambda: Tag.objects.order_by("id"))
    former = "aliases__folded"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Completing("tag"))
        super().__init__(*args, **kwargs)
        self.unknown = _("There is no tag “%(name)s”.")


class StoryChoice(NamedChoice):
    """A story by its title or number."""

    rows = staticmethod(lambda: Story.objects.filter(joined_into=None).order_by("-id"))
    keys = ("title__iexact",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Completing("story"))
        super().__init__(*args, **kwargs)
        self.unknown = _("There is no story “%(name)s”. Write its title or its number.")


class ArticleChoice(NamedChoice):
    """An article by number, by its address on this site, by its headline, or by words of its own.

    Words that only one article has choose it; of several the best are named with their numbers.
    """

    rows = staticmethod(lambda: Article.objects.order_by("-id"))
    keys = ("headline__iexact",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Completing("article"))
        super().__init__(*args, **kwargs)
        self.unknown = _("There is no article “%(name)s”. Write its number or its address.")

    def clean(self, value: Any) -> Any:
        """The article; an address stands for the number in it."""
        text = article_number(str(value)) if value else value
        try:
            return super().clean(text)
        except ValidationError:
            if not text:
                raise
            found = searching.best(self.rows(), str(text), timezone.now(), NEAREST + 1)
            if len(found) == 1:
                return found[0]
            if not found:
                raise
            listed = "; ".join(f"№ {a.pk} “{a.headline[:60]}”" for a in found[:NEAREST])
            raise ValidationError(
                _("Several articles fit “%(name)s”. Write the number of one: %(listed)s.")
                % {"name": str(text)[:80], "listed": listed}
            ) from None


def numbered(text: str) -> int:
    """The number that a completed line begins with, or 0.

    >>> numbered("№ 12 Storks return"), numbered("12 storks return")
    (12, 0)
    """
    found = re.match(r"\s*№\s*(\d{1,18})(?!\S)", text)
    return int(found[1]) if found else 0


def article_number(text: str) -> str:
    """The number that a completed line or an address of ours names; any other text as it is."""
    if completed := numbered(text):
        return str(completed)
    path = re.sub(r"^https?://[^/]+", "", text.strip())
    try:
        found = resolve(path)
    except Resolver404:
        return text
    if found.view_name == "article-detail":
        return str(found.kwargs["pk"])
    if found.view_name == "admin:articles_article_change":
        return str(found.kwargs["object_id"])
    return text


class WebAddress(forms.URLField):
    """An address; https where no scheme was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(**{**kwargs, "assume_scheme": "https"})


class TagNames(forms.CharField):
    """Tags by their names, parted by commas; an unknown name becomes a new tag."""

    def prepare_value(self, value: Any) -> Any:
        """The names in one line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The names, each once, blanks squeezed; Arabic commas part them too."""
        text = super().clean(value)
        names = (" ".join(name.split()) for name in re.split("[,،;\n]", text or ""))
        return tuple(dict.fromkeys(name[:100] for name in names if name))
