"""Every list of the admin costs the same few queries, however many rows it has.

The lists come from the admin itself: each registered model has one, and each further address of a
screen stands in `SCREENS` with rows to fill it, or in `NO_LISTS` with the reason. One that stands
in neither fails the first test, so that a new list cannot be forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse

from articles.desk import planned_changes, proposing, sessions, sittings
from articles.enums import Door, Grave, SignInEvent, Verdict
from articles.history import record
from articles.models import Article, Ban, Image, Match, Story
from tests import factories
from tests.admin.conftest import logged_in

MOST = 12
MANY = 24

Maker = Callable[[Any, int], object]


def make_act(by: Any, number: int) -> None:
    with record("edit", by=by, at=factories.NOW, door=Door.INBOX) as recorder:
        article = factories.make_article(section=factories.make_section())
        recorder.change(article, headline=f"Changed {number}")


def make_incoming(by: Any, number: int) -> None:
    """A text in a story with what seems its copy, a folded copy, and what is out of it."""
    at = factories.EARLIER - timedelta(minutes=number)
    placed = {"source": factories.make_source(), "section": factories.make_section()}
    story = factories.make_story()
    lead = factories.make_article(story=story, arrived_at=at, **placed)
    copy = factories.make_article(story=story, arrived_at=at, copy_of=lead)
    twin = factories.make_article(arrived_at=factories.NOW - timedelta(minutes=number))
    out = factories.make_published(story=story)
    factories.make_article(copy_of=out)
    factories.make_match(lead, copy)
    factories.make_match(lead, twin)
    factories.make_match(lead, out, verdict=Verdict.SAME_EVENT)
    sittings.begin(lead, by=factories.make_user(), at=factories.NOW)


def make_pair_of_names(by: Any, number: int) -> None:
    factories.make_tag(f"{WORDS[number % 8]}{WORDS[number // 8]} line")
    factories.make_tag(f"{WORDS[number % 8]}{WORDS[number // 8]} lines")


# Far from one another, so that each meets its own plural only.
WORDS = ("Harbour", "Seagrass", "Timber", "Quince", "Almond", "Velvet", "Copper", "Jigsaw")


def make_session(by: Any, number: int) -> None:
    if number < sessions.MOST - 1:  # older ones are ended
        logged_in(by)
    sessions.log(SignInEvent.IN, by, at=factories.NOW, visitor=sessions.Visitor(), by=by)


def make_proposal(by: Any, number: int) -> None:
    article = factories.make_published(section=factories.make_section())
    asker = factories.make_chief()
    proposing.ask(article, verb=Grave.KILL, note="No", by=asker, at=factories.NOW)


def make_verdict(by: Any, number: int) -> None:
    one, other = factories.make_article(), factories.make_article()
    factories.make_label(one, other, a_source=factories.make_source())


def make_front(by: Any, number: int) -> None:
    factories.make_front(factories.make_section())


def make_for_home(by: Any, number: int) -> None:
    make_act(by, number)
    make_incoming(by, number)
    make_proposal(by, number)
    factories.make_draft(section=factories.make_section(), source=factories.make_source())
    factories.make_source(failure_count=number + 1)
    factories.make_published(published_at=factories.LATER)


# A row of each model for its list.
ROWS: dict[str, Maker] = {
    "articles.act": make_act,
    "articles.article": lambda by, n: factories.make_article(
        section=factories.make_section(), source=factories.make_source()
    ),
    "articles.author": lambda by, n: factories.make_author(user=factories.make_user()),
    "articles.capture": lambda by, n: factories.make_capture(factories.make_article()),
    "articles.colleague": lambda by, n: factories.make_colleague(factories.REPORTER),
    "articles.front": make_front,
    "articles.image": lambda by, n: Image.objects.create(
        alt=str(n), source=factories.make_source()
    ),
    "articles.label": make_verdict,
    "articles.match": lambda by, n: factories.make_match(
        factories.make_article(), factories.make_article(), decided_by=factories.make_user()
    ),
    "articles.section": lambda by, n: factories.make_section(),
    "articles.signin": lambda by, n: sessions.log(
        SignInEvent.IN, factories.make_user(), at=factories.NOW, visitor=sessions.Visitor(), by=by
    ),
    "articles.source": lambda by, n: factories.make_source(),
    "articles.story": lambda by, n: factories.make_story(owner=factories.make_user()),
    "articles.tag": lambda by, n: factories.make_tag(),
    "auth.group": lambda by, n: Group.objects.create(name=f"Group {n}"),
    "auth.user": lambda by, n: factories.make_user(),
    "axes.accessattempt": lambda by, n: AccessAttempt.objects.create(
        username=f"u{n}", ip_address="192.0.2.1", failures_since_start=n
    ),
    "axes.accessfailurelog": lambda by, n: AccessFailureLog.objects.create(username=f"u{n}"),
    "axes.accesslog": lambda by, n: AccessLog.objects.create(username=f"u{n}"),
}
ONE_ROW = {"articles.publication": "it has one row, and its list leads to the form of that"}


@dataclass(frozen=True)
class Screen:
    """A list-like screen: how to fill it, and its address."""

    make: Maker
    query: str = ""
    pk: Callable[[Any], list[int]] = field(default=lambda by: [])


def make_member(by: Any, number: int) -> None:
    (story,) = the_story(by)
    article = factories.make_article(story_id=story, source=factories.make_source())
    factories.make_match(article, factories.make_article())


def the_story(by: Any) -> list[int]:
    """The one story of the test."""
    story = Story.objects.first() or factories.make_story()
    return [story.pk]


def change_the_article(by: Any, number: int) -> None:
    article = Article.objects.get(pk=the_article(by)[0])
    with record("edit", by=factories.make_user(), at=factories.NOW, door=Door.FORM) as recorder:
        recorder.change(article, headline=f"Changed {number}", section_id=None)
    factories.make_published(copy_of=None)


def the_article(by: Any) -> list[int]:
    """The first article of the test."""
    article = Article.objects.order_by("pk").first() or factories.make_draft()
    return [article.pk]


def plan(by: Any, number: int) -> None:
    """One thing of each kind that time will do."""
    factories.make_published(published_at=factories.LATER, section=factories.make_section())
    article = factories.make_draft()
    planned_changes.plan_change(
        article, fields={"kicker": "Then"}, when=factories.LATER, by=by, at=factories.NOW
    )


def make_comment(by: Any, number: int) -> None:
    """A held answer under an article of a section of its own."""
    article = factories.make_published(section=factories.make_section())
    first = factories.make_comment(article, status="approved", decided_by=factories.make_user())
    factories.make_comment(article, parent=first, reasons=[["links", "3"]])


def make_ban(by: Any, number: int) -> None:
    network = f"192.0.{number}.0/24"
    Ban.objects.create(network=network, made_at=factories.NOW, made_by=factories.make_user())


SCREENS: dict[str, Screen] = {
    "comments": Screen(make_comment),
    "comment-bans": Screen(make_ban),
    "index": Screen(make_for_home),
    "inbox": Screen(make_incoming),
    "planned": Screen(plan),
    "reports": Screen(make_for_home),
    "namesakes": Screen(make_pair_of_names, "?kind=tag"),
    "namesakes-bulk": Screen(make_pair_of_names, "?kind=tag&why=plural"),
    "second-names": Screen(make_proposal),
    "sessions": Screen(make_session),
    "articles_article_history": Screen(change_the_article, pk=the_article),
    "articles_story_board": Screen(make_member, pk=the_story),
    "app_list": Screen(make_act),
}
ACT = "takes what a form posts, and leads back to a list"
FORM = "a form or a page about one thing, whose own test counts its queries"
DJANGO = "Django's own page, without rows of ours"
ROW_BY_ROW = "asks each kind of row that can point at the thing once; the models fix how many"
NO_LISTS = {
    **dict.fromkeys(
        (
            "articles_act_undo", "articles_article_act", "articles_article_restore",
            "articles_article_restore_to", "articles_article_suggestion", "articles_colleague_act",
            "articles_front_slots", "articles_match_decide", "articles_story_members",
            "articles_article_version_name", "articles_capture_let_in", "articles_tag_alias",
            "bulk-act", "bulk-state",
            "comments-act", "compare-act", "inbox-act", "judgement-save", "logout",
            "merge-apply", "merge-undo",
            "namesakes-act", "sitting-beat", "sitting-keep", "view-act",
        ),
        ACT,
    ),
    **dict.fromkeys(
        (
            "articles_article_field", "articles_article_reading", "articles_article_sealed",
            "articles_article_later", "articles_article_suggestion_changes",
            "articles_article_versions", "articles_image_original", "articles_image_pick",
            "complete", "palette",
            "articles_front_place", "articles_front_preview", "articles_front_words",
            "articles_tag_merge", "choose-password",
            "compare", "compare-board", "factor", "judgement", "login-code", "merge-detail",
            "namesakes-merge", "paste", "second-name",
        ),
        FORM,
    ),
    **dict.fromkeys(
        (
            "autocomplete", "jsi18n", "language", "login", "password_change",
            "password_change_done", "view_on_site", "auth_user_password_change",
        ),
        DJANGO,
    ),
    "merge": ROW_BY_ROW,
    "bulk": "rehearses the act on the first articles of the run, one by one",
}  # fmt: skip
# Of every model: its list is one of `ROWS`, its form has a test of its own.
OF_A_MODEL = ("add", "change", "changelist", "delete")


def names(patterns: Iterable[Any]) -> set[str]:
    """The names of all addresses below."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        elif pattern.name:
            found.add(pattern.name)
    return found


