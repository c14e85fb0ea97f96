"""What the error pages need that must come without a database."""

from django import template

from articles.web.assets import asset_path

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file; the plain one where the manifest lacks it, never an error."""
    return asset_path(path)
