"""Ctrl+K: screens, saved views, one's recent articles, and rows by the letters typed so far.

One address answers twice: a page of plain links for whoever runs no script, JSON for palette.js.
What can be done on the page behind the palette is known to that page alone: the script reads its
buttons and presses them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin import looking_up
from articles.admin.looking_up import Name
from articles.admin.posted import number
from articles.models import Act, Article, Change, SavedView
from articles.text import beginnings, normalise

# Of each group so many are shown; more letters say more than a longer list.
SHOWN = 8
RECENT = 10
# The person's newest acts in which their recent articles are looked for, and changes of these.
ACTS, CHANGES = 60, 300
# Articles that the person went to from the palette, as the browser remembers them.
USED = 10
ARTICLE = "article-"


@dataclass(frozen=True)
class Item:
    """One line: where it leads, what it is called, and what tells it from its like."""

    key: str
    label: str
    url: str
    detail: str = ""
    lang: str = ""
    dir: str = "auto"


@dataclass(frozen=True)
class Group:
    """Lines of one kind under their heading."""

    name: str
    label: str
    items: tuple[Item, ...]


def palette(request: HttpRequest) -> HttpResponse:
    """What fits `q`, as a page or, with `as=json`, for the script.

    Without any letters: all screens and views, and the articles that the person worked on last.
    At most twelve queries, log-in and rights included; a few more in an archive of a million.
    """
    text = beginnings.typed(request.GET.get("q", ""))
    context = admin.site.each_context(request)
    groups = _found(request, context, text) if text else _first(request, context)
    if request.GET.get("as") == "json":
        alike = {} if text else normalise.alike()
        told = {"groups": [asdict(group) for group in groups], "alike": alike}
        return JsonResponse(told, headers={"Cache-Control": "private, no-store"})
    shown = {**context, "title": _("Find or do"), "query": text, "groups": groups}
    return TemplateResponse(request, "admin/articles/palette.html", shown)


def _first(request: HttpRequest, context: dict[str, Any]) -> list[Group]:
    used = [number(key.removeprefix(ARTICLE)) for key in request.GET.getlist("used")[:USED]]
    recent = _recent(request, [pk for pk in used if pk]) if _may(request, "article") else []
    views = looking_up.named([], (), views_of=_viewer(request))
    return _groups(
        ("recent", _("Your recent articles"), recent),
        ("view", _("Saved views"), _rows(views, "view")),
        ("screen", _("Screens"), screens(context)),
    )


def _found(request: HttpRequest, context: dict[str, Any], text: str) -> list[Group]:
    asked, now = beginnings.asked_words(text), timezone.now()
    kinds = [kind for kind in _HEADINGS if kind != "article" and _may(request, kind)]
    names = looking_up.named(asked, kinds, views_of=_viewer(request))
    articles: list[Item] = []
    if _may(request, "article"):
        articles = [_of_article(a) for a in looking_up.articles(text, now, SHOWN)]
    ranked = [(beginnings.rank(asked, item.label), item) for item in screens(context)]
    fitting = sorted(
        ((rank, place, item) for place, (rank, item) in enumerate(ranked) if rank is not None),
        key=lambda found: found[:2],
    )
    return _groups(
        ("view", _("Saved views"), _rows(names, "view")[:SHOWN]),
        ("screen", _("Screens"), [item for _rank, _place, item in fitting][:SHOWN]),
        ("article", str(_HEADINGS["article"]()), articles),
        *((kind, str(_HEADINGS[kind]()), _rows(names, kind)[:SHOWN]) for kind in kinds),
    )


def _groups(*parts: tuple[str, str, Sequence[Item]]) -> list[Group]:
    return [Group(name, label, tuple(items)) for name, label, items in parts if items]


def screens(context: dict[str, Any]) -> list[Item]:
    """Every screen that the person may open, each once: the menu, then all lists and forms."""
    own = [("admin:index", _("The desk")), ("admin:articles_article_add", _("Write an article"))]
    after = [
        ("admin:password_change", _("Change password")),
        ("admin:factor", _("Second factor")),
        ("admin:sessions", _("Where you are signed in")),
    ]
    models = [model for app in context["available_apps"] for model in app["models"]]
    adding = {str(model["add_url"]) for model in models if model["add_url"]}
    found: dict[str, Item] = {}

    def offer(url: str, label: str) -> None:
        if url:
            found.setdefault(url, Item(f"screen-{url}", str(label), url))

    for name, label in own:
        url = reverse(name)
        if name == "admin:index" or url in adding:
            offer(url, label)
    for entry in (*context["menu"], *context["more"]):
        offer(entry.url, entry.label)
    for model in models:
        offer(str(model["admin_url"] or ""), capfirst(str(model["name"])))
    for model in models:
        words = _("Add %(name)s") % {"name": model["model"]._meta.verbose_name}
        offer(str(model["add_url"] or ""), capfirst(words))
    for name, label in after:
        offer(reverse(name), label)
    return list(found.values())


def _recent(request: HttpRequest, used: Sequence[int]) -> list[Item]:
    """The articles that the person's last acts touched, after those they went to. Two queries."""
    acts = Act.objects.filter(by=request.user.pk).order_by("-at", "-id").values("pk")[:ACTS]
    touched = Change.objects.filter(act__in=acts).exclude(article_id=None).order_by("-id")
    ids = [pk for pk in touched.values_list("article_id", flat=True)[:CHANGES] if pk]
    wanted = tuple(dict.fromkeys((*used, *ids)))[:RECENT]
    return [_of_article(article) for article in looking_up.in_order(wanted)]


def _of_article(article: Article) -> Item:
    url = reverse("admin:articles_article_change", args=[article.pk])
    return Item(
        f"{ARTICLE}{article.pk}",
        article.headline.strip() or _("(no headline)"),
        url,
        looking_up.detail(article, timezone.now()),
        article.language,
        article.direction,
    )


def _rows(names: Iterable[Name], kind: str) -> list[Item]:
    return [_of_name(name) for name in names if name.kind == kind]


def _of_name(found: Name) -> Item:
    detail = found.spelling
    if found.kind == "view":
        name, _sign, query = found.extra.partition("?")
        view = SavedView(screen=name, query=query)
        return Item(
            f"view-{found.pk}", found.name, view.get_absolute_url(), view.get_screen_display()
        )
    if found.kind == "author":
        detail = " · ".join(filter(None, (found.spelling, found.extra)))
    url = reverse(f"admin:articles_{found.kind}_change", args=[found.pk])
    return Item(f"{found.kind}-{found.pk}", found.name, url, detail)


_HEADINGS = {
    "article": lambda: _("Articles"),
    "story": lambda: _("Stories"),
    "tag": lambda: _("Tags"),
    "source": lambda: _("Sources"),
    "author": lambda: _("Authors"),
    "section": lambda: _("Sections"),
    "front": lambda: _("Fronts"),
    "colleague": lambda: _("People"),
}


def _may(request: HttpRequest, kind: str) -> bool:
    return request.user.has_perm(f"articles.view_{kind}")


def _viewer(request: HttpRequest) -> Any:
    """Whose views are looked at; nobody's for who may open no list."""
    return request.user if _may(request, "article") else None
