"""Minimal valid rows for tests, with nothing surprising; every value can be given.

Times are fixed: `NOW` is the moment that tests act at, rows arrived an hour before it.
"""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.desk import commenters, relisting, rights
from articles.enums import (
    Autopilot,
    CaptureOutcome,
    CommentStatus,
    CorrectionKind,
    Door,
    Question,
    Relation,
    Rights,
    Status,
    Verdict,
)
from articles.models import (
    Account,
    Act,
    Article,
    Author,
    Capture,
    Colleague,
    Comment,
    Contribution,
    Correction,
    Credit,
    Edition,
    Front,
    FrontSlot,
    Image,
    Label,
    Match,
    Raw,
    RelatedLink,
    Section,
    SectionMember,
    Source,
    Story,
    Tag,
    TagAlias,
    Tagging,
)
from articles.text import markup

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
LATER = NOW + timedelta(hours=1)

REPORTER = rights.REPORTER
SECTION_EDITOR = rights.SECTION_EDITOR
CHIEF = rights.CHIEF

_numbers = count(1)


def make_user(role: str | None = None, sections: tuple[Section, ...] = (), **fields: Any) -> Any:
    """A member of staff in the group of that role, bound to these sections.

    `role` is REPORTER, SECTION_EDITOR or CHIEF; None gives a person without any right.
    The password is "a password for tests".
    """
    fields.setdefault("username", f"user-{next(_numbers)}")
    fields.setdefault("is_staff", True)
    user = get_user_model().objects.create_user(password="a password for tests", **fields)
    if role is not None:
        user.groups.add(Group.objects.get(name=role))
    for section in sections:
        SectionMember.objects.create(section=section, user=user)
    return user


def make_chief(**fields: Any) -> Any:
    """A chief editor, who may do everything everywhere."""
    return make_user(CHIEF, **fields)


def make_colleague(
    role: str | None = None, sections: tuple[Section, ...] = (), **fields: Any
) -> Colleague:
    """A member of staff as the accounts' own screens know one, with an account row."""
    user = make_user(role, sections, **fields)
    Account.objects.create(user=user)
    return Colleague.objects.get(pk=user.pk)


def make_section(**fields: Any) -> Section:
    """A section with a name and slug of its own."""
    number = next(_numbers)
    fields.setdefault("name", f"Section {number}")
    fields.setdefault("slug", f"section-{number}")
    return Section.objects.create(**fields)


def make_source(**fields: Any) -> Source:
    """A source whose text may be shown in full, and whose changed copies are folded, too."""
    number = next(_numbers)
    fields.setdefault("name", f"Source {number}")
    fields.setdefault("slug", f"source-{number}")
    fields.setdefault("rights", Rights.FULL)
    fields.setdefault("autopilot", Autopilot.TRUSTED)
    fields.setdefault("autopilot_reason", "Its copies are copies.")
    return Source.objects.create(**fields)


def make_story(**fields: Any) -> Story:
    """An active story without members."""
    fields.setdefault("title", f"Story {next(_numbers)}")
    fields.setdefault("last_at", EARLIER)
    return Story.objects.create(**fields)


def make_article(**fields: Any) -> Article:
    """An incoming article with a headline and one paragraph.

    With `status=Status.PUBLISHED` it went live an hour before `NOW`; `published_at` alone moves
    `visible_at` along, an embargo included.
    """
    number = next(_numbers)
    fields.setdefault("headline", f"Headline {number}")
    fields.setdefault("body_html", f"<p>Paragraph of article {number}.</p>")
    fields.setdefault("arrived_at", EARLIER)
    fields.setdefault("word_count", markup.word_count(fields["body_html"]))
    if fields.get("status") == Status.PUBLISHED:
        published_at = fields.setdefault("published_at", EARLIER)
        embargo = fields.get("embargoed_until")
        fields.setdefault("visible_at", max(published_at, embargo) if embargo else published_at)
        fields.setdefault("slug", f"headline-{number}")
    return Article.objects.create(**fields)


def make_published(**fields: Any) -> Article:
    """An article that readers could open an hour before `NOW`."""
    return make_article(status=Status.PUBLISHED, **fields)


def make_draft(**fields: Any) -> Article:
    """An article on the desk."""
    return make_article(status=Status.DRAFT, **fields)


def make_ready(**fields: Any) -> Article:
    """An article on the desk at which the checks before publishing find nothing."""
    fields.setdefault("language", "en")
    fields.setdefault("status", Status.DRAFT)
    for name, make in (("section", make_section), ("source", make_source)):
        if name not in fields:
            fields[name] = make()
    return make_article(**fields)


def make_merged(survivor: Article, **fields: Any) -> Article:
    """A duplicate that was merged into `survivor`."""
    return make_article(status=Status.MERGED, survivor=survivor, **fields)


def make_author(**fields: Any) -> Author:
    """An author with a page."""
    number = next(_numbers)
    fields.setdefault("name", f"Author {number}")
    fields.setdefault("slug", f"author-{number}")
    return Author.objects.create(**fields)


def make_contribution(article: Article, **fields: Any) -> Contribution:
    """One name of the article's byline: the given author, or a free name."""
    if "author" not in fields:
        fields.setdefault("name", f"Name {next(_numbers)}")
    made = Contribution.objects.create(article=article, **fields)
    relisting.relist([article.pk])
    return made


def make_credit(article: Article, **fields: Any) -> Credit:
    """A credit to a source."""
    if "source" not in fields:
        fields["source"] = make_source()
    return Credit.objects.create(article=article, **fields)


