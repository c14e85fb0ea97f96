"""Stories: starting, joining, titling them, and moving articles in and out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.desk import acting, deciding, groups, labelling, rights
from articles.desk.labelling import Labeller
from articles.enums import Decision, Door, Question, StoryStatus, Verdict
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Address, Article, Match, Story
from articles.text import normalise
from articles.text.slugs import slugify

EDITABLE = frozenset({"title", "slug", "summary", "language", "status", "owner_id", "lead_id"})


def move_to_story(
    article: Article, *, story: Story | None, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Put an article, with its whole copy group, into a story; None takes it out of its own.

    A person's taking it out is remembered: what tied it to the story is called not the same. The
    machine may not move an article into a story with a member of which the desk said so. Raises
    NotPermitted, ActRefused. Returns the article as it stands.
    """
    with acting.act("move-to-story", by=by, at=at, door=door) as recorder:
        group = groups.locked_groups([article])
        article = group[article.pk]
        rights.require(by, "link_article", article)
        acting.refuse_closed(article)
        target = None if story is None else _open(story)
        if by is None and target is not None:
            _refuse_denied(group, target)
        labeller = Labeller(by, at, recorder)
        _label_move(group, article, target, labeller)
        if target is None and by is not None:
            _remember_leaving(article, group, by, at, recorder)
        place(group.values(), target, recorder)
    return article


