"""Writing and changing what articles say: rights, versions, times, and the record of it."""

from datetime import timedelta

import pytest
from django.test import TestCase

from articles.desk import editing
from articles.enums import Door, Rights, Role, Status, SuggestionStatus
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Change, Suggestion
from articles.text import markup
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_author,
    make_capture,
    make_chief,
    make_credit,
    make_draft,
    make_merged,
    make_published,
    make_section,
    make_source,
    make_user,
)


class CreateTest(TestCase):
    def test_create_by_reporter_of_the_section_makes_a_recorded_draft(self) -> None:
        section = make_section()
        reporter = make_user(REPORTER, (section,))

        article = editing.create(
            by=reporter,
            at=NOW,
            headline="  Dam\nopens ",
            section_id=section.pk,
            body_html="<p onclick='x()'>Two words.</p><script>no</script>",
        )

        article.refresh_from_db()
        act = Act.objects.get()
        assert (article.headline, article.status, article.arrived_at, article.word_count) == (
            "Dam opens",
            Status.DRAFT,
            NOW,
            2,
        )
        assert markup.to_text(article.body_html) == "Two words."
        assert (act.verb, act.by, act.at, act.door) == ("create", reporter, NOW, Door.FORM)
        assert [(c.kind, c.row) for c in act.changes.all()] == [
            (Change.Kind.CREATE, str(article.pk))
        ]

    def test_create_in_a_foreign_section_is_refused_and_names_who_can_help(self) -> None:
        section = make_section(name="World")
        owner = make_user(SECTION_EDITOR, username="amina")
        section.members.create(user=owner, is_owner=True)

        with pytest.raises(NotPermitted) as refused:
            editing.create(
                by=make_user(REPORTER), at=NOW, headline="Dam opens", section_id=section.pk
            )

        assert refused.value.message == "The section World is not yours."
        assert refused.value.hint == "amina can add you to it."


class EditTest(TestCase):
    def test_edit_of_a_draft_changes_the_fields_and_counts_the_version(self) -> None:
        article = make_draft(headline="Old", kicker="Analysis", version=3)
        reporter = make_user(REPORTER)

        edited = editing.edit(
            article, by=reporter, at=NOW, fields={"headline": "New", "kicker": "Analysis"}
        )

        change = Change.objects.get()
        assert (edited.headline, edited.version) == ("New", 4)
        assert (change.field, change.before, change.after) == ("headline", "Old", "New")
        assert (change.act.by, change.act.at, change.act.door) == (reporter, NOW, Door.FORM)

    def test_edit_that_changes_nothing_leaves_no_trace(self) -> None:
        article = make_draft(headline="Old")

        edited = editing.edit(article, by=None, at=NOW, fields={"headline": "Old"})

        assert (edited.version, Act.objects.count()) == (1, 0)

    def test_edit_with_an_older_version_is_refused(self) -> None:
        article = make_draft(version=2)

        with pytest.raises(PlanOutdated):
            editing.edit(article, by=None, at=NOW, fields={"headline": "New"}, version=1)

        assert Act.objects.count() == 0

    def test_edit_of_the_body_cleans_it_and_keeps_the_word_count(self) -> None:
        article = make_draft()

        edited = editing.edit(
            article,
            by=None,
            at=NOW,
            fields={"body_html": '<p>One two <a href="javascript:alert(1)">three</a></p>'},
        )

        assert "javascript" not in edited.body_html
        assert edited.word_count == 3

    def test_edit_of_one_body_twice_records_one_change(self) -> None:
        article = make_draft(body_html="<p>One.</p>")

        for _time in range(2):
            editing.edit(article, by=None, at=NOW, fields={"body_html": "<p>Two.</p>"})

        assert Act.objects.count() == 1

    def test_edit_with_impossible_values_is_refused_naming_the_field(self) -> None:
        article = make_draft()
        cases = {
            "headline": ("headline", "x" * 501),
            "canonical_url": ("canonical_url", "javascript:alert(1)"),
            "urgency": ("urgency", -1),
            "section": ("section_id", 404),
            "kind": ("kind", "novel"),
        }

        for label, (name, value) in cases.items():
            with pytest.raises(ActRefused) as refused:
                editing.edit(article, by=None, at=NOW, fields={name: value})
            wanted = {"canonical_url": "original address"}.get(label, label)
            assert refused.value.message.lower().startswith(wanted)

    def test_edit_of_what_other_acts_govern_is_refused(self) -> None:
        article = make_draft()

        for name in ("status", "visible_at", "survivor_id", "copy_of_id", "uid", "updated_at"):
            with pytest.raises(ActRefused, match=name):
                editing.edit(article, by=None, at=NOW, fields={name: None})

    def test_edit_of_plain_fields_drops_control_characters_and_keeps_markup_as_text(self) -> None:
        article = make_draft()

        edited = editing.edit(
            article, by=None, at=NOW, fields={"headline": "a\x00\x08b\u202e <b>bold</b>"}
        )

        assert edited.headline == "ab <b>bold</b>"

    def test_edit_of_a_merged_or_killed_article_is_refused(self) -> None:
        survivor = make_article()

        for article in (make_merged(survivor), make_article(status=Status.KILLED)):
            with pytest.raises(ActRefused):
                editing.edit(article, by=None, at=NOW, fields={"headline": "New"})

    def test_edit_of_a_published_article_by_a_reporter_is_refused(self) -> None:
        article = make_published()

        with pytest.raises(NotPermitted, match="publish_article"):
            editing.edit(article, by=make_user(REPORTER), at=NOW, fields={"headline": "New"})

    def test_edit_into_a_foreign_section_is_refused(self) -> None:
        mine, foreign = make_section(), make_section()
        article = make_draft(section=mine)
        editor = make_user(SECTION_EDITOR, (mine,))

        with pytest.raises(NotPermitted):
            editing.edit(article, by=editor, at=NOW, fields={"section_id": foreign.pk})

        article.refresh_from_db()
        assert article.section == mine

    def test_edit_of_a_live_article_into_link_only_without_address_is_refused(self) -> None:
        article = make_published()
        source = make_source(rights=Rights.LINK)

        with pytest.raises(ActRefused, match="link only"):
            editing.edit(article, by=None, at=NOW, fields={"source_id": source.pk})

        article.refresh_from_db()
        assert article.source is None


