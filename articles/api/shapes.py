"""What each noun looks like in an answer: for OpenAPI, and what the tests hold answers to.

Answers are written as plain values by one function a noun; a test reads every operation's answers
against these.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from articles.enums import CorrectionKind, Kind, Rights, Role


class Shape(Schema):
    """A closed object: what is not named here never stands in an answer."""

    model_config = {"extra": "forbid"}


class SectionRef(Shape):
    """The section of an article."""

    slug: str
    name: str
    url: str
    api_url: str


class TagRef(Shape):
    """A tag of an article."""

    slug: str
    name: str
    url: str
    api_url: str


class SourceRef(Shape):
    """The publisher whose text it is."""

    slug: str
    name: str
    url: str
    api_url: str
    home_url: str = Field(description="The publisher's own site; empty if not known.")


class AuthorRef(Shape):
    """The page of a person named in a byline."""

    slug: str
    url: str
    api_url: str


class ContributionOut(Shape):
    """A name of the byline, in its order."""

    name: str
    role: Role
    author: AuthorRef | None


class CreditOut(Shape):
    """An organisation that must be named where the text is shown."""

    text: str
    url: str
    source: str = Field(description="Name of the source.")


class PictureOut(Shape):
    """A picture whose right of use still runs."""

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    expires_at: datetime | None = Field(description="Take it down by then.")


class CorrectionRef(Shape):
    """A correction of this article."""

    kind: CorrectionKind
    text: str
    paragraph: str = Field(description="Id of the paragraph in body_html; may be empty.")
    made_at: datetime


class StoryRef(Shape):
    """The story that the article belongs to."""

    id: int
    api_url: str


class RetractionOut(Shape):
    """The notice on a retracted article; show it in place of the text."""

    at: datetime
    note: str


class ArticleRef(Shape):
    """An article named by another thing."""

    id: int
    uid: UUID
    headline: str
    url: str
    api_url: str


class ArticleOut(Shape):
    """An article, as far as its rights allow. With `fields` only the ones asked for."""

    id: int | None = None
    uid: UUID | None = Field(None, description="Stable for ever; feeds write urn:uuid:<uid>.")
    url: str | None = None
    api_url: str | None = None
    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = Field(None, description="Empty where rights allow a headline only.")
    body_html: str | None = Field(
        None, description="Clean HTML: all of it, an excerpt, or empty, by `rights`."
    )
    rights: Rights | None = None
    kind: Kind | None = None
    dateline: str | None = None
    language: str | None = None
    direction: Literal["ltr", "rtl"] | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = Field(None, description="Last material change.")
    section: SectionRef | None = None
    tags: list[TagRef] | None = None
    story: StoryRef | None = None
    source: SourceRef | None = None
    original_url: str | None = None
    contributions: list[ContributionOut] | None = None
    credits: list[CreditOut] | None = None
    picture: PictureOut | None = None
    corrections: list[CorrectionRef] | None = None
    retraction: RetractionOut | None = None
    copy_of: ArticleRef | None = Field(None, description="The article that this is a copy of.")


class ArticlePage(Shape):
    """A page of articles."""

    articles: list[ArticleOut]
    next: str | None = Field(description="Address of the next page; null on the last.")


class SectionOut(Shape):
    """A department of the paper."""

    id: int
    slug: str
    name: str
    description: str
    language: str
    position: int = Field(description="Place in the menu, lowest first.")
    url: str
    api_url: str


class SectionPage(Shape):
    """A page of sections."""

    sections: list[SectionOut]
    next: str | None


class TagOut(Shape):
    """A keyword with articles."""

    id: int
    slug: str
    name: str
    description: str
    url: str
    api_url: str


class TagPage(Shape):
    """A page of tags."""

    tags: list[TagOut]
    next: str | None


class SourceOut(Shape):
    """A publisher with articles here, and on what terms."""

    id: int
    slug: str
    name: str
    home_url: str
    language: str
    rights: Rights
    licence: str
    credit_line: str
    url: str
    api_url: str


class SourcePage(Shape):
    """A page of sources."""

    sources: list[SourceOut]
    next: str | None


class AuthorOut(Shape):
    """A person who made articles."""

    id: int
    slug: str
    name: str
    job_title: str
    bio: str
    url: str
    api_url: str


class AuthorPage(Shape):
    """A page of authors."""

    authors: list[AuthorOut]
    next: str | None


class CorrectionOut(CorrectionRef):
    """A correction, and the article it is about."""

    id: int
    article: ArticleRef


class CorrectionPage(Shape):
    """A page of corrections, newest first."""

    corrections: list[CorrectionOut]
    next: str | None


class StoryOut(Shape):
    """Articles on one event."""

    id: int
    title: str
    language: str
    url: str
    api_url: str
    articles_url: str = Field(description="All its articles, page by page.")
    lead: ArticleRef
    newest_at: datetime


class StoryDetail(StoryOut):
    """A story with its newest articles."""

    articles: list[ArticleOut]


class StoryPage(Shape):
    """A page of stories, the one with the newest article first."""

    stories: list[StoryOut]
    next: str | None


class FrontLink(Shape):
    """A front and where to read it."""

    name: str
    section: str | None = Field(description="Slug of its section; null for the site's front.")
    url: str
    api_url: str


class FrontPage(Shape):
    """All fronts: the site's, then the sections'."""

    fronts: list[FrontLink]
    next: str | None


class SlotOut(Shape):
    """A place of a front as readers see it; headline, standfirst and picture are the place's."""

    position: int
    picked: bool = Field(description="By an editor; else the front's rule filled the place.")
    headline: str
    standfirst: str
    picture: PictureOut | None
    article: ArticleOut


class FrontOut(FrontLink):
    """A front, top to bottom."""

    slots: list[SlotOut]


Reason = Literal["withdrawn", "retracted", "merged", "copy", "expired", "legal", "not-yet"]


class GoneOut(Shape):
    """An article that must not be shown any more."""

    uid: UUID
    reason: Reason = Field(
        description="withdrawn: killed or unpublished; merged or copy: see `survivor`; expired: "
        "the right to it ended; legal: withheld by law; not-yet: under embargo or schedule again."
    )
    at: datetime
    survivor: ArticleRef | None


class SyncPage(Shape):
    """What changed, in the order to apply it."""

    articles: list[ArticleOut] = Field(description="New or changed: put them in, by uid.")
    new: list[UUID] = Field(description="Those of `articles` that came out since the last sync.")
    gone: list[GoneOut] = Field(description="Take them out, by uid; unknown ones can be ignored.")
    more: bool = Field(description="Whether the next page waits; if not, keep `cursor` for later.")
    cursor: str = Field(description="What to send as `changed_since` the next time.")
    next: str | None


class Detail(Shape):
    """What is wrong with one parameter."""

    parameter: str
    message: str
    allowed: list[str] | None = None


class ErrorBody(Schema):
    """What went wrong: `code` is for programs, `message` for people."""

    status: int
    code: str
    message: str
    details: list[Detail] | None = None
    allowed: list[str] | None = None
    retry_after: int | None = None
    note: str | None = Field(None, description="What the desk tells readers.")
    at: datetime | None = None
    location: str | None = None


class ErrorOut(Schema):
    """Every answer that is no 2xx or 304."""

    error: ErrorBody
