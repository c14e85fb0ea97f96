"""The scripted desk: what editors did with the pile before the reader looked in.

Every step is an act of the product by one of the demo's people, at a moment before the anchor,
and is done once.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from articles.demo import documents, own, painting, steps, talking, world
from articles.demo.documents import Event, RawDocument
from articles.desk import (
    correcting,
    curating,
    editing,
    linking,
    merging,
    proposing,
    publishing,
    second_name,
    tagging,
)
from articles.enums import CorrectionKind, Door, Grave, Relation, Status
from articles.ingest import identity
from articles.models import Article, Capture, Front, Publication, Section, Story

LAST_STEP = "desk finished"
INBOX = 40
JUDGED_AFTER = timedelta(minutes=25)
MERGED_EVENT = "02-harrow-bay-flood"
RETRACTED_EVENT = "09-heat-and-dust"
BRIEFS = "15-briefs"
MISREAD_GAUGE = "6.82"
SCHEDULED_AT = time(6, 30)
# What an agency prints before its headline for the desks that receive it.
_WIRE_LABEL = re.compile(r"^(?:UPDATE \d+|CORRECTION|EMBARGOED|WRAPUP)\s*[-–:]\s*")
FRONT = (
    ("06-port-strike", ""),
    ("08-ferry-aground", "Ferry on the bar: what the passengers saw"),
    ("11-water-law", ""),
    ("04-tram-line-budget", ""),
    ("10-seagrass-carbon", ""),
)
TAGS = {
    "01-norhelm-recognition": ("Norhelm", "Maritime Authority", "Diplomacy"),
    "02-harrow-bay-flood": ("Flood", "Harrow Bay", "River Sol"),
    "03-bank-rate-and-market": ("Bank of Marsa", "Markets"),
    "04-tram-line-budget": ("Tram line 4", "City council"),
    "05-hospital-evacuation": ("Karvan General Hospital", "Fire brigade"),
    "06-port-strike": ("Port", "Strike", "Dockers' union"),
    "07-cup-semi-final": ("Marsa Cup", "Football"),
    "08-ferry-aground": ("Ferry", "Oreva", "Coastguard"),
    "09-heat-and-dust": ("Heat", "Dust storm"),
    "10-seagrass-carbon": ("Sol University", "Seagrass"),
    "11-water-law": ("Water law", "Assembly"),
    "12-nurabad-leaves": ("Nurabad", "Manuscripts"),
    "12-restored-film": ("Film", "Lantern Theatre"),
    "13-marsa-grid-data-leak": ("Marsa Grid", "Data protection"),
    "14-council-election": ("Elections", "Regional council"),
    # Another hand, another spelling: "Same name?" has a pair to show.
    "14-dastan-by-election": ("Election", "Dastan"),
    "15-other-semi-final": ("Marsa Cup", "Football"),
}


@dataclass(frozen=True)
class Arrived:
    """A document and the article that it became."""

    document: RawDocument
    article: Article


def play(anchor: datetime) -> None:
    """Do every step that has not been done."""
    staying = _staying(anchor)
    for event in documents.events():
        with steps.once(f"desk {event.slug}", anchor) as fresh:
            if fresh:
                _work_on(event, staying)
    own.write(anchor)
    for name, step in _STEPS:
        with steps.once(name, anchor) as fresh:
            if fresh:
                step(anchor)
    with steps.once(LAST_STEP, anchor):
        pass


def _staying(anchor: datetime) -> frozenset[int]:
    """Articles that stay in the inbox: the newest that are not the first word on an event."""
    newest = [
        found.article.pk
        for document in reversed(documents.arrivals())
        for found in _found(document)
        if document.kind != "original"
    ]
    return frozenset(list(dict.fromkeys(newest))[:INBOX])


def _found(document: RawDocument) -> list[Arrived]:
    captures = Capture.objects.filter(
        url_key=identity.url_key(document.url), source__slug=document.source
    ).exclude(article=None)
    return [Arrived(document, capture.article) for capture in captures if capture.article]


def _members(event: Event) -> list[Arrived]:
    found = [member for document in event.documents for member in _found(document)]
    unique = {member.article.pk: member for member in found}
    return sorted(unique.values(), key=lambda m: (m.article.arrived_at, m.article.pk))


def _work_on(event: Event, staying: frozenset[int]) -> None:
    """Section, tags and picture for the event's articles; publish, merge or spike the older."""
    section = Section.objects.get(slug=event.section)
    judged = [m for m in _members(event) if m.article.pk not in staying]
    images = iter(painting.images_of_event(event.slug))
    for member in judged:
        at = member.article.arrived_at + JUDGED_AFTER
        fields: dict[str, Any] = {
            "section_id": section.pk,
            "headline": _WIRE_LABEL.sub("", member.article.headline),
        }
        is_shown = member.article.copy_of_id is None and member.article.language == "en"
        if is_shown and (image := next(images, None)):
            fields["lead_image_id"] = image.pk
        article = editing.edit(
            member.article, by=world.user("chief"), at=at, fields=fields, door=Door.DEMO
        )
        names = TAGS.get(event.slug, ())
        tagging.tag(article, names=names, by=world.user("chief"), at=at, door=Door.DEMO)
        _judge(Arrived(member.document, article), at)
    _tell_story(event, judged)
    if event.slug == MERGED_EVENT:
        _merge(judged)
    else:
        _supersede(judged)


