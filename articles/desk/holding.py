"""Legal holds: what must stay, whatever becomes of it at the desk."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Article, Hold


def hold(article: Article, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM) -> Hold:
    """Keep the article from ever being removed, until `release`. Changes nothing else of it.

    Raises NotPermitted without the right to kill, ActRefused without a reason or when it is held.
    """
    why = " ".join(reason.split())
    if not why:
        raise ActRefused(_("A legal hold needs a reason."), _("Say who asked for it, and why."))
    with acting.act("hold", by=by, at=at, door=door, reason=why, public=False) as recorder:
        article = acting.locked(article)
        rights.require(by, "kill_article", article)
        if Hold.objects.filter(article=article).exists():
            raise ActRefused(_("It is held already."), _("Reload the page."))
        made = Hold(article=article, reason=why, at=at, by=by)
        recorder.create(made)
    return made


def release(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take a legal hold off. Raises NotPermitted, and ActRefused when there is none."""
    with acting.act("release", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(article)
        rights.require(by, "kill_article", article)
        found = Hold.objects.filter(article=article).first()
        if found is None:
            raise ActRefused(_("It is not held."), _("Reload the page."))
        recorder.delete(found)
    return article
