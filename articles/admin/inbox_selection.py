"""Which rows of the inbox an act is about, as the posted form tells it."""

from dataclasses import dataclass

from django.http import QueryDict

from articles.admin.posted import numbers
from articles.models import Article

# What an address of the inbox says of one moment and not of the list: unfolded, in focus.
PASSING = ("open", "at", "of")


def came_from(posted: QueryDict) -> QueryDict:
    """The query of the inbox that a form came from, its filters and its page.

    The path is ours, whatever was posted.
    """
    query = QueryDict(posted.get("back", "").partition("?")[2][:2000], mutable=True)
    for passing in PASSING:
        query.pop(passing, None)
    return query


@dataclass(frozen=True)
class Selection:
    """The ticked articles or, without ticks, those of the row in focus.

    `order` is the page as the person saw it: groups of article ids.
    """

    ids: tuple[int, ...]
    is_ticked: bool
    order: tuple[tuple[int, ...], ...]
    when: str

    @classmethod
    def read(cls, posted: QueryDict) -> "Selection":
        """The selection in a posted form; what is not a number is left out."""
        ticked = numbers(posted.getlist("pick"))
        groups = posted.get("order", "").split("|")
        return cls(
            ticked or numbers(posted.get("focus", "").split(",")),
            bool(ticked),
            tuple(numbers(group.split(",")) for group in groups),
            posted.get("when", "").strip(),
        )

    def articles(self) -> list[Article]:
        """The articles, in the order of the selection. One query."""
        rows = Article.objects.select_related("source", "section").in_bulk(self.ids)
        return [rows[pk] for pk in self.ids if pk in rows]

    def group_of(self, pk: int) -> tuple[int, ...]:
        """The ids of the group that the article stood in; empty when it was not on the page."""
        return next((group for group in self.order if pk in group), ())

    def row_after(self, gone: frozenset[int]) -> int | None:
        """Where the focus goes: what is left of the group, else the next group, else the last."""
        mine = set(self.ids)
        places = [place for place, group in enumerate(self.order) if mine & set(group)]
        if not places:
            return self.ids[0] if self.ids else None
        following = self.order[places[-1] :]
        left = [pk for group in following for pk in group if pk not in gone]
        before = [group[0] for group in self.order[: places[-1]] if group and group[0] not in gone]
        return left[0] if left else (before[-1] if before else None)
