"""What the demo paper wrote itself: own reports by its staff."""

import json
from datetime import datetime, timedelta
from typing import Any

from articles.demo import documents, painting, steps, world
from articles.desk import editing, publishing, stories, tagging
from articles.enums import Door
from articles.ingest import rereading
from articles.models import Article, Author, Match, Section
from articles.text import markup
from articles.text.blocks import Block

LEAD_TIME = timedelta(minutes=50)
SURE = 0.8  # event score from which the desk agrees without a look


def reports() -> list[dict[str, Any]]:
    """The texts of `own.json`, oldest first."""
    path = documents.FOLDER / "own.json"
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return sorted(told, key=lambda report: float(report["hours"]))


def write(anchor: datetime) -> None:
    """Write each report once: draft, byline, tags; published unless it is to wait."""
    for report in reports():
        with steps.once(f"own {report['slugline']}", anchor) as fresh:
            if fresh:
                _write(report, anchor)
    with steps.once("own stories", anchor) as fresh:
        if fresh:
            _join_stories(anchor)


def _join_stories(anchor: datetime) -> None:
    """Put each report into the story of the article that it is most surely about."""
    rereading.reread(anchor)
    chief = world.user("chief")
    sluglines = [report["slugline"] for report in reports()]
    for article in Article.objects.filter(slugline__in=sluglines, source=None).order_by("pk"):
        pairs = Match.objects.standing().of(article.pk).filter(event_score__gte=SURE)
        for pair in pairs.select_related("a__story", "b__story").order_by("-event_score", "pk"):
            other = pair.b if pair.a_id == article.pk else pair.a
            if other.story is not None:
                at = article.arrived_at + timedelta(minutes=5)
                stories.move_to_story(article, story=other.story, by=chief, at=at, door=Door.DEMO)
                break


def _write(report: dict[str, Any], anchor: datetime) -> None:
    at = anchor + timedelta(hours=float(report["hours"]))
    writer = world.user(report["author"])
    image = painting.image_of(report.get("picture") or "")
    article = editing.create(
        by=writer,
        at=at - LEAD_TIME,
        door=Door.DEMO,
        headline=report["headline"],
        kicker=report.get("kicker", ""),
        standfirst=report["standfirst"],
        slugline=report["slugline"],
        dateline=report.get("dateline", ""),
        language="en",
        urgency=report.get("urgency", 4),
        section_id=Section.objects.get(slug=report["section"]).pk,
        lead_image_id=image.pk if image else None,
        body_html=markup.from_blocks([_block(text) for text in report["paragraphs"]]),
    )
    author = Author.objects.get(user=writer)
    names = [editing.Name(author_id=author.pk, name="", role="writer")]
    editing.set_byline(article, names=names, by=writer, at=at - LEAD_TIME, door=Door.DEMO)
    chief = world.user("chief")
    tagging.tag(article, names=report["tags"], by=chief, at=at, door=Door.DEMO)
    if not report.get("waits"):
        publishing.publish(article, by=chief, at=at, door=Door.DEMO)


def _block(text: str) -> Block:
    """A line that starts with "## " is a sub-heading."""
    if text.startswith("## "):
        return Block("h2", text[3:])
    return Block("p", text)
