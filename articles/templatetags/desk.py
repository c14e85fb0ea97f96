"""What templates of the admin need: why a person may not press a button, and small readings."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.admin import choosing
from articles.desk import rights

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
def name_lists() -> SafeString:
    """The names that a form's rows offer, before the rows: a row that goes takes none along."""
    lists = (choosing.source_names, choosing.author_names)
    return format_html_join("", "{}", ((choosing.name_list(one),) for one in lists))


@register.filter
def at(mapping: Mapping[str, str] | str, key: str) -> str:
    """What the mapping holds under the key; "" when nothing, or when there is no mapping."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""
