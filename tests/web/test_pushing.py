"""The hub hears of each visible change once, and of nothing that cannot be read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from articles.desk import (
    acting,
    correcting,
    editing,
    linking,
    merging,
    pinging,
    publishing,
    tagging,
)
from articles.enums import CorrectionKind, Rights, Status
from articles.errors import FetchFailed
from articles.models import Article, Ping, PingAhead, Publication
from articles.web import pushing
from tests import factories
from tests.factories import LATER, NOW

pytestmark = pytest.mark.django_db

HUB = "https://hub.example/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def paper(paper: Publication) -> Publication:
    Publication.objects.update(hub_url=HUB)
    return paper


class Hub:
    """Takes what it is sent, or refuses it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.error: FetchFailed | None = None

    def __call__(self, url: str, fields: dict[str, str]) -> None:
        assert (url, fields["hub.mode"], fields["hub.topic"]) == (HUB, "publish", fields["hub.url"])
        if self.error:
            raise self.error
        self.told.append(fields["hub.url"].removeprefix("https://paper.example"))

    def hears(self, now: datetime = NOW) -> set[str]:
        """The lists told of in a round at that moment; each of their forms exactly once."""
        self.told = []
        pushing.push_due(now, send=self)
        lists = {url.rpartition("feed.")[0] for url in self.told}
        forms = ("rss", "atom", "json")
        assert sorted(self.told) == sorted(f"{path}feed.{form}" for path in lists for form in forms)
        return lists


@pytest.fixture
def hub() -> Hub:
    return Hub()


def make_ready(**fields: Any) -> Article:
    section = factories.make_section(slug="world")
    source = factories.make_source(slug="wire")
    return factories.make_ready(section=section, source=source, **fields)


ITS_LISTS = {"/", "/section/world/", "/source/wire/"}


def test_publishing_tells_of_every_list_of_the_article_once(paper: Publication, hub: Hub) -> None:
    article = make_ready(slug="x", story=factories.make_story(title="A flood", slug="a-flood"))
    factories.make_contribution(article, author=factories.make_author(slug="ann"))
    factories.tag_article(article, factories.make_tag("Sea", slug="sea"))

    publishing.publish(article, by=None, at=NOW)

    story = f"/story/{article.story_id}/"
    heard = hub.hears()
    assert {path if "/story/" not in path else story for path in heard} == ITS_LISTS | {
        "/author/ann/", "/tag/sea/", story,
    }  # fmt: skip
    assert hub.hears() == set()  # once for each change


def test_changes_before_the_hub_hears_of_them_are_one_ping(paper: Publication, hub: Hub) -> None:
    article = make_ready()
    publishing.publish(article, by=None, at=NOW)
    for n in range(3):
        editing.edit(article, fields={"headline": f"Retitled {n}"}, by=None, at=NOW + n * MINUTE)
        article.refresh_from_db()

    assert hub.hears(NOW + 3 * MINUTE) == ITS_LISTS
    assert len(hub.told) == 9


@pytest.mark.parametrize(
    "act",
    [
        lambda article: publishing.draft(article, by=None, at=NOW),
        lambda article: editing.edit(article, fields={"headline": "Another"}, by=None, at=NOW),
        lambda article: publishing.spike(article, by=None, at=NOW),
    ],
)
def test_what_no_reader_can_see_is_never_told(
    paper: Publication, hub: Hub, act: Callable[[Article], object]
) -> None:
    act(make_ready(status=Status.INCOMING))

    assert hub.hears() == set()
    assert not PingAhead.objects.exists()


def test_note_to_editors_is_no_visible_change(paper: Publication, hub: Hub) -> None:
    article = make_ready(status=Status.PUBLISHED)

    editing.edit(article, fields={"editor_note": "Call again.", "urgency": 2}, by=None, at=NOW)

    assert hub.hears() == set()


def test_scheduled_article_is_told_of_at_its_moment_and_not_before(
    paper: Publication, hub: Hub
) -> None:
    article = make_ready()
    publishing.schedule(article, by=None, at=NOW, when=LATER)

    assert hub.hears(LATER - MINUTE) == set()
    with time_machine.travel(LATER, tick=False):
        assert hub.hears(LATER) == ITS_LISTS
    assert hub.hears(LATER + MINUTE) == set()


