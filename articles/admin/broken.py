"""Pictures that an article has and readers do not see: where they are, and whose they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from articles.models import ELSEWHERE, Article, Image, PictureUse, Source

SLUG = "broken-pictures"
# What the report is called: its name in the address, its title, and why it matters.
TOLD = (
    SLUG,
    gettext_lazy("Broken pictures"),
    gettext_lazy(
        "A picture lies on another site, its file is missing or damaged, or its right ended: "
        "readers do not see it."
    ),
)
# Of so many broken ones the sources are told.
MOST = 500


@dataclass(frozen=True)
class Share:
    """How many of a source's articles lack a picture that they should show."""

    source: Source
    articles: int


def among(rows: QuerySet[Article], now: datetime) -> QuerySet[Article]:
    """Those of the rows that have a picture which readers do not see."""
    unseen = Image.objects.filter(
        ~Q(fault="") | Q(expires_at__lte=now), sealed_at=None, pk=OuterRef("image_id")
    )
    used = PictureUse.objects.filter(
        Q(image_id=ELSEWHERE) | Exists(unseen), article_id=OuterRef("pk")
    )
    lead = ~Q(lead_image__fault="") | Q(lead_image__expires_at__lte=now)
    return rows.filter(
        Exists(used) | (Q(lead_image__isnull=False, lead_image__sealed_at=None) & lead)
    )


def by_source(rows: QuerySet[Article]) -> list[Share]:
    """The sources of these articles, the one with the most first. Two queries."""
    newest = rows.exclude(source=None).order_by("-visible_at", "-pk")
    counts = Counter(newest.values_list("source", flat=True)[:MOST])
    sources = Source.objects.in_bulk(counts)
    shares = [Share(sources[pk], count) for pk, count in counts.items() if pk in sources]
    return sorted(shares, key=lambda share: (-share.articles, share.source.name))
