"""After any acts of the desk every page that the cache still serves is the one made anew."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from django.utils.http import parse_http_date
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import cachekeys, search
from articles.desk import (
    acting,
    commenting,
    copies,
    correcting,
    curating,
    editing,
    launching,
    lifting,
    linking,
    merging,
    merging_nouns,
    naming,
    publishing,
    tagging,
    takedown,
    undoing,
)
from articles.enums import AiTerms, CommentStatus, CorrectionKind, Indexing, Kind, Rights, Status
from articles.errors import NewsroomError
from articles.models import (
    Act,
    Address,
    Article,
    Author,
    Comment,
    Correction,
    Front,
    FrontSlot,
    Image,
    Publication,
    RelatedLink,
    Section,
    Source,
    Story,
    Tag,
)
from articles.web import paging
from articles.web.pagecache import PageCache
from articles.web.pagekey import key_of
from tests import factories
from tests.factories import NOW, make_chief
from tests.web.test_pagecache import Answer, ask, environ

# Words such as "5 min ago" may be a minute old; all else may not.
_CLOCK = re.compile(rb"(<time [^>]*>)[^<]*")
Step = Callable[[int], Any]


def pick(rows: Any, n: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[n % len(found)]


def chief() -> Any:
    return get_user_model().objects.filter(username="chief").first() or make_chief(username="chief")


@dataclass
class Desk:
    """Everything that may be done, each on a row that `n` chooses."""

    at: datetime = NOW
    now: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.now = {"by": None, "at": self.at}

    def article(self, n: int) -> Article:
        return pick(Article.objects.all(), n)  # type: ignore[no-any-return]

    def live(self, n: int) -> Article:
        return pick(Article.objects.filter(status=Status.PUBLISHED), n)  # type: ignore[no-any-return]

    def publish(self, n: int) -> None:
        publishing.publish(pick(Article.objects.filter(status=Status.DRAFT), n), **self.now)

    def schedule(self, n: int) -> None:
        when = self.at + timedelta(seconds=20)
        draft = pick(Article.objects.filter(status=Status.DRAFT), n)
        publishing.schedule(draft, when=when, **self.now)

    def retitle(self, n: int) -> None:
        fields = {"headline": f"Retitled {n} at {self.at}"}
        editing.edit(self.article(n), fields=fields, material=n % 2 == 0, note="Why", **self.now)

    def rewrite(self, n: int) -> None:
        fields = {"body_html": f"<p>Rewritten {n}.</p>", "standfirst": f"In short {n}"}
        editing.edit(self.article(n), fields=fields, **self.now)

    def move(self, n: int) -> None:
        section = pick(Section.objects.all(), n)
        editing.edit(self.live(n), fields={"section_id": section.pk}, **self.now)

    def picture(self, n: int) -> None:
        editing.edit(
            self.live(n), fields={"lead_image_id": pick(Image.objects.all(), n).pk}, **self.now
        )

    def expire(self, n: int) -> None:
        fields = {"expires_at": self.at + timedelta(seconds=15)}
        editing.edit(self.live(n), fields=fields, **self.now)

    def tag(self, n: int) -> None:
        tagging.tag(self.live(n), names=[f"Tag {n % 3}"], replace=n % 2 == 0, **self.now)

    def merge(self, n: int) -> None:
        plan = merging.plan_merge(self.live(n), [self.article(n // 3)], by=None)
        merging.apply_merge(plan, **self.now)

    def undo(self, n: int) -> None:
        undoing.undo_act(pick(Act.objects.all(), -1 - n % 3), **self.now)

    def kill(self, n: int) -> None:
        publishing.kill(self.live(n), note="Wrong", **self.now)

    def retract(self, n: int) -> None:
        publishing.retract(self.live(n), note="Wrong", **self.now)

    def reinstate(self, n: int) -> None:
        publishing.reinstate(pick(Article.objects.exclude(retracted_at=None), n), **self.now)

    def unpublish(self, n: int) -> None:
        publishing.unpublish(self.live(n), note="Not yet", **self.now)

    def embargo(self, n: int) -> None:
        publishing.embargo(self.live(n), until=self.at + timedelta(seconds=25), **self.now)

    def take_down(self, n: int) -> None:
        takedown.take_down(self.live(n), note="By order", **self.now)

    def lift(self, n: int) -> None:
        lifting.lift(pick(Article.objects.exclude(sealed_at=None), n), **self.now)

    def spike(self, n: int) -> None:
        publishing.spike(pick(Article.objects.filter(status=Status.DRAFT), n), **self.now)

    def revive(self, n: int) -> None:
        gone = Article.objects.filter(status__in=(Status.KILLED, Status.SPIKED), sealed_at=None)
        publishing.revive(pick(gone, n), **self.now)

    def approve(self, n: int) -> None:
        commenting.approve([pick(Comment.objects.all(), n)], **self.now)

    def refuse(self, n: int) -> None:
        commenting.refuse([pick(Comment.objects.all(), n)], **self.now)

    def call_spam(self, n: int) -> None:
        commenting.mark_spam([pick(Comment.objects.all(), n)], **self.now)

    def close_comments(self, n: int) -> None:
        commenting.close_comments(self.live(n), **self.now)

    def correct(self, n: int) -> None:
        kind = CorrectionKind.CORRECTION
        correcting.correct(self.live(n), kind=kind, text=f"It was {n}.", **self.now)

    def byline(self, n: int) -> None:
        name = editing.Name(author_id=pick(Author.objects.all(), n).pk)
        editing.set_byline(self.live(n), names=[name], **self.now)

    def credit(self, n: int) -> None:
        line = editing.CreditLine(pick(Source.objects.all(), n).pk)
        editing.set_credits(self.live(n), credits=[line], **self.now)

    def link(self, n: int) -> None:
        linking.link(self.live(n), to=self.article(n // 2), **self.now)

    def unlink(self, n: int) -> None:
        linking.unlink(pick(RelatedLink.objects.all(), n), **self.now)

    def tell(self, n: int) -> None:
        story = pick(Story.objects.all(), n) if n % 3 else None
        linking.move_to_story(self.live(n), story=story, **self.now)

    def edit_story(self, n: int) -> None:
        fields = {"title": f"Story at {self.at}", "summary": f"Told {n} times"}
        linking.edit_story(pick(Story.objects.all(), n), fields=fields, **self.now)

    def join_stories(self, n: int) -> None:
        rows = Story.objects.all()
        linking.join_stories(pick(rows, n), into=pick(rows, n + 1), **self.now)

    def fold(self, n: int) -> None:
        copies.set_copy(self.live(n), of=self.live(n + 1), by=chief(), at=self.at)

    def front(self, n: int) -> Front:
        return pick(Front.objects.all(), n)  # type: ignore[no-any-return]

    def fill(self, n: int) -> None:
        until = self.at + timedelta(seconds=20) if n % 3 == 0 else None
        curating.fill_slot(
            self.front(n), position=1 + n % 3, article=self.article(n), headline=f"Picked {n}",
            image_id=pick(Image.objects.all(), n).pk, until_at=until, **self.now,
        )  # fmt: skip

    def clear(self, n: int) -> None:
        curating.clear_slot(pick(FrontSlot.objects.all(), n), **self.now)

    def begin(self, n: int) -> None:
        launching.begin_draft(self.front(n), **self.now)

    def launch(self, n: int) -> None:
        front = self.front(n)
        seen = launching.plan_launch(front, self.at).seen
        launching.launch(front, seen=seen, despite_changes=True, **self.now)

    def rule(self, n: int) -> None:
        rule = {"rule_order": "newest", "rule_own_first": n % 2 == 0}
        rule |= {"rule_section_id": None, "rule_tag_id": pick(Tag.objects.all(), n).pk}
        launching.set_rule(self.front(n), rule=rule, **self.now)

    def rename_tag(self, n: int) -> None:
        tagging.rename(pick(Tag.objects.all(), n), name=f"Renamed {n}", **self.now)

    def merge_tags(self, n: int) -> None:
        tagging.merge_tags(pick(Tag.objects.all(), n), into=pick(Tag.objects.all(), 0), **self.now)

    def merge_sources(self, n: int) -> None:
        sources = Source.objects.all()
        gone, into = pick(sources, n), pick(sources, n + 1)
        agreed = [one.key for one in merging_nouns.plan_merge(gone, into).questions]
        merging_nouns.merge(gone, into=into, agreed=agreed, **self.now)

    def move_address(self, n: int) -> None:
        model = (Section, Source, Author, Tag)[n % 4]
        naming.move_address(pick(model.objects.all(), n // 4), slug=f"moved-{n}", **self.now)

    def edit_row(self, n: int) -> None:
        """As the forms of the admin save nouns."""
        rows: list[tuple[Any, dict[str, Any]]] = [
            (Section, {"name": f"Section at {self.at:%H%M%S}"}),
            (Publication, {"tagline": f"Made up {n}"}),
            (Source, {"rights": [Rights.FULL, Rights.EXCERPT, Rights.LINK][n % 3]}),
            (Author, {"name": f"Author {n} at {self.at:%H%M%S}"}),
            (Image, {"expires_at": self.at + timedelta(seconds=10)}),
            (Image, {"expires_at": None, "alt": f"A view {n}"}),
            (Source, {"trust": n % 5}),
            (Image, {"expires_at": self.at}),
            (Image, {"sealed_at": self.at}),
            (Source, {"indexing": [Indexing.NOINDEX, Indexing.CANONICAL][n % 2]}),
            (Source, {"ai_terms": AiTerms.CREDIT, "licence": f"Terms {n}"}),
            (Source, {"name": f"Source at {self.at:%H%M%S}", "credit_text": f"Credit {n}"}),
            (Section, {"ai_terms": AiTerms.CREDIT, "takes_comments": False}),
            (Publication, {"trust_text": f"member=https://{n}.example/"}),
        ]
        model, fields = rows[n % len(rows)]
        with acting.act("edit-row", **self.now) as recorder:
            recorder.change(pick(model.objects.all(), n // len(rows)), **fields)


LOOKED_AT = 5  # addresses after each act, the next ones each time; all of them at the end
STEPS = sorted(name for name in vars(Desk) if not name.startswith("_"))
STEPS = [name for name in STEPS if name not in ("at", "now", "article", "live", "front")]


def lay() -> None:
    """A small paper in which everything that pages show is there once at least."""
    Publication.objects.create(
        pk=1, name="The Test Paper", base_url="https://paper.example", zone="Asia/Karachi",
        email="desk@paper.example", ads_text="seller.example, 1, DIRECT",
    )  # fmt: skip
    sections = [factories.make_section(name=f"Part {n}") for n in range(2)]
    sources = [factories.make_source(rights=r) for r in (Rights.FULL, Rights.EXCERPT)]
    authors = [factories.make_author(), factories.make_author()]
    tags = [factories.make_tag(f"Tag {n}") for n in range(3)]
    story = factories.make_story(title="A flood")
    images = [factories.make_image(), factories.make_image()]
    rows = []
    for n in range(8):
        at = NOW - timedelta(hours=n + 1) if n < 6 else NOW - timedelta(days=25 * n)
        row = factories.make_published(
            section=sections[n % 2], source=sources[n % 2] if n % 3 else None, published_at=at,
            story=story if n in (1, 4) else None, lead_image=images[0] if n % 4 == 0 else None,
            body_html=f'<p>Text {n}.</p><figure data-image="{images[1].pk}"></figure>',
            language="en", kind=Kind.REPUBLISHED if n % 3 else Kind.OWN,
            canonical_url=f"https://wire.example/{n}" if n in (1, 2) else "",
        )  # fmt: skip
        factories.tag_article(row, tags[n % 2])
        factories.make_contribution(row, author=authors[n % 2])
        rows.append(row)
    factories.make_link(rows[0], rows[5])
    for n in (2, 5):
        factories.make_correction(rows[n])
    said = factories.make_comment(rows[0], status=CommentStatus.APPROVED)
    factories.make_comment(rows[0], parent=said, status=CommentStatus.APPROVED)
    for status in (CommentStatus.HELD, CommentStatus.APPROVED):
        factories.make_comment(rows[3], status=status)
    for section in (None, sections[0]):
        front = factories.make_front(section, slot_count=4)
        factories.make_slot(front, rows[3], headline="In other words", image=images[1])
    for n in range(2):
        factories.make_ready(section=sections[n], source=sources[n], story=story)
    factories.make_article(section=sections[0], source=sources[0])
    factories.make_merged(rows[0])
    factories.make_article(section=sections[0], status=Status.SPIKED)
    factories.make_article(section=sections[0], source=sources[0], story=factories.make_story())
    desk = {"by": None, "at": NOW - timedelta(minutes=5), "note": "By order"}
    for act in (publishing.kill, takedown.take_down, publishing.retract):
        act(factories.make_published(section=sections[1], lead_image=images[0]), **desk)
    former = {"by": None, "at": NOW - timedelta(minutes=4)}
    for thing in (sections[1], sources[1], authors[1], tags[1]):
        naming.move_address(thing, slug=f"later-{thing.slug}", **former)
    search.index(Article.objects.values_list("pk", flat=True))


# Acts that many pages feel, each done on what the one before left.
HEAVY = (("retitle", 5), ("edit_row", 9), ("merge_sources", 1), ("merge", 1), ("take_down", 1))
FEEDS = ("feed.rss", "feed.atom", "feed.json")
FIXED = (
    "/", "/archive/", "/archive/2026/11/", "/archive/2026/06/", "/corrections/", "/feeds/",
    "/feeds.opml", "/about/", "/about/standards/", "/search/", "/search/?q=text", "/robots.txt",
    "/search/?section=part-0", "/search/complete?q=ta", "/sitemap.xml", "/sitemap-pages.xml",
    "/sitemap-news.xml", "/sitemap-articles-2026-11.xml", "/sitemap-articles-2026-06.xml",
    "/trust.txt", "/ads.txt", "/.well-known/security.txt", "/rsl.xml",
)  # fmt: skip


def addresses() -> list[str]:
    """Every public address of what there is, the desk's own articles and former slugs included."""
    found = [*FIXED, *(f"{path}{feed}" for path in ("/", "/corrections/") for feed in FEEDS)]
    third = paging.key_of(Article.objects.filter(status=Status.PUBLISHED).order_by("pk")[2])
    for model in (Section, Source, Author, Tag, Story):
        for m, row in enumerate(model.objects.order_by("pk")[:2]):
            path = row.get_absolute_url()
            # In the form whose turn it is, so that each noun has feeds in two.
            found += [path, f"{path}{FEEDS[len(found) % 3]}", f"{path}?before={third}"][: 3 - m]
    found += [f"/feed.atom?before={third}", f"/archive/2026/11/?before={third}"]
    found += [f"/{row.noun}/{row.key}/" for row in Address.objects.order_by("pk")]
    for n, row in enumerate(Article.objects.order_by("pk")):
        found += [row.get_absolute_url(), f"{row.get_absolute_url()}comments/"]
        found.append(f"/news/{row.pk}/{('ninjs.json', 'newsml.xml', 'rsl.xml', '')[n % 4]}")
    return found


