"""Lists cut by key, with signed cursors: no counting, no skipping, nothing to guess at."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from articles.api import call
from articles.api.problems import bad_cursor

Row = TypeVar("Row", bound=Model)

MOST = 50
USUAL = 20
LONGEST_CURSOR = 600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of a list: its rows, and the cursor of the next page ("" on the last)."""

    rows: list[Row]
    after: str


def seal(kind: str, value: Any) -> str:
    """A cursor of a list of this kind; whoever changes a letter of it holds nothing."""
    return signing.dumps(value, salt=f"api.{kind}", compress=True)


def unseal(kind: str, cursor: str) -> Any:
    """What was sealed. Raises the problem of a bad cursor for anything not sealed for `kind`."""
    if len(cursor) > LONGEST_CURSOR:
        raise bad_cursor()
    try:
        return signing.loads(cursor, salt=f"api.{kind}")
    except (signing.BadSignature, ValueError):
        raise bad_cursor() from None


def cut(
    rows: QuerySet[Row],
    *,
    kind: str,
    cursor: str | None,
    limit: int,
    field: str = "",
    newest: bool = True,
) -> Slice[Row]:
    """At most `limit` rows after the cursor, by `field` and id, or by id alone; newest first.

    Reads one row more than it gives, to know whether there is a next page.
    """
    kind = f"{kind}.{field}.{newest}"
    if cursor:
        rows = rows.filter(_beyond(unseal(kind, cursor), field, newest))
    sign = "-" if newest else ""
    keys = [f"{sign}{field}"] if field else []
    found = list(rows.order_by(*keys, f"{sign}id")[: limit + 1])
    if len(found) <= limit:
        return Slice(found, "")
    last = found[limit - 1]
    moment = micros(getattr(last, field)) if field else 0
    return Slice(found[:limit], seal(kind, [moment, last.pk]))


def _beyond(key: list[int], field: str, newest: bool) -> Q:
    count, pk = key
    past = "lt" if newest else "gt"
    if not field:
        return Q(**{f"id__{past}": pk})
    moment = moment_of(count)
    # Said twice, because an index is entered by the first condition and not by the second.
    either = Q(**{f"{field}__{past}": moment}) | Q(**{f"id__{past}": pk})
    return Q(**{f"{field}__{past}e": moment}) & either


def micros(moment: datetime) -> int:
    """Microseconds since 1970: a moment as a whole number, exactly."""
    spent = moment - _EPOCH
    return (spent.days * 86_400 + spent.seconds) * 1_000_000 + spent.microseconds


def moment_of(count: int) -> datetime:
    """The moment of a number of microseconds since 1970, in UTC."""
    seconds, rest = divmod(count, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def answer(request: HttpRequest, name: str, rows: list[Any], after: str) -> HttpResponse:
    """A page of a list, and the address of the next in the body and in the Link header."""
    link = next_link(request, after)
    response = call.write({name: rows, "next": link})
    if link:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def next_link(request: HttpRequest, cursor: str) -> str | None:
    """The address of this call with another cursor; None without one."""
    if not cursor:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return call.of(request).absolute(f"{request.path}?{asked.urlencode()}")
