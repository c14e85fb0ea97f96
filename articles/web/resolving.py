"""What every address of an article answers alike: which one to show, or that it is gone."""

from django.http import Http404, HttpResponse

from articles.models import Article, Withdrawal
from articles.public import addresses
from articles.web.page import Page, render


def resolved(
    page: Page, pk: int, slug: str = "", *, is_page: bool = False
) -> Article | HttpResponse:
    """The article to show for this id, another one where it was merged, or the 410 or 451 page.

    Its own page leads on to where the desk says; what is sent to another address, as a comment is,
    was not meant for that article. Raises Http404 for what never was public, or is not yet. The
    caller settles the address.
    """
    answer = addresses.resolve(pk, slug, page.now)
    if is_page:
        answer = addresses.forwarded(answer, page.now)
    page.holds_until(answer.changes_at)
    if answer.status in (410, 451):
        return gone(page, answer.status, answer.withdrawal)
    if answer.article is None:
        raise Http404
    return answer.article


def gone(page: Page, status: int, withdrawal: Withdrawal | None) -> HttpResponse:
    """The page that says an article is withdrawn, with the desk's note and no word of the text."""
    return render(page, f"{status}.jinja", {"withdrawal": withdrawal}, status=status)


def retraction(article: Article) -> Withdrawal | None:
    """What stands in the place of a retracted article's text; None for any other. One query."""
    if article.retracted_at is None:
        return None
    standing = article.withdrawals.standing().filter(kind="retracted").first()
    return standing or Withdrawal(article=article, kind="retracted", at=article.retracted_at)
