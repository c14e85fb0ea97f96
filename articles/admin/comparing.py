"""Two articles side by side, with what they share marked and the evidence beside them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import board, performing, reading, sheets, version_rows
from articles.dedupe.judge import judge
from articles.dedupe.reasons import readable_figure
from articles.desk import choosing, linking
from articles.enums import Decision, Door, Relation, Verdict
from articles.ingest import embedding
from articles.ingest.matching import document_of
from articles.models import Article, Match, Thresholds
from articles.models.match import told
from articles.text import diff

# Evidence that is shown as words, in this order; the rest is numbers for the curious.
NAMED = (
    ("shared_names", gettext_lazy("Shared names")),
    ("shared_dates", gettext_lazy("Shared dates")),
    ("shared_figures", gettext_lazy("Shared figures")),
    ("shared_words", gettext_lazy("Shared rare words")),
)
MOST_SHOWN = 40
WORDS, SENTENCES = "words", "sentences"
MOST_POINTED = 8
_DAY = re.compile(r"^--(0[1-9]|1[0-2])-([0-2][0-9]|30)$")


@dataclass(frozen=True)
class Sentence:
    """A sentence, and whether the other article has it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True)
class Block:
    """A paragraph: its id on this page, its sentences, and whether the address points at it."""

    anchor: str
    sentences: tuple[Sentence, ...]
    is_pointed: bool


@dataclass(frozen=True)
class Side:
    """One of the two articles, sentence by sentence."""

    name: str
    article: Article
    paragraphs: tuple[Block, ...]
    pointed: tuple[Block, ...] = ()

    @property
    def shared_count(self) -> int:
        """How many of its sentences the other one has."""
        return sum(sentence.is_shared for block in self.paragraphs for sentence in block.sentences)

    @property
    def sentence_count(self) -> int:
        """How many sentences it has."""
        return sum(len(block.sentences) for block in self.paragraphs)


@dataclass(frozen=True)
class Evidence:
    """What is known of the pair: the verdict, its scores, and what they share."""

    verdict: str
    reason: str
    copy_score: float
    event_score: float
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    match: Match | None

    @property
    def verdict_label(self) -> str:
        """The verdict in words."""
        return str(Verdict(self.verdict).label)


