"""Two people's texts of one base: what merges by itself, what clashes, and that no word is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import markup, merging
from articles.text.merging import Clash

BASE = '<p id="p-aaaaaaaa">One.</p><p id="p-bbbbbbbb">Two.</p><p id="p-cccccccc">Three.</p>'


def body(*parts: tuple[str, str]) -> str:
    return "".join(f'<p id="p-{key * 8}">{text}</p>' for key, text in parts)


ABC = (("a", "One."), ("b", "Two."), ("c", "Three."))


class TestBodies:
    def test_different_paragraphs_merge(self) -> None:
        theirs = body(("a", "Uno."), *ABC[1:])
        mine = body(*ABC[:2], ("c", "Tre."))

        merged = merging.bodies(BASE, theirs, mine)

        assert merged == merging.Merged(body(("a", "Uno."), ("b", "Two."), ("c", "Tre.")))

    def test_same_paragraph_clashes_and_stands_as_mine(self) -> None:
        theirs, mine = body(*ABC[:2], ("c", "Tre.")), body(*ABC[:2], ("c", "Drei."))

        merged = merging.bodies(BASE, theirs, mine)

        key = "p-cccccccc"
        sides = [f'<p id="{key}">{word}</p>' for word in ("Three.", "Tre.", "Drei.")]
        assert merged == merging.Merged(mine, (Clash(key, *sides),))

    def test_same_change_on_both_sides_is_no_clash(self) -> None:
        both = body(("a", "Uno."), *ABC[1:])

        assert merging.bodies(BASE, both, both) == merging.Merged(both)

    def test_new_paragraphs_of_both_stand_one_after_the_other_theirs_first(self) -> None:
        theirs, mine = body(*ABC, ("d", "Theirs.")), body(*ABC, ("e", "Mine."))

        merged = merging.bodies(BASE, theirs, mine)

        assert merged.html == body(*ABC, ("d", "Theirs."), ("e", "Mine."))

    def test_new_paragraph_keeps_its_place(self) -> None:
        theirs, mine = body(("d", "First."), *ABC), body(*ABC[:2], ("e", "Mine."), ABC[2])

        merged = merging.bodies(BASE, theirs, mine)

        assert merged.html == body(("d", "First."), *ABC[:2], ("e", "Mine."), ABC[2])

    def test_paragraph_taken_out_by_one_is_out(self) -> None:
        assert merging.bodies(BASE, body(*ABC[1:]), BASE).html == body(*ABC[1:])
        assert merging.bodies(BASE, BASE, body(*ABC[:2])).html == body(*ABC[:2])

    def test_paragraph_taken_out_by_one_and_changed_by_the_other_clashes_and_stands(self) -> None:
        changed = body(("a", "Uno."), *ABC[1:])

        mine_gone = merging.bodies(BASE, changed, body(*ABC[1:]))
        theirs_gone = merging.bodies(BASE, body(*ABC[1:]), changed)

        assert (mine_gone.html, theirs_gone.html) == (changed, changed)
        assert [clash.mine for clash in mine_gone.clashes] == [""]
        assert [clash.theirs for clash in theirs_gone.clashes] == [""]

    def test_order_that_only_i_changed_is_mine_with_their_words(self) -> None:
        mine = body(ABC[2], *ABC[:2])

        merged = merging.bodies(BASE, body(("a", "Uno."), *ABC[1:]), mine)

        assert merged == merging.Merged(body(ABC[2], ("a", "Uno."), ABC[1]))

    def test_list_is_one_block_by_its_first_item(self) -> None:
        html = markup.sanitise("<ul><li>One</li><li>Two</li></ul><hr><p>Text &amp; more</p><hr>")

        found = merging.blocks(html)

        assert "".join(found.values()) == html
        assert [key[:2] for key in found] == ["p-", "<h", "p-", "<h"]

    def test_choices_replace_and_take_out_blocks_and_ignore_what_is_gone(self) -> None:
        choices = {"p-aaaaaaaa": "", "p-bbbbbbbb": "<p>Zwei.</p>", "p-dddddddd": "<p>Gone.</p>"}

        assert merging.replaced(BASE, choices) == "<p>Zwei.</p>" + body(ABC[2])


class TestSuggested:
    def test_words_of_both_in_one_paragraph(self) -> None:
        clash = Clash(
            "k",
            "<p>Two men &amp; a dog</p>",
            "<p>Six men &amp; a dog</p>",
            "<p>Two men &amp; a cat</p>",
        )

        assert merging.suggested(clash) == "<p>Six men &amp; a cat</p>"

    @pytest.mark.parametrize(
        ("theirs", "expected"),
        [("<p>Six <b>men</b></p>", "<p>Ten men</p>"), ("", "<p>Ten men</p>")],
    )
    def test_marks_inside_are_never_cut(self, theirs: str, expected: str) -> None:
        assert merging.suggested(Clash("k", "<p>Two men</p>", theirs, "<p>Ten men</p>")) == expected

    def test_theirs_where_mine_is_gone(self) -> None:
        assert merging.suggested(Clash("k", "<p>a</p>", "<p>b</p>", "")) == "<p>b</p>"


class TestWords:
    @pytest.mark.parametrize(
        ("base", "theirs", "mine", "expected"),
        [
            ("a b c", "x b c", "a b y", "x b y"),
            ("a b c", "a b c", "a b y", "a b y"),
            ("a b c", "x b c", "y b c", None),
            ("a b", "a b c", "a b d", None),
            ("", "x", "y", None),
            ("کشتی بندرگاہ پر", "جہاز بندرگاہ پر", "کشتی بندرگاہ میں", "جہاز بندرگاہ میں"),
        ],
    )
    def test_words(self, base: str, theirs: str, mine: str, expected: str | None) -> None:
        assert merging.words(base, theirs, mine) == expected


class TestRows:
    def test_rows_of_both(self) -> None:
        base = {"nora": ("Nora", "writer"), "ben": ("Ben", "writer")}
        theirs = {"ann": ("Ann", "writer"), **base}
        mine = {"nora": ("Nora", "editor")}

        merged = merging.rows(base, theirs, mine)

        assert list(merged.rows.items()) == [
            ("ann", ("Ann", "writer")),
            ("nora", ("Nora", "editor")),
        ]
        assert merged.clashes == ()

    def test_row_that_both_changed_clashes(self) -> None:
        merged = merging.rows({"a": ("1",)}, {"a": ("2",)}, {"a": ("3",)})

        assert merged == merging.Rows({"a": ("3",)}, ("a",))


class TestNames:
    def test_what_either_side_put_on_or_took_off_counts(self) -> None:
        found = merging.names(["Port", "Strike"], ["Strike", "Docks"], ["port", "Strike", "Karvan"])

        assert found == ("Strike", "Karvan", "Docks")


texts = st.sampled_from(["One.", "Two.", "Three & more.", "چار"])
keyed = st.dictionaries(st.sampled_from("abcdefgh"), texts, max_size=6)


@given(base=keyed, theirs=keyed, mine=keyed)
def test_no_paragraph_that_a_side_wrote_is_lost(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    sides = [body(*side.items()) for side in (base, theirs, mine)]

    merged = merging.bodies(*sides)

    there = merging.blocks(merged.html)
    clashing = {clash.key: clash for clash in merged.clashes}
    old, *new = (merging.blocks(side) for side in sides)
    for name, side in zip(("theirs", "mine"), new, strict=True):
        for key, block in side.items():
            if block != old.get(key):
                assert there.get(key) == block or getattr(clashing[key], name) == block


@given(base=keyed, mine=keyed)
def test_one_side_alone_is_taken_as_it_is(base: dict[str, str], mine: dict[str, str]) -> None:
    old, new = body(*base.items()), body(*mine.items())

    assert merging.bodies(old, old, new) == merging.Merged(new)
    assert merging.bodies(old, new, old) == merging.Merged(new)


@given(base=st.text("ab .ü", max_size=30), new=st.text("ab .ü", max_size=30))
def test_words_of_one_side_alone_are_taken_as_they_are(base: str, new: str) -> None:
    assert merging.words(base, base, new) == new
    assert merging.words(base, new, base) == new
    assert merging.words(base, new, new) == new
