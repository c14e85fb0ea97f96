"""The front of the site."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.web import feeds, front, structured
from articles.web.page import Page, public, render


@public
def home(request: HttpRequest, page: Page) -> HttpResponse:
    """Lead, seconds, the latest, and a band for each section that has something to show."""
    return show(page)


def show(page: Page) -> HttpResponse:
    """The front of the site, as far as a page can tell by itself."""
    page.before = ""
    page.settle(reverse("home"))
    page.feeds = feeds.links("latest", page.publication.name)
    composed = front.compose(page.now, page.sections, edition=page.edition)
    front.note(page, composed)
    context = {
        "front": composed,
        "data": structured.website(page),
    }
    return render(page, "articles/home.jinja", context)
