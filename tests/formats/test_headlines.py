"""Which of a page's titles is the headline."""

import pytest

from articles.formats.headlines import choose, without_site

SITE = "Harbour News"


@pytest.mark.parametrize(
    ("headings", "linked", "shared", "page_title", "expected"),
    [
        (["Ferry aground"], "Ferry runs aground, all safe", "Ferry aground", "x", "Ferry aground"),
        ([SITE], "", "Ferry aground", "Ferry aground | Harbour News", "Ferry aground"),
        (["HN Logo"], "Ferry aground", "Ferry aground", "Ferry aground", "Ferry aground"),
        (["Ferry aground", "Related", "About us"], "", "", "Ferry aground - HN", "Ferry aground"),
        ([], "", "Ferry aground - Harbour News", "", "Ferry aground"),
        ([], "", "", "Harbour News: Ferry aground", "Ferry aground"),
        (
            ["Norhelm Ferry aground on the reef"],
            "",
            "Ferry aground on the reef",
            "Ferry aground on the reef",
            "Ferry aground on the reef",
        ),
        (["Welcome"], "", "", "Anything else", "Welcome"),
        ([], "", "", "", ""),
        ([SITE], "", "", "Harbour News", "Harbour News"),
    ],
)
def test_headline_is_the_one_on_which_most_places_agree(
    headings: list[str], linked: str, shared: str, page_title: str, expected: str
) -> None:
    found = choose(
        headings=headings, linked=linked, shared=shared, page_title=page_title, site_name=SITE
    )

    assert found == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ferry aground – Harbour News", "Ferry aground"),
        ("HARBOUR NEWS | Ferry aground", "Ferry aground"),
        ("Ferry aground – what we know", "Ferry aground – what we know"),
        ("Harbour News", "Harbour News"),
    ],
)
def test_name_of_the_site_is_taken_off_a_title(title: str, expected: str) -> None:
    assert without_site(title, SITE) == expected
    assert without_site(title, "") == title
