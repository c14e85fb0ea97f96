"""What the inbox's buttons do: read the rows that are meant, call the desk, say what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin import moments, performing, readiness, undoing_acts, waiting
from articles.admin.inbox_selection import Selection, came_from
from articles.desk import choosing, linking, publishing
from articles.enums import Decision, Door, Relation, Verdict
from articles.models import Article, Match

RETOLD = (Verdict.SAME_COPY, Verdict.NEW_VERSION)

Said = Callable[[str], str]


@dataclass(frozen=True)
class Outcome:
    """What left the inbox, or the page to go to."""

    gone: frozenset[int] = frozenset()
    go_to: str = ""


def perform(request: HttpRequest, name: str, selection: Selection) -> Outcome:
    """Run the named act; refusals become messages, and nothing else changes."""
    if name == "undo":
        undoing_acts.undo_last(request)
        return Outcome()
    if name not in _ACTS:
        messages.error(request, _("That is not an act of the inbox."))
        return Outcome()
    if not (articles := selection.articles()):
        messages.error(request, _("No row was chosen. Tick one, or move onto it, and try again."))
        return Outcome()
    return _ACTS[name](request, articles, selection)


def _each(
    request: HttpRequest, articles: Sequence[Article], act: Callable[[Article], Any], said: Said
) -> Outcome:
    """Run an act on each article; tell how many went well, and why others did not."""
    done = [a for a in articles if performing.attempt(request, partial(act, a)) is not None]
    if done:
        text = said(done[0].headline[:80])
        if len(done) > 1:
            rest = len(done) - 1
            text += " " + ngettext("And %d more.", "And %d more.", rest) % rest
        messages.success(request, text)
    return Outcome(frozenset(a.pk for a in done))


def _publish(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    chosen = articles if selection.is_ticked else articles[:1]
    at = timezone.now()
    outcome = _each(
        request,
        chosen,
        lambda a: publishing.publish(a, by=request.user, at=at, door=Door.INBOX),
        lambda h: _("Published “%(headline)s”.") % {"headline": h},
    )
    readiness.tell(request, outcome.gone, at=at)
    return outcome


def _schedule(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    chosen = articles if selection.is_ticked else articles[:1]
    text = selection.when
    if not text:
        return Outcome(go_to=_act_page(chosen[0], "schedule"))
    at = timezone.now()
    zone = timezone.get_current_timezone()
    moment = performing.attempt(request, lambda: moments.understand(text, now=at, zone=zone))
    if moment is None:
        return Outcome()
    outcome = _each(
        request,
        chosen,
        lambda a: publishing.schedule(a, by=request.user, at=at, when=moment.at, door=Door.INBOX),
        lambda h: _("Scheduled “%(headline)s” for %(moment)s.") % {"headline": h, "moment": moment},
    )
    readiness.tell(request, outcome.gone, at=at)
    return outcome


def _draft(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    chosen = articles if selection.is_ticked else articles[:1]
    at = timezone.now()
    return _each(
        request,
        chosen,
        lambda a: publishing.draft(a, by=request.user, at=at, door=Door.INBOX),
        lambda h: _("Took “%(headline)s” as a draft.") % {"headline": h},
    )


def _spike(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    at = timezone.now()
    return _each(
        request,
        articles,
        lambda a: publishing.spike(a, by=request.user, at=at, door=Door.INBOX),
        lambda h: _("Spiked “%(headline)s”.") % {"headline": h},
    )


def _merge(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    chosen = articles if selection.is_ticked else _copies_among(articles)
    if len(chosen) < 2:
        messages.error(
            request, _("A merge needs two articles or more. Tick them, or move onto a group.")
        )
        return Outcome()
    query = urlencode([("id", a.pk) for a in chosen] + [("back", "inbox")])
    return Outcome(go_to=f"{reverse('admin:merge')}?{query}")


def _copies_among(articles: Sequence[Article]) -> Sequence[Article]:
    """The largest set of copies with the one they are copies of; all when there is none.

    What seems a copy of one of them and waits for a person is among them: the workbench shows all
    of it before anything happens.
    """
    here = {article.pk for article in articles}
    twins = {pk: twin.article.pk for pk, twin in waiting.twins(articles).items()}
    leads = {a.pk: a.copy_of_id for a in articles if a.copy_of_id} | {
        pk: other for pk, other in twins.items() if other in here
    }
    sets: dict[int, list[Article]] = {}
    for article in articles:
        leader = article.pk
        for _step in articles:  # each waits for an earlier one, so this ends at the first
            leader = leads.get(leader, leader)
        sets.setdefault(leader, []).append(article)
    largest = max(sets.values(), key=len)
    return largest if len(largest) > 1 else articles


def _fold(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    """Two ticked ones are one text; else each row goes under what it seems a copy of."""
    if selection.is_ticked and len(articles) == 2:
        leader, _reason = choosing.best(articles)
        folding = [(article, leader) for article in articles if article.pk != leader.pk]
    else:
        found = waiting.twins(articles)
        folding = [(a, found[a.pk].article) for a in articles if a.pk in found]
    if not folding:
        messages.error(
            request,
            _("Nothing here waits to be folded. Tick the two that are one text, then press y."),
        )
        return Outcome()
    under = {article.pk: leader for article, leader in folding}
    at = timezone.now()
    _each(
        request,
        [article for article, _leader in folding],
        lambda a: linking.set_copy(a, of=under[a.pk], by=request.user, at=at, door=Door.INBOX),
        lambda h: _("Folded “%(headline)s” as a copy.") % {"headline": h},
    )
    return Outcome()


def _compare(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    """Two articles, or one and what it is a new version or copy of."""
    pair = [article.pk for article in articles[:2]]
    if len(pair) == 1:
        likest = Match.objects.standing().of(pair[0]).filter(verdict__in=RETOLD)
        match = likest.order_by("-copy_score", "id").only("a_id", "b_id").first()
        pair = [match.other(pair[0]), *pair] if match else []
    if not pair:
        messages.error(request, _("Tick two articles to compare, or move onto a group."))
        return Outcome()
    return Outcome(go_to=reverse("admin:compare", args=pair))


def _split(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    pair = _pair(articles, selection)
    if pair is None:
        messages.error(request, _("Tick the two articles that are not the same, then press n."))
        return Outcome()
    one, other = pair
    at = timezone.now()
    judged = performing.attempt(
        request,
        lambda: linking.judge_pair(
            one, other, decision=Decision.NOT_THE_SAME, by=request.user, at=at, door=Door.INBOX
        ),
    )
    if judged is not None:
        messages.success(
            request,
            _("Not the same: “%(one)s” and “%(other)s”. This is remembered.")
            % {"one": one.headline[:60], "other": other.headline[:60]},
        )
    return Outcome()


def _link(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    pair = _pair(articles, selection)
    lead, others = (pair[1], [pair[0]]) if pair else (articles[0], articles[1:])
    others = [a for a in others if a.copy_of_id != lead.pk and lead.copy_of_id != a.pk]
    if not others:
        messages.error(request, _("There is no other account here. Tick two articles to link."))
        return Outcome()
    at = timezone.now()
    outcome = _each(
        request,
        others,
        lambda a: linking.link(
            a, to=lead, kind=Relation.OTHER_ACCOUNT, by=request.user, at=at, door=Door.INBOX
        ),
        lambda h: _("Linked “%(headline)s” as another account.") % {"headline": h},
    )
    return Outcome() if outcome.gone else outcome


def _pair(articles: list[Article], selection: Selection) -> tuple[Article, Article] | None:
    """Two ticked articles, or the member in focus and the lead of its group."""
    if len(articles) == 2:
        return articles[0], articles[1]
    if len(articles) == 1 and not selection.is_ticked:
        mine = articles[0].pk
        group = selection.group_of(mine)
        lead = Article.objects.filter(pk=group[0]).first() if group[1:] else None
        if lead is not None and lead.pk != mine:
            return articles[0], lead
    return None


def _front(request: HttpRequest, articles: list[Article], selection: Selection) -> Outcome:
    """The page of the places; it leads back to this row of this list."""
    query = came_from(request.POST)
    query["at"] = str(articles[0].pk)
    back = urlencode({"back": f"{reverse('admin:inbox')}?{query.urlencode()}"})
    place = reverse("admin:articles_front_place", args=[articles[0].pk])
    return Outcome(go_to=f"{place}?{back}")


def _act_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, verb]) + "?back=inbox"


_ACTS: dict[str, Callable[[HttpRequest, list[Article], Selection], Outcome]] = {
    "publish": _publish,
    "schedule": _schedule,
    "draft": _draft,
    "spike": _spike,
    "merge": _merge,
    "fold": _fold,
    "compare": _compare,
    "split": _split,
    "link": _link,
    "front": _front,
}