def some(turn: int) -> list[str]:
    """The addresses of a turn: whoever takes turns one after the other comes by all of them."""
    known = addresses()
    random.Random(len(known)).shuffle(known)
    start = turn * LOOKED_AT
    return [known[(start + n) % len(known)] for n in range(LOOKED_AT)]


def looks(answer: Answer) -> tuple[Any, ...]:
    names = ("Location", "Content-Type", "Content-Language", "X-Robots-Tag", "Link")
    told = {name: answer.headers.get(name) for name in names}
    return answer.status, told, _CLOCK.sub(rb"\1", answer.body)


def is_as(kept: Answer, fresh: Answer) -> bool:
    """Whether a kept answer may stand for the one made anew.

    The entity tag is told of equal bytes alone. The date of a feed goes on with every act, whether
    it shows there or not: a kept one may lag behind, and never runs ahead.
    """
    if looks(kept) != looks(fresh):
        return False
    if kept.body == fresh.body and kept.headers["ETag"] != fresh.headers["ETag"]:
        return False
    dates = [answer.headers.get("Last-Modified") for answer in (kept, fresh)]
    if None in dates:
        return dates == [None, None]
    return parse_http_date(str(dates[0])) <= parse_http_date(str(dates[1]))


def asked(cache: PageCache, address: str) -> Answer:
    return ask(cache, *address.split("?"))


