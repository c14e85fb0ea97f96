"""Adding what one account says to another article: rights, credit, limits, and the way back."""

from typing import Any

import pytest
from django.test import TestCase

from articles.desk import quoting, undoing
from articles.enums import Rights, Status
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Article, Source
from articles.models.article import EXCERPT_WORDS
from articles.text import markup
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_credit,
    make_draft,
    make_published,
    make_section,
    make_source,
    make_user,
)

ANCHOR = "p-00000001"
FIRST, SECOND = "The mill cost four million.", "It opened in 1987."
URL = "https://daily.example/mill"


def account(rights: Rights = Rights.FULL, **fields: Any) -> Article:
    """An incoming article of a source with these rights, with one paragraph of two sentences."""
    fields.setdefault("source", make_source(name="Daily <&>", rights=rights))
    fields.setdefault("body_html", f'<p id="{ANCHOR}">{FIRST} {SECOND}</p>')
    fields.setdefault("canonical_url", URL)
    return make_article(**fields)


def add(into: Article, quoted: Article, sentence: str = SECOND, by: Any = None) -> Article:
    return quoting.add_with_credit(
        into, account=quoted, anchor=ANCHOR, sentence=sentence, by=by, at=NOW
    )


def texts(article: Article) -> list[str]:
    article.refresh_from_db()
    return [text for _id, text in markup.paragraphs(article.body_html)]


def credits(article: Article) -> list[tuple[Source, str]]:
    return [(row.source, row.url) for row in article.credits.select_related("source")]


class AddTest(TestCase):
    def test_add_of_a_full_source_appends_the_paragraph_as_a_quotation_with_attribution(
        self,
    ) -> None:
        into, quoted = make_draft(body_html="<p>Ours.</p>"), account()

        add(into, quoted)

        assert texts(into) == ["Ours.", f"{FIRST} {SECOND}", "— Daily <&>"]
        assert f'<a href="{URL}" rel="noopener noreferrer">Daily &lt;&amp;&gt;</a>' in (
            into.body_html
        )
        assert into.body_html.count("<blockquote") == 1
        assert into.word_count == markup.word_count(into.body_html)

    def test_add_credits_the_source_behind_the_others_and_once(self) -> None:
        into, quoted = make_draft(), account()
        other = make_credit(into, position=4)

        add(into, quoted)
        Article.objects.filter(pk=quoted.pk).update(
            body_html=f'<p id="{ANCHOR}">A third thing was said.</p>'
        )
        add(into, quoted, "A third thing was said.")

        assert credits(into) == [(other.source, ""), (quoted.source, URL)]
        assert [row.position for row in into.credits.all()] == [4, 5]

    def test_add_of_an_excerpt_source_appends_only_the_sentence(self) -> None:
        into, quoted = make_draft(body_html="<p>Ours.</p>"), account(Rights.EXCERPT)

        add(into, quoted)

        assert texts(into) == ["Ours.", SECOND, "— Daily <&>"]

    def test_add_leaves_the_dateline_of_the_account_behind(self) -> None:
        said = "The mill of Tarnow burnt for three days."
        body = f'<p id="{ANCHOR}">ELLWIN, 3 March (Reuters) — {said}</p>'
        into, quoted = make_draft(body_html="<p>Ours.</p>"), account(body_html=body)

        add(into, quoted, said)

        assert texts(into) == ["Ours.", said, "— Daily <&>"]

    def test_add_of_a_quotation_over_several_sentences_takes_all_of_them(self) -> None:
        quotation = "“We saw it. We ran,” she said."
        body = f'<p id="{ANCHOR}">{FIRST} {quotation} {SECOND}</p>'
        into = make_draft(body_html="<p>Ours.</p>")

        add(into, account(Rights.EXCERPT, body_html=body), quotation)

        assert texts(into) == ["Ours.", quotation, "— Daily <&>"]

    def test_add_keeps_language_and_direction_of_the_account(self) -> None:
        words = "پل گر گیا۔"
        quoted = account(body_html=f'<p id="{ANCHOR}">{words}</p>', language="ur")
        into = make_draft(language="en")

        add(into, quoted, words)

        into.refresh_from_db()
        assert 'lang="ur" dir="rtl"' in into.body_html

    def test_add_without_an_address_names_the_source_without_a_link(self) -> None:
        into, quoted = make_draft(body_html="<p>Ours.</p>"), account(canonical_url="")

        add(into, quoted)

        assert "<a " not in Article.objects.get(pk=into.pk).body_html
        assert credits(into) == [(quoted.source, "")]

    def test_add_is_one_act_that_undo_takes_back_whole(self) -> None:
        into, quoted = make_draft(body_html="<p>Ours.</p>"), account()
        add(into, quoted)
        act = Act.objects.get()

        undoing.undo_act(act, by=None, at=LATER)

        assert (act.verb, act.reason) == ("quote", "Added with credit to Daily <&>.")
        assert (texts(into), credits(into)) == (["Ours."], [])

    def test_add_to_a_live_article_is_a_material_update_with_a_note(self) -> None:
        into = make_published(updated_at=EARLIER)

        add(into, account())

        into.refresh_from_db()
        assert into.updated_at == NOW
        assert Act.objects.get().reason == "Added with credit to Daily <&>."

    def test_add_changes_nothing_in_the_account(self) -> None:
        quoted = account()

        add(make_draft(), quoted)

        fresh = Article.objects.get(pk=quoted.pk)
        assert (fresh.body_html, fresh.version) == (quoted.body_html, quoted.version)


