"""Giving posted words back: when the log-in ran out, the form's mark is stale, a right is lacking.

Nothing is stored for anybody who is not logged in. The words travel in the page: hidden through
the log-in, and kept among the person's unsaved texts once it succeeded; or shown to be copied.
"""

import json

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

# The forms whose words are worth it.
FORMS = ("articles_article_change", "articles_article_add")
HELD = "held"
# The words as they travel through the log-in page, in characters.
LARGEST = 2 * sittings.LARGEST


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was not accepted; it shows what was written, for copying.

    It offers no button that sends it again: the form may not come from this site at all.
    """
    context = {"written": written(request.POST)}
    return render(request, "403_csrf.html", context, status=403)


def is_worth_holding(request: HttpRequest) -> bool:
    """Whether somebody who is not logged in sent the form of an article."""
    found = request.resolver_match
    return request.method == "POST" and found is not None and found.url_name in FORMS


def log_in_first(request: HttpRequest) -> HttpResponse:
    """The log-in page, carrying what was posted; Django has checked the form's own mark before."""
    path = request.get_full_path()
    held = json.dumps({"path": path, "fields": words(request.POST)}, ensure_ascii=False)
    request.method = "GET"
    request.POST = QueryDict()
    messages.warning(
        request,
        _("You were logged out. Log in: what you wrote goes with you and is offered again."),
    )
    context = {HELD: held, "app_path": reverse("admin:login"), "next": path}
    return admin.site.login(request, context)


def after_log_in(request: HttpRequest) -> None:
    """Keep the words that came through the log-in page among the person's unsaved texts."""
    held = request.POST.get(HELD, "")
    if not held or len(held) > LARGEST:
        return
    try:
        found = json.loads(held)
        fields = {str(n): [str(v) for v in values] for n, values in found["fields"].items()}
        article_id = _article_id(str(found["path"]))
    except (ValueError, TypeError, KeyError, AttributeError, Resolver404):
        return
    article = Article.objects.filter(pk=article_id).first() if article_id else None
    if article_id and article is None:
        return
    try:
        sittings.store(article, by=request.user, at=timezone.now(), fields=fields)
    except NewsroomError as refusal:
        messages.error(request, str(refusal))


def _article_id(path: str) -> int:
    """The article whose form the address is; 0 for a new one; raises ValueError for any other."""
    found = resolve(path.partition("?")[0])
    if found.url_name not in FORMS:
        raise ValueError(path)
    return number(found.kwargs.get("object_id"))
