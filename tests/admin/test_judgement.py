"""The judgement page: measures on the desk's verdicts, and sliders that preview before a save."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.dedupe.judge import DEFAULT, Limits
from articles.enums import Autopilot, Decision, Question, Verdict
from articles.models import Act, Match, Source, Thresholds
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.ingest.test_trial import facts

URL = "/admin/judgement/"
SAVE = "/admin/judgement/save/"


def pair(**changed: Any) -> Match:
    """A stored pair, whose facts are these."""
    one = factories.make_article(headline="Dockers walk out")
    other = factories.make_article(headline="Port stands still")
    return factories.make_match(
        one, other, rule="copy", evidence={"weighed": facts(**changed)}, reason="Same words."
    )


def label(**fields: Any) -> None:
    factories.make_label(factories.make_article(), factories.make_article(), **fields)


def rows(response: Any, title: str) -> list[list[str]]:
    """The words of each cell under the heading, row by row."""
    table = f"//section[h2[contains(., '{title}')]]//table//tr[td]"
    found = pages.tree(response).xpath(table)
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def values(limits: Limits) -> dict[str, str]:
    return {
        "same_copy": f"{limits.same_copy:g}",
        "review": f"{limits.review:g}",
        "same_event": f"{limits.same_event:g}",
    }


def posted(wanted: Limits, *, seen: Limits = DEFAULT, reason: str = "Twins") -> dict[str, str]:
    shown = {f"{name}_seen": value for name, value in values(seen).items()}
    return {**values(wanted), **shown, "reason": reason}


def test_page_of_a_fresh_paper_says_what_to_do_and_draws_nothing(desk: Client) -> None:
    response = desk.get(URL)

    said = "Nothing was decided yet. Merge, split or press n in the inbox, and it is counted here."
    assert rows(response, "One text?") == [[said]]
    assert rows(response, "One event?") == [[said]]
    assert pages.values(response, "//figure//svg/@role") == []
    assert rows(response, "Folding copies") == [["There is no source."]]
    assert "nobody has set others" in response.content.decode()


def test_rules_stand_with_their_precision_recall_and_reversals(desk: Client) -> None:
    for is_same in (True, True, True, False):
        label(is_same=is_same, was_joined=True)
    label(rule="event", band="review", verdict=Verdict.SAME_EVENT, copy_score=0.3)
    label(rule="template", verdict=Verdict.UNRELATED, copy_score=0.25, is_same=False)
    pair()

    response = desk.get(URL)

    assert rows(response, "One text?") == [
        [
            "mostly the same wording says yes",
            "0.75 0.30–0.95 · 3 of 4",
            "0.75 0.30–0.95 · 3 of 4",
            "1 / 4",
            "1",
        ],
        ["a form filled in anew says no", "1.00 0.21–1.00 · 1 of 1", "–", "–", "0"],
        [
            "All together F1 0.75",
            "0.75 0.30–0.95 · 3 of 4",
            "0.75 0.30–0.95 · 3 of 4",
            "1 / 4",
            "",
        ],
    ]
    # One mark, for the threshold that holds: half of the way from 26 to 312.
    assert pages.values(response, "//figure//line[contains(@class, 'mark')]/@x1") == ["169.0"]
    lines = "//figure//polyline[contains(@class, '%s')]/@points"
    (recall,) = pages.values(response, lines % "recall")
    assert (recall.split()[0], recall.split()[-1]) == ("26.0,8.0", "312.0,130.0")
    (precision,) = pages.values(response, lines % "precision")
    assert len(precision.split()) < len(recall.split())


def test_count_of_a_rule_leads_to_its_pairs(desk: Client) -> None:
    label()
    pair()
    factories.make_match(factories.make_article(), factories.make_article(), rule="event")
    (link, _count) = pages.values(desk.get(URL), "//table//a[contains(@href, 'rule=')]/@href")

    response = desk.get(link)

    found = pages.texts(response, "//td[contains(@class, 'field-because')]")
    assert found == ["Same words. (mostly the same wording)"]


def test_preview_shows_what_would_change_and_leads_to_the_pairs(desk: Client) -> None:
    changed = pair(contained=0.55, event=0.9)
    pair(contained=0.9, event=0.9)

    response = desk.get(URL, values(Limits(same_copy=0.7)))

    moved = pages.classed("moved", "ul")
    assert pages.texts(response, f"{moved}//summary") == ["1 from “same copy” to “for review”"]
    assert pages.values(response, f"{moved}//a/@href") == [
        reverse("admin:compare", args=[changed.a_id, changed.b_id])
    ]
    assert "2 pairs were read." in response.content.decode()
    assert Thresholds.objects.count() == 0


def test_preview_without_a_script_takes_what_the_slider_says(desk: Client) -> None:
    """The number in the box is the one that was shown; the slider beside it was moved."""
    shown = {f"{name}_shown": value for name, value in values(DEFAULT).items()}
    slid = {f"{name}_slider": value for name, value in values(DEFAULT).items()}

    response = desk.get(URL, {**values(DEFAULT), **shown, **slid, "same_copy_slider": "0.64"})

    assert pages.values(response, "//input[@name='same_copy'][@type='number']/@value") == ["0.64"]


def test_number_that_was_typed_wins_over_the_slider(desk: Client) -> None:
    given = {"same_copy": "0,61", "same_copy_shown": "0.5", "same_copy_slider": "0.5"}

    response = desk.get(URL, given)

    assert pages.values(response, "//input[@name='same_copy'][@type='number']/@value") == ["0.61"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"same_copy": "much"}, "“much” is not a number. Write one such as 0.55."),
        ({"same_copy": "0.2"}, "“Review” must lie between 0.26 and “same copy”"),
        ({"same_event": "nan"}, "“Same event” must lie between 0.30 and 0.95."),
        ({"review": "1e400"}, "“Review” must lie between 0.26 and “same copy”"),
    ],
)
def test_nonsense_in_the_address_is_told_and_shows_what_holds(
    desk: Client, given: dict[str, str], said: str
) -> None:
    response = desk.get(URL, given)

    (message,) = pages.said(response)
    assert message.startswith(said)
    now = pages.values(response, "//input[@type='number']/@value")
    assert now == list(values(DEFAULT).values())


def test_saving_sets_the_numbers_with_the_reason_and_says_so(desk: Client, chief: Any) -> None:
    decided = factories.make_match(
        factories.make_article(), factories.make_article(), decision=Decision.CONFIRMED
    )
    wanted = Limits(0.6, 0.3, 0.65)

    response = desk.post(SAVE, posted(wanted, reason="Twins of one court"))

    assert pages.said(response) == ["Saved: same copy 0.60, review 0.30, same event 0.65."]
    assert Thresholds.limits_now() == wanted
    act = Act.objects.get()
    assert (act.verb, act.reason, act.by) == ("edit-thresholds", "Twins of one court", chief)
    decided.refresh_from_db()
    assert (decided.decision, decided.verdict) == (Decision.CONFIRMED, Verdict.SAME_COPY)
    page = desk.get(URL)
    assert "Twins of one court" in page.content.decode()
    assert pages.values(page, "//input[@type='number']/@value") == ["0.6", "0.3", "0.65"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (posted(Limits(0.6), reason=""), "A reason is missing."),
        (posted(DEFAULT), "These numbers hold already."),
        (posted(Limits(0.6), seen=Limits(0.7)), "Somebody set other numbers"),
        ({**posted(Limits(0.6)), "review": "0.9"}, "“Review” must lie between"),
        ({}, "“” is not a number."),
    ],
)
def test_refused_save_keeps_what_was_chosen_and_says_why(
    desk: Client, fields: dict[str, str], said: str
) -> None:
    response = desk.post(SAVE, fields)

    assert pages.said(response)[0].startswith(said)
    assert Thresholds.objects.count() == 0
    assert f"same_copy={fields.get('same_copy', '')}" in response.headers["Location"]


def test_reporter_may_look_and_is_told_who_may_save(db: None) -> None:
    reporter = logged_in(factories.make_user(factories.REPORTER))

    page = reporter.get(URL, values(Limits(same_copy=0.6)))
    answer = reporter.post(SAVE, posted(Limits(same_copy=0.6)))

    assert pages.values(page, "//form[contains(@class, 'save')]//button/@disabled") != []
    assert pages.said(answer)[0].startswith("You lack the right “change_thresholds”.")
    assert Thresholds.objects.count() == 0


@pytest.mark.parametrize(
    ("mode", "answers", "state", "why"),
    [
        (Autopilot.MEASURED, [], "wait", "20 more decisions on its copies are needed."),
        (Autopilot.MEASURED, [True] * 19, "wait", "1 more decision on its copies is needed."),
        (Autopilot.MEASURED, [True] * 20, "folded", "20 of 20 were copies."),
        (
            Autopilot.MEASURED,
            [True] * 19 + [False],
            "wait",
            "19 of 20 were copies: 0.95, and 0.98 is needed.",
        ),
        (Autopilot.OFF, [True] * 20, "wait", "Switched off for this source."),
        (Autopilot.TRUSTED, [], "folded", "Trusted from the start; nothing was decided yet."),
        (Autopilot.TRUSTED, [False], "wait", "0 of 1 were copies: 0.00, and 0.98 is needed."),
    ],
)
def test_source_says_why_its_copies_are_folded_or_wait(
    desk: Client, mode: Autopilot, answers: list[bool], state: str, why: str
) -> None:
    source = factories.make_source(name="Wire", autopilot=mode)
    for is_same in answers:
        label(is_same=is_same, a_source=source)

    (row,) = rows(desk.get(URL), "Folding copies")

    assert (row[0], row[1], row[3]) == ("Wire", state, why)


def test_label_of_another_question_is_measured_there_alone(desk: Client) -> None:
    label(question=Question.EVENT, is_same=False)

    response = desk.get(URL)

    assert [row[0] for row in rows(response, "One event?")] == [
        "mostly the same wording says yes",
        "All together",
    ]
    assert len(rows(response, "One text?")) == 1


@pytest.mark.parametrize("given", [{}, values(Limits(same_copy=0.9))])
def test_page_takes_as_many_queries_with_one_row_as_with_three(
    desk: Client, given: dict[str, str]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(URL, given).status_code == 200
        return len(queries)

    def add() -> None:
        pair(contained=0.55)
        label(a_source=factories.make_source())
        label(question=Question.EVENT)

    add()
    one = count()
    add()
    add()

    assert (count(), Source.objects.count()) == (one, 3)
    assert one <= 19


def test_list_of_verdicts_takes_as_many_queries_with_one_row_as_with_three(desk: Client) -> None:
    url = reverse("admin:articles_label_changelist")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    label(a_source=factories.make_source())
    one = count()
    label(is_same=False, verdict="", rule="", copy_score=None)
    label(question=Question.EVENT)

    assert count() == one
    said = pages.texts(desk.get(url), "//td[contains(@class, 'field-said')]")
    assert said == [
        "Same copy (mostly the same wording)",
        "nothing; it had not compared them",
        "Same copy (mostly the same wording)",
    ]


def test_matches_leave_out_the_pairs_that_are_kept_for_comparison_until_asked(
    desk: Client,
) -> None:
    url = reverse("admin:articles_match_changelist")
    near = factories.make_match(
        factories.make_article(),
        factories.make_article(),
        verdict=Verdict.UNRELATED,
        rule="nothing",
        reason="Near.",
    )
    pair()

    def told(**given: str) -> list[str]:
        path = "//td[contains(@class, 'field-because')]"
        return [text.partition(" (")[0] for text in pages.texts(desk.get(url, given), path)]

    assert (told(), told(verdict="every")) == (["Same words."], ["Same words.", "Near."])
    assert told(verdict="unrelated") == told(rule="nothing") == ["Near."]
    assert (told(q="words"), told(q="nowhere")) == (["Same words."], [])
    Match.objects.filter(pk=near.pk).update(decision=Decision.NOT_THE_SAME)
    assert told() == ["Same words.", "Near."]
