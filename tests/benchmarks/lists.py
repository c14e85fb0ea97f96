"""Measure the desk's lists in a large archive, on PostgreSQL.

    python -m tests.benchmarks.lists --articles 1000000

A few thousand articles are made through the product's own hand and multiplied by the server, a
thousand a day: in every state, of large and small sections and sources, a third of them in
stories, with copies and pairs, and with an act for each. Printed are for each list the time of a
whole request in milliseconds, p50 and p95; of it the CPU of this process (p50) and of the server
(mean), which other work on the machine does not stretch; and its slowest query.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from tests.benchmarks.desk import chief
from tests.benchmarks.filling import article_columns, server_cpu, unindexed
from tests.benchmarks.search import AT_ONCE, Made
from tests.runner import postgresql

NOW = datetime.now(UTC)
A_DAY = 1_000
POOL = 4_000
REPEATS = 20
PEOPLE = 20
SOURCES = 300
MOST = 300
# Of a hundred articles so many are in each state; what is out is the rest.
STATES = {"spiked": 14, "incoming": 3, "draft": 1, "killed": 1}


def main() -> None:
    """Fill a database, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--explain", action="store_true", help="Show the plans of what is slow.")
    parser.add_argument("--filled", action="store_true", help="An earlier run filled the server.")
    parser.add_argument("--only", default="", help="Measure the lists whose name holds this.")
    options = parser.parse_args()
    with postgresql() as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.test import Client

        call_command("migrate", verbosity=0)
        if options.filled:
            client = Client()
            client.force_login(get_user_model().objects.get(username="chief"))
        else:
            client = chief()
            started = time.monotonic()
            fill(options.articles)
            filled = time.monotonic() - started
            print(f"{options.articles} articles filled in {filled:.0f} s, {sys.version.split()[0]}")
        print(f"{'list':<34}{'p50':>8}{'p95':>8}{'CPU':>8}{'server':>8}{'slowest':>9}", flush=True)
        for name, path in lists(options.articles):
            if options.only in name:
                measure(client, name, path, options.explain)


def fill(size: int, pool: "type[Pool] | None" = None, more: Sequence[str] = ()) -> None:
    """The pool by the product's own hand, all others by the server; then `more` statements."""
    from django.db import connection, transaction

    from articles import search
    from articles.models import Article

    nouns()
    made = (pool or Pool)(POOL)
    for start in range(0, POOL, AT_ONCE):
        numbers = range(start, start + AT_ONCE)
        articles = Article.objects.bulk_create(made.article(n, size) for n in numbers)
        made.write_bodies(articles)
        with transaction.atomic():
            search.index(article.pk for article in articles)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        with unindexed(cursor, TABLES):
            given = {"pool": POOL, "size": size, "now": NOW, "a_day": A_DAY}
            for statement in (*STATEMENTS, *more):
                cursor.execute(statement.format(**article_columns(own_columns())), given)
                print(f"    {time.strftime('%H:%M:%S')} {statement.split('(')[0].strip()}")
        for table in ("article", "act", "change", "match", "story", "contribution"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('articles_{table}', 'id'), "
                f"(SELECT MAX(id) FROM articles_{table}))"
            )
        cursor.execute("VACUUM ANALYZE")


def own_columns() -> dict[str, str]:
    """What a multiplied article has of its own."""
    arrived = "%(now)s - (%(size)s - g) * interval '1 day' / %(a_day)s"
    is_out = f"CASE WHEN a.status = 'published' THEN {arrived} + interval '5 minutes' END"
    return {
        "id": "g",
        "uid": "gen_random_uuid()",
        "headline": "a.headline || ' ' || g",
        "slug": "'bench-' || g",
        "arrived_at": arrived,
        "published_at": is_out,
        "visible_at": is_out,
        # Every eleventh is a copy of the one before it, every third stands in a story.
        "copy_of_id": "CASE WHEN g %% 11 = 0 THEN g - 1 END",
        "story_id": "CASE WHEN g %% 3 = 0 THEN LEAST(1 + g / 20, %(size)s / 20) END",
    }


def nouns() -> None:
    """People, sections and sources: a few large ones, many small ones."""
    from articles.models import Image, Section, Source
    from tests import factories

    for number in range(PEOPLE):
        factories.make_user(factories.SECTION_EDITOR, username=f"editor-{number}")
    for number in range(12):
        Section.objects.create(name=f"Part {number}", slug=f"part-{number}", position=number)
    for number in range(SOURCES):
        Source.objects.create(
            name=f"Paper {number}", slug=f"paper-{number}", last_item_at=NOW, rights="full"
        )
    for number in range(50):
        Image.objects.create(alt=f"Picture {number}" if number else "")


