"""`ingest`: polls what is due, or one source now, and says what came in."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.desk import merging_nouns
from articles.models import Source
from tests.factories import make_source

pytestmark = pytest.mark.django_db

# Nobody listens on port 9 of this machine, and the fetcher refuses it before it asks.
UNREACHABLE = "http://127.0.0.1:9/feed"


def run(**options: object) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("ingest", stdout=out, **options)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_nothing_due_is_said() -> None:
    make_source(poll_url=UNREACHABLE, next_poll_at=datetime.now(UTC) + timedelta(hours=1))

    assert run() == (0, "nothing came in\n")


def test_source_that_fails_is_named_and_ends_with_status_1() -> None:
    source = make_source(slug="wire", poll_url=UNREACHABLE)

    code, printed = run()

    source.refresh_from_db()
    assert code == 1
    assert printed.splitlines()[-1] == "1 failed"
    assert printed.startswith(f"wire: {source.last_error}")
    assert source.failure_count == 1


def test_named_source_is_polled_though_it_is_not_due() -> None:
    make_source(
        slug="wire", poll_url=UNREACHABLE, next_poll_at=datetime.now(UTC) + timedelta(hours=1)
    )

    assert run(source="wire")[0] == 1
    assert Source.objects.get().failure_count == 1


@pytest.mark.parametrize("fields", [{"poll_url": ""}, {"active": False, "poll_url": UNREACHABLE}])
def test_named_source_that_cannot_be_polled_is_an_error(fields: dict[str, object]) -> None:
    make_source(slug="wire", **fields)

    with pytest.raises(CommandError, match="No active source 'wire' has an address to poll"):
        run(source="wire")


def test_quiet_on_success_at_verbosity_0() -> None:
    assert run(verbosity=0) == (0, "")


def test_slug_of_a_merged_source_means_the_one_that_stays() -> None:
    stays = make_source(slug="wire", poll_url=UNREACHABLE)
    merging_nouns.merge(make_source(slug="old-wire"), into=stays, by=None, at=datetime.now(UTC))

    assert run(source="old-wire")[0] == 1
    assert Source.objects.get().failure_count == 1
