"""The paste box: text in, what was understood of it out; stored only by "Take in"."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import performing
from articles.admin.choosing import SourceChoice, WebAddress
from articles.admin.posted import numbers
from articles.dedupe.fingerprint import Document, fingerprint
from articles.ingest import pasting
from articles.models import Article, Fingerprint, Section
from articles.text import markup

MOST_CHARACTERS = 2_000_000


class PasteForm(forms.Form):
    """The text with what a person knows of it."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "autofocus": True}),
    )
    source = SourceChoice(label=gettext_lazy("Source"))
    url = WebAddress(label=gettext_lazy("Original address"), required=False)
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        required=False,
        help_text=gettext_lazy("Only if the text does not hold it, or the wrong line was taken."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_text(self) -> str:
        """The text as it was pasted; blanks alone are none."""
        text = str(self.cleaned_data["text"])
        if not text.strip():
            raise forms.ValidationError(_("There is no text to work on."))
        return text


@performing.needs("import_article")
def paste(request: HttpRequest) -> HttpResponse:
    """The box; then what was understood, each cut line with its reason; then the stored article."""
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Paste text"),
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        keep = _lines(request, "keep", add="restore", remove="cut")
        drop = _lines(request, "drop", add="cut", remove="restore")
        url = _take_in(request, form, keep, drop) if "take" in request.POST else None
        if url is not None:
            return HttpResponseRedirect(url)
        context |= _understood(request, form, keep, drop)
        # Once there is something to take in, that button is where the focus belongs.
        form.fields["text"].widget.attrs.pop("autofocus", None)
    return TemplateResponse(request, "admin/articles/paste.html", context)


def _lines(request: HttpRequest, name: str, *, add: str, remove: str) -> frozenset[int]:
    """Line numbers gathered over the rounds, with the line whose button was pressed now."""
    so_far = set(numbers(request.POST.getlist(name)))
    so_far |= set(numbers(request.POST.getlist(add)))
    return frozenset(so_far - set(numbers(request.POST.getlist(remove))))


def _understood(
    request: HttpRequest, form: PasteForm, keep: frozenset[int], drop: frozenset[int]
) -> dict[str, Any]:
    given = form.cleaned_data
    cleaned = performing.attempt(
        request,
        lambda: pasting.understand(
            given["text"],
            now=timezone.now(),
            source=given["source"],
            headline=given["headline"] or None,
            keep=keep,
            drop=drop,
        ),
    )
    if cleaned is None:
        return {}
    return {
        "cleaned": cleaned,
        "keep": sorted(keep),
        "drop": sorted(drop),
        "known": known_copies(cleaned, given["source"]),
        "sections": Section.objects.filter(name__in=cleaned.section_hints),
        "confidence": round(cleaned.confidence * 100),
    }


def known_copies(cleaned: Any, source: Any) -> list[Article]:
    """Articles with the very same text, found by its hash. Two queries."""
    html = markup.from_blocks(cleaned.blocks)
    prints = fingerprint(_document(cleaned, html, source))
    ids = Fingerprint.objects.filter(exact=prints.exact).values_list("article_id", flat=True)[:5]
    return list(Article.objects.select_related("source").filter(pk__in=list(ids)))


def _document(cleaned: Any, html: str, source: Any) -> Any:
    return Document(
        headline=cleaned.headline or "",
        paragraphs=tuple(text for _id, text in markup.paragraphs(html)),
        published_at=None,
        source=source.slug,
    )


def _take_in(
    request: HttpRequest, form: PasteForm, keep: frozenset[int], drop: frozenset[int]
) -> str | None:
    given = form.cleaned_data
    taken = performing.attempt(
        request,
        lambda: pasting.paste(
            given["text"],
            source=given["source"],
            by=request.user,
            at=timezone.now(),
            url=given["url"],
            headline=given["headline"] or None,
            keep=keep,
            drop=drop,
        ),
    )
    if taken is None:
        return None
    article, is_new = taken
    if is_new:
        messages.success(request, _("Taken in: “%(h)s”.") % {"h": article.headline[:80]})
    else:
        messages.warning(
            request,
            _("Known already: “%(h)s”. Nothing was doubled.") % {"h": article.headline[:80]},
        )
    return reverse("admin:articles_article_change", args=[article.pk])