def start_story(
    articles: Sequence[Article],
    *,
    title: str,
    summary: str = "",
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Story:
    """A new story of these articles and their copies, owned by who starts it.

    Articles of other stories leave them, which is how a story is split. Raises NotPermitted, and
    ActRefused without a title or an article.
    """
    if not articles:
        raise ActRefused(_("A story needs an article."), _("Choose at least one."))
    with acting.act("start-story", by=by, at=at, door=door) as recorder:
        group = groups.locked_groups(articles)
        for article in articles:
            rights.require(by, "link_article", group[article.pk])
            acting.refuse_closed(group[article.pk])
        sound = _sound({"title": title, "summary": summary})
        story = Story(
            **sound,
            language=group[articles[0].pk].language,
            owner=by,
            last_at=max(row.arrived_at for row in group.values()),
        )
        recorder.create(story)
        _label_start(group, [article.pk for article in articles], Labeller(by, at, recorder))
        place(group.values(), story, recorder)
    return story


def join_stories(
    story: Story, *, into: Story, by: Any, at: datetime, door: Door = Door.FORM
) -> Story:
    """Move all members of one story into another; its address leads there from now on.

    Stories that were joined into it before lead there, too, in one hop. Raises NotPermitted, and
    ActRefused for a story and itself. Returns the story that lives.
    """
    rights.require(by, "link_article")
    with acting.act("join-stories", by=by, at=at, door=door) as recorder:
        gone, living = _open(story), _open(into)
        if gone.pk == living.pk:
            raise ActRefused(_("A story cannot join itself."), _("Choose another story."))
        members = Article.objects.filter(story=gone).values_list("pk", flat=True)
        Labeller(by, at, recorder).ties(True, members, living.pk)
        place(acting.locked_all(members).values(), living, recorder)
        for former in [gone, *Story.objects.filter(joined_into=gone).order_by("pk")]:
            recorder.change(former, joined_into_id=living.pk)
        recorder.change(gone, status=StoryStatus.ARCHIVED, lead_id=None)
        _forward(gone, living, recorder)
        living.refresh_from_db()
    return living


def edit_story(
    story: Story, *, fields: Mapping[str, Any], by: Any, at: datetime, door: Door = Door.FORM
) -> Story:
    """Set fields of EDITABLE by attribute name; the slug follows a new title.

    The id decides the address, so no former slug dies. Raises NotPermitted, and ActRefused for a
    value that cannot be or a lead that is no member.
    """
    rights.require(by, "link_article")
    with acting.act("edit-story", by=by, at=at, door=door) as recorder:
        story = _open(story)
        sound = _sound(fields)
        lead_id = sound.get("lead_id")
        if lead_id and not Article.objects.filter(pk=lead_id, story=story).exists():
            raise ActRefused(
                _("The lead of a story is one of its articles."), _("Move the article in first.")
            )
        recorder.change(story, **sound)
    return story


def place(members: Iterable[Article], story: Story | None, recorder: Recorder) -> None:
    """Set the story of these articles, and keep both stories' facts true."""
    story_id = story.pk if story else None
    touched = {story_id}
    for member in members:
        touched.add(member.story_id)
        recorder.change(member, story_id=story_id)
    freshen(touched, recorder)


def freshen(story_ids: Iterable[int | None], recorder: Recorder) -> None:
    """Keep `last_at` at the newest arrival, and unpin a lead that is no longer a member.

    What was merged into a member counts: it did arrive. An emptied story keeps its time. Up to
    four queries a story.
    """
    for story in _locked(story_ids):
        arrived = [
            Article.objects.filter(**member).aggregate(last=Max("arrived_at"))["last"]
            for member in ({"story": story}, {"survivor__story": story})
        ]
        last = max(filter(None, arrived), default=story.last_at)
        recorder.change(story, last_at=last, lead_id=_lead_among_members(story))


def _locked(story_ids: Iterable[int | None]) -> Iterable[Story]:
    ids = {pk for pk in story_ids if pk is not None}
    return Story.objects.select_for_update().filter(pk__in=ids).order_by("pk")


def _lead_among_members(story: Story) -> int | None:
    if story.lead_id is None or Article.objects.filter(pk=story.lead_id, story=story).exists():
        return story.lead_id
    return None


def _open(story: Story) -> Story:
    """The story's row, locked; the one that it was joined into, if it was."""
    fresh = Story.objects.select_for_update().get(pk=story.pk)
    if fresh.joined_into_id is not None:
        return Story.objects.select_for_update().get(pk=fresh.joined_into_id)
    return fresh


def _refuse_denied(group: Mapping[int, Article], story: Story) -> None:
    denied = Match.objects.denied().of(*group)
    ends = {pk for pair in denied for pk in (pair.a_id, pair.b_id)} - set(group)
    if Article.objects.filter(story=story, pk__in=ends).exists():
        raise ActRefused(
            _("The desk has said that this article does not belong to that story."),
            _("Leave it to the desk."),
        )


def _remember_leaving(
    article: Article, group: Mapping[int, Article], by: Any, at: datetime, recorder: Recorder
) -> None:
    if article.story_id is None:
        return
    others = Article.objects.filter(story_id=article.story_id).exclude(pk__in=list(group))
    members = dict(others.order_by("arrived_at", "pk").in_bulk())
    tied = deciding.ties(group, members)
    deciding.deny_all(tied, by, at, recorder)
    if not tied and members:
        first = min(members.values(), key=lambda row: (row.arrived_at, row.pk))
        leader = group[article.copy_of_id or article.pk]
        deciding.decide(leader, first, Decision.NOT_THE_SAME, Verdict.UNRELATED, by, at, recorder)


def _label_move(
    group: Mapping[int, Article], article: Article, target: Story | None, labeller: Labeller
) -> None:
    """It tells the event of the story it goes to, and not that of the one it leaves."""
    leader_id, former_id = article.copy_of_id or article.pk, article.story_id
    if target is not None and target.pk == former_id:
        return
    if former_id is not None:
        labeller.ties(False, group, former_id, leader_id=leader_id if target is None else None)
    if target is not None:
        labeller.ties(True, group, target.pk, leader_id=leader_id)


def _label_start(group: Mapping[int, Article], chosen: Sequence[int], labeller: Labeller) -> None:
    """The chosen ones tell one event, which is not that of what stays behind in their stories."""
    labeller.among(Question.EVENT, chosen, labelling.any_pair)
    for story_id in sorted({row.story_id for row in group.values() if row.story_id}):
        labeller.ties(False, group, story_id)


def _forward(gone: Story, living: Story, recorder: Recorder) -> None:
    for former in Address.objects.filter(noun=Address.Noun.STORY, target_id=gone.pk):
        recorder.change(former, target_id=living.pk)
    recorder.create(Address(noun=Address.Noun.STORY, key=str(gone.pk), target_id=living.pk))


def _sound(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be stored, a slug along with a title."""
    if strange := sorted(set(fields) - EDITABLE):
        raise ActRefused(
            _("An edit cannot set %(fields)s.") % {"fields": ", ".join(strange)},
            _("Use the act that is made for it."),
        )
    sound = dict(fields)
    for name in {"title", "slug", "summary"} & set(sound):
        sound[name] = normalise.repair(str(sound[name])).strip()
    if "title" in sound:
        sound["title"] = " ".join(sound["title"].split())
        sound.setdefault("slug", slugify(sound["title"]))
    if "slug" in sound:
        sound["slug"] = slugify(sound["slug"] or sound.get("title", ""))
    probe = Story(**sound)
    ours = {field.name for field in Story._meta.concrete_fields if field.attname in sound}
    try:
        probe.clean_fields(exclude={f.name for f in Story._meta.concrete_fields} - ours)
    except ValidationError as error:
        raise ActRefused(" ".join(error.messages), _("Change it and save again.")) from error
    return sound