def test_embargo_and_expiry_are_told_of_when_they_end(paper: Publication, hub: Hub) -> None:
    article = make_ready(expires_at=LATER + MINUTE)
    publishing.publish(article, by=None, at=NOW, embargoed_until=LATER)

    assert hub.hears(NOW) == set()
    assert hub.hears(LATER) == ITS_LISTS
    assert hub.hears(LATER + MINUTE) == ITS_LISTS


def test_schedule_that_was_called_off_or_moved_is_told_of_at_no_former_moment(
    paper: Publication, hub: Hub
) -> None:
    stopped, moved = make_ready(), factories.make_ready()
    publishing.schedule(stopped, by=None, at=NOW, when=LATER)
    publishing.unpublish(stopped, by=None, at=NOW)
    publishing.schedule(moved, by=None, at=NOW, when=LATER)
    moved.refresh_from_db()
    publishing.schedule(moved, by=None, at=NOW, when=LATER + MINUTE)

    assert hub.hears(LATER) == set()
    assert "/" in hub.hears(LATER + MINUTE)


def test_withdrawal_and_moves_tell_the_lists_that_it_left(paper: Publication, hub: Hub) -> None:
    article = make_ready(status=Status.PUBLISHED)
    tag = factories.make_tag("Sea", slug="sea")
    other = factories.make_published()
    factories.tag_article(other, tag)
    factories.tag_article(article, tag)
    sport = factories.make_section(slug="sport")

    editing.edit(article, fields={"section_id": sport.pk}, by=None, at=NOW)
    assert {"/section/world/", "/section/sport/"} <= hub.hears()
    tagging.untag(article, tags=[tag], by=None, at=NOW)
    assert "/tag/sea/" in hub.hears()
    publishing.kill(article, by=None, at=NOW, note="No.")
    assert {"/", "/section/sport/"} <= hub.hears()
    chief = factories.make_chief()
    merging.apply_merge(
        merging.plan_merge(other, [factories.make_published()], by=chief), by=chief, at=NOW
    )
    assert "/" in hub.hears()


def test_correction_is_told_of_in_the_feed_of_corrections(paper: Publication, hub: Hub) -> None:
    article = make_ready(status=Status.PUBLISHED)

    correcting.correct(
        article, kind=CorrectionKind.CORRECTION, text="It was seven.", by=None, at=NOW
    )

    assert hub.hears() == ITS_LISTS | {"/corrections/"}


def change(row: Any, **fields: Any) -> None:
    with acting.act("edit-row", by=None, at=NOW) as recorder:
        recorder.change(row, **fields)


def test_new_terms_or_name_of_a_source_are_told_where_its_articles_stand(
    paper: Publication, hub: Hub
) -> None:
    article = make_ready(status=Status.PUBLISHED)
    assert article.source is not None
    sport = factories.make_section(slug="sport")
    factories.make_credit(factories.make_published(section=sport), source=article.source)
    factories.make_published(section=factories.make_section(slug="culture"))

    for fields in ({"rights": Rights.EXCERPT}, {"name": "Harbour Wire"}):
        change(article.source, **fields)
        assert hub.hears() == ITS_LISTS | {"/section/sport/"}
    change(article.source, notes="Call them on Mondays.", trust=1)
    assert hub.hears() == set()


def test_names_of_author_tag_section_and_story_are_told_where_they_stand(
    paper: Publication, hub: Hub
) -> None:
    story = factories.make_story(title="A flood", slug="a-flood")
    article = make_ready(status=Status.PUBLISHED, story=story, headline="A flood")
    author, tag = factories.make_author(slug="ann"), factories.make_tag("Sea", slug="sea")
    factories.make_contribution(article, author=author)
    factories.tag_article(article, tag)
    assert article.section is not None
    everywhere = ITS_LISTS | {"/author/ann/", "/tag/sea/", f"/story/{story.pk}/a-flood/"}

    change(author, name="Ann Marsh")
    heard = [hub.hears()]
    change(tag, name="The sea")
    heard.append(hub.hears())
    change(article.section, name="Abroad")
    assert hub.hears() == {"/section/world/"}
    chief = factories.make_chief()
    linking.edit_story(story, fields={"title": "The flood"}, by=chief, at=NOW)
    assert hub.hears() == {f"/story/{story.pk}/the-flood/"}
    assert heard == [everywhere, everywhere]


