"""Whether two documents come from one hand."""

from dataclasses import replace
from datetime import timedelta

from articles.dedupe.lineage import Kinship, Lineage, days_between, lineage
from tests.dedupe.material import NOON, RETOLD, WIRE

LATER = replace(WIRE, published_at=NOON + timedelta(hours=12))


def test_one_source_is_kin_and_its_order_known() -> None:
    assert lineage(WIRE, LATER) == Lineage(Kinship.SOURCE, 0.5, 1)
    assert lineage(LATER, WIRE) == Lineage(Kinship.SOURCE, 0.5, 0)


def test_one_upstream_id_of_one_source_is_one_item() -> None:
    one, other = replace(WIRE, guid_family="x"), replace(LATER, guid_family="x")

    assert lineage(one, other).kinship is Kinship.ITEM
    assert lineage(one, replace(other, source="daily")).kinship is Kinship.NONE


def test_unknown_sources_are_kin_to_nothing() -> None:
    nameless = replace(WIRE, source="")

    assert lineage(nameless, nameless) == Lineage(Kinship.NONE, 0.0, None)
    assert lineage(WIRE, RETOLD).kinship is Kinship.NONE


def test_order_is_unknown_without_both_times() -> None:
    undated = replace(WIRE, published_at=None)

    assert lineage(WIRE, undated) == Lineage(Kinship.SOURCE, None, None)
    assert days_between(undated, WIRE) is None


def test_days_between_are_below_nought_backwards() -> None:
    assert (days_between(WIRE, LATER), days_between(LATER, WIRE)) == (0.5, -0.5)
