"""Stories as readers may see them: visible members only, and a title that betrays no other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from articles.cachekeys import names
from articles.enums import Kind
from articles.history import values
from articles.ingest import tracing
from articles.models import Article, Change, Story
from articles.models.paths import path_to
from articles.models.prepared import Prepared
from articles.public.gathering import gather_makers
from articles.text.slugs import slugify

# What a full-coverage page shows; of a longer story, the latest. These name and lead it everywhere,
# for the name stands in its address.
MOST_MEMBERS = 200
MOST_COUNTED = 600  # rows read to count the coverage of a front's stories, all together


# What counting a story's members and naming it need.
_COUNTED = (
    "id", "headline", "kind", "language", "story_id", "source_id",
    "story__id", "story__title", "story__slug", "story__language", "story__lead_id",
    "source__id", "source__trust",
)  # fmt: skip
# What a line about a member needs beside it.
_IN_LINE = (
    "id", "headline", "slug", "kind", "language", "visible_at", "section_id", "source_id",
    "source__id", "source__name", "source__trust",
)  # fmt: skip

Members = tuple[Article, ...]


@dataclass(frozen=True)
class PublicStory:
    """A story with its listed members, newest first; there is at least one."""

    story: Story
    title: str
    slug: str
    lead: Article
    members: Members

    @property
    def url(self) -> str:
        """Its path on this site."""
        return path_to("story-detail", self.story.pk, self.slug)

    @property
    def title_of(self) -> Article | Story:
        """Whose language the title is in."""
        return self.story if self.title == self.story.title else self.lead

    @property
    def rest(self) -> list[Article]:
        """All but the lead."""
        return [article for article in self.members if article != self.lead]

    @property
    def ours(self) -> list[Article]:
        """Our own pieces beside the lead, newest first."""
        return [article for article in self.rest if is_ours(article)]

    @property
    def others(self) -> list[Article]:
        """What sources wrote: the most trusted first, then the newest."""
        theirs = [article for article in self.rest if not is_ours(article)]
        return sorted(theirs, key=_distrust)

    @property
    def source_count(self) -> int:
        """How many sources tell it."""
        return len({article.source_id for article in self.members if article.source_id})


@dataclass(frozen=True)
class FirstTold:
    """The listed member that told the story before all others, and when."""

    article: Article
    at: datetime


def is_ours(article: Article) -> bool:
    """Whether this paper wrote it, whatever it drew on."""
    return article.source_id is None or article.kind == Kind.OWN


def public_story(story: Story, now: datetime) -> PublicStory | None:
    """The story as readers may see it at `now`, None while no member is listed.

    Two queries; one more when the title is no listed member's headline.
    """
    listed = Article.objects.listed(now).filter(story=story)
    members = tuple(listed.newest_first().for_list()[:MOST_MEMBERS])
    gather_makers(members)
    return next(iter(_told([(story, members)])), None)


_LINES: Prepared[Article] = Prepared(
    lambda story, now: (
        Article.objects.listed(now).filter(story=story).newest_first().narrow(*_IN_LINE)
    )[:MOST_MEMBERS]
)


def named(story: Story, now: datetime) -> PublicStory | None:
    """As `public_story`, but its members carry only what a line about them shows.

    One query; one more when the title is no listed member's headline.
    """
    return next(iter(_told([(story, tuple(_LINES(story=story.pk, now=now)))])), None)


def first_told(told: PublicStory, now: datetime) -> FirstTold | None:
    """Who of those that readers see here had it first; None unless two tell it and one was first.

    Only listed members are looked at, so the answer is the same whether there are hidden ones or
    not. One query for a story of which the page shows only the latest; none otherwise.
    """
    members: Sequence[Article] = told.members
    if len(members) == MOST_MEMBERS:
        listed = Article.objects.listed(now).filter(story=told.story).select_related("source")
        members = list(listed.defer("body_html").order_by("arrived_at", "pk")[:MOST_MEMBERS])
    moments = [FirstTold(article, tracing.told_by(article, now).at) for article in members]
    first = min(moments, key=lambda one: (one.at, one.article.pk))
    others = [one for one in moments if one.article.source_id != first.article.source_id]
    return first if others and all(first.at < one.at for one in others) else None


_MEMBERS: Prepared[Article] = Prepared(
    lambda stories, now: (
        Article.objects.listed(now).filter(story__in=stories).newest_first().narrow(*_COUNTED)
    )[:MOST_COUNTED]
)


def _newest_of_each(stories: list[int], now: datetime) -> QuerySet[Article]:
    place = Window(RowNumber(), partition_by="story", order_by=("-visible_at", "-id"))
    listed = Article.objects.listed(now).filter(story__in=stories).alias(place=place)
    return listed.filter(place__lte=MOST_MEMBERS).newest_first().narrow(*_COUNTED)


_NEWEST_OF_EACH: Prepared[Article] = Prepared(_newest_of_each)


def coverage(story_ids: Collection[int], now: datetime) -> dict[int, PublicStory]:
    """Those of the stories that have two listed members or more, by id.

    One query, one more when some title is no listed member's headline, and one more when they have
    more members than are read at once. The members carry only what counting and naming need.
    """
    found = _members(story_ids, now).values()
    known = [(members[0].story, members) for members in found if len(members) > 1]
    told = _told([(story, members) for story, members in known if story is not None])
    return {one.story.pk: one for one in told}


def of_newest(heads: Sequence[Article], now: datetime) -> list[PublicStory]:
    """The stories of these listed articles, each the newest of its own, in their order.

    As many queries as `coverage`; needs `story` loaded.
    """
    known = [(head.story, head) for head in heads if head.story is not None]
    found = _members([story.pk for story, _head in known], now)
    return _told([(story, found.get(story.pk) or (head,)) for story, head in known])


def _members(story_ids: Collection[int], now: datetime) -> dict[int, Members]:
    """Listed members by story, newest first. Of many, some of a story's may be left out.

    But only where those that are left out cannot change its name.
    """
    rows = _MEMBERS(stories=list(story_ids), now=now)
    found = _by_story(rows)
    if len(rows) == MOST_COUNTED:
        doubtful = [pk for pk in story_ids if _may_be_named_by_older(found.get(pk, ()))]
        found |= _by_story(_NEWEST_OF_EACH(stories=doubtful, now=now))
    return found


def _by_story(rows: Iterable[Article]) -> dict[int, Members]:
    found: dict[int, list[Article]] = {}
    for row in rows:
        found.setdefault(row.story_id or 0, []).append(row)
    return {pk: tuple(members[:MOST_MEMBERS]) for pk, members in found.items()}


def _may_be_named_by_older(members: Members) -> bool:
    if not members or members[0].story is None:
        return True
    return len(members) < MOST_MEMBERS and not _is_a_headline(members[0].story, members)


def note(shown: set[str], story_ids: Iterable[int | None], told: Iterable[PublicStory]) -> None:
    """Tell the page cache of stories that are named, or will be once a second article tells them.

    The members count and name them; whose source is trusted most may lead one.
    """
    shown |= {names.story(pk) for pk in story_ids if pk}
    sources = {member.source_id for story in told for member in story.members}
    shown |= {names.source(pk) for pk in sources if pk}


def _told(known: Sequence[tuple[Story, Members]]) -> list[PublicStory]:
    """Those that have members, with name and lead; asks only where a title is no headline."""
    known = [(story, members) for story, members in known if members]
    by_hand = _named_by_hand(known)
    return [_with_name(story, members, is_by_hand=story.pk in by_hand) for story, members in known]


def _with_name(story: Story, members: Members, *, is_by_hand: bool) -> PublicStory:
    lead = _lead(story, members)
    if is_by_hand or _is_a_headline(story, members):
        return PublicStory(story, story.title, story.slug or slugify(story.title), lead, members)
    return PublicStory(story, lead.headline, slugify(lead.headline), lead, members)


def _lead(story: Story, members: Sequence[Article]) -> Article:
    """The pinned lead if it is listed, else our newest piece, else the most trusted newest."""
    pinned = [article for article in members if article.pk == story.lead_id]
    ours = [article for article in members if is_ours(article)]
    return [*pinned, *ours, *sorted(members, key=_distrust)][0]


def _distrust(article: Article) -> int:
    return -article.source.trust if article.source else 0


def _is_a_headline(story: Story, members: Sequence[Article]) -> bool:
    return any(article.headline.startswith(story.title) for article in members)


def _named_by_hand(told: Sequence[tuple[Story, Members]]) -> set[int]:
    """Ids of stories whose title is a person's choice; asked only where it is no headline.

    The machine names a story after its first article, which may still be behind an embargo:
    such a title may be told only once that article is.
    """
    doubtful = [str(story.pk) for story, members in told if not _is_a_headline(story, members)]
    if not doubtful:
        return set()
    changes = Change.objects.filter(
        model=values.label(Story), row__in=doubtful, field__in=("", "title"), act__by__isnull=False
    )
    return {int(row) for row in changes.values_list("row", flat=True)}