class RefusedTest(TestCase):
    def assert_refused(self, into: Article, quoted: Article, says: str) -> None:
        before = texts(into)

        with pytest.raises(ActRefused, match=says) as refused:
            add(into, quoted)

        assert refused.value.hint
        assert (texts(into), credits(into), Act.objects.count()) == (before, [], 0)

    def test_add_of_a_link_only_source_is_refused(self) -> None:
        self.assert_refused(make_draft(), account(Rights.LINK), "may only be linked to")

    def test_add_of_an_article_whose_own_rights_are_narrower_is_refused(self) -> None:
        quoted = account()
        Article.objects.filter(pk=quoted.pk).update(rights=Rights.LINK)

        self.assert_refused(make_draft(), quoted, "may only be linked to")

    def test_add_under_embargo_is_refused(self) -> None:
        self.assert_refused(make_draft(), account(embargoed_until=LATER), "embargo")

    def test_add_after_the_embargo_is_not_refused(self) -> None:
        into = make_draft(body_html="<p>Ours.</p>")

        add(into, account(embargoed_until=EARLIER))

        assert len(texts(into)) == 3

    def test_add_of_a_withdrawn_account_is_refused(self) -> None:
        for fields in (
            {"status": Status.KILLED},
            {"status": Status.SPIKED},
            {"status": Status.PUBLISHED, "retracted_at": EARLIER},
        ):
            with self.subTest(fields):
                self.assert_refused(make_draft(), account(**fields), "withdrawn")

    def test_add_of_our_own_text_is_refused(self) -> None:
        self.assert_refused(make_draft(), account(source=None), "no source")

    def test_add_of_an_article_to_itself_is_refused(self) -> None:
        quoted = account()

        self.assert_refused(quoted, quoted, "stands in this article already")

    def test_add_twice_is_refused(self) -> None:
        into, quoted = make_draft(), account()
        add(into, quoted)

        with pytest.raises(ActRefused, match="has these words already"):
            add(into, quoted)

    def test_add_to_a_killed_article_is_refused(self) -> None:
        self.assert_refused(make_article(status=Status.KILLED), account(), "was killed")

    def test_add_of_words_that_the_account_no_longer_has_is_refused(self) -> None:
        into, quoted = make_draft(), account()

        for sentence, anchor in ((FIRST[:-5], ANCHOR), (SECOND, "p-00000002"), ("", ANCHOR)):
            with self.subTest(sentence), pytest.raises(PlanOutdated, match="no longer says"):
                quoting.add_with_credit(
                    into, account=quoted, anchor=anchor, sentence=sentence, by=None, at=NOW
                )

    def test_excerpts_of_one_source_do_not_grow_over_the_limit_one_by_one(self) -> None:
        sentences = [
            " ".join([f"Sentence{n}", *(f"word{n}x{k}" for k in range(28)), "end."])
            for n in range(4)
        ]
        quoted = account(Rights.EXCERPT, body_html=f'<p id="{ANCHOR}">{" ".join(sentences)}</p>')
        into = make_draft(body_html="<p>Ours.</p>")
        add(into, quoted, sentences[0])
        add(into, quoted, sentences[1])

        with pytest.raises(ActRefused, match=f"only {EXCERPT_WORDS} words") as refused:
            add(into, quoted, sentences[2])

        assert "it would be 90" in refused.value.message
        assert len(texts(into)) == 5


class PermissionTest(TestCase):
    def test_reporter_may_add_to_a_draft_of_the_own_section_only(self) -> None:
        mine, theirs = make_section(), make_section()
        reporter = make_user(REPORTER, (mine,))
        into = make_draft(section=mine)

        add(into, account(), by=reporter)

        assert Act.objects.get().by == reporter
        with pytest.raises(NotPermitted):
            add(make_draft(section=theirs), account(), by=reporter)

    def test_live_article_needs_the_right_to_publish(self) -> None:
        section = make_section()
        live = make_published(section=section)

        with pytest.raises(NotPermitted):
            add(live, account(), by=make_user(REPORTER, (section,)))

        add(live, account(), by=make_user(SECTION_EDITOR, (section,)))
        assert Act.objects.count() == 1
