"""The front of the site."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.web import feeds, front, structured
from articles.web.page import Page, public, render


@public
def home(request: HttpRequest, page: Page) -> HttpResponse:
    """Lead, seconds, the latest, and a band for each section that has something to show."""
    page.before = ""
    page.settle(reverse("home"))
    page.feeds = feeds.links("latest", page.publication.name)
    context = {
        "front": front.compose(page.now, page.sections),
        "data": structured.website(page),
    }
    return render(page, "articles/home.html", context)
