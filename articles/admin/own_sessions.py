"""The page of one's own sessions: from where one is logged in, and ending it."""

from django.contrib import admin, auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from articles.admin import visitor
from articles.admin.posted import number
from articles.desk import sessions
from articles.enums import SignInEvent
from articles.models import DeskSession, SignIn

# Lines of the own log on the page.
SHOWN = 30


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Where this person is logged in, and what happened to the account lately."""
    if request.method == "POST":
        return _end(request)
    now = timezone.now()
    rows = sessions.of(request.user, at=now)
    key = request.session.session_key
    context = {
        **admin.site.each_context(request),
        "title": _("Where you are signed in"),
        "rows": [(row, row.session_key == key) for row in rows],
        "log": SignIn.objects.filter(user=request.user.pk).select_related("by")[:SHOWN],
    }
    return TemplateResponse(request, "admin/articles/sessions.html", context)


def _end(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all of them, this one included."""
    if "everywhere" in request.POST:
        user = request.user
        _log(request)
        sessions.end_all(user)
        auth.logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return HttpResponseRedirect(reverse("admin:login"))
    if "others" in request.POST:
        count = sessions.end_all(request.user, but=str(request.session.session_key))
        _log(request)
        said = ngettext("Ended %(n)d session.", "Ended %(n)d sessions.", count)
        messages.success(request, said % {"n": count})
    else:
        mine = DeskSession.objects.filter(user=request.user.pk)
        sessions.end(get_object_or_404(mine, pk=number(request.POST.get("end"))))
        _log(request)
        messages.success(request, _("That session is ended."))
    return HttpResponseRedirect(reverse("admin:sessions"))


def _log(request: HttpRequest) -> None:
    now, who = timezone.now(), visitor.of(request)
    sessions.log(SignInEvent.ENDED, request.user, at=now, visitor=who)
