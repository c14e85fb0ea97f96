"""All comments of an article, the form for one's own, and the word that it came in.

The pages with comments are public pages like any other. The form is not: it carries a mark of its
own for every visitor, so that no cache keeps it and no article's page has to carry it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseRedirectBase
from django.middleware.csrf import get_token
from django.utils import timezone, translation

from articles.desk import receiving, taking_comments
from articles.errors import ActRefused, TooFast
from articles.models import Article, Comment
from articles.models.comment import TEXT_LENGTH, comments_url, received_url, reply_url
from articles.net import visitor
from articles.web import threads
from articles.web.page import Moved, Page, public, render
from articles.web.replying import LARGEST_POST, TRAP, ReplyForm
from articles.web.resolving import resolved

View = Callable[..., HttpResponse]


class _SeeOther(HttpResponseRedirectBase):
    status_code = HTTPStatus.SEE_OTHER


class _SameAgain(HttpResponseRedirectBase):
    """To be sent to the other address as it is: a form that was open while articles merged."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


@public
def comments(request: HttpRequest, page: Page, pk: int, slug: str) -> HttpResponse:
    """Every thread of an article, newest first; else what the article's own address answers."""
    found = resolved(page, pk, slug)
    if isinstance(found, HttpResponse):
        return found
    page.settle(comments_url(found))
    if found.retracted_at is not None or not page.publication.comments_on:
        raise Http404
    taking = taking_comments.of(found, page.publication, page.now)
    page.holds_until(taking.closes_at)
    shown, slice_ = threads.page_of_all(found, page.before)
    context = {
        "article": found,
        "threads": shown,
        "slice": slice_,
        "taking": taking,
        "reply_url": reply_url(found),
    }
    return render(page, "articles/comments.jinja", context)


def _uncached(view: View) -> View:
    """In the paper's language and on its clock; stored by nobody, in no search engine."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Page.begin(request, timezone.now())
        with (
            translation.override(page.publication.language),
            timezone.override(page.publication.tzinfo),
        ):
            try:
                response = view(request, page, *args, **kwargs)
            except Moved as moved:
                response = _sent_on(request, moved.path)
            except Http404:
                response = render(page, "404.jinja", status=404)
        response.headers["Content-Language"] = page.publication.language
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@_uncached
def reply(request: HttpRequest, page: Page, pk: int, slug: str) -> HttpResponse:
    """The form; what is posted is taken in, and answered alike whatever becomes of it."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    found = resolved(page, pk, slug)
    if isinstance(found, HttpResponse):
        return found
    page.settle(reply_url(found))
    taking = taking_comments.of(found, page.publication, page.now)
    if not taking.is_open:
        context = {"article": found, "taking": taking, "written": _written(request)}
        return render(page, "articles/reply_closed.jinja", context, status=403)
    if request.method == "POST":
        return _posted(request, page, found)
    return _form(request, page, found, ReplyForm(now=page.now), to=request.GET.get("to", ""))


@_uncached
def received(request: HttpRequest, page: Page, pk: int, slug: str) -> HttpResponse:
    """That the comment came in: the same words for one that is held, refused or shown at once."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = resolved(page, pk, slug)
    if isinstance(found, HttpResponse):
        return found
    page.settle(received_url(found))
    return render(page, "articles/reply_received.jinja", {"article": found})


def _sent_on(request: HttpRequest, path: str) -> HttpResponse:
    """To where the article lives now; what was posted goes along, so that nothing is lost."""
    query = request.META.get("QUERY_STRING", "")
    whole = f"{path}?{query}" if query else path
    return _SameAgain(whole) if request.method == "POST" else HttpResponsePermanentRedirect(whole)


def _posted(request: HttpRequest, page: Page, article: Article) -> HttpResponse:
    if _is_too_large(request):
        context = {"article": article, "most": TEXT_LENGTH}
        return render(page, "articles/reply_too_large.jinja", context, status=413)
    form = ReplyForm(request.POST, now=page.now)
    to = request.POST.get("to", "")
    if not form.is_valid():
        return _form(request, page, article, form, to=to, status=422)
    offered = receiving.Offered(
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        text=form.cleaned_data["text"],
        address=visitor.address(request),
        parent_id=_key(to) if to else None,
        is_trapped=form.is_trapped,
    )
    try:
        receiving.receive(article, offered, publication=page.publication, at=page.now)
    except TooFast as refusal:
        form.add_error(None, str(refusal))
        response = _form(request, page, article, form, to=to, status=429)
        response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, page, article, form, to="", status=422)
    return _SeeOther(received_url(article))


def _form(
    request: HttpRequest,
    page: Page,
    article: Article,
    form: ReplyForm,
    *,
    to: str = "",
    status: int = 200,
) -> HttpResponse:
    answered: Comment | None = receiving.answerable(article, _key(to)) if to else None
    context = {
        "article": article,
        "form": form,
        "answered": answered,
        "trap": TRAP,
        "most": TEXT_LENGTH,
        "closing": taking_comments.of(article, page.publication, page.now).closes_at,
        "csrf_token": get_token(request),
    }
    return render(page, "articles/reply.jinja", context, status=status)


def _key(text: str) -> int:
    """A row's key out of what was posted; 0, which is none, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _is_too_large(request: HttpRequest) -> bool:
    return sum(len(value) for values in request.POST.lists() for value in values[1]) > LARGEST_POST


def _written(request: HttpRequest) -> str:
    """The words that somebody sent to an article which closed meanwhile, to be copied."""
    return "" if _is_too_large(request) else request.POST.get("text", "")
