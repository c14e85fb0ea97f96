"""Ways to pass an article on: addresses that other sites offer, and no script of theirs."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from articles.models import Article


def links(article: Article, url: str) -> list[tuple[str, str]]:
    """(name, address) of each way; `url` is the article's absolute address.

    Nothing of theirs is loaded, so none of them learns who reads what until a reader goes there.
    """
    here, said = quote(url, safe=""), quote(article.headline[:200], safe="")
    return [
        (_("E-mail"), f"mailto:?subject={said}&body={here}"),
        ("WhatsApp", f"https://wa.me/?text={said}%20{here}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={here}"),
        ("X", f"https://x.com/intent/post?text={said}&url={here}"),
        ("Bluesky", f"https://bsky.app/intent/compose?text={said}%20{here}"),
    ]
