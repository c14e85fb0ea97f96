"""Accounts of the people who work here: made, changed, closed and opened again, never deleted.

Nobody gives more than they hold, touches an account above their own, or changes their own role.
Passwords and secrets never enter the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from articles.desk import acting, factor, rights, sessions
from articles.enums import Door
from articles.errors import ActRefused, NotPermitted
from articles.history import Recorder
from articles.models import Account, Act, Change, Colleague, Section, SectionMember

# Rows of these belong to somebody's account.
OF_ACCOUNTS = ("articles.account", "articles.colleague", "auth.user_groups")


@dataclass(frozen=True)
class Person:
    """What a form says of somebody; `role` is one of `rights.ROLES`, "" for none."""

    username: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    role: str = ""
    section_ids: tuple[int, ...] = ()


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens that a newer link, its use, or its being taken back makes void."""

    key_salt = "articles.desk.staffing.LinkTokens"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        made = Account.objects.filter(user=user).values_list("link_made_at", flat=True).first()
        return f"{super()._make_hash_value(user, timestamp)}{made}"

    def check_token(self, user: Any, token: str | None) -> bool:
        """Whether the link is good: one stands, it is the newest, and the account is open."""
        standing = Account.objects.filter(user=user, link_made_at__isnull=False)
        return bool(
            user and user.is_active and standing.exists() and super().check_token(user, token)
        )


TOKENS = LinkTokens()


def role_of(colleague: Any) -> str:
    """The highest role that somebody holds; "" for none. One query."""
    held = set(colleague.groups.filter(name__in=rights.ROLES).values_list("name", flat=True))
    return next((role for role in reversed(rights.ROLES) if role in held), "")


def why_not_touch(by: Any, colleague: Any) -> rights.Refusal | None:
    """None when `by` may change this account; else why not."""
    if refusal := rights.why_not(by, "change_colleague"):
        return refusal
    if by is None or by.is_superuser:
        return None
    if colleague.is_superuser:
        return rights.Refusal(
            _("This account stands above yours."), _("Only another superuser changes it.")
        )
    if _rights_of(colleague) - by.get_all_permissions():
        return rights.Refusal(
            _("This account holds rights that you lack."),
            _("Somebody who holds them all can change it."),
        )
    return None


def add(person: Person, *, by: Any, at: datetime, door: Door = Door.FORM) -> Colleague:
    """Make an account without a password; its owner chooses one by a one-time link.

    Raises NotPermitted, and ActRefused for a name that is taken or a role above one's own.
    """
    rights.require(by, "add_colleague")
    _refuse_role(by, person.role)
    colleague = Colleague(is_staff=True, date_joined=at, **_fields(person))
    colleague.set_unusable_password()
    try:
        colleague.full_clean()
    except ValidationError as error:
        raise ActRefused(
            " ".join(error.messages), _("Choose another name and save again.")
        ) from error
    with acting.act("add-colleague", by=by, at=at, door=door, public=False) as recorder:
        recorder.create(colleague)
        recorder.create(Account(user_id=colleague.pk, changed_at=at))
        _set_role(colleague, person.role, recorder)
        _set_sections(colleague, person.section_ids, recorder)
    return colleague


def edit(
    colleague: Colleague, person: Person, *, by: Any, at: datetime, door: Door = Door.FORM
) -> Colleague:
    """Change name, address, role and sections; history keeps what was.

    Raises NotPermitted, and ActRefused for the own role or one above one's own.
    """
    with acting.act("edit-colleague", by=by, at=at, door=door, public=False) as recorder:
        colleague = _locked(colleague, by)
        role = role_of(colleague)
        if person.role != role:
            _refuse_own(colleague, by)
            _refuse_role(by, person.role)
        changed = bool(recorder.change(colleague, **_fields(person)))
        if person.role != role:
            _set_role(colleague, person.role, recorder)
            changed = True
        changed = _set_sections(colleague, person.section_ids, recorder) or changed
        if changed:
            recorder.change(_account(colleague), changed_at=at)
    return colleague


def deactivate(
    colleague: Colleague, *, reason: str = "", by: Any, at: datetime, door: Door = Door.FORM
) -> Colleague:
    """Close the account: no session, no log-in, no link; all that it did stays under its name."""
    with acting.act(
        "deactivate", by=by, at=at, door=door, reason=reason.strip(), public=False
    ) as recorder:
        colleague = _locked(colleague, by)
        _refuse_own(colleague, by)
        _refuse_same(colleague.is_active, False)
        recorder.change(colleague, is_active=False)
        recorder.change(_account(colleague), changed_at=at, link_made_at=None)
        sessions.end_all(colleague)
    return colleague


def reactivate(colleague: Colleague, *, by: Any, at: datetime, door: Door = Door.FORM) -> Colleague:
    """Open a closed account again, with the rights that it had."""
    with acting.act("reactivate", by=by, at=at, door=door, public=False) as recorder:
        colleague = _locked(colleague, by)
        _refuse_same(colleague.is_active, True)
        recorder.change(colleague, is_active=True)
        recorder.change(_account(colleague), changed_at=at)
    return colleague


def make_link(
    colleague: Colleague, *, by: Any, at: datetime, door: Door = Door.FORM
) -> tuple[str, str]:
    """The two parts of a one-time link to choose a password; a former link is void.

    The password in force stays until the link is used. The link holds for 24 hours.
    """
    with acting.act("make-link", by=by, at=at, door=door, public=False) as recorder:
        colleague = _locked(colleague, by)
        if not colleague.is_active:
            raise ActRefused(_("This account is closed."), _("Open it again first."))
        recorder.change(_account(colleague), link_made_at=at, changed_at=at)
    return urlsafe_base64_encode(force_bytes(colleague.pk)), TOKENS.make_token(colleague)


