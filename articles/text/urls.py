"""Compare and resolve web addresses."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w*|at_\w+|ns_\w+|pk_\w+|mtm_\w+|hsa_\w+|__?hs\w+|oly_\w+|vero_\w+|wt_?\w*mc\w*|xtor"
    r"|fbclid|[gtdy]clid|msclkid|gclsrc|gbraid|wbraid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|ref_(?:src|url)|s?cmp(?:id)?|cmp|ito|smid|smtyp|ocid|ncid|taid|tblci|feature|fb_\w+"
    r"|share(?:d|id)?|sharetype|sr_share|spm|rss|feed(?:type|name)|outputtype|amp",
    re.IGNORECASE,
)
# These may be an article's number as well as a referrer's name: dropped only without a digit.
_PERHAPS_TRACKING = {"ref", "via", "from", "src", "source", "partner"}
_DISPLAY_HOST = re.compile(r"^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.[^.])")
_AMP_CACHE = re.compile(r"^/(?:amp|c|v|i)/(?:s/)?(?P<host>[^/]+\.[^/]+)(?P<path>/.*)?$")
_AMP_HOSTS = re.compile(r"(?:^|\.)(?:cdn\.ampproject\.org|google\.[a-z.]+)$")
_AMP_TAIL = re.compile(r"/amp/?$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")
_SAFE = "/:@!$&'()*+,;=~-._%"


def normalise(url: str) -> str:
    """Return the identity key of an address: two addresses of one page give the same key.

    Scheme, www, display hosts (m., amp.), credentials, default port, fragment, tracking parameters,
    AMP forms and the trailing slash are dropped; the query is sorted; the host is lower-case ASCII.
    A key is not an address. Anything that is not a web address comes back stripped, as it is.

    >>> normalise("https://WWW.Example.com:443/a/?utm_source=x&b=2&a=1#top")
    'example.com/a?a=1&b=2'
    """
    url = _CONTROLS.sub("", url).strip()
    parts = _split(f"//{url}" if _BARE.match(url) else url)
    if parts is None or parts.scheme not in ("", "http", "https") or not parts.hostname:
        return url
    host, path = _without_amp(_ascii_host(parts.hostname), parts.path)
    host = _DISPLAY_HOST.sub("", host) + _port(parts)
    query = urlencode(sorted(_identifying_parameters(parts.query)))
    return host + _escape(path).rstrip("/") + (f"?{query}" if query else "")


def absolute(url: str, base: str) -> str | None:
    """Return the http or https address that a link on the page `base` leads to, or None.

    None also for `javascript:`, `data:`, `mailto:` and what cannot be parsed. The fragment stays;
    credentials go, because a link that carries them is bait.
    """
    cleaned = _CONTROLS.sub("", url).strip().replace("\\", "/")
    try:
        parts = _split(urljoin(_CONTROLS.sub("", base).strip(), cleaned))
    except ValueError:
        return None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = _ascii_host(parts.hostname) + _port(parts)
    query, fragment = _escape(parts.query, "?"), _escape(parts.fragment, "?")
    whole = urlunsplit((parts.scheme, host, _escape(parts.path) or "/", query, fragment))
    return whole if is_web(whole) else None


def is_web(url: str) -> bool:
    """Tell whether this is a whole http or https address with a host."""
    parts = _split(url)
    web = parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
    return web and not _NOT_IN_ADDRESS.search(url)


def _split(url: str) -> SplitResult | None:
    """Split an address; None where it is malformed, its port included."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def _port(parts: SplitResult) -> str:
    default = {"http": 80, "https": 443}.get(parts.scheme)
    bare_default = not parts.scheme and parts.port in (80, 443)
    return "" if parts.port in (None, default) or bare_default else f":{parts.port}"


def _without_amp(host: str, path: str) -> tuple[str, str]:
    """Turn the address of an AMP copy, or of a cache of one, into the page it copies."""
    cached = _AMP_CACHE.match(path) if _AMP_HOSTS.search(host) else None
    if cached:
        host, path = cached["host"].lower(), cached["path"] or ""
    return host, _AMP_TAIL.sub("", path)


def _escape(part: str, safe: str = "") -> str:
    """Percent-encode what must be, decode what need not be, so that one path has one spelling."""
    return _ESCAPE.sub(_plain_escape, quote(part, safe=_SAFE + safe, errors="replace"))


def _plain_escape(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    plain = character.isascii() and (character.isalnum() or character in "-._~")
    return character if plain else match[0].upper()


def _identifying_parameters(query: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return [(query, "")]
    return [(name, value) for name, value in pairs if not _is_tracking(name, value)]


def _is_tracking(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    return name.lower() in _PERHAPS_TRACKING and not any(c.isdigit() for c in value)
