"""Names of versions on the history screen: given, changed, taken off, and led back to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import performing
from articles.admin.posted import number
from articles.desk import rights, version_naming
from articles.enums import Door
from articles.models import Act, Article, Change, VersionName

# Acts that change nothing of the article: naming the version after one would name the one before.
NAMING = frozenset({"name-version", "unname-version"})


@dataclass(frozen=True)
class Named:
    """A named version, and the address that compares it with the article as it is now.

    `key` is the digit that opens it; "" behind the ninth, and for what nothing came after.
    """

    version: VersionName
    url: str
    key: str = ""


def context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """The named versions, the newest act first, and whether names may be given. Two queries."""
    rows = article.version_names.select_related("act__by", "named_by").order_by("-act_id")
    found = list(rows[: version_naming.MOST])
    touched = Change.objects.filter(article_id=article.pk).order_by("-act_id")
    touched = touched.exclude(model="articles.versionname")
    last = touched.values_list("act_id", flat=True).first() if found else None
    base = reverse("admin:articles_article_versions", args=[article.pk])
    named = []
    for place, version in enumerate(found, start=1):
        query = urlencode({"from": version.act_id, "to": last})
        is_last = version.act_id == last
        named.append(
            Named(
                version,
                "" if is_last else f"{base}?{query}",
                str(place) if place < 10 and not is_last else "",
            )
        )
    return {
        "named": named,
        "names": {each.act_id: each for each in found},
        "naming_refusal": rights.why_not(request.user, "change_article", article),
        "only_named": "named" in request.GET,
    }


@require_POST
@performing.needs("change_article")
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a version a name, another one, or take it off."""
    article = get_object_or_404(Article, pk=pk)
    back = HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))
    by, at = request.user, timezone.now()
    if "off" in request.POST:
        rows = article.version_names.select_related("article")
        version = get_object_or_404(rows, pk=number(request.POST["off"]))
        if performing.attempt(request, lambda: _taken_off(version, by=by, at=at)):
            messages.success(request, _("“%(name)s” is no name any more.") % {"name": version.name})
    else:
        act = get_object_or_404(Act, pk=number(request.POST.get("act")))
        text = request.POST.get("name", "")
        made = performing.attempt(
            request,
            lambda: version_naming.name_version(
                article, act=act, name=text, by=by, at=at, door=Door.FORM
            ),
        )
        if made is not None:
            messages.success(request, _("Named: “%(name)s”.") % {"name": made.name})
    return back


def _taken_off(version: VersionName, *, by: Any, at: Any) -> bool:
    version_naming.unname_version(version, by=by, at=at, door=Door.FORM)
    return True
