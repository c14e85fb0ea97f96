"""The rows that migrations make: the roles with their rights, and the front of the site."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import TestCase

from articles import migrations
from articles.desk import curating, rights
from articles.models import Change, Front, Match
from tests.factories import NOW, make_article, make_front, make_match

DESK = [
    "correct_article",
    "curate_front",
    "import_article",
    "kill_article",
    "link_article",
    "merge_article",
    "publish_article",
    "retract_article",
    "spike_article",
]


def migration(ending: str) -> Any:
    """The one migration whose name ends so, whatever its number."""
    (name,) = (m.name for m in iter_modules(migrations.__path__) if m.name.endswith(ending))
    return import_module(f"articles.migrations.{name}")


def held(name: str) -> list[str]:
    """The desk's own rights that a group holds."""
    permissions = Group.objects.get(name=name).permissions
    return sorted(permissions.filter(codename__in=DESK).values_list("codename", flat=True))


class GroupsTest(TestCase):
    def test_groups_after_migrating_hold_the_rights_of_their_role(self) -> None:
        rights_of = {name: held(name) for name in (rights.REPORTER, rights.SECTION_EDITOR)}

        assert rights_of == {
            rights.REPORTER: ["import_article"],
            rights.SECTION_EDITOR: [
                "correct_article",
                "curate_front",
                "import_article",
                "link_article",
                "merge_article",
                "publish_article",
                "spike_article",
            ],
        }
        assert held(rights.CHIEF) == DESK

    def test_groups_of_every_role_may_delete_no_article(self) -> None:
        deleting = Group.objects.filter(
            permissions__codename="delete_article", permissions__content_type__app_label="articles"
        )

        assert list(deleting) == []

    def test_site_front_after_migrating_exists_once(self) -> None:
        assert list(Front.objects.filter(section=None).values_list("name", flat=True)) == ["Home"]


class ReverseTest(TestCase):
    def test_migrations_of_rows_can_be_taken_back_and_made_again(self) -> None:
        executor = MigrationExecutor(connection)
        names = [("articles", "0002_groups"), ("articles", "0003_site_front")]
        migrations = [executor.loader.graph.nodes[name] for name in names]
        state = executor.loader.project_state(names)

        for migration in reversed(migrations):
            for operation in migration.operations:
                operation.reverse_code(state.apps, None)
        gone = set(Group.objects.values_list("name", flat=True))
        for migration in migrations:
            for operation in migration.operations:
                operation.code(state.apps, None)

        assert gone == set()
        assert held(rights.CHIEF) == DESK

    def test_history_of_slots_names_the_edition_and_again_the_front(self) -> None:
        editions = migration("_editions")
        front = make_front()
        assert front.live is not None
        curating.fill_slot(front, position=1, article=make_article(), by=None, at=NOW)
        change = Change.objects.get(model="articles.frontslot")
        edition_id = change.after["edition_id"]

        editions._retell(apps, {edition_id: front.pk}, "edition_id", "front_id")
        change.refresh_from_db()
        before = change.after.get("edition_id"), change.after["front_id"]
        editions._retell(apps, {front.pk: edition_id}, "front_id", "edition_id")
        change.refresh_from_db()

        assert before == (None, front.pk)
        assert (change.after["edition_id"], "front_id" in change.after) == (edition_id, False)

    def test_rule_of_a_match_is_left_alone_in_its_column(self) -> None:
        labels = migration("_labels")
        rules = ("copy 1", "new rule 12", "desk", "")
        rows = [make_match(make_article(), make_article(), rule=rule) for rule in rules]

        labels.name_rules(apps, None)

        found = Match.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
        assert list(found.values_list("rule", flat=True)) == ["copy", "new", "desk", ""]

    def test_rights_to_judge_the_machine_go_to_the_roles_and_come_off_again(self) -> None:
        labels = migration("_labels")

        def given() -> dict[str, list[str]]:
            wanted = ("view_label", "view_thresholds", "change_thresholds")
            return {
                group.name: sorted(
                    group.permissions.filter(codename__in=wanted).values_list("codename", flat=True)
                )
                for group in Group.objects.all()
            }

        before = given()
        labels.take_rights(apps, None)
        taken = given()
        labels.give_rights(apps, None)

        assert before == {
            rights.REPORTER: ["view_label", "view_thresholds"],
            rights.SECTION_EDITOR: ["view_label", "view_thresholds"],
            rights.CHIEF: ["change_thresholds", "view_label", "view_thresholds"],
        }
        assert taken == {name: [] for name in before}
        assert given() == before

    def test_models_and_migrations_agree(self) -> None:
        call_command("makemigrations", "articles", check=True, dry_run=True, verbosity=0)
