"""The closed tables: links have opposites, moves are those of the design."""

from articles.enums import MOVES, OPPOSITE, Relation, Status, may_move


def test_opposite_of_every_relation_leads_back() -> None:
    assert {OPPOSITE[OPPOSITE[kind]] for kind in Relation} == set(Relation)
    assert all(OPPOSITE[OPPOSITE[kind]] == kind for kind in Relation)


def test_may_move_of_every_pair_is_the_table_of_the_design() -> None:
    legal = {
        "incoming": {"draft", "published", "spiked", "merged"},
        "draft": {"published", "spiked", "merged"},
        "published": {"draft", "killed", "merged"},
        "spiked": {"incoming", "draft"},
        "killed": {"draft"},
        "merged": set(),
    }

    found = {a: {b for b in Status.values if may_move(a, b)} for a in Status.values}

    assert found == legal
    assert set(MOVES) == set(Status)
