"""Stories: their words and people in the form, their members below it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import badges, board, lineage, performing
from articles.admin.base import NewsroomAdmin
from articles.admin.choosing import ArticleChoice, StoryChoice
from articles.admin.posted import numbers
from articles.admin.uses import UsesFilter
from articles.desk import linking
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Article, Story

MEMBERS = 200


class StoryForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a story is called, who answers for it, and which article leads it."""

    lead = ArticleChoice(
        label=gettext_lazy("Pinned lead"), required=False,
        help_text=gettext_lazy("Number or words of a member; by rule when empty."),
    )  # fmt: skip

    class Meta:
        model = Story
        fields = ("title", "summary", "status", "owner", "lead", "language", "slug")
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }


class MembersForm(forms.Form):
    """What the buttons under the list of members need."""

    title = forms.CharField(
        label=gettext_lazy("Title of the new story"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    into = StoryChoice(label=gettext_lazy("Story"), required=False)


@admin.register(Story)
class StoryAdmin(NewsroomAdmin):
    """Newest first; the members and what can be done with them stand under the form."""

    shows_uses = True
    form = StoryForm
    list_display = ("title_in_its_script", "status", "owner", "last_at")
    list_filter = ("status", UsesFilter)
    list_select_related = ("owner",)
    search_fields = ("title",)
    sortable_by = ()
    ordering = ("-last_at", "-id")
    change_form_template = "admin/articles/story_form.html"

    @admin.display(description=gettext_lazy("Title"))
    def title_in_its_script(self, story: Story) -> SafeString:
        """The title, in its own direction."""
        return badges.in_its_script(story.title, story.language)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A story begins with an article: in the comparison, or by splitting one off."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """What the buttons under the members post to."""
        view = self.admin_site.admin_view(members)
        return [
            path("<int:pk>/members/", view, name="articles_story_members"),
            path(
                "<int:pk>/board/",
                self.admin_site.admin_view(board.story_board),
                name="articles_story_board",
            ),
            *super().get_urls(),
        ]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The members, then who took from whom."""
        rows = Article.objects.filter(story=obj).select_related("source", "section", "copy_of")
        now = timezone.now()
        newest = rows.defer("body_html").order_by("-arrived_at", "-pk")[:MEMBERS]
        context["members"] = [(article, badges.status(article, now)) for article in newest]
        # The form above has a title of its own.
        context["members_form"] = MembersForm(auto_id="id_members_%s")
        context["lineage"] = lineage.of_story(obj, now)
        context["may_link"] = request.user.has_perm("articles.link_article")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the desk."""
        columns = {name: obj._meta.get_field(name).attname for name in form.changed_data}
        fields = {attname: getattr(obj, attname) for attname in columns.values()}
        if fields:
            at = timezone.now()
            linking.edit_story(obj, fields=fields, by=request.user, at=at, door=Door.FORM)


@require_POST
@performing.needs("view_story")
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Split the ticked members off, move them out, join this story into another, place one."""
    story = get_object_or_404(Story, pk=pk)
    here = reverse("admin:articles_story_change", args=[pk])
    ticked = numbers(request.POST.getlist("member"))
    if "front" in request.POST and ticked:
        place = reverse("admin:articles_front_place", args=[ticked[0]])
        return HttpResponseRedirect(f"{place}?{urlencode({'back': here})}")
    form = MembersForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
    else:
        said = performing.attempt(request, lambda: _perform(request, story, form.cleaned_data))
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(here)


def _perform(request: HttpRequest, story: Story, given: dict[str, Any]) -> str:
    by, at = request.user, timezone.now()
    if "join" in request.POST:
        if given["into"] is None or given["into"].pk == story.pk:
            raise ActRefused(_("Choose another story to join."), _("Write its title or number."))
        linking.join_stories(story, into=given["into"], by=by, at=at, door=Door.FORM)
        return _("Joined into “%(title)s”.") % {"title": given["into"].title}
    ids = numbers(request.POST.getlist("member"))
    ticked = list(Article.objects.filter(pk__in=ids, story=story).order_by("pk"))
    if not ticked:
        raise ActRefused(_("No member is ticked."), _("Tick one and try again."))
    if "split" in request.POST:
        title = given["title"].strip() or ticked[0].headline
        made = linking.start_story(ticked, title=title, by=by, at=at, door=Door.FORM)
        return _("Split off into “%(title)s”.") % {"title": made.title}
    target = given["into"] if "move" in request.POST else None
    for article in ticked:
        linking.move_to_story(article, story=target, by=by, at=at, door=Door.FORM)
    return _("Moved %(n)d.") % {"n": len(ticked)}