def _judge(member: Arrived, at: datetime) -> None:
    """Publish a text of its own; spike a copy, unless its event is the one to be merged."""
    chief = world.user("chief")
    if member.article.status != Status.INCOMING:
        return
    if member.article.copy_of_id is None:
        publishing.publish(member.article, by=chief, at=at, door=Door.DEMO)
    elif member.document.event != MERGED_EVENT:
        reason = "A copy of what we have."
        publishing.spike(member.article, by=chief, at=at, reason=reason, door=Door.DEMO)


def _tell_story(event: Event, members: list[Arrived]) -> None:
    """One story for the event, under the desk's title, with its accounts in other languages.

    The engine's largest group is the story, unless an earlier event has it already: two elections
    in a week share their people, and it takes an editor to part them.
    """
    fresh = list(Article.objects.in_bulk([m.article.pk for m in members]).values())
    told = [a for a in fresh if a.copy_of_id is None and a.status == Status.PUBLISHED]
    ids = [a.story_id for a in told if a.story_id]
    titles = {other.title for other in documents.events()}
    taken = set(Story.objects.filter(title__in=titles).values_list("pk", flat=True))
    free = [pk for pk in ids if pk not in taken]
    if len(told) < 2 or event.slug == BRIEFS:
        return
    act: dict[str, Any] = {
        "by": world.user("chief"),
        "at": max(a.arrived_at for a in told) + JUDGED_AFTER,
        "door": Door.DEMO,
    }
    if not free:
        linking.start_story(told, title=event.title, **act)
        return
    story = Story.objects.get(pk=max(set(free), key=free.count))
    story = linking.edit_story(story, fields={"title": event.title}, **act)
    for article in told:
        if article.story_id != story.pk:
            linking.move_to_story(article, story=story, **act)


def _merge(members: list[Arrived]) -> None:
    """Merge the copies into the one that leads them, with every credit."""
    fresh = Article.objects.in_bulk([m.article.pk for m in members])
    copies = [a for a in fresh.values() if a.copy_of_id in fresh]
    if not copies:
        return
    leader = fresh[copies[0].copy_of_id or 0]
    mine = [a for a in copies if a.copy_of_id == leader.pk]
    chief = world.user("chief")
    plan = merging.plan_merge(leader, mine, by=chief)
    at = max(a.arrived_at for a in mine) + JUDGED_AFTER
    merging.apply_merge(plan, by=chief, at=at, door=Door.DEMO)


