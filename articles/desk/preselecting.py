"""Field by field, the value that a merge takes unless an editor says otherwise, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import choosing
from articles.desk.merge_plan import FieldChoice
from articles.enums import Rights, Status
from articles.errors import ActRefused
from articles.models import Article

BODY = "body_html"
BYLINE = "byline"
# These say whose text it is and what may be shown of it: they are taken with the text, always.
WITH_BODY = ("source_id", "rights", "kind", "canonical_url", "written_at", "expires_at")

Picked = tuple[Article, str | Promise]
Rule = Callable[["Candidates", str], Picked]


@dataclass(frozen=True)
class Candidates:
    """The articles of a merge, the survivor first, and the best of them first in `ranked`."""

    articles: tuple[Article, ...]
    ranked: tuple[Article, ...]
    body: Article

    @property
    def survivor(self) -> Article:
        """The article that stays."""
        return self.articles[0]

    def having(self, name: str) -> list[Article]:
        """Those with a value in the field, best first."""
        return [article for article in self.ranked if value_of(article, name) not in ("", None)]


def choose_fields(
    articles: Sequence[Article], choices: Mapping[str, int]
) -> tuple[FieldChoice, ...]:
    """One choice for each field; `choices` overrules the rule by field name and article id.

    The survivor comes first. Its sources, sections, pictures and bylines must be loaded. Raises
    ActRefused for a choice that names no such field or article.
    """
    _refuse_strange(articles, choices)
    candidates = _candidates(tuple(articles), choices)
    return tuple(
        _choice(candidates, name, label, rule, choices.get(name)) for name, label, rule in _FIELDS
    )


def value_of(article: Article, name: str) -> Any:
    """The field's value as JSON keeps it; the byline as the names printed."""
    if name == BYLINE:
        return ", ".join(row.printed_name for row in article.contributions.all())
    value = getattr(article, name)
    return value.isoformat() if isinstance(value, datetime) else value


def rights_after(body: Article, standfirst: Article) -> str:
    """The rights to write on the survivor: those of the text, narrowed for a foreign standfirst.

    A standfirst from a link-only source must not appear with the text of a generous one.
    """
    order = [Rights.LINK, Rights.EXCERPT, Rights.FULL]
    if not standfirst.standfirst or standfirst.pk == body.pk:
        return body.rights
    narrowest = min(body.effective_rights, standfirst.effective_rights, key=order.index)
    return body.rights if narrowest == body.effective_rights else narrowest


def is_shouting(headline: str) -> bool:
    """Whether a headline is set in capitals throughout, in a script that has them."""
    letters = [c for c in headline if c.isalpha() and c.lower() != c.upper()]
    return len(letters) > 6 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _text(candidates: Candidates, name: str) -> Picked:
    """Readers know what is published; else the best text by the desk's rule."""
    having = candidates.having(name)
    if candidates.survivor.status == Status.PUBLISHED and candidates.survivor in having:
        return candidates.survivor, gettext_lazy("Readers know it already.")
    return choosing.best(having, choosing.TEXT_RULE)


def _headline(candidates: Candidates, name: str) -> Picked:
    picked, reason = _text(candidates, name)
    calm = [a for a in candidates.having(name) if not is_shouting(a.headline)]
    if calm and is_shouting(picked.headline):
        return calm[0], gettext_lazy("It is the best one that is not set in capitals.")
    return picked, reason


def _with_text(candidates: Candidates, name: str) -> Picked:
    if value_of(candidates.body, name) not in ("", None):
        return candidates.body, gettext_lazy("It goes with the text.")
    return candidates.having(name)[0], gettext_lazy("The chosen text comes without one.")


def _staying(candidates: Candidates, name: str) -> Picked:
    if candidates.survivor in candidates.having(name):
        return candidates.survivor, gettext_lazy("The survivor keeps its own.")
    return candidates.having(name)[0], gettext_lazy("The survivor has none.")


def _most_urgent(candidates: Candidates, name: str) -> Picked:
    urgent = min(candidates.ranked, key=lambda article: article.urgency)
    return urgent, gettext_lazy("It is the most urgent.")


_FIELDS: tuple[tuple[str, str | Promise, Rule], ...] = (
    ("headline", gettext_lazy("Headline"), _headline),
    ("kicker", gettext_lazy("Kicker"), _with_text),
    ("standfirst", gettext_lazy("Standfirst"), _with_text),
    (BODY, gettext_lazy("Text, with its source and rights"), _text),
    (BYLINE, gettext_lazy("Byline"), _with_text),
    ("dateline", gettext_lazy("Dateline"), _with_text),
    ("language", gettext_lazy("Language"), _with_text),
    ("section_id", gettext_lazy("Section"), _staying),
    ("lead_image_id", gettext_lazy("Picture"), _staying),
    ("slugline", gettext_lazy("Slugline"), _staying),
    ("urgency", gettext_lazy("Urgency"), _most_urgent),
    ("seo_title", gettext_lazy("Search title"), _staying),
    ("social_title", gettext_lazy("Social title"), _staying),
    ("editor_note", gettext_lazy("Note to editors"), _staying),
)
NAMES = tuple(name for name, _label, _rule in _FIELDS)


def _candidates(articles: tuple[Article, ...], choices: Mapping[str, int]) -> Candidates:
    def rank(article: Article) -> tuple[Any, ...]:
        return tuple(criterion.key(article) for criterion in choosing.TEXT_RULE)

    ranked = tuple(sorted(articles, key=rank, reverse=True))
    first = Candidates(articles, ranked, articles[0])
    if BODY in choices:
        body = next(article for article in articles if article.pk == choices[BODY])
    else:
        body = _text(first, BODY)[0] if first.having(BODY) else articles[0]
    return Candidates(articles, ranked, body)


def _choice(
    candidates: Candidates, name: str, label: str | Promise, rule: Rule, wanted: int | None
) -> FieldChoice:
    values = tuple((article.pk, value_of(article, name)) for article in candidates.articles)
    picked: Picked
    if wanted is not None:
        picked = next(a for a in candidates.articles if a.pk == wanted), _("You chose it.")
    elif not candidates.having(name):
        picked = candidates.survivor, _("None has one.")
    elif len({value for _pk, value in values}) == 1:
        picked = candidates.survivor, _("All say the same.")
    else:
        picked = rule(candidates, name)
    texts = tuple((article.pk, _shown(article, name)) for article in candidates.articles)
    return FieldChoice(name, str(label), values, texts, picked[0].pk, str(picked[1]))


def _shown(article: Article, name: str) -> str:
    if name == BODY:
        return article.body_text
    if name.endswith("_id"):
        row = getattr(article, name.removesuffix("_id"))
        return "" if row is None else str(row)
    value = value_of(article, name)
    return "" if value is None else str(value)


def _refuse_strange(articles: Sequence[Article], choices: Mapping[str, int]) -> None:
    ids = {article.pk for article in articles}
    strange = sorted(name for name, pk in choices.items() if name not in NAMES or pk not in ids)
    if strange:
        raise ActRefused(
            _("The choice for %(fields)s names no field or article of this merge.")
            % {"fields": ", ".join(strange)},
            _("Make the plan again and choose from what it shows."),
        )
