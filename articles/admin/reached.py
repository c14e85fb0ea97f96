"""The places that an article reached, and what readers find at each of them now.

After a retraction, kill or takedown this is the list to end with: what is gone by itself, what
stays on purpose, and what still tells the same and waits for a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import takedown
from articles.enums import Status, WithdrawalKind
from articles.models import Article

# Rows of one kind; the lists of uses below have the rest.
MOST = 20


@dataclass(frozen=True)
class Standing:
    """How a place stands: the kind of its badge, and the words in it."""

    badge: str
    words: str | Promise


SHOWN = Standing("published", gettext_lazy("Readers see it"))
BY_RULE = Standing("by-rule", gettext_lazy("There, if the rule chooses it"))
GONE = Standing("none", gettext_lazy("Gone from there"))
NOTICE = Standing("retracted", gettext_lazy("Open, with the notice on top"))
LEADS = Standing("none", gettext_lazy("Leads to the page"))
WITHDRAWN = Standing("killed", gettext_lazy("Says that it was withdrawn (410)"))
LEGAL = Standing("killed", gettext_lazy("Says that it is withheld (451)"))
UNKNOWN = Standing("none", gettext_lazy("Never public (404)"))
LATER = Standing("scheduled", gettext_lazy("Not yet public (404)"))
STILL = Standing("waiting", gettext_lazy("Readers still see it: look after it"))
HIDDEN = Standing("none", gettext_lazy("Readers do not see it"))


@dataclass(frozen=True)
class Reached:
    """One place, in words, with its address and how it stands."""

    place: str
    name: str
    url: str
    standing: Standing


def places(article: Article, now: datetime) -> list[Reached]:
    """Every place that the article reached, its own page first. A fixed number of queries.

    What never was public reached nothing but the desk. Of a sealed article no section, tag or
    name is told: they would say what it was about.
    """
    page = _page(article, now)
    found = [Reached(_("Its page"), "", article.get_absolute_url(), page)]
    was_seen = page not in (UNKNOWN, LATER)
    if was_seen:
        found += _fronts(article, now)
        found += _lists(article, now)
        found += _links(article, now)
    found += _others(article, page, now)
    return found


def _page(article: Article, now: datetime) -> Standing:
    """What its address answers; tests hold it against the public site."""
    if article.is_published(now):
        return NOTICE if article.retracted_at else SHOWN
    if article.is_scheduled(now):
        return LATER
    if article.status == Status.PUBLISHED:
        return WITHDRAWN
    if article.status == Status.MERGED:
        return LEADS
    rows = article.withdrawals.standing().select_related("forward_to")
    standing = rows.exclude(kind=WithdrawalKind.RETRACTED).first()
    was_early = article.visible_at is not None and standing and standing.at < article.visible_at
    if standing is None or (article.status == Status.KILLED and was_early):
        return UNKNOWN
    if standing.forward_to is not None and standing.forward_to.is_published(now):
        return LEADS
    return LEGAL if standing.kind == WithdrawalKind.LEGAL else WITHDRAWN


def _fronts(article: Article, now: datetime) -> Iterator[Reached]:
    """Places of fronts that it was picked for: those that readers see now."""
    rows = article.slots.shown(now).select_related("edition__front").order_by("pk")
    current = set(rows.current(now).values_list("pk", flat=True))
    is_listed = article.is_listed(now)
    for slot in rows[:MOST]:
        front = slot.edition.front
        yield Reached(
            _("Place %(n)d of a front") % {"n": slot.position},
            front.name,
            reverse("admin:articles_front_change", args=[front.pk]),
            SHOWN if is_listed and slot.pk in current else GONE,
        )


def _lists(article: Article, now: datetime) -> Iterator[Reached]:
    """The lists that carry it with their feeds; all of them begin at the one rule."""
    is_listed = Article.objects.listed(now).filter(pk=article.pk).exists()
    standing = SHOWN if is_listed else GONE
    by_rule = BY_RULE if is_listed else GONE
    yield Reached(_("Fronts where a rule chooses"), "", reverse("home"), by_rule)
    yield Reached(_("Feeds of the whole paper"), "", reverse("feed-latest-rss"), standing)
    if article.visible_at is not None:
        month = timezone.localtime(article.visible_at)
        url = reverse("archive", kwargs={"year": month.year, "month": month.month})
        yield Reached(_("Archive and sitemap"), date_format(month, "F Y"), url, standing)
    if article.sealed_at is None:
        for label, thing in _subjects(article):
            yield Reached(label, str(thing), thing.get_absolute_url(), standing)


def _subjects(article: Article) -> Iterator[tuple[str, Any]]:
    if article.section is not None:
        yield _("Section and its feeds"), article.section
    if article.story is not None:
        yield _("Full coverage and its feeds"), article.story
    if article.source is not None:
        yield _("Source and its feeds"), article.source
    names = article.contributions.exclude(author=None).select_related("author")
    for contribution in names.order_by("pk")[:MOST]:
        yield _("Author and feeds"), contribution.author
    for tagging in article.taggings.select_related("tag").order_by("pk")[:MOST]:
        yield _("Tag and its feeds"), tagging.tag


def _links(article: Article, now: datetime) -> Iterator[Reached]:
    """Links to it from what readers see."""
    standing = SHOWN if article.is_listed(now) else GONE
    public = Article.objects.published(now)
    rows = article.backlinks.filter(article__in=public).select_related("article")
    for link in rows.order_by("-pk")[:MOST]:
        yield Reached(
            _("Link from"), link.article.headline, link.article.get_absolute_url(), standing
        )


def _others(article: Article, page: Standing, now: datetime) -> Iterator[Reached]:
    """What tells the same: copies, versions, translations, and what was merged into it."""
    is_out = page in (SHOWN, LATER)
    for one in takedown.companions(article)[:MOST]:
        other = one.article
        standing = HIDDEN
        if other.status == Status.MERGED:
            standing = LEADS
        elif other.is_published(now):
            standing = SHOWN if is_out or other.retracted_at else STILL
        url = reverse("admin:articles_article_change", args=[other.pk])
        yield Reached(one.why, other.headline, url, standing)
