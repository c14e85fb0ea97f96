"""Several small questions to the database in one query, and counts that stop where nobody cares."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

from articles.models import Article


class UpTo(Subquery):
    """How many rows a query gives, counted no further than `most`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any], most: int) -> None:
        super().__init__(rows.order_by().values("pk")[:most])


class Different(Subquery):
    """How many different values one column has in the first `most` rows, in their own order."""

    template = "(SELECT COUNT(DISTINCT counted.%(column)s) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any], column: str, most: int) -> None:
        super().__init__(rows.values(column)[:most], column=column)


def first_ids(rows: QuerySet[Article], most: int, name: str = "pk") -> QuerySet[Any]:
    """What `name` holds in the first of these rows, as a part of a union of ids of articles.

    SQLite cuts no part of a union by itself and needs a query around it. PostgreSQL does, and
    would read that query again for each row: minutes for a thousand rows that it has no
    statistics of.
    """
    cut: Any = rows.values(name)[:most]
    if connection.features.supports_slicing_ordering_in_compound:
        return cut  # type: ignore[no-any-return]
    return Article.objects.order_by().filter(pk__in=cut).values("pk")


def answers(questions: Mapping[str, Any], *, person: int | None) -> dict[str, Any]:
    """What each question, a subquery of one value, comes to. One query for all; none for none.

    They hang on the person's own row, because that one is there.
    """
    if not questions:
        return {}
    people: Any = get_user_model().objects
    return dict(people.values(**questions).get(pk=person))
