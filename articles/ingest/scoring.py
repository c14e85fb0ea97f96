"""Scores for pairs that people decided and nothing had compared: they tell what we miss."""

import logging

from django.db import DatabaseError

from articles.dedupe.familiar import without
from articles.dedupe.judge import Judgement, judge_prints
from articles.ingest import embedding, familiarity, matching
from articles.models import Article, Change, Label, Thresholds

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 20
"""Labels, some milliseconds each: what a desk decides between two arrivals."""

TEXT = ("headline", "body_html")


def score_labels() -> int:
    """Work out the scores of labels that have none; returns how many rows were written.

    A text that was changed by the act itself or since tells nothing of what was judged: such a
    label is marked and left out of every measure by score. Reads only until the last step, and
    writes one column set that no person writes, so it needs no lock.
    """
    try:
        return _score()
    except (DatabaseError, ValueError):
        # Tried again before the next arrival; this one must not be kept out.
        logger.exception("Labels were not scored")
        return 0


def _score() -> int:
    waiting = list(Label.objects.unscored().order_by("pk")[:MOST_AT_ONCE])
    if not waiting:
        return 0
    limits = Thresholds.limits_now()
    ids = {pk for label in waiting for pk in (label.a_id, label.b_id)}
    articles = Article.objects.select_related("source").in_bulk(ids)
    guids = matching.guids_of(ids)
    for label in waiting:
        one, other = articles[label.a_id], articles[label.b_id]
        if _was_changed(label):
            label.rule = Label.CHANGED
            continue
        prints = [
            matching.read(matching.document_of(text, guid=guids.get(text.pk, "")))
            for text in (one, other)
        ]
        known = familiarity.familiar(prints[0], matching.day_of(one))
        pair = without(prints[0], known), without(prints[1], known)
        _note(label, judge_prints(*pair, limits, embedding.likeness()))
    names = ["copy_score", "event_score", "rule", "band"]
    return Label.objects.bulk_update(waiting, names)


def _was_changed(label: Label) -> bool:
    """Whether one of the two has other words than those that the person judged. One query."""
    later = Change.objects.filter(
        article_id__in=(label.a_id, label.b_id),
        model="articles.article",
        kind=Change.Kind.UPDATE,
        field__in=TEXT,
        act_id__gte=label.act_id,
    )
    return later.exists()


def _note(label: Label, judgement: Judgement) -> None:
    label.copy_score, label.event_score = judgement.copy_score, judgement.event_score
    label.rule = str(judgement.evidence["rule"])[:40]
    label.band = str(judgement.evidence["band"])[:10]