class OverCommits(TestCase):
    """Asks pages as a server does, with the connection of the test."""

    def setUp(self) -> None:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)


@pytest.mark.once
class PagesThatShowManyTest(OverCommits):
    """What stands on too many rows to name each, or shows more of them than lists do."""

    def setUp(self) -> None:
        super().setUp()
        traveller = time_machine.travel(NOW, tick=False)
        traveller.start()
        self.addCleanup(traveller.stop)
        Publication.objects.create(pk=1, name="The Test Paper", base_url="https://paper.example")
        self.source = factories.make_source()
        self.image = factories.make_image()
        self.article = factories.make_published(
            headline="Old words", kind=Kind.REPUBLISHED, source=self.source, lead_image=self.image
        )

    def told(self, path: str, act: Callable[[], Any]) -> tuple[bytes, bytes]:
        """What the cache serves before the act and after it."""
        cache = PageCache(WSGIHandler())
        before = ask(cache, path).body
        assert ask(cache, path).body == before  # kept: the same without asking Django
        with self.captureOnCommitCallbacks(execute=True):
            act()
        return before, ask(cache, path).body

    def change(self, row: Any, **fields: Any) -> None:
        with acting.act("edit-row", by=None, at=NOW) as recorder:
            recorder.change(row, **fields)

    def test_sitemap_of_a_month_leaves_out_a_picture_whose_right_was_ended(self) -> None:
        for fields in ({"expires_at": NOW}, {"expires_at": None}, {"sealed_at": NOW}):
            before, after = self.told(
                "/sitemap-articles-2026-11.xml", partial(self.change, self.image, **fields)
            )
            assert (b"image:loc" in before) != (b"image:loc" in after), fields

    def test_sitemaps_follow_what_a_source_lets_search_engines_keep(self) -> None:
        factories.make_published(published_at=NOW - timedelta(days=60))
        address = f"<loc>https://paper.example{self.article.get_absolute_url()}".encode()
        month = b"sitemap-articles-2026-11"
        for path, named in (
            ("/sitemap.xml", month),
            ("/sitemap-news.xml", address),
            ("/sitemap-articles-2026-11.xml", address),
        ):
            with self.subTest(path):
                before, after = self.told(
                    path, lambda: self.change(self.source, indexing=Indexing.NOINDEX)
                )
                assert (named in before, named in after) == (True, False)
            self.change(self.source, indexing=Indexing.INDEX)

    def test_index_of_sitemaps_follows_where_an_original_stands(self) -> None:
        factories.make_published(published_at=NOW - timedelta(days=60))
        self.change(self.source, indexing=Indexing.CANONICAL)
        fields = {"canonical_url": "https://wire.example/1"}
        before, after = self.told(
            "/sitemap.xml", lambda: editing.edit(self.article, fields=fields, by=None, at=NOW)
        )

        month = b"sitemap-articles-2026-11"
        assert (month in before, month in after) == (True, False)

    def test_feeds_of_corrections_tell_new_headlines(self) -> None:
        factories.make_correction(self.article)
        for form in ("rss", "atom", "json"):
            words = f"Words of the {form}"
            before, after = self.told(
                f"/corrections/feed.{form}",
                partial(editing.edit, self.article, fields={"headline": words}, by=None, at=NOW),
            )
            assert (words.encode() in before, words.encode() in after) == (False, True)


