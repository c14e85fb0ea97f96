"""Field types that keep a promise about their content on every write path."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from articles.text import markup

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:  # the class is not generic at run time
    _TextField = models.TextField


class BodyField(_TextField):
    """HTML that has passed the allow-list: cleaned whenever the row is saved.

    `bulk_create` passes here too; `QuerySet.update()` does not, so acts that use it send the
    text through `text.markup.sanitise` themselves.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Put the cleaned text on the instance and hand it to the database."""
        value = markup.sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value


class RunningTransaction(models.Func):
    """The number of the running transaction in PostgreSQL; 0 in SQLite, which writes in turn."""

    output_field = models.BigIntegerField()

    template = "0"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """Its number never comes again, unlike the 32 bits that rows bear by themselves."""
        return self.as_sql(compiler, connection, template="pg_current_xact_id()::text::bigint")


if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField[int, int]
else:
    _BigIntegerField = models.BigIntegerField


class TransactionField(_BigIntegerField):
    """Which transaction inserted the row; the instance that was saved does not learn it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Let the database say it, once."""
        return RunningTransaction() if add else super().pre_save(model_instance, add)
