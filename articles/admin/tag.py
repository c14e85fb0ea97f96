"""Tags: their words, their other spellings, and the page that merges one into another."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import performing, uses
from articles.admin.base import NewsroomAdmin
from articles.admin.choosing import TagChoice
from articles.desk import rights, tagging
from articles.enums import Door
from articles.models import Tag


class MergeForm(forms.Form):
    """The tag that remains."""

    into = TagChoice(
        label=gettext_lazy("Merge into"), widget=forms.TextInput(attrs={"autofocus": True})
    )


@admin.register(Tag)
class TagAdmin(NewsroomAdmin):
    """Tags by name; a merge and a new spelling are acts of the desk."""

    shows_uses = True
    list_display = ("name", "slug", "description")
    search_fields = ("name", "slug")
    sortable_by = ()
    ordering = ("name", "id")
    fields = ("name", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}
    change_list_template = "admin/articles/noun_list.html"
    change_form_template = "admin/articles/tag_form.html"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new tag's slug follows its name."""
        return {} if obj else self.prepopulated_fields

    def get_urls(self) -> list[URLPattern]:
        """Merging and spellings."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", view(merge), name="articles_tag_merge"),
            path("<int:pk>/alias/", view(alias), name="articles_tag_alias"),
            *super().get_urls(),
        ]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """Spellings and the newest articles that carry the tag."""
        taggings = obj.taggings.select_related("content_object").order_by("-id")[:20]
        context["aliases"] = obj.aliases.order_by("name", "id")
        context["tagged"] = [tagging_row.content_object for tagging_row in taggings]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new name goes through the desk, which keeps the old one and its address."""
        if change and "name" in form.changed_data:
            current, at = Tag.objects.get(pk=obj.pk), timezone.now()
            tagging.rename(current, name=obj.name, by=request.user, at=at, door=Door.FORM)
            form.changed_data[:] = [name for name in form.changed_data if name != "name"]
        super().save_model(request, obj, form, change)


@performing.needs("view_tag")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the tag that remains, see what moves, then merge."""
    tag = get_object_or_404(Tag, pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else request.GET or None)
    plan = None
    if form.is_bound and form.is_valid():
        into = form.cleaned_data["into"]
        plan = performing.attempt(request, lambda: tagging.plan_tag_merge(tag, into))
        if plan is not None and "confirm" in request.POST:
            by, at = request.user, timezone.now()
            done = performing.attempt(
                request,
                lambda: tagging.merge_tags(tag, into=into, by=by, at=at, door=Door.FORM),
            )
            if done is not None:
                text = _("“%(tag)s” is now a spelling of “%(into)s”. Undo it with u in the inbox.")
                messages.success(request, text % {"tag": tag.name, "into": into.name})
                return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[into.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Merge tag"),
        "tag": tag,
        "form": form,
        "plan": plan,
        "into": form.cleaned_data.get("into") if plan is not None else None,
        "refusal": rights.why_not(request.user, "change_tag"),
        "uses": uses.uses(tag, timezone.now()),
    }
    return TemplateResponse(request, "admin/articles/tag_merge.html", context)


@require_POST
@performing.needs("view_tag")
def alias(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a spelling that stands for the tag."""
    tag = get_object_or_404(Tag, pk=pk)
    name = " ".join(request.POST.get("name", "").split())[:100]
    done = performing.attempt(
        request,
        lambda: tagging.add_alias(
            tag, name=name, by=request.user, at=timezone.now(), door=Door.FORM
        ),
    )
    if done is not None:
        messages.success(request, _("“%(name)s” now finds this tag.") % {"name": name})
    return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[pk]))
