"""The small files that machines ask a paper for: robots, trust, ads, security, licences."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse

from articles.models import Article, Publication
from articles.web import licensing
from articles.web.licensing import Grant
from articles.web.page import Page, public

# RFC 9116 wants less than a year; the month's beginning keeps the file the same for weeks.
SECURITY_LIFE = timedelta(days=210)


@public
def robots(request: HttpRequest, page: Page) -> HttpResponse:
    """What crawlers may read: everything but the desk, and what the publication says of some.

    The licence is named by every page and feed. Here it would be a line that RFC 9309 does not
    know, for which judges of a site call the whole file faulty; the desk may add it.
    """
    page.before = ""
    page.settle(reverse("robots"))
    own = page.publication.robots_text.strip()
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        *([*own.splitlines(), ""] if own else []),
        f"Sitemap: {page.absolute(reverse('sitemap-index'))}",
        f"Sitemap: {page.absolute(reverse('sitemap-news'))}",
    ]
    return _text(lines)


@public
def trust(request: HttpRequest, page: Page, *, name: str) -> HttpResponse:
    """Whom the paper belongs to; how to reach it, and that it trains no model, unless told."""
    page.before = ""
    page.settle(reverse(name))
    lines = page.publication.trust_text.strip().splitlines()
    said = {line.partition("=")[0].strip().lower() for line in lines}
    usual = (
        ("contact", page.absolute(reverse("about"))),
        ("disclosure", page.absolute(reverse("about"))),
        ("datatrainingallowed", "no"),
    )
    return _text([*lines, *(f"{key}={value}" for key, value in usual if key not in said)])


@public
def ads(request: HttpRequest, page: Page) -> HttpResponse:
    """Who may sell the paper's space; 404 where nobody was named."""
    return _typed(page, "ads", page.publication.ads_text)


@public
def app_ads(request: HttpRequest, page: Page) -> HttpResponse:
    """The same for apps."""
    return _typed(page, "app-ads", page.publication.app_ads_text)


@public
def security(request: HttpRequest, page: Page) -> HttpResponse:
    """Where flaws are reported (RFC 9116); asked for at the root, it is a redirect."""
    page.before = ""
    page.settle(reverse("security"))
    contact = _contact(page.publication)
    if not contact:
        raise Http404
    month = page.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {month + SECURITY_LIFE:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {page.publication.language}",
        f"Canonical: {page.url}",
    ]
    return _text(lines)


@public
def licence(request: HttpRequest, page: Page) -> HttpResponse:
    """The terms of everything that has none of its own (RSL): all reserved but search."""
    page.before = ""
    page.settle(reverse("licence"))
    return _rsl(licensing.of_site(page.publication))


@public
def article_licence(request: HttpRequest, page: Page, pk: int) -> HttpResponse:
    """The terms of one article (RSL): never more than whoever wrote it allows."""
    page.before = ""
    page.settle(reverse("article-licence", kwargs={"pk": pk}))
    readable = Article.objects.published(page.now).select_related("source", "section")
    found = readable.defer("body_html").filter(pk=pk).first()
    if found is None:
        raise Http404
    page.holds_until(found.expires_at)
    return _rsl(licensing.of_article(found, page.publication))


def _typed(page: Page, name: str, text: str) -> HttpResponse:
    page.before = ""
    page.settle(reverse(name))
    if not text.strip():
        raise Http404
    return _text(text.strip().splitlines())


def _contact(publication: Publication) -> str:
    contact = publication.security_contact or publication.email
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact


def _text(lines: list[str]) -> HttpResponse:
    body = "\n".join(line.strip() for line in lines) + "\n"
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def _rsl(grant: Grant) -> HttpResponse:
    body = loader.get_template("feeds/rsl.xml").render({"grant": grant})
    return HttpResponse(body, content_type="application/rsl+xml; charset=utf-8")
