"""Decide which addresses may be fetched: no private network, no odd port, no trick host.

Refusals follow the IANA special-purpose registries, written out here because the interpreter's
own `is_global` differs between patch releases of Python 3.11.
"""

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from articles.errors import FetchRefused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host name, best first; raises FetchFailed when there are none."""

SCHEME_PORTS = {"http": 80, "https": 443}
MAX_URL_CHARACTERS = 4_000

_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")


def _networks(*texts: str) -> tuple[IPNetwork, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# An installation that reads feeds of its own network may allow these.
_PRIVATE = _networks(
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "::1/128", "fc00::/7",
)  # fmt: skip

# The metadata services of clouds hand out credentials; no feed lives there, whatever is allowed.
_METADATA = _networks(
    "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32",
    "fd00:ec2::254/128", "fd20:ce::254/128", "fe80::/10",
)  # fmt: skip

# Not unicast, reserved, documentation, and everything that carries an IPv4 address inside.
_NEVER = _networks(
    "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)  # fmt: skip
_IPV6_UNICAST = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True)
class Target:
    """One hop of a fetch, checked: what to ask for and the addresses we may connect to."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[str, ...]


def parse_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read a web address, relative to `base` if given; FetchRefused when it is not one."""
    if len(url) > MAX_URL_CHARACTERS:
        raise FetchRefused(f"The address is longer than {MAX_URL_CHARACTERS} characters.")
    try:
        parsed = base.join(url) if base else httpx.URL(url.strip())
        _ = parsed.host, parsed.raw_host  # a malformed internationalised name raises only here
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefused("The address is not a valid URL.", "Check it for typing errors.") from (
            error
        )
    return parsed


def check(
    url: httpx.URL, *, ports: frozenset[int], allow_private: bool, resolver: Resolver
) -> Target:
    """Refuse or resolve one address; `resolver` is asked at most once, never for a literal.

    All addresses of a name must be allowed: a name with one public and one private address is a
    rebinding trick or a mistake, and both deserve the refusal.
    """
    host = _checked_host(url)
    port = _checked_port(url, ports)
    literal = _literal(host)
    found = (str(literal),) if literal else tuple(resolver(host, port))
    for text in found:
        _refuse_address(host, text, allow_private=allow_private)
    return Target(url=url, host=host, port=port, addresses=found)


def _checked_host(url: httpx.URL) -> str:
    if url.scheme not in SCHEME_PORTS:
        raise FetchRefused(
            f"Addresses of the scheme “{url.scheme[:20]}” are not fetched.",
            "Use an address that begins with http:// or https://.",
        )
    if url.userinfo:
        raise FetchRefused("The address carries a user name or password.", "Take it out.")
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    if not host or not (":" in host or _HOST.fullmatch(host)) or len(host) > 253:
        raise FetchRefused("The address names no valid host.", "Check it for typing errors.")
    return host


def _checked_port(url: httpx.URL, ports: frozenset[int]) -> int:
    port = url.port or SCHEME_PORTS[url.scheme]
    if port not in ports:
        raise FetchRefused(
            f"Port {port} is not allowed.",
            f"Allowed are {', '.join(map(str, sorted(ports)))}; an operator can add others.",
        )
    return port


def _literal(host: str) -> IPAddress | None:
    """Read a host that is an address; refuse the decimal, octal and hexadecimal disguises."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise FetchRefused("The host is a number that is not a plain IP address.")
    return None


def _refuse_address(host: str, text: str, *, allow_private: bool) -> None:
    address = ipaddress.ip_address(text)
    if _is_within(address, _PRIVATE) and not _is_within(address, _METADATA):
        if allow_private:
            return
        raise FetchRefused(
            f"“{host}” is on a private network ({address}).",
            "Private networks are fetched only where an operator allows it.",
        )
    if not _is_public(address):
        raise FetchRefused(f"“{host}” leads to {address}, which is not on the public internet.")


def _is_public(address: IPAddress) -> bool:
    if address.version == 6 and address not in _IPV6_UNICAST:
        return False  # among them ::ffff:0:0/96 (mapped) and 64:ff9b::/96 (NAT64)
    return not _is_within(address, _NEVER + _METADATA)


def _is_within(address: IPAddress, networks: tuple[IPNetwork, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