def make_image(**fields: Any) -> Image:
    """A picture's row without a file behind it; give the width and height to lay it out."""
    fields.setdefault("file", f"images/{next(_numbers)}.jpg")
    fields.setdefault("width", 1200)
    fields.setdefault("height", 800)
    return Image.objects.create(**fields)


def make_tag(name: str = "", **fields: Any) -> Tag:
    """A tag; its slug follows from its name."""
    return Tag.objects.create(name=name or f"Tag {next(_numbers)}", **fields)


def make_tag_alias(tag: Tag, name: str) -> TagAlias:
    """Another spelling of a tag."""
    return TagAlias.objects.create(tag=tag, name=name)


def tag_article(article: Article, *tags: Tag) -> None:
    """Put the tags on the article, past the desk."""
    for tag in tags:
        Tagging.objects.create(tag=tag, content_object=article)
    relisting.relist([article.pk])


def make_front(section: Section | None = None, **fields: Any) -> Front:
    """The front of a section; without one, the front of the site that the migrations made.

    It has a live edition without picks.
    """
    if section is None:
        front, _made = Front.objects.get_or_create(section=None, defaults={"name": "Home"})
        for name, value in fields.items():
            setattr(front, name, value)
    else:
        fields.setdefault("name", section.name)
        front = Front.objects.create(section=section, **fields)
    if front.live is None:
        front.live = Edition.objects.create(front=front)
    front.save()
    return front


def make_slot(front: Front, article: Article, position: int = 1, **fields: Any) -> FrontSlot:
    """A hand-picked article at a place of what readers see of a front; `edition` names another."""
    fields.setdefault("picked_at", EARLIER)
    fields.setdefault("edition", front.live)
    if fields.get("headline"):
        fields.setdefault("replaced_headline", article.headline)
    return FrontSlot.objects.create(article=article, position=position, **fields)


def make_match(one: Article, other: Article, **fields: Any) -> Match:
    """What was found of a pair; the same copy unless told."""
    a, b = sorted((one.pk, other.pk))
    fields.setdefault("verdict", Verdict.SAME_COPY)
    fields.setdefault("found_at", EARLIER)
    return Match.objects.create(a_id=a, b_id=b, **fields)


def make_label(one: Article, other: Article, **fields: Any) -> Label:
    """What a person decided of a pair: one text, as the machine had said, unless told."""
    a, b = sorted((one, other), key=lambda article: article.pk)
    if "act" not in fields:
        fields["act"] = Act.objects.create(verb="judge-pair", at=EARLIER, door=Door.FORM)
    fields.setdefault("question", Question.COPY)
    fields.setdefault("is_same", True)
    fields.setdefault("verdict", Verdict.SAME_COPY)
    fields.setdefault("rule", "copy")
    fields.setdefault("band", "automatic")
    fields.setdefault("copy_score", 0.8)
    fields.setdefault("event_score", 0.9)
    fields.setdefault("decided_at", EARLIER)
    return Label.objects.create(a=a, b=b, **fields)


def make_link(article: Article, target: Article | None = None, **fields: Any) -> RelatedLink:
    """One row of a link, one way; to an outside address when there is no target."""
    fields.setdefault("made_at", EARLIER)
    fields.setdefault("kind", Relation.SEE_ALSO)
    if target is None:
        fields.setdefault("url", f"https://example.org/{next(_numbers)}")
    return RelatedLink.objects.create(article=article, target=target, **fields)


def make_correction(article: Article, **fields: Any) -> Correction:
    """A correction that readers see."""
    fields.setdefault("kind", CorrectionKind.CORRECTION)
    fields.setdefault("text", "A name was wrong.")
    fields.setdefault("made_at", EARLIER)
    return Correction.objects.create(article=article, **fields)


def make_comment(article: Article, **fields: Any) -> Comment:
    """A held comment of a reader of its own; with `status` approved it was so from the start."""
    number = next(_numbers)
    fields.setdefault("name", f"Reader {number}")
    email = fields.setdefault("email", f"reader-{number}@example.org")
    fields.setdefault("email_hash", commenters.email_hash(email))
    fields.setdefault("address", f"198.51.{number // 250 % 250}.{number % 250}")
    fields.setdefault("network", commenters.network_of(fields["address"] or ""))
    fields.setdefault("text", f"What reader {number} thinks of it.")
    fields.setdefault("made_at", EARLIER)
    if fields.get("status", CommentStatus.HELD) != CommentStatus.HELD:
        fields.setdefault("decided_at", EARLIER)
    return Comment.objects.create(article=article, **fields)


def make_capture(article: Article | None = None, **fields: Any) -> Capture:
    """One arrival, with bytes and identity of its own."""
    number = next(_numbers)
    if "source" not in fields:
        fields["source"] = (article.source if article else None) or make_source()
    fields.setdefault("raw", Raw.keep(f"raw bytes {number}".encode()))
    fields.setdefault("outcome", CaptureOutcome.CREATED)
    fields.setdefault("item_key", f"item-{number}")
    fields.setdefault("content_key", f"content-{number}")
    fields.setdefault("fetched_at", EARLIER)
    return Capture.objects.create(article=article, **fields)


def make_factor(user: Any) -> TOTPDevice:
    """The person's second factor, in force, without recovery codes."""
    return TOTPDevice.objects.create(user=user, name="codes", confirmed=True)
