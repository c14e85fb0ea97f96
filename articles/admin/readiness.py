"""What the desk found before an article goes out: beside the form, and after a quick key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import checks
from articles.enums import Status
from articles.models import Article, Publication

OPEN = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
# After publishing many at once, so many are named with what they lack; the rest is counted.
NAMED = 5
# Where the form has no control of its own to jump to.
_PLACES = {"body_html": "id_body_html_helptext", "links": "links-group", "": "before-out"}


@dataclass(frozen=True)
class Remark:
    """A finding with its place on the form."""

    finding: checks.Finding
    anchor: str


def remarks(
    article: Article, *, at: datetime, publication: Publication | None = None
) -> list[Remark] | None:
    """What to look at on the form; None for what is not going out anyway."""
    if article.status not in OPEN:
        return None
    found = checks.find(article, at=at, publication=publication)
    return [Remark(f, _PLACES.get(f.field, f"id_{f.field}")) for f in found]


def tell(request: HttpRequest, published: Iterable[int], *, at: datetime) -> None:
    """Say, after these articles were published, what is still worth a look; never a question."""
    publication = Publication.current()
    lacking = []
    rows = Article.objects.select_related("source", "lead_image").in_bulk(list(published))
    for pk in sorted(rows):
        if found := checks.find(rows[pk], at=at, publication=publication):
            lacking.append((rows[pk], found))
    if not lacking:
        return
    lines = format_html_join(" ", "{}", ((_line(*one, len(rows)),) for one in lacking[:NAMED]))
    rest = len(lacking) - NAMED
    more = " " + ngettext("And %d more.", "And %d more.", rest) % rest if rest > 0 else ""
    messages.warning(request, format_html("{} {}{}", _("Worth a look:"), lines, more))


def _line(article: Article, found: list[checks.Finding], of: int) -> Any:
    url = reverse("admin:articles_article_change", args=[article.pk]) + "#before-out"
    said = " ".join(finding.message for finding in found)
    name = _("open it") if of == 1 else article.headline[:60]
    return format_html('{} (<a href="{}"><bdi>{}</bdi></a>)', said, url, name)
