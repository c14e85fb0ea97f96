"""What the paper says of itself: corrections, and the page about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.cachekeys import LATEST, names
from articles.enums import Statement
from articles.models import Correction, columns
from articles.public.selection import is_listed
from articles.text import passages
from articles.web import paging, structured
from articles.web.page import Page, public, render

PAGE_SIZE = 40


@public
def corrections(request: HttpRequest, page: Page) -> HttpResponse:
    """Every correction to an article that lists may show, newest first."""
    page.settle(reverse("corrections"))
    made = Correction.objects.filter(is_listed(page.now)).select_related("article__section")
    made = made.only(*columns.CORRECTION)
    slice_ = paging.cut(made, before=page.before, size=PAGE_SIZE, field="made_at")
    page.hangs_on(names.CORRECTIONS, LATEST)
    page.shows(correction.article for correction in slice_.rows)
    context = {"slice": slice_, "data": structured.collection(page, _("Corrections"))}
    return render(page, "articles/corrections.jinja", context)


@public
def about(request: HttpRequest, page: Page) -> HttpResponse:
    """Who makes this paper and how to reach them."""
    page.before = ""
    page.settle(reverse("about"))
    page.hangs_on()
    return render(page, "articles/about.jinja", {"data": structured.website(page)})


@public
def statement(request: HttpRequest, page: Page, kind: str) -> HttpResponse:
    """One of the paper's rules in its own words, and the way to the others."""
    page.before = ""
    if kind not in Statement.values:
        raise Http404
    told = Statement(kind)
    page.settle(reverse("statement", kwargs={"kind": told.value}))
    found = passages.read(page.publication.statement(told))
    names = {"title": told.label, "paper": page.publication.name, "start": found[0].lines[0]}
    start = _("%(title)s of %(paper)s. %(start)s") % names
    context = {
        "title": str(told.label),
        "passages": found,
        "description": Truncator(start).chars(structured.DESCRIPTION_LENGTH),
        "is_corrections": told == Statement.CORRECTIONS,
        "data": structured.statement(page, str(told.label)),
    }
    return render(page, "articles/statement.jinja", context)
