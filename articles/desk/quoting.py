"""Taking a passage of one account over into another article, with the credit that it needs."""

from datetime import datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, crediting, editing
from articles.desk.crediting import CreditLine
from articles.enums import Door, Rights, Status
from articles.errors import ActRefused, PlanOutdated
from articles.models import Article, Source
from articles.models.article import EXCERPT_WORDS
from articles.text import diff, markup
from articles.text.bylines import past_dateline
from articles.text.normalise import fold
from articles.text.sentences import sentences

# A quotation may go over several sentences; more than these are no excerpt.
MOST_SENTENCES = 8
# What an account may be for its words to be taken over: living, or kept for the record.
_USABLE = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)


def add_with_credit(
    into: Article,
    *,
    account: Article,
    anchor: str,
    sentence: str,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Article:
    """Append what `account` says there to `into`, as a quotation, and credit its source.

    `anchor` is the id of the paragraph and `sentence` the sentence in it that is wanted, or a few
    that a quotation goes over. In one
    act: where the account may be shown in full its whole paragraph is appended, of an excerpt only
    the sentence; under it stands whose words they are; the source is credited once for the
    account's address. On an article that readers can see it is a material edit, whose note names
    the source.

    Raises NotPermitted as any edit does; ActRefused for an account that may only be linked to, is
    embargoed, withdrawn or without a source, when the words stand there already, or when the
    excerpts taken from it would grow over `EXCERPT_WORDS`; PlanOutdated when the account no longer
    says it. Returns the article as it stands.
    """
    account = Article.objects.select_related("source").get(pk=account.pk)
    source = _source_of(account, into, at)
    note = _("Added with credit to %(source)s.") % {"source": source.name}
    with acting.act("quote", by=by, at=at, door=door, reason=note, public=False) as recorder:
        into = acting.locked_for_edit(into, by=by)
        words = _wanted(account, anchor, sentence)
        _refuse_repeat(into, words)
        _refuse_too_much(into, account, words)
        html = into.body_html + _quotation(account, source, words)
        is_live = into.is_published(at)
        editing.write(into, {"body_html": html}, is_live, note, at, recorder)
        line = CreditLine(source.pk, url=account.canonical_url)
        crediting.add_credit(into, line, recorder)
    return into


def why_not_quoted(account: Article, at: datetime) -> str:
    """Why nothing of the account may be taken over, as a sentence; "" when it may.

    No queries when its `source` is loaded. What depends on the other article is not looked at.
    """
    if account.source is None:
        return _("It has no source that could be credited; it is ours to copy.")
    if account.status not in _USABLE or account.retracted_at is not None:
        return _("It was withdrawn.")
    if account.embargoed_until is not None and account.embargoed_until > at:
        return _("It is under embargo.")
    if account.effective_rights == Rights.LINK:
        return _("%(source)s may only be linked to, not quoted.") % {"source": account.source.name}
    return ""


def _source_of(account: Article, into: Article, at: datetime) -> Source:
    if account.pk == into.pk:
        raise ActRefused(
            _("It stands in this article already."), _("Choose another article to add it to.")
        )
    if reason := why_not_quoted(account, at):
        raise ActRefused(
            _("Nothing can be taken over from “%(headline)s”: %(reason)s")
            % {"headline": acting.named(account), "reason": reason},
            _("Link to it instead."),
        )
    assert account.source is not None  # `why_not_quoted` names a missing one
    return account.source


def _wanted(account: Article, anchor: str, sentence: str) -> str:
    """The words to take over, as the account has them now; a dateline is not among them."""
    found = past_dateline(dict(markup.paragraphs(account.body_html)).get(anchor, ""))
    said = _run_of_sentences(found, sentence)
    if said is None:
        raise PlanOutdated(
            _("“%(headline)s” no longer says this.") % {"headline": acting.named(account)},
            _("Reload the page to see what it says now."),
        )
    return found if account.effective_rights == Rights.FULL else said


def _run_of_sentences(text: str, wanted: str) -> str | None:
    """The whole sentences of `text` that say what is wanted, a few at most; None for none."""
    own, key = sentences(text), _key(wanted)
    for start in range(len(own)):
        for end in range(start + 1, min(start + MOST_SENTENCES, len(own)) + 1):
            said = " ".join(own[start:end])
            if key and _key(said) == key:
                return said
    return None


def _key(text: str) -> str:
    """The words without their blanks: some scripts put none between two sentences."""
    return "".join(fold(text).split())


def _refuse_repeat(into: Article, words: str) -> None:
    text = fold(markup.to_text(into.body_html))
    if fold(words) in text:
        raise ActRefused(
            _("“%(headline)s” has these words already.") % {"headline": acting.named(into)},
            _("Nothing needs to be added."),
        )


def _refuse_too_much(into: Article, account: Article, words: str) -> None:
    """Hold the limit of an excerpt over all that was taken from the account, one by one."""
    if account.effective_rights == Rights.FULL:
        return
    body = markup.to_text(account.body_html)
    taken = diff.shared_sentences(markup.to_text(into.body_html), body).in_b
    own = sentences(body)
    count = len(words.split()) + sum(len(own[place].split()) for place in taken)
    if count > EXCERPT_WORDS:
        raise ActRefused(
            _("Of this source only %(most)d words may be shown; with these it would be %(n)d.")
            % {"most": EXCERPT_WORDS, "n": count},
            _("Tell it in your own words, and link to it."),
        )


def _quotation(account: Article, source: Source, words: str) -> str:
    """The words as a quotation block; `editing.write` cleans it like any text."""
    name = escape(source.credit_line)
    url = account.canonical_url
    told = f'<a href="{escape(url)}">{name}</a>' if url else name
    spoken = f' lang="{escape(account.language)}"' if account.language else ""
    return (
        f'<blockquote{spoken} dir="{account.direction}"><p>{escape(words, quote=False)}</p>'
        f"<p>— {told}</p></blockquote>"
    )
