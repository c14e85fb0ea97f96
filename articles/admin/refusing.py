"""Why a page of the admin is refused: the right it needs, and who has it or can give it."""

import re

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.desk import holders, rights

# The admin's own names for the pages of a model, and the right that each needs.
_PAGE = re.compile(
    r"(?P<app>[a-z_]+?)_(?P<model>[a-z]+)_(?P<page>changelist|change|history|add|delete)"
)
_NEEDS = {"changelist": "view", "change": "view", "history": "view", "add": "add"}


def why(request: HttpRequest) -> str:
    """What a person lacks for the page that Django refused without a word. Up to three queries."""
    name = request.resolver_match.url_name if request.resolver_match else None
    found = _PAGE.fullmatch(name or "")
    if found is None:
        return _("You lack the right for this page.")
    if found["app"] != "articles":
        return _of_superusers()
    if found["page"] == "delete":
        return _(
            "Nothing is deleted here, by anybody: spike or kill an article, close an account, "
            "merge what stands twice."
        )
    permission = f"{_NEEDS[found['page']]}_{found['model']}"
    if refusal := rights.why_not(request.user, permission):
        return f"{refusal.message} {refusal.hint}"
    return _("Nobody does this by hand: the desk's own acts make and change these rows.")


def _of_superusers() -> str:
    people = get_user_model().objects.filter(is_superuser=True, is_active=True, is_staff=True)
    names = holders.named(people.order_by("username")[: rights.MOST_NAMED])
    if not names:
        return _("This page is for superusers alone, and there is none.")
    return _("This page is for superusers alone: ask %(names)s.") % {"names": names}
