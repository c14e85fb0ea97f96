"""Lifting a legal takedown: everything that went with it gets its words and its status back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import sealing, undoing
from articles.desk.second_name import Leave
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Article


def lift(
    article: Article, *, by: Any, at: datetime, door: Door = Door.FORM, leave: Leave | None = None
) -> Article:
    """Undo the takedown that sealed the article; what was published is public again at once.

    Needs a second name where the newsroom keeps that rule: SecondPersonNeeded. Raises what
    `undoing.undo_act` raises, ActRefused for an article that is not sealed. Returns the row as
    it stands.
    """
    is_sealed = Article.objects.filter(pk=article.pk, sealed_at__isnull=False).exists()
    act = sealing.act_of(article) if is_sealed else None
    if act is None:
        raise ActRefused(_("This article is not sealed."), _("Reload the page."))
    undoing.undo_act(act, by=by, at=at, door=door, leave=leave)
    return Article.objects.get(pk=article.pk)
