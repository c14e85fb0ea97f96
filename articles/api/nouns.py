"""Sections, tags, sources, authors and pictures: one function each writes it."""

from typing import Any

from articles.api.call import Call, stamp
from articles.media import renditions
from articles.models import Article, Author, Contribution, Correction, Image, Section, Source, Tag

Data = dict[str, Any]


def section(call: Call, row: Section) -> Data:
    """A section, whole."""
    return {
        "id": row.pk,
        **section_ref(call, row),
        "description": row.description,
        "language": row.language or call.publication.language,
        "position": row.position,
    }


def section_ref(call: Call, row: Section) -> Data:
    """A section named by another thing."""
    return {"slug": row.slug, "name": row.name, **_addresses(call, row, "section")}


def tag(call: Call, row: Tag) -> Data:
    """A tag, whole."""
    return {"id": row.pk, **tag_ref(call, row), "description": row.description}


def tag_ref(call: Call, row: Tag) -> Data:
    """A tag named by another thing."""
    return {"slug": row.slug, "name": row.name, **_addresses(call, row, "tag")}


def source(call: Call, row: Source) -> Data:
    """A source as readers may know it: nothing of contacts, trust, feeds or notes."""
    return {
        "id": row.pk,
        **source_ref(call, row),
        "language": row.language,
        "rights": row.rights,
        "licence": row.licence,
        "credit_line": row.credit_line,
    }


def source_ref(call: Call, row: Source) -> Data:
    """A source named by another thing."""
    names = {"slug": row.slug, "name": row.name, "home_url": row.home_url}
    return names | _addresses(call, row, "source")


def author(call: Call, row: Author) -> Data:
    """An author, whole."""
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.name,
        "job_title": row.job_title,
        "bio": row.bio,
        **_addresses(call, row, "author"),
    }


def contribution(call: Call, row: Contribution) -> Data:
    """A name of a byline; needs `author` loaded."""
    known = row.author
    found = {"slug": known.slug, **_addresses(call, known, "author")} if known else None
    return {"name": row.printed_name, "role": row.role, "author": found}


def correction_ref(row: Correction) -> Data:
    """A correction named by its article."""
    return {
        "kind": row.kind,
        "text": row.text,
        "paragraph": row.paragraph_id,
        "made_at": stamp(row.made_at),
    }


def correction(call: Call, row: Correction) -> Data:
    """A correction, whole; needs `article` loaded."""
    return {"id": row.pk, **correction_ref(row), "article": article_ref(call, row.article)}


def article_ref(call: Call, row: Article) -> Data:
    """An article named by another thing."""
    return {
        "id": row.pk,
        "uid": str(row.uid),
        "headline": row.headline,
        "url": call.absolute(row.get_absolute_url()),
        "api_url": call.api("article", article_id=row.pk),
    }


def picture(call: Call, image: Image | None) -> Data | None:
    """A picture while it may be shown; the answer then ends with its right."""
    if image is None or not image.may_be_shown(call.now):
        return None
    call.holds_until(image.expires_at)
    shown = renditions.one(image, "whole", renditions.WIDTHS[-1])
    return {
        "url": call.absolute(shown.url),
        "width": shown.width,
        "height": shown.height,
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit_line,
        "expires_at": stamp(image.expires_at) if image.expires_at else None,
    }


def _addresses(call: Call, row: Section | Tag | Source | Author, name: str) -> Data:
    """Both addresses; worked out once an answer, for the same few nouns stand in every row."""
    if (name, row.slug) not in call.known:
        call.known[name, row.slug] = {
            "url": call.absolute(row.get_absolute_url()),
            "api_url": call.api(name, slug=row.slug),
        }
    return call.known[name, row.slug]
