"""What templates of the admin need: why a person may not press a button, and small readings."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import choosing
from articles.desk import rights
from articles.media import renditions
from articles.models import Image, verbs

register = template.Library()


@register.inclusion_tag("admin/articles/_refusal.html", takes_context=True)
def why_not(context: dict[str, Any], *permissions: str) -> dict[str, Any]:
    """The reasons for buttons that are greyed for want of these rights; nothing where none is.

    A button points at its reason by `aria-describedby="why-<right>"`.
    """
    user = context["user"]
    missing = [right for right in permissions if not user.has_perm(f"articles.{right}")]
    rights.look_up(user, missing)
    return {"refusals": [(right, rights.lacking(user, right)) for right in missing]}


@register.simple_tag
def thumb(image: Image) -> str:
    """The address of a small view of a picture."""
    return renditions.one(image, "card", 160, "webp").url


CUT = {
    "breadcrumb": _("path of the page"),
    "chrome": _("furniture of the page"),
    "known-chrome": _("furniture of this source"),
    "headline-echo": _("the headline again"),
    "repeat": _("said before"),
    "caption": _("caption of a picture"),
    "teaser": _("pointer to another article"),
    "about-author": _("about the author"),
    "byline": _("byline"),
    "date": _("date"),
    "outside": _("outside the article"),
    "by-hand": _("cut by hand"),
}


@register.filter
def act_label(verb: str) -> str:
    """The act in the language of the desk."""
    return verbs.label(verb)


@register.filter
def why_cut(reason: str) -> str:
    """Why cleaning left a line out, in words."""
    return str(CUT.get(reason, reason))


@register.simple_tag
def name_lists() -> SafeString:
    """The names that a form's rows offer, before the rows: a row that goes takes none along."""
    lists = (choosing.source_names, choosing.author_names)
    return format_html_join("", "{}", ((choosing.name_list(one),) for one in lists))


@register.filter
def at(mapping: Mapping[str, str] | str, key: str | int) -> str:
    """What the mapping holds under the key; "" when nothing, or when there is no mapping."""
    return mapping.get(str(key), "") if isinstance(mapping, Mapping) else ""
