"""The answer to "small or material?" at the save of a live article, carried out for all of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.desk import editing
from articles.enums import Door
from articles.models import Article


def is_material(form: Any) -> bool:
    """Whether the person said so; a form of what readers cannot see does not ask."""
    return bool(form.cleaned_data.get("weight") == "material")


def note_of(form: Any) -> str:
    """What the person said that changed."""
    return form.cleaned_data.get("note") or ""


def mark(request: HttpRequest, article: Article, form: Any, at: datetime) -> None:
    """Let the answer hold for tags, byline, credits and links as it does for the words."""
    if is_material(form):
        by, note = request.user, note_of(form)
        editing.mark_updated(article, note=note, by=by, at=at, door=Door.FORM)


def say(request: HttpRequest, article: Article, form: Any, at: datetime) -> None:
    """Tell a person who said "material" that readers see nothing of the change."""
    if is_material(form) and not Article.objects.filter(pk=article.pk, updated_at=at).exists():
        messages.info(request, _("Readers see nothing of this change, so the date stays."))
