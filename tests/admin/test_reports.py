"""Reports: each finds what it names and nothing else, counts no further than it says, acts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import charts, reports
from articles.desk import editing
from articles.enums import Relation, Status
from articles.models import Article, BulkRun, Image, NewsDay
from tests import factories
from tests.admin import pages

LIST = "/admin/articles/article/"
PAGE = "/admin/reports/"


def shown(**fields: Any) -> Article:
    now = timezone.now() - timedelta(hours=1)
    values = {"status": Status.PUBLISHED, "published_at": now, "visible_at": now, **fields}
    return factories.make_article(**values)


def whole(**fields: Any) -> Article:
    """An article that no report has anything to say of."""
    article = shown(
        section=factories.make_section(),
        source=factories.make_source(),
        lead_image=Image.objects.create(alt="A quay"),
        **fields,
    )
    assert not any(slugs_of(article))
    return article


def slugs_of(article: Article) -> list[str]:
    now = timezone.now()
    found = [
        slug
        for slug, report in reports.BY_SLUG.items()
        if report.rows(Article.objects.filter(pk=article.pk), now, None).exists()
    ]
    return sorted(found)


def long_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def test_article_that_lacks_nothing_stands_in_no_report(db: None) -> None:
    whole()


def test_each_lack_is_found_by_its_own_report(db: None) -> None:
    full = whole()

    full.lead_image.alt = ""
    full.lead_image.save()
    assert slugs_of(full) == ["no-alt"]

    Article.objects.filter(pk=full.pk).update(lead_image=None)
    assert slugs_of(full) == ["no-picture"]

    Article.objects.filter(pk=full.pk).update(section=None, source=None)
    assert slugs_of(full) == ["no-picture", "no-section", "uncredited"]
    factories.make_contribution(full)
    assert slugs_of(full) == ["no-picture", "no-section"]


def test_link_to_what_readers_cannot_open_is_a_dead_end(db: None) -> None:
    full, target = whole(), whole()
    factories.make_link(full, url="https://elsewhere.example/")  # is not looked at
    factories.make_link(full, target)
    assert slugs_of(full) == []

    Article.objects.filter(pk=target.pk).update(status=Status.DRAFT)
    assert slugs_of(full) == ["dead-ends"]


def test_translation_is_behind_once_what_came_first_is_updated_and_no_longer_then(
    db: None,
) -> None:
    first, translated = whole(), whole()
    for a, b in ((first, translated), (translated, first)):
        factories.make_link(a, b, kind=Relation.TRANSLATION)
    assert slugs_of(translated) == []

    Article.objects.filter(pk=first.pk).update(updated_at=timezone.now() - timedelta(minutes=9))
    assert (slugs_of(first), slugs_of(translated)) == ([], ["behind"])

    Article.objects.filter(pk=translated.pk).update(updated_at=timezone.now())
    assert (slugs_of(first), slugs_of(translated)) == ([], [])


@pytest.mark.parametrize(
    ("status", "days", "found"),
    [
        (Status.INCOMING, 1, []),
        (Status.INCOMING, 3, ["waiting"]),
        (Status.INCOMING, 31, []),
        (Status.DRAFT, 2, []),
        (Status.DRAFT, 4, ["old-drafts"]),
        (Status.SPIKED, 4, []),
    ],
)
def test_age_is_told_of_what_nobody_judged(
    db: None, status: Status, days: int, found: list[str]
) -> None:
    assert slugs_of(factories.make_article(status=status, arrived_at=long_ago(days))) == found


def test_what_is_published_counts_for_thirty_days_and_the_retracted_never(db: None) -> None:
    assert slugs_of(shown(visible_at=long_ago(31), published_at=long_ago(31))) == []
    assert slugs_of(shown(retracted_at=timezone.now())) == []


def test_my_drafts_are_those_that_i_touched(db: None) -> None:
    me, other = (factories.make_user(is_superuser=True) for _number in range(2))
    mine = editing.create(by=me, at=timezone.now(), headline="Mine")
    editing.create(by=other, at=timezone.now(), headline="Another's")

    rows = reports.BY_SLUG["mine"].rows(Article.objects.all(), timezone.now(), me.pk)

    assert list(rows) == [mine]


def test_report_is_the_article_list_and_ends_in_its_acts(desk: Client) -> None:
    lost = shown(headline="Nobody wrote this")
    whole(headline="Ann wrote this")

    page = desk.get(f"{LIST}?report=uncredited").content.decode()

    assert "Nobody wrote this" in page
    assert "Ann wrote this" not in page
    assert f'value="{lost.pk}"' in page
    assert 'value="spike_selected"' in page


def test_unknown_report_is_the_whole_list(desk: Client) -> None:
    shown(headline="Nobody wrote this")

    assert "Nobody wrote this" in desk.get(f"{LIST}?report=nonsense").content.decode()


def test_numbers_lead_to_their_lists_and_end_at_the_most(desk: Client) -> None:
    Article.objects.bulk_create(
        Article(headline=str(n), arrived_at=long_ago(4), status=Status.DRAFT)
        for n in range(reports.MOST + 2)
    )

    page = desk.get(PAGE).content.decode()

    assert f"<b>{reports.MOST}+</b> Old drafts" in page
    assert 'href="/admin/articles/article/?report=old-drafts"' in page


def test_page_takes_the_same_queries_for_many_sources_as_for_one(desk: Client) -> None:
    def taken() -> int:
        NewsDay.objects.all().delete()
        desk.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            assert desk.get(PAGE).status_code == 200
        return len(found)

    def repeat() -> None:
        first = factories.make_article(source=factories.make_source(), arrived_at=timezone.now())
        factories.make_article(
            source=factories.make_source(), copy_of=first, arrived_at=timezone.now()
        )

    repeat()
    one = taken()
    repeat()
    repeat()

    assert taken() == one <= 12


def test_reporter_without_rights_is_refused(client: Client, db: None) -> None:
    client.force_login(factories.make_user(is_staff=True))

    assert client.get(PAGE).status_code == 403


def test_copier_is_named_with_whom_it_took_from(desk: Client) -> None:
    wire = factories.make_source(name="Wire <b>")
    herald = factories.make_source(name="Herald")
    first = factories.make_article(source=wire, arrived_at=timezone.now())
    factories.make_article(source=herald, copy_of=first, arrived_at=timezone.now())

    page = desk.get(PAGE).content.decode()

    assert "1 article from Wire &lt;b&gt;" in page


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 min"), (1500, "25 min"), (3 * 3600, "3 h"), (3 * 86400, "3 days"), (None, "–")],
)
def test_length_of_time_is_told_as_a_desk_says_it(seconds: int | None, told: str) -> None:
    assert charts.told_wait(seconds) == told


def test_bars_stand_on_one_line_and_the_highest_fills_the_chart() -> None:
    today = timezone.localdate()
    days = [
        NewsDay(day=today - timedelta(days=back), arrived=arrived, copies=copies)
        for back, arrived, copies in ((2, 10, 0), (1, 20, 5), (0, 5, 5))
    ]

    chart = charts.lately(days)[0]

    assert [bar.height for bar in chart.bars] == ["32.0", "64.0", "16.0"]
    assert [float(bar.y) + float(bar.height) for bar in chart.bars] == [charts.HEIGHT] * 3
    assert [bar.part_height for bar in chart.bars] == ["0.0", "16.0", "16.0"]
    assert (chart.now, chart.usual) == ("5", "20")


def test_days_without_anything_draw_flat_bars() -> None:
    chart = charts.lately([NewsDay(day=timezone.localdate())])[2]

    assert (chart.now, chart.usual, chart.bars[0].height) == ("–", "–", "0.0")


def test_repeats_of_a_source_open_as_a_list_that_ends_in_a_bulk_act(desk: Client) -> None:
    wire, other = factories.make_source(name="Wire"), factories.make_source(name="Other")
    leader = factories.make_article(headline="Leader", source=wire)
    for headline, source, fields in (
        ("Copy", wire, {}),
        ("Out", wire, {"status": "published"}),
        ("Old", wire, {"arrived_at": factories.NOW - timedelta(days=15)}),
        ("Theirs", other, {}),
    ):
        if fields.get("status"):
            factories.make_published(headline=headline, source=source, copy_of=leader)
        else:
            factories.make_article(headline=headline, source=source, copy_of=leader, **fields)

    (link,) = pages.values(
        desk.get(PAGE), f"//a[contains(@href, 'report=repeats&source={wire.slug}')]/@href"
    )
    listed = desk.get(link)
    asked = desk.post(link, {"action": "spike_selected", "select_across": "1"})

    assert pages.texts(listed, "//th[contains(@class, 'field-title')]//a") == ["Copy"]
    run = BulkRun.objects.get()
    assert asked.url.startswith(f"/admin/bulk/{run.pk}/")
    assert [Article.objects.get(pk=pk).headline for pk in run.articles] == ["Copy"]


def test_picture_that_readers_do_not_see_is_found_wherever_it_stands(db: None) -> None:
    full = whole()
    lead = full.lead_image
    assert lead is not None
    for fields in ({"fault": "missing"}, {"expires_at": timezone.now()}):
        Image.objects.filter(pk=lead.pk).update(**fields)
        assert slugs_of(full) == ["broken-pictures"], fields
        Image.objects.filter(pk=lead.pk).update(fault="", expires_at=None)

    shown_in_text = Image.objects.create(alt="A pier")
    for html, found in (
        (f'<figure data-image="{shown_in_text.pk}"></figure>', []),
        ('<p>Text.</p><img src="/media/images/own.jpg">', []),
        ('<p>Text.</p><img src="https://pictures.example.org/a.jpg">', ["broken-pictures"]),
        ("<p>Text.</p>", []),
    ):
        editing.edit(full, by=None, at=timezone.now(), fields={"body_html": html})
        assert slugs_of(full) == found, html
        full.refresh_from_db()


def test_sources_of_broken_pictures_lead_to_their_articles_and_the_act_mends_them(
    desk: Any,
) -> None:
    good, bad = factories.make_source(name="Quay Post"), factories.make_source(name="Dock News")
    html = (
        '<p>One.</p><figure><img src="https://x.example/a.jpg"><figcaption>A</figcaption></figure>'
    )
    texts = [(good, "<p>One.</p>"), (bad, html), (bad, html)]
    rows = [shown(source=source, headline=f"Item {n}") for n, (source, _) in enumerate(texts)]
    for row, (_source, text) in zip(rows, texts, strict=True):
        editing.edit(row, by=None, at=timezone.now(), fields={"body_html": text})

    panel = pages.tree(desk.get(PAGE)).xpath("//section[@aria-labelledby='broken']//tbody/tr")
    [told] = [" ".join(row.text_content().split()) for row in panel]
    [url] = panel[0].xpath("td/a/@href")
    ids = [row.pk for row in rows[1:]]
    run = desk.post(url, {"action": "take_out_selected", "_selected_action": ids})
    desk.post(run["Location"].partition("?")[0] + "act/", {"act": "begin"})

    assert told == "Dock News 2"
    assert url.endswith(f"?report=broken-pictures&source={bad.slug}")
    kept = [Article.objects.get(pk=pk).body_text.split() for pk in ids]
    assert kept == [["One."], ["One."]]
    assert slugs_of(rows[1]) == ["no-picture", "no-section"]