@pytest.mark.once
class CachedPagesTest(OverCommits):
    def changed(
        self, cache: PageCache, known: Iterable[str], fresh: PageCache | None = None
    ) -> Iterator[str]:
        """Those that the cache would still serve, though they are others by now."""
        fresh = fresh or PageCache(WSGIHandler())
        for address in known:
            entry = cache._find(key_of(environ(*address.split("?"))), timezone.now())
            is_served = entry is not None and timezone.now() < entry.until
            self.served += is_served
            if is_served and not is_as(asked(cache, address), asked(fresh, address)):
                yield address

    def do(self, name: str, n: int) -> None:
        """One act; what is refused, or lacks a row to be done on, changes nothing."""
        refused = suppress(NewsroomError, ZeroDivisionError)
        with self.captureOnCommitCallbacks(execute=True), refused:
            getattr(Desk(timezone.now()), name)(n)

    @settings(
        max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from(STEPS), st.integers(0, 60), st.sampled_from([0, 0, 9, 40])),
            min_size=3,
            max_size=5,
        ),
        st.integers(0, 40),
    )
    @example([(name, 2, 0) for name in STEPS[: len(STEPS) // 2]], 0)
    @example([(name, 5, 0) for name in STEPS[len(STEPS) // 2 :]], 5)
    @example([("edit_row", n, 0) for n in range(2, 12)], 10)  # others empty the cache
    @example([("schedule", 0, 40), ("embargo", 1, 40), ("expire", 4, 40), ("edit_row", 4, 40)], 2)
    def test_after_any_acts_every_cached_page_is_the_one_made_anew(
        self, steps: list[tuple[str, int, int]], turn: int
    ) -> None:
        self.served = 0
        with time_machine.travel(NOW, tick=False) as clock:
            lay()
            cachekeys.touch_now(cachekeys.SITE)
            cache = PageCache(WSGIHandler())
            known = addresses()
            for address in known:
                asked(cache, address)
            for later, (name, n, passes) in enumerate(steps):
                looked_at = some(turn + later)
                for address in looked_at:
                    asked(cache, address)
                self.do(name, n)
                clock.shift(passes)
                assert list(self.changed(cache, looked_at)) == [], (name, n, passes)
            # An old page stays in the cache until another act touches it.
            assert list(self.changed(cache, known)) == [], steps
        assert self.served > 0 or not Correction.objects.exists()

    def test_after_the_heaviest_acts_no_address_at_all_is_an_old_one(self) -> None:
        self.served = 0
        with time_machine.travel(NOW, tick=False):
            lay()
            cache = PageCache(WSGIHandler())
            for address in addresses():
                asked(cache, address)
            for name, n in HEAVY:
                before, fresh = self.served, PageCache(WSGIHandler())
                acts = Act.objects.count()
                self.do(name, n)
                assert Act.objects.count() > acts, name
                assert list(self.changed(cache, addresses(), fresh)) == [], name
                for address in addresses():
                    asked(fresh, address)
                cache = fresh
                assert self.served > before, name  # it did not simply empty the cache
