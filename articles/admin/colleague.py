"""The people who work here: a list, a form, and the acts on an account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.admin import badges, clock, performing, visitor
from articles.admin.base import NewsroomAdmin, ReadOnlyAdmin
from articles.admin.filters import AgeFilter
from articles.desk import factor, rights, sessions, staffing
from articles.enums import SignInEvent
from articles.models import Colleague, Section, SectionMember, SignIn

ROLES = [
    ("", gettext_lazy("None: may read nothing yet")),
    (rights.REPORTER, gettext_lazy("Reporter: writes")),
    (rights.SECTION_EDITOR, gettext_lazy("Section editor: publishes in the own sections")),
    (rights.CHIEF, gettext_lazy("Chief editor: answers for everything")),
]


class ColleagueForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Who somebody is, what they may do, and where."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, required=False)
    sections = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sections"),
        queryset=Section.objects.order_by("position", "id"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Colleague
        fields = ("username", "first_name", "last_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["role"] = staffing.role_of(self.instance)
            mine = SectionMember.objects.filter(user=self.instance.pk)
            self.initial["sections"] = list(mine.values_list("section_id", flat=True))

    @property
    def person(self) -> staffing.Person:
        """What the valid form says."""
        data = self.cleaned_data
        return staffing.Person(
            username=data["username"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            email=data["email"],
            role=data["role"],
            section_ids=tuple(section.pk for section in data["sections"]),
        )


@admin.register(Colleague)
class ColleagueAdmin(NewsroomAdmin):
    """Everybody who works or worked here, by user name; nobody is deleted."""

    form = ColleagueForm
    list_display = ("username", "name", "role", "open", "second_factor", "seen")
    list_filter = ("is_active",)
    search_fields = ("username", "first_name", "last_name")
    sortable_by = ()
    ordering = ("username",)
    change_form_template = "admin/articles/colleague_form.html"
    fields = (("username", "email"), ("first_name", "last_name"), "role", "sections")

    @admin.display(description=gettext_lazy("Name"), empty_value="–")
    def name(self, colleague: Colleague) -> str | None:
        """First and last name."""
        return colleague.get_full_name() or None

    @admin.display(description=gettext_lazy("Role"))
    def role(self, colleague: Any) -> str:
        """The groups, or what stands above them."""
        if colleague.is_superuser:
            return _("Superuser")
        return ", ".join(sorted(group.name for group in colleague.groups.all())) or "–"

    @admin.display(description=gettext_lazy("Open"), boolean=True, ordering="is_active")
    def open(self, colleague: Colleague) -> bool:
        """Whether the person may log in."""
        return colleague.is_active

    @admin.display(description=gettext_lazy("Second factor"), boolean=True)
    def second_factor(self, colleague: Any) -> bool:
        """Whether one is in force."""
        return colleague.factor_since is not None

    @admin.display(description=gettext_lazy("Last log-in"), empty_value="–")
    def seen(self, colleague: Colleague) -> Any:
        """When the person last logged in."""
        return badges.moment(colleague.last_login) if colleague.last_login else None

    def get_queryset(self, request: HttpRequest) -> Any:
        """The staff, with groups and second factor."""
        rows = super().get_queryset(request).filter(is_staff=True).prefetch_related("groups")
        return rows.annotate(factor_since=F("account__factor_since"))

    def get_urls(self) -> list[URLPattern]:
        """What the buttons of an account post to."""
        view = self.admin_site.admin_view(act)
        return [path("<int:pk>/act/", view, name="articles_colleague_act"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right, on accounts that do not stand above one's own."""
        if obj is None:
            return super().has_change_permission(request)
        return staffing.why_not_touch(request.user, obj) is None

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The acts on the account, or why there are none; and what happened to it lately."""
        context["refusal"] = staffing.why_not_touch(request.user, obj)
        context["is_own"] = request.user.pk == obj.pk
        context["has_factor"] = factor.device_of(obj) is not None
        if request.user.has_perm("articles.view_signin"):
            context["log"] = SignIn.objects.filter(user=obj).select_related("by")[:10]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the desk."""
        by, at = request.user, timezone.now()
        if change:
            staffing.edit(Colleague.objects.get(pk=obj.pk), form.person, by=by, at=at)
            return
        made = staffing.add(form.person, by=by, at=at)
        obj.pk, obj._state.adding = made.pk, False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: role and sections were saved with the person."""


class SuperuserAdmin(UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Django's own form of an account, for superusers; without its delete button."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what a person did stays under their name. Close the account instead."""
        return False