class Pool(Made):
    """Articles in every state, most of them of few sections and sources."""

    def __init__(self, last: int) -> None:
        from articles.models import Image, Section, Source

        super().__init__(last)
        self.sections = list(Section.objects.order_by("pk"))
        self.sources = list(Source.objects.order_by("pk"))
        self.images = list(Image.objects.order_by("pk"))
        states = [state for state, share in STATES.items() for _ in range(share)]
        self.states = states + ["published"] * (100 - len(states))

    def article(self, number: int, last: int) -> Any:
        """The article of that number, its text still missing."""
        article = super().article(number, last)
        article.arrived_at = NOW - timedelta(days=(last - number) / A_DAY)
        article.section = self.few(self.sections) if self.chance.random() < 0.97 else None
        article.source = self.few(self.sources)
        article.lead_image = self.few(self.images) if self.chance.random() < 0.8 else None
        article.status = self.chance.choice(self.states)
        is_out = article.status == "published"
        article.visible_at = article.published_at = article.arrived_at if is_out else None
        return article

    def text_of(self, article: Any) -> str:
        """One paragraph: the lists load no text, and a search only those of its page."""
        return "".join(super().text_of(article).partition("</p>")[:2])

    def few(self, rows: list[Any]) -> Any:
        """One of the rows, the first ones far more often."""
        return rows[min(int(self.chance.paretovariate(0.6)) - 1, len(rows) - 1)]


STATEMENTS = (
    """
    INSERT INTO articles_story (id, uid, title, slug, summary, language, status, created_at,
        last_at)
    SELECT g, gen_random_uuid(), 'Story ' || g, 'story-' || g, '', 'en', 'active', %(now)s,
        %(now)s - (%(size)s - LEAST(g * 20, %(size)s)) * interval '1 day' / %(a_day)s
    FROM generate_series(1, %(size)s / 20) g
    """,
    """
    INSERT INTO articles_article ({columns})
    SELECT {values} FROM generate_series(%(pool)s + 1, %(size)s) g
    JOIN articles_article a ON a.id = 1 + (g * 7919::bigint) %% %(pool)s
    """,
    """
    INSERT INTO articles_searchtext (article_id, headline, lead, names, facets, body, version)
    SELECT g, t.headline || ' ' || g, t.lead, t.names, t.facets,
        t.body || CASE WHEN g %% 500 = 0 THEN ' rare' || g / 5000 ELSE '' END, t.version
    FROM generate_series(%(pool)s + 1, %(size)s) g
    JOIN articles_searchtext t ON t.article_id = 1 + (g * 7919::bigint) %% %(pool)s
    """,
    # The blocks of ids that an article lies in (see articles.search.postgresql), and its days.
    """
    INSERT INTO articles_searchindex (article_id, document)
    SELECT g, ts_delete(i.document, ARRAY['14·0', '17·0',
            'at·' || to_char(a.arrived_at, 'YYYY'), 'at·' || to_char(a.arrived_at, 'YYYYMM')])
        || ('''14·' || (g >> 14) || ''' ''17·' || (g >> 17) || ''' ''at·'
            || to_char(own.arrived_at, 'YYYY') || ''' ''at·'
            || to_char(own.arrived_at, 'YYYYMM') || ''' '''
            || CASE WHEN g %% 500 = 0 THEN 'rare' || g / 5000 ELSE g::text END || ''':9')::tsvector
    FROM articles_article own
    JOIN generate_series(%(pool)s + 1, %(size)s) g ON own.id = g
    JOIN articles_searchindex i ON i.article_id = 1 + (g * 7919::bigint) %% %(pool)s
    JOIN articles_article a ON a.id = i.article_id
    """,
    """
    INSERT INTO articles_match (a_id, b_id, verdict, copy_score, event_score, evidence, reason,
        rule, clauses, found_at, decision)
    SELECT g - 1, g, CASE g %% 4 WHEN 0 THEN 'same-copy' ELSE 'same-event' END, (g %% 100) / 100.0,
        (g %% 97) / 97.0, '{{}}', 'Most of it stands in both.', 'names', '[]', arrived_at, ''
    FROM articles_article JOIN generate_series(2, %(size)s) g ON id = g WHERE g %% 3 <> 0
    """,
    """
    INSERT INTO articles_act (id, verb, at, by_id, door, reason, plan)
    SELECT a.id, CASE a.status WHEN 'spiked' THEN 'spike' WHEN 'draft' THEN 'draft'
        ELSE 'publish' END, a.arrived_at + interval '5 minutes', u.id, 'inbox', '', '{{}}'
    FROM articles_article a JOIN auth_user u
        ON u.username = CASE a.id %% 20 WHEN 0 THEN 'chief' ELSE 'editor-' || a.id %% 20 END
    WHERE a.status <> 'incoming'
    """,
    """
    INSERT INTO articles_change (act_id, model, row, article_id, kind, field, before, after,
        transaction)
    SELECT a.id, 'articles.article', a.id::text, a.id, 'update', 'status', '"incoming"',
        to_jsonb(a.status), 0
    FROM articles_article a WHERE a.status <> 'incoming'
    """,
    """
    INSERT INTO articles_contribution (article_id, name, role, position)
    SELECT g, 'Writer ' || g %% 300, 'writer', 0 FROM generate_series(1, %(size)s, 2) g
    """,
)


TABLES = (
    "article", "searchtext", "searchindex", "match", "act", "change", "contribution",
    "tagging", "credit", "relatedlink",
)  # fmt: skip


