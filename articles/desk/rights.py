"""Who may do what, and where; and, for whom may not, what is missing and who can give it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.errors import NotPermitted
from articles.models import Article, Section, SectionMember

REPORTER = "Reporter"
SECTION_EDITOR = "Section editor"
CHIEF = "Chief editor"


@dataclass(frozen=True)
class Refusal:
    """Why a person may not: the missing right as a sentence, and who can give it."""

    message: str
    hint: str


def why_not(
    by: Any, permission: str, *articles: Article, section_id: int | None = None
) -> Refusal | None:
    """None when `by` holds `articles.<permission>` for the sections of all these articles.

    `section_id` names one more section, for what is not an article. `by` None is the machine and
    may do everything. A person bound to sections acts there and on articles without a section;
    one bound to none acts nowhere but on those, unless chief.
    """
    if by is None or (by.is_active and by.is_superuser):
        return None
    if not by.has_perm(f"articles.{permission}"):
        return Refusal(
            _("You lack the right “%(right)s”.") % {"right": permission},
            _("Whoever manages the accounts can give it, by adding you to a group that has it."),
        )
    if _is_chief(by):
        return None
    return _section_refusal(by, {*(article.section_id for article in articles), section_id})


def why_not_front(by: Any, section_id: int | None) -> Refusal | None:
    """None when `by` may curate the front of that section; None stands for the paper's own front.

    A section's front is its editors' business, whatever article they choose for it; the front of
    the whole paper is the chief editors’.
    """
    refusal = why_not(by, "curate_front", section_id=section_id)
    if refusal or section_id is not None or by is None or by.is_superuser or _is_chief(by):
        return refusal
    return Refusal(
        _("The front of the whole paper is the chief editors’."),
        _("Ask one to place it there, or place it on the front of your section."),
    )


def require_front(by: Any, section_id: int | None) -> None:
    """Raise NotPermitted unless `why_not_front` finds nothing."""
    if refusal := why_not_front(by, section_id):
        raise NotPermitted(refusal.message, refusal.hint)


def may(by: Any, permission: str, *articles: Article, section_id: int | None = None) -> bool:
    """Whether `why_not` finds nothing."""
    return why_not(by, permission, *articles, section_id=section_id) is None


def require(by: Any, permission: str, *articles: Article, section_id: int | None = None) -> None:
    """Raise NotPermitted with what is missing and who can give it."""
    if refusal := why_not(by, permission, *articles, section_id=section_id):
        raise NotPermitted(refusal.message, refusal.hint)


def _is_chief(by: Any) -> bool:
    return bool(by.groups.filter(name=CHIEF).exists())


def _section_refusal(by: Any, section_ids: set[int | None]) -> Refusal | None:
    wanted = {pk for pk in section_ids if pk is not None}
    if not wanted:
        return None
    mine = set(SectionMember.objects.filter(user=by).values_list("section_id", flat=True))
    foreign = wanted - mine
    if not foreign:
        return None
    section = Section.objects.get(pk=min(foreign))
    owner = SectionMember.objects.filter(section=section, is_owner=True).select_related("user")
    who = owner[0].user.get_username() if owner else _("a chief editor")
    return Refusal(
        _("The section %(section)s is not yours.") % {"section": section.name},
        _("%(who)s can add you to it.") % {"who": who},
    )
