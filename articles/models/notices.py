"""What may stand in the small text files that a paper shows to machines."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from articles.text import urls

LONGEST = 20_000  # characters; crawlers read 500 kB of robots.txt, and nobody types more than this

_ROBOTS = ("user-agent", "allow", "disallow", "crawl-delay", "content-usage", "content-signal")
_LICENCE = "license"  # RSL 1.0; a record of the whole file, in no group
_TRUST = (
    "member", "belongto", "control", "controlledby", "social", "vendor", "customer", "disclosure",
    "contact", "datatrainingallowed",
)  # fmt: skip
_ADS_VARIABLES = ("contact", "subdomain", "inventorypartnerdomain", "ownerdomain", "managerdomain")
_DOMAIN = re.compile(r"(?=.{4,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE)
_NEEDED = re.compile(r"\.(?:css|js|avif|webp|jpe?g|png|svg|woff2?)\b", re.IGNORECASE)
# Without styles and pictures a search engine judges another page than readers see.
_KEPT_OPEN = ("/static", "/media")


def check_robots(text: str) -> None:
    """Refuse lines that robots.txt does not know, and those that hide how pages look.

    One group may close the whole site to a crawler that it names, never to all of them.
    """
    agents: list[str] = []
    in_rules = False
    for n, name, value in _fields(text, ":"):
        if name == _LICENCE and urls.is_web(value):
            continue
        if name not in _ROBOTS:
            _refuse(n, _("robots.txt knows lines such as User-agent, Allow and Disallow."))
        if name == "user-agent":
            agents = [value] if in_rules else [*agents, value]
            in_rules = False
            continue
        in_rules = True
        if not agents:
            _refuse(n, _("Name a User-agent first."))
        if name in ("allow", "disallow") and value and not value.startswith(("/", "*")):
            _refuse(n, _("A path begins with “/”."))
        if name == "disallow" and (_hides_looks(value) or ("*" in agents and value in ("/", "/*"))):
            _refuse(n, _("This would hide pages or their styles from every crawler."))


def check_trust(text: str) -> None:
    """Refuse lines that trust.txt does not know."""
    for n, name, value in _fields(text, "="):
        if name not in _TRUST:
            _refuse(n, _("Known are: %(names)s.") % {"names": ", ".join(_TRUST)})
        if name == "datatrainingallowed":
            if value.lower() not in ("yes", "no"):
                _refuse(n, _("Write yes or no."))
        elif not (urls.is_web(value) or (name == "contact" and _is_contact(value))):
            _refuse(n, _("Give a whole address, https://…"))


def check_ads(text: str) -> None:
    """Refuse what is neither a seller nor a variable of ads.txt."""
    _refuse_length(text)
    for n, line in _lines(text):
        name, sign, value = line.partition("=")
        if sign and name.strip().lower() in _ADS_VARIABLES and value.strip():
            continue
        parts = [part.strip() for part in line.split(",")]
        if not (
            len(parts) in (3, 4)
            and _DOMAIN.fullmatch(parts[0])
            and parts[1]
            and parts[2].upper() in ("DIRECT", "RESELLER")
        ):
            _refuse(n, _("Write: domain, account, DIRECT or RESELLER, perhaps a key."))


def check_contact(text: str) -> None:
    """Refuse what is neither a mail address nor a web address."""
    if not _is_contact(text):
        raise ValidationError(_("Give a mail address or an address that begins with https://."))


def _is_contact(text: str) -> bool:
    if urls.is_web(text):
        return True
    try:
        validate_email(text.removeprefix("mailto:"))
    except ValidationError:
        return False
    return True


def _hides_looks(path: str) -> bool:
    return path.lower().startswith(_KEPT_OPEN) or bool(_NEEDED.search(path))


def _fields(text: str, sign: str) -> list[tuple[int, str, str]]:
    """(line, name in small letters, value) of each line that says something."""
    _refuse_length(text)
    found = []
    for n, line in _lines(text):
        name, found_sign, value = line.partition(sign)
        if not found_sign:
            _refuse(n, _("Write a name, “%(sign)s” and a value.") % {"sign": sign})
        found.append((n, name.strip().lower(), value.strip()))
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    bare = [(n, line.partition("#")[0].strip()) for n, line in enumerate(text.splitlines(), 1)]
    return [(n, line) for n, line in bare if line]


def _refuse_length(text: str) -> None:
    if len(text) > LONGEST:
        raise ValidationError(_("At most %(most)d characters.") % {"most": LONGEST})


def _refuse(line: int, why: str) -> None:
    raise ValidationError(_("Line %(line)d: %(why)s") % {"line": line, "why": why})