def lists(size: int) -> Iterator[tuple[str, str]]:
    """What is measured: a name and an address."""
    from articles.admin import inbox_rows, reports
    from articles.models import Section, Source

    articles = "/admin/articles/article/"
    chance = random.Random(size)
    month = (NOW - timedelta(days=30)).date()
    sections, sources = Section.objects.order_by("pk"), Source.objects.order_by("pk")
    large, small = sections[0].pk, sections[11].pk
    common = most_common()
    yield "home", "/admin/"
    yield "inbox", "/admin/inbox/"
    yield "inbox, page 50", f"/admin/inbox/?after={page_50(inbox_rows.GROUPS)}"
    yield "inbox, large section", f"/admin/inbox/?section={sections[0].slug}"
    yield "inbox, small section", f"/admin/inbox/?section={sections[11].slug}"
    yield "inbox, small source", f"/admin/inbox/?source=paper-{SOURCES - 2}"
    yield "inbox, common word", f"/admin/inbox/?q={common}"
    yield "articles", articles
    yield "articles, page 100", f"{articles}?p=100"
    for status in ("published", "incoming", "draft", "killed"):
        yield f"articles, {status}", f"{articles}?status__exact={status}"
    yield "articles, merged (none)", f"{articles}?status__exact=merged"
    yield "articles, large section", f"{articles}?section__id__exact={large}"
    yield "articles, small section", f"{articles}?section__id__exact={small}"
    both = f"section__id__exact={small}&status__exact=draft"
    yield "articles, drafts of a section", f"{articles}?{both}"
    yield "articles, large source", f"{articles}?source={sources[0].slug}"
    yield "articles, small source", f"{articles}?source=paper-{SOURCES - 2}"
    yield "articles, link-outs (none)", f"{articles}?kind__exact=link-out"
    yield "articles, rare word", f"{articles}?q=rare{chance.randrange(1, size // 5000)}"
    yield "articles, common word", f"{articles}?q={common}"
    yield "articles, since a month", f"{articles}?q=after:{month}"
    yield "articles, before a month", f"{articles}?q=before:{month}+{common}"
    for report in (*reports.QUEUES, *reports.REPORTS):
        yield f"report {report.slug}", f"{articles}?report={report.slug}"
    yield "reports", "/admin/reports/"
    yield "stories", "/admin/articles/story/"
    yield "stories, by words", "/admin/articles/story/?q=4321"
    yield "history", "/admin/articles/act/"
    yield "history, headlines changed", "/admin/articles/act/?field=headline&age=7"
    yield "matches", "/admin/articles/match/"


def most_common() -> str:
    """The word that most articles have."""
    from articles.models import SearchText

    sample = SearchText.objects.order_by("pk").values_list("body", flat=True)[:1000]
    held = Counter(word for body in sample for word in set(body.split()) if word.isalpha())
    return held.most_common(1)[0][0]


def page_50(groups: int) -> str:
    """The place where page 50 of the inbox begins, by what stands alone."""
    from urllib.parse import quote

    from articles.models import Article

    rows = Article.objects.incoming().values_list("arrived_at", "pk")
    at, pk = list(rows[: 49 * groups])[-1]
    return quote(f"{at.isoformat()}~{pk}")


@dataclass(frozen=True)
class Sample:
    """What a request costs: milliseconds (p50, p95), of them CPU here and there, its queries."""

    p50: float
    p95: float
    cpu: float
    server: float
    queries: int
    slowest: float
    slowest_sql: str


def sample(client: Any, path: Callable[[], str], repeats: int = REPEATS) -> Sample:
    """Ask so many times, after two that warm up; `path` may give another address each time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent, cpu, slowest = [], [], ("0", "")
    for _ in range(2):
        address = path()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    server = server_cpu()
    for _ in range(repeats):
        address = path()
        with CaptureQueriesContext(connection) as queries:
            started, worked = time.perf_counter(), time.process_time()
            client.get(address)
            spent.append((time.perf_counter() - started) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
            found = [(q["time"], q["sql"]) for q in queries.captured_queries]
        slowest = max(slowest, *found, key=lambda pair: float(pair[0]))
    server = (server_cpu() - server) / repeats * 1000
    p50, p95 = (sorted(spent)[int(repeats * share)] for share in (0.5, 0.95))
    half = sorted(cpu)[repeats // 2]
    return Sample(p50, p95, half, server, len(found), float(slowest[0]) * 1000, slowest[1])


def measure(client: Any, name: str, path: str, explain: bool) -> None:
    """A line of the table."""
    found = sample(client, lambda: path)
    told = f"{name:<34}{found.p50:>8.0f}{found.p95:>8.0f}{found.cpu:>8.0f}{found.server:>8.0f}"
    is_slow = found.p95 > MOST
    print(f"{told}{found.slowest:>9.0f}{'  over' if is_slow else ''}", flush=True)
    if explain and found.server > 50:
        show_plan(found.slowest_sql)


def show_plan(sql: str) -> None:
    """A statement, and how the server carries it out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE) " + sql)
        print(sql)
        print("\n".join(line for (line,) in cursor.fetchall()), flush=True)


if __name__ == "__main__":
    main()
