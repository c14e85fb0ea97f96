"""Named versions: given on the history screen, kept on top, compared with now by a digit."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import history
from articles.desk import editing, undoing, version_naming
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Article, VersionName
from tests.admin import pages
from tests.factories import NOW, REPORTER, make_draft, make_section, make_user

TOP = "//section[@aria-labelledby='named-title']"
LINES = "//ol[@class='acts']/li"


def edited(article: Article, at: datetime, by: Any = None, **fields: Any) -> Act:
    editing.edit(Article.objects.get(pk=article.pk), by=by, at=at, fields=fields)
    return Act.objects.latest("pk")


def named(article: Article, act: Act, name: str, at: datetime = NOW) -> VersionName:
    return version_naming.name_version(article, act=act, name=name, by=None, at=at)


def page(client: Client, article: Article, **query: str) -> Any:
    return client.get(reverse("admin:articles_article_history", args=[article.pk]), query)


def post(client: Client, article: Article, **fields: Any) -> list[str]:
    url = reverse("admin:articles_article_version_name", args=[article.pk])
    return pages.said(client.post(url, fields))


def test_version_gets_a_name_another_one_and_none_and_each_is_an_act(desk: Client) -> None:
    article = make_draft()
    act = edited(article, NOW, kicker="Then")

    first = post(desk, article, act=act.pk, name="  As  sent to the lawyer ")
    second = post(desk, article, act=act.pk, name="After the lawyer")
    version = VersionName.objects.get()
    third = post(desk, article, off=version.pk)

    assert (first[-1], second[-1]) == (
        "Named: “As sent to the lawyer”.",
        "Named: “After the lawyer”.",
    )
    assert version.act == act
    assert third[-1] == "“After the lawyer” is no name any more."
    verbs = Act.objects.exclude(verb="edit").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["name-version", "name-version", "unname-version"]


def test_taken_off_name_comes_back_by_undo(desk: Client) -> None:
    article = make_draft()
    version = named(article, edited(article, NOW, kicker="Then"), "As filed")
    post(desk, article, off=version.pk)

    undoing.undo_act(Act.objects.latest("pk"), by=None, at=NOW)

    assert VersionName.objects.get() == version


def test_named_ones_stand_on_top_and_a_digit_compares_each_with_now(desk: Client) -> None:
    article = make_draft(headline="First")
    older = edited(article, NOW - timedelta(hours=2), headline="Second")
    newer = edited(article, NOW - timedelta(hours=1), headline="Third")
    last = edited(article, NOW, headline="Fourth")
    for act, name in ((older, "To the desk"), (newer, "To the lawyer")):
        named(article, act, name)

    response = page(desk, article)
    links = pages.tree(response).xpath(f"{TOP}//a[@data-key]")
    compared = desk.get(links[1].get("href"))

    assert pages.texts(response, f"{TOP}//li/strong") == ["To the lawyer", "To the desk"]
    url = reverse("admin:articles_article_versions", args=[article.pk])
    assert [(link.get("data-key"), link.get("href")) for link in links] == [
        ("1", f"{url}?from={newer.pk}&to={last.pk}"),
        ("2", f"{url}?from={older.pk}&to={last.pk}"),
    ]
    assert "To the desk" in pages.texts(compared, "//p[@class='panel']")[0]
    assert pages.texts(compared, "//p[@class='diff']")[0] == ("removed: Secondadded: Fourth")


def test_version_that_nothing_came_after_says_so(desk: Client) -> None:
    article = make_draft()
    named(article, edited(article, NOW, kicker="Then"), "As filed")

    response = page(desk, article)

    assert "nothing came after it" in pages.texts(response, f"{TOP}//li")[0]
    assert pages.values(response, f"{TOP}//a/@data-key") == []


def test_only_named_ones_are_shown_however_old_and_the_rest_is_left_out(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "SHOWN", 2)
    article = make_draft()
    old = edited(article, NOW - timedelta(days=9), kicker="Old")
    for hour in range(4):
        edited(article, NOW - timedelta(hours=hour), by=None, kicker=f"At {hour}")
    named(article, old, "The first")

    everything, only = page(desk, article), page(desk, article, named="1")

    badge = "//span[contains(@class, 'badge-picked')]"
    assert pages.texts(everything, f"{LINES}{badge}") == []
    assert pages.texts(everything, f"{TOP}//li/strong") == ["The first"]
    assert pages.texts(only, f"{LINES}{badge}") == ["The first"]
    assert len(pages.tree(only).xpath(LINES)) == 1


def test_named_version_is_not_folded_into_the_saves_after_it(desk: Client, chief: Any) -> None:
    article = make_draft()
    saves = [edited(article, NOW + timedelta(minutes=n), chief, kicker=f"{n}") for n in range(3)]
    before = len(pages.tree(page(desk, article)).xpath(LINES))

    named(article, saves[1], "As filed", at=NOW + timedelta(hours=2))
    after = pages.texts(page(desk, article), f"{LINES}//header/strong")

    assert before == 1
    assert after == ["name a version", "edit", "edit"]


def test_key_names_the_newest_version_and_not_the_naming(desk: Client) -> None:
    article = make_draft()
    act = edited(article, NOW, kicker="Then")
    named(article, act, "As filed")

    tree = pages.tree(page(desk, article))

    (summary,) = tree.xpath("//summary[@data-key='n']")
    assert summary.getparent().xpath(".//input[@name='act']/@value") == [str(act.pk)]
    assert len(tree.xpath("//details[@class='naming']")) == 1


@pytest.mark.once
def test_what_cannot_be_named_is_refused_with_its_reason(db: None) -> None:
    article, other = make_draft(section=make_section()), make_draft()
    act, foreign = edited(article, NOW, kicker="Then"), edited(other, NOW, kicker="There")
    later = edited(article, NOW, kicker="Since")
    named(article, act, "As filed")

    for chosen, name, said in (
        (later, " ", "needs a name"),
        (later, "As filed", "Another version is called"),
        (foreign, "Foreign", "did not touch this article"),
    ):
        with pytest.raises(ActRefused, match=said):
            named(article, chosen, name)
    with pytest.raises(NotPermitted):
        version_naming.name_version(article, act=later, name="Mine", by=make_user(REPORTER), at=NOW)
    assert VersionName.objects.count() == 1


def test_history_costs_the_same_with_one_name_and_with_three(desk: Client) -> None:
    counts = []
    for number in (1, 3):
        article = make_draft()
        for place in range(number):
            act = edited(article, NOW - timedelta(hours=number - place), kicker=f"{place}")
            named(article, act, f"Name {place}")
        with CaptureQueriesContext(connection) as queries:
            page(desk, article)
        counts.append(len(queries))

    assert counts[0] == counts[1]
