"""What the paper says of itself: corrections, and the page about it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.cachekeys import LATEST, names
from articles.models import Article, Correction
from articles.web import paging, structured
from articles.web.page import Page, public, render

PAGE_SIZE = 40


@public
def corrections(request: HttpRequest, page: Page) -> HttpResponse:
    """Every correction to an article that lists may show, newest first."""
    page.settle(reverse("corrections"))
    listed = Article.objects.listed(page.now)
    made = Correction.objects.filter(article__in=listed).select_related("article__section")
    slice_ = paging.cut(made, before=page.before, size=PAGE_SIZE, field="made_at")
    page.hangs_on(names.CORRECTIONS, LATEST)
    page.shows(correction.article for correction in slice_.rows)
    context = {"slice": slice_, "data": structured.collection(page, page.publication.name)}
    return render(page, "articles/corrections.html", context)


@public
def about(request: HttpRequest, page: Page) -> HttpResponse:
    """Who makes this paper and how to reach them."""
    page.before = ""
    page.settle(reverse("about"))
    page.hangs_on()
    return render(page, "articles/about.html", {"data": structured.website(page)})
