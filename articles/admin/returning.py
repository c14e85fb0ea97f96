"""Giving posted words back: when the log-in ran out, the form's mark is stale, a right is lacking.

Nothing is stored for anybody who is not logged in. The words travel in the page: hidden through
the log-in, and kept among the person's unsaved texts once it succeeded; or shown to be copied.
"""

import json
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.posted import number, written
from articles.admin.sitting_form import words
from articles.desk import sittings
from articles.errors import NewsroomError
from articles.models import Article

# The forms whose words are kept among a person's unsaved texts.
FORMS = ("articles_article_change", "articles_article_add")
# Pages of the log-in itself, and what scripts send: they say it in their own way.
NO_TEXTS = ("login", "login-code", "logout", "choose-password", "sitting-keep", "sitting-beat")
HELD = "held"
# The words as they travel through the log-in page, in characters.
LARGEST = 2 * sittings.LARGEST
# The words of any other form wait in the session for its page; a note or a statement is short.
LARGEST_NOTE = 100_000
_GIVEN_BACK = "given_back"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was not accepted; it shows what was written, for copying.

    It offers no button that sends it again: the form may not come from this site at all.
    """
    context = {"written": written(request.POST)}
    return render(request, "403_csrf.html", context, status=403)


def is_worth_holding(request: HttpRequest) -> bool:
    """Whether somebody who is not logged in sent the form of an article, or a text in another."""
    found = request.resolver_match
    if request.method != "POST" or found is None or found.url_name in NO_TEXTS:
        return False
    return found.url_name in FORMS or bool(written(request.POST))


def log_in_first(request: HttpRequest) -> HttpResponse:
    """The log-in page, carrying what was posted; Django has checked the form's own mark before."""
    path, fields = request.get_full_path(), words(request.POST)
    if request.resolver_match and request.resolver_match.url_name not in FORMS:
        told = dict(written(request.POST, with_names=True))
        path, fields = _page_of_form(request), {name: [text] for name, text in told.items()}
    held = json.dumps({"path": path, "fields": fields}, ensure_ascii=False)
    request.method = "GET"
    request.POST = QueryDict()
    messages.warning(
        request,
        _("You were logged out. Log in: what you wrote goes with you and is offered again."),
    )
    context = {HELD: held, "app_path": reverse("admin:login"), "next": path}
    return admin.site.login(request, context)


def after_log_in(request: HttpRequest) -> None:
    """Keep the words that came through the log-in page: an article's among the person's unsaved
    texts, those of any other form in the session, until its page is shown.
    """
    held = request.POST.get(HELD, "")
    if not held or len(held) > LARGEST:
        return
    try:
        found = json.loads(held)
        fields = {str(n): [str(v) for v in values] for n, values in found["fields"].items()}
        path = str(found["path"])
        if resolve(path.partition("?")[0]).url_name not in FORMS:
            _wait_for_page(request, path, {name: values[0] for name, values in fields.items()})
            return
        article_id = _article_id(path)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, Resolver404):
        return
    article = Article.objects.filter(pk=article_id).first() if article_id else None
    if article_id and article is None:
        return
    try:
        sittings.store(article, by=request.user, at=timezone.now(), fields=fields)
    except NewsroomError as refusal:
        messages.error(request, str(refusal))


def given_back(request: HttpRequest) -> dict[str, str]:
    """What was written into this page's form before the log-in had run out, by input; once."""
    kept = request.session.get(_GIVEN_BACK) if hasattr(request, "session") else None
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return {}
    del request.session[_GIVEN_BACK]
    return {str(name): str(text) for name, text in kept["fields"].items()}


def _wait_for_page(request: HttpRequest, path: str, fields: dict[str, str]) -> None:
    if sum(map(len, fields.values())) <= LARGEST_NOTE and path.startswith(reverse("admin:index")):
        request.session[_GIVEN_BACK] = {"path": path, "fields": fields}


def _page_of_form(request: HttpRequest) -> str:
    """The page of ours that the form stood on; many addresses only take what is posted."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = sent_from.netloc in ("", request.get_host())
    if is_ours and sent_from.path.startswith(reverse("admin:index")):
        return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")
    return request.get_full_path()


def _article_id(path: str) -> int:
    """The article whose form the address is; 0 for a new one; raises ValueError for any other."""
    found = resolve(path.partition("?")[0])
    if found.url_name not in FORMS:
        raise ValueError(path)
    return number(found.kwargs.get("object_id"))
