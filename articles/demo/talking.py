"""What readers of the demo paper wrote under its articles, and what the desk did with it."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from articles.demo import documents, world
from articles.desk import commenting, receiving
from articles.desk.receiving import Offered
from articles.enums import Door
from articles.models import Article, Comment, Publication

URDU: Final = "urdu"  # stands for the Urdu report that the caller names
LOOKED_AFTER = timedelta(minutes=9)
_DEEDS: Final[dict[str, Callable[..., Any]]] = {
    "approve": commenting.approve,
    "spam": commenting.mark_spam,
}


def comments() -> list[dict[str, Any]]:
    """The words of `talk.json`, in the order in which they came."""
    told: list[dict[str, Any]] = json.loads(
        (documents.FOLDER / "talk.json").read_text(encoding="utf-8")
    )
    return told


def play(anchor: datetime, *, urdu: Article | None) -> None:
    """Take in every comment at its minute after the article, and judge it as the desk did.

    One without a decision waits in the queue. What would have come after the anchor, or is about
    an article that is not there, is left out.
    """
    publication = Publication.current()
    sluglines = {told["about"] for told in comments()} - {URDU}
    rows = Article.objects.select_related("section").filter(slugline__in=sluglines, source=None)
    about = {row.slugline: row for row in rows} | ({URDU: urdu} if urdu else {})
    made: dict[str, Comment] = {}
    for told in comments():
        article = about.get(told["about"])
        if article is None or article.visible_at is None:
            continue
        at = article.visible_at + timedelta(minutes=told["minutes"])
        if at + LOOKED_AFTER <= anchor:
            made[told["key"]] = _take_in(told, article, made, publication, at)


def _take_in(
    told: dict[str, Any],
    article: Article,
    made: Mapping[str, Comment],
    publication: Publication,
    at: datetime,
) -> Comment:
    first = made.get(told.get("answers", ""))
    offered = Offered(
        name=told["name"],
        email=f"{told['key']}@readers.example",
        text=told["text"],
        parent_id=first.pk if first else None,
    )
    comment = receiving.receive(article, offered, publication=publication, at=at)
    if deed := _DEEDS.get(told["decision"]):
        deed([comment], by=world.user("chief"), at=at + LOOKED_AFTER, door=Door.DEMO)
    return comment
