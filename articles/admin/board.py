"""Where the articles of a story differ, and what only one of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import performing, reading, sheets
from articles.admin.board_rows import rows_of
from articles.admin.posted import number
from articles.dedupe.accounts import Account
from articles.dedupe.board import MOST_ACCOUNTS, compare_accounts
from articles.dedupe.changes import Version
from articles.dedupe.ledger import Ledger, Passage, read_ledger
from articles.desk import choosing, quoting, rights
from articles.enums import Door, SourceKind, Status
from articles.models import Article, Story

LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
# Newest members among which the accounts are chosen; the rest of a longer story is old.
MEMBERS = 200
# Ledgers kept in the process: an editor looks at one board several times.
READ_LATELY = 100


@dataclass(frozen=True)
class _Place:
    """What a board is about: its title, the ways back and to itself, and its articles."""

    title: str
    back_url: str
    url: str
    articles: Sequence[Article]
    lead_id: int | None
    left_out: int = 0


class AddForm(forms.Form):
    """One fact of a gap: the article it goes into, and the sentence that has it."""

    into = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    account = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    anchor = forms.CharField(max_length=40)
    sentence = forms.CharField(max_length=20_000, strip=False)


@performing.needs("view_story")
@performing.needs("view_article")
def story_board(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of a story; a post adds a fact with credit."""
    story = get_object_or_404(Story, pk=pk)
    articles, left_out = accounts_of(story)
    place = _Place(
        story.title,
        reverse("admin:articles_story_change", args=[pk]),
        reverse("admin:articles_story_board", args=[pk]),
        articles,
        story.lead_id,
        left_out,
    )
    return _answer(request, place)


@performing.needs("view_article")
def pair_board(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """The board of two articles; a post adds a fact with credit."""
    if one == other:
        raise Http404(_("An article cannot be compared with itself."))
    rows = Article.objects.select_related("source").in_bulk([one, other])
    if len(rows) < 2:
        raise Http404(_("One of the two articles does not exist."))
    place = _Place(
        f"{rows[one].headline} / {rows[other].headline}",
        reverse("admin:compare", args=[one, other]),
        reverse("admin:compare-board", args=[one, other]),
        [rows[one], rows[other]],
        None,
    )
    return _answer(request, place)


def accounts_of(story: Story) -> tuple[list[Article], int]:
    """The articles whose texts are compared, the lead first, then the newest; how many are not.

    A copy group counts once, by its representative or else its newest member. Two queries.
    """
    rows = Article.objects.filter(story=story, status__in=LIVING, retracted_at=None)
    newest = rows.order_by("-arrived_at", "-pk").values_list("pk", "copy_of_id")[:MEMBERS]
    ranked = sorted(newest, key=lambda row: (row[0] != story.lead_id, row[1] is not None))
    groups: dict[int, int] = {}
    for pk, leader_id in ranked:
        groups.setdefault(leader_id or pk, pk)
    order = {pk: place for place, (pk, _leader) in enumerate(newest)}
    chosen = sorted(groups.values(), key=lambda pk: (pk != story.lead_id, order[pk]))
    found = Article.objects.select_related("source").in_bulk(chosen[:MOST_ACCOUNTS])
    return [found[pk] for pk in chosen if pk in found], max(0, len(chosen) - MOST_ACCOUNTS)


def account_of(article: Article) -> Account:
    """The article as one account; `source` must be loaded."""
    return Account(article.pk, _ledger(passages_of(article), day_of(article)))


def version_of(article: Article) -> Version:
    """The article as one version of its text; `source` must be loaded."""
    passages = passages_of(article)
    return Version(passages, _ledger(passages, day_of(article)))


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Its paragraphs, then standfirst and headline."""
    heads = [Passage(own, text, is_body=False) for own, text in reversed(reading.heads(article))]
    return (*(Passage(own, text) for own, text in reading.body(article)), *heads)


def day_of(article: Article) -> date | None:
    """The day that the text was written; None for pasted text that names none.

    What comes in by feed or wire comes within hours; a pasted text may be years old.
    """
    written = article.written_at
    if written is None and article.source and article.source.kind != SourceKind.FILE:
        written = article.arrived_at
    return None if written is None else timezone.localtime(written).date()


@lru_cache(maxsize=READ_LATELY)
def _ledger(passages: tuple[Passage, ...], day: date | None) -> Ledger:
    return read_ledger(passages, day=day)


def _answer(request: HttpRequest, place: _Place) -> HttpResponse:
    targets = _targets(place, request.user)
    if request.method == "POST":
        return _add(request, place)
    now = timezone.now()
    wanted = number(request.GET.get("into"))
    into = next((found for found in targets if found.pk == wanted), targets[0] if targets else None)
    accounts = [account_of(article) for article in place.articles]
    board = compare_accounts(accounts)
    articles = {article.pk: article for article in place.articles}
    context = {
        **admin.site.each_context(request),
        "title": _("Where they differ"),
        "place": place,
        "board": board,
        "rows": rows_of(board, accounts, articles, into=into, now=now),
        "targets": targets,
        "into": into,
        "into_is_live": into is not None and into.is_published(now),
        "sheet": sheets.BOARD,
    }
    return TemplateResponse(request, "admin/articles/board.html", context)


def _targets(place: _Place, by: Any) -> list[Article]:
    """What a fact can be added to: articles that the desk works on and this person may change.

    The story's pinned lead first, then by the rule of leads: live, our own, trusted, full.
    """
    worked_on = [
        article
        for article in place.articles
        if article.status in (Status.DRAFT, Status.PUBLISHED) or article.pk == place.lead_id
    ]
    may: dict[tuple[str, int | None], bool] = {}
    found = []
    for article in worked_on:
        is_live = article.status == Status.PUBLISHED
        asked = ("publish_article" if is_live else "change_article", article.section_id)
        if asked not in may:
            may[asked] = rights.may(by, asked[0], section_id=asked[1])
        if may[asked]:
            found.append(article)
    ranked = sorted(
        found, key=lambda article: tuple(c.key(article) for c in choosing.LEAD_RULE), reverse=True
    )
    return sorted(ranked, key=lambda article: article.pk != place.lead_id)


def _add(request: HttpRequest, place: _Place) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is no row of this page. Reload it and choose again."))
        return HttpResponseRedirect(place.url)
    given = form.cleaned_data
    articles = {article.pk: article for article in place.articles}
    into, account = articles.get(given["into"]), articles.get(given["account"])
    if into is None or account is None:
        messages.error(request, _("That article is not on this board. Reload the page."))
        return HttpResponseRedirect(place.url)
    done = performing.attempt(request, lambda: _quote(request, into, account, given))
    if done is not None and account.source is not None:
        said = _("Added to “%(into)s”, with credit to %(source)s. Undo it with u in the inbox.")
        messages.success(request, said % {"into": into.headline, "source": account.source.name})
    return HttpResponseRedirect(f"{place.url}?into={into.pk}#gaps")


def _quote(request: HttpRequest, into: Article, account: Article, given: dict[str, Any]) -> Article:
    now: datetime = timezone.now()
    return quoting.add_with_credit(
        into,
        account=account,
        anchor=given["anchor"],
        sentence=given["sentence"],
        by=request.user,
        at=now,
        door=Door.FORM,
    )
