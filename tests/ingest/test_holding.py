"""Words that a takedown put away come again: they wait for a person, and no article is made."""

from typing import Any

import pytest

from articles.desk import lifting, takedown
from articles.enums import CaptureOutcome, Status
from articles.errors import ActRefused, NotPermitted
from articles.ingest import letting_in, pasting, store
from articles.ingest.deciding import Step
from articles.models import Act, Article, Capture, SealedPrint
from tests import factories
from tests.factories import LATER, NOW
from tests.ingest.documents import make_item, make_parsed

pytestmark = pytest.mark.django_db

PARAGRAPHS = [
    "The warden of the northern lighthouse sold forty barrels of lamp oil to a cousin in Tellin.",
    "Two clerks of the harbour office signed for deliveries that no boat had brought that autumn.",
    "A ledger found behind the stove names the sums, the nights and the men who carried the oil.",
    "The warden denies it all and says that the ledger is a copybook of his youngest daughter.",
]
OTHER = [
    "Apricot growers of the upper valley expect the richest harvest since the frost of last May.",
    "Buyers from three towns have rented every cool room between the mill and the railway bridge.",
]


def body(paragraphs: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


@pytest.fixture
def sealed() -> Article:
    article = factories.make_published(headline="Warden sold the oil", body_html=body(PARAGRAPHS))
    takedown.take_down(article, note="By order", by=None, at=NOW)
    return Article.objects.get(pk=article.pk)


def arrive(paragraphs: list[str], headline: str = "Oil for a cousin", guid: str = "new") -> Any:
    item = make_item(guid=guid, headline=headline, body_html=body(paragraphs), url="")
    return store.take_in(make_parsed(item), source=factories.make_source(), now=LATER)


@pytest.mark.parametrize(
    "paragraphs",
    [
        PARAGRAPHS,
        PARAGRAPHS[:3],
        [*OTHER[:1], *PARAGRAPHS, *OTHER[1:]],
        [text.replace("forty", "fifty").upper() for text in PARAGRAPHS],
    ],
    ids=["word for word", "cut", "within another text", "edited"],
)
def test_same_words_are_held_and_make_no_article(sealed: Article, paragraphs: list[str]) -> None:
    tally = arrive(paragraphs)

    held = Capture.objects.get()
    assert (held.outcome, held.article) == (CaptureOutcome.HELD, sealed)
    assert Article.objects.count() == 1
    assert tally.counts == {Step.HOLD.value: 1}
    assert tally.notes == [
        f"Oil for a cousin: held: article {sealed.pk}, taken down for legal reasons, said the same"
    ]
    sealed.refresh_from_db()
    assert (sealed.body_html, sealed.suggestions.count()) == ("", 0)


def test_other_words_come_in_at_the_cost_of_one_query_more(sealed: Article) -> None:
    arrive(OTHER)

    assert Article.objects.filter(status=Status.INCOMING).count() == 1


def test_what_came_in_for_it_is_known_too_however_the_desk_had_edited_it() -> None:
    arrive(PARAGRAPHS, guid="first")
    article = Article.objects.get()
    Article.objects.update(
        body_html=body(OTHER), status=Status.PUBLISHED, slug="x", published_at=NOW, visible_at=NOW
    )
    takedown.take_down(Article.objects.get(), note="By order", by=None, at=NOW)

    arrive(PARAGRAPHS, guid="again")

    assert Capture.objects.latest("pk").outcome == CaptureOutcome.HELD
    assert Article.objects.get() == article


def test_paste_box_says_why_and_who_can_help(sealed: Article) -> None:
    with pytest.raises(ActRefused) as refused:
        pasting.paste(
            "Oil\n\n" + "\n\n".join(PARAGRAPHS),
            source=factories.make_source(),
            by=factories.make_chief(),
            at=LATER,
        )

    assert str(refused.value) == (
        f"It says what article {sealed.pk} said, which was taken down for legal reasons. "
        "It is held under Captures, where a chief editor can let it in."
    )


def test_person_lets_it_in_with_a_reason_and_once(sealed: Article) -> None:
    arrive(PARAGRAPHS)
    held, chief = Capture.objects.get(), factories.make_chief()

    with pytest.raises(ActRefused, match="needs a reason"):
        letting_in.let_in(held, reason=" ", by=chief, at=LATER)
    editor = factories.make_user(factories.SECTION_EDITOR)
    with pytest.raises(NotPermitted):
        letting_in.let_in(held, reason="Mine", by=editor, at=LATER)
    article = letting_in.let_in(held, reason="Counsel agreed", by=chief, at=LATER)

    assert (article.status, article.headline) == (Status.INCOMING, "Oil for a cousin")
    held.refresh_from_db()
    assert (held.article, held.outcome) == (article, CaptureOutcome.CREATED)
    act = Act.objects.get(verb="let-in")
    assert (act.by, act.reason) == (chief, "Counsel agreed")
    with pytest.raises(ActRefused, match="not held any more"):
        letting_in.let_in(held, reason="Again", by=chief, at=LATER)


def test_no_word_is_kept_and_lifting_forgets_the_keys(sealed: Article) -> None:
    words = {"warden", "ledger", "lighthouse"}
    kept = " ".join(str(value) for row in SealedPrint.objects.values_list() for value in row)

    assert SealedPrint.objects.filter(is_whole=True).count() == 1
    assert words.isdisjoint(kept.casefold().split())
    lifting.lift(sealed, by=None, at=LATER)
    assert not SealedPrint.objects.exists()
    arrive(PARAGRAPHS)
    assert Article.objects.count() == 2
