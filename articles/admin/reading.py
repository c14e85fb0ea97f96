"""An article as plain paragraphs with their ids, to point at; nothing is changed here."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin import performing
from articles.models import Article
from articles.text import markup

HEADLINE, STANDFIRST = "headline", "standfirst"
MOST_POINTED = 8


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its id and number; the address may point at it."""

    anchor: str
    number: int
    text: str
    is_pointed: bool


@performing.needs("view_article")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, paragraph by paragraph; each `p` of the address is the id of one to show first."""
    article = get_object_or_404(Article.objects.select_related("source", "section"), pk=pk)
    wanted = set(request.GET.getlist("p")[:MOST_POINTED])
    shown = [
        Paragraph(anchor, number, text, anchor in wanted)
        for number, (anchor, text) in enumerate(body(article), start=1)
    ]
    above = [Paragraph(anchor, 0, text, anchor in wanted) for anchor, text in heads(article)]
    context = {
        **admin.site.each_context(request),
        "title": _("Read"),
        "article": article,
        "heads": above,
        "paragraphs": shown,
        "pointed": [found for found in (*above, *shown) if found.is_pointed],
    }
    return TemplateResponse(request, "admin/articles/reading.html", context)


def body(article: Article) -> list[tuple[str, str]]:
    """Id and text of each paragraph that says something, in order."""
    return [(own, text) for own, text in markup.paragraphs(article.body_html) if text.strip()]


def heads(article: Article) -> list[tuple[str, str]]:
    """Headline and, where there is one, standfirst, with the ids that they have on our pages."""
    found = [(HEADLINE, article.headline), (STANDFIRST, article.standfirst)]
    return [(own, text) for own, text in found if text.strip()]