@performing.needs("view_article")
def compare(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """The two texts and the evidence; nothing is changed by looking.

    `left` and `right` of the address are paragraph ids that are shown first, side by side. Two
    versions of one text are shown word by word, the older one first, with what changed above;
    `view` asks for the one or the other way of showing.
    """
    left, right = _pair(one, other)
    pointed = {name: set(request.GET.getlist(name)[:MOST_POINTED]) for name in ("left", "right")}
    found = evidence(left, right)
    by_words = _is_by_words(request, found)
    if by_words and version_rows.older_first(left, right) != (left, right):
        left, right = right, left
        pointed = {"left": pointed["right"], "right": pointed["left"]}
    shown = sides(left, right, pointed["left"], pointed["right"])
    context = {
        **admin.site.each_context(request),
        "title": _("Compare"),
        "sides": shown,
        "points": any(side.pointed for side in shown),
        "evidence": found,
        "versions": _versions(left, right, pointed) if by_words else None,
        "other_view": SENTENCES if by_words else WORDS,
        "kinds": Relation.choices,
        "kind": Relation.OTHER_ACCOUNT,
        "merge_url": _merge_url(left, right),
        "sheet": sheets.COMPARE,
    }
    return TemplateResponse(request, "admin/articles/compare.html", context)


def _is_by_words(request: HttpRequest, found: Evidence) -> bool:
    """Whether the two are shown as versions of one text: as asked for, else by the verdict."""
    asked = request.GET.get("view")
    return asked == WORDS or (asked != SENTENCES and found.verdict == Verdict.NEW_VERSION)


def _versions(
    older: Article, newer: Article, pointed: dict[str, set[str]]
) -> version_rows.Comparison:
    return version_rows.comparison(board.version_of(older), board.version_of(newer), pointed)


@require_POST
@performing.needs("view_article")
def act(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Link the pair, call it not the same, or put both in one story."""
    left, right = _pair(one, other)
    deed = _DEEDS.get(request.POST.get("act", ""))
    if deed is None:
        messages.error(request, _("That is not an act of this page."))
    else:
        said = performing.attempt(request, lambda: deed(request, left, right))
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:compare", args=[one, other]))


def sides(
    left: Article,
    right: Article,
    left_ids: Collection[str] = (),
    right_ids: Collection[str] = (),
) -> tuple[Side, Side]:
    """Both texts cut into sentences, those that stand in both marked.

    The ids name the paragraphs that are pointed at.
    """
    mine, theirs = reading.body(left), reading.body(right)
    shared = diff.shared_sentences(
        "\n".join(text for _id, text in mine), "\n".join(text for _id, text in theirs)
    )
    return (
        _side("left", left, _marked("left", mine, shared.in_a, left_ids), left_ids),
        _side("right", right, _marked("right", theirs, shared.in_b, right_ids), right_ids),
    )


def _side(name: str, article: Article, blocks: tuple[Block, ...], pointed: Collection[str]) -> Side:
    """One side; headline and standfirst may be pointed at, too."""
    heads = [
        Block(f"{name}-{own}", (Sentence(text, is_shared=False),), is_pointed=True)
        for own, text in reading.heads(article)
        if own in pointed
    ]
    return Side(name, article, blocks, (*heads, *(block for block in blocks if block.is_pointed)))


def evidence(left: Article, right: Article) -> Evidence:
    """What was stored of the pair, or a judgement made now when nobody compared them yet."""
    match = Match.objects.between(left.pk, right.pk).select_related("decided_by").first()
    found: Any = match or judge(
        document_of(left),
        document_of(right),
        limits=Thresholds.limits_now(),
        likeness=embedding.likeness(),
    )
    return Evidence(
        str(found.verdict),
        match.why if match else told(found.clauses),
        found.copy_score,
        found.event_score,
        tuple(_shared(found.evidence)),
        match,
    )


def _shared(found: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    rows = []
    for key, label in NAMED:
        values = found.get(key) or ()
        if isinstance(values, list | tuple) and values:
            rows.append((str(label), tuple(_readable(value) for value in values[:MOST_SHOWN])))
    return rows


def _readable(value: Any) -> str:
    """A piece of evidence; a day without its year ("--11-13") as people write it."""
    text = str(value)
    if found := _DAY.match(text):
        return date_format(date(2000, int(found[1]), int(found[2])), "j F")
    return readable_figure(text)


def _marked(
    name: str, texts: list[tuple[str, str]], shared: frozenset[int], pointed: Collection[str]
) -> tuple[Block, ...]:
    """The blocks of one side; the same paragraph may stand on both, so its id names the side."""
    number = 0
    blocks = []
    for own, text in texts:
        block = []
        for sentence in diff.sentences(text):
            block.append(Sentence(sentence, number in shared))
            number += 1
        blocks.append(Block(f"{name}-{own}", tuple(block), own in pointed))
    return tuple(blocks)


def _pair(one: int, other: int) -> tuple[Article, Article]:
    if one == other:
        raise Http404(_("An article cannot be compared with itself."))
    rows = Article.objects.select_related("source", "section", "story").in_bulk([one, other])
    if len(rows) < 2:
        raise Http404(_("One of the two articles does not exist."))
    return rows[one], rows[other]


def _merge_url(left: Article, right: Article) -> str:
    return f"{reverse('admin:merge')}?{urlencode([('id', left.pk), ('id', right.pk)])}"


def _link(request: HttpRequest, left: Article, right: Article) -> str:
    kind = request.POST.get("kind", Relation.OTHER_ACCOUNT)
    kind = kind if kind in Relation.values else Relation.OTHER_ACCOUNT
    linking.link(
        left, to=right, kind=Relation(kind), by=request.user, at=timezone.now(), door=Door.FORM
    )
    return _("Linked: %(kind)s.") % {"kind": Relation(kind).label}


def _not_the_same(request: HttpRequest, left: Article, right: Article) -> str:
    linking.judge_pair(
        left,
        right,
        decision=Decision.NOT_THE_SAME,
        by=request.user,
        at=timezone.now(),
        door=Door.FORM,
    )
    return _("Not the same. This is remembered for the pair.")


def _same_copy(request: HttpRequest, left: Article, right: Article) -> str:
    leader, why = choosing.best([left, right])
    copy = right if leader.pk == left.pk else left
    linking.set_copy(copy, of=leader, by=request.user, at=timezone.now(), door=Door.FORM)
    told = _("Folded under “%(headline)s”. %(why)s")
    return told % {"headline": leader.headline[:80], "why": why}


def _same_story(request: HttpRequest, left: Article, right: Article) -> str:
    by, at = request.user, timezone.now()
    story = left.story or right.story
    if story is None:
        title = left.headline
        story = linking.start_story([left, right], title=title, by=by, at=at, door=Door.FORM)
        return _("Both are in the new story “%(title)s”.") % {"title": story.title}
    for article in (left, right):
        if article.story_id != story.pk:
            linking.move_to_story(article, story=story, by=by, at=at, door=Door.FORM)
    return _("Both are in the story “%(title)s”.") % {"title": story.title}


_DEEDS: dict[str, Callable[[HttpRequest, Article, Article], str]] = {
    "link": _link,
    "copy": _same_copy,
    "split": _not_the_same,
    "story": _same_story,
}
