"""Keep reasons in parts that can be read in each language; call fields what the desk calls them."""

from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

NAMES = {
    "act": {
        "undoes": "takes back",
    },
    "article": {
        "copy_of": "copy of",
        "lead_image": "lead picture",
        "retracted_at": "retracted at",
        "sealed_at": "sealed at",
        "section": "section",
        "source": "source",
        "story": "story",
        "survivor": "merged into",
        "visible_at": "visible from",
        "word_count": "words",
    },
    "author": {
        "user": "account",
    },
    "authoralias": {
        "author": "author",
    },
    "capture": {
        "article": "article",
        "fetched_at": "fetched at",
        "guid": "guid",
        "headers": "headers",
        "outcome": "outcome",
        "source": "source",
        "url": "address",
        "version_at": "version of",
    },
    "contribution": {
        "article": "article",
        "author": "author",
        "position": "position",
    },
    "correction": {
        "article": "article",
        "made_at": "made at",
        "made_by": "made by",
    },
    "credit": {
        "article": "article",
        "position": "position",
        "source": "source",
    },
    "edition": {
        "front": "front",
        "rule_section": "section of the rule",
        "rule_tag": "tag of the rule",
    },
    "front": {
        "section": "section",
    },
    "frontslot": {
        "article": "article",
        "edition": "edition",
        "image": "picture",
        "picked_at": "picked at",
        "picked_by": "picked by",
    },
    "image": {
        "added_at": "added at",
        "height": "height",
        "source": "source",
        "width": "width",
    },
    "match": {
        "decided_at": "decided at",
        "decided_by": "decided by",
        "decision": "decision",
        "found_at": "found at",
        "rule": "rule",
        "verdict": "verdict",
    },
    "merge": {
        "merged_at": "merged at",
        "merged_by": "merged by",
        "survivor": "survivor",
        "undone_at": "undone at",
        "undone_by": "undone by",
    },
    "proposal": {
        "article": "article",
    },
    "relatedlink": {
        "article": "article",
        "target": "target",
    },
    "sealedreading": {
        "article": "article",
        "by": "by",
    },
    "sectionmember": {
        "section": "section",
        "user": "person",
    },
    "sourcealias": {
        "source": "source",
    },
    "story": {
        "joined_into": "joined into",
        "lead": "lead",
        "owner": "owner",
    },
    "suggestion": {
        "decided_at": "decided at",
        "decided_by": "decided by",
        "made_at": "made at",
        "status": "status",
    },
    "tagalias": {
        "tag": "tag",
    },
    "tagging": {
        "tag": "tag",
    },
    "withdrawal": {
        "article": "article",
        "at": "at",
        "by": "by",
        "kind": "kind",
        "lifted_at": "lifted at",
    },
}


class CallFields(Operation):
    """Give fields their names, all at once: as so many AlterField it took six seconds.

    Nothing in the database changes.
    """

    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Put a copy with the name in each field's place."""
        for model, names in NAMES.items():
            fields = state.models[app_label, model].fields
            for name, called in names.items():
                _name, _path, given, options = fields[name].deconstruct()
                options["verbose_name"] = called
                fields[name] = fields[name].__class__(*given, **options)
        state._relations = None
        state.__dict__.pop("apps", None)  # made again from the fields when it is asked for

    def database_forwards(self, *_given: Any) -> None:
        """Nothing to do."""

    def database_backwards(self, *_given: Any) -> None:
        """Nothing to do."""

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return "Call fields what the desk calls them"


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_sealed_copies")]

    operations = [
        migrations.AddField(
            model_name="match",
            name="clauses",
            field=models.JSONField(blank=True, default=list),
        ),
        CallFields(),
    ]
