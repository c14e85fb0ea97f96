"""Writing history: every act in one transaction with the rows it changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from articles.enums import Door
from articles.history import picturing, values
from articles.models import Act, Change

# Keys in one statement: below what either database takes as parameters.
AT_ONCE = 1_000


@dataclass
class Recorder:
    """Changes rows on behalf of one act and keeps, for each field, what was and what is."""

    act: Act
    pending: list[Change] = field(default_factory=list)
    wrote: bool = False

    def change(self, instance: models.Model, **fields: Any) -> list[str]:
        """Set fields (by attribute name, `section_id` rather than `section`), save, record.

        Returns the names that differ from before; saves nothing when none does. An instance
        with a `version` counts it up, so that a stale form is noticed.
        """
        changed = []
        for name, after in fields.items():
            before = getattr(instance, name)
            if before == after:
                continue
            setattr(instance, name, after)
            changed.append((name, before))
        if not changed:
            return []
        columns = [name for name, _before in changed]
        if hasattr(instance, "version"):
            instance.version += 1
            columns.append("version")
        instance.save(update_fields=columns)
        for name, before in changed:
            self._note(instance, Change.Kind.UPDATE, name, before, getattr(instance, name))
        return [name for name, _before in changed]

    def change_all(self, rows: models.QuerySet[Any], **fields: Any) -> int:
        """Set the same values on all these rows in one statement, recorded row by row.

        For plain columns and keys only: nothing that a field does on saving is done. Locks the
        rows, counts up their versions, returns how many there were.
        """
        model = rows.model
        names = [field.attname for field in model._meta.concrete_fields]
        own = [name for name in values.ARTICLE_KEYS if name in names]
        # A row locked by another act may have changed while this one waited: what it says now.
        found = list(rows.select_for_update().order_by("pk").only(*own, *fields))
        for start in range(0, len(found), AT_ONCE):
            batch = found[start : start + AT_ONCE]
            wanted = {**fields, "version": F("version") + 1} if "version" in names else fields
            model._base_manager.filter(pk__in=[row.pk for row in batch]).update(**wanted)
        for row in found:
            for name, after in fields.items():
                if (before := getattr(row, name)) != after:
                    self._note(row, Change.Kind.UPDATE, name, before, after)
        return len(found)

    def create(self, instance: models.Model) -> None:
        """Insert the row and record all its fields."""
        instance.save(force_insert=True)
        self._note(instance, Change.Kind.CREATE, "", None, self._image(instance))

    def restore(self, instance: models.Model) -> None:
        """Insert a row that was removed, exactly as it was: no time or slug is set anew."""
        instance.save_base(raw=True, force_insert=True)
        self._note(instance, Change.Kind.CREATE, "", None, self._image(instance))

    def delete(self, instance: models.Model) -> None:
        """Record all the row's fields and remove it; nothing else goes with it.

        A row that others still point at makes the commit fail: nothing cascades unrecorded.
        """
        self._note(instance, Change.Kind.DELETE, "", self._image(instance), None)
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        rows._raw_delete(rows.db)

    def _image(self, instance: models.Model) -> dict[str, Any]:
        names = values.field_names(type(instance))
        return {name: values.pack(getattr(instance, name)) for name in names}

    def _note(
        self, instance: models.Model, kind: Change.Kind, name: str, before: Any, after: Any
    ) -> None:
        whole = kind is not Change.Kind.UPDATE
        if name == "body_html":
            picturing.follow(row=instance, before=before, after=after)
        elif kind is Change.Kind.CREATE:
            picturing.follow(row=instance, before="", after=getattr(instance, "body_html", ""))
        elif kind is Change.Kind.DELETE:
            picturing.follow(row=instance, before=getattr(instance, "body_html", ""), after="")
        self.pending.append(
            Change(
                act=self.act,
                model=values.label(type(instance)),
                row=str(instance.pk),
                article_id=values.article_id_of(instance),
                kind=kind,
                field=name,
                before=before if whole else values.pack(before),
                after=after if whole else values.pack(after),
            )
        )

    def flush(self) -> None:
        """Write what is pending, in the order it happened."""
        self.wrote = self.wrote or bool(self.pending)
        Change.objects.bulk_create(self.pending, batch_size=AT_ONCE)
        self.pending = []


@contextmanager
def record(
    verb: str,
    *,
    by: Any,
    at: datetime,
    door: Door,
    reason: str = "",
    plan: Any = None,
    undoes: Act | None = None,
) -> Iterator[Recorder]:
    """One act in one transaction; when the block raises, neither act nor change remains.

    `by` is a user or None for the machine. An act that changed nothing is not kept.
    """
    with transaction.atomic():
        row = Act.objects.create(
            verb=verb, by=by, at=at, door=door, reason=reason, plan=plan or {}, undoes=undoes
        )
        recorder = Recorder(row)
        yield recorder
        recorder.flush()
        if not recorder.wrote:
            row.delete()
