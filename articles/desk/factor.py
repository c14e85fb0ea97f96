"""The second factor: time-based codes of an own device, and codes on paper for when it is lost.

Its rows are django-otp's. History keeps when it was set up and by whom it was taken away, never
the secret. A recovery code is kept as a keyed digest: the database alone opens nothing.
"""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.desk import acting
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Account

# Who holds one of these changes what readers see, or who may: with the password alone, so could
# a thief.
RIGHTS = ("publish_article", "retract_article", "kill_article", "change_colleague")
CODES = 10
# Letters that are not taken for one another; ten of them are 49 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 10
_DIGITS = 6


class Answer(Enum):
    """What a typed code was."""

    RIGHT = "right"
    RECOVERY = "recovery"
    WRONG = "wrong"
    TOO_SOON = "too soon"


@dataclass(frozen=True)
class Checked:
    """The answer to a typed code; when the next try counts, for one that came too soon."""

    answer: Answer
    until: datetime | None = None

    @property
    def is_right(self) -> bool:
        """Whether the person may go on."""
        return self.answer in (Answer.RIGHT, Answer.RECOVERY)


def is_required(user: Any) -> bool:
    """Whether this person works with a second factor or not at all. No query beyond the rights."""
    if not settings.SECOND_FACTOR or not user.is_staff:
        return False
    return any(user.has_perm(f"articles.{right}") for right in RIGHTS)


def device_of(user: Any) -> TOTPDevice | None:
    """The confirmed device, None without one. One query."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def pending_of(user: Any) -> TOTPDevice | None:
    """The device that is being set up. One query."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return found


def codes_left(user: Any) -> int:
    """How many recovery codes were not used yet. One query."""
    count: int = StaticToken.objects.filter(device__user=user).count()
    return count


def begin(user: Any) -> TOTPDevice:
    """A new secret, not yet in force; an older one that was never confirmed is forgotten."""
    with transaction.atomic():
        give_up(user)
        device: TOTPDevice = TOTPDevice.objects.create(user=user, confirmed=False, name="codes")
    return device


def give_up(user: Any) -> None:
    """Forget the secret that was begun and never confirmed."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()


def secret_text(device: TOTPDevice) -> str:
    """The secret in groups of four, to be typed where no picture can be taken."""
    plain = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def address(device: TOTPDevice, *, issuer: str) -> str:
    """What the picture says to the app: the `otpauth` address by its makers' description."""
    issuer = issuer.replace(":", " ").strip()
    label = quote(f"{issuer}:{device.user.get_username()}")
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return f"otpauth://totp/{label}?" + urlencode({"secret": secret, "issuer": issuer})


def confirm(user: Any, *, code: str, at: datetime, door: Door = Door.FORM) -> list[str]:
    """Put the new secret in force and return ten new recovery codes, which nobody can see again.

    The former secret and the former codes are void. Raises ActRefused for a wrong code, or
    where nothing was begun.
    """
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None:
            raise ActRefused(_("Nothing was begun."), _("Begin the set-up again."))
        if _verify(device, _digits(code)).is_right:
            with acting.act("set-factor", by=user, at=at, door=door, public=False) as recorder:
                TOTPDevice.objects.filter(user=user, confirmed=True).delete()
                device.confirmed = True
                device.save(update_fields=["confirmed"])
                recorder.change(_account(user), factor_since=at)
            return new_codes(user)
    # Outside the transaction, so that the failed try is counted.
    raise ActRefused(
        _("That code is not right."),
        _("Check that your device’s clock is right, wait for the next code and type it."),
    )


def check(user: Any, typed: str) -> Checked:
    """Whether a code of the device or a recovery code opens the account; each opens it once.

    Counts failures on the device itself: after each the next try counts one, two, four, …
    seconds later, from whichever address it comes.
    """
    digits = _digits(typed)
    with transaction.atomic():
        if len(digits) == _DIGITS:
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
            return _verify(device.first(), digits)
        paper = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True)
        found = _verify(paper.first(), _kept(user, typed))
    return Checked(Answer.RECOVERY) if found.is_right else found


def new_codes(user: Any) -> list[str]:
    """Ten recovery codes in place of all former ones, as they are printed."""
    plain = ["".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH)) for _n in range(CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_kept(user, code)) for code in plain
        )
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in plain]


def remove(user: Any, *, at: datetime, door: Door = Door.FORM) -> None:
    """Work without a second factor again; ActRefused where the role demands one."""
    if is_required(user):
        raise ActRefused(
            _("Your role works with a second factor only."), _("You may set it up anew.")
        )
    with acting.act("remove-factor", by=user, at=at, door=door, public=False) as recorder:
        forget(user)
        recorder.change(_account(user), factor_since=None)


def forget(user: Any) -> None:
    """Delete secret and codes, within a running act."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _account(user: Any) -> Account:
    account, _made = Account.objects.get_or_create(user=user)
    return account


def _verify(device: Any, token: str) -> Checked:
    if device is None:
        return Checked(Answer.WRONG)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Checked(Answer.TOO_SOON, why["locked_until"])
    return Checked(Answer.RIGHT if device.verify_token(token) else Answer.WRONG)


def _digits(typed: str) -> str:
    """The typed code without blanks, in Western digits whatever script it was typed in."""
    plain = "".join(typed.split())
    return str(int(plain)).zfill(len(plain)) if plain.isdecimal() and len(plain) < 12 else plain


def _kept(user: Any, code: str) -> str:
    """The keyed digest of a recovery code, as blanks, dashes and case do not matter."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())[:64]
    return salted_hmac("newsroom.recovery", f"{user.pk}:{plain}", algorithm="sha256").hexdigest()[
        :16
    ]