def test_words_and_right_of_a_picture_are_told_where_it_stands(
    paper: Publication, hub: Hub
) -> None:
    image = factories.make_image()
    make_ready(status=Status.PUBLISHED, lead_image=image)
    sport = factories.make_section(slug="sport")
    inside = factories.make_published(section=sport)
    html = f'<figure data-image="{image.pk}"></figure>'
    editing.edit(inside, fields={"body_html": f"<p>Text.</p>{html}"}, by=None, at=NOW)
    hub.hears()

    for fields in ({"caption": "The pier"}, {"expires_at": NOW}):
        change(image, **fields)
        assert hub.hears() == ITS_LISTS | {"/section/sport/"}


@pytest.mark.parametrize(
    "hidden", [{"status": Status.INCOMING}, {"status": Status.PUBLISHED, "published_at": LATER}]
)
def test_change_of_what_only_hidden_articles_name_is_told_nobody(
    paper: Publication, hub: Hub, hidden: dict[str, Any]
) -> None:
    story = factories.make_story(title="A coup")
    article = make_ready(lead_image=factories.make_image(), story=story, **hidden)
    tag = factories.make_tag("Coup")
    factories.tag_article(article, tag)

    change(article.source, rights=Rights.LINK)
    change(article.lead_image, caption="Tanks")
    change(tag, name="The coup")
    change(story, title="The coup")

    assert hub.hears() == set()


def test_hub_that_refuses_is_asked_again_later_each_time_later(
    paper: Publication, hub: Hub
) -> None:
    publishing.publish(make_ready(), by=None, at=NOW)
    hub.error = FetchFailed("hub.example answered 503.", status=503, retry_after=300)

    tally = pushing.push_due(NOW, send=hub)

    assert (tally.sent, tally.failed, Ping.objects.failing().count()) == (0, 9, 9)
    hub.error = None
    assert hub.hears(NOW + 4 * MINUTE) == set()
    assert hub.hears(NOW + 5 * MINUTE) == ITS_LISTS
    assert not Ping.objects.exists()


def test_hub_out_of_reach_is_asked_once_a_round_and_given_up_in_the_end(
    paper: Publication, hub: Hub
) -> None:
    pinging.note(["latest:0"], NOW)
    hub.error = FetchFailed("No connection.")

    assert pushing.push_due(NOW, send=hub).failed == 1
    for n in range(1, 40):
        pushing.push_due(NOW + timedelta(hours=5 * n), send=hub)
    assert list(Ping.objects.values_list("given_up", "tries").distinct()) == [
        (True, pinging.MOST_TRIES)
    ]
    hub.error = None
    assert hub.hears(NOW + timedelta(days=30)) == set()
    pinging.note(["latest:0"], NOW + timedelta(days=30))  # the next change begins anew
    assert hub.hears(NOW + timedelta(days=30)) == {"/"}


def test_change_while_the_hub_is_told_is_told_after_it(paper: Publication) -> None:
    pinging.note(["latest:0"], NOW)

    def meanwhile(url: str, fields: dict[str, str]) -> None:
        pinging.note(["latest:0"], NOW + MINUTE)

    pushing.push_due(NOW, send=meanwhile)

    assert Ping.objects.due(NOW + MINUTE).count() == 3


def test_feed_that_nobody_can_read_any_more_is_not_told_of(paper: Publication, hub: Hub) -> None:
    pinging.note(["tag:987654", "story:987654", "section:987654"], NOW)

    assert hub.hears() == set()
    assert not Ping.objects.exists()


def test_without_a_hub_nothing_is_noted_and_the_command_sends_nothing(
    paper: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    Publication.objects.update(hub_url="")
    publishing.publish(make_ready(), by=None, at=NOW)
    assert not Ping.objects.exists()

    pinging.note(["latest:0"], NOW)
    call_command("send_pings", "--dry-run")
    call_command("send_pings")

    assert capsys.readouterr().out == "Due: 3.\nTold: 0. Failed: 0. Dropped: 3.\n"
