"""Small readings for the templates of the desk."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[str, str] | str, key: str) -> str:
    """What the mapping holds under the key; "" when nothing, or when there is no mapping."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""
