"""The sealed copy of what was taken down: read with a reason, and every reading is logged."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import history, performing
from articles.desk import rights, sealing
from articles.enums import Door
from articles.models import Article
from articles.text import markup

READINGS = 50


class ReadingForm(forms.Form):
    """Why somebody reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Who asked for it, and why"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autofocus": True}),
    )


@performing.needs("kill_article")
def sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason; a posted one is logged and shows the words once."""
    article = get_object_or_404(Article, pk=pk)
    if article.sealed_at is None:
        raise Http404(_("This article is not sealed."))
    form = ReadingForm(request.POST if request.method == "POST" else None)
    copy = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        copy = performing.attempt(
            request,
            lambda: sealing.read_sealed(
                article, reason=reason, by=request.user, at=timezone.now(), door=Door.FORM
            ),
        )
    context = {
        **admin.site.each_context(request),
        "title": _("Sealed copy"),
        "opts": Article._meta,
        "object": article,
        "form": form,
        "words": _words(copy) if copy else [],
        "readings": article.sealed_readings.select_related("by")[:READINGS],
        "refusal": rights.why_not(request.user, "kill_article", article),
    }
    return TemplateResponse(request, "admin/articles/sealed.html", context)


def _words(copy: sealing.SealedCopy) -> list[tuple[str, list[str], Any]]:
    """Each field that said something, paragraph by paragraph."""
    found = []
    for name, text in copy.words.items():
        if text:
            plain = markup.to_text(text) if name == "body_html" else text
            found.append((history.field_label(Article, name), plain.split("\n"), copy.article))
    return found
