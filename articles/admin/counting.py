"""How long the fields of an article's form are, and how others will cut them, as one types.

The server writes the numbers; lengths.js keeps them right. Without it they are those of the
last save.
"""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.text import lengths, markup

# Field, its room in narrow characters, and the field that is shown where it is empty.
COUNTED: tuple[tuple[str, int, str], ...] = (
    ("headline", lengths.PAGE, ""),
    ("standfirst", lengths.STANDFIRST, ""),
    ("seo_title", lengths.SEARCH, "headline"),
    ("social_title", lengths.SOCIAL, "headline"),
)


def count(form: forms.BaseForm) -> None:
    """Put the lengths under the fields of the form that have a usual one, and under the text."""
    for name, most, falls_to in COUNTED:
        if name in form.fields and (not falls_to or falls_to in form.fields):
            own = _value(form, name)
            shown = own or (_value(form, falls_to) if falls_to else "")
            form.fields[name].help_text = _line(name, shown, most, falls_to)
    if "body_html" in form.fields:
        language = _value(form, "language") if "language" in form.fields else ""
        form.fields["body_html"].help_text = _size(_value(form, "body_html"), language)


def _value(form: forms.BaseForm, name: str) -> str:
    """What the field shows; `form[name]` would fix its help text before it is written."""
    field = form.fields[name]
    if form.is_bound:
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    else:
        value = form.get_initial_for_field(field, name)
    return " ".join(str(value or "").split())


def _line(name: str, shown: str, most: int, falls_to: str) -> SafeString:
    width = lengths.width(shown)
    return format_html(
        '<span class="lengths{}" data-counts="{}" data-most="{}" data-falls-to="{}">'
        '<b data-length>{}</b> / {} <bdi class="cut" data-cut>{}</bdi></span>',
        " is-over" if width > most else "",
        name,
        most,
        falls_to,
        width,
        most,
        lengths.cut(shown, most) if width > most or falls_to else "",
    )


def _size(body: str, language: str) -> SafeString:
    words = markup.word_count(body)
    return format_html(
        '<span class="lengths" data-counts-words="body_html" data-pace="{}">{} <b data-words>{}</b>'
        " · {} <b data-minutes>{}</b></span>",
        lengths.pace(language),
        _("Words:"),
        words,
        _("Minutes to read:"),
        lengths.reading_minutes(words, language),
    )
