"""Articles: a list that never counts, and a form whose every save is an act of the desk."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import search
from articles.admin import (
    article_acts,
    badges,
    binned,
    bulk,
    changing_later,
    clock,
    field_clock,
    history,
    inlines,
    parts,
    performing,
    reached,
    readiness,
    reading,
    restoring,
    saved_views,
    sealed,
    searching,
    sitting_form,
    suggesting,
    version_names,
    weighing,
)
from articles.admin.article_form import ArticleForm
from articles.admin.base import NewsroomAdmin
from articles.admin.filters import SourceFilter
from articles.admin.posted import number
from articles.admin.reports import ReportFilter
from articles.admin.uses import UsesFilter
from articles.desk import acting, editing, publishing, second_name, tagging
from articles.enums import Door, Outcome
from articles.history import entries_of_article, folded
from articles.models import Article, Match, RelatedLink, SavedView


@admin.register(Article)
class ArticleAdmin(binned.BinColumns, NewsroomAdmin):
    """The list by status, section and source; the form in five groups."""

    shows_uses = True
    form = ArticleForm
    inlines = (inlines.Byline, inlines.Credits, inlines.Links)
    list_display = ("state", "title", "section_name", "source_name", "length", "when")
    list_display_links = ("title",)
    list_filter = ("status", "section", SourceFilter, "kind", ReportFilter, UsesFilter)
    list_select_related = ("section", "source")
    # Says that there is a search; what it looks in is the index.
    search_fields = ("headline",)
    search_help_text = searching.HELP
    sortable_by = ()
    ordering = ("-pk",)
    actions = (
        bulk.publish_selected,
        bulk.draft_selected,
        bulk.spike_selected,
        bulk.revive_selected,
        bulk.section_selected,
        bulk.tag_selected,
        bulk.take_out_selected,
        bulk.merge_selected,
        bulk.front_selected,
    )
    change_list_template = "admin/articles/article_list.html"
    change_form_template = "admin/articles/article_form.html"
    add_form_template = "admin/articles/article_form.html"
    fieldsets = (
        (
            gettext_lazy("Text"),
            {
                "classes": ("text",),
                "fields": ("kicker", "headline", "standfirst", "body_html", "dateline"),
            },
        ),
        (
            gettext_lazy("Place"),
            {
                "classes": ("side",),
                "fields": ("section", "tag_names", "kind", "urgency", "language"),
            },
        ),
        (
            gettext_lazy("Source"),
            {
                "classes": ("side",),
                "fields": ("source", "canonical_url", "rights", "written_at"),
            },
        ),
        (
            gettext_lazy("Publication"),
            {
                "classes": ("side",),
                "fields": ("expires_at", "slug", "slugline", "seo_title", "social_title"),
            },
        ),
        (
            gettext_lazy("Picture and notes"),
            {"classes": ("side",), "fields": ("lead_image", "editor_note")},
        ),
    )

    @admin.display(description=gettext_lazy("Status"))
    def state(self, article: Article) -> SafeString:
        """The status as a word in a badge, and who else has it open."""
        status = badges.status(article, timezone.now())
        return format_html("{} {}", status, badges.present(getattr(article, "people", ())))

    @admin.display(description=gettext_lazy("Headline"))
    def title(self, article: Article) -> SafeString:
        """The headline in its own language and direction; of a find, where it says it."""
        return searching.title(article)

    @admin.display(description=gettext_lazy("Where it says so"))
    def where_said(self, article: Article) -> SafeString:
        """The place of a find that says what was looked for."""
        return searching.extract(article)

    @admin.display(description=gettext_lazy("Section"), empty_value="–")
    def section_name(self, article: Article) -> str | None:
        """The section's name."""
        return article.section.name if article.section else None

    @admin.display(description=gettext_lazy("Source"), empty_value="–")
    def source_name(self, article: Article) -> str | None:
        """The source's name."""
        return article.source.name if article.source else None

    @admin.display(description=gettext_lazy("Words"))
    def length(self, article: Article) -> int:
        """How long it is."""
        return article.word_count

    @admin.display(description=gettext_lazy("Last moved"))
    def when(self, article: Article) -> SafeString:
        """When readers saw it change, it appeared, or it arrived."""
        return badges.moment(article.updated_at or article.visible_at or article.arrived_at)

    @admin.display(description=gettext_lazy("Tags"))
    def tag_names(self, article: Article) -> str:
        """The tags' names, for those who may only look; of what the law withholds, none."""
        if article.sealed_at is not None:
            return ""
        return ", ".join(article.tags.order_by("name").values_list("name", flat=True))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The list leaves the texts where they are; the form takes what it tells of at once."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match is None or "object_id" not in request.resolver_match.kwargs
        if is_list:
            if binned.is_asked(request):
                rows = binned.annotated(rows)
            return rows.defer("body_html", "editor_note")
        return rows.select_related("section", "source", "lead_image", "copy_of", "survivor", "hold")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Newest first, by the index that the chosen filter can use."""
        by_arrival = any(name.startswith(("status", "source")) for name in request.GET)
        return ("-arrived_at", "-pk") if by_arrival else ("-pk",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """While one searches, where the article says it; in the bin, how long it stays."""
        if not request.GET.get("q", "").strip():
            return binned.COLUMNS if binned.is_asked(request) else self.list_display
        return ("state", "title", "where_said", "section_name", "source_name", "when")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The list that asks the index."""
        return searching.FoundList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """For whoever else looks for an article: the best of what fits, or that number."""
        return searching.narrowed(queryset, search_term, timezone.now()), False

    def reached(self, row: Any) -> Any:
        """Every place that it reached, and how that stands."""
        return reached.places(row, timezone.now())

    def get_urls(self) -> list[URLPattern]:
        """The acts, history and suggestions of an article, before the form's own addresses."""
        screens = (
            ("<int:pk>/act/<slug:verb>/", article_acts.act, "act"),
            ("<int:pk>/restore/<int:change_id>/", history.restore, "restore"),
            ("<int:pk>/restore-to/<int:act_id>/", restoring.restore_to, "restore_to"),
            ("<int:pk>/field/<slug:name>/", field_clock.field, "field"),
            ("<int:pk>/later/", changing_later.later, "later"),
            ("<int:pk>/versions/", history.versions, "versions"),
            ("<int:pk>/versions/name/", version_names.name, "version_name"),
            ("<int:pk>/sealed/", sealed.sealed, "sealed"),
            ("<int:pk>/reading/", reading.reading, "reading"),
            ("<int:pk>/suggestion/<int:suggestion_id>/", suggesting.decide, "suggestion"),
            (
                "<int:pk>/suggestion/<int:suggestion_id>/changes/",
                suggesting.changes,
                "suggestion_changes",
            ),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for route, view, name in screens
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list with saved views and refused acts; an act on all of it needs no tick."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if request.POST.get("select_across") == "1" and not ticked:
            posted = request.POST.copy()
            posted.setlist(ACTION_CHECKBOX_NAME, ["all"])
            request.POST = posted  # type: ignore[assignment]  # Django checks that some are ticked
        views = saved_views.context(request, SavedView.Screen.ARTICLES)
        lacking = {"refused_actions": bulk.refused(request)}
        return super().changelist_view(request, {**views, **lacking, **(extra_context or {})})

    def response_action(self, request: HttpRequest, queryset: Any, *given: Any) -> Any:
        """An act on all that the list shows is on what was found, where words were looked for."""
        words = request.GET.get(SEARCH_VAR, "").strip()
        if words and request.POST.get("select_across") == "1":
            queryset = searching.narrowed(queryset, words, timezone.now())
            if queryset.count() >= search.WINDOW:
                said = _("A search acts on the newest %(n)d that fit; narrow it for the others.")
                messages.warning(request, said % {"n": search.WINDOW})
        return super().response_action(request, queryset, *given)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right, in a section of one's own; what is merged or killed stays as it is."""
        if obj is None:
            return super().has_change_permission(request)
        return acting.why_not_edit(request.user, obj) is None

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """None for what the law withholds: names and links tell what it was about."""
        return () if obj is not None and obj.sealed_at else super().get_inlines(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """For the bulk action; the desk asks again for each article."""
        return request.user.has_perm("articles.publish_article")

    def has_spike_permission(self, request: HttpRequest) -> bool:
        """For the bulk action; the desk asks again for each article."""
        return request.user.has_perm("articles.spike_article")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """For the bulk action; the desk asks again for each article."""
        return request.user.has_perm("articles.merge_article")

    def has_curate_permission(self, request: HttpRequest) -> bool:
        """For the bulk action; the page it leads to asks for the front."""
        return request.user.has_perm("articles.curate_front")

    def receive(self, request: HttpRequest, object_id: str | None) -> None:
        """Byline, credits and links of two people come together before Django reads the rows."""
        sitting_form.receive(request, number(object_id) if object_id else None)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; one that only shows words again is never saved."""
        return sitting_form.prepared(request, super().get_form(request, obj, change, **kwargs))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The form with its buttons, its likenesses, suggestions and, if need be, conflicts."""
        if obj is not None:
            now = timezone.now()
            context["suggestions"] = [] if obj.sealed_at else suggesting.open_ones(obj)
            taken = "c" if context["suggestions"] else ""
            context["buttons"] = article_acts.buttons(obj, request.user, now, taken=taken)
            context["status_badge"] = badges.status(obj, now)
            publication = clock.publication_of(request)
            context["remarks"] = readiness.remarks(obj, at=now, publication=publication)
            context["refusal"] = acting.why_not_edit(request.user, obj)
            if second_name.is_on():
                open_ones = obj.proposals.filter(outcome=Outcome.WAITING)
                context["proposals"] = open_ones.select_related("asked_by")[:3]
            context["planned_changes"] = changing_later.waiting(obj)
            context["matches"] = _matches(obj)
            context["copies"] = Article.objects.filter(copy_of=obj).select_related("source")[:20]
            context["merges"] = obj.merges.filter(undone_at=None).select_related("merged_by")[:5]
            recent = folded(entries_of_article(obj.pk, limit=15))[:5]
            context["clocks"] = field_clock.clocks(obj)
            context["last_acts"] = [(group[0], len(group)) for group in recent]
        if obj is None or obj.sealed_at is None:
            sitting_form.show(request, obj, context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new draft through the desk; a change waits for its parts, to be one act with them."""
        if change:
            return
        sitting_form.refuse_saved(request, form)
        fields = {name: getattr(obj, name) for name in editing.EDITABLE}
        made = editing.create(by=request.user, at=timezone.now(), door=Door.FORM, **fields)
        obj.pk, obj._state.adding = made.pk, False
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What differs: words, tags, byline and credits as one act, each link as its own."""
        article, at = Article.objects.get(pk=form.instance.pk), timezone.now()
        if any(formset.has_changed() for formset in formsets) and change:
            parts.refuse_stale(acting.locked(article), request.POST)
        links = [formset for formset in formsets if formset.model is RelatedLink]
        rows = [f for f in formsets if f not in links and f.has_changed()]
        if rows or form.changes or form.has_new_tags:
            whole = acting.together("edit", by=request.user, at=at) if change else nullcontext()
            with whole:
                self._save_words(request, article, form, at)
                for formset in rows:
                    inlines.save(request, article, formset)
                if rows or form.has_new_tags:
                    weighing.mark(request, article, form, at)
        for formset in links:
            inlines.save(request, article, formset)
        if any(formset.has_changed() for formset in links):
            weighing.mark(request, article, form, at)
        weighing.say(request, article, form, at)
        sitting_form.saved(request, article, form, at)

    def _save_words(self, request: HttpRequest, article: Article, form: Any, at: Any) -> None:
        if form.changes:
            editing.edit(
                article,
                by=request.user,
                at=at,
                fields=form.changes,
                version=form.read_version,
                material=weighing.is_material(form),
                note=weighing.note_of(form),
                door=Door.FORM,
            )
        if form.has_new_tags:
            names = form.cleaned_data["tag_names"]
            tagging.tag(article, names=names, replace=True, by=request.user, at=at, door=Door.FORM)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay on the article; "Save and publish" publishes what was just saved."""
        if "_publish" in request.POST:
            done = performing.attempt(
                request,
                lambda: publishing.publish(
                    Article.objects.get(pk=obj.pk), by=request.user, at=timezone.now()
                ),
            )
            if done is not None:
                messages.success(request, _("Saved and published."))
                readiness.tell(request, [obj.pk], at=timezone.now())
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))
        return super().response_change(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Everything that touched the article, with what was and what is."""
        article = get_object_or_404(Article, pk=number(object_id))
        return performing.needs("view_article")(history.article_history)(request, article)


def _matches(article: Article) -> list[dict[str, Any]]:
    """What the article was found to be like, best first, with the page that compares the two."""
    rows = Match.objects.standing().of(article.pk).select_related("a__source", "b__source")
    found = []
    for match in rows.order_by("-copy_score", "-event_score", "id")[:8]:
        other = match.b if match.a_id == article.pk else match.a
        url = reverse("admin:compare", args=[article.pk, other.pk])
        found.append({"match": match, "other": other, "url": url})
    return found
