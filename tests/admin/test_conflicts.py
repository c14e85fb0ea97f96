"""Two people save one article: what comes together by itself, what is shown and chosen."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.desk import crediting, editing, linking, tagging
from articles.enums import Role
from articles.models import Act, Article, Change, Contribution, Credit, RelatedLink
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_article_form import filled, fresh, save, url_of

CONFLICT = pages.classed("conflict", "fieldset")
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def ben(db: None) -> Any:
    return factories.make_chief(username="ben")


@pytest.fixture
def article(db: None) -> Article:
    made = factories.make_draft(headline="Two men died", body_html="<p>One.</p><p>Two.</p>")
    return fresh(made)


def edited(article: Article, by: Any, **fields: Any) -> None:
    editing.edit(fresh(article), by=by, at=factories.NOW, fields=fields)


def opened(client: Client, article: Article) -> dict[str, Any]:
    return filled(client.get(url_of(article)))


class TestSilently:
    def test_other_fields_come_together_and_it_is_said(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        sent = opened(desk, article)
        edited(article, ben, kicker="Theirs")

        answer = save(desk, article, sent, headline="Mine")

        assert (fresh(article).headline, fresh(article).kicker) == ("Mine", "Theirs")
        assert pages.said(answer)[0] == (
            "Somebody else changed this while you wrote, and it is in, too: Kicker."
        )

    def test_other_paragraphs_come_together(self, desk: Client, ben: Any, article: Article) -> None:
        body = article.body_html
        sent = opened(desk, article)
        edited(article, ben, body_html=body.replace("One.", "Uno."))

        answer = save(desk, article, sent, body_html=body.replace("Two.", "Due."))

        assert fresh(article).body_html == body.replace("One.", "Uno.").replace("Two.", "Due.")
        assert "it is in, too: Text (in other paragraphs)." in pages.said(answer)[0]

    def test_third_person_s_save_between_is_merged_as_well(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        sent = opened(desk, article)
        edited(article, ben, headline="First change")
        edited(article, None, headline="Two men died", kicker="Port")

        answer = save(desk, article, sent, headline="Three men died")

        assert answer.status_code == 302
        assert (fresh(article).headline, fresh(article).kicker) == ("Three men died", "Port")

    def test_tags_of_both(self, desk: Client, ben: Any, article: Article) -> None:
        tagging.tag(article, names=["Port", "Strike"], by=ben, at=factories.NOW)
        sent = opened(desk, article)
        tagging.tag(article, names=["Port", "Docks"], replace=True, by=ben, at=factories.NOW)

        answer = save(desk, article, sent, tag_names="Port, Strike, Karvan")

        assert sorted(tag.name for tag in article.tags.all()) == ["Docks", "Karvan", "Port"]
        assert "it is in, too: Tags." in pages.said(answer)[0]

    def test_tags_that_only_they_changed_stay(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        sent = opened(desk, article)
        tagging.tag(article, names=["Docks"], by=ben, at=factories.NOW)

        save(desk, article, sent)

        assert [tag.name for tag in article.tags.all()] == ["Docks"]

    def test_byline_of_both(self, desk: Client, ben: Any, article: Article) -> None:
        names = [crediting.Name(name="Nora"), crediting.Name(name="Otto")]
        crediting.set_byline(article, names=names, by=ben, at=factories.NOW)
        sent = opened(desk, article)
        theirs = [crediting.Name(name="Ada"), *names]
        crediting.set_byline(article, names=theirs, by=ben, at=factories.NOW)

        save(
            desk,
            article,
            sent,
            **{"contributions-1-DELETE": "on", "contributions-2-name": "Zoe",
               "contributions-TOTAL_FORMS": "3", "contributions-2-position": "9"},
        )  # fmt: skip

        rows = Contribution.objects.order_by("position").values_list("name", flat=True)
        assert list(rows) == ["Ada", "Nora", "Zoe"]

    def test_credit_that_they_took_off_and_one_that_i_added(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        factories.make_credit(article, source=factories.make_source(name="Wire"))
        factories.make_source(name="Agency")
        sent = opened(desk, article)
        crediting.set_credits(article, credits=[], by=ben, at=factories.NOW)

        answer = save(desk, article, sent, **{"credits-1-source": "Agency"})

        assert answer.status_code == 302
        assert [c.source.name for c in Credit.objects.all()] == ["Agency"]

    def test_link_that_they_took_off_is_off_and_theirs_stays(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        gone = factories.make_link(article, url="https://example.org/gone")
        sent = opened(desk, article)
        linking.unlink(gone, by=ben, at=factories.NOW)
        linking.link(article, url="https://example.org/theirs", by=ben, at=factories.NOW)

        answer = save(desk, article, sent, headline="Mine")

        assert answer.status_code == 302
        assert [link.url for link in RelatedLink.objects.all()] == ["https://example.org/theirs"]
        assert fresh(article).headline == "Mine"


class TestShown:
    def conflict(self, desk: Client, ben: Any, article: Article) -> Any:
        sent = opened(desk, article)
        edited(article, ben, headline="Two men died at sea")
        return save(desk, article, sent, headline="Three men died")

    def test_before_theirs_and_mine_are_told_with_who(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        shown = self.conflict(desk, ben, article)

        assert pages.texts(shown, f"{CONFLICT}/legend") == ["Headline changed by ben and by you"]
        assert pages.texts(shown, f"{CONFLICT}//h3/following-sibling::p") == [
            "Two men died",
            "Two men died added: at sea",
            "removed: Two added: Three men died",
        ]
        assert fresh(article).headline == "Two men died at sea"

    def test_words_that_do_not_touch_are_proposed_together(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        shown = self.conflict(desk, ben, article)

        assert filled(shown)["keep-headline"] == "written"
        save(desk, article, filled(shown))

        assert fresh(article).headline == "Three men died at sea"

    def test_text_written_together_is_saved(self, desk: Client, ben: Any, article: Article) -> None:
        shown = self.conflict(desk, ben, article)

        save(desk, article, {**filled(shown), "written-headline": "Three died\n at sea"})

        assert fresh(article).headline == "Three died at sea"

    def test_what_only_they_changed_survives_the_second_save(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        sent = opened(desk, article)
        edited(article, ben, headline="Theirs", kicker="Theirs, too")
        shown = save(desk, article, sent, headline="Mine")

        save(desk, article, {**filled(shown), "keep-headline": "mine"})

        assert (fresh(article).headline, fresh(article).kicker) == ("Mine", "Theirs, too")

    def test_yet_another_save_meanwhile_is_shown_again(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        shown = self.conflict(desk, ben, article)
        edited(article, ben, headline="A fourth man died")

        again = save(desk, article, {**filled(shown), "keep-headline": "mine"})

        assert len(pages.texts(again, CONFLICT)) == 1
        assert fresh(article).headline == "A fourth man died"

    def test_choice_among_values_has_no_third_way(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        world, sport = factories.make_section(name="World"), factories.make_section(name="Sport")
        sent = opened(desk, article)
        edited(article, ben, section_id=world.pk)

        shown = save(desk, article, sent, section=sport.pk)

        assert pages.texts(shown, f"{CONFLICT}//h3/following-sibling::p") == ["–", "World", "Sport"]
        assert pages.values(shown, f"{CONFLICT}//input/@value") == ["mine", "theirs"]
        save(desk, article, {**filled(shown), "keep-section_id": "mine"})
        assert fresh(article).section == sport

    def test_base_that_nobody_knows_is_not_shown(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        sent = opened(desk, article)
        Article.objects.filter(pk=article.pk).update(headline="Past the history")

        shown = save(desk, article, sent, headline="Mine")

        assert pages.texts(shown, f"{CONFLICT}//h3") == ["Theirs", "Mine"]

    def test_hostile_markup_stays_text(self, desk: Client, ben: Any, article: Article) -> None:
        sent = opened(desk, article)
        edited(article, ben, headline=f"Theirs {EVIL}")

        shown = save(desk, article, sent, headline=f"Mine {EVIL}", body_html=f"<p>{EVIL}</p>")

        assert EVIL in pages.texts(shown, f"{CONFLICT}//h3/following-sibling::p")[1]
        assert pages.values(shown, "//@onerror") == []


class TestParagraph:
    def conflict(self, desk: Client, ben: Any, article: Article, mine: str = "Due.") -> Any:
        body = article.body_html
        sent = opened(desk, article)
        edited(article, ben, body_html=body.replace("One.", "Uno.").replace("Two.", "Dos."))
        return save(desk, article, sent, body_html=body.replace("Two.", mine))

    def test_only_the_paragraph_of_both_is_shown(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        shown = self.conflict(desk, ben, article)

        assert pages.texts(shown, f"{CONFLICT}//h3/following-sibling::p") == [
            "Two.", "removed: Twoadded: Dos.", "removed: Twoadded: Due.",
        ]  # fmt: skip
        assert "Uno." in filled(shown)["body_html"]
        assert fresh(article).body_html.count("Dos.") == 1

    @pytest.mark.parametrize(("word", "kept"), [("mine", "Due."), ("theirs", "Dos.")])
    def test_side_that_was_chosen_stands_beside_what_merged(
        self, desk: Client, ben: Any, article: Article, word: str, kept: str
    ) -> None:
        shown = self.conflict(desk, ben, article)
        (name,) = {n for n in filled(shown) if n.startswith("keep-body_html:")}

        save(desk, article, {**filled(shown), name: word})

        both = article.body_html.replace("One.", "Uno.").replace("Two.", kept)
        assert fresh(article).body_html == both

    def test_paragraph_written_together_keeps_its_id_and_is_cleaned(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        shown = self.conflict(desk, ben, article)
        sent = filled(shown)
        (name,) = {n for n in sent if n.startswith("written-body_html:")}
        both = sent[name].replace("Due.", "Due, dos.<script>x()</script>")

        keep = name.replace("written-", "keep-")
        save(desk, article, {**sent, name: both, keep: "written"})

        expected = article.body_html.replace("One.", "Uno.").replace("Two.", "Due, dos.")
        assert fresh(article).body_html == expected

    @pytest.mark.parametrize(("word", "there"), [("drop", False), ("theirs", True)])
    def test_paragraph_that_i_took_out_and_they_changed(
        self, desk: Client, ben: Any, article: Article, word: str, there: bool
    ) -> None:
        body = article.body_html
        sent = opened(desk, article)
        edited(article, ben, body_html=body.replace("Two.", "Dos."))
        first = body[: body.index("</p>") + 4]
        shown = save(desk, article, sent, body_html=first)
        assert pages.texts(shown, f"{CONFLICT}//p")[-1] == "taken out"
        (name,) = {n for n in filled(shown) if n.startswith("keep-body_html:")}

        save(desk, article, {**filled(shown), name: word})

        assert ("Dos." in fresh(article).body_html) is there


class TestParts:
    def test_role_that_both_changed_is_shown_and_chosen(
        self, desk: Client, ben: Any, article: Article
    ) -> None:
        def byline(role: str) -> None:
            names = [crediting.Name(name="Nora", role=role)]
            crediting.set_byline(article, names=names, by=ben, at=factories.NOW)

        byline(Role.WRITER)
        sent = opened(desk, article)
        byline(Role.EDITOR)

        shown = save(desk, article, sent, **{"contributions-0-role": Role.REPORTING})

        assert pages.texts(shown, f"{CONFLICT}//h3/following-sibling::p") == [
            "Nora · writer",
            "Nora · removed: writeradded: editor",
            "Nora · removed: writeradded: reporting",
        ]
        assert Contribution.objects.get().role == Role.EDITOR
        save(desk, article, {**filled(shown), "keep-contributions": "mine"})
        assert Contribution.objects.get().role == Role.REPORTING

    def test_theirs_may_be_chosen(self, desk: Client, ben: Any, article: Article) -> None:
        source = factories.make_source(name="Wire")

        def credit(text: str) -> None:
            line = crediting.CreditLine(source.pk, text)
            crediting.set_credits(article, credits=[line], by=ben, at=factories.NOW)

        credit("From Wire")
        sent = opened(desk, article)
        credit("By Wire")
        shown = save(desk, article, sent, **{"credits-0-text": "With Wire"})

        save(desk, article, {**filled(shown), "keep-credits": "theirs", "headline": "Mine"})

        assert Credit.objects.get().text == "By Wire"
        assert fresh(article).headline == "Mine"


class TestOneAct:
    def test_a_save_is_one_act_that_is_taken_back_whole(
        self, desk: Client, article: Article
    ) -> None:
        save(
            desk,
            article,
            headline="New",
            tag_names="Port",
            **{"contributions-0-name": "Nora", "contributions-0-role": "writer"},
        )

        act = Act.objects.get()
        assert act.verb == "edit"
        models = Change.objects.order_by("model").values_list("model", flat=True).distinct()
        assert list(models) == [
            "articles.article", "articles.contribution", "articles.tag", "articles.tagging",
        ]  # fmt: skip
        desk.post(f"/admin/articles/act/{act.pk}/undo/")
        assert fresh(article).headline == "Two men died"
        assert (article.tags.count(), article.contributions.count()) == (0, 0)

    def test_refused_part_takes_the_whole_save_back(self, article: Article) -> None:
        user = factories.make_user()
        rights = Permission.objects.filter(codename__in=["view_article", "change_article"])
        user.user_permissions.set(rights)

        answer = save(logged_in(user), article, headline="New", tag_names="Unknown")

        assert answer.status_code == 200
        assert (fresh(article).headline, Act.objects.count()) == ("Two men died", 0)
