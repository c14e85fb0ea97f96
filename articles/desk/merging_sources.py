"""What a merge of two sources does to their rights, feeds and rows; nobody's text gets freer."""

from hashlib import sha256

from django.utils.translation import gettext as _

from articles.desk import noun_moves
from articles.desk.noun_moves import Joining, Mover
from articles.desk.noun_plan import Question
from articles.enums import Rights
from articles.models import Source, SourceAlias
from articles.text import normalise, urls

# From the narrowest to the widest.
ORDER = (Rights.LINK, Rights.EXCERPT, Rights.FULL)
# Taken over where the source that stays says nothing.
FILLED = ("home_url", "language", "contact", "licence")


def questions(gone: Source, stays: Source) -> tuple[Question, ...]:
    """What a person must have seen and agreed to: terms that differ, a feed that would stop."""
    asked = []
    if gone.rights != stays.rights:
        asked.append(Question(f"rights:{gone.rights}>{stays.rights}", _of_rights(gone, stays)))
    if _differ(gone.licence, stays.licence):
        text = _("The licences differ: “%(gone)s” and “%(stays)s”. The second one holds for all.")
        if not stays.licence:
            text = _("The licence “%(gone)s” holds for both from now on; the other one has none.")
        asked.append(_question("licence", gone.licence or _("none"), stays.licence, text))
    if gone.credit_text and _differ(gone.credit_text, stays.credit_line):
        text = _("The credit “%(gone)s” becomes “%(stays)s” where no other words were written.")
        asked.append(_question("credit", gone.credit_text, stays.credit_line, text))
    if gone.active and gone.poll_url and not stays.active:
        text = _("“%(stays)s” is switched off: the feed of “%(gone)s” is not polled any more.")
        asked.append(_question("off", gone.name, stays.name, text))
    return tuple(asked)


def take_over(joining: Joining) -> None:
    """The name, the feed and what the source that stays does not say itself."""
    gone, stays, recorder = joining.gone, joining.stays, joining.recorder
    filled = {n: getattr(gone, n) for n in FILLED if getattr(gone, n) and not getattr(stays, n)}
    if gone.notes and gone.notes not in stays.notes:
        filled["notes"] = f"{stays.notes}\n{gone.notes}".strip()
    feed = gone.poll_url if gone.active else ""
    if feed and not stays.poll_url:
        filled |= {"poll_url": feed, "pace_minutes": gone.pace_minutes, "zone": gone.zone}
        feed = ""
    elif feed and urls.normalise(feed) == urls.normalise(stays.poll_url):
        feed = ""
    recorder.change(stays, **filled)
    folded = normalise.fold(gone.name)[:200]
    known = {normalise.fold(stays.name)[:200], *stays.aliases.values_list("folded", flat=True)}
    if feed or folded not in known:
        recorder.create(SourceAlias(source=stays, name=gone.name, poll_url=feed))


def _of_rights(gone: Source, stays: Source) -> str:
    names = {
        "gone": gone.name,
        "stays": stays.name,
        "less": Rights(gone.rights).label,
        "more": Rights(stays.rights).label,
    }
    if _allows_more(stays, gone):
        return (
            _(
                "“%(gone)s” allows “%(less)s”, “%(stays)s” allows “%(more)s”. Its articles so far "
                "keep to “%(less)s”; what its feed brings from now on is shown as “%(more)s”."
            )
            % names
        )
    return (
        _(
            "“%(gone)s” allows “%(less)s”, “%(stays)s” only “%(more)s”. All its articles are "
            "shown as “%(more)s” from now on."
        )
        % names
    )


def _allows_more(one: Source, other: Source) -> bool:
    return ORDER.index(Rights(one.rights)) > ORDER.index(Rights(other.rights))


def _differ(one: str, other: str) -> bool:
    return normalise.fold(one) != normalise.fold(other)


def _question(what: str, gone: str, stays: str, text: str) -> Question:
    digest = sha256(f"{gone}\n{stays}".encode()).hexdigest()[:12]
    return Question(f"{what}:{digest}", text % {"gone": gone, "stays": stays})


def _articles(joining: Joining, field: object) -> None:
    """Articles follow; where the other source allows more, theirs is written on each of them."""
    rows = noun_moves.rows_of(joining, field)
    if _allows_more(joining.stays, joining.gone):
        narrower = ORDER[: ORDER.index(Rights(joining.gone.rights)) + 1]
        wider = rows.exclude(rights__in=narrower)
        joining.recorder.change_all(wider, rights=joining.gone.rights)
    noun_moves.follow(joining, field)


def _captures(joining: Joining, field: object) -> None:
    """Every arrival is kept; one that both had gets a content key of its own, or it could not."""
    for capture in noun_moves.doubled(joining, field, "item_key", "content_key"):
        own = sha256(f"{capture.content_key} {capture.pk}".encode()).hexdigest()
        joining.recorder.change(capture, content_key=own)
    noun_moves.follow(joining, field)


def _lines(joining: Joining, field: object) -> None:
    """Counts of a line that both repeat are added up."""
    theirs = {line.key: line for line in noun_moves.doubled(joining, field, "key")}
    for line in joining.stays.lines.filter(key__in=theirs).order_by("pk"):
        other = theirs[line.key]
        joining.recorder.change(
            line,
            article_count=line.article_count + other.article_count,
            last_seen_at=max(line.last_seen_at, other.last_seen_at),
        )
        joining.recorder.delete(other)
    noun_moves.follow(joining, field)


MOVERS: dict[str, Mover] = {
    "articles.article.source": _articles,
    "articles.capture.source": _captures,
    "articles.credit.source": noun_moves.follow_once("article_id", "url"),
    "articles.image.source": noun_moves.follow,
    "articles.label.a_source": noun_moves.follow,
    "articles.label.b_source": noun_moves.follow,
    "articles.sourcealias.source": noun_moves.follow_once("folded", "poll_url"),
    "articles.sourceline.source": _lines,
}
