"""Keeping `PictureUse` in step with the texts, in the transaction that writes them."""

import re
from uuid import UUID

from django.db import models

from articles.models import ELSEWHERE, Article, Image, PictureUse
from articles.text import markup

# An upload pasted by its own address is a picture of ours, too.
_UPLOAD = re.compile(r'src="[^"]*/images/[0-9a-f]{2}/([0-9a-f]{32})\.')


def follow(row: models.Model, before: str, after: str) -> None:
    """Note the pictures that an article's text gained and lost; no query where none did."""
    if not isinstance(row, Article):
        return
    was, now = names(before), names(after)
    if was == now:
        return
    ids = ids_of(now)
    PictureUse.objects.filter(article_id=row.pk).exclude(image_id__in=ids).delete()
    PictureUse.objects.bulk_create(
        [PictureUse(article_id=row.pk, image_id=pk) for pk in sorted(ids)], ignore_conflicts=True
    )


def names(html: str) -> tuple[frozenset[int], frozenset[str]]:
    """The pictures in a text: by their number, and by the name of their file.

    `ELSEWHERE` stands for any that lie on other sites.
    """
    if "<figure" not in html and "<img" not in html:
        return frozenset(), frozenset()
    files = frozenset(_UPLOAD.findall(html))
    # Not by the paper's own address, which may change: an upload is known by the name of its file.
    foreign = any(not _UPLOAD.search(f'src="{url}') for url in markup.elsewhere(html))
    return frozenset(markup.image_ids(html)) | ({ELSEWHERE} if foreign else set()), files


def ids_of(found: tuple[frozenset[int], frozenset[str]]) -> set[int]:
    """Their numbers. One query where a text names files."""
    numbers, files = found
    uids = [UUID(name) for name in files]
    named = Image.objects.filter(uid__in=uids).values_list("pk", flat=True) if uids else ()
    return {*numbers, *named}
