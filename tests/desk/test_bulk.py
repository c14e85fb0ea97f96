"""One act on many: bounded, resumable, one refusal stops nothing, taken back as a whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles.desk import bulk, publishing
from articles.enums import Door, Status
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Article, BulkRun
from tests import factories


@pytest.fixture
def chief(db: None) -> Any:
    return factories.make_chief()


def asked(verb: str, articles: list[Article], by: Any, **argument: Any) -> BulkRun:
    return bulk.ask(verb, [a.pk for a in articles], by=by, at=timezone.now(), argument=argument)


def carried_out(verb: str, articles: list[Article], by: Any, **argument: Any) -> BulkRun:
    run = asked(verb, articles, by, **argument)
    bulk.begin(run, now=timezone.now())
    assert bulk.advance(run, seconds=60)
    return run


def statuses(articles: list[Article]) -> list[str]:
    return [Article.objects.get(pk=article.pk).status for article in articles]


def drafts(count: int) -> list[Article]:
    return [
        factories.make_draft(headline=f"Draft {n}", body_html="<p>Text.</p>") for n in range(count)
    ]


def test_every_article_is_dealt_with_and_each_act_is_in_history(chief: Any) -> None:
    articles = drafts(3)

    run = carried_out("spike", articles, chief)

    assert statuses(articles) == [Status.SPIKED] * 3
    assert (run.position, run.refused, run.is_over) == (3, {}, True)
    acts = Act.objects.filter(verb="spike", door=Door.BULK)
    assert {(act.by, act.at) for act in acts} == {(chief, run.at)}


def test_refused_ones_are_named_and_stop_nothing(chief: Any) -> None:
    gone, first, last = drafts(3)
    killed = factories.make_article(status=Status.KILLED)
    run = asked("spike", [first, killed, gone, last], chief)
    Article.objects.filter(pk=gone.pk).delete()

    bulk.begin(run, now=timezone.now())
    bulk.advance(run, seconds=60)

    assert statuses([first, last]) == [Status.SPIKED] * 2
    assert run.refused[str(gone.pk)] == "This article no longer exists."
    assert set(run.refused) == {str(killed.pk), str(gone.pk)}
    assert (run.done_count, run.is_over) == (2, True)


def test_nothing_is_done_before_it_is_begun(chief: Any) -> None:
    articles = drafts(1)
    run = asked("spike", articles, chief)

    assert not bulk.advance(run, seconds=60)
    assert statuses(articles) == [Status.DRAFT]


def test_what_will_be_refused_is_foreseen_and_nothing_is_done(chief: Any) -> None:
    article = drafts(1)[0]
    killed = factories.make_article(status=Status.KILLED)
    run = asked("spike", [article, killed], chief)

    assert list(bulk.foresee(run)) == [killed.pk]
    assert statuses([article]) == [Status.DRAFT]
    assert not Act.objects.exists()


def test_run_that_was_cut_off_goes_on_where_it_stood(chief: Any) -> None:
    articles = drafts(4)
    run = asked("spike", articles, chief)
    bulk.begin(run, now=timezone.now())

    bulk.advance(run, seconds=0)
    assert run.position == 0
    rounds = 0
    while not run.is_over:
        bulk.advance(run, seconds=0.001)
        rounds += 1

    assert rounds > 1
    assert Act.objects.filter(verb="spike").count() == 4


def test_second_worker_leaves_a_claimed_run_alone_until_the_claim_ends(chief: Any) -> None:
    run = asked("spike", drafts(1), chief)
    bulk.begin(run, now=timezone.now())
    BulkRun.objects.update(claimed_until=timezone.now() + timedelta(seconds=5))

    assert not bulk.advance(run, seconds=60)
    BulkRun.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert bulk.advance(run, seconds=60)


def test_stopped_run_leaves_the_rest(chief: Any) -> None:
    articles = drafts(2)
    run = asked("spike", articles, chief)
    bulk.begin(run, now=timezone.now())
    bulk.stop(run, now=timezone.now())

    assert not bulk.advance(run, seconds=60)
    assert statuses(articles) == [Status.DRAFT] * 2


def test_undo_takes_all_of_it_back_and_only_that(chief: Any) -> None:
    articles = drafts(3)
    other = drafts(1)[0]
    publishing.spike(other, by=chief, at=timezone.now())
    run = carried_out("spike", articles, chief)

    back = bulk.ask_undo(run, by=chief, at=timezone.now())
    bulk.advance(back, seconds=60)

    assert statuses(articles) == [Status.DRAFT] * 3
    assert statuses([other]) == [Status.SPIKED]
    assert (back.done_count, back.refused) == (3, {})


def test_undo_names_what_was_changed_since(chief: Any) -> None:
    article = drafts(1)[0]
    run = carried_out("spike", [article], chief)
    publishing.revive(Article.objects.get(pk=article.pk), by=chief, at=timezone.now())

    back = bulk.ask_undo(run, by=chief, at=timezone.now())
    bulk.advance(back, seconds=60)

    assert "changed again since" in back.refused[str(article.pk)]


def test_undo_is_once_and_for_whoever_did_it(chief: Any) -> None:
    run = carried_out("spike", drafts(1), chief)

    with pytest.raises(ActRefused, match="Somebody else"):
        bulk.ask_undo(run, by=factories.make_chief(username="other"), at=timezone.now())
    bulk.ask_undo(run, by=chief, at=timezone.now())
    with pytest.raises(ActRefused, match="undone before"):
        bulk.ask_undo(run, by=chief, at=timezone.now())


def test_section_and_tags_are_given_to_all(chief: Any) -> None:
    articles = drafts(2)
    section = factories.make_section()

    carried_out("section", articles, chief, section=section.pk)
    carried_out("tag", articles, chief, names=["Harbour", "Port"])

    for article in Article.objects.filter(pk__in=[a.pk for a in articles]):
        assert article.section == section
        assert sorted(article.tags.names()) == ["Harbour", "Port"]


def test_nothing_chosen_and_too_much_are_refused(chief: Any) -> None:
    with pytest.raises(ActRefused, match="No article"):
        bulk.ask("spike", [], by=chief, at=timezone.now())
    with pytest.raises(ActRefused, match="more than 10000"):
        bulk.ask("spike", range(bulk.MOST + 1), by=chief, at=timezone.now())


def test_person_without_the_right_is_refused(db: None) -> None:
    with pytest.raises(NotPermitted):
        bulk.ask("publish", [1], by=factories.make_user(), at=timezone.now())


def test_lock_that_runs_out_is_tried_once_more(chief: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = drafts(2)
    tried: list[int] = []
    spike = bulk.VERBS["spike"].deed

    def locked_at_first(article: Article, run: BulkRun) -> Any:
        tried.append(article.pk)
        if tried.count(article.pk) == 1 or article == articles[1]:
            raise OperationalError("database is locked")
        return spike(article, run)

    verb = bulk.Verb("Spike", "spike_article", locked_at_first)
    monkeypatch.setitem(bulk.VERBS, "spike", verb)
    run = carried_out("spike", articles, chief)

    assert statuses(articles) == [Status.SPIKED, Status.DRAFT]
    assert run.refused == {str(articles[1].pk): "Somebody else held it for too long. Try it again."}


def test_fault_of_one_article_is_told_and_the_rest_goes_on(
    chief: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = drafts(2)
    spike = bulk.VERBS["spike"].deed

    def faulty(article: Article, run: BulkRun) -> Any:
        if article == articles[0]:
            raise ValueError("odd")
        return spike(article, run)

    monkeypatch.setitem(bulk.VERBS, "spike", bulk.Verb("Spike", "spike_article", faulty))
    run = carried_out("spike", articles, chief)

    assert statuses(articles) == [Status.DRAFT, Status.SPIKED]
    assert "unexpected fault" in run.refused[str(articles[0].pk)]


def test_what_was_never_begun_is_thrown_away_a_day_later(chief: Any) -> None:
    old = asked("spike", drafts(1), chief)
    BulkRun.objects.update(at=timezone.now() - timedelta(days=2))

    asked("spike", drafts(1), chief)

    assert not BulkRun.objects.filter(pk=old.pk).exists()
