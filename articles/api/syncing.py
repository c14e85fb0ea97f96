"""`/sync`: what is new, changed and gone since the last time, in one call, with nothing missed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime

from articles.api import articles, call, candidates, paging, tombstones
from articles.api.asking import SyncQuery
from articles.api.call import Call
from articles.api.candidates import Candidate, Place, Window
from articles.api.paging import micros, moment_of
from articles.api.problems import bad_parameter, sync_again
from articles.history import following
from articles.models import Article

GUARANTEE = (
    "A client that keeps articles by `uid`, puts in all of `articles`, takes out all of `gone`, "
    "follows `next` until it is null, and then keeps `cursor` for the next time, holds exactly "
    "what a fresh read of /articles gives: whatever was published, changed, renamed, withdrawn, "
    "merged or taken down, whatever appeared or expired by its time alone, and however late a "
    "change was committed. An article may be told more than once; the last telling counts. "
    "Answers 410 where that cannot be promised any more: read everything again."
)
SHAPE = 1  # counts up when an article is written differently: every client must read again
OLDEST = timedelta(days=30)
# A time to begin with is not a position: acts bear the moment they began, clocks differ.
SLACK = timedelta(minutes=10)
# So long a client may keep its cursor while nothing happens; then it gets a newer one.
QUIET = timedelta(minutes=10)
# Looks at history that one answer may take; an answer may be empty and still have a next.
ROUNDS = 6


@dataclass(frozen=True)
class Run:
    """One sync from its first page to its last; all of it travels in the cursor."""

    window: Window
    settled: following.Position
    place: Place

    def packed(self, place: Place, paper: str) -> list[Any]:
        """For a cursor."""
        window = self.window
        return [
            paper, following.database(), *window.after, *window.upto, micros(window.since),
            micros(window.until), *self.settled, place.leg, *place.key, list(place.noun),
        ]  # fmt: skip


def answer(request: HttpRequest, query: SyncQuery, fields: tuple[str, ...]) -> HttpResponse:
    """One page of a run."""
    here = call.of(request)
    run = _resumed(here, query.cursor) if query.cursor else _begun(here, query.changed_since)
    # Another machine's clock may have been ahead when the run began.
    here.now = max(here.now, run.window.until)
    ids, place = _collect(run, query.limit, here.now)
    rows = articles.loaded(Article.objects.filter(pk__in=ids), fields).select_related(
        *articles.joined(fields), "survivor", "copy_of"
    )
    found = {row.pk: row for row in rows}
    listed, others = tombstones.split([found[pk] for pk in ids if pk in found], here.now)
    paper = _paper(here)
    is_done = place.leg == "done"
    onward = "" if is_done else paging.seal("sync.run", run.packed(place, paper))
    link = _next_link(request, onward)
    is_quiet = is_done and not ids and run.window.until - run.window.since < QUIET
    cursor = onward or (is_quiet and _given(query)) or _mark(run, paper)
    here.edge = here.now if not is_done else here.edge
    response = call.write(
        {
            "articles": articles.written(here, listed, fields),
            "new": [str(row.uid) for row in listed if _is_new(row, run.window)],
            "gone": tombstones.tell(here, others),
            "more": not is_done,
            "cursor": cursor,
            "next": link,
        }
    )
    if link:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def _given(query: SyncQuery) -> str:
    """The cursor that the client has: where nothing happened it serves on, and gives 304."""
    since = query.changed_since or ""
    return "" if query.cursor or parse_time(since) else since


def _is_new(row: Article, window: Window) -> bool:
    return row.visible_at is not None and row.visible_at > window.since


def _collect(run: Run, limit: int, now: datetime) -> tuple[list[int], Place]:
    """Up to `limit` articles to tell, each once, and where the run stands then."""
    told: dict[int, None] = {}
    place = run.place
    for _round in range(ROUNDS):
        if place.leg == "done":
            break
        found, after = candidates.step(run.window, place, limit)
        worth = tombstones.relevant({one.article_id for one in found}, now) if found else set()
        fit = _fitting([one for one in found if one.article_id in worth], told, limit)
        told |= dict.fromkeys(one.article_id for one in fit.taken)
        if fit.is_all:
            place = after
            continue
        place = fit.taken[-1].place if fit.taken else place
        break
    return list(told), place


@dataclass(frozen=True)
class Fit:
    """The candidates that an answer still has room for, and whether those are all."""

    taken: list[Candidate]
    is_all: bool


def _fitting(found: list[Candidate], told: Collection[int], limit: int) -> Fit:
    """As many as fit, place by place: two that share one go in together or wait together."""
    known = set(told)
    taken: list[Candidate] = []
    for _place, group in groupby(found, key=lambda one: one.place):
        shared = list(group)
        known |= {one.article_id for one in shared}
        if len(known) > limit:
            return Fit(taken, False)
        taken += shared
    return Fit(taken, True)


def _begun(here: Call, since: str | None) -> Run:
    reach = following.reach()  # before all else is read: what is committed later is told later
    if since is None:
        window = Window(reach.settled, reach.seen, here.now, here.now)
        return Run(window, reach.settled, candidates.first(is_whole=True, window=window))
    moment = parse_time(since)
    after, at = _from_time(here, moment, reach) if moment else _from_mark(here, since, reach)
    window = Window(after, max(after, reach.seen), at, max(here.now, at))
    return Run(window, reach.settled, candidates.first(is_whole=False, window=window))


def parse_time(text: str) -> datetime | None:
    """A time with its zone; None for anything else, which may be a cursor.

    A "+" that an address turned into a blank is read as the plus it was.
    """
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    return moment if moment is not None and moment.tzinfo is not None else None


def _from_time(
    here: Call, moment: datetime, reach: following.Reach
) -> tuple[following.Position, datetime]:
    if moment > here.now:
        raise bad_parameter("changed_since", "That moment has not come yet.")
    _refuse_old(here, moment)
    at = moment - SLACK
    return following.before(at, reach.settled), at


def _from_mark(
    here: Call, cursor: str, reach: following.Reach
) -> tuple[following.Position, datetime]:
    paper, database, transaction, pk, at, witness = paging.unseal("sync", cursor)
    _refuse_stranger(here, paper, database)
    after, moment = (transaction, pk), moment_of(at)
    _refuse_old(here, moment)
    if after[0] > reach.counted or not following.still_holds(witness):
        raise sync_again("The database was put back to an earlier state.")
    return after, moment


def _resumed(here: Call, cursor: str) -> Run:
    (
        paper, database, after_t, after_id, upto_t, upto_id, since, until, settled_t, settled_id,
        leg, key_a, key_b, noun,
    ) = paging.unseal("sync.run", cursor)  # fmt: skip
    _refuse_stranger(here, paper, database)
    window = Window((after_t, after_id), (upto_t, upto_id), moment_of(since), moment_of(until))
    _refuse_old(here, window.until)
    place = Place(leg, (key_a, key_b), tuple(noun))
    return Run(window, (settled_t, settled_id), place)


def _mark(run: Run, paper: str) -> str:
    """The cursor to keep: all up to here is told."""
    settled = max(run.settled, run.window.after)
    witness = following.witness(run.window.upto)
    at = micros(run.window.until)
    return paging.seal("sync", [paper, following.database(), *settled, at, list(witness)])


def _paper(here: Call) -> str:
    """A sign of all that stands in every article: it changes, and every client reads again."""
    paper = here.publication
    told = f"{SHAPE} {paper.base_url} {paper.language} {paper.zone}"
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _refuse_stranger(here: Call, paper: str, database: str) -> None:
    if paper != _paper(here):
        raise sync_again("The publication's address, language, zone or API has changed.")
    if database != following.database():
        raise sync_again("The publication has moved to another database.")


def _refuse_old(here: Call, moment: datetime) -> None:
    if moment < here.now - OLDEST:
        raise sync_again(f"That is more than {OLDEST.days} days ago.")


def _next_link(request: HttpRequest, cursor: str) -> str | None:
    """The address of the next page: the cursor says all, but for the fields."""
    if not cursor:
        return None
    kept = request.GET.copy()
    kept.pop("changed_since", None)
    kept["cursor"] = cursor
    return call.of(request).absolute(f"{request.path}?{kept.urlencode()}")
