"""Naming versions of an article, so that one is found again among hundreds of saves."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Act, Article, Change, VersionName
from articles.text import normalise

# More names than this are no help to anybody.
MOST = 50


def name_version(
    article: Article, *, act: Act, name: str, by: Any, at: datetime, door: Door = Door.FORM
) -> VersionName:
    """Call the article as it stood after that act by a name; another name replaces a former one.

    Whoever may change articles of its section may name, also what is published, merged or killed:
    it changes no word. Raises NotPermitted; ActRefused for no name, one that another version has,
    and an act that never touched the article.
    """
    wanted = " ".join(normalise.repair(name).split())[:120]
    if not wanted:
        raise ActRefused(
            _("A version needs a name."), _("Write one, such as “sent to the lawyer”.")
        )
    with acting.act("name-version", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(article)
        rights.require(by, "change_article", article)
        if not Change.objects.filter(act=act, article_id=article.pk).exists():
            raise ActRefused(
                _("That act did not touch this article."), _("Choose an act of its history.")
            )
        names = {each.act_id: each for each in article.version_names.all()}
        if any(each.name == wanted and pk != act.pk for pk, each in names.items()):
            raise ActRefused(
                _("Another version is called “%(name)s”.") % {"name": wanted},
                _("Choose another name, or take that one off first."),
            )
        if (found := names.get(act.pk)) is not None:
            recorder.change(found, name=wanted)
            return found
        if len(names) >= MOST:
            raise ActRefused(
                _("%(n)d versions have names already.") % {"n": MOST},
                _("Take one of the names off first."),
            )
        made = VersionName(article=article, act=act, name=wanted, named_at=at, named_by=by)
        recorder.create(made)
        return made


def unname_version(named: VersionName, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Take a name off; the version itself stays in the history. Raises NotPermitted, ActRefused."""
    with acting.act("unname-version", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(named.article)
        rights.require(by, "change_article", article)
        fresh = article.version_names.filter(pk=named.pk).first()
        if fresh is None:
            raise ActRefused(_("This version has no name any more."), _("Reload the page."))
        recorder.delete(fresh)
