"""The three roles of the desk as groups; a person may hold more by hand, at any time."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

REPORTER = "Reporter"
SECTION_EDITOR = "Section editor"
CHIEF = "Chief editor"

READ = (
    "view_act",
    "view_address",
    "view_article",
    "view_author",
    "view_capture",
    "view_change",
    "view_contribution",
    "view_correction",
    "view_credit",
    "view_front",
    "view_frontslot",
    "view_image",
    "view_match",
    "view_merge",
    "view_publication",
    "view_relatedlink",
    "view_section",
    "view_sectionmember",
    "view_source",
    "view_story",
    "view_suggestion",
    "view_tag",
    "view_tagalias",
    "view_tagging",
    "view_withdrawal",
)
WRITE = (
    "add_article",
    "change_article",
    "import_article",
    "add_image",
    "change_image",
    "add_tag",
)
DECIDE = (
    "publish_article",
    "spike_article",
    "merge_article",
    "link_article",
    "correct_article",
    "curate_front",
    "change_tag",
    "add_tagalias",
    "change_tagalias",
    "add_author",
    "change_author",
    "add_story",
    "change_story",
)
ANSWER = (
    "retract_article",
    "kill_article",
    "add_section",
    "change_section",
    "add_sectionmember",
    "change_sectionmember",
    "delete_sectionmember",
    "add_source",
    "change_source",
    "add_front",
    "change_front",
    "add_publication",
    "change_publication",
)
GROUPS = {
    REPORTER: READ + WRITE,
    SECTION_EDITOR: READ + WRITE + DECIDE,
    CHIEF: READ + WRITE + DECIDE + ANSWER,
}


def make_groups(apps, schema_editor):
    """Create the groups with exactly these rights; the permissions must exist before that."""
    _make_permissions(apps)
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    ours = permission.objects.filter(content_type__app_label="articles")
    ids = dict(ours.values_list("codename", "pk"))
    for name, codenames in GROUPS.items():
        row, _made = group.objects.get_or_create(name=name)
        row.permissions.set([ids[codename] for codename in codenames])


def remove_groups(apps, schema_editor):
    """Remove the groups; their members keep their accounts."""
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


def _make_permissions(apps):
    """Django makes permissions only after the last migration; the groups need them now."""
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