class MaterialTest(TestCase):
    def test_edit_that_is_material_on_a_live_article_moves_updated_at(self) -> None:
        article = make_published()

        edited = editing.edit(
            article, by=None, at=NOW, fields={"headline": "New"}, material=True, note="Toll rises"
        )

        assert edited.updated_at == NOW
        assert Act.objects.get().reason == "Toll rises"

    def test_edit_that_is_material_without_note_is_refused(self) -> None:
        article = make_published()

        with pytest.raises(ActRefused, match="needs a note"):
            editing.edit(article, by=None, at=NOW, fields={"headline": "New"}, material=True)

    def test_edit_that_is_not_material_leaves_updated_at(self) -> None:
        article = make_published(updated_at=EARLIER)

        edited = editing.edit(article, by=None, at=NOW, fields={"headline": "New"})

        assert edited.updated_at == EARLIER

    def test_edit_that_is_material_before_publication_leaves_updated_at(self) -> None:
        for article in (make_draft(), make_published(published_at=LATER)):
            edited = editing.edit(
                article, by=None, at=NOW, fields={"headline": "New"}, material=True
            )

            assert edited.updated_at is None

    def test_edit_that_is_material_but_changes_nothing_leaves_updated_at(self) -> None:
        article = make_published(headline="Same")

        edited = editing.edit(
            article, by=None, at=NOW, fields={"headline": "Same"}, material=True, note="Nothing"
        )

        assert edited.updated_at is None


class RestoreFieldTest(TestCase):
    def test_restore_field_gives_a_long_body_back_exactly(self) -> None:
        article = make_draft(body_html=f"<p>{'word ' * 100}</p>")
        first = article.body_html
        editing.edit(article, by=None, at=NOW, fields={"body_html": "<p>Short.</p>"})
        change = Change.objects.get(field="body_html")

        restored = editing.restore_field(article, change=change, by=None, at=LATER)

        assert restored.body_html == first
        assert restored.word_count == 100
        assert Act.objects.latest("id").verb == "restore"

    def test_restore_field_of_another_article_or_field_is_refused(self) -> None:
        article, other = make_draft(), make_draft()
        editing.edit(other, by=None, at=NOW, fields={"headline": "New"})
        foreign = Change.objects.get()
        status = Change(model="articles.article", row=str(article.pk), field="status")

        for change in (foreign, status):
            with pytest.raises(ActRefused):
                editing.restore_field(article, change=change, by=None, at=LATER)


