"""The command that fills the search index."""

import io

import pytest
from django.core.management import call_command

from articles import search
from articles.models import SearchText
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def test_index_is_filled_once() -> None:
    factories.make_article(headline="Storks")
    factories.make_article(headline="Ferry")

    said = [run("--dry-run"), run(), run(), run("--dry-run")]

    assert said == ["To be read: 2.\n", "Read: 2.\n", "Read: 0.\n", "To be read: 0.\n"]
    assert search.find("storks", now=NOW, is_desk=True).count.number == 1


def test_index_that_fits_nothing_is_made_anew() -> None:
    article = factories.make_article(headline="Storks")
    search.index([article.pk])
    SearchText.objects.update(headline="broken", body="")

    said = run("--fresh")

    assert said == "Read: 1.\n"
    assert search.find("headline:storks", now=NOW, is_desk=True).count.number == 1
    assert SearchText.objects.get().headline == "storks"


def test_quiet_command_says_nothing() -> None:
    factories.make_article()

    assert run("--verbosity", "0") == ""