@pytest.mark.once
def test_every_address_of_the_admin_is_a_list_or_says_why_it_is_none() -> None:
    models = {model._meta.label_lower for model in admin.site._registry}
    stems = {label.replace(".", "_") for label in models}
    usual = {f"{stem}_{end}" for stem in stems for end in OF_A_MODEL}
    further = {f"{stem}_history" for stem in stems} - set(SCREENS)
    uses = {f"{stem}_uses" for stem in stems}

    own = names(admin.site.get_urls()) - usual - further - uses

    assert models == {*ROWS, *ONE_ROW}
    assert own == {*SCREENS, *NO_LISTS}


LISTS = [
    *(
        pytest.param(Screen(make), f"{label.replace('.', '_')}_changelist", id=label)
        for label, make in ROWS.items()
    ),
    *(pytest.param(screen, name, id=name) for name, screen in SCREENS.items()),
]


@pytest.mark.parametrize(("screen", "name"), LISTS)
def test_list_takes_few_queries_and_as_many_for_many_rows_as_for_one(
    db: None, settings: Any, screen: Screen, name: str
) -> None:
    settings.TWO_PERSON_MINUTES = 30
    is_ours = not name.startswith(("auth", "axes"))
    person = factories.make_user(factories.CHIEF, is_superuser=not is_ours, is_staff=True)
    client, counts = logged_in(person), []

    for first, last in ((0, 1), (1, 3), (3, MANY)):
        for number in range(first, last):
            screen.make(person, number)
        given: list[Any] = ["articles"] if name == "app_list" else screen.pk(person)
        url = reverse(f"admin:{name}", args=given) + screen.query
        if not counts:
            client.get(url)
        counts.append(queries(client, url))

    assert [len(found) for found in counts] == [len(counts[0])] * 3
    assert len(counts[0]) <= MOST
    if is_ours:
        assert [sql for sql in counts[-1] if sql.upper().startswith("SELECT COUNT(")] == []


def queries(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in found.captured_queries]


@pytest.mark.parametrize("role", [factories.CHIEF, factories.SECTION_EDITOR, factories.REPORTER])
@pytest.mark.parametrize("url", ["/admin/inbox/", "/admin/articles/article/"])
def test_thousand_rows_cost_anybody_as_many_queries_as_three(db: None, url: str, role: str) -> None:
    section = factories.make_section()
    client = logged_in(factories.make_user(role, (section,)))
    counts = []

    for number in (1, 2, 997):
        rows = Article.objects.bulk_create(
            Article(headline=str(n), arrived_at=factories.EARLIER, section=section, word_count=1)
            for n in range(number)
        )
        Match.objects.bulk_create(
            Match(a=one, b=other, verdict=Verdict.SAME_COPY, found_at=factories.NOW)
            for one, other in zip(rows[::2], rows[1::2], strict=False)
        )
        if not counts:
            client.get(url)
        counts.append(len(queries(client, url)))

    assert counts[0] <= MOST
    assert counts == [counts[0]] * 3
