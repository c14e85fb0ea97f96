"""The templates that readers get: Jinja, for a front of eighty cards is drawn anew a lot.

Django's own language reads each template's tree for every value it prints; Jinja compiles it once.
The same front takes a fraction of the time (docs/architecture.md), and every template of the public
site ends in `.jinja`. The admin, and the error pages that must come without a database, stay with
Django's.
"""

from datetime import date, datetime
from typing import Any

from django.template import defaultfilters
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from jinja2 import Environment

from articles.models.paths import path_to
from articles.text import lengths
from articles.web import comment_text, display
from articles.web.assets import asset_path

EXTENSIONS = ("jinja2.ext.i18n",)


def environment(**options: Any) -> Environment:
    """What the setting TEMPLATES asks for: every value escaped, every text translated."""
    made = Environment(  # noqa: S701  Django passes autoescape=True
        **options, extensions=EXTENSIONS, trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "ago": display.ago,
        "asset": asset_path,
        "author_urls": display.author_urls,
        "body": display.body,
        "byline": display.byline,
        "caption": display.caption,
        "clock": display.clock,
        "credit_lines": display.credit_lines,
        "foreign": display.foreign,
        "in_paragraphs": comment_text.in_paragraphs,
        "is_live": display.is_live,
        "moment": display.moment,
        "names": display.names,
        "og_locale": display.og_locale,
        "original": display.original,
        "other_makers": display.other_makers,
        "picture": display.picture,
        "portrait": display.portrait,
        "share_image": display.share_image,
        "showable": display.showable,
        "statements": display.statements,
        "url": path_to,
        "way": display.way,
        "way_abroad": display.way_abroad,
    }
    made.filters |= {
        "cut": cut,
        "date": day,
        "host": display.host,
        "hue": display.hue,
        "linebreaks": defaultfilters.linebreaks_filter,
        "linebreaksbr": defaultfilters.linebreaksbr,
    }
    return made


def cut(text: str, length: int) -> str:
    """At most `length` characters, cut between words, with an ellipsis for what is left out."""
    return text if len(text) <= length else lengths.cut(text, length)


def day(when: datetime | date | None, form: str) -> str:
    """A date in the page's language and zone; "" for none."""
    if isinstance(when, datetime) and timezone.is_aware(when):
        when = timezone.localtime(when)
    return str(defaultfilters.date(when, form))
