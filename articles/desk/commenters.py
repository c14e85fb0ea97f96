"""Who writes comments, without knowing them: hashes of e-mail addresses, networks, trust."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db.models import Count, Q

from articles.enums import CommentStatus
from articles.models import Ban, Comment, Publication

# What a visitor has to himself in IPv6; in IPv4 a whole street may share one address.
_ONE_VISITOR = {4: 32, 6: 64}
# What is kept for good: too wide to tell who it was, narrow enough to see a flood.
_NETWORK = {4: 24, 6: 64}


def email_hash(email: str) -> str:
    """The hash by which a writer is known; the address itself cannot be had from it.

    It hangs on SECRET_KEY, so that nobody who gets hold of the table can try addresses on it.
    """
    return email_hashes(email)[0]


def email_hashes(email: str) -> tuple[str, ...]:
    """The hashes under all keys that the installation knows, former ones included."""
    keys = dict.fromkeys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return tuple(_hash(email, str(key)) for key in keys)


def _hash(email: str, key: str) -> str:
    told = email.strip().casefold()
    return hmac.new(f"comment:{key}".encode(), told.encode(), sha256).hexdigest() if told else ""


def network_of(address: str) -> str:
    """The network of an IP address that is kept with a comment; "" for none.

    >>> network_of("203.0.113.77"), network_of("2001:db8::1:2:3")
    ('203.0.113.0/24', '2001:db8::/64')
    """
    return _cut(address, _NETWORK)


def visitor_key(address: str) -> str:
    """The hash under which one visitor's comments are counted; "" without an address."""
    return _hash(_cut(address, _ONE_VISITOR), settings.SECRET_KEY)


def _cut(address: str, lengths: dict[int, int]) -> str:
    if not address:
        return ""
    length = lengths[ip_address(address).version]
    return str(ip_network(f"{address}/{length}", strict=False))


def is_trusted(name: str, hashes: Iterable[str], publication: Publication) -> bool:
    """Whether the writer's comments are shown at once. Two queries at most.

    As many as the publication asks for were approved under this name and e-mail address, and the
    last ten that the desk judged hold no refusal. Both must fit, as an address is not proved: the
    name is to be seen, the address is not.
    """
    wanted = publication.comments_trusted_after
    if not wanted:
        return False
    known = Comment.objects.filter(email_hash__in=tuple(hashes))
    approved = known.filter(status=CommentStatus.APPROVED, name__iexact=name)
    if approved.order_by()[:wanted].count() < wanted:
        return False
    judged = known.exclude(status=CommentStatus.HELD).order_by("-id")
    last = list(judged.values_list("status", flat=True)[:10])
    return set(last) == {CommentStatus.APPROVED}


def standing(hashes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """For each writer how many comments were approved, and how many put aside. One query."""
    aside = (CommentStatus.REFUSED, CommentStatus.SPAM, CommentStatus.REMOVED)
    rows = Comment.objects.order_by().filter(email_hash__in={one for one in hashes if one})
    counted = rows.values("email_hash").annotate(
        approved=Count("pk", filter=Q(status=CommentStatus.APPROVED)),
        aside=Count("pk", filter=Q(status__in=aside)),
    )
    return {row["email_hash"]: (row["approved"], row["aside"]) for row in counted}


def ban_on(hashes: Iterable[str], network: str, at: datetime) -> Ban | None:
    """The ban that stands against a writer or a network, that of the writer first. One query."""
    named = Q(email_hash__in=tuple(hashes)) & ~Q(email_hash="")
    if network:
        named |= Q(network=network)
    return Ban.objects.standing(at).filter(named).order_by("network", "-id").first()
