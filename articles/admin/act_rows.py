"""What the acts of a list did to one field, so that a row shows the words before and after."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from articles.admin import history
from articles.admin.filters import ActSectionFilter, FieldFilter
from articles.admin.paging import BoundedList
from articles.admin.posted import number
from articles.history import values as history_values
from articles.models import Act, Article, Change

# Of one act that changed many articles, so many are told; its own page has more.
TOLD_OF_EACH = 3
MOST_CHANGES = 1_000


@dataclass(frozen=True)
class Row:
    """One article that an act changed."""

    article: Article
    told: history.Told


class ActList(BoundedList):
    """The list of acts; with a field chosen, each carries what it changed there as `rows`."""

    def get_results(self, request: HttpRequest) -> None:
        """Django's page of rows, and four queries more for the words."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        history.withhold_reasons(self.result_list)
        field = request.GET.get(FieldFilter.parameter_name)
        if not field:
            return
        acts: list[Any] = self.result_list
        section = number(request.GET.get(ActSectionFilter.parameter_name))
        rows = _rows([act.pk for act in acts], field, section)
        for act in acts:
            found = rows.get(act.pk, [])
            act.rows = found[:TOLD_OF_EACH]
            act.more_count = max(0, len(found) - TOLD_OF_EACH)
        self.result_list = acts


def _rows(act_ids: list[int], field: str, section: int | None) -> dict[int, list[Row]]:
    changes = list(
        Change.objects.filter(
            act__in=act_ids,
            model=history_values.label(Article),
            field=field,
            kind=Change.Kind.UPDATE,
        ).order_by("id")[:MOST_CHANGES]
    )
    wanted = Article.objects.filter(pk__in={change.article_id for change in changes})
    if section:
        wanted = wanted.filter(section=section)
    articles = {row.pk: row for row in wanted.select_related("section").defer("body_html")}
    kept = [change for change in changes if change.article_id in articles]
    found: dict[int, list[Row]] = {}
    for told in history.told_changes(kept):
        article = articles[told.change.article_id or 0]
        found.setdefault(told.change.act_id, []).append(Row(article, told))
    return found


def rows_of(act: Act) -> tuple[list[Row], int]:
    """What the list put on the act, and how many articles more it changed."""
    return getattr(act, "rows", []), getattr(act, "more_count", 0)
