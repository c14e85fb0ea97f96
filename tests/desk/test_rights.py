"""Who may do what, where; and the sentence that tells what is missing and who can help."""

from django.test import TestCase

from articles.desk import rights
from tests.factories import (
    CHIEF,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_section,
    make_user,
)


class WhyNotTest(TestCase):
    def test_why_not_for_each_role_in_own_foreign_and_no_section(self) -> None:
        mine, foreign = make_section(), make_section()
        articles = [make_article(section=section) for section in (mine, foreign, None)]
        roles = (None, REPORTER, SECTION_EDITOR, CHIEF)

        found = {
            role: [rights.may(user, "publish_article", article) for article in articles]
            for role in roles
            for user in [make_user(role, (mine,))]
        }

        assert found == {
            None: [False, False, False],
            REPORTER: [False, False, False],
            SECTION_EDITOR: [True, False, True],
            CHIEF: [True, True, True],
        }

    def test_why_not_for_the_machine_and_a_superuser_finds_nothing(self) -> None:
        article = make_article(section=make_section())
        superuser = make_user(is_superuser=True)

        for by in (None, superuser):
            assert rights.why_not(by, "kill_article", article) is None

    def test_why_not_for_somebody_who_left_names_the_right(self) -> None:
        user = make_user(CHIEF, is_active=False)

        refusal = rights.why_not(user, "publish_article", make_article())

        assert refusal == rights.Refusal(
            "You lack the right “publish_article”.",
            "Whoever manages the accounts can give it, by adding you to a group that has it.",
        )

    def test_why_not_names_the_foreign_section_and_its_owner(self) -> None:
        world = make_section(name="World")
        editor, owner = make_user(SECTION_EDITOR), make_user(SECTION_EDITOR, username="amina")

        nobody = rights.why_not(editor, "publish_article", section_id=world.pk)
        world.members.create(user=owner, is_owner=True)
        somebody = rights.why_not(editor, "publish_article", make_article(section=world))

        assert nobody == rights.Refusal(
            "The section World is not yours.", "a chief editor can add you to it."
        )
        assert somebody == rights.Refusal(
            "The section World is not yours.", "amina can add you to it."
        )

    def test_why_not_names_who_can_do_it_and_who_can_give_it(self) -> None:
        reporter, editor = make_user(REPORTER), make_user(SECTION_EDITOR, username="kamal")
        root = make_user(is_superuser=True, username="root", first_name="Rut")

        refusal = rights.why_not(reporter, "publish_article")
        graver = rights.why_not(editor, "kill_article")

        assert refusal is not None
        assert graver is not None
        assert refusal.hint == (
            "kamal and Rut can do it for you. Rut can give you a role that has it."
        )
        assert graver.hint == "Rut can do it for you, or give you a role that has it."
        assert rights.why_not(root, "kill_article") is None
