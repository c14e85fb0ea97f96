"""Who may do what, and where; and, for whom may not, what is missing and who can give it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import holders
from articles.enums import Status
from articles.errors import NotPermitted
from articles.models import Article, Section, SectionMember

REPORTER = "Reporter"
SECTION_EDITOR = "Section editor"
CHIEF = holders.CHIEF
ROLES = (REPORTER, SECTION_EDITOR, CHIEF)
# People who are looked up to name some of them and count the others.
MOST_NAMED = 20

# Who holds it can give roles to others.
GIVING = "change_colleague"
# What is told once in a request stays with the person of that request.
_TOLD = "_newsroom_who_can"
_HELD = "_newsroom_standing"


@dataclass(frozen=True)
class Refusal:
    """Why a person may not: the missing right as a sentence, and who can give it."""

    message: str
    hint: str


@dataclass(frozen=True)
class Standing:
    """Where a person may act."""

    is_chief: bool
    sections: frozenset[int]


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
        return lacking(by, permission)
    asked = {*(article.section_id for article in articles), section_id}
    wanted = {pk for pk in asked if pk is not None}
    if not wanted:
        return None
    standing = _standing(by)
    foreign = wanted - standing.sections
    return None if standing.is_chief or not foreign else _section_refusal(by, min(foreign))


def why_not_front(by: Any, section_id: int | None) -> Refusal | None:
    """None when `by` may curate the front of that section; None stands for the paper's own front.

    A section's front is its editors' business, whatever article they choose for it; the front of
    the whole paper is the chief editors’.
    """
    refusal = why_not(by, "curate_front", section_id=section_id)
    if refusal or section_id is not None or by is None or by.is_superuser:
        return refusal
    if _standing(by).is_chief:
        return None
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


def hold(by: Any) -> None:
    """Read once where the person stands: for a request that shows and changes nothing."""
    by.__dict__.setdefault(_HELD, [])


def _standing(by: Any) -> Standing:
    """Whether the person is a chief, and the sections bound to. One query, or none while held."""
    held = by.__dict__.get(_HELD)
    if held:
        found: Standing = held[0]
        return found
    chief = Group.objects.order_by().filter(user=by, name=CHIEF).values_list(Value(0))
    mine = SectionMember.objects.order_by().filter(user=by).values_list("section_id")
    ids = {pk for (pk,) in mine.union(chief, all=True)}
    standing = Standing(0 in ids, frozenset(ids - {0}))
    if held is not None:
        held.append(standing)
    return standing


def lacking(by: Any, permission: str) -> Refusal:
    """The refusal to somebody without the right: its name, who has it, who can give it.

    One query for the first time that a person is refused a right, none after that.
    """
    look_up(by, [permission])
    found: Refusal = by.__dict__[_TOLD][permission]
    return found


def look_up(by: Any, permissions: Iterable[str]) -> None:
    """Find out who can help with all rights that somebody lacks, for `lacking`. One query."""
    told = by.__dict__.setdefault(_TOLD, {})
    wanted = [permission for permission in permissions if permission not in told]
    if not wanted:
        return
    people = holders.of_each([*wanted, GIVING], by, MOST_NAMED)
    giving = holders.named(people[GIVING])
    for permission in wanted:
        told[permission] = Refusal(
            _("You lack the right “%(right)s”.") % {"right": permission},
            _who_helps(holders.named(people[permission]), giving),
        )


def _who_helps(doing: str, giving: str) -> str:
    """Who can do it instead, and who can give the right; once if they are the same."""
    if doing and doing == giving:
        return _("%(people)s can do it for you, or give you a role that has it.") % {
            "people": doing
        }
    said = []
    if doing:
        said.append(_("%(people)s can do it for you.") % {"people": doing})
    if giving:
        said.append(_("%(people)s can give you a role that has it.") % {"people": giving})
    else:
        said.append(
            _("Whoever manages the accounts can give it, by adding you to a group that has it.")
        )
    return " ".join(said)


def holds(by: Any, permission: str) -> Any:
    """Whether `by` holds `articles.<permission>` anywhere, as a condition within a query."""
    if not by.is_active or by.is_superuser:
        return Value(bool(by.is_active))
    given = Permission.objects.filter(content_type__app_label="articles", codename=permission)
    return Exists(given.filter(Q(user=by) | Q(group__user=by)))


def may_change(by: Any, article: str) -> Any:
    """Whether `by` may change what an article says, as a condition within a query.

    `article` names the column with its id, as seen from the query. The same rule as `why_not` with
    the right that the article's status asks for, for what is asked every few seconds; a test holds
    the two together.
    """
    rows = Article.objects.filter(pk=OuterRef(article))
    open_ones = rows.exclude(status__in=(Status.MERGED, Status.KILLED))
    if not by.is_active or by.is_superuser:
        return Exists(open_ones if by.is_active else rows.none())
    mine = SectionMember.objects.filter(user=by).values("section_id")
    chief = Exists(Group.objects.filter(user=by, name=CHIEF))
    right = Q(holds(by, "publish_article"), status=Status.PUBLISHED) | (
        ~Q(status=Status.PUBLISHED) & Q(holds(by, "change_article"))
    )
    return Exists(open_ones.filter(right).filter(Q(section=None) | Q(section__in=mine) | chief))


def _section_refusal(by: Any, section_id: int) -> Refusal:
    section = Section.objects.get(pk=section_id)
    owner = SectionMember.objects.owning(timezone.now()).filter(section=section)
    found = owner.select_related("user").first()
    adding = [found.user] if found else holders.others("change_section", by)[:MOST_NAMED]
    who = holders.named(adding) or _("a chief editor")
    return Refusal(
        _("The section %(section)s is not yours.") % {"section": section.name},
        _("%(who)s can add you to it.") % {"who": who},
    )
