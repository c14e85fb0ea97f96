"""What every table of ours holds, to compare before and after."""

from typing import Any

from django.apps import apps


def dump() -> dict[str, list[dict[str, Any]]]:
    """The rows of all our tables, by table and key."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("articles").get_models()
        if not model._meta.proxy  # accounts are Django's rows
    }


def counts() -> dict[str, int]:
    """How many rows each of our tables holds, empty ones left out."""
    return {name: len(rows) for name, rows in dump().items() if rows}
