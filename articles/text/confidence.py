"""Say how sure the cleaner is of its reading, so that a person looks at the doubtful ones."""

from articles.text.page import Page

_FEW_WORDS = 60  # a body this short may be a teaser, or the wrong lines
_NO_BODY = 0.0


def confidence(page: Page) -> float:
    """Return 0 (no article found) to 1 (a headline, and a body that stands apart from the rest)."""
    kept = page.kept()
    body = sum(page.lines[index].count for index in kept)
    if not body:
        return _NO_BODY
    prose = sum(page.lines[index].count for index in kept if page.lines[index].is_prose)
    lost = sum(
        line.count
        for line, fate in zip(page.lines, page.fates, strict=True)
        if fate == "outside" and line.is_prose
    )
    score = 0.35 + 0.45 * prose / body + 0.1 * (page.headline is not None)
    score += 0.1 * min(1.0, body / _FEW_WORDS)
    score -= 0.4 * lost / (lost + body)
    return round(max(0.0, min(1.0, score)), 2)
