"""Sections, who runs them from when on, and the people bound to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import MomentInput, NewsroomAdmin
from articles.desk import handing_over
from articles.models import Section, SectionMember


def _people() -> Any:
    """Only people who work here."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")


class OwnerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the people, by the name that one types to find it."""

    def label_from_instance(self, person: Any) -> str:
        """The full name where there is one."""
        return str(person.get_full_name() or person.get_username())


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The section, and its owner: choose another one, perhaps from a later day on, and save."""

    owner = OwnerChoice(
        label=gettext_lazy("Run by"),
        queryset=get_user_model().objects.none(),
        required=False,
        help_text=gettext_lazy("Whom others ask; adds people to the section."),
    )
    owner_from = forms.DateTimeField(
        label=gettext_lazy("from"),
        required=False,
        widget=MomentInput,
        help_text=gettext_lazy("Empty: at once. Until then the present one runs it."),
    )

    class Meta:
        model = Section
        fields = (
            "name", "slug", "description", "position", "hue", "language",
            "takes_comments", "ai_terms",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" not in self.fields:
            return
        self.fields["owner"].queryset = _people()  # type: ignore[attr-defined]  # a model choice
        if self.instance.pk:
            # What one mostly comes for; a digit in the list and the name's first letters lead here.
            self.fields["owner"].widget.attrs["autofocus"] = True
            now = timezone.now()
            owner = handing_over.owner_at(self.instance, now)
            self.initial["owner"] = owner.pk if owner else None
            coming = SectionMember.objects.coming(now).filter(section=self.instance)
            if ahead := coming.select_related("user").first():
                moment = timezone.localtime(ahead.owner_from).strftime("%Y-%m-%d %H:%M")
                self.fields["owner"].help_text = _("%(who)s takes over on %(moment)s.") % {
                    "who": ahead.user.get_full_name() or ahead.user.get_username(),
                    "moment": moment,
                }

    @property
    def hands_over(self) -> bool:
        """Whether the form names a new owner, or gives up a hand-over that is ahead."""
        return bool({"owner", "owner_from"} & set(self.changed_data))


class Members(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Editors bound to the section."""

    model = SectionMember
    fields = ("user",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the people's names."""
        return super().get_queryset(request).select_related("user")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people who work here."""
        if db_field.name == "user":
            kwargs["queryset"] = _people()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right, or in the section that one runs."""
        return super().has_add_permission(request, obj) or runs(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right, or in the section that one runs."""
        return super().has_change_permission(request, obj) or runs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right, or in the section that one runs."""
        return super().has_delete_permission(request, obj) or runs(request, obj)


@admin.register(Section)
class SectionAdmin(NewsroomAdmin):
    """In menu order; a new slug keeps the old address."""

    form = SectionForm
    change_list_template = "admin/articles/section_list.html"
    shows_uses = True
    list_display = ("name", "slug", "position", "hue", "language")
    ordering = ("position", "id")
    sortable_by = ()
    fields = (
        "name", ("owner", "owner_from"), "slug", "description", ("position", "hue", "language"),
        "takes_comments", "ai_terms",
    )  # fmt: skip
    prepopulated_fields = {"slug": ("name",)}
    inlines = (Members,)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new section's slug follows its name."""
        return {} if obj else self.prepopulated_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right; who runs a section may at least change its people."""
        return super().has_change_permission(request, obj) or runs(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All; but who only runs it reads its name and changes its people."""
        return self.fields if _may_change(request) else SectionForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """None; but who only runs it changes nothing here."""
        return () if _may_change(request) or obj is None else SectionForm.Meta.fields

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The people, then the owner: both through the desk."""
        super().save_related(request, form, formsets, change)
        if _may_change(request) and form.hands_over:
            handing_over.hand_over(
                form.instance,
                to=form.cleaned_data["owner"],
                from_at=form.cleaned_data["owner_from"],
                by=request.user,
                at=timezone.now(),
            )


def runs(request: HttpRequest, section: Any) -> bool:
    """Whether the person runs the section now."""
    if section is None or request.user.pk is None:
        return False
    return bool(handing_over.owner_at(section, timezone.now()) == request.user)


def _may_change(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.change_section")