class BylineTest(TestCase):
    def test_set_byline_reuses_rows_and_keeps_the_order(self) -> None:
        article = make_draft()
        author = make_author()
        two = [editing.Name(name="Sara Malik"), editing.Name(author_id=author.pk)]
        editing.set_byline(article, names=two, by=None, at=NOW)

        one = [editing.Name(author_id=author.pk, role=Role.EDITOR)]
        editing.set_byline(article, names=one, by=None, at=LATER)

        rows = article.contributions.values_list("author_id", "name", "role", "position")
        assert list(rows) == [(author.pk, "", Role.EDITOR, 0)]
        assert sorted(
            Act.objects.latest("id").changes.values_list("kind", "field", "before", "after")
        )[0] == (
            Change.Kind.DELETE,
            "",
            {
                "article_id": article.pk,
                "author_id": author.pk,
                "name": "",
                "role": Role.WRITER,
                "position": 1,
            },
            None,
        )

    def test_set_byline_with_a_nameless_name_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="needs a name"):
            editing.set_byline(make_draft(), names=[editing.Name(name=" ")], by=None, at=NOW)

    def test_set_byline_is_found_in_the_history_of_the_article(self) -> None:
        article = make_draft()

        editing.set_byline(article, names=[editing.Name(name="Sara")], by=None, at=NOW)

        assert Change.objects.get().article_id == article.pk


class CreditsTest(TestCase):
    def test_set_credits_keeps_removes_and_adds_by_source_and_address(self) -> None:
        article = make_draft()
        kept, gone = make_credit(article, url="https://a.example/1"), make_credit(article)
        new = make_source()

        editing.set_credits(
            article,
            credits=[
                editing.CreditLine(new.pk, "New Wire"),
                editing.CreditLine(kept.source_id, "As printed", "https://a.example/1"),
            ],
            by=None,
            at=NOW,
        )

        rows = article.credits.values_list("source_id", "text", "url", "position")
        assert list(rows) == [
            (new.pk, "New Wire", "", 0),
            (kept.source_id, "As printed", "https://a.example/1", 1),
        ]
        assert not article.credits.filter(pk=gone.pk).exists()

    def test_set_credits_with_a_script_address_is_refused(self) -> None:
        line = editing.CreditLine(make_source().pk, url="javascript:alert(1)")

        with pytest.raises(ActRefused, match="not a web address"):
            editing.set_credits(make_draft(), credits=[line], by=None, at=NOW)


class SuggestionTest(TestCase):
    def setUp(self) -> None:
        self.article = make_published(headline="Ours", standfirst="Ours")
        self.suggestion = Suggestion.objects.create(
            article=self.article,
            capture=make_capture(self.article),
            base={"headline": "Theirs", "standfirst": "", "body_html": "<p>Old.</p>"},
            offered={"headline": "Newer", "standfirst": "", "body_html": "<p>New text.</p>"},
            made_at=EARLIER,
        )

    def test_accept_suggestion_takes_only_the_named_fields(self) -> None:
        chief = make_chief()

        article = editing.accept_suggestion(
            self.suggestion, by=chief, at=NOW, fields=["headline"], material=True, note="From wire"
        )

        self.suggestion.refresh_from_db()
        assert (article.headline, article.standfirst, article.updated_at) == ("Newer", "Ours", NOW)
        assert (self.suggestion.status, self.suggestion.decided_by, self.suggestion.decided_at) == (
            SuggestionStatus.ACCEPTED,
            chief,
            NOW,
        )

    def test_accept_suggestion_twice_is_refused(self) -> None:
        editing.accept_suggestion(self.suggestion, by=None, at=NOW, fields=["headline"])

        with pytest.raises(ActRefused, match="decided before"):
            editing.accept_suggestion(self.suggestion, by=None, at=LATER, fields=["body_html"])

    def test_accept_suggestion_of_no_or_unknown_fields_is_refused(self) -> None:
        for fields in ([], ["status"], ["headline", "kicker"]):
            with pytest.raises(ActRefused, match="at least one"):
                editing.accept_suggestion(self.suggestion, by=None, at=NOW, fields=fields)

    def test_refuse_suggestion_keeps_our_text(self) -> None:
        refused = editing.refuse_suggestion(self.suggestion, by=None, at=NOW)

        self.article.refresh_from_db()
        assert (self.article.headline, refused.status) == ("Ours", SuggestionStatus.REFUSED)

    def test_accept_suggestion_by_a_reporter_on_a_live_article_is_refused(self) -> None:
        with pytest.raises(NotPermitted):
            editing.accept_suggestion(
                self.suggestion,
                by=make_user(REPORTER),
                at=NOW + timedelta(minutes=1),
                fields=["headline"],
            )
