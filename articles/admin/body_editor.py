"""The rich text editor of the article's body: TipTap over a textarea that works without it.

The editor keeps the `id` of every block (its own extension, in body-editor.js); blocks that are
new or split come without one and get theirs from `text.markup.sanitise` when they are saved.
"""

from typing import Any

from django import forms
from django_prose_editor.widgets import importmap, prose_editor_js
from js_asset import Media, Script


class BodyEditor(forms.Textarea):
    """A textarea of HTML that body-editor.js turns into an editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 24, "data-body-editor": "", "dir": "auto", **(attrs or {})})

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
