"""Stories as readers may see them: visible members only, and a title that betrays no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from articles.enums import Kind
from articles.history import values
from articles.models import Article, Change, Story
from articles.text.slugs import slugify

MOST_MEMBERS = 200  # what a full-coverage page shows; of a longer story, the latest


@dataclass(frozen=True)
class PublicStory:
    """A story with its listed members, newest first; there is at least one."""

    story: Story
    title: str
    slug: str
    lead: Article
    members: tuple[Article, ...]

    @property
    def url(self) -> str:
        """Its path on this site."""
        return reverse("story-detail", kwargs={"pk": self.story.pk, "slug": self.slug})

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


def is_ours(article: Article) -> bool:
    """Whether this paper wrote it, whatever it drew on."""
    return article.source_id is None or article.kind == Kind.OWN


def public_story(story: Story, now: datetime, most: int = MOST_MEMBERS) -> PublicStory | None:
    """The story as readers may see it at `now`, None while no member is listed.

    Four queries, one more when the title is not a member's headline.
    """
    listed = Article.objects.listed(now).filter(story=story).newest_first().for_list()
    members = tuple(listed[:most])
    if not members:
        return None
    lead = _lead(story, members)
    if _may_be_told(story, members):
        return PublicStory(story, story.title, story.slug or slugify(story.title), lead, members)
    return PublicStory(story, lead.headline, slugify(lead.headline), lead, members)


def _lead(story: Story, members: Sequence[Article]) -> Article:
    """The pinned lead if it is listed, else our newest piece, else the most trusted newest."""
    pinned = [article for article in members if article.pk == story.lead_id]
    ours = [article for article in members if is_ours(article)]
    return [*pinned, *ours, *sorted(members, key=_distrust)][0]


def _distrust(article: Article) -> int:
    return -article.source.trust if article.source else 0


def _may_be_told(story: Story, members: Sequence[Article]) -> bool:
    """Whether the title comes from a listed member or from a person.

    The machine names a story after its first article, which may still be behind an embargo.
    """
    if any(article.headline.startswith(story.title) for article in members):
        return True
    return Change.objects.filter(
        model=values.label(Story),
        row=str(story.pk),
        field__in=("", "title"),
        act__by__isnull=False,
    ).exists()
