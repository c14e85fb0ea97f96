"""Pages of the admin's lists: read once, looked at one row ahead, and never counted."""

from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

# Further back a person filters instead of paging: a deep OFFSET reads all it skips.
LAST_PAGE = 100


class LookAheadPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Pages without COUNT: looks one row past the page that is asked for."""

    def __init__(self, object_list: Any, per_page: int, *, page: int = 1, **kwargs: Any) -> None:
        super().__init__(object_list, per_page, **kwargs)
        self.page_asked_for = min(max(page, 1), LAST_PAGE)

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of the page that is asked for, and one more if there is one. One query."""
        start = (self.page_asked_for - 1) * self.per_page
        return list(self.object_list[start : start + self.per_page + 1])

    @cached_property
    def count(self) -> int:
        """Rows as far as the page looks: all before it, and one row after it if there is one."""
        return (self.page_asked_for - 1) * self.per_page + len(self.rows)

    def page(self, number: Any) -> Page[Any]:
        """A page; the one that was looked at is not read again."""
        if self.validate_number(number) != self.page_asked_for:
            return super().page(number)
        return Page(self.rows[: self.per_page], self.page_asked_for, self)


class BoundedList(ChangeList):
    """Django's list, which shows the rows that its paginator has read already."""

    def get_results(self, request: HttpRequest) -> None:
        """The page. One query."""
        super().get_results(request)
        if isinstance(self.paginator, LookAheadPaginator) and not self.multi_page:
            self.result_list = self.paginator.rows
