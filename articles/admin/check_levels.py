"""What each fault found before publishing does: one choice a fault, on the publication's form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.enums import FIXED_CHECKS, Check, CheckLevel
from articles.models import Publication

CHOSEN = tuple(check for check in Check if check not in FIXED_CHECKS)


class CheckLevelsInput(forms.Widget):
    """A list of the checks, each with its select; what cannot be changed is not listed."""

    use_fieldset = True

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The list; `value` is what the publication decided otherwise than is usual."""
        decided = Publication(check_levels=value if isinstance(value, dict) else {})
        lines = []
        for check in CHOSEN:
            own_id = f"id_{name}_{check.value}"
            select = forms.Select(choices=CheckLevel.choices).render(
                f"{name}-{check.value}", decided.level_of(check), {"id": own_id}
            )
            lines.append((own_id, check.label, select))
        items = format_html_join("", '<li><label for="{}">{}</label> {}</li>', lines)
        return format_html('<ul class="check-levels">{}</ul>', items)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """The posted levels by check."""
        given = {check.value: data.get(f"{name}-{check.value}") for check in CHOSEN}
        return {code: level for code, level in given.items() if level is not None}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form came without any of them."""
        return not self.value_from_datadict(data, files, name)


class CheckLevelsField(forms.Field):
    """Keeps only what differs from the usual, so that a better usual reaches everybody else."""

    widget = CheckLevelsInput

    def to_python(self, value: Any) -> dict[str, str]:
        """The levels that differ from the usual, by check."""
        usual = Publication()
        return {
            check.value: value[check.value]
            for check in CHOSEN
            if check.value in (value or {})
            and value[check.value] in CheckLevel.values
            and value[check.value] != usual.level_of(check)
        }

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any level is another one."""
        return self.to_python(initial) != self.to_python(data)


class PublicationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The publication with what it looks for before an article goes out."""

    check_levels = CheckLevelsField(
        label=gettext_lazy("What a fault does"),
        help_text=Publication._meta.get_field("check_levels").help_text,
        required=False,
    )

    class Meta:
        model = Publication
        fields = (
            "name", "tagline", "base_url", "email", "language", "zone", "about", "check_levels",
            "copyright", "hub_url", "ai_terms", "licence_url", "robots_text", "trust_text",
            "ads_text", "app_ads_text", "security_contact",
        )  # fmt: skip
