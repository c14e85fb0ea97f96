"""What templates of the admin need: why a person may not press a button, and small readings."""

from collections.abc import Mapping
from typing import Any

from django import template

from articles.desk import rights

register = template.Library()


@register.inclusion_tag("admin/articles/_refusal.html", takes_context=True)
def why_not(context: dict[str, Any], *permissions: str) -> dict[str, Any]:
    """The reasons for buttons that are greyed for want of these rights; nothing where none is.

    A button points at its reason by `aria-describedby="why-<right>"`.
    """
    user = context["user"]
    missing = [right for right in permissions if not user.has_perm(f"articles.{right}")]
    return {"refusals": [(right, rights.lacking(user, right)) for right in missing]}


@register.filter
def at(mapping: Mapping[str, str] | str, key: str | int) -> str:
    """What the mapping holds under the key; "" when nothing, or when there is no mapping."""
    return mapping.get(str(key), "") if isinstance(mapping, Mapping) else ""
