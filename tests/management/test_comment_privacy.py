"""The commands by which readers' addresses and words are forgotten and given out."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Comment
from tests.factories import make_comment, make_published

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> tuple[str, int]:
    """What the command says, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return out.getvalue(), status


def test_dry_runs_count_and_change_nothing() -> None:
    make_comment(make_published(), email="a@b.example", made_at=timezone.now() - timedelta(days=91))

    told = [
        run("forget_commenters", "--dry-run"),
        run("erase_comments", "A@b.example", "--dry-run"),
        run("erase_comments", "no@b.example", "--dry-run"),
    ]

    assert told == [
        ("To be forgotten: addresses of 1 comments.\n", 0),
        ("To be erased: 1 comments.\n", 0),
        ("To be erased: 0 comments.\n", 1),
    ]
    assert Comment.objects.get().email == "a@b.example"


def test_writer_is_told_all_then_forgotten_by_time_and_erased_on_request() -> None:
    comment = make_comment(
        make_published(), email="a@b.example", made_at=timezone.now() - timedelta(days=91)
    )

    given = json.loads(run("export_comments", "a@b.example")[0])
    forgotten = run("forget_commenters")
    later = json.loads(run("export_comments", "a@b.example")[0])
    erased = run("erase_comments", "a@b.example")

    assert [(one["text"], one["email"]) for one in given] == [(comment.text, "a@b.example")]
    assert [(one["text"], one["email"]) for one in later] == [(comment.text, "")]
    assert (forgotten, erased) == (
        ("Forgotten: addresses of 1 comments.\n", 0),
        ("Erased: 1 comments.\n", 0),
    )
    assert run("export_comments", "a@b.example") == ("[]\n", 1)
