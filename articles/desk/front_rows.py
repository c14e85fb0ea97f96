"""What composing a front reads: the front, its editions and slots, and what may stand on it."""

from datetime import datetime

from articles.models import Article, Edition, Front, FrontSlot, Image
from articles.models.article import ArticleQuerySet
from articles.models.front import FrontQuerySet, Rule
from articles.models.prepared import Prepared

# The rule looks at this many newest articles; enough for a day of one story on every slot.
POOL = 80
# What the rule and the event of an article are told by.
CHOSEN_BY = ("id", "visible_at", "urgency", "kind", "story_id", "copy_of_id")


def _front(section: int | None = None) -> FrontQuerySet:
    return Front.objects.filter(section=section).with_live()


FRONT: Prepared[Front] = Prepared(_front)
DUE: Prepared[Edition] = Prepared(
    lambda front, now: (
        Edition.objects.filter(front=front)
        .due(now)
        .narrow(*(field.attname for field in Edition._meta.concrete_fields))
    )[:1]
)
SLOTS: Prepared[FrontSlot] = Prepared(
    lambda edition, now: (
        FrontSlot.objects.current(now)
        .filter(edition=edition)
        .narrow(
            *(field.attname for field in FrontSlot._meta.concrete_fields),
            *(f"image__{field.attname}" for field in Image._meta.concrete_fields),
        )
    )
)


BY_ID: Prepared[Article] = Prepared(
    lambda ids: Article.objects.for_list().filter(pk__in=ids).order_by()
)
VISIBLE: Prepared[Article] = Prepared(
    lambda ids, now: Article.objects.listed(now).filter(pk__in=ids).for_list().order_by()
)


def newest(now: datetime, section: int | None = None, tag: int | None = None) -> ArticleQuerySet:
    """What lists may show of a section, of a tag or of all, newest first."""
    listed = Article.objects.listed(now).newest_first()
    if section is not None:
        listed = listed.filter(section_id=section)
    return listed if tag is None else listed.tagged(tag).newest_first()


def limits(rule: Rule) -> dict[str, int]:
    """What a rule leaves out, as `CHOICE` and `newest` take it."""
    told = {"section": rule.section_id, "tag": rule.tag_id}
    return {name: pk for name, pk in told.items() if pk is not None}


CHOICE: Prepared[Article] = Prepared(
    lambda now, **limits: newest(now, **limits).narrow(*CHOSEN_BY)[:POOL]
)