def link_used(user: Any, *, at: datetime, door: Door = Door.FORM) -> None:
    """The owner has chosen a password: the link is void and every session ends."""
    with acting.act("choose-password", by=user, at=at, door=door, public=False) as recorder:
        recorder.change(_account(user), link_made_at=None)
        sessions.end_all(user)


def reset_factor(
    colleague: Colleague, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> None:
    """Take a lost second factor away; the owner sets up a new one at the next log-in.

    Every session of the account ends. Raises ActRefused without a reason, for one's own factor
    (its page asks for password and code) or where there is none.
    """
    why = reason.strip()
    with acting.act("reset-factor", by=by, at=at, door=door, reason=why, public=False) as recorder:
        colleague = _locked(colleague, by)
        _refuse_own(colleague, by)
        if not why:
            raise ActRefused(_("A reason is missing."), _("Say how you know that it is lost."))
        if factor.device_of(colleague) is None:
            raise ActRefused(_("There is no second factor to reset."), _("Nothing needs doing."))
        factor.forget(colleague)
        recorder.change(_account(colleague), factor_since=None, changed_at=at)
        sessions.end_all(colleague)


def touched_by(act: Act) -> list[Colleague]:
    """The people whose accounts an act changed. One or two queries."""
    rows = Change.objects.filter(act=act, model__in=OF_ACCOUNTS[:2]).values_list("row", flat=True)
    ids = {int(row) for row in rows}
    return list(Colleague.objects.filter(pk__in=ids)) if ids else []


def refuse_undo(colleagues: Iterable[Colleague], by: Any) -> None:
    """Raise NotPermitted unless `by` may change all these accounts, and none is their own.

    Asked before an undoing, for what is, and after it, for what would be.
    """
    for colleague in colleagues:
        _refuse_own(colleague, by)
        if refusal := why_not_touch(by, Colleague.objects.get(pk=colleague.pk)):
            raise NotPermitted(refusal.message, refusal.hint)


def _fields(person: Person) -> dict[str, str]:
    return {
        "username": User.normalize_username(person.username.strip()),
        "first_name": person.first_name.strip(),
        "last_name": person.last_name.strip(),
        "email": User.objects.normalize_email(person.email.strip()),
    }


def _locked(colleague: Colleague, by: Any) -> Colleague:
    fresh = Colleague.objects.select_for_update().get(pk=colleague.pk)
    if refusal := why_not_touch(by, fresh):
        raise NotPermitted(refusal.message, refusal.hint)
    return fresh


def _account(colleague: Any) -> Account:
    account, _made = Account.objects.get_or_create(user_id=colleague.pk)
    return account


def _rights_of(person: Any) -> set[str]:
    """All rights of a person, as they would be with the account open."""
    groups = set(
        Group.objects.filter(user=person.pk).values_list(
            "permissions__content_type__app_label", "permissions__codename"
        )
    )
    by_hand = set(person.user_permissions.values_list("content_type__app_label", "codename"))
    return {f"{app}.{name}" for app, name in groups | by_hand if name}


def _refuse_role(by: Any, role: str) -> None:
    if not role or by is None or by.is_superuser:
        return
    group = Group.objects.filter(name=role)
    given = group.values_list("permissions__content_type__app_label", "permissions__codename")
    missing = {f"{app}.{name}" for app, name in given if name} - by.get_all_permissions()
    if role not in rights.ROLES or not group.exists() or missing:
        raise NotPermitted(
            _("You cannot give the role “%(role)s”: it holds rights that you lack.")
            % {"role": role},
            _("Somebody who holds them all can give it."),
        )


def _refuse_own(colleague: Any, by: Any) -> None:
    if by is not None and by.pk == colleague.pk:
        raise ActRefused(
            _("Nobody changes this of their own account."), _("Ask a colleague to do it.")
        )


def _refuse_same(is_active: bool, wanted: bool) -> None:
    if is_active == wanted:
        raise ActRefused(_("The account is so already."), _("Reload the page."))


def _set_role(colleague: Any, role: str, recorder: Recorder) -> None:
    through = User.groups.through
    held = through.objects.filter(user_id=colleague.pk, group__name__in=rights.ROLES)
    for row in held.exclude(group__name=role).order_by("pk"):
        recorder.delete(row)
    if role and not held.filter(group__name=role).exists():
        recorder.create(through(user_id=colleague.pk, group_id=Group.objects.get(name=role).pk))


def _set_sections(colleague: Any, wanted: Iterable[int], recorder: Recorder) -> bool:
    """Bind somebody to exactly these sections; raises ActRefused for one that they run."""
    ids = set(Section.objects.filter(pk__in=set(wanted)).values_list("pk", flat=True))
    rows = {row.section_id: row for row in SectionMember.objects.filter(user_id=colleague.pk)}
    for section_id in sorted(set(rows) - ids):
        row = rows[section_id]
        if row.is_owner:
            raise ActRefused(
                _("%(who)s runs the section %(section)s.")
                % {"who": colleague, "section": row.section.name},
                _("Give the section another owner first."),
            )
        recorder.delete(row)
    for section_id in sorted(ids - set(rows)):
        recorder.create(SectionMember(section_id=section_id, user_id=colleague.pk))
    return set(rows) != ids
