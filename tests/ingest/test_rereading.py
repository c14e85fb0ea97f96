"""What the desk writes or changes is known to the look-up before the next arrival."""

from typing import Any

import pytest

from articles.desk import editing, publishing
from articles.enums import Verdict
from articles.ingest import matching, rereading, store
from articles.models import Article, Fingerprint, FingerprintHash, Match
from tests.factories import NOW, make_source
from tests.ingest.documents import FLOOD, TRAM, html, make_item, make_parsed

pytestmark = pytest.mark.django_db


def write(text: tuple[str, ...]) -> Article:
    return editing.create(by=None, at=NOW, headline="Our own", body_html=html(text))


def bring(text: tuple[str, ...], **options: Any) -> list[int]:
    item = make_item(headline="Theirs", body_html=html(text))
    tally = store.take_in(make_parsed(item), source=make_source(), now=NOW, **options)
    return tally.article_ids


def test_copy_of_our_own_report_is_known_as_one() -> None:
    ours = write(FLOOD)
    publishing.publish(ours, by=None, at=NOW)

    (theirs,) = bring(FLOOD)

    pair = Match.objects.get()
    assert ({pair.a_id, pair.b_id}, pair.verdict) == ({ours.pk, theirs}, Verdict.SAME_COPY)


def test_text_that_the_desk_wrote_anew_is_compared_as_it_stands() -> None:
    ours = write(FLOOD)
    rereading.reread(NOW)
    editing.edit(ours, by=None, at=NOW, fields={"body_html": html(TRAM)})

    (theirs,) = bring(TRAM)

    assert Match.objects.get().verdict == Verdict.SAME_COPY
    assert Article.objects.get(pk=theirs).copy_of_id == ours.pk


def test_our_text_is_compared_with_what_came_before_it_and_not_joined() -> None:
    bring(FLOOD)
    ours = write(FLOOD)

    assert rereading.reread(NOW) == 1

    assert Match.objects.get().verdict == Verdict.SAME_COPY
    assert Article.objects.get(pk=ours.pk).copy_of_id is None


def test_each_text_is_read_again_once() -> None:
    ours = write(FLOOD)
    editing.edit(ours, by=None, at=NOW, fields={"headline": "Our own, better"})

    assert (rereading.reread(NOW), rereading.reread(NOW)) == (1, 0)
    assert FingerprintHash.objects.filter(article=ours).exists()


def test_what_changes_no_word_reads_nothing_again() -> None:
    ours = write(FLOOD)
    rereading.reread(NOW)

    publishing.publish(ours, by=None, at=NOW)
    editing.edit(ours, by=None, at=NOW, fields={"slugline": "FLOOD"})

    assert not Fingerprint.objects.outdated().exists()


def test_text_changed_while_it_is_compared_waits_for_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = write(FLOOD)
    look = matching.look

    def look_and_be_edited(article: Article, **options: Any) -> Any:
        around = look(article, **options)
        editing.edit(ours, by=None, at=NOW, fields={"body_html": html(TRAM)})
        return around

    monkeypatch.setattr(matching, "look", look_and_be_edited)
    assert rereading.reread(NOW) == 0

    monkeypatch.setattr(matching, "look", look)
    assert rereading.reread(NOW) == 1


def test_text_that_cannot_be_read_keeps_no_arrival_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ours = write(FLOOD)

    def break_down(*_: Any, **__: Any) -> None:
        raise ValueError("no such text")

    with monkeypatch.context() as patch:
        patch.setattr(matching, "compare", break_down)
        assert rereading.reread(NOW) == 0

    assert f"Article {ours.pk} was not read again" in caplog.text
    assert len(bring(FLOOD)) == 1
    assert Match.objects.get().verdict == Verdict.SAME_COPY


def test_dry_run_reads_nothing_again() -> None:
    write(FLOOD)

    bring(FLOOD, dry_run=True)

    assert Fingerprint.objects.outdated().count() == 1
