"""The list's acts: looked at first, begun, watched, refused ones named, taken back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import search
from articles.admin import bulk as screens
from articles.admin import undoing_acts
from articles.desk import bulk
from articles.enums import Status
from articles.models import Article, BulkRun
from tests import factories
from tests.admin.conftest import logged_in

LIST = "/admin/articles/article/"


def chosen(client: Client, verb: str, ids: list[int], query: str = "", **more: Any) -> Any:
    data = {"action": f"{verb}_selected", "_selected_action": ids, "index": 0, **more}
    return client.post(LIST + query, data)


def begin(client: Client, run: BulkRun, **data: Any) -> Any:
    return client.post(f"/admin/bulk/{run.pk}/act/", {"act": "begin", **data}, follow=True)


def status_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).status


def test_act_is_looked_at_before_anything_is_done(desk: Client) -> None:
    article = factories.make_draft(headline="<img onerror>")
    killed = factories.make_article(headline="Gone", status=Status.KILLED)

    answer = chosen(desk, "spike", [article.pk, killed.pk])
    page = desk.get(answer.url).content.decode()

    assert "2 articles are chosen." in page
    assert "1 of the first will be refused." in page
    assert "&lt;img onerror&gt;" in page
    assert status_of(article) == Status.DRAFT


def test_begun_act_is_done_and_leads_back_to_the_list(desk: Client) -> None:
    article = factories.make_draft()
    answer = chosen(desk, "spike", [article.pk], "?status__exact=draft")
    run = BulkRun.objects.get()

    done = begin(desk, run, back="/admin/articles/article/?status__exact=draft")

    assert "back=" in answer.url
    assert done.redirect_chain[-1][0] == "/admin/articles/article/?status__exact=draft"
    assert "Spike. Done for 1 article." in done.content.decode()
    assert status_of(article) == Status.SPIKED


def test_address_to_go_back_to_is_a_list_of_ours(desk: Client) -> None:
    chosen(desk, "spike", [factories.make_draft().pk])

    done = begin(desk, BulkRun.objects.get(), back="https://evil.example/")

    assert done.redirect_chain[-1][0] == LIST


def test_refused_ones_are_listed_with_their_reason(desk: Client) -> None:
    killed = factories.make_article(headline="Gone", status=Status.KILLED)
    chosen(desk, "spike", [killed.pk, factories.make_draft().pk])

    page = begin(desk, BulkRun.objects.get()).content.decode()

    assert "Done for 1 article, 1 refused." in page
    assert "Gone" in page


def test_all_that_the_filter_shows_is_more_than_the_page(desk: Client) -> None:
    Article.objects.bulk_create(
        Article(headline=str(n), arrived_at=timezone.now(), status=Status.DRAFT) for n in range(120)
    )
    other = factories.make_article()

    chosen(desk, "spike", [], "?status__exact=draft", select_across=1)
    run = BulkRun.objects.get()
    assert "and 95 more" in desk.get(f"/admin/bulk/{run.pk}/").content.decode()
    begin(desk, run)

    assert run.count == 120
    assert Article.objects.filter(status=Status.SPIKED).count() == 120
    assert status_of(other) == Status.INCOMING


def test_all_that_a_search_shows_is_what_was_found(desk: Client) -> None:
    found, other = factories.make_draft(headline="Harbour"), factories.make_draft(headline="Tram")
    search.index([found.pk, other.pk])

    chosen(desk, "spike", [], "?q=harbour", select_across=1)

    assert BulkRun.objects.get().articles == [found.pk]


def test_section_is_asked_for_and_nothing_begins_without(desk: Client) -> None:
    article, section = factories.make_draft(), factories.make_section(name="Harbour")
    chosen(desk, "section", [article.pk])
    run = BulkRun.objects.get()
    assert "Harbour" in desk.get(f"/admin/bulk/{run.pk}/").content.decode()

    page = begin(desk, run).content.decode()
    assert "This field is required." in page
    assert BulkRun.objects.get().started_at is None

    begin(desk, run, section=section.pk)
    assert Article.objects.get(pk=article.pk).section == section


def test_long_run_is_carried_on_in_slices_and_watched(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "AT_ONCE", 1)
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(screens.jobs, "enqueue", lambda path, **arguments: given.append(arguments))
    articles = [factories.make_draft() for _number in range(3)]
    chosen(desk, "spike", [article.pk for article in articles])
    run = BulkRun.objects.get()

    page = begin(desk, run).content.decode()
    before = desk.get(f"/admin/bulk/{run.pk}/state/").json()
    step = desk.post(
        f"/admin/bulk/{run.pk}/act/", {"act": "step"}, headers={"accept": "application/json"}
    )

    assert given == [{"run": run.pk}]
    assert "<progress" in page
    assert (before["position"], before["over"]) == (0, False)
    assert step.json() == {"position": 3, "over": True, "said": "Done for 3 articles"}


def test_long_run_is_taken_over_by_the_worker(
    desk: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(screens, "AT_ONCE", 1)
    articles = [factories.make_draft() for _number in range(3)]
    chosen(desk, "spike", [article.pk for article in articles])

    with django_capture_on_commit_callbacks(execute=True):
        begin(desk, BulkRun.objects.get())

    assert {status_of(article) for article in articles} == {Status.SPIKED}


def test_undo_takes_the_whole_run_back(desk: Client) -> None:
    articles = [factories.make_draft() for _number in range(2)]
    chosen(desk, "spike", [article.pk for article in articles])
    run = BulkRun.objects.get()
    begin(desk, run)

    desk.post(f"/admin/bulk/{run.pk}/act/", {"act": "undo"})

    assert {status_of(article) for article in articles} == {Status.DRAFT}
    assert "It was undone" in desk.get(f"/admin/bulk/{run.pk}/").content.decode()


def test_last_act_that_was_a_run_is_undone_whole_from_the_inbox(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing_acts, "MOST", 1)  # what one undo takes back of any other batch
    articles = [factories.make_draft() for _number in range(3)]
    chosen(desk, "spike", [article.pk for article in articles])
    begin(desk, BulkRun.objects.get())

    page = desk.post("/admin/inbox/act/", {"act": "undo"}, follow=True).content.decode()

    assert {status_of(article) for article in articles} == {Status.DRAFT}
    assert "Undo: Spike. Done for 3 articles." in page


def test_search_says_that_it_chooses_the_newest_that_fit(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WINDOW", 1)
    found = factories.make_draft(headline="Harbour")
    search.index([found.pk])

    chosen(desk, "spike", [], "?q=harbour", select_across=1)

    page = desk.get(f"/admin/bulk/{BulkRun.objects.get().pk}/").content.decode()
    assert "A search acts on the newest 1 that fit" in page


def test_run_is_its_persons_own(desk: Client) -> None:
    chosen(desk, "spike", [factories.make_draft().pk])
    run = BulkRun.objects.get()
    other = logged_in(factories.make_user(factories.REPORTER))

    assert other.post(f"/admin/bulk/{run.pk}/act/", {"act": "begin"}).status_code == 403
    assert BulkRun.objects.get().started_at is None


def test_too_many_are_refused_with_what_to_do(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)

    ids = [factories.make_draft().pk, factories.make_draft().pk]
    chosen(desk, "spike", ids)

    assert "Narrow the list" in desk.get(LIST).content.decode()
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("publish", Status.DRAFT, Status.PUBLISHED),
        ("draft", Status.INCOMING, Status.DRAFT),
        ("spike", Status.INCOMING, Status.SPIKED),
    ],
)
def test_each_act_does_what_it_says(desk: Client, verb: str, before: Status, after: Status) -> None:
    article = factories.make_article(status=before)
    chosen(desk, verb, [article.pk])

    begin(desk, BulkRun.objects.get())

    assert status_of(article) == after


def test_article_of_another_section_is_refused_with_who_can_help(db: None) -> None:
    own, other = factories.make_section(), factories.make_section()
    editor = logged_in(factories.make_user(factories.SECTION_EDITOR, (own,)))
    mine = factories.make_draft(section=own)
    theirs = factories.make_draft(section=other)
    chosen(editor, "spike", [mine.pk, theirs.pk])

    begin(editor, BulkRun.objects.get())

    assert (status_of(mine), status_of(theirs)) == (Status.SPIKED, Status.DRAFT)
    assert "is not yours" in BulkRun.objects.get().refused[str(theirs.pk)]
