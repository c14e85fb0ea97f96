"""A pair of articles and why the machine says what it says of it."""

from django.utils.translation import override

from articles.models import Match


def test_reason_is_one_sentence_in_the_language_of_the_desk() -> None:
    clauses = [
        ["same names: %(names)s", {"names": "Oreva, Saltmaiden"}],
        ["days apart: %(days)d", {"days": 3}],
    ]
    match = Match(reason="Kept in English.", clauses=clauses)

    assert match.why == "Same names: Oreva, Saltmaiden; days apart: 3."
    with override("ur"):
        assert "Oreva, Saltmaiden؛" in match.why
        assert match.why.endswith("3۔")
    assert Match(reason="Kept in English.").why == "Kept in English."
