"""Who holds a right: the people whose names a refusal gives, and who may give a second name."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import SectionMember

CHIEF = "Chief editor"
# Names in one sentence.
NAMED = 3


def holders(permission: str, *, section_id: int | None = None) -> QuerySet[Any]:
    """Active people of the desk who hold `articles.<permission>`, by user name.

    With a section only those who may use the right there: its members, chiefs, superusers.
    """
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    asked = Permission.objects.filter(content_type__app_label="articles", codename=permission)
    in_groups = Group.objects.filter(user=OuterRef("pk"), permissions__in=asked)
    by_hand = asked.filter(user=OuterRef("pk"))
    found = people.filter(Q(is_superuser=True) | Exists(in_groups) | Exists(by_hand))
    if section_id is not None:
        chiefs = Group.objects.filter(user=OuterRef("pk"), name=CHIEF)
        members = SectionMember.objects.filter(user=OuterRef("pk"), section_id=section_id)
        found = found.filter(Q(is_superuser=True) | Exists(chiefs) | Exists(members))
    return found.order_by("username")


def others(permission: str, by: Any, *, section_id: int | None = None) -> QuerySet[Any]:
    """The holders without `by`."""
    return holders(permission, section_id=section_id).exclude(pk=by.pk if by else None)


def of_each(permissions: Iterable[str], by: Any, most: int) -> dict[str, list[Any]]:
    """For each right its first `most` holders without `by`, by user name. One query for all."""
    found: dict[str, list[Any]] = {permission: [] for permission in permissions}
    people = get_user_model().objects.order_by()
    parts = [
        people.filter(pk__in=others(permission, by).values("pk")[:most]).annotate(
            right=Value(permission)
        )
        for permission in found
    ]
    if parts:
        for person in parts[0].union(*parts[1:], all=True).order_by("username"):
            found[person.right].append(person)
    return found


def named(people: Iterable[Any]) -> str:
    """Names as a sentence tells them: the first three, then how many more; "" for nobody."""
    names: list[str] = [person.get_full_name() or person.get_username() for person in people]
    if not names:
        return ""
    if len(names) > NAMED:
        more = len(names) - NAMED
        rest = ngettext("%(n)d more", "%(n)d more", more) % {"n": more}
        return _("%(names)s and %(rest)s") % {"names": ", ".join(names[:NAMED]), "rest": rest}
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(rest)s") % {"names": ", ".join(names[:-1]), "rest": names[-1]}
