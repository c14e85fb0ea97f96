"""An Urdu paper in a real browser: its headlines in Nastaliq, with the air that the hand needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.models import Publication
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HEADLINE = "بندرگاہ کے مزدوروں نے رات بھر کے مذاکرات کے بعد ہڑتال ختم کر دی"
BODY = (
    f"<p>{HEADLINE}</p>" * 4
    + f"<h2>{HEADLINE}</h2><blockquote class='pull'><p>{HEADLINE}</p></blockquote>"
)
# What is read and not looked up: all of it but the labels, which keep the sans in every script.
READ = "h1, h2, h3, .pull, .timeline a, .masthead__name, .foot__name, .standfirst, textarea"
CRAMPED = f"""() => [...document.querySelectorAll("{READ}")].flatMap((each) => {{
    const style = getComputedStyle(each);
    if (style.fontFamily.startsWith("-apple-system")) return [];
    const air = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    const least = each.matches("textarea, .pull") ? 1.5 : 1.7;
    return style.fontFamily.includes("Nastaliq") && air >= least
        ? [] : [`${{each.tagName}}.${{each.className}} ${{air.toFixed(2)}} ${{style.fontFamily}}`];
}})"""
COUNT = f"""() => [...document.querySelectorAll("{READ}")].length"""
BOXES = """() => [...document.querySelectorAll("input[type=search]")].filter(
    (box) => box.checkVisibility({ visibilityProperty: true })).length"""


def test_urdu_paper_sets_all_that_is_read_in_nastaliq_with_air(desk: Desk) -> None:
    Publication.objects.update_or_create(
        pk=1, defaults={"name": "کاروان", "language": "ur", "base_url": desk.url}
    )
    now = timezone.now()
    section = factories.make_section(name="شہر", language="ur")
    story = factories.make_story(title=HEADLINE, language="ur", last_at=now)
    made = [
        factories.make_published(
            headline=HEADLINE, standfirst=HEADLINE, body_html=BODY, language="ur", story=story,
            section=section, source=factories.make_source(), kicker="تجزیہ",
            published_at=now - timedelta(hours=number + 1),
        )
        for number in range(7)
    ]  # fmt: skip
    search.index([article.pk for article in made])
    article = made[0].get_absolute_url()
    paths = [
        "/", article, story.get_absolute_url(), section.get_absolute_url(), "/search/?q=ہڑتال",
        f"{article}reply/", "/archive/", "/corrections/", "/feeds/", "/nothing/",
    ]  # fmt: skip

    for path in paths:
        page = desk.open(path)
        assert page.evaluate(COUNT) > 3, path
        assert page.evaluate(CRAMPED) == [], path
        assert page.evaluate(BOXES) == 1, path