def _supersede(members: list[Arrived]) -> None:
    """A wire's correction takes the place of what it corrects: one report, at one address."""
    fresh = Article.objects.in_bulk([m.article.pk for m in members])
    told: dict[tuple[int | None, str], list[Article]] = {}
    for article in sorted(fresh.values(), key=lambda a: (a.arrived_at, a.pk)):
        if article.status == Status.PUBLISHED:
            told.setdefault((article.source_id, article.headline), []).append(article)
    chief = world.user("chief")
    for *older, newest in told.values():
        if older:
            plan = merging.plan_merge(newest, older, by=chief)
            at = newest.arrived_at + 2 * JUDGED_AFTER
            merging.apply_merge(plan, by=chief, at=at, door=Door.DEMO)


def _published(slug: str) -> list[Article]:
    event = next(event for event in documents.events() if event.slug == slug)
    fresh = Article.objects.in_bulk([m.article.pk for m in _members(event)])
    live = [a for a in fresh.values() if a.status == Status.PUBLISHED]
    return sorted(live, key=lambda a: (a.arrived_at, a.pk))


def _correct(anchor: datetime) -> None:
    article = next(a for a in _published(MERGED_EVENT) if MISREAD_GAUGE in a.body_html)
    correcting.correct(
        article,
        kind=CorrectionKind.CORRECTION,
        text=(
            "An earlier version of this report gave the highest reading of the gauge at Tellin as "
            "6.28 metres. It was 6.82 metres. Two figures had changed places."
        ),
        by=world.user("section"),
        at=article.arrived_at + timedelta(hours=6),
        door=Door.DEMO,
    )


def _retract(anchor: datetime) -> None:
    article = _published(RETRACTED_EVENT)[0]
    done: dict[str, Any] = {
        "by": world.user("chief"),
        "at": max(article.visible_at or anchor, anchor - timedelta(hours=3)),
        "door": Door.DEMO,
    }
    note = (
        "The record named in this report was read from a faulty instrument, as the weather "
        "service has since told us. We withdraw the report and leave it here with this notice."
    )
    if second_name.is_on():  # the demo has one chief, who may go on alone at once
        asked = proposing.ask(article, verb=Grave.RETRACT, note=note, **done)
        proposing.carry_out_alone(asked, reason="Nobody else is on duty.", **done)
    else:
        publishing.retract(article, note=note, **done)


def _schedule(anchor: datetime) -> None:
    """One article of the inbox waits for half past six in the paper's own zone."""
    zone = ZoneInfo(Publication.current().zone)
    local = anchor.astimezone(zone)
    morning = datetime.combine(local.date() + timedelta(days=1), SCHEDULED_AT, zone)
    article = Article.objects.filter(status=Status.DRAFT).order_by("-arrived_at").first()
    if article is not None:
        publishing.schedule(
            article, by=world.user("chief"), at=anchor, when=morning, door=Door.DEMO
        )


def _link(anchor: datetime) -> None:
    """Typed links between the accounts of one event."""
    first, *others = _published("01-norhelm-recognition")
    for place, other in enumerate(others[:3]):
        linking.link(
            first,
            to=other,
            kind=Relation.OTHER_ACCOUNT,
            position=place,
            by=world.user("chief"),
            at=anchor - timedelta(hours=30),
            door=Door.DEMO,
        )


def _curate(anchor: datetime) -> None:
    front = Front.objects.get(section=None)
    for place, (slug, headline) in enumerate(FRONT, start=1):
        live = [a for a in _published(slug) if a.language == "en"]
        if live:
            curating.fill_slot(
                front,
                position=place,
                article=live[0],
                headline=headline,
                by=world.user("chief"),
                at=anchor - timedelta(minutes=20),
                door=Door.DEMO,
            )


def _talk(anchor: datetime) -> None:
    """Readers' comments, some of them still to be judged."""
    urdu = [a for a in _published(MERGED_EVENT) if a.language == "ur"]
    talking.play(anchor, urdu=urdu[0] if urdu else None)


_STEPS = (
    ("correction", _correct),
    ("retraction", _retract),
    ("schedule", _schedule),
    ("links", _link),
    ("front", _curate),
    ("talk", _talk),
)
