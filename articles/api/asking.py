"""What may be asked: every parameter with its type and its bounds; anything else is refused."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Path, Schema
from pydantic import AwareDatetime, BeforeValidator

from articles.api.articles import PARTS
from articles.api.paging import LONGEST_CURSOR, MOST, USUAL

LARGEST_ID = 2**63 - 1
# A slug has letters of any script; only what no slug and no database can hold is refused here.
_SLUG = r"^[^\x00-\x20/?#]{1,120}$"

SlugText = Annotated[str, Field(pattern=_SLUG)]
Slug = Annotated[str, Path(pattern=_SLUG)]
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Uid = Annotated[UUID, Path()]
# The years that both databases and every calendar can hold.
_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_LAST = datetime(9000, 1, 1, tzinfo=UTC)
# Words first: pydantic would read a bare number as seconds since 1970.
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}([+ -][0-9]{2}:?[0-9]{2}|Z)$"


def _written(value: object) -> object:
    """A time as it must be written; a "+" that an address turned into a blank is put back."""
    if not isinstance(value, str) or not re.fullmatch(_ISO, value):
        raise ValueError("Write a time such as 2026-11-20T12:00:00Z, with its zone.")
    return value.replace(" ", "+")


Moment = Annotated[AwareDatetime, BeforeValidator(_written), Field(ge=_FIRST, lt=_LAST)]


class Paged(Schema):
    """Of every list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="Rows of one answer.")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="From the `next` address; never made by hand."
    )


_NAME = f"({'|'.join(PARTS)})"
_LISTED = f"^{_NAME}(,{_NAME})*$"


class Sparse(Schema):
    """Of every answer with articles."""

    fields: str | None = Field(
        None,
        max_length=400,
        description="Fields of each article, parted by commas; all but body_html when left out.",
        examples=["headline,url,published_at"],
        json_schema_extra={"pattern": _LISTED},  # checked by `articles.chosen`, which names them
    )


class ArticleQuery(Paged, Sparse):
    """Of the list of articles; filters can be combined."""

    section: SlugText | None = Field(None, description="Slug of a section.")
    tag: SlugText | None = Field(None, description="Slug of a tag.")
    source: SlugText | None = Field(None, description="Slug of a source.")
    author: SlugText | None = Field(None, description="Slug of an author.")
    story: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a story.")
    language: str | None = Field(
        None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$", description="Such as en or ur."
    )
    since: Moment | None = Field(
        None, alias="from", description="Published then or later; ISO 8601 with a zone."
    )
    until: Moment | None = Field(
        None, alias="to", description="Published before then; ISO 8601 with a zone."
    )
    order: Literal["newest", "oldest"] = "newest"


class SyncQuery(Sparse):
    """Of a sync."""

    limit: int = Field(MOST, ge=2, le=MOST, description="Articles of one answer, at most.")
    changed_since: str | None = Field(
        None,
        max_length=LONGEST_CURSOR,
        description="The cursor of the last sync, or a time (ISO 8601 with a zone) to begin with. "
        "Left out: begin with all that can be read now.",
    )
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="From the `next` address; never made by hand."
    )


class Nothing(Schema):
    """No parameter at all."""


def names(query: type[Schema]) -> list[str]:
    """What the parameters are called in an address."""
    return [field.alias or name for name, field in query.model_fields.items()]


def problem_of(error: dict[str, Any]) -> dict[str, Any]:
    """One complaint of the type check, as a detail of ours."""
    told = {"parameter": str(error["loc"][-1]), "message": error["msg"]}
    expected = error.get("ctx", {}).get("expected")
    if expected:
        told["allowed"] = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    return told
