"""Hold our pages against the least that Django does for the same content, in one run.

    python -m tests.benchmarks.minimal --articles 10000

For the front, an article, a section, a tag and a feed: the CPU of a request in milliseconds, of
this process and of the PostgreSQL server together, rendered anew each time, other addresses in
turn; the same for a plain view (query set with `select_related`, a template of thirty lines or
Django's feed writer, no middleware) that shows as many articles of the same database; and the
ratio. Medians of three, taken in turns. `TEST_DATABASE_URL` names a server to fill and keep.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

from tests.benchmarks import public
from tests.runner import postgresql

ROUNDS = 3
REQUESTS = 100
CARDS = {"front": 76, "section": 35, "tag": 30}
ENTRIES = 50

LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{ title }}</title></head>
<body><header><a href="/">{{ paper.name }}</a><nav>{% for section in sections %}
<a href="{{ section.get_absolute_url }}">{{ section.name }}</a>{% endfor %}</nav></header><main>
{% for article in articles %}<article><p>{{ article.section.name }}</p>
<h2><a href="{{ article.get_absolute_url }}">{{ article.headline }}</a></h2>
{% if article.lead_image %}<img src="{{ article.lead_image.file.url }}"
alt="{{ article.lead_image.alt }}" width="{{ article.lead_image.width }}"
height="{{ article.lead_image.height }}">{% endif %}
<p>{{ article.standfirst }}</p><p>{{ article.source.name }}
<time datetime="{{ article.visible_at|date:"c" }}">
{{ article.visible_at|date:"j F Y, H:i" }}</time></p></article>{% endfor %}</main></body></html>"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{ article.headline }}</title></head>
<body><header><a href="/">{{ paper.name }}</a><nav>{% for section in sections %}
<a href="{{ section.get_absolute_url }}">{{ section.name }}</a>{% endfor %}</nav></header>
<main><article>
<p>{{ article.section.name }}</p><h1>{{ article.headline }}</h1><p>{{ article.standfirst }}</p>
<p>{% for made in article.contributions.all %}{{ made.printed_name }} {% endfor %}
<time datetime="{{ article.visible_at|date:"c" }}">
{{ article.visible_at|date:"j F Y, H:i" }}</time></p>
{% for correction in article.corrections.all %}<p>{{ correction.text }}</p>{% endfor %}
{{ article.body_html|safe }}
{% for credit in article.credits.all %}<p>{{ credit.printed_text }}</p>{% endfor %}
{% for tag in article.tags.all %}<a href="{{ tag.get_absolute_url }}">{{ tag.name }}</a>
{% endfor %}</article>
<ul>{% for more in latest %}<li><a href="{{ more.get_absolute_url }}">{{ more.headline }}</a></li>
{% endfor %}</ul></main></body></html>"""

Ask = Callable[[], object]


def main() -> None:
    """Fill a server, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--filled", action="store_true", help="An earlier run filled the server.")
    options = parser.parse_args()
    with postgresql() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if not options.filled:
            public.fill(options.articles)
        print(f"{'page':<10}{'ours':>8}{'plain':>8}{'ratio':>8}   CPU ms a request")
        for name, (ours, plain) in pairs().items():
            taken = [(spent(ours), spent(plain)) for _round in range(ROUNDS)]
            mine, least = (statistics.median(each) for each in zip(*taken, strict=True))
            print(f"{name:<10}{mine:>8.1f}{least:>8.1f}{mine / least:>8.2f}", flush=True)


def spent(ask: Ask) -> float:
    """CPU of this process and of its server for one request, in milliseconds."""
    from django.db import connection

    for _request in range(5):
        ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = cursor.fetchone()[0]
    before, started = ticks(server), time.process_time()
    for _request in range(REQUESTS):
        ask()
    own = time.process_time() - started
    return (own + (ticks(server) - before) / os.sysconf("SC_CLK_TCK")) / REQUESTS * 1000


def ticks(process: int) -> int:
    """What a process has used of a processor, in the kernel's ticks."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def pairs() -> dict[str, tuple[Ask, Ask]]:
    """Our address and the plain view of as much, by page."""
    from django.template import engines
    from django.test import Client

    from articles.models import Article, Publication, Section, Tag

    chance = random.Random(11)
    recent = list(Article.objects.listed(public.NOW).newest_first().defer("body_html")[:1000])
    tags = list(Tag.objects.filter(taggings__listed_at__isnull=False).distinct()[:200])
    sections = list(Section.objects.all())
    client = Client()
    listing, page = (engines["django"].from_string(text) for text in (LIST, PAGE))

    def get(path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    def frame() -> dict[str, Any]:
        return {"paper": Publication.objects.get(pk=1), "sections": list(Section.objects.all())}

    def rows(**narrowed: Any) -> Any:
        found = Article.objects.listed(public.NOW).filter(**narrowed).order_by("-visible_at", "-id")
        return found.select_related("section", "source", "lead_image")

    def cards(name: str, **narrowed: Any) -> str:
        articles = rows(**narrowed)[: CARDS[name]]
        return str(listing.render({"articles": articles, "title": name, **frame()}))

    def article() -> str:
        related = ("contributions__author", "credits__source", "corrections", "tags")
        found = rows().prefetch_related(*related).get(pk=chance.choice(recent).pk)
        latest = rows(section=found.section_id)[:5]
        return str(page.render({"article": found, "latest": latest, **frame()}))

    return {
        "article": (lambda: get(chance.choice(recent).get_absolute_url()), article),
        "front": (lambda: get("/"), lambda: cards("front")),
        "section": (
            lambda: get(chance.choice(sections).get_absolute_url()),
            lambda: cards("section", section=chance.choice(sections)),
        ),
        "tag": (
            lambda: get(chance.choice(tags).get_absolute_url()),
            lambda: cards("tag", taggings__tag=chance.choice(tags)),
        ),
        "RSS": (lambda: get("/feed.rss"), lambda: feed(rows())),
    }


def feed(rows: Any) -> str:
    """The newest as Django's writer has them: whole texts, no credits, no pictures."""
    from django.utils.feedgenerator import Rss201rev2Feed

    made = Rss201rev2Feed("The paper", "https://paper.example/", "News")
    for article in rows.prefetch_related("contributions__author", "tags")[:ENTRIES]:
        made.add_item(
            article.headline,
            f"https://paper.example{article.get_absolute_url()}",
            article.body_html,
            pubdate=article.visible_at,
            author_name=", ".join(made.printed_name for made in article.contributions.all()),
            categories=[tag.name for tag in article.tags.all()],
            unique_id=str(article.uid),
        )
    return made.writeString("utf-8")


if __name__ == "__main__":
    main()
