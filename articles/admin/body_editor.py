"""The rich text editor of the article's body: TipTap over a textarea that works without it.

The editor keeps the `id` of every block (its own extension, in body-editor.js); blocks that are
new or split come without one and get theirs from `text.markup.sanitise` when they are saved.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django_prose_editor.widgets import importmap, prose_editor_js
from js_asset import Media, Script

from articles.text import embeds


class BodyEditor(forms.Textarea):
    """A textarea of HTML that body-editor.js turns into an editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 24, "data-body-editor": "", "dir": "auto", **(attrs or {})})

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The attributes with the words of our own buttons, in the language of the person."""
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[arg-type]  # passed on
        return {**attrs, "data-body-editor": json.dumps(_words(), ensure_ascii=False)}

    @property
    def media(self) -> Media:
        """The import map, styles and modules; the page adds the nonce to them."""
        return Media(
            importmap=importmap,
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "django_prose_editor/editor.css",
                    "articles/admin/editor.css",
                ]
            },
            js=[prose_editor_js, Script("articles/admin/body-editor.js", type="module")],
        )


def _words() -> dict[str, str]:
    return {
        "pull": _("Pull quote"),
        "rows": _("Table"),
        "picture": _("Picture"),
        "card": _("Card"),
        "insert": _("Insert"),
        "number": _("Number of the picture in the library"),
        "caption": _("Caption, if another than the library’s"),
        "address": _("Address"),
        "title": _("Title"),
        "providers": ", ".join(embeds.NAMES),
    }
