"""What may be shown of a text that is not ours to show in full."""

from articles.text.markup import excerpt

THREE = '<p id="p-00000001">One two three.</p><h2>Head</h2><p id="p-00000002">Four five.</p>'


def test_excerpt_short_text_keeps_whole_paragraphs_with_their_ids() -> None:
    assert excerpt(THREE, words=5) == (
        '<p id="p-00000001">One two three.</p><p id="p-00000002">Four five.</p>'
    )


def test_excerpt_second_paragraph_over_the_limit_is_left_out() -> None:
    assert excerpt(THREE, words=4) == '<p id="p-00000001">One two three.</p>'


def test_excerpt_first_paragraph_over_the_limit_is_cut_at_a_word() -> None:
    assert excerpt(THREE, words=2) == '<p id="p-00000001">One two…</p>'


def test_excerpt_markup_inside_a_paragraph_becomes_plain_escaped_text() -> None:
    html = '<p id="p-00000001">5 &lt; 6 <a href="https://e.org/">and <b>more</b></a></p>'

    assert excerpt(html, words=9) == '<p id="p-00000001">5 &lt; 6 and more</p>'


def test_excerpt_text_without_paragraphs_is_empty() -> None:
    assert excerpt("<h2>Head</h2><ul><li>One</li></ul>", words=9) == ""
