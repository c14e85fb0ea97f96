"""Pictures for tests of the site, which never opens the file."""

from typing import Any

from articles.models import Image


def make_image(name: str = "picture", **fields: Any) -> Image:
    """A picture of 1600 by 1067 whose file is named but not there."""
    fields.setdefault("alt", f"What {name} shows")
    return Image.objects.create(file=f"images/aa/{name}.jpg", width=1600, height=1067, **fields)
