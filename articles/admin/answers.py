"""Several small questions to the database in one query, and counts that stop where nobody cares."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery


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


def answers(questions: Mapping[str, Any], *, person: int | None) -> dict[str, Any]:
    """What each question, a subquery of one value, comes to. One query for all; none for none.

    They hang on the person's own row, because that one is there.
    """
    if not questions:
        return {}
    people: Any = get_user_model().objects
    return dict(people.values(**questions).get(pk=person))