@admin.register(SignIn)
class SignInAdmin(ReadOnlyAdmin):
    """The log of sign-ins, newest first; 90 days of it."""

    list_display = ("when", "event", "user", "by", "address", "browser")
    list_display_links = None
    list_filter = (AgeFilter, "event")
    list_select_related = ("user", "by")
    sortable_by = ()
    ordering = ("-at", "-id")
    fields = ("event", "at", "user", "by", "address", "browser")

    @admin.display(description=gettext_lazy("When"))
    def when(self, line: SignIn) -> Any:
        """The time on the publication's clock."""
        return badges.moment(line.at)


@require_POST
@never_cache
@performing.needs("change_colleague")
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link, close or open the account, take a lost second factor away."""
    colleague = get_object_or_404(Colleague, pk=pk, is_staff=True)
    deed = _DEEDS.get(request.POST.get("do", ""))
    answer = performing.attempt(request, lambda: deed(request, colleague)) if deed else None
    return answer or HttpResponseRedirect(reverse("admin:articles_colleague_change", args=[pk]))


def _link(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    uid, token = staffing.make_link(colleague, by=request.user, at=timezone.now())
    _log(request, SignInEvent.LINK, colleague)
    base = clock.publication_of(request).base_url.rstrip("/")
    context = {
        **admin.site.each_context(request),
        "title": _("One-time link"),
        "colleague": colleague,
        "link": base + reverse("admin:choose-password", args=[uid, token]),
    }
    return TemplateResponse(request, "admin/articles/colleague_link.html", context)


def _close(request: HttpRequest, colleague: Colleague) -> None:
    reason = request.POST.get("reason", "")
    staffing.deactivate(colleague, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("The account of %(who)s is closed.") % {"who": colleague})


def _open(request: HttpRequest, colleague: Colleague) -> None:
    staffing.reactivate(colleague, by=request.user, at=timezone.now())
    messages.success(request, _("The account of %(who)s is open again.") % {"who": colleague})


def _reset(request: HttpRequest, colleague: Colleague) -> None:
    reason = request.POST.get("reason", "")
    staffing.reset_factor(colleague, reason=reason, by=request.user, at=timezone.now())
    _log(request, SignInEvent.FACTOR_REMOVED, colleague)
    messages.success(request, _("%(who)s sets up a new one.") % {"who": colleague})


_DEEDS: dict[str, Callable[[HttpRequest, Colleague], HttpResponse | None]] = {
    "link": _link,
    "close": _close,
    "open": _open,
    "reset": _reset,
}


def _log(request: HttpRequest, event: SignInEvent, user: Any) -> None:
    now, who = timezone.now(), visitor.of(request)
    sessions.log(event, user, at=now, visitor=who, by=request.user)


class ChoosePasswordView(PasswordResetConfirmView):
    """The page behind a one-time link. Django takes the token out of the address at once."""

    token_generator = staffing.TOKENS
    template_name = "admin/articles/choose_password.html"
    success_url = reverse_lazy("admin:login")
    post_reset_login = False

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, void the link, end every session."""
        form.save()
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        at = timezone.now()
        staffing.link_used(form.user, at=at)
        event = SignInEvent.PASSWORD
        sessions.log(event, form.user, at=at, visitor=visitor.of(self.request))
        messages.success(self.request, _("Your password is set. Log in with it."))
        return HttpResponseRedirect(str(self.success_url))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the admin's pages need."""
        context = super().get_context_data(**kwargs)
        return {**admin.site.each_context(self.request), **context, "has_permission": False}
