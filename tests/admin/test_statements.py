"""The pages on which the paper states its rules, written on the publication's form."""

import pytest
from django.test import Client

from articles.enums import Statement
from articles.models import Publication
from articles.models.statement import starter
from tests.admin.test_readiness import SETTINGS, settings_form


@pytest.fixture(autouse=True)
def paper(db: None) -> None:
    Publication.objects.update_or_create(pk=1, defaults={"name": "Courier"})


def test_form_offers_our_words_and_keeps_them_unwritten(desk: Client) -> None:
    sent = settings_form(desk)

    desk.post(SETTINGS, {**sent, "privacy": "We keep nothing."})

    paper = Publication.current()
    assert sent["standards"].split() == starter(Statement.STANDARDS, "Courier").split()
    assert {kind.field: getattr(paper, kind.field) for kind in Statement} == {
        "standards": "",
        "corrections_policy": "",
        "ownership": "",
        "privacy": "We keep nothing.",
        "contact": "",
    }


def test_unwritten_statement_follows_the_name_of_the_paper(desk: Client) -> None:
    sent = settings_form(desk)

    desk.post(SETTINGS, {**sent, "name": "Gazette"})

    assert Publication.current().statement(Statement.CONTACT).startswith("The newsroom of Gazette")


def test_emptied_statement_returns_to_our_words(desk: Client) -> None:
    Publication.objects.update(privacy="Ours.")
    sent = settings_form(desk)

    desk.post(SETTINGS, {**sent, "privacy": ""})

    assert Publication.current().statement(Statement.PRIVACY) == starter(
        Statement.PRIVACY, "Courier"
    )
