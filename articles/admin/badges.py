"""Small pieces of marked-up text that lists and pages share; every value is escaped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.enums import Decision, Status, Verdict
from articles.models import Article, Match
from articles.text import language


def badge(kind: str, words: Any) -> SafeString:
    """A word in a box; the colour only repeats what the word says."""
    return format_html('<span class="badge badge-{}">{}</span>', kind, words)


def status(article: Article, now: datetime) -> SafeString:
    """The article's state as a word in a box."""
    return badge(*state(article, now))


def state(article: Article, now: datetime) -> tuple[str, str]:
    """The state by key and in words, as readers know it: scheduled is not yet published."""
    if article.retracted_at is not None and article.status == Status.PUBLISHED:
        return "retracted", _("Retracted")
    if article.is_scheduled(now):
        is_embargo = article.embargoed_until == article.visible_at
        return "scheduled", _("Embargoed") if is_embargo else _("Scheduled")
    if article.status == Status.PUBLISHED and not article.is_published(now):
        return "expired", _("Expired")
    return article.status, str(article.get_status_display())


def present(people: Sequence[str]) -> SafeString:
    """Who else has it open now; nothing for nobody."""
    if not people:
        return SafeString("")
    return badge("here", _("Open at %(names)s") % {"names": ", ".join(people)})


def verdict(match: Match) -> SafeString:
    """What two articles are to each other, or the desk's word against it."""
    if match.decision == Decision.NOT_THE_SAME:
        return badge("denied", Decision.NOT_THE_SAME.label)
    return badge(match.verdict, Verdict(match.verdict).label)


def headline(article: Article) -> SafeString:
    """The headline with its language and direction; a placeholder when it is blank."""
    text = article.headline.strip() or _("(no headline)")
    return format_html(
        '<span class="headline" lang="{}" dir="{}">{}</span>',
        article.language,
        article.direction,
        text,
    )


def moment(at: datetime | None) -> SafeString:
    """A time on the publication's clock, machine-readable as well."""
    if at is None:
        return badge("none", "–")
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(), date_format(local, "j M Y, H:i")
    )


def in_its_script(text: str, lang: str) -> SafeString:
    """A text with its language and direction."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        lang,
        language.direction(lang) if lang else "auto",
        text,
    )
